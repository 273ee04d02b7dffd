/**
 * The way of one allocation, and its release.
 *
 *   0 bytes                          zerobase: no memory at all
 *   without pointers, below 16       tiny: shares a 16-byte block of the P while there is room
 *   up to 32,760 bytes               a slot of the P's span of the span class; with a full span, refill:
 *                                    mcentral → mheap → operating system, as far as needed
 *   above                            large: pages of its own, straight from mheap
 *
 * The 8 bytes below 32,768 are the same for objects without pointers, which need no header: the runtime
 * compares before it asks for pointers.
 *
 * Ledger, after every step, in bytes (terms of checkLedger):
 *   heapInUse = live + dead + rounding + freeSlots + overhead
 *     live       asked for by objects that are referred to
 *     dead       asked for by objects that are not, and not yet swept
 *     rounding   slots taken − live − dead (headers, size class, gaps in tiny blocks, ends of large pages)
 *     freeSlots  slots not taken
 *     overhead   what spans keep at their end, and tails
 *
 * Mirrors mallocgc of malloc.go, refill and allocLarge of mcache.go, Go 1.26.
 */
import { noObject, tinyChain } from './heapState';
import { type Mcache, noSpan, noTinyBlock } from './mcache';
import { cacheSpan, uncacheSpan } from './mcentral';
import { countCached } from './mgc';
import { levelMcache, levelTiny, type Mheap } from './mheap';
import { elemSize, nextFreeIndex } from './mspan';
import { deductSweepCredit, heapAlloc } from './reclaim';
import {
  heapBitsInSpan,
  makeSpanClass,
  mallocHeaderSize,
  maxSmallSize,
  maxTinySize,
  pageShift,
  pageSize,
  sizeToClass,
  tinySpanClass,
} from './sizeClasses';

/**
 * Allocates size bytes (1 and more) for the object of this number on the P of the cache. Returns the handle of
 * its slot; h.level tells how far it had to go. Throws OutOfMemoryError, with nothing changed that counts.
 */
export function mallocgc(h: Mheap, size: number, noscan: boolean, object: number, cache: Mcache): number {
  h.level = levelMcache;
  if (size > maxSmallSize - mallocHeaderSize) return mallocgcLarge(h, size, noscan, object, cache);
  if (noscan && size < maxTinySize) return mallocgcTiny(h, size, object, cache);
  const header = noscan || heapBitsInSpan(size) ? 0 : mallocHeaderSize;
  const handle = nextFree(h, makeSpanClass(sizeToClass(size + header), noscan), cache);
  const previous = h.slots.object[handle];
  if (previous < noObject) h.tiny.giveChain(tinyChain(previous));
  h.slots.object[handle] = object;
  h.slots.size[handle] = size;
  setLive(h, handle, size);
  return handle;
}

/** The program no longer refers to the object. Its memory comes back when a later collection is swept. */
export function release(h: Mheap, handle: number, object: number): void {
  const span = h.slots.span[handle];
  const entry = h.slots.object[handle];
  if (entry < noObject) {
    releaseTiny(h, handle, tinyChain(entry), object);
    return;
  }
  const size = h.spans.spanClass[span] < 2 ? h.spans.liveBytes[span] : h.slots.size[handle];
  countDead(h, span, size);
  clearLive(h, handle);
}

/** Where the object begins in its span, in bytes. */
export function objectOffset(h: Mheap, handle: number, object: number): number {
  const span = h.slots.span[handle];
  const entry = h.slots.object[handle];
  const slotOffset = (handle - h.spans.slots[span]) * elemSize(h, span);
  if (entry < noObject) {
    let record = tinyChain(entry);
    while (h.tiny.object[record] !== object) record = h.tiny.next[record];
    return slotOffset + h.tiny.offset[record];
  }
  const spanClass = h.spans.spanClass[span];
  const hasHeader = (spanClass & 1) === 0 && spanClass >= 2 && !heapBitsInSpan(elemSize(h, span));
  return slotOffset + (hasHeader ? mallocHeaderSize : 0);
}

function mallocgcTiny(h: Mheap, size: number, object: number, cache: Mcache): number {
  const offset = alignTiny(cache.tinyoffset, size);
  if (offset + size <= maxTinySize && cache.tiny !== noTinyBlock) {
    cache.tinyoffset = offset + size;
    cache.tinyAllocs++;
    h.level = levelTiny;
    addTiny(h, cache.tiny, offset, size, object);
    return cache.tiny;
  }
  const handle = nextFree(h, tinySpanClass, cache);
  const previous = h.slots.object[handle];
  if (previous < noObject) h.tiny.giveChain(tinyChain(previous));
  h.slots.object[handle] = noObject;
  addTiny(h, handle, 0, size, object);
  if (size < cache.tinyoffset || cache.tiny === noTinyBlock) {
    cache.tiny = handle;
    cache.tinyoffset = size;
  }
  return handle;
}

function alignTiny(offset: number, size: number): number {
  if ((size & 7) === 0) return (offset + 7) & ~7;
  if ((size & 3) === 0) return (offset + 3) & ~3;
  return (size & 1) === 0 ? (offset + 1) & ~1 : offset;
}

function addTiny(h: Mheap, handle: number, offset: number, size: number, object: number): void {
  const entry = h.slots.object[handle];
  const first = entry < noObject ? tinyChain(entry) : -1;
  h.slots.object[handle] = tinyChain(h.tiny.take(object, offset, size, first));
  setLive(h, handle, size);
}

function releaseTiny(h: Mheap, handle: number, first: number, object: number): void {
  const { tiny } = h;
  let isOtherLive = false;
  for (let record = first; record >= 0; record = tiny.next[record]) {
    if (tiny.live[record] === 0) continue;
    if (tiny.object[record] === object) {
      tiny.live[record] = 0;
      countDead(h, h.slots.span[handle], tiny.size[record]);
    } else {
      isOtherLive = true;
    }
  }
  if (!isOtherLive) clearLive(h, handle);
}

function mallocgcLarge(h: Mheap, size: number, noscan: boolean, object: number, cache: Mcache): number {
  const npages = Math.ceil(size / pageSize);
  const spanClass = makeSpanClass(0, noscan);
  deductSweepCredit(h, npages * pageSize, npages, cache);
  const span = heapAlloc(h, npages, spanClass, cache);
  h.stats.largeAlloc += npages * pageSize;
  h.stats.largeAllocCount++;
  h.stats.served[h.level]++;
  h.controller.heapLive += npages * pageSize;
  h.central[spanClass].fullSwept(h.sweepgen).push(span);
  nextFreeIndex(h, span);
  const handle = h.spans.slots[span];
  h.slots.object[handle] = object;
  setLive(h, handle, size);
  return handle;
}

function nextFree(h: Mheap, spanClass: number, cache: Mcache): number {
  let span = cache.alloc[spanClass];
  if (span !== noSpan) {
    const slot = nextFreeIndex(h, span);
    if (slot < h.spans.nelems[span]) return h.spans.slots[span] + slot;
  }
  span = refill(h, spanClass, cache);
  h.stats.served[h.level]++;
  return h.spans.slots[span] + nextFreeIndex(h, span);
}

function refill(h: Mheap, spanClass: number, cache: Mcache): number {
  const { spans } = h;
  const full = cache.alloc[spanClass];
  if (full !== noSpan) {
    countCached(h, full);
    uncacheSpan(h, full, cache);
    cache.alloc[spanClass] = noSpan;
    if (spanClass === tinySpanClass) {
      h.stats.tinyAllocCount += cache.tinyAllocs;
      cache.tinyAllocs = 0;
    }
  }
  const span = cacheSpan(h, h.central[spanClass], cache);
  spans.sweepgen[span] = h.sweepgen + 3;
  spans.allocCountBeforeCache[span] = spans.allocCount[span];
  spans.owner[span] = cache.p;
  h.controller.heapLive += (spans.npages[span] << pageShift) - spans.allocCount[span] * elemSize(h, span);
  cache.alloc[spanClass] = span;
  return span;
}

function setLive(h: Mheap, handle: number, size: number): void {
  const { spans, stats, bits } = h;
  const span = h.slots.span[handle];
  const slot = handle - spans.slots[span];
  const word = spans.bits[span] + (slot >> 5);
  const bit = 1 << (slot & 31);
  if ((bits.live[word] & bit) === 0) {
    bits.live[word] |= bit;
    spans.liveCount[span]++;
  }
  spans.liveBytes[span] += size;
  stats.liveBytes += size;
  stats.requestedBytes += size;
  stats.liveObjects++;
}

function clearLive(h: Mheap, handle: number): void {
  const span = h.slots.span[handle];
  const slot = handle - h.spans.slots[span];
  h.bits.live[h.spans.bits[span] + (slot >> 5)] &= ~(1 << (slot & 31));
  h.spans.liveCount[span]--;
}

function countDead(h: Mheap, span: number, size: number): void {
  h.spans.liveBytes[span] -= size;
  h.spans.deadBytes[span] += size;
  h.stats.liveBytes -= size;
  h.stats.deadBytes += size;
  h.stats.liveObjects--;
}
