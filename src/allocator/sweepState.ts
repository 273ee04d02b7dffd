/** Where sweeping stands; mirrors sweepdata of mgcsweep.go and the reclaimer's fields of mheap in Go 1.26. */
export interface SweepState {
  /** No unswept span is left. */
  isDone: boolean;
  /** The sweep class (span class × 2, + 1 for partial sets) where the next unswept span is looked for. */
  centralIndex: number;
  pagesSwept: number;
  pagesSweptBasis: number;
  heapLiveBasis: number;
  /** Pages to sweep for each byte allocated, so that all are swept when the next collection is due. */
  pagesPerByte: number;
  /** Next page that the reclaimer looks at, and pages it found beyond what was asked. */
  reclaimIndex: number;
  reclaimEnd: number;
  reclaimCredit: number;
}

export function emptySweepState(): SweepState {
  return {
    isDone: true,
    centralIndex: 0,
    pagesSwept: 0,
    pagesSweptBasis: 0,
    heapLiveBasis: 0,
    pagesPerByte: 0,
    reclaimIndex: 0,
    reclaimEnd: 0,
    reclaimCredit: 0,
  };
}
