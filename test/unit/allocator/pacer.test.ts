import assert from 'node:assert/strict';
import { Allocator } from '../../../src/allocator';

const MB = 1 << 20;

/** Allocates blocks of a page, all live, until a collection is due; returns their bytes. */
function allocateUntilDue(allocator: Allocator): number {
  let bytes = 0;
  while (!allocator.shouldCollect()) {
    allocator.allocate(8192, false);
    bytes += 8192;
    assert.ok(bytes < 256 * MB, 'no collection ever');
  }
  return bytes;
}

describe('the pacer', () => {
  it('lets a heap grow to 4 MB before the first collection, and collects below the goal', () => {
    const allocator = new Allocator();
    const bytes = allocateUntilDue(allocator);
    assert.ok(bytes > 3.7 * MB && bytes <= 4 * MB, `${bytes}`);
    assert.equal(allocator.memStats().NextGC, 4 * MB);
  });

  it('doubles the heap with GOGC 100 and triples it with 200', () => {
    for (const [gcPercent, factor] of [
      [100, 2],
      [200, 3],
    ]) {
      const allocator = new Allocator({ gcPercent });
      for (let i = 0; i < 4096; i++) allocator.allocate(8192, false);
      const { markedBytes, heapGoal } = allocator.gc();
      assert.equal(markedBytes, 32 * MB);
      assert.equal(heapGoal, factor * 32 * MB);
      const more = allocateUntilDue(allocator);
      assert.ok(more >= 0.7 * (factor - 1) * 32 * MB && more <= (factor - 1) * 32 * MB, `${more}`);
    }
  });

  it('never collects with GOGC off and no limit', () => {
    const allocator = new Allocator({ gcPercent: -1 });
    for (let i = 0; i < 20_000; i++) allocator.allocate(8192, false);
    assert.equal(allocator.shouldCollect(), false);
    assert.equal(allocator.memStats().NextGC, Number.POSITIVE_INFINITY);
  });

  it('stays below a memory limit while that can be', () => {
    const allocator = new Allocator({ gcPercent: -1, memoryLimit: 64 * MB });
    const bytes = allocateUntilDue(allocator);
    assert.ok(bytes > 40 * MB && bytes < 64 * MB, `${bytes}`);
  });

  it('counts a span as full from the moment a P takes it', () => {
    const allocator = new Allocator();
    allocator.allocate(64, false);
    assert.equal(allocator.heap.controller.heapLive, 8192);
    allocator.gc();
    assert.equal(allocator.heap.controller.heapLive, 64);
  });

  it('starts earlier the longer marking takes, but not before 70 % of the way', () => {
    const due = (consMark: number) => {
      const allocator = new Allocator({ consMark });
      for (let i = 0; i < 4096; i++) allocator.allocate(8184, true);
      allocator.gc();
      return allocateUntilDue(allocator);
    };
    const [none, little, much] = [due(0), due(0.05), due(10)];
    assert.ok(none > little && little > much, `${none} ${little} ${much}`);
    assert.ok(much >= 0.69 * 32 * MB, `${much}`);
    assert.ok(Math.abs(32 * MB - little - 0.15 * 32 * MB) < MB, `${little}`);
  });

  it('keeps the minimum heap in proportion to GOGC', () => {
    const allocator = new Allocator({ gcPercent: 50 });
    assert.equal(allocator.memStats().NextGC, 2 * MB);
  });

  it('tells what each collection freed, span by span', () => {
    const allocator = new Allocator();
    const objects = Array.from({ length: 300 }, () => allocator.allocate(64, true).object);
    const large = allocator.allocate(100_000, false).object;
    for (const object of objects.slice(0, 130)) allocator.free(object);
    allocator.free(large);
    const { freedSlots } = allocator.gc();
    const swept = allocator.sweptSpans();
    assert.equal(
      swept.reduce((sum, span) => sum + span.freedSlots, 0),
      freedSlots,
    );
    assert.deepEqual(
      swept.map(({ pages, freedSlots, leftSlots }) => [pages, freedSlots, leftSlots]),
      [
        [13, 1, 0],
        [1, 124, 0],
        [1, 6, 118],
      ],
    );
    allocator.gc();
    assert.deepEqual(allocator.sweptSpans(), []);
  });
});
