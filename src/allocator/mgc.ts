/**
 * One collection: finish the last sweep, mark, begin a new sweep generation, empty the mcaches.
 *
 * Marked is what can be reached from the roots (see references); marking happens at one moment, with nothing
 * allocated meanwhile. The block that a P fills with tiny objects is kept in any case.
 * While it marks and until all is swept, the collector holds pages for its work buffers, so a freed span's pages are
 * not the first to be handed out again. What was cached is swept at once, P by P; the rest waits for the
 * sweeper (see mgcsweep).
 *
 * Mirrors gcStart to gcMarkTermination, gcMarkTinyAllocs and gcSweep of mgc.go, releaseAll and prepareForSweep of mcache.go, Go 1.26.
 */

import { isBitSet } from './bitmap';
import type { GcCycle } from './gcCycle';
import { spanInUse } from './heapState';
import { type Mcache, noSpan, noTinyBlock } from './mcache';
import { uncacheSpan } from './mcentral';
import { paceScavenger } from './mgcscavenge';
import { sweepOne } from './mgcsweep';
import { allocManual, freeManual, lockHeap, type Mheap } from './mheap';
import { countBits, elemSize } from './mspan';
import { memoryUse } from './readMemStats';
import { paceSweeper } from './reclaim';
import { reach } from './references';
import { isNoscan, maxTinySize, sizeClassOf } from './sizeClasses';

/** Pages of a span of work buffers (32 KB), which has 16 buffers of 253 pointers. */
const workbufPages = 4;
const pointersPerWorkbufSpan = 16 * 253;

/** Collects on the P of the given cache. All spans but those that were cached are unswept afterwards. */
export function collect(h: Mheap, cache: Mcache): GcCycle {
  finishSweep(h, cache);
  const lastHeapGoal = h.controller.heapGoal(memoryUse(h));
  takeWorkbufs(h, h.workbufSpans, cache);
  const { cycle, mostWaiting } = mark(h);
  takeWorkbufs(h, Math.ceil(mostWaiting / pointersPerWorkbufSpan) - h.workbufSpans, cache);
  h.scavenger.lastHeapInUse = h.stats.heapInUse;
  h.cycles.begin(cycle);
  h.stats.numGC++;
  h.controller.resetLive(cycle.markedBytes);
  startSweep(h, cache);
  h.controller.commit(false);
  const use = memoryUse(h);
  cycle.heapGoal = h.controller.heapGoal(use);
  paceSweeper(h, h.controller.trigger(use));
  paceScavenger(h, use, cycle.heapGoal, lastHeapGoal);
  prepareForSweep(h, cache);
  for (const other of h.caches) {
    if (other === cache) continue;
    prepareForSweep(h, other);
    lockHeap(h, cache);
    other.pcache.flush(h.pages);
  }
  return cycle;
}

/** Sweeps all that is unswept. */
export function finishSweep(h: Mheap, cache: Mcache): void {
  while (sweepStep(h, cache));
}

/** One step of the background sweeper; with nothing left to sweep, the work buffers go back, and it is false. */
export function sweepStep(h: Mheap, cache: Mcache): boolean {
  if (sweepOne(h, cache) >= 0) return true;
  for (const page of h.workbufs) freeManual(h, page, workbufPages, cache);
  h.workbufs = [];
  return false;
}

/** Gives all spans of a cache back to their mcentrals and forgets the tiny block. */
export function releaseAll(h: Mheap, cache: Mcache): void {
  const { spans } = h;
  for (let spanClass = 0; spanClass < cache.alloc.length; spanClass++) {
    const span = cache.alloc[spanClass];
    if (span === noSpan) continue;
    if (spans.sweepgen[span] !== h.sweepgen + 1) {
      h.controller.heapLive -= (spans.nelems[span] - spans.allocCount[span]) * elemSize(h, span);
    }
    countCached(h, span);
    uncacheSpan(h, span, cache);
    cache.alloc[spanClass] = noSpan;
  }
  cache.tiny = noTinyBlock;
  cache.tinyoffset = 0;
  h.stats.tinyAllocCount += cache.tinyAllocs;
  cache.tinyAllocs = 0;
}

/** Counts what was allocated from a span since it was cached. */
export function countCached(h: Mheap, span: number): void {
  const { spans } = h;
  const used = spans.allocCount[span] - spans.allocCountBeforeCache[span];
  h.stats.smallAllocCount[sizeClassOf(spans.spanClass[span])] += used;
  spans.allocCountBeforeCache[span] = 0;
}

function prepareForSweep(h: Mheap, cache: Mcache): void {
  if (cache.flushGen === h.sweepgen) return;
  releaseAll(h, cache);
  cache.flushGen = h.sweepgen;
}

function mark(h: Mheap): { cycle: GcCycle; mostWaiting: number } {
  const { spans, bits } = h;
  let markedSlots = 0;
  let markedBytes = 0;
  h.controller.lastHeapScan = 0;
  const { mostWaiting } = reach(h, bits.gcmark);
  for (let span = 0; span < spans.count; span++) {
    if (spans.state[span] !== spanInUse) continue;
    const marked = countBits(h, bits.gcmark, span);
    markedSlots += marked;
    const bytes = marked * elemSize(h, span);
    markedBytes += bytes;
    if (!isNoscan(spans.spanClass[span])) h.controller.lastHeapScan += bytes;
  }
  for (const { tiny } of h.caches) {
    if (tiny === noTinyBlock) continue;
    if (isBitSet(bits.gcmark, tiny)) continue;
    bits.gcmark[tiny >> 5] |= 1 << (tiny & 31);
    markedSlots++;
    markedBytes += maxTinySize;
  }
  const cycle: GcCycle = {
    number: h.stats.numGC + 1,
    heapLiveBefore: h.controller.heapLive,
    markedSlots,
    markedBytes,
    freedSlots: 0,
    freedBytes: 0,
    emptiedSpans: 0,
    heapGoal: Number.POSITIVE_INFINITY,
  };
  return { cycle, mostWaiting };
}

function takeWorkbufs(h: Mheap, spans: number, cache: Mcache): void {
  for (let i = 0; i < spans; i++) h.workbufs.push(allocManual(h, workbufPages, cache));
}

function startSweep(h: Mheap, cache: Mcache): void {
  const { sweep } = h;
  lockHeap(h, cache);
  h.sweepgen += 2;
  sweep.isDone = false;
  sweep.centralIndex = 0;
  sweep.pagesSwept = 0;
  sweep.reclaimIndex = 0;
  sweep.reclaimEnd = h.pages.end;
  sweep.reclaimCredit = 0;
}
