/**
 * The heap of a process that has been running for a while when a trace begins.
 *
 * The runtime's own objects lie in spans too, and what it freed of them is handed out before any new span is.
 * Which slots these are was read from `oracle heap` of Go 1.26 on linux/amd64, which fills all spans and collects
 * twice before its first step: one slot each of 8, 96 and 256 bytes with pointers, none to two of 16 without; a single
 * page in the page cache of the P; and no free pages but those behind the last span. Its collector takes
 * three spans of work buffers in nearly every cycle.
 *
 * Since 1.26 the runtime lets the heap begin at a random page (heapRandSeed, mheap.grow), so each place of the first free page in
 * its block of 64 is as likely as any other, and with it what fits into the page cache and what goes behind it. Here it is the
 * middle of the block. Other things differ from run to run, and here they are what most runs do:
 *   slots of 16 bytes   two in half of the runs, otherwise one: the last tiny objects of the runtime
 *   work buffers        the background sweeper frees them as it ends. In one cycle of eleven runtime.GC sweeps the last span
 *                       itself (it sweeps one span, the sweeper ten, in turns) and goes on while they are still taken
 * Given what a run began with, a trace without collections is the same slot for slot (test/unit/allocator/realRuns.test.ts).
 */
import type { Allocator } from './allocator';
import { pageCachePages } from './pageCache';
import { heapBitsInSpan, mallocHeaderSize, nelemsOf, pageSize } from './sizeClasses';

export interface ProcessStart {
  /** Place of the first free page in its block of 64, from 0. */
  firstFreePage: number;
  /** Pages in the page cache of the first P: the last of their block, which is another one. */
  cachedPages: number;
  /** Free slots in spans in use. */
  leftovers: readonly Leftover[];
}

/** Free slots of one span; size is that of a slot. */
export interface Leftover {
  size: number;
  scan: boolean;
  slots: number;
}

export const usualStart: ProcessStart = {
  firstFreePage: 32,
  cachedPages: 1,
  leftovers: [
    { size: 8, scan: true, slots: 1 },
    { size: 96, scan: true, slots: 1 },
    { size: 256, scan: true, slots: 1 },
    { size: 16, scan: false, slots: 2 },
  ],
};
const workbufSpans = 3;

/** Puts a fresh allocator, on its first P, into that state, and its counters back to nothing. */
export function startProcess(allocator: Allocator, start = usualStart): void {
  const { heap } = allocator;
  const cache = heap.caches[0];
  for (const { size: slotSize, scan, slots } of start.leftovers) {
    const size = scan && !heapBitsInSpan(slotSize) ? slotSize - mallocHeaderSize : slotSize;
    const first = allocator.allocate(size, scan);
    const nelems = nelemsOf(first.spanClass, allocator.goVersion);
    for (let i = 1; i < nelems; i++) allocator.allocateFast(size, scan);
    for (let i = nelems - slots; i < nelems; i++) allocator.free(first.object + i);
  }
  const cached = cache.pcache.isEmpty ? pageCachePages : cache.pcache.pages;
  for (let pages = cached; pages > start.cachedPages; pages--) allocator.allocateFast(pageSize, false);
  if (start.firstFreePage > 0) allocator.allocateFast(start.firstFreePage * pageSize, false);
  allocator.gc();
  heap.workbufSpans = workbufSpans;
  heap.stats.startCounting();
  heap.cycles.clear();
  for (const { lock } of [heap, ...heap.central]) lock.clear();
  heap.centralLockCount = cache.heapLocks = cache.centralLocks = 0;
}
