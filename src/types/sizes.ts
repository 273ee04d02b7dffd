/** Sizes, alignments, offsets and pointer layout as gc lays types out. */

import type { StructType, Type } from './type';

export interface Sizes {
  readonly arch: 'amd64' | 'arm64' | '386';
  /** Bytes of a word: 8 or 4. */
  readonly wordSize: number;
  /** Size in bytes; 0 for what has no size (type parameters, invalid types). */
  sizeof(type: Type): number;
  alignof(type: Type): number;
  /** Offset in bytes of each field. */
  offsets(struct: StructType): readonly number[];
  hasPointers(type: Type): boolean;
  /** Bytes of the prefix that holds all pointers (runtime's PtrBytes); 0 without pointers. */
  ptrBytes(type: Type): number;
}
