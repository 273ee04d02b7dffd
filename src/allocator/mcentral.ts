/**
 * What all Ps share of one span class: spans with free slots and spans without, each of them swept or not yet.
 *
 * Sets trade roles with every collection: sweepgen rises by 2, and what was swept is unswept. A P that needs a
 * span gets, in this order: a swept one with free slots; an unswept one that had free slots; an unswept full
 * one that sweeping made free (at most about a hundred are tried); a new one from the heap.
 *
 * Mirrors mcentral.go of Go 1.26. Since 1.15 the runtime's sets work without a mutex in the usual case; what is
 * counted here as a lock is each time a P had to come here.
 */
import type { Mcache } from './mcache';
import type { Mcentral } from './mcentralSets';
import { sweepSpan, tryAcquire } from './mgcsweep';
import { levelMcentral, type Mheap } from './mheap';
import { setFreeindex } from './mspan';
import { deductSweepCredit, heapAlloc } from './reclaim';
import { pageSize, sizeClassOf, sizeClassToPages } from './sizeClasses';

const spanBudget = 101;

/** A span with a free slot for the cache; the caller makes it the cache's. */
export function cacheSpan(h: Mheap, central: Mcentral, cache: Mcache): number {
  const npages = sizeClassToPages[sizeClassOf(central.spanClass)];
  central.lock.take(cache.p);
  cache.centralLocks++;
  h.centralLockCount++;
  if (h.level < levelMcentral) h.level = levelMcentral;
  deductSweepCredit(h, npages * pageSize, 0, cache);
  let span = central.partialSwept(h.sweepgen).pop();
  if (span < 0 && !h.sweep.isDone) span = sweepForFreeSlot(h, central, cache);
  if (span < 0) span = heapAlloc(h, npages, central.spanClass, cache);
  setFreeindex(h, span, h.spans.freeindex[span]);
  return span;
}

/** Takes a span back from a cache. One that was cached before the last collection is swept now. */
export function uncacheSpan(h: Mheap, span: number, cache: Mcache): void {
  const { spans } = h;
  const central = h.central[spans.spanClass[span]];
  const isStale = spans.sweepgen[span] === h.sweepgen + 1;
  spans.owner[span] = -1;
  if (isStale) {
    spans.sweepgen[span] = h.sweepgen - 1;
    sweepSpan(h, span, false, cache);
    return;
  }
  spans.sweepgen[span] = h.sweepgen;
  const hasRoom = spans.allocCount[span] < spans.nelems[span];
  (hasRoom ? central.partialSwept(h.sweepgen) : central.fullSwept(h.sweepgen)).push(span);
}

function sweepForFreeSlot(h: Mheap, central: Mcentral, cache: Mcache): number {
  let budget = spanBudget;
  for (; budget > 0; budget--) {
    const span = central.partialUnswept(h.sweepgen).pop();
    if (span < 0) break;
    if (!tryAcquire(h, span)) continue;
    sweepSpan(h, span, true, cache);
    return span;
  }
  for (; budget > 0; budget--) {
    const span = central.fullUnswept(h.sweepgen).pop();
    if (span < 0) break;
    if (!tryAcquire(h, span)) continue;
    sweepSpan(h, span, true, cache);
    if (h.spans.allocCount[span] < h.spans.nelems[span]) return span;
    central.fullSwept(h.sweepgen).push(span);
  }
  return -1;
}
