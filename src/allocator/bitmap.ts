/** Bitmaps in words of 32, lowest bit first, and ranges of bits in them that begin anywhere. */

/** Number of bits set. */
export function onesCount(word: number): number {
  let w = word - ((word >>> 1) & 0x55555555);
  w = (w & 0x33333333) + ((w >>> 2) & 0x33333333);
  return (((w + (w >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Number of zeros below the lowest bit set; the word must not be 0. */
export function trailingZeros(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/** A word whose lowest bits, so many, are set; all of them from 32 on. */
export function lowBits(count: number): number {
  if (count >= 32) return -1;
  return count > 0 ? (1 << count) - 1 : 0;
}

export function isBitSet(bits: Int32Array, at: number): boolean {
  return ((bits[at >> 5] >>> (at & 31)) & 1) === 1;
}

/** The 32 bits from one on. */
export function bitsAt(bits: Int32Array, from: number): number {
  const shift = from & 31;
  const word = bits[from >> 5];
  return shift === 0 ? word : (word >>> shift) | (bits[(from >> 5) + 1] << (32 - shift));
}

export function setRange(bits: Int32Array, from: number, count: number): void {
  const end = from + count;
  for (let at = from; at < end; at = (at | 31) + 1) bits[at >> 5] |= maskAt(at, end);
}

export function clearRange(bits: Int32Array, from: number, count: number): void {
  const end = from + count;
  for (let at = from; at < end; at = (at | 31) + 1) bits[at >> 5] &= ~maskAt(at, end);
}

/** Makes a range what it is in another bitmap. */
export function copyRange(to: Int32Array, bits: Int32Array, from: number, count: number): void {
  const end = from + count;
  for (let at = from; at < end; at = (at | 31) + 1) {
    const mask = maskAt(at, end);
    to[at >> 5] = (to[at >> 5] & ~mask) | (bits[at >> 5] & mask);
  }
}

/** Number of bits set in a range. */
export function countRange(bits: Int32Array, from: number, count: number): number {
  const end = from + count;
  let ones = 0;
  for (let at = from; at < end; at = (at | 31) + 1) ones += onesCount(bits[at >> 5] & maskAt(at, end));
  return ones;
}

/** The bits of the word of `at` that lie in [at, end). */
function maskAt(at: number, end: number): number {
  return lowBits(end - (at & ~31)) & (-1 << (at & 31));
}
