import assert from 'node:assert/strict';
import { Allocator, checkLedger } from '../../../src/allocator';
import { NaiveHeap } from './naiveHeap';
import { randomTrace, type TraceKind } from './randomTrace';

/** Runs a trace through both models; spans agree up to their names. */
function compare(kind: TraceKind, seed: number, gcRate: number): void {
  const naive = new NaiveHeap();
  const allocator = new Allocator();
  const objects: number[] = [];
  const nameOf = new Map<number, number>();
  for (const [index, step] of randomTrace({ seed, steps: 20_000, kind, gcRate }).entries()) {
    switch (step.kind) {
      case 'alloc': {
        const want = naive.alloc(step.id, step.size, step.scan);
        const got = allocator.allocate(step.size, step.scan);
        objects[step.id] = got.object;
        if (want.isNew) nameOf.set(got.span, want.span);
        const where = { span: nameOf.get(got.span), slot: got.slot, offset: got.offset };
        const { span, slot, offset } = want;
        assert.deepEqual(where, { span, slot, offset }, `step ${index + 1}, seed ${seed}`);
        break;
      }
      case 'free':
        naive.free(step.id);
        allocator.free(objects[step.id]);
        break;
      case 'gc':
        naive.gc();
        allocator.gc();
    }
  }
  assert.deepEqual(checkLedger(allocator.heap), []);
}

describe('against a naive model, every object lies in the same slot', () => {
  for (const kind of ['tiny', 'small', 'mixed', 'large'] as const) {
    for (const gcRate of [0, 0.0005, 0.005]) {
      it(`${kind}, ${gcRate} collections a step`, () => {
        for (let seed = 1; seed <= 3; seed++) compare(kind, seed, gcRate);
      });
    }
  }
});
