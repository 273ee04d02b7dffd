/**
 * How runtime structures grow: slices by growslice (runtime/slice.go), maps by groups of eight slots
 * (internal/runtime/maps), channels with their buffer (runtime/chan.go). Go 1.26, 64-bit. Bytes.
 */

import { allocatedSize, pageSize } from '../allocator';

/** Below this capacity a slice doubles; above it grows by a quarter and a constant. */
const doublingThreshold = 256;

/** Capacity after growing from `oldCap` so that `newLen` elements fit, rounded up to what the allocator gives. */
export function grownCapacity(oldCap: number, newLen: number, elemBytes: number, noscan: boolean): number {
  if (elemBytes === 0) return newLen;
  const bytes = nextCapacity(oldCap, newLen) * elemBytes;
  return Math.floor(roundedUp(bytes, noscan) / elemBytes);
}

/** Bytes that an allocation can use of the slot it gets. */
export function roundedUp(bytes: number, noscan: boolean): number {
  if (bytes > 32760) return Math.ceil(bytes / pageSize) * pageSize;
  const slot = allocatedSize(bytes, noscan);
  return !noscan && bytes > 512 ? slot - 8 : slot;
}

function nextCapacity(oldCap: number, newLen: number): number {
  if (newLen > oldCap * 2) return newLen;
  if (oldCap < doublingThreshold) return oldCap * 2;
  let cap = oldCap;
  while (cap < newLen) cap += (cap + 3 * doublingThreshold) >> 2;
  return cap;
}

const slotsPerGroup = 8;
const maxTableSlots = 1024;
/** Header of a map, and of a table of groups once there is more than one group. */
export const mapHeaderBytes = 48;

/** Slots a map needs for `count` entries: one group of eight, then tables filled to seven eighths. */
export function mapSlots(count: number): number {
  if (count <= slotsPerGroup) return slotsPerGroup;
  let slots = slotsPerGroup * 2;
  while (slots * 7 < count * 8) slots *= 2;
  return slots;
}

/** Bytes of the groups that hold `slots` entries: a word of control bytes and eight key and element pairs each. */
export function mapGroupsBytes(slots: number, keyBytes: number, elemBytes: number, align: number): number {
  const keyAligned = Math.ceil(keyBytes / align) * align;
  const slot = Math.ceil((keyAligned + elemBytes) / align) * align;
  return (Math.min(slots, maxTableSlots) / slotsPerGroup) * (8 + slotsPerGroup * slot);
}

/** Header of a channel; a buffer without pointers lies behind it in the same object. */
export const channelHeaderBytes = 112;
