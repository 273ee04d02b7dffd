/**
 * Everything the allocator knows, as columns of numbers, so that ten million steps stay in bounded memory and
 * a copy of the state is a copy of a few arrays.
 *
 * Four kinds of column:
 *   span…   one entry for each mspan, by its number. Numbers of freed spans are used again.
 *   slot…   one entry for each slot of a span; slot i of span s is entry spanSlots[s] + i. This entry number
 *           is what the rest of the allocator calls the handle of an object.
 *   …Bits   bitmaps of slots, a bit a handle.
 *   tiny…   one entry for each object that lives in a shared 16-byte block, chained by block.
 * What belongs to a P is in `mcaches`, what to a span class in `mcentrals`, pages in `pages`, what objects hold
 * of one another in `references`.
 *
 * The fields carry the names of mspan, mcache and mheap in Go 1.26. Not the runtime's: the rooted bits, the
 * objects that a variable of the program refers to. The runtime finds them on stacks and in globals; here they are told.
 *
 * Letting go of an object changes one bit of these columns and nothing beside it, and an allocation the
 * entries next to the last one's: so two checkpoints of a long run share most of their blocks (see checkpoint.ts).
 */
import { clearRange } from './bitmap';

export const spanDead = 0;
export const spanInUse = 1;

/** Entries of slotObject: an object's number from 0, noObject, or tinyChain(first record). */
export const noObject = -1;

export function tinyChain(record: number): number {
  return -2 - record;
}

export class MspanTable {
  count = 0;
  /** Numbers free to be used again, the last first. */
  freeSpans = new Int32Array(16);
  freeCount = 0;

  /** First page, counted from the heap's first. */
  base = new Int32Array(16);
  npages = new Int32Array(16);
  spanClass = new Uint8Array(16);
  state = new Uint8Array(16);
  nelems = new Uint16Array(16);
  /** No slot below it is free. */
  freeindex = new Uint16Array(16);
  allocCount = new Uint16Array(16);
  allocCountBeforeCache = new Uint16Array(16);
  /** Free slots of word cacheWord of the bitmap that are not below freeindex. The runtime's has 64 bits, this one 32. */
  allocCache = new Int32Array(16);
  cacheWord = new Uint8Array(16);
  sweepgen = new Uint32Array(16);
  /** First entry in the slot columns. */
  slots = new Int32Array(16);
  /** The P whose mcache holds the span, or -1. */
  owner = new Int16Array(16);
  /** Bytes asked for by a large object; of small ones slots.size tells. */
  largeSize = new Float64Array(16);

  /** A number for a new span; its sweepgen is what its former user left, as in the runtime. */
  take(): number {
    if (this.freeCount > 0) return this.freeSpans[--this.freeCount];
    if (this.count === this.base.length) this.grow(this.count * 2);
    return this.count++;
  }

  give(span: number): void {
    if (this.freeCount === this.freeSpans.length) this.freeSpans = longer(this.freeSpans, this.freeCount * 2);
    this.freeSpans[this.freeCount++] = span;
  }

  private grow(length: number): void {
    this.base = longer(this.base, length);
    this.npages = longer(this.npages, length);
    this.spanClass = longer(this.spanClass, length);
    this.state = longer(this.state, length);
    this.nelems = longer(this.nelems, length);
    this.freeindex = longer(this.freeindex, length);
    this.allocCount = longer(this.allocCount, length);
    this.allocCountBeforeCache = longer(this.allocCountBeforeCache, length);
    this.allocCache = longer(this.allocCache, length);
    this.cacheWord = longer(this.cacheWord, length);
    this.sweepgen = longer(this.sweepgen, length);
    this.slots = longer(this.slots, length);
    this.owner = longer(this.owner, length);
    this.largeSize = longer(this.largeSize, length);
  }
}

/** The slot columns. Ranges of freed spans are kept by length and used again. */
export class SlotTable {
  /** See noObject and tinyChain. A free slot keeps what was last in it, but for a tiny block. */
  object = new Int32Array(1024);
  /** Bytes asked for by a small object; or sizeIsInSpan, sizeIsInChain. */
  size = new Uint16Array(1024);
  span = new Int32Array(1024);
  private used = 0;
  /** First entry of a free range by its length, the next one in the range's first entry of `span`; -1 ends. */
  private readonly freeRanges = new Int32Array(1025).fill(-1);

  take(length: number, span: number): number {
    let first = this.freeRanges[length];
    if (first >= 0) {
      this.freeRanges[length] = this.span[first];
    } else {
      first = this.used;
      this.used += length;
      if (this.used > this.object.length) this.grow(Math.max(this.used, this.object.length * 2));
    }
    this.span.fill(span, first, first + length);
    this.object.fill(noObject, first, first + length);
    return first;
  }

  give(first: number, length: number): void {
    this.span[first] = this.freeRanges[length];
    this.freeRanges[length] = first;
  }

  private grow(length: number): void {
    this.object = longer(this.object, length);
    this.size = longer(this.size, length);
    this.span = longer(this.span, length);
  }
}

/** Entries of SlotTable.size: see spans.largeSize, and see the records of the tiny block. No small object is so large. */
export const sizeIsInSpan = 0xffff;
export const sizeIsInChain = 0xfffe;

/** Three bitmaps of all slots, a bit a handle; there is a word more than needed, for bitsAt. */
export class BitTable {
  /** Marked at the last collection; what was allocated since then lies below freeindex. */
  alloc = new Int32Array(32);
  gcmark = new Int32Array(32);
  rooted = new Int32Array(32);

  /** Clears the bits of a range of slots, for which there is room from then on. */
  clear(handle: number, slots: number): void {
    const words = ((handle + slots) >> 5) + 2;
    if (words > this.alloc.length) this.grow(Math.max(words, this.alloc.length * 2));
    clearRange(this.alloc, handle, slots);
    clearRange(this.gcmark, handle, slots);
    clearRange(this.rooted, handle, slots);
  }

  private grow(length: number): void {
    this.alloc = longer(this.alloc, length);
    this.gcmark = longer(this.gcmark, length);
    this.rooted = longer(this.rooted, length);
  }
}

/** Objects in shared 16-byte blocks. */
export class TinyTable {
  object = new Int32Array(64);
  /** Offset in the block, 0 to 15, and bytes asked for. */
  offset = new Uint8Array(64);
  size = new Uint8Array(64);
  rooted = new Uint8Array(64);
  next = new Int32Array(64);
  private used = 0;
  private free = -1;

  take(object: number, offset: number, size: number, next: number): number {
    let record = this.free;
    if (record >= 0) this.free = this.next[record];
    else {
      if (this.used === this.object.length) this.grow(this.used * 2);
      record = this.used++;
    }
    this.object[record] = object;
    this.offset[record] = offset;
    this.size[record] = size;
    this.rooted[record] = 1;
    this.next[record] = next;
    return record;
  }

  /** Gives back a block's whole chain. */
  giveChain(first: number): void {
    let last = first;
    while (this.next[last] >= 0) last = this.next[last];
    this.next[last] = this.free;
    this.free = first;
  }

  private grow(length: number): void {
    this.object = longer(this.object, length);
    this.offset = longer(this.offset, length);
    this.size = longer(this.size, length);
    this.rooted = longer(this.rooted, length);
    this.next = longer(this.next, length);
  }
}

/** Words of 32 for the bits of so many slots. */
export function bitmapWords(slots: number): number {
  return (slots + 31) >> 5;
}

type Column = Int32Array | Uint32Array | Int16Array | Uint16Array | Uint8Array | Float64Array;

/** The column with room for more entries. */
export function longer<C extends Column>(column: C, length: number): C {
  const copy = new (column.constructor as new (length: number) => C)(length);
  copy.set(column);
  return copy;
}
