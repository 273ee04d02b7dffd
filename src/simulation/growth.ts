/**
 * How slices grow (runtime/slice.go's growslice, growsliceBuf and nextslicecap; runtime/msize.go's roundupsize).
 * Go 1.26, 64-bit. Bytes.
 */

import { allocatedSize, pageSize } from '../allocator';

/** Below this capacity a slice doubles; above it grows by a quarter and a constant. */
const doublingThreshold = 256;
/** Larger objects have spans of their own: of whole pages. */
const maxSmallRequest = 32760;
/** Objects with pointers above this size carry a header in their slot. */
const minSizeForHeader = 512;
const headerBytes = 8;

/** Capacity after growing from `oldCap` so that `newLen` elements fit, rounded up to what the allocator gives. */
export function grownCapacity(oldCap: number, newLen: number, elemBytes: number, noscan: boolean): number {
  if (elemBytes === 0) return newLen;
  const bytes = nextCapacity(oldCap, newLen) * elemBytes;
  return Math.floor(roundedUp(bytes, noscan) / elemBytes);
}

/** Bytes that an allocation can use of the slot it gets. */
export function roundedUp(bytes: number, noscan: boolean): number {
  if (bytes > maxSmallRequest) return Math.ceil(bytes / pageSize) * pageSize;
  return allocatedSize(bytes, noscan) - (!noscan && bytes > minSizeForHeader ? headerBytes : 0);
}

function nextCapacity(oldCap: number, newLen: number): number {
  if (newLen > oldCap * 2) return newLen;
  if (oldCap < doublingThreshold) return oldCap * 2;
  let cap = oldCap;
  while (cap < newLen) cap += Math.floor((cap + 3 * doublingThreshold) / 4);
  return cap;
}
