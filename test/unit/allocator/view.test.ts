import assert from 'node:assert/strict';
import {
  Allocator,
  ledgerOf,
  pageSize,
  slotDead,
  slotFree,
  slotLive,
  slotUnswept,
  viewArenas,
  viewMcaches,
  viewMheap,
  viewObject,
  viewPages,
  viewSlots,
  viewSpan,
  viewSpanClasses,
  viewTinyBlock,
} from '../../../src/allocator';
import { randomTrace } from './randomTrace';

/** An allocator in the midst of a run, with spans in every state. */
function busyAllocator(): Allocator {
  const allocator = new Allocator({ procs: 2 });
  const objects: number[] = [];
  for (const [at, step] of randomTrace({ seed: 5, steps: 8000, kind: 'mixed', gcRate: 0.002 }).entries()) {
    if (step.kind === 'alloc') objects[step.id] = allocator.allocate(step.size, step.scan, at & 1).object;
    else if (step.kind === 'free') allocator.free(objects[step.id]);
    else allocator.gc({ sweep: 'background' });
  }
  return allocator;
}

describe('the view', () => {
  it('shows the same sums at every level as the ledger has', () => {
    const allocator = busyAllocator();
    const ledger = ledgerOf(allocator.heap);
    const heap = viewMheap(allocator);
    const arenas = viewArenas(allocator);
    const classes = viewSpanClasses(allocator);
    const pages = viewPages(allocator, 0, heap.mappedPages);
    const sum = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0);
    assert.equal(heap.pagesInUse * pageSize, ledger.heapInUse);
    assert.equal(sum(arenas.map(arena => arena.mappedPages)), heap.mappedPages);
    assert.equal(pages.length, heap.mappedPages);
    assert.equal(pages.filter(span => span >= 0).length, heap.pagesInUse);
    assert.equal(sum(classes.map(c => c.bytes)), ledger.heapInUse);
    const spans = [...new Set(pages.filter(span => span >= 0))].map(span => viewSpan(allocator, span)!);
    assert.equal(sum(classes.map(c => c.live)), sum(spans.map(span => span.liveCount)));
    assert.equal(spans.length, heap.spans);
    assert.equal(sum(spans.map(span => span.reserved + span.tail)), ledger.overhead);
    assert.equal(sum(spans.map(span => (span.nelems - span.allocCount) * span.size)), ledger.freeSlots);
    const kinds = new Set(
      spans.map(({ place }) => (place.kind === 'mcentral' ? `${place.set} ${place.swept}` : place.kind)),
    );
    assert.deepEqual([...kinds].sort(), [
      'full false',
      'full true',
      'large',
      'mcache',
      'partial false',
      'partial true',
    ]);
    for (const span of spans) {
      const { state } = viewSlots(allocator, span.span);
      assert.equal(state.filter(s => s !== slotFree).length, span.allocCount);
      assert.equal(state.filter(s => s === slotLive).length, span.liveCount);
    }
    const cached = sum(viewMcaches(allocator).map(cache => cache.spans.length));
    assert.equal(cached, spans.filter(span => span.place.kind === 'mcache').length);
  });

  it('tells live, dead, unswept and free slots apart', () => {
    const allocator = new Allocator();
    const objects = Array.from({ length: 5 }, () => allocator.allocate(1024, false).object);
    const { span } = viewObject(allocator, objects[0])!;
    allocator.free(objects[1]);
    assert.deepEqual([...viewSlots(allocator, span).state], [1, slotDead, 1, 1, 1, 0, 0, 0]);
    assert.equal(viewSlots(allocator, span).next, 5);
    for (let i = 5; i < 9; i++) objects.push(allocator.allocate(1024, false).object);
    allocator.gc({ sweep: 'background' });
    const { state, object, requested } = viewSlots(allocator, span);
    assert.deepEqual([...state], [1, slotUnswept, 1, 1, 1, 1, 1, 1]);
    assert.deepEqual([...object], objects.slice(0, 8));
    assert.equal(requested[7], 1024);
    while (allocator.sweepOne()) assert.ok(true);
    assert.deepEqual([...viewSlots(allocator, span).state], [1, slotFree, 1, 1, 1, 1, 1, 1]);
    assert.equal(viewObject(allocator, objects[1]), undefined);
  });

  it('shows the objects of a tiny block', () => {
    const allocator = new Allocator();
    const a = allocator.allocate(3, false);
    const b = allocator.allocate(4, false);
    allocator.free(a.object);
    const { span, slot } = viewObject(allocator, b.object)!;
    assert.deepEqual(viewTinyBlock(allocator, span, slot), [
      { object: a.object, offset: 0, size: 3, live: false },
      { object: b.object, offset: 4, size: 4, live: true },
    ]);
    assert.equal(viewSlots(allocator, span).requested[0], 7);
    assert.deepEqual(viewMcaches(allocator)[0].tiny, { span, slot, offset: 8 });
  });

  it('has nothing to show of an empty heap, and of spans that are not there', () => {
    const allocator = new Allocator();
    assert.deepEqual(viewArenas(allocator), []);
    assert.equal(viewPages(allocator, 0, 100).length, 0);
    assert.equal(viewSpan(allocator, 0), undefined);
    assert.equal(viewSlots(allocator, 7).state.length, 0);
    assert.deepEqual(viewSpanClasses(allocator), []);
  });
});
