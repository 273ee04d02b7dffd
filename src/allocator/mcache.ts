/**
 * The cache of one P: for each span class the span it allocates from, the current block for tiny objects, and
 * the P's page cache. Nothing here needs a lock.
 *
 * Mirrors mcache.go of Go 1.26 and the pcache and mspancache of a P.
 */

import { PageCache } from './pageCache';
import { numSpanClasses } from './sizeClasses';

/** The model has no more Ps than that. */
export const maxProcs = 1024;
export const noSpan = -1;
export const noTinyBlock = -1;

export class Mcache {
  /** Span by span class, noSpan where none was needed yet (the runtime's emptymspan). */
  readonly alloc = new Int32Array(numSpanClasses).fill(noSpan);
  /** Handle of the current tiny block, and where its free part begins. */
  tiny = noTinyBlock;
  tinyoffset = 0;
  tinyAllocs = 0;
  /** The sweepgen in which the cache was last emptied. */
  flushGen = 0;
  pcache = new PageCache();
  /** Span descriptors at hand; with none left the next span takes the heap's lock. */
  mspanCacheLen = 0;

  /** Times this P took the heap's lock, and came to an mcentral. */
  heapLocks = 0;
  centralLocks = 0;

  constructor(readonly p: number) {}
}
