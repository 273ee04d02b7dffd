/**
 * The heap's statistics under the names of runtime.MemStats, read without disturbing anything (the runtime
 * empties its mcaches first, which moves what is allocated next).
 *
 * Ledger, after every step:
 *   HeapSys = HeapInuse + HeapIdle
 *   HeapAlloc = sum over size classes of (Mallocs − Frees) × Size, and the pages of large objects
 *   Mallocs − Frees = slots taken by objects not yet swept
 *
 * Mirrors readmemstats_m of mstats.go, Go 1.26. Tiny objects that share a block count as allocated and as freed
 * at once, as there. What lies outside the heap (stacks, mspans, buckets) is not modelled.
 */
import { noSpan } from './mcache';
import type { MemoryUse } from './mgcpacer';
import type { Mheap } from './mheap';
import { numSizeClasses, sizeClassOf, sizeClassToSize } from './sizeClasses';

export interface SizeClassStats {
  Size: number;
  Mallocs: number;
  Frees: number;
}

/** The fields of runtime.MemStats that concern the heap, in bytes and counts. */
export interface MemStats {
  HeapAlloc: number;
  TotalAlloc: number;
  Mallocs: number;
  Frees: number;
  HeapSys: number;
  HeapIdle: number;
  HeapInuse: number;
  HeapReleased: number;
  /** Slots taken, without the doubly counted tiny objects. */
  HeapObjects: number;
  NextGC: number;
  NumGC: number;
  /** By size class; entry 0 is always 0, as in the runtime. */
  BySize: SizeClassStats[];
}

export function readMemStats(h: Mheap): MemStats {
  const { stats } = h;
  const allocs = smallAllocs(h);
  let totalAlloc = stats.largeAlloc;
  let totalFree = stats.largeFree;
  let mallocs = stats.largeAllocCount;
  let frees = stats.largeFreeCount;
  const BySize: SizeClassStats[] = [];
  for (let sizeClass = 0; sizeClass < numSizeClasses; sizeClass++) {
    const Size = sizeClassToSize[sizeClass];
    const Mallocs = allocs[sizeClass];
    const Frees = stats.smallFreeCount[sizeClass];
    totalAlloc += Mallocs * Size;
    totalFree += Frees * Size;
    mallocs += Mallocs;
    frees += Frees;
    BySize.push({ Size, Mallocs, Frees });
  }
  let tiny = stats.tinyAllocCount;
  for (const cache of h.caches) tiny += cache.tinyAllocs;
  return {
    HeapAlloc: totalAlloc - totalFree,
    TotalAlloc: totalAlloc,
    Mallocs: mallocs + tiny,
    Frees: frees + tiny,
    HeapSys: stats.heapInUse + stats.heapFree + stats.heapReleased,
    HeapIdle: stats.heapFree + stats.heapReleased,
    HeapInuse: stats.heapInUse,
    HeapReleased: stats.heapReleased,
    HeapObjects: mallocs - frees,
    NextGC: h.controller.heapGoal(memoryUse(h)),
    NumGC: stats.numGC,
    BySize,
  };
}

/** What the pacer asks about a memory limit. */
export function memoryUse(h: Mheap): MemoryUse {
  const { stats } = h;
  const allocs = smallAllocs(h);
  let heapAlloc = stats.largeAlloc - stats.largeFree;
  for (let sizeClass = 1; sizeClass < numSizeClasses; sizeClass++) {
    heapAlloc += (allocs[sizeClass] - stats.smallFreeCount[sizeClass]) * sizeClassToSize[sizeClass];
  }
  const mappedReady = stats.heapInUse + stats.heapFree + stats.manualInUse;
  return { heapFree: stats.heapFree, heapAlloc, mappedReady };
}

/** Slots handed out so far by size class, those of cached spans included. */
function smallAllocs(h: Mheap): Float64Array {
  const { spans } = h;
  const counts = h.stats.smallAllocCount.slice();
  for (const cache of h.caches) {
    for (const span of cache.alloc) {
      if (span === noSpan) continue;
      counts[sizeClassOf(spans.spanClass[span])] +=
        spans.allocCount[span] - spans.allocCountBeforeCache[span];
    }
  }
  return counts;
}
