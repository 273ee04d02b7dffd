/**
 * The slots of one span: which are free, in which order they are handed out, and what sweeping leaves.
 *
 * A slot is allocated if it lies below freeindex, or if its bit in allocBits is set. Slots are handed out by
 * rising index from freeindex on. Sweeping makes the mark bits the allocBits and sets freeindex to 0, so the
 * slots of unmarked objects are handed out again, lowest first.
 *
 * Ledger of a span of a size class, in slots and in bytes:
 *   nelems = allocCount + free;  allocCount = bits of allocated slots = live + dead
 *   allocCount × size = liveBytes + deadBytes + rounding
 *
 * Mirrors mspan in mheap.go, nextFreeIndex and refillAllocCache of mbitmap.go, Go 1.26.
 */
import { bitmapWords, onesCount, trailingZeros } from './heapState';
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
  spans.liveCount[span] = 0;
  spans.liveBytes[span] = 0;
  spans.deadBytes[span] = 0;
  spans.unmarkedBytes[span] = 0;
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

export function isSlotLive(h: Mheap, span: number, slot: number): boolean {
  return bitOf(h.bits.live, h.spans.bits[span], slot);
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
  const rest = spans.nelems[span] - (word << 5);
  const within = rest >= 32 ? -1 : rest > 0 ? (1 << rest) - 1 : 0;
  spans.cacheWord[span] = word;
  spans.allocCache[span] = ~h.bits.alloc[spans.bits[span] + word] & within;
}
