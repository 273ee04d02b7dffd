/** The record of collections: totals of each, and of the last one what every sweep of a span freed. */
import { longer } from './heapState';

/** What one collection did; the freed part grows until its sweep is over. Bytes are bytes of slots. */
export interface GcCycle {
  number: number;
  heapLiveBefore: number;
  markedSlots: number;
  markedBytes: number;
  freedSlots: number;
  freedBytes: number;
  /** Spans left without an object. */
  emptiedSpans: number;
  /** The goal of the next collection, Infinity where there is none. */
  heapGoal: number;
}

/** What sweeping one span of the last collection freed. */
export interface SweptSpan {
  /** First page, counted from the heap's first. */
  firstPage: number;
  pages: number;
  spanClass: number;
  freedSlots: number;
  /** Slots still taken; with none the span's pages went back to the heap. */
  leftSlots: number;
}

/** The collections so far; the last one is `current` from its mark on. */
export class GcCycles {
  readonly all: GcCycle[] = [];
  private count = 0;
  private firstPage = new Int32Array(16);
  private pages = new Int32Array(16);
  private spanClass = new Uint8Array(16);
  private freedSlots = new Uint16Array(16);
  private leftSlots = new Uint16Array(16);

  get current(): GcCycle | undefined {
    return this.all.at(-1);
  }

  begin(cycle: GcCycle): void {
    this.all.push(cycle);
    this.count = 0;
  }

  /** Forgets all collections. */
  clear(): void {
    this.all.length = 0;
    this.count = 0;
  }

  /** Notes a sweep that freed something. */
  swept(firstPage: number, pages: number, spanClass: number, freedSlots: number, leftSlots: number): void {
    const i = this.count++;
    if (i === this.firstPage.length) this.grow(i * 2);
    this.firstPage[i] = firstPage;
    this.pages[i] = pages;
    this.spanClass[i] = spanClass;
    this.freedSlots[i] = freedSlots;
    this.leftSlots[i] = leftSlots;
  }

  /** What the last collection freed so far, span by span in the order of sweeping; spans that lost nothing are left out. */
  sweptSpans(): SweptSpan[] {
    return Array.from({ length: this.count }, (_, i) => ({
      firstPage: this.firstPage[i],
      pages: this.pages[i],
      spanClass: this.spanClass[i],
      freedSlots: this.freedSlots[i],
      leftSlots: this.leftSlots[i],
    }));
  }

  private grow(length: number): void {
    this.firstPage = longer(this.firstPage, length);
    this.pages = longer(this.pages, length);
    this.spanClass = longer(this.spanClass, length);
    this.freedSlots = longer(this.freedSlots, length);
    this.leftSlots = longer(this.leftSlots, length);
  }
}
