import assert from 'node:assert/strict';
import { Allocator, checkLedger, pageSize, viewMheap } from '../../../src/allocator';

const MB = 1 << 20;

/** Objects of a page each. */
function allocatePages(allocator: Allocator, bytes: number): number[] {
  return Array.from({ length: bytes / pageSize }, () => allocator.allocate(pageSize, false).object);
}

describe('the scavenger', () => {
  it('gives back in the background what a shrunk heap keeps beyond its goal', () => {
    const allocator = new Allocator();
    for (const object of allocatePages(allocator, 64 * MB)) allocator.free(object);
    allocator.gc();
    const kept = allocatePages(allocator, 8 * MB);
    allocator.gc();
    const { gcPercent } = viewMheap(allocator).scavengerGoals;
    assert.ok(gcPercent < 64 * MB, `${gcPercent}`);
    const before = allocator.memStats().HeapReleased;
    for (let i = 0; i < 20; i++) {
      for (const object of allocatePages(allocator, 4 * MB)) allocator.free(object);
      allocator.gc();
    }
    assert.ok(allocator.memStats().HeapReleased > before);
    assert.ok(viewMheap(allocator).scavenged.background > 0);
    assert.deepEqual(checkLedger(allocator.heap), []);
    assert.equal(kept.length, 1024);
  });

  it('lets an allocation pay that would pass the memory limit, while there are free pages', () => {
    const limit = 32 * MB;
    const allocator = new Allocator({ gcPercent: -1, memoryLimit: limit });
    for (const [i, object] of allocatePages(allocator, 24 * MB).entries())
      if (i % 2 === 1) allocator.free(object);
    allocator.gc();
    // No free run is that long: the heap must grow, and gives back as much of what it has.
    allocator.allocate(16 * MB, false);
    const { HeapInuse, HeapIdle, HeapReleased } = allocator.memStats();
    assert.ok(HeapInuse + HeapIdle - HeapReleased <= limit, `${HeapInuse} ${HeapIdle} ${HeapReleased}`);
    assert.ok(viewMheap(allocator).scavenged.eager > 4 * MB);
    assert.deepEqual(checkLedger(allocator.heap), []);
  });

  it('leaves a heap alone that keeps its size', () => {
    const allocator = new Allocator();
    allocatePages(allocator, 16 * MB);
    allocator.gc();
    allocator.gc();
    assert.deepEqual(viewMheap(allocator).scavenged, { eager: 0, background: 0 });
  });

  it('is undone with everything else', () => {
    const allocator = new Allocator();
    for (const object of allocatePages(allocator, 16 * MB)) allocator.free(object);
    allocator.gc();
    const checkpoint = allocator.checkpoint();
    const before = viewMheap(allocator);
    allocator.scavenge(4 * MB);
    allocatePages(allocator, MB);
    allocator.restore(checkpoint);
    assert.deepEqual(viewMheap(allocator), before);
  });
});
