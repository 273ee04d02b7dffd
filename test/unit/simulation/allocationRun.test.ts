/** Runs of random event logs: every figure, column and state agrees with a plain recount of the log. */
import assert from 'node:assert/strict';
import { AllocationRun, EventLog, stretchOf } from '../../../src/simulation';
import { randomLog } from './randomLog';

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
      assert.equal(Math.max(...timeline.heapMax), run.figures.peakBytes);
    });

    it(`sums a stretch as the states at its ends differ (seed ${seed})`, () => {
      for (const [from, to] of [
        [0, log.count],
        [5000, 5000],
        [1234, 17_000],
      ]) {
        const stretch = stretchOf(run, from, to);
        const ends = [from, to].map(k => snapshot(run, k));
        stretch.sites.forEach((site, index) => {
          const [before, after] = ends.map(({ sites: totals }) => totals[index]);
          for (const key of ['objects', 'bytes', 'rounded', 'tookLock'] as const)
            assert.equal(site[key], after[key] - before[key], `site ${index}: ${key}`);
        });
        const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
        assert.equal(stretch.figures.allocatedBytes, sum(stretch.classes.map(({ bytes }) => bytes)));
        assert.equal(stretch.figures.allocatedObjects, sum(Object.values(stretch.served)));
        assert.equal(stretch.figures.mappedBytes, ends[1].stats.HeapSys);
      }
    });

    it(`has columns of any stretch that sum to it (seed ${seed})`, () => {
      const from = 4321;
      const to = 9876;
      const { event, locks, heat } = run.trail.timeline(from, to, 100);
      const { figures, classes } = stretchOf(run, from, to);
      assert.equal(event.at(-1), to);
      assert.equal(
        locks.reduce((sum, count) => sum + count, 0),
        figures.leftLockFree,
      );
      heat.classes.forEach((sizeClass, row) => {
        const bytes = heat.bytes.slice(row * event.length, (row + 1) * event.length);
        assert.equal(
          bytes.reduce((sum, count) => sum + count, 0),
          classes.filter(each => each.sizeClass === sizeClass).reduce((sum, each) => sum + each.rounded, 0),
        );
      });
    });
  }

  it('is the same made in steps, and ends where it is told to, with the log cut there', () => {
    const settings = { procs: 4, gogc: 100 };
    const log = randomLog(4, 20_000, sites, 4);
    const whole = new AllocationRun(log, sites, settings);
    const steps = AllocationRun.build(log, sites, settings);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    assert.deepEqual(step.value.figures, whole.figures);
    assert.deepEqual(step.value.timeline, whole.timeline);

    const stopped = AllocationRun.build(log, sites, settings);
    const { value: done } = stopped.next();
    const cut = stopped.next(true);
    assert.ok(cut.done === true && typeof done === 'number');
    assert.equal(log.count, done);
    assert.equal(cut.value.timeline.event.at(-1), done);
    const { figures } = new AllocationRun(log, sites, settings);
    assert.deepEqual(cut.value.figures, figures);
    assert.equal(figures.allocatedObjects, log.objects);
  });

  it('without a site allocates what the others do', () => {
    const log = randomLog(5, 5000, sites, 2);
    const settings = { procs: 2, gogc: 100 };
    const all = new AllocationRun(log, sites, settings);
    const without = new AllocationRun(all.without(new Set([2])), sites, settings);
    const kept = (run: AllocationRun) =>
      run.siteTotals.map(({ objects, bytes, heldBytes }) => ({ objects, bytes, heldBytes }));
    assert.deepEqual(
      kept(without),
      kept(all).map((totals, site) => (site === 2 ? { objects: 0, bytes: 0, heldBytes: 0 } : totals)),
    );
  });

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

function snapshot(run: AllocationRun, k: number) {
  const state = run.stateAt(k);
  return {
    stats: state.allocator.memStats(),
    sites: state.siteTotals.map(totals => ({ ...totals })),
    allocation: state.allocation,
    heapAlloc: state.heapAlloc,
    reachable: state.reachable,
  };
}
