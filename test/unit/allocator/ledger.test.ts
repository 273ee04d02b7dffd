import assert from 'node:assert/strict';
import { Allocator, checkLedger } from '../../../src/allocator';
import { random, randomSize } from './randomTrace';

const steps = 500_000;
/** So many first steps are checked one by one. */
const closely = 3000;
const mostLive = 4000;

interface Setting {
  sweep: 'finish' | 'background';
  procs: number;
  references: boolean;
  memoryLimit?: number;
}

/** One random step. Lists what the program holds in `live`. */
function randomStep(allocator: Allocator, live: number[], next: () => number, setting: Setting): void {
  const { sweep, procs, references } = setting;
  const p = Math.floor(next() * procs);
  const any = () => Math.floor(next() * live.length);
  const choice = next();
  if (choice < 0.0002 || allocator.shouldCollect()) allocator.gc({ sweep, p });
  else if (choice < 0.01) allocator.sweepOne(p);
  else if (choice < 0.0102) allocator.scavenge(1 << 20);
  else if (references && choice < 0.2 && live.length > 0) {
    if (choice < 0.15) allocator.refer(live[any()], live[any()]);
    else if (choice < 0.18) allocator.unrefer(live[any()], live[any()]);
    else if (allocator.root(live[any()] - 5) >= 0) live.push(live[any()]);
  } else if (choice < 0.55 || live.length >= mostLive) {
    const at = any();
    if (live.length === 0) return;
    allocator.free(live[at]);
    live[at] = live[live.length - 1];
    live.pop();
  } else {
    const scan = next() < 0.5;
    const size = next() < 0.001 ? 0 : randomSize(next, next() < 0.95 ? 'small' : 'mixed');
    live.push(allocator.allocate(scan ? Math.ceil(size / 8) * 8 : size, scan, p).object);
  }
}

const settings: Setting[] = [
  { sweep: 'finish', procs: 1, references: false },
  { sweep: 'background', procs: 3, references: false },
  { sweep: 'finish', procs: 2, references: true },
  { sweep: 'background', procs: 4, references: true, memoryLimit: 8 << 20 },
];

describe('the ledgers', () => {
  for (const setting of settings) {
    it(`balance throughout ${steps} random steps: ${JSON.stringify(setting)}`, () => {
      const next = random(setting.procs);
      const allocator = new Allocator(setting);
      const live: number[] = [];
      for (let step = 0; step < steps; step++) {
        randomStep(allocator, live, next, setting);
        if (step < closely || step % 5000 === 0)
          assert.deepEqual(checkLedger(allocator.heap), [], `step ${step}`);
      }
      assert.ok(allocator.memStats().NumGC > 10);
      for (let object = 0; object < allocator.objects; object++) allocator.free(object);
      // The first collection keeps the block that was being filled with tiny objects.
      allocator.gc();
      allocator.gc();
      assert.deepEqual(checkLedger(allocator.heap), []);
      const { HeapInuse, HeapAlloc, HeapObjects } = allocator.memStats();
      assert.deepEqual([HeapInuse, HeapAlloc, HeapObjects], [0, 0, 0]);
      assert.equal(allocator.hasReferences, false);
    });
  }
});
