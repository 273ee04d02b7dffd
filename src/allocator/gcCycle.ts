/** The record of collections. */
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

/** The collections so far; the last one is `current` from its mark on. */
export class GcCycles {
  readonly all: GcCycle[] = [];
  get current(): GcCycle | undefined {
    return this.all.at(-1);
  }
}
