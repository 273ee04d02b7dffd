/**
 * The statistics of replayed traces against the real runtime's: `oracle memstats` replays the same trace and tells what
 * changed in runtime.MemStats. On one P, with collections only where the trace says so, the runtime is deterministic,
 * and the fields that the model has must be the same (HeapInuse but for a few pages); what is left out is what a process had before (HeapSys, HeapIdle,
 * HeapReleased) and the goal, which depends on it and on stacks and globals. Without a go command the tests are skipped.
 */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { type MemStats, pageSize, TraceReplay, type TraceStep } from '../../../src/allocator';
import { linkedTrace, randomTrace, type TraceOptions } from './randomTrace';
import { useRealHeap } from './realHeap';

/** Now and then the runtime allocates an object for itself meanwhile; another run of it is without. */
const maxTries = 4;
/** HeapInuse may differ by so much: the runtime's own objects leave slots that a trace finds. None, as a rule. */
const sparePages = 4;
/** MemStats tells of the first 61 size classes. */
const toldClasses = 61;

type Changes = Omit<MemStats, 'HeapSys' | 'HeapIdle' | 'HeapReleased' | 'NextGC'>;

function simulated(steps: readonly TraceStep[]): Changes {
  const replay = new TraceReplay();
  const before = replay.allocator.memStats();
  replay.run(steps);
  replay.run([{ kind: 'gc', p: 0 }]);
  const { memStats } = replay.statistics();
  return {
    TotalAlloc: memStats.TotalAlloc,
    Mallocs: memStats.Mallocs,
    Frees: memStats.Frees,
    HeapAlloc: memStats.HeapAlloc - before.HeapAlloc,
    HeapObjects: memStats.HeapObjects - before.HeapObjects,
    HeapInuse: memStats.HeapInuse - before.HeapInuse,
    NumGC: memStats.NumGC,
    BySize: memStats.BySize.slice(0, toldClasses),
  };
}

describe("MemStats as the real runtime's", () => {
  const runReal = useRealHeap();

  function compare(steps: readonly TraceStep[]): void {
    const ours = simulated(steps);
    for (let tries = 1; ; tries++) {
      const real: Changes = JSON.parse(runReal('memstats', steps));
      const spare = Math.abs(ours.HeapInuse - real.HeapInuse) / pageSize;
      const isSame = spare <= sparePages && isDeepStrictEqual({ ...ours, HeapInuse: real.HeapInuse }, real);
      if (isSame) return;
      if (tries === maxTries) assert.deepEqual(ours, real);
    }
  }

  const traces: Omit<TraceOptions, 'steps'>[] = [
    { kind: 'tiny', gcRate: 0.002, seed: 1 },
    { kind: 'small', gcRate: 0, seed: 2 },
    { kind: 'small', gcRate: 0.002, seed: 3 },
    { kind: 'mixed', gcRate: 0, seed: 4 },
    { kind: 'mixed', gcRate: 0.002, seed: 5 },
    { kind: 'large', gcRate: 0.02, seed: 6 },
  ];
  for (const options of traces) {
    it(`${options.kind}, ${options.gcRate} collections a step`, () =>
      compare(randomTrace({ ...options, steps: options.kind === 'large' ? 2000 : 20_000 })));
  }
  for (const seed of [1, 2, 3])
    it(`objects that hold others, seed ${seed}`, () => compare(linkedTrace(seed, 0.002)));
});
