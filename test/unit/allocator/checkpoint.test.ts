import assert from 'node:assert/strict';
import { type Allocation, Allocator, checkLedger, type TraceStep } from '../../../src/allocator';
import { randomTrace } from './randomTrace';

/** Runs the steps; IDs of a random trace are the allocator's own object numbers. */
function run(allocator: Allocator, steps: readonly TraceStep[]): Allocation[] {
  const ways: Allocation[] = [];
  for (const step of steps) {
    if (step.kind === 'alloc') ways.push(allocator.allocate(step.size, step.scan, step.p));
    else if (step.kind === 'free') allocator.free(step.id);
    else if (step.kind === 'ref') allocator.refer(step.from, step.to);
    else if (step.kind === 'unref') allocator.unrefer(step.from, step.to);
    else if (step.kind === 'root') allocator.root(step.id);
    else allocator.gc({ sweep: 'background' });
  }
  return ways;
}

describe('a checkpoint of an allocator', () => {
  for (const references of [false, true]) {
    const trace = randomTrace({ seed: 9, steps: 16_000, kind: 'mixed', gcRate: 0.002, procs: 3, references });
    const pieces = [0, 1, 2, 3].map(i => trace.slice(i * 4000, (i + 1) * 4000));

    it(`brings the run back to it, as often as wanted, ${references ? 'with' : 'without'} references`, () => {
      const straight = new Allocator({ procs: 3 });
      const want = pieces.map(piece => run(straight, piece));
      const allocator = new Allocator({ procs: 3 });
      const checkpoints = [allocator.checkpoint()];
      for (const piece of pieces) {
        run(allocator, piece);
        checkpoints.push(allocator.checkpoint(checkpoints.at(-1)));
      }
      for (const at of [2, 0, 3, 1, 1, 2, 3, 0]) {
        allocator.restore(checkpoints[at]);
        assert.deepEqual(checkLedger(allocator.heap), []);
        assert.deepEqual(run(allocator, pieces[at]), want[at]);
      }
      allocator.restore(checkpoints[4]);
      assert.deepEqual(allocator.memStats(), straight.memStats());
    });
  }

  it('can be restored into another allocator', () => {
    const trace = randomTrace({ seed: 5, steps: 4000, kind: 'small', gcRate: 0.002 });
    const original = new Allocator();
    run(original, trace.slice(0, 2000));
    const copy = new Allocator({ procs: 4 });
    copy.restore(original.checkpoint());
    assert.deepEqual(run(copy, trace.slice(2000)), run(original, trace.slice(2000)));
  });
});
