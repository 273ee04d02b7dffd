/**
 * Sweeping: slots of unmarked objects become free, empty spans go back to the heap.
 *
 * A collection leaves all spans unswept. They are swept when a P needs one of them (mcentral), when the heap is
 * asked for pages (reclaim), in proportion to what is allocated (deductSweepCredit), or one after the other by
 * sweepOne, the background sweeper's step: by span class, the full spans before the partly free ones.
 *
 * sweepgen of a span against the heap's, as in the runtime: −2 needs sweeping, −1 is being swept, equal is
 * swept, +1 was cached before the collection and needs sweeping, +3 is cached and swept.
 *
 * Mirrors mgcsweep.go of Go 1.26. One thread sweeps, so nothing is ever seen half swept.
 */
import { bitsAt, clearRange, copyRange, trailingZeros } from './bitmap';
import { bitmapWords, noObject, tinyChain } from './heapState';
import type { Mcache } from './mcache';
import { freeSpan, type Mheap } from './mheap';
import { allocatedWord, countBits, elemSize, setFreeindex, sizeOf } from './mspan';
import { numSpanClasses, sizeClassOf, tinySpanClass } from './sizeClasses';

/** Makes the caller the one who sweeps the span; false where it is swept, cached, or no longer there. */
export function tryAcquire(h: Mheap, span: number): boolean {
  if (h.spans.sweepgen[span] !== h.sweepgen - 2) return false;
  h.spans.sweepgen[span] = h.sweepgen - 1;
  return true;
}

/** Sweeps the next unswept span. Returns the pages this gave back to the heap, or -1 where all is swept. */
export function sweepOne(h: Mheap, cache: Mcache): number {
  if (h.sweep.isDone) return -1;
  for (let span = nextSpanForSweep(h); span >= 0; span = nextSpanForSweep(h)) {
    if (!tryAcquire(h, span)) continue;
    const npages = h.spans.npages[span];
    if (!sweepSpan(h, span, false, cache)) return 0;
    h.sweep.reclaimCredit += npages;
    return npages;
  }
  h.sweep.isDone = true;
  return -1;
}

/**
 * Sweeps a span that the caller acquired. With preserve the caller keeps it; otherwise it goes back to the heap
 * (true) or to its mcentral (false).
 */
export function sweepSpan(h: Mheap, span: number, preserve: boolean, cache: Mcache): boolean {
  const { spans, stats } = h;
  const spanClass = spans.spanClass[span];
  const sizeClass = sizeClassOf(spanClass);
  const nalloc = countBits(h, h.bits.gcmark, span);
  const nfreed = spans.allocCount[span] - nalloc;
  h.sweep.pagesSwept += spans.npages[span];
  stats.sweptSpans++;
  if (nfreed > 0) clearFreed(h, span);
  spans.allocCount[span] = nalloc;
  takeMarkBits(h, span);
  setFreeindex(h, span, 0);
  spans.sweepgen[span] = h.sweepgen;
  countFreed(h, span, sizeClass, nfreed);
  if (preserve) return false;
  if (nalloc === 0) {
    freeSpan(h, span, cache);
    return true;
  }
  const central = h.central[spanClass];
  const hasRoom = nalloc < spans.nelems[span];
  (hasRoom ? central.partialSwept(h.sweepgen) : central.fullSwept(h.sweepgen)).push(span);
  return false;
}

/** Takes out of the books what lies in slots that are allocated and not marked. */
function clearFreed(h: Mheap, span: number): void {
  const { spans, bits, slots } = h;
  const words = bitmapWords(spans.nelems[span]);
  const isTiny = spans.spanClass[span] === tinySpanClass;
  const hasReferences = h.references.count > 0;
  let bytes = 0;
  for (let word = 0; word < words; word++) {
    let freed = allocatedWord(h, span, word) & ~bitsAt(bits.gcmark, spans.slots[span] + (word << 5));
    for (; freed !== 0; freed &= freed - 1) {
      const handle = spans.slots[span] + (word << 5) + trailingZeros(freed);
      bytes += sizeOf(h, handle);
      if (isTiny) {
        h.tiny.giveChain(tinyChain(slots.object[handle]));
        slots.object[handle] = noObject;
      }
      if (hasReferences) h.references.clear(handle);
    }
  }
  h.stats.takenBytes -= bytes;
}

function countFreed(h: Mheap, span: number, sizeClass: number, nfreed: number): void {
  const { stats } = h;
  const bytes = nfreed * elemSize(h, span);
  const cycle = h.cycles.current;
  if (cycle !== undefined) {
    const { base, npages, spanClass, allocCount } = h.spans;
    cycle.freedSlots += nfreed;
    cycle.freedBytes += bytes;
    if (nfreed > 0 && allocCount[span] === 0) cycle.emptiedSpans++;
    if (nfreed > 0) h.cycles.swept(base[span], npages[span], spanClass[span], nfreed, allocCount[span]);
  }
  if (sizeClass > 0) {
    stats.smallFreeCount[sizeClass] += nfreed;
  } else if (nfreed > 0) {
    stats.largeFreeCount++;
    stats.largeFree += bytes;
  }
}

function nextSpanForSweep(h: Mheap): number {
  for (; h.sweep.centralIndex < numSpanClasses * 2; h.sweep.centralIndex++) {
    const central = h.central[h.sweep.centralIndex >> 1];
    const isPartial = (h.sweep.centralIndex & 1) === 1;
    const span = (isPartial ? central.partialUnswept(h.sweepgen) : central.fullUnswept(h.sweepgen)).pop();
    if (span >= 0) return span;
  }
  return -1;
}

function takeMarkBits(h: Mheap, span: number): void {
  const { alloc, gcmark } = h.bits;
  const first = h.spans.slots[span];
  const count = h.spans.nelems[span];
  copyRange(alloc, gcmark, first, count);
  clearRange(gcmark, first, count);
}
