/** The four span sets of one span class; see mcentral for how they are used. Mirrors struct mcentral of Go 1.26. */
import { SpanSet } from './spanSet';

export class Mcentral {
  partial: [SpanSet, SpanSet] = [new SpanSet(), new SpanSet()];
  full: [SpanSet, SpanSet] = [new SpanSet(), new SpanSet()];
  /** Times a P came here for a span. */
  lockCount = 0;

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
