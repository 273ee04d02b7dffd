/** Runs of random event logs: every figure, column and state agrees with a plain recount of the log. */
import assert from 'node:assert/strict';
import { AllocationRun, EventLog } from '../../../src/simulation';

/** mulberry32: the same numbers for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function randomLog(seed: number, events: number, sites: number, procs: number): EventLog {
  const next = random(seed);
  const log = new EventLog();
  const live: number[] = [];
  while (log.count < events) {
    const p = Math.floor(next() * procs);
    if (live.length > 50 && next() < 0.45) {
      const [object] = live.splice(Math.floor(next() * live.length), 1);
      log.drop(object, p);
      continue;
    }
    const scan = next() < 0.5;
    const bytes =
      next() < 0.02 ? 40_000 + Math.floor(next() * 90_000) : 1 + Math.floor(next() * next() * 3000);
    live.push(log.alloc(Math.floor(next() * sites), scan ? bytes * 8 : bytes, scan, p));
  }
  return log;
}

describe('allocation runs', () => {
  const sites = 5;
  for (const seed of [1, 2, 3]) {
    const log = randomLog(seed, 20_000, sites, 4);
    const run = new AllocationRun(log, sites, { procs: 4, gogc: 100 });

    it(`counts what the log holds (seed ${seed})`, () => {
      let bytes = 0;
      for (let k = 0; k < log.count; k++) if (log.op[k] < 2) bytes += log.value[k];
      assert.equal(run.figures.allocatedObjects, log.objects);
      assert.equal(run.figures.allocatedBytes, bytes);
      assert.equal(
        run.siteTotals.reduce((sum, totals) => sum + totals.bytes, 0),
        bytes,
      );
      assert.equal(run.paths.tiny.objects + run.paths.small.objects + run.paths.large.objects, log.objects);
      assert.equal(
        run.classes.reduce((sum, totals) => sum + totals.objects, 0),
        log.objects,
      );
      assert.equal(run.figures.collections, run.collections.length);
      assert.ok(run.collections.length > 0, 'the pacer asked for a collection');
    });

    it(`has one end for both directions (seed ${seed})`, () => {
      const forward = snapshot(run, log.count);
      snapshot(run, 7000);
      assert.deepEqual(snapshot(run, log.count), forward);
      const middle = snapshot(run, 7000);
      snapshot(run, 12_000);
      assert.deepEqual(snapshot(run, 7000), middle);
    });

    it(`draws the allocator's own numbers (seed ${seed})`, () => {
      const { timeline } = run;
      for (let slice = 0; slice < timeline.event.length; slice += 97) {
        const state = run.stateAt(timeline.event[slice]);
        assert.equal(timeline.heapLive[slice], state.allocator.memStats().HeapAlloc);
        assert.equal(timeline.heapLive[slice], state.heapAlloc);
        assert.equal(timeline.reachable[slice], state.reachable);
      }
    });
  }

  it('is empty at position 0', () => {
    const log = randomLog(9, 100, sites, 1);
    const state = new AllocationRun(log, sites, { procs: 1, gogc: -1 }).stateAt(0);
    assert.equal(state.heapAlloc, 0);
    assert.equal(state.allocator.objects, 0);
    assert.equal(state.allocation, undefined);
  });

  it('takes an empty log', () => {
    const run = new AllocationRun(new EventLog(), 0, { procs: 1, gogc: 100 });
    assert.equal(run.figures.allocatedObjects, 0);
    assert.deepEqual(run.timeline.event, []);
  });
});

function snapshot(run: AllocationRun, k: number): unknown {
  const state = run.stateAt(k);
  return {
    stats: state.allocator.memStats(),
    sites: state.siteTotals.map(totals => ({ ...totals })),
    allocation: state.allocation,
    heapAlloc: state.heapAlloc,
    reachable: state.reachable,
  };
}
