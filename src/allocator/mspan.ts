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
import { bitsAt, countRange, isBitSet, lowBits, trailingZeros } from './bitmap';
import { bitmapWords, sizeIsInChain, sizeIsInSpan, tinyChain } from './heapState';
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
  return slot < h.spans.freeindex[span] || isBitSet(h.bits.alloc, h.spans.slots[span] + slot);
}

/** Bytes asked for by what is or was last in a slot; in a tiny block by all its objects. */
export function sizeOf(h: Mheap, handle: number): number {
  const size = h.slots.size[handle];
  if (size === sizeIsInSpan) return h.spans.largeSize[h.slots.span[handle]];
  if (size !== sizeIsInChain) return size;
  let bytes = 0;
  for (let record = tinyChain(h.slots.object[handle]); record >= 0; record = h.tiny.next[record])
    bytes += h.tiny.size[record];
  return bytes;
}

/** The slots allocated in a word of 32. */
export function allocatedWord(h: Mheap, span: number, word: number): number {
  const withinSpan = lowBits(h.spans.nelems[span] - (word << 5));
  const handedOut = lowBits(h.spans.freeindex[span] - (word << 5));
  return (bitsAt(h.bits.alloc, h.spans.slots[span] + (word << 5)) & withinSpan) | handedOut;
}

/** Number of slots whose bit is set in a bitmap of all slots. */
export function countBits(h: Mheap, bitmap: Int32Array, span: number): number {
  return countRange(bitmap, h.spans.slots[span], h.spans.nelems[span]);
}

function refillAllocCache(h: Mheap, span: number, word: number): void {
  const { spans } = h;
  const within = lowBits(spans.nelems[span] - (word << 5));
  spans.cacheWord[span] = word;
  spans.allocCache[span] = ~bitsAt(h.bits.alloc, spans.slots[span] + (word << 5)) & within;
}
