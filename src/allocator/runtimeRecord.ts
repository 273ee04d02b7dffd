/**
 * The Go runtime's own record of its allocations, read as steps of a trace.
 *
 * A program that runs with GODEBUG=traceallocfree=1 and takes an execution trace writes an event for every heap object that
 * is allocated or swept away and for every span; `go tool trace -d=parsed` prints the trace as text, a line for an event:
 *
 *   M=7 P=1 G=1 Experimental Time=96 Name=SpanAlloc Args=[id=Value{Uint64(519)}, npages_value=Value{Uint64(1)}, kindclass=Value{Uint64(100)}]
 *   M=7 P=1 G=1 Experimental Time=98 Name=HeapObjectAlloc Args=[id=Value{Uint64(531456)}, type=Value{Uint64(9)}]
 *   M=7 P=0 G=9 Experimental Time=99 Name=HeapObjectFree Args=[id=Value{Uint64(531456)}]
 *
 * A span's id is its first page, an object's its address in units of 8 bytes, both from the heap's first; kindclass is the
 * span class × 2, and odd for spans that hold no objects. Span and HeapObject tell what was there when the trace began.
 *
 * Each object becomes an alloc step on its P, each that was swept away a free step, each cycle of the collector a gc step.
 * What the text does not tell: how many bytes were asked for (taken is what the slot holds, so there is no rounding);
 * objects that share a tiny block, and which of them was first (the block is one object of 16 bytes); names of
 * types (the site is the type's number); who holds whom. Sweeping goes on while the program allocates: what a cycle's
 * sweep freed is told before its gc step, what was allocated from then to the next cycle behind it, but for a cycle with
 * more than a million allocations, where the rest is told as it comes.
 *
 * Mirrors traceallocfree.go of Go 1.26 and the text of internal/trace's Event.String.
 */
import { isBitSet } from './bitmap';
import { maxProcs } from './mcache';
import {
  heapBitsInSpan,
  isNoscan,
  mallocHeaderSize,
  numSpanClasses,
  pageSize,
  sizeClassOf,
  sizeClassToSize,
} from './sizeClasses';
import { TraceError, type TraceStep } from './traceStep';

interface RecordedSpan {
  firstPage: number;
  pages: number;
  spanClass: number;
  /** A bit for each slot that an object was seen in. */
  taken: Int32Array;
}

const eventLine = /^M=-?\d+ P=(-?\d+) G=-?\d+ Experimental Time=\d+ Name=(\w+) Args=\[(.*)\]$/;
const markLine = /^M=-?\d+ P=(-?\d+) G=-?\d+ RangeBegin Time=\d+ Name="GC concurrent mark phase"/;
const argument = /(\w+)=Value\{Uint64\((\d+)\)\}/g;
const maxDelayed = 1 << 20;
const wordsPerPage = pageSize / 8;
const slotsPerSpan = 1024;

/** Whether a text that begins so is such a record. */
export function isRuntimeRecord(start: string): boolean {
  return /^\s*M=-?\d+ P=-?\d+ G=-?\d+ \w+ Time=\d/.test(start);
}

export class RuntimeRecord {
  private readonly spans = new Map<number, RecordedSpan>();
  /** Allocations since the last cycle began, which its frees are told before; undefined outside of cycles. */
  private delayed: TraceStep[] | undefined;
  private cycleP = 0;
  private hasEvents = false;

  /** Adds the steps that a line brings about. Throws TraceError for an event that can't be read. */
  line(text: string, line: number, steps: TraceStep[]): void {
    if (!text.startsWith('M=')) return;
    const mark = markLine.exec(text);
    if (mark !== null) {
      this.endCycle(steps);
      this.delayed = [];
      this.cycleP = procOf(mark[1]);
      return;
    }
    if (!text.includes(' Experimental ')) return;
    const event = eventLine.exec(text.trimEnd());
    if (event === null) throw new TraceError(line, 'not an event as `go tool trace -d=parsed` prints it');
    const [, p, name, args] = event;
    this.hasEvents = true;
    const numbers = [...args.matchAll(argument)].map(([, , value]) => Number(value));
    switch (name) {
      case 'Span':
      case 'SpanAlloc':
        this.addSpan(numbers, line);
        return;
      case 'SpanFree':
        this.freeSpan(numbers[0]);
        return;
      case 'HeapObject':
      case 'HeapObjectAlloc':
        this.addObject(numbers, procOf(p), steps);
        return;
      case 'HeapObjectFree':
        this.freeObject(numbers[0], procOf(p), steps);
    }
  }

  /** Adds what is left. Throws TraceError where the record holds no allocations. */
  end(line: number, steps: TraceStep[]): void {
    this.endCycle(steps);
    if (!this.hasEvents)
      throw new TraceError(line, 'no allocations: the trace was taken without GODEBUG=traceallocfree=1');
  }

  private endCycle(steps: TraceStep[]): void {
    if (this.delayed === undefined) return;
    steps.push({ kind: 'gc', p: this.cycleP });
    for (const step of this.delayed) steps.push(step);
    this.delayed = undefined;
  }

  private addSpan([firstPage, pages, kindClass]: readonly number[], line: number): void {
    const spanClass = kindClass >> 1;
    if (!(pages > 0) || !(kindClass >= 0)) throw new TraceError(line, 'a span without pages or class');
    if ((kindClass & 1) === 1) return;
    if (spanClass >= numSpanClasses) throw new TraceError(line, `there is no span class ${spanClass}`);
    const taken = new Int32Array(sizeClassOf(spanClass) === 0 ? 1 : slotsPerSpan / 32);
    const span = { firstPage, pages, spanClass, taken };
    // A large object is named by the first page alone.
    const named = sizeClassOf(spanClass) === 0 ? 1 : pages;
    for (let page = firstPage; page < firstPage + named; page++) this.spans.set(page, span);
  }

  private freeSpan(firstPage: number): void {
    const span = this.spans.get(firstPage);
    if (span === undefined) return;
    for (let page = firstPage; this.spans.get(page) === span; page++) this.spans.delete(page);
  }

  private addObject([id, type]: readonly number[], p: number, steps: TraceStep[]): void {
    const span = this.spanOf(id);
    if (span === undefined) return;
    const slot = slotOf(span, id);
    if (isBitSet(span.taken, slot)) return;
    span.taken[slot >> 5] |= 1 << (slot & 31);
    const scan = !isNoscan(span.spanClass);
    const site = type > 0 ? `type ${type}` : '';
    const step: TraceStep = { kind: 'alloc', id: idOf(span, slot), size: roomOf(span), scan, p, site };
    (this.delayed ?? steps).push(step);
    if (this.delayed !== undefined && this.delayed.length > maxDelayed) this.endCycle(steps);
  }

  private freeObject(id: number, p: number, steps: TraceStep[]): void {
    const span = this.spanOf(id);
    if (span === undefined) return;
    const slot = slotOf(span, id);
    if (!isBitSet(span.taken, slot)) return;
    span.taken[slot >> 5] &= ~(1 << (slot & 31));
    steps.push({ kind: 'free', id: idOf(span, slot), p });
  }

  private spanOf(id: number): RecordedSpan | undefined {
    return this.spans.get(Math.floor(id / wordsPerPage));
  }
}

function procOf(p: string): number {
  return Math.max(0, Math.min(maxProcs - 1, Number(p)));
}

/** The slot of an object whose first word, behind a header or not, is that of the id. */
function slotOf(span: RecordedSpan, id: number): number {
  const size = sizeClassToSize[sizeClassOf(span.spanClass)];
  if (size === 0) return 0;
  return Math.min(slotsPerSpan - 1, Math.floor((id * 8 - span.firstPage * pageSize) / size));
}

/** A number that no other object has at the same time. */
function idOf(span: RecordedSpan, slot: number): number {
  return span.firstPage * slotsPerSpan + slot;
}

/** The most that an object in a slot of the span can have asked for. */
function roomOf({ spanClass, pages }: RecordedSpan): number {
  const size = sizeClassToSize[sizeClassOf(spanClass)];
  if (size === 0) return pages * pageSize;
  return isNoscan(spanClass) || heapBitsInSpan(size) ? size : size - mallocHeaderSize;
}
