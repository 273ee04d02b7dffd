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
  cached: NaiveSpan | undefined;
  partial: NaiveSpan[];
  full: NaiveSpan[];
}

export class NaiveHeap {
  private readonly classes = new Map<number, ClassSpans>();
  private readonly dead = new Set<number>();
  private spans = 0;
  private tiny: { span: NaiveSpan; slot: number; used: number } | undefined;

  alloc(object: number, size: number, scan: boolean): NaivePlace {
    if (!scan && size < 16) return this.allocTiny(object, size);
    if (size > 32760) {
      const span = this.newSpan(makeSpanClass(0, !scan), 1);
      span.slots[0] = new Set([object]);
      span.from = 1;
      this.of(span.spanClass).full.push(span);
      return { span: span.number, isNew: true, slot: 0, offset: 0 };
    }
    const header = scan && size > 512 ? 8 : 0;
    const { span, slot, isNew } = this.slotFor(spanClassOf(size + header, !scan));
    span.slots[slot] = new Set([object]);
    return { span: span.number, isNew, slot, offset: slot * spanLayout(span.spanClass).size + header };
  }

  free(object: number): void {
    this.dead.add(object);
  }

  gc(): void {
    for (const [spanClass, { cached, partial, full }] of this.classes) {
      const swept: ClassSpans = { cached: undefined, partial: [], full: [] };
      for (const span of [...(cached ? [cached] : []), ...full, ...partial]) {
        const current = this.tiny?.span === span ? this.tiny.slot : -1;
        span.slots = span.slots.map((objects, slot) =>
          objects && (slot === current || this.isLive(objects)) ? objects : undefined,
        );
        span.from = 0;
        if (span.slots.every(objects => objects === undefined)) continue;
        (span.slots.includes(undefined) ? swept.partial : swept.full).push(span);
      }
      this.classes.set(spanClass, swept);
    }
    this.tiny = undefined;
  }

  private isLive(objects: Set<number>): boolean {
    return [...objects].some(object => !this.dead.has(object));
  }

  private allocTiny(object: number, size: number): NaivePlace {
    const align = [8, 4, 2, 1].find(a => size % a === 0)!;
    if (this.tiny) {
      const offset = Math.ceil(this.tiny.used / align) * align;
      if (offset + size <= 16) {
        const { span, slot } = this.tiny;
        this.tiny.used = offset + size;
        span.slots[slot]!.add(object);
        return { span: span.number, isNew: false, slot, offset: slot * 16 + offset };
      }
    }
    const { span, slot, isNew } = this.slotFor(spanClassOf(16, true));
    span.slots[slot] = new Set([object]);
    // The block with more room left stays the current one.
    if (!this.tiny || size < this.tiny.used) this.tiny = { span, slot, used: size };
    return { span: span.number, isNew, slot, offset: slot * 16 };
  }

  private slotFor(spanClass: number): { span: NaiveSpan; slot: number; isNew: boolean } {
    const spans = this.of(spanClass);
    let isNew = false;
    if (spans.cached && freeSlot(spans.cached) < 0) {
      spans.full.push(spans.cached);
      spans.cached = undefined;
    }
    if (!spans.cached) {
      isNew = spans.partial.length === 0;
      spans.cached = spans.partial.shift() ?? this.newSpan(spanClass, spanLayout(spanClass).nelems);
    }
    const slot = freeSlot(spans.cached);
    spans.cached.from = slot + 1;
    return { span: spans.cached, slot, isNew };
  }

  private newSpan(spanClass: number, nelems: number): NaiveSpan {
    return { number: this.spans++, spanClass, slots: new Array(nelems).fill(undefined), from: 0 };
  }

  private of(spanClass: number): ClassSpans {
    const spans = this.classes.get(spanClass) ?? { cached: undefined, partial: [], full: [] };
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
