/**
 * Sweeping that allocation pays for: in proportion to the bytes allocated, and, before the heap gives pages,
 * until as many pages came back from empty spans.
 *
 * Mirrors deductSweepCredit and gcPaceSweeper of mgcsweep.go, reclaim and mheap.alloc of mheap.go, Go 1.26.
 */
import type { Mcache } from './mcache';
import { sweepOne, sweepSpan, tryAcquire } from './mgcsweep';
import { allocSpan, lockHeap, type Mheap } from './mheap';
import { countBits } from './mspan';
import { pageSize } from './sizeClasses';

const pagesPerReclaimerChunk = 512;

/** A new span from the heap. While spans are unswept, as many pages are reclaimed before. Throws OutOfMemoryError. */
export function heapAlloc(h: Mheap, npages: number, spanClass: number, cache: Mcache): number {
  if (!h.sweep.isDone) reclaim(h, npages, cache);
  return allocSpan(h, npages, spanClass, cache);
}

/** Sweeps what is due before spanBytes more are allocated; callerSweepPages of it are left to the caller. */
export function deductSweepCredit(
  h: Mheap,
  spanBytes: number,
  callerSweepPages: number,
  cache: Mcache,
): void {
  const { sweep } = h;
  if (sweep.pagesPerByte === 0) return;
  const newHeapLive = Math.max(0, h.controller.heapLive - sweep.heapLiveBasis) + spanBytes;
  const target = Math.floor(sweep.pagesPerByte * newHeapLive) - callerSweepPages;
  while (target > sweep.pagesSwept - sweep.pagesSweptBasis) {
    if (sweepOne(h, cache) < 0) {
      sweep.pagesPerByte = 0;
      break;
    }
  }
}

/** Sets the proportion so that all spans are swept when heapLive reaches trigger. */
export function paceSweeper(h: Mheap, trigger: number): void {
  const { sweep } = h;
  const left = h.stats.pagesInUse - sweep.pagesSwept;
  if (sweep.isDone || left <= 0) {
    sweep.pagesPerByte = 0;
    return;
  }
  const distance = Math.max(trigger - h.controller.heapLive - (1 << 20), pageSize);
  sweep.pagesPerByte = left / distance;
  sweep.heapLiveBasis = h.controller.heapLive;
  sweep.pagesSweptBasis = sweep.pagesSwept;
}

function reclaim(h: Mheap, npages: number, cache: Mcache): void {
  const { sweep } = h;
  let wanted = npages;
  while (wanted > 0 && sweep.reclaimIndex < sweep.reclaimEnd) {
    if (sweep.reclaimCredit > 0) {
      const taken = Math.min(sweep.reclaimCredit, wanted);
      sweep.reclaimCredit -= taken;
      wanted -= taken;
      continue;
    }
    const index = sweep.reclaimIndex;
    sweep.reclaimIndex += pagesPerReclaimerChunk;
    const found = reclaimChunk(h, index, cache);
    sweep.reclaimCredit += Math.max(0, found - wanted);
    wanted -= Math.min(found, wanted);
  }
}

/** Sweeps the spans without a mark that begin in a chunk of pages. Returns the pages given back. */
function reclaimChunk(h: Mheap, firstPage: number, cache: Mcache): number {
  const { spans } = h;
  const end = Math.min(firstPage + pagesPerReclaimerChunk, h.pages.end);
  let freed = 0;
  lockHeap(h, cache);
  for (let page = firstPage; page < end; page++) {
    const span = h.pageSpan[page];
    if (span < 0 || spans.base[span] !== page) continue;
    if (countBits(h, h.bits.gcmark, span) > 0 || !tryAcquire(h, span)) continue;
    const npages = spans.npages[span];
    if (sweepSpan(h, span, false, cache)) freed += npages;
  }
  return freed;
}
