/**
 * Size classes, span classes and what fits into a span.
 *
 * Small objects are rounded up to one of 67 sizes (class 0 stands for large objects, which get a span
 * of their own). A span class is a size class and one bit, whether its objects are free of pointers;
 * each span class has spans of a fixed number of pages.
 *
 * A span does not hold as many objects as its bytes allow. At its end it keeps
 *   - since 1.26 128 bytes of mark and scan bits for the Green Tea collector, where objects have 16 to 512 bytes,
 *   - 1/64 of the span as a bitmap of pointers, where objects have pointers and at most 512 bytes.
 * Pointerful objects above 512 bytes have an 8-byte header in their slot instead.
 *
 * So, for every span class:
 *   pages × 8192 = reserved + nelems × size + tail
 *
 * Mirrors internal/runtime/gc/sizeclasses.go and malloc.go, runtime/msize.go, mheap.initSpan and
 * gcUsesSpanInlineMarkBits of Go 1.26. The numbers of objects here are those of a real span; the table in
 * sizeclasses.go counts without what is reserved.
 */

import { type GoVersion, newestGoVersion } from '../base';
import { runtimeRules } from './goVersion';

export const pageShift = 13;
export const pageSize = 1 << pageShift;
export const numSizeClasses = 68;
export const numSpanClasses = numSizeClasses << 1;
export const maxSmallSize = 32768;
export const mallocHeaderSize = 8;
/** Objects with pointers above this size carry a header; up to it their span ends in a pointer bitmap. */
export const minSizeForMallocHeader = 512;
/** Pointer-free objects below this size share blocks of this size. */
export const maxTinySize = 16;
export const tinySizeClass = 2;
const inlineMarkBitsSize = 128;

/** Bytes of an object's slot, by size class. */
export const sizeClassToSize = Uint16Array.of(
  ...[0, 8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384],
  ...[
    416, 448, 480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072,
  ],
  ...[3200, 3456, 4096, 4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880, 12288, 13568],
  ...[14336, 16384, 18432, 19072, 20480, 21760, 24576, 27264, 28672, 32768],
);

/** Pages of a span, by size class. */
export const sizeClassToPages = Uint8Array.of(
  ...[0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  ...[1, 2, 1, 2, 1, 2, 1, 3, 2, 3, 1, 3, 2, 3, 4, 5, 6, 1, 7, 6, 5, 4, 3, 5, 7, 2, 9, 7, 5, 8, 3, 10, 7, 4],
);

/** Size class by (size + 7) / 8, for sizes up to maxSmallSize. */
const sizeToClassTable = makeSizeToClass();

/** The size class of a slot of at least size bytes, 0 ≤ size ≤ maxSmallSize. A header must be in size already. */
export function sizeToClass(size: number): number {
  return sizeToClassTable[(size + 7) >> 3];
}

export function makeSpanClass(sizeClass: number, noscan: boolean): number {
  return (sizeClass << 1) | (noscan ? 1 : 0);
}

export function sizeClassOf(spanClass: number): number {
  return spanClass >> 1;
}

export function isNoscan(spanClass: number): boolean {
  return (spanClass & 1) === 1;
}

/** The span class of 16-byte blocks for tiny objects. */
export const tinySpanClass = makeSpanClass(tinySizeClass, true);

/** Whether pointers of such objects are described by a bitmap at the span's end, and not by a header. */
export function heapBitsInSpan(size: number): boolean {
  return size <= minSizeForMallocHeader;
}

/** Whether spans of such slots end in the collector's mark and scan bits. */
function usesSpanInlineMarkBits(slotSize: number, version: GoVersion): boolean {
  return runtimeRules(version).spanInlineMarkBits && heapBitsInSpan(slotSize) && slotSize >= 16;
}

/** What an allocation of size bytes takes of the heap: its slot with header, or whole pages. Zero takes nothing. */
export function allocatedSize(size: number, noscan: boolean): number {
  if (size === 0) return 0;
  if (size > maxSmallSize - mallocHeaderSize) return Math.ceil(size / pageSize) * pageSize;
  const header = noscan || heapBitsInSpan(size) ? 0 : mallocHeaderSize;
  return sizeClassToSize[sizeToClass(size + header)];
}

/** How a span of one span class is divided, in bytes; see the ledger in the file's head. */
export interface SpanLayout {
  spanClass: number;
  size: number;
  pages: number;
  nelems: number;
  /** Green Tea's bits and the pointer bitmap. */
  reserved: number;
  /** What is left over behind the last slot. */
  tail: number;
}

/** The layout of a small span class (spanClass ≥ 2). */
export function spanLayout(spanClass: number, version: GoVersion = newestGoVersion): SpanLayout {
  const size = sizeClassToSize[sizeClassOf(spanClass)];
  const pages = sizeClassToPages[sizeClassOf(spanClass)];
  const bytes = pages * pageSize;
  let reserved = usesSpanInlineMarkBits(size, version) ? inlineMarkBitsSize : 0;
  if (heapBitsInSpan(size) && !isNoscan(spanClass)) reserved += bytes / 64;
  const nelems = Math.floor((bytes - reserved) / size);
  return { spanClass, size, pages, nelems, reserved, tail: bytes - reserved - nelems * size };
}

/** Objects of a span; 1 for large ones. */
export function nelemsOf(spanClass: number, version: GoVersion): number {
  return spanClassToNelems[version][spanClass];
}

/** One row of the size class table as Go prints it: without what Green Tea and pointer bitmaps reserve. */
export interface SizeClassInfo {
  sizeClass: number;
  size: number;
  bytesPerSpan: number;
  objects: number;
  tailWaste: number;
  /** The worst share of a span that may be lost to rounding and tail, 0 to 1. */
  maxWaste: number;
  /** The alignment every slot has, up to a page. */
  minAlign: number;
}

/** Facts of a small size class (1 ≤ sizeClass < numSizeClasses). */
export function sizeClassInfo(sizeClass: number): SizeClassInfo {
  const size = sizeClassToSize[sizeClass];
  const bytesPerSpan = sizeClassToPages[sizeClass] * pageSize;
  const objects = Math.floor(bytesPerSpan / size);
  const tailWaste = bytesPerSpan - objects * size;
  const largestLoss = size - (sizeClassToSize[sizeClass - 1] + 1);
  const maxWaste = (largestLoss * objects + tailWaste) / bytesPerSpan;
  const minAlign = Math.min(size & -size, pageSize);
  return { sizeClass, size, bytesPerSpan, objects, tailWaste, maxWaste, minAlign };
}

function makeSizeToClass(): Uint8Array {
  const table = new Uint8Array((maxSmallSize >> 3) + 1);
  for (let i = 1, sizeClass = 1; i < table.length; i++) {
    if (i * 8 > sizeClassToSize[sizeClass]) sizeClass++;
    table[i] = sizeClass;
  }
  return table;
}

const spanClassToNelems: Record<GoVersion, Uint16Array> = {
  '1.24': makeNelems('1.24'),
  '1.25': makeNelems('1.25'),
  '1.26': makeNelems('1.26'),
};

function makeNelems(version: GoVersion): Uint16Array {
  const nelems = new Uint16Array(numSpanClasses);
  nelems.fill(1, 0, 2);
  for (let spanClass = 2; spanClass < numSpanClasses; spanClass++) {
    nelems[spanClass] = spanLayout(spanClass, version).nelems;
  }
  return nelems;
}
