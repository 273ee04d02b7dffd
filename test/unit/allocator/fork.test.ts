import assert from 'node:assert/strict';
import { type Allocation, Allocator, checkLedger, type TraceStep } from '../../../src/allocator';
import { randomTrace } from './randomTrace';

/** Runs the steps; IDs of a random trace are the allocator's own object numbers. */
function run(allocator: Allocator, steps: readonly TraceStep[]): Allocation[] {
  const ways: Allocation[] = [];
  for (const step of steps) {
    if (step.kind === 'alloc') ways.push(allocator.allocate(step.size, step.scan));
    else if (step.kind === 'free') allocator.free(step.id);
    else allocator.gc({ sweep: 'background' });
  }
  return ways;
}

describe('a fork of an allocator', () => {
  it('goes on as the original would, and leaves it alone', () => {
    const trace = randomTrace({ seed: 9, steps: 12_000, kind: 'mixed', gcRate: 0.002 });
    const straight = new Allocator();
    const want = run(straight, trace);
    const original = new Allocator();
    const first = run(original, trace.slice(0, 5000));
    const before = JSON.stringify(original.memStats());
    const fork = original.fork();
    const rest = run(fork, trace.slice(5000));
    assert.deepEqual([...first, ...rest], want);
    assert.deepEqual(fork.memStats(), straight.memStats());
    assert.deepEqual(checkLedger(fork.heap), []);
    assert.equal(JSON.stringify(original.memStats()), before);
    assert.deepEqual(run(original, trace.slice(5000)), rest);
  });
});
