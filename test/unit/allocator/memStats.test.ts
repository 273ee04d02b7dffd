/**
 * The statistics of replayed traces against the real runtime's: `oracle memstats` replays the same trace and tells what
 * changed in runtime.MemStats. On one P, with collections only where the trace says so, the runtime is deterministic,
 * and the fields that the model has must be the same (HeapInuse but for a few pages); what is left out is what a process had before (HeapSys, HeapIdle,
 * HeapReleased) and the goal, which depends on it and on stacks and globals. Without a go command the tests are skipped.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { formatStep, type MemStats, pageSize, TraceReplay, type TraceStep } from '../../../src/allocator';
import { buildOracle, goVersion } from '../../oracle/compare';
import { random, randomSize, randomTrace, type TraceOptions } from './randomTrace';

/** Now and then the runtime allocates an object for itself meanwhile; another run of it is without. */
const maxTries = 4;
/** HeapInuse may differ by so much: the runtime's own objects leave slots that a trace finds. None, as a rule. */
const sparePages = 4;
/** MemStats tells of the first 61 size classes. */
const toldClasses = 61;

type Changes = Omit<MemStats, 'HeapSys' | 'HeapIdle' | 'HeapReleased' | 'NextGC'>;

function simulated(steps: readonly TraceStep[]): Changes {
  const replay = new TraceReplay();
  const before = replay.allocator.memStats();
  replay.run(steps);
  replay.run([{ kind: 'gc', p: 0 }]);
  const { memStats } = replay.statistics();
  return {
    TotalAlloc: memStats.TotalAlloc,
    Mallocs: memStats.Mallocs,
    Frees: memStats.Frees,
    HeapAlloc: memStats.HeapAlloc - before.HeapAlloc,
    HeapObjects: memStats.HeapObjects - before.HeapObjects,
    HeapInuse: memStats.HeapInuse - before.HeapInuse,
    NumGC: memStats.NumGC,
    BySize: memStats.BySize.slice(0, toldClasses),
  };
}

/** Objects that hold others, as many as their words allow, and are let go one after the other. */
function linkedTrace(seed: number): TraceStep[] {
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
    } else if (choice < 0.552) {
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

describe("MemStats as the real runtime's", () => {
  const isThere = goVersion()?.startsWith('go1.26') ?? false;
  let oracle = '';
  let folder = '';
  before(function () {
    if (!isThere) this.skip();
    oracle = buildOracle();
    folder = mkdtempSync(join(tmpdir(), 'heapward-memstats-'));
  });
  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  function compare(steps: readonly TraceStep[]): void {
    const file = join(folder, 'random.alloctrace');
    writeFileSync(file, steps.map(formatStep).join('\n'));
    const ours = simulated(steps);
    for (let tries = 1; ; tries++) {
      const real: Changes = JSON.parse(execFileSync(oracle, ['memstats', file], { encoding: 'utf8' }));
      const spare = Math.abs(ours.HeapInuse - real.HeapInuse) / pageSize;
      const isSame = spare <= sparePages && isDeepStrictEqual({ ...ours, HeapInuse: real.HeapInuse }, real);
      if (isSame) return;
      if (tries === maxTries) assert.deepEqual(ours, real);
    }
  }

  const traces: Omit<TraceOptions, 'steps'>[] = [
    { kind: 'tiny', gcRate: 0.002, seed: 1 },
    { kind: 'small', gcRate: 0, seed: 2 },
    { kind: 'small', gcRate: 0.002, seed: 3 },
    { kind: 'mixed', gcRate: 0, seed: 4 },
    { kind: 'mixed', gcRate: 0.002, seed: 5 },
    { kind: 'large', gcRate: 0.02, seed: 6 },
  ];
  for (const options of traces) {
    it(`${options.kind}, ${options.gcRate} collections a step`, () =>
      compare(randomTrace({ ...options, steps: options.kind === 'large' ? 2000 : 20_000 })));
  }
  for (const seed of [1, 2, 3])
    it(`objects that hold others, seed ${seed}`, () => compare(linkedTrace(seed)));
});
