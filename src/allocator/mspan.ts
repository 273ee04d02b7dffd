/**
 * The slots of one span: which are free, in which order they are handed out, and what sweeping leaves.
 *
 * A slot is allocated if it lies below freeindex, or if its bit in allocBits is set. Slots are handed out by
 * rising index from freeindex on. Sweeping makes the mark bits the allocBits and sets freeindex to 0, so the
 * slots of unmarked objects are handed out again, lowest first.
 *
 * Ledger of a span of a size class, in slots and in bytes:
 *   nelems = allocCount + free;  allocCount = bits of allocated slots = reached + garbage
 *   allocCount × size = bytes asked for by what is in the slots + rounding
 *
 * Mirrors mspan in mheap.go, nextFreeIndex and refillAllocCache of mbitmap.go, Go 1.26.
 */
import { bitmapWords, noObject, onesCount, tinyChain, trailingZeros } from './heapState';
import type { Mheap } from './mheap';
import { pageSize, sizeClassOf, sizeClassToSize } from './sizeClasses';

/** Bytes of a slot of the span; of a large object the bytes of its pages. */
export function elemSize(h: Mheap, span: number): number {
  const size = sizeClassToSize[sizeClassOf(h.spans.spanClass[span])];
  return size > 0 ? size : h.spans.npages[span] * pageSize;
}

/** Makes all slots free. */
export function initSpanSlots(h: Mheap, span: number): void {
  const { spans } = h;
  spans.allocCount[span] = 0;
  spans.allocCountBeforeCache[span] = 0;
  spans.largeSize[span] = 0;
  setFreeindex(h, span, 0);
}

/** Sets freeindex and reads the free slots from there to the end of their word. */
export function setFreeindex(h: Mheap, span: number, freeindex: number): void {
  h.spans.freeindex[span] = freeindex;
  refillAllocCache(h, span, freeindex >> 5);
  h.spans.allocCache[span] &= -1 << (freeindex & 31);
}

/** Takes the next free slot at or above freeindex, or returns nelems where there is none. */
export function nextFreeIndex(h: Mheap, span: number): number {
  const { spans } = h;
  let cache = spans.allocCache[span];
  if (cache === 0) {
    const words = bitmapWords(spans.nelems[span]);
    while (cache === 0) {
      const word = spans.cacheWord[span] + 1;
      if (word >= words) {
        spans.freeindex[span] = spans.nelems[span];
        return spans.nelems[span];
      }
      refillAllocCache(h, span, word);
      cache = spans.allocCache[span];
    }
  }
  const slot = (spans.cacheWord[span] << 5) + trailingZeros(cache);
  spans.allocCache[span] = cache & (cache - 1);
  spans.freeindex[span] = slot + 1;
  spans.allocCount[span]++;
  return slot;
}

export function isSlotAllocated(h: Mheap, span: number, slot: number): boolean {
  return slot < h.spans.freeindex[span] || bitOf(h.bits.alloc, h.spans.bits[span], slot);
}

/** The bit of a slot in a bitmap of all spans. */
export function isBitSet(h: Mheap, bitmap: Int32Array, span: number, slot: number): boolean {
  return bitOf(bitmap, h.spans.bits[span], slot);
}

/** Bytes asked for by what is or was last in a slot; in a tiny block by all its objects. */
export function sizeOf(h: Mheap, span: number, handle: number): number {
  if (sizeClassOf(h.spans.spanClass[span]) === 0) return h.spans.largeSize[span];
  const entry = h.slots.object[handle];
  if (entry >= noObject) return h.slots.size[handle];
  let bytes = 0;
  for (let record = tinyChain(entry); record >= 0; record = h.tiny.next[record]) bytes += h.tiny.size[record];
  return bytes;
}

/** The slots allocated in a word of 32. */
export function allocatedWord(h: Mheap, span: number, word: number): number {
  const handedOut = lowBits(h.spans.freeindex[span] - (word << 5));
  return h.bits.alloc[h.spans.bits[span] + word] | handedOut;
}

/** Number of slots whose bit is set in a bitmap of the span. */
export function countBits(h: Mheap, bitmap: Int32Array, span: number): number {
  const first = h.spans.bits[span];
  const end = first + bitmapWords(h.spans.nelems[span]);
  let count = 0;
  for (let word = first; word < end; word++) count += onesCount(bitmap[word]);
  return count;
}

function bitOf(bitmap: Int32Array, firstWord: number, slot: number): boolean {
  return ((bitmap[firstWord + (slot >> 5)] >>> (slot & 31)) & 1) === 1;
}

function refillAllocCache(h: Mheap, span: number, word: number): void {
  const { spans } = h;
  const within = lowBits(spans.nelems[span] - (word << 5));
  spans.cacheWord[span] = word;
  spans.allocCache[span] = ~h.bits.alloc[spans.bits[span] + word] & within;
}

/** A word whose lowest bits, so many, are set. */
function lowBits(count: number): number {
  if (count >= 32) return -1;
  return count > 0 ? (1 << count) - 1 : 0;
}
