/**
 * The heap of a process that has been running for a while when a trace begins.
 *
 * The runtime's own objects lie in spans too, and what it freed of them is handed out before any new span is.
 * Which slots these are was read from `oracle heap` of Go 1.26 on linux/amd64, which fills all spans and collects
 * twice before its first step: one slot each of 8, 96 and 256 bytes with pointers, none to two of 16 without; a single
 * page in the page cache of the P; and no free pages but those behind the last span. Its collector takes
 * three spans of work buffers in nearly every cycle.
 *
 * Where in its block of 64 the first free page lies differs from one run of a program to the next, and with it what fits into
 * the page cache and what goes behind it: with the same place, two runs put nearly all objects into the same slots. Here it is
 * the middle of the block.
 */
import type { Allocator } from './allocator';
import { pageSize, spanClassToNelems } from './sizeClasses';

interface Leftover {
  size: number;
  scan: boolean;
  slots: number;
}

const leftovers: readonly Leftover[] = [
  { size: 8, scan: true, slots: 1 },
  { size: 96, scan: true, slots: 1 },
  { size: 256, scan: true, slots: 1 },
  { size: 16, scan: false, slots: 2 },
];
const cachedPages = 1;
/** Pages in use of the block that the first free page lies in. */
const usedPages = 32;
const workbufSpans = 3;

/** Puts a fresh allocator, on its first P, into that state, and its counters back to nothing. */
export function startProcess(allocator: Allocator): void {
  const { heap } = allocator;
  const cache = heap.caches[0];
  for (const { size, scan, slots } of leftovers) {
    const first = allocator.allocate(size, scan);
    const nelems = spanClassToNelems[first.spanClass];
    for (let i = 1; i < nelems; i++) allocator.allocateFast(size, scan);
    for (let i = nelems - slots; i < nelems; i++) allocator.free(first.object + i);
  }
  for (let pages = cache.pcache.pages; pages > cachedPages; pages--) allocator.allocateFast(pageSize, false);
  allocator.allocateFast(usedPages * pageSize, false);
  allocator.gc();
  heap.workbufSpans = workbufSpans;
  heap.stats.startCounting();
  heap.cycles.clear();
  for (const { lock } of [heap, ...heap.central]) lock.clear();
  heap.centralLockCount = cache.heapLocks = cache.centralLocks = 0;
}
