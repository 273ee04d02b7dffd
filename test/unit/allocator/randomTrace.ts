/** Seeded random traces for tests and measurements. */
import type { TraceStep } from '../../../src/allocator';

export type TraceKind = 'tiny' | 'small' | 'mixed' | 'large';

export interface TraceOptions {
  seed: number;
  steps: number;
  kind: TraceKind;
  /** Collections for each step, 0 for none. */
  gcRate: number;
  /** Number of Ps that allocate, 1 by default. */
  procs?: number;
  /** Whether objects hold others: about every tenth step is about a reference then. */
  references?: boolean;
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A size of at least 1. */
export function randomSize(next: () => number, kind: TraceKind): number {
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  switch (kind) {
    case 'tiny':
      return upTo(24);
    case 'small':
      return upTo(512);
    case 'large':
      return 33_000 + upTo(300_000);
    case 'mixed': {
      const choice = next();
      if (choice < 0.5) return upTo(128);
      if (choice < 0.8) return upTo(2048);
      return choice < 0.97 ? upTo(32_768) : upTo(200_000);
    }
  }
}

/** A trace of allocations, frees of random live objects, and collections. IDs count the allocations from 0. */
export function randomTrace({ seed, steps, kind, gcRate, procs = 1, references }: TraceOptions): TraceStep[] {
  const next = random(seed);
  const trace: TraceStep[] = [];
  const live: number[] = [];
  const upTo = (count: number) => Math.floor(next() * count);
  const proc = () => (procs > 1 ? upTo(procs) : 0);
  let id = 0;
  while (trace.length < steps) {
    if (references && live.length > 0 && next() < 0.15) {
      trace.push(randomReference(next(), live[upTo(live.length)], live[upTo(live.length)]));
      continue;
    }
    const choice = next();
    if (choice < gcRate) {
      trace.push({ kind: 'gc', p: proc() });
    } else if (choice < gcRate + 0.35 && live.length > 0) {
      const at = upTo(live.length);
      trace.push({ kind: 'free', id: live[at], p: proc() });
      live[at] = live[live.length - 1];
      live.pop();
    } else {
      const scan = next() < 0.5;
      const size = randomSize(next, kind);
      trace.push({
        kind: 'alloc',
        id,
        size: scan ? Math.ceil(size / 8) * 8 : size,
        scan,
        p: proc(),
        site: '',
      });
      live.push(id++);
    }
  }
  return trace;
}

/** 20,000 steps with objects that hold others, no more than they have words, as the real runtime needs it. */
export function linkedTrace(seed: number, gcRate: number): TraceStep[] {
  const next = random(seed);
  const trace: TraceStep[] = [];
  const live: { id: number; held: number[]; words: number }[] = [];
  const any = () => live[Math.floor(next() * live.length)];
  for (let id = 0; trace.length < 20_000; ) {
    const choice = next();
    if (choice < 0.3 && live.length > 10) {
      const from = any();
      const to = any();
      if (from.held.length < from.words) {
        from.held.push(to.id);
        trace.push({ kind: 'ref', from: from.id, to: to.id });
      } else if (from.held.length > 0) {
        trace.push({ kind: 'unref', from: from.id, to: from.held.pop() ?? 0 });
      }
    } else if (choice < 0.55 && live.length > 10) {
      const at = Math.floor(next() * live.length);
      trace.push({ kind: 'free', id: live[at].id, p: 0 });
      live[at] = live[live.length - 1];
      live.pop();
    } else if (choice >= 0.55 && choice < 0.55 + gcRate) {
      trace.push({ kind: 'gc', p: 0 });
    } else {
      const scan = next() < 0.7;
      const size = randomSize(next, next() < 0.9 ? 'small' : 'mixed');
      const rounded = scan ? Math.ceil(size / 8) * 8 : size;
      trace.push({ kind: 'alloc', id, size: rounded, scan, p: 0, site: '' });
      live.push({ id: id++, held: [], words: scan ? rounded / 8 : 0 });
    }
  }
  return trace;
}

/** The ID 3 below a live one is often garbage, or held by another object alone. */
function randomReference(choice: number, from: number, to: number): TraceStep {
  if (choice < 0.8) return { kind: 'ref', from, to };
  if (choice < 0.95) return { kind: 'unref', from, to };
  return { kind: 'root', id: Math.max(0, to - 3) };
}
