import assert from 'node:assert/strict';
import {
  allocatedSize,
  isNoscan,
  numSizeClasses,
  numSpanClasses,
  pageSize,
  sizeClassInfo,
  sizeClassOf,
  sizeClassToSize,
  sizeToClass,
  spanLayout,
} from '../../../src/allocator';

interface Class {
  size: number;
  pages: number;
}

/**
 * The classes from the rules that the runtime's generator states: steps of the alignment that a size needs (an
 * eighth of it, as a power of two), spans with at most an eighth of tail waste, classes with as many objects in
 * as many pages merged into the largest of them, and slots stretched to the end of their span.
 */
function deriveClasses(): Class[] {
  const classes: Class[] = [];
  let alignment = 8;
  for (let size = alignment; size <= 32768; size += alignment) {
    if ((size & (size - 1)) === 0) {
      if (size >= 2048) alignment = 256;
      else if (size >= 128) alignment = size / 8;
      else if (size >= 32) alignment = 16;
    }
    let bytes = pageSize;
    while (bytes % size > bytes / 8) bytes += pageSize;
    const pages = bytes / pageSize;
    const last = classes.at(-1);
    const isSame = last?.pages === pages && Math.floor(bytes / size) === Math.floor(bytes / last.size);
    if (last && isSame) last.size = size;
    else classes.push({ size, pages });
  }
  for (const c of classes) {
    const bytes = c.pages * pageSize;
    const objects = Math.floor(bytes / c.size);
    c.size = Math.max(c.size, Math.floor(bytes / objects / 128) * 128);
  }
  return classes;
}

describe('size classes', () => {
  it('are those that the rules of their generator give', () => {
    const derived = deriveClasses();
    assert.equal(derived.length, numSizeClasses - 1);
    derived.forEach((c, i) => {
      const info = sizeClassInfo(i + 1);
      assert.deepEqual({ size: info.size, pages: info.bytesPerSpan / pageSize }, c);
    });
  });

  it('take each size into the smallest slot that holds it', () => {
    for (let size = 1; size <= 32768; size++) {
      const sizeClass = sizeToClass(size);
      assert.ok(sizeClassToSize[sizeClass] >= size && sizeClassToSize[sizeClass - 1] < size, `size ${size}`);
    }
  });

  it('waste no more than 12.5 % of a span as tail, and no more than half of a slot by rounding', () => {
    for (let sizeClass = 1; sizeClass < numSizeClasses; sizeClass++) {
      const info = sizeClassInfo(sizeClass);
      assert.ok(info.tailWaste * 8 <= info.bytesPerSpan, `class ${sizeClass}`);
      assert.equal(info.size % info.minAlign, 0);
    }
    const table = [1, 5, 18, 27, 45, 67].map(c => `${c}: ${(sizeClassInfo(c).maxWaste * 100).toFixed(2)}%`);
    assert.deepEqual(table, [
      '1: 87.50%',
      '5: 31.52%',
      '18: 5.86%',
      '27: 12.33%',
      '45: 16.65%',
      '67: 12.50%',
    ]);
  });

  it('leave room at the end of a span for the collector and for the pointer bitmap', () => {
    for (let spanClass = 2; spanClass < numSpanClasses; spanClass++) {
      const { size, pages, nelems, reserved, tail } = spanLayout(spanClass);
      assert.equal(nelems * size + reserved + tail, pages * pageSize);
      assert.ok(tail >= 0 && tail < size);
      const marks = size >= 16 && size <= 512 ? 128 : 0;
      const bitmap = size <= 512 && !isNoscan(spanClass) ? (pages * pageSize) / 64 : 0;
      assert.equal(
        reserved,
        marks + bitmap,
        `span class ${spanClass} of size class ${sizeClassOf(spanClass)}`,
      );
    }
  });

  it('count the header of pointerful objects above 512 bytes and whole pages above 32,760', () => {
    const sizes = [0, 1, 512, 513, 1017, 32760, 32761, 32768, 40961];
    assert.deepEqual(
      sizes.map(size => [allocatedSize(size, true), allocatedSize(size, false)]),
      [
        [0, 0],
        [8, 8],
        [512, 512],
        [576, 576],
        [1024, 1152],
        [32768, 32768],
        [32768, 32768],
        [32768, 32768],
        [49152, 49152],
      ],
    );
  });
});
