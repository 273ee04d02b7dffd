/** The four span sets of one span class; see mcentral for how they are used. Mirrors struct mcentral of Go 1.26. */
import { LockCounter } from './lockCounter';
import { SpanSet } from './spanSet';

export class Mcentral {
  partial: [SpanSet, SpanSet] = [new SpanSet(), new SpanSet()];
  full: [SpanSet, SpanSet] = [new SpanSet(), new SpanSet()];
  /** Taken each time a P comes here for a span. */
  readonly lock = new LockCounter();

  constructor(readonly spanClass: number) {}

  partialSwept(sweepgen: number): SpanSet {
    return this.partial[(sweepgen >> 1) & 1];
  }

  partialUnswept(sweepgen: number): SpanSet {
    return this.partial[1 - ((sweepgen >> 1) & 1)];
  }

  fullSwept(sweepgen: number): SpanSet {
    return this.full[(sweepgen >> 1) & 1];
  }

  fullUnswept(sweepgen: number): SpanSet {
    return this.full[1 - ((sweepgen >> 1) & 1)];
  }
}
