/**
 * A second model of the allocator's slots, as plain as can be: arrays of what lies where, searched from the front.
 * It knows nothing of pages, bitmaps or generations, so that an error in those cannot hide in both.
 */
import { makeSpanClass, numSizeClasses, sizeClassInfo, spanLayout } from '../../../src/allocator';

interface NaiveSpan {
  number: number;
  spanClass: number;
  /** Objects by slot; undefined where the slot was never used since the last collection freed it. */
  slots: (Set<number> | undefined)[];
  /** No slot below is looked at before the next collection. */
  from: number;
}

export interface NaivePlace {
  span: number;
  /** The span was made for this object. */
  isNew: boolean;
  slot: number;
  offset: number;
}

interface ClassSpans {
  /** By P. */
  cached: (NaiveSpan | undefined)[];
  partial: NaiveSpan[];
  full: NaiveSpan[];
}

interface TinyBlock {
  span: NaiveSpan;
  slot: number;
  used: number;
}

export class NaiveHeap {
  private readonly classes = new Map<number, ClassSpans>();
  /** Objects that a variable refers to; what objects with pointers hold; those without hold nothing. */
  private readonly roots = new Set<number>();
  private readonly held = new Map<number, number[]>();
  /** Objects of one tiny block, by each of them: they live together. */
  private readonly blockOf = new Map<number, Set<number>>();
  private spans = 0;
  /** By P. */
  private tiny: (TinyBlock | undefined)[] = [];

  alloc(object: number, size: number, scan: boolean, p: number): NaivePlace {
    this.roots.add(object);
    if (scan) this.held.set(object, []);
    if (!scan && size < 16) return this.allocTiny(object, size, p);
    if (size > 32760) {
      const span = this.newSpan(makeSpanClass(0, !scan), 1);
      span.slots[0] = new Set([object]);
      span.from = 1;
      this.of(span.spanClass).full.push(span);
      return { span: span.number, isNew: true, slot: 0, offset: 0 };
    }
    const header = scan && size > 512 ? 8 : 0;
    const { span, slot, isNew } = this.slotFor(spanClassOf(size + header, !scan), p);
    span.slots[slot] = new Set([object]);
    return { span: span.number, isNew, slot, offset: slot * spanLayout(span.spanClass).size + header };
  }

  free(object: number): void {
    this.roots.delete(object);
  }

  refer(from: number, to: number): void {
    this.held.get(from)?.push(to);
  }

  unrefer(from: number, to: number): void {
    const held = this.held.get(from);
    const at = held?.indexOf(to) ?? -1;
    if (at >= 0) held?.splice(at, 1);
  }

  /** The span of a P goes back before those of the Ps behind it; p's first of all. */
  gc(p: number): void {
    const live = this.reachable();
    for (const [spanClass, { cached, partial, full }] of this.classes) {
      const swept: ClassSpans = { cached: [], partial: [], full: [] };
      const inCaches = [cached[p], ...cached.filter((_, other) => other !== p)].filter(
        span => span !== undefined,
      );
      for (const span of [...inCaches, ...full, ...partial]) {
        span.slots = span.slots.map((objects, slot) => {
          const isCurrent = this.tiny.some(block => block?.span === span && block.slot === slot);
          return objects && (isCurrent || [...objects].some(object => live.has(object)))
            ? objects
            : undefined;
        });
        span.from = 0;
        if (span.slots.every(objects => objects === undefined)) continue;
        (span.slots.includes(undefined) ? swept.partial : swept.full).push(span);
      }
      this.classes.set(spanClass, swept);
    }
    this.tiny = [];
  }

  private reachable(): Set<number> {
    const live = new Set(this.roots);
    // What is added while it goes through the set is gone through too.
    for (const object of live) {
      for (const next of this.held.get(object) ?? []) live.add(next);
      for (const next of this.blockOf.get(object) ?? []) live.add(next);
    }
    return live;
  }

  private allocTiny(object: number, size: number, p: number): NaivePlace {
    const align = [8, 4, 2, 1].find(a => size % a === 0)!;
    const block = this.tiny[p];
    if (block) {
      const offset = Math.ceil(block.used / align) * align;
      if (offset + size <= 16) {
        const { span, slot } = block;
        block.used = offset + size;
        span.slots[slot]!.add(object);
        this.blockOf.set(object, span.slots[slot]!);
        return { span: span.number, isNew: false, slot, offset: slot * 16 + offset };
      }
    }
    const { span, slot, isNew } = this.slotFor(spanClassOf(16, true), p);
    span.slots[slot] = new Set([object]);
    this.blockOf.set(object, span.slots[slot]);
    // The block with more room left stays the current one.
    if (!block || size < block.used) this.tiny[p] = { span, slot, used: size };
    return { span: span.number, isNew, slot, offset: slot * 16 };
  }

  private slotFor(spanClass: number, p: number): { span: NaiveSpan; slot: number; isNew: boolean } {
    const spans = this.of(spanClass);
    let isNew = false;
    let span = spans.cached[p];
    if (span && freeSlot(span) < 0) {
      spans.full.push(span);
      span = undefined;
    }
    if (!span) {
      isNew = spans.partial.length === 0;
      span = spans.partial.shift() ?? this.newSpan(spanClass, spanLayout(spanClass).nelems);
      spans.cached[p] = span;
    }
    const slot = freeSlot(span);
    span.from = slot + 1;
    return { span, slot, isNew };
  }

  private newSpan(spanClass: number, nelems: number): NaiveSpan {
    return { number: this.spans++, spanClass, slots: new Array(nelems).fill(undefined), from: 0 };
  }

  private of(spanClass: number): ClassSpans {
    const spans = this.classes.get(spanClass) ?? { cached: [], partial: [], full: [] };
    this.classes.set(spanClass, spans);
    return spans;
  }
}

function freeSlot(span: NaiveSpan): number {
  return span.slots.indexOf(undefined, span.from);
}

function spanClassOf(size: number, noscan: boolean): number {
  for (let sizeClass = 1; sizeClass < numSizeClasses; sizeClass++) {
    if (sizeClassInfo(sizeClass).size < size) continue;
    return makeSpanClass(sizeClass, noscan);
  }
  throw new RangeError(`no size class for ${size}`);
}
