/** What a site costs in the allocator each time it runs. */

import { allocatedSize } from '../allocator';
import type { Verdict } from '../escape';
import { formatBytes } from './numbers';

/** Bytes of one allocation: constant, a number of elements that is not, or neither known. */
export type Size =
  | { kind: 'constant'; bytes: number }
  | { kind: 'elements'; elemBytes: number }
  | { kind: 'unknown' };

export interface Cost {
  size: Size;
  /** Bytes that the allocator takes: a slot, or whole pages; undefined where the size is not constant. */
  taken: number | undefined;
  /** Bytes of the slot; 0 for large objects, undefined where the size is not constant. */
  sizeClass: number | undefined;
  hasPointers: boolean;
  /** Shares a 16-byte block with other small objects without pointers. */
  tiny: boolean;
}

const largestSmall = 32760;
const tinyBlock = 16;

export function sizeOf(verdict: Pick<Verdict, 'bytes' | 'elemBytes'>): Size {
  if (verdict.bytes !== undefined) return { kind: 'constant', bytes: verdict.bytes };
  if (verdict.elemBytes !== undefined) return { kind: 'elements', elemBytes: verdict.elemBytes };
  return { kind: 'unknown' };
}

export function costOf(verdict: Pick<Verdict, 'bytes' | 'elemBytes' | 'hasPointers'>): Cost {
  const { bytes, hasPointers } = verdict;
  const size = sizeOf(verdict);
  if (bytes === undefined) return { size, taken: undefined, sizeClass: undefined, hasPointers, tiny: false };
  const taken = allocatedSize(bytes, !hasPointers);
  const tiny = !hasPointers && bytes > 0 && bytes < tinyBlock;
  return { size, taken, sizeClass: bytes > largestSmall ? 0 : taken, hasPointers, tiny };
}

/** "48 B", "n × 24 B", "size unknown". */
export function formatSize(size: Size): string {
  switch (size.kind) {
    case 'constant':
      return formatBytes(size.bytes);
    case 'elements':
      return `n × ${formatBytes(size.elemBytes)}`;
    case 'unknown':
      return 'size unknown';
  }
}

/** "16 B, class 16, no waste, pointers". */
export function describeCost(cost: Cost): string {
  const words = [formatSize(cost.size)];
  if (cost.taken === 0) return `${words[0]}, no memory`;
  if (cost.size.kind === 'constant' && cost.taken !== undefined) {
    const { bytes } = cost.size;
    if (cost.tiny) words.push('shares a 16 B block');
    else {
      words.push(
        cost.sizeClass === 0
          ? `large object, ${formatBytes(cost.taken)} in pages`
          : `class ${cost.sizeClass}`,
      );
      const waste = cost.taken - bytes;
      words.push(waste === 0 ? 'no waste' : `${formatBytes(waste)} waste`);
    }
  }
  words.push(cost.hasPointers ? 'pointers' : 'no pointers');
  return words.join(', ');
}
