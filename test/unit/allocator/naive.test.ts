import assert from 'node:assert/strict';
import { Allocator, checkLedger } from '../../../src/allocator';
import { NaiveHeap } from './naiveHeap';
import { randomTrace, type TraceKind, type TraceOptions } from './randomTrace';

/** Runs a trace through both models; spans agree up to their names. */
function compare(kind: TraceKind, seed: number, gcRate: number, more: Partial<TraceOptions> = {}): void {
  const naive = new NaiveHeap();
  const allocator = new Allocator({ procs: more.procs });
  const objects: number[] = [];
  const nameOf = new Map<number, number>();
  for (const [index, step] of randomTrace({ seed, steps: 20_000, kind, gcRate, ...more }).entries()) {
    switch (step.kind) {
      case 'alloc': {
        const want = naive.alloc(step.id, step.size, step.scan, step.p);
        const got = allocator.allocate(step.size, step.scan, step.p);
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
      case 'root':
        break;
      case 'ref':
        naive.refer(step.from, step.to);
        allocator.refer(objects[step.from], objects[step.to]);
        break;
      case 'unref':
        naive.unrefer(step.from, step.to);
        allocator.unrefer(objects[step.from], objects[step.to]);
        break;
      case 'gc':
        naive.gc(step.p);
        allocator.gc({ p: step.p });
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
    it(`${kind}, on three Ps`, () => compare(kind, 4, 0.002, { procs: 3 }));
    it(`${kind}, with references`, () => compare(kind, 5, 0.002, { references: true }));
    it(`${kind}, on four Ps with references`, () => compare(kind, 6, 0.002, { procs: 4, references: true }));
  }
});
