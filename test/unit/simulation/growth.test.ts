/** Growth of slices against what a Go 1.26 program prints of cap() after each append. */
import assert from 'node:assert/strict';
import { grownCapacity } from '../../../src/simulation/growth';

/** Capacities that appending one element at a time goes through. */
function capacities(elemBytes: number, noscan: boolean, until: number): number[] {
  const seen: number[] = [];
  let cap = 0;
  for (let len = 1; cap < until; len = cap + 1) {
    cap = grownCapacity(cap, len, elemBytes, noscan);
    seen.push(cap);
  }
  return seen;
}

describe('growth', () => {
  it('grows []byte as growslice does', () => {
    assert.deepEqual(capacities(1, true, 2048), [8, 16, 32, 64, 128, 256, 512, 896, 1408, 2048]);
  });
  it('grows []int as growslice does', () => {
    assert.deepEqual(capacities(8, true, 1000), [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 848, 1280]);
  });
});
