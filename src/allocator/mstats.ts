/**
 * Counters of the heap. Small allocations are counted when their span leaves an mcache, as the runtime does, so
 * the allocation path touches no counter; readMemStats adds what is still in the mcaches.
 *
 * Mirrors heapStatsDelta and readmemstats_m of mstats.go, Go 1.26.
 */
import { numSizeClasses } from './sizeClasses';

export class HeapStats {
  /** Objects by size class. */
  smallAllocCount = new Float64Array(numSizeClasses);
  smallFreeCount = new Float64Array(numSizeClasses);
  /** Tiny objects that found room in a block that was there already. */
  tinyAllocCount = 0;
  largeAlloc = 0;
  largeAllocCount = 0;
  largeFree = 0;
  largeFreeCount = 0;

  /** Bytes of pages. */
  heapInUse = 0;
  heapFree = 0;
  heapReleased = 0;
  /** Of work buffers; not the heap's while in use. */
  manualInUse = 0;
  pagesInUse = 0;
  spansAllocated = 0;
  spansFreed = 0;
  growths = 0;

  /** Allocations that mcentral, mheap and the system had to serve, by level number; nearer ones are not counted here. */
  served = new Float64Array(6);
  /** Objects of no bytes: all, and those that the program has not let go. */
  zeroCount = 0;
  zeroRooted = 0;
  /** Bytes asked for: by all allocations so far, by what is in slots, by what the program has not let go. */
  requestedBytes = 0;
  takenBytes = 0;
  rootedBytes = 0;
  rootedObjects = 0;

  numGC = 0;
  sweptSpans = 0;

  /** Forgets what happened so far, but not what is there. */
  startCounting(): void {
    this.served.fill(0);
    this.numGC = 0;
    this.sweptSpans = 0;
    this.requestedBytes = 0;
  }
}
