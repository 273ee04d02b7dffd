import assert from 'node:assert/strict';
import { Allocator } from '../../../src/allocator';
import { checkLedger } from '../../../src/allocator/ledger';
import { random, randomSize } from './randomTrace';

describe('the ledgers', () => {
  for (const sweep of ['finish', 'background'] as const) {
    for (const procs of [1, 3]) {
      it(`balance throughout random steps on ${procs} P, sweep ${sweep}`, () => {
        const next = random(procs);
        const allocator = new Allocator({ procs });
        const live: number[] = [];
        for (let step = 0; step < 30_000; step++) {
          const p = Math.floor(next() * procs);
          const choice = next();
          if (choice < 0.002) allocator.gc({ sweep, p });
          else if (choice < 0.01) allocator.sweepOne(p);
          else if (choice < 0.012) allocator.scavenge(1 << 20);
          else if (choice < 0.45 && live.length > 0) {
            const at = Math.floor(next() * live.length);
            allocator.free(live[at]);
            live[at] = live[live.length - 1];
            live.pop();
          } else {
            const scan = next() < 0.5;
            const size = randomSize(next, 'mixed');
            live.push(allocator.allocate(scan ? Math.ceil(size / 8) * 8 : size, scan, p).object);
          }
          if (step % 500 === 0) assert.deepEqual(checkLedger(allocator.heap), [], `step ${step}`);
        }
        for (const object of live) allocator.free(object);
        // The first collection keeps the block that was being filled with tiny objects.
        allocator.gc();
        allocator.gc();
        assert.deepEqual(checkLedger(allocator.heap), []);
        assert.equal(allocator.memStats().HeapInuse, 0);
        assert.equal(allocator.memStats().HeapAlloc, 0);
      });
    }
  }
});
