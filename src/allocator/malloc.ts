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
 *     live       asked for by objects that the program can reach
 *     dead       asked for by objects that it can't, and not yet swept
 *     rounding   slots taken − live − dead (headers, size class, gaps in tiny blocks, ends of large pages)
 *     freeSlots  slots not taken
 *     overhead   what spans keep at their end, and tails
 *
 * Mirrors mallocgc of malloc.go, refill and allocLarge of mcache.go, Go 1.26.
 */
import { isBitSet } from './bitmap';
import { noObject, sizeIsInChain, sizeIsInSpan, spanInUse, tinyChain } from './heapState';
import { type Mcache, noSpan, noTinyBlock } from './mcache';
import { cacheSpan, uncacheSpan } from './mcentral';
import { countCached } from './mgc';
import { levelMcache, levelTiny, type Mheap } from './mheap';
import { elemSize, isSlotAllocated, nextFreeIndex, sizeOf } from './mspan';
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
  const spanClass = makeSpanClass(sizeToClass(size + header), noscan);
  const slot = nextFree(h, spanClass, cache);
  const span = cache.alloc[spanClass];
  const handle = h.spans.slots[span] + slot;
  h.slots.object[handle] = object;
  h.slots.size[handle] = size;
  setRooted(h, handle);
  countAllocated(h, size);
  return handle;
}

/**
 * The program lets go of the object; returns its bytes. Its memory comes back when a later collection finds and
 * sweeps it.
 */
export function release(h: Mheap, handle: number, object: number): number {
  let size = h.slots.size[handle];
  if (size === sizeIsInChain) return releaseTiny(h, handle, object);
  if (size === sizeIsInSpan) size = h.spans.largeSize[h.slots.span[handle]];
  countRooted(h, -size, -1);
  clearRooted(h, handle);
  return size;
}

/** The program refers to an object again that it had let go and that is still in its slot; returns its bytes. */
export function takeBack(h: Mheap, handle: number, object: number): number {
  let size = sizeOf(h, handle);
  if (h.slots.size[handle] === sizeIsInChain) {
    const record = tinyRecord(h, h.slots.object[handle], object);
    h.tiny.rooted[record] = 1;
    size = h.tiny.size[record];
  }
  countRooted(h, size, 1);
  setRooted(h, handle);
  return size;
}

/** Whether the object is in that slot still: be it garbage, but not such as a collection has found. */
export function isInSlot(h: Mheap, handle: number, object: number): boolean {
  const { spans } = h;
  const span = h.slots.span[handle];
  const slot = handle - spans.slots[span];
  if (spans.state[span] !== spanInUse || slot < 0 || slot >= spans.nelems[span]) return false;
  if (!isSlotAllocated(h, span, slot)) return false;
  const isUnswept = spans.sweepgen[span] === h.sweepgen - 2;
  if (isUnswept && !isBitSet(h.bits.gcmark, handle)) return false;
  const entry = h.slots.object[handle];
  return entry < noObject ? tinyRecord(h, entry, object) >= 0 : entry === object;
}

/** Where the object begins in its span, in bytes. */
export function objectOffset(h: Mheap, handle: number, object: number): number {
  const span = h.slots.span[handle];
  const entry = h.slots.object[handle];
  const slotOffset = (handle - h.spans.slots[span]) * elemSize(h, span);
  if (entry < noObject) return slotOffset + h.tiny.offset[tinyRecord(h, entry, object)];
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
  const slot = nextFree(h, tinySpanClass, cache);
  const handle = h.spans.slots[cache.alloc[tinySpanClass]] + slot;
  h.slots.object[handle] = noObject;
  h.slots.size[handle] = sizeIsInChain;
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
  setRooted(h, handle);
  countAllocated(h, size);
}

/** The record of an object in the block of this entry, or -1. */
function tinyRecord(h: Mheap, entry: number, object: number): number {
  let record = tinyChain(entry);
  while (record >= 0 && h.tiny.object[record] !== object) record = h.tiny.next[record];
  return record;
}

function releaseTiny(h: Mheap, handle: number, object: number): number {
  const { tiny } = h;
  let isOtherRooted = false;
  let size = 0;
  for (let record = tinyChain(h.slots.object[handle]); record >= 0; record = tiny.next[record]) {
    if (tiny.object[record] === object) {
      tiny.rooted[record] = 0;
      size = tiny.size[record];
    } else if (tiny.rooted[record] === 1) {
      isOtherRooted = true;
    }
  }
  countRooted(h, -size, -1);
  if (!isOtherRooted) clearRooted(h, handle);
  return size;
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
  h.slots.size[handle] = sizeIsInSpan;
  h.spans.largeSize[span] = size;
  setRooted(h, handle);
  countAllocated(h, size);
  return handle;
}

/** A free slot of the span that the cache has of the class when it returns. */
function nextFree(h: Mheap, spanClass: number, cache: Mcache): number {
  const cached = cache.alloc[spanClass];
  if (cached !== noSpan) {
    const slot = nextFreeIndex(h, cached);
    if (slot < h.spans.nelems[cached]) return slot;
  }
  const span = refill(h, spanClass, cache);
  h.stats.served[h.level]++;
  return nextFreeIndex(h, span);
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

function setRooted(h: Mheap, handle: number): void {
  h.bits.rooted[handle >> 5] |= 1 << (handle & 31);
}

function clearRooted(h: Mheap, handle: number): void {
  h.bits.rooted[handle >> 5] &= ~(1 << (handle & 31));
}

function countAllocated(h: Mheap, size: number): void {
  h.stats.requestedBytes += size;
  h.stats.takenBytes += size;
  countRooted(h, size, 1);
}

function countRooted(h: Mheap, bytes: number, objects: number): void {
  h.stats.rootedBytes += bytes;
  h.stats.rootedObjects += objects;
}
