/**
 * Run by the benchmark `replay` in a process of its own: an event log of ten million events over a large live heap, and
 * how long a random position in it takes to be reached. Prints one JSON object.
 */
import { AllocationRun, EventLog } from '../../../src/simulation';
import { random, randomSize } from '../../unit/allocator/randomTrace';

export interface SeekResult {
  events: number;
  liveObjects: number;
  heapMB: number;
  /** Of all checkpoints. */
  MB: number;
  /** Milliseconds. */
  worst: number;
  median: number;
}

const events = 10_000_000;
const positions = 40;
/** Each position is looked for so often, and its best time counts. */
const runs = 5;

function main(): void {
  const next = random(1);
  const log = randomLog(next);
  const run = new AllocationRun(log, 1, { procs: 1, gogc: 100 });
  const end = run.stateAt(log.count).allocator;
  const { liveObjects, HeapInuse } = { liveObjects: end.heap.stats.rootedObjects, ...end.memStats() };
  const times = new Float64Array(positions).fill(Number.POSITIVE_INFINITY);
  const wanted = Array.from(times, () => 1 + Math.floor(next() * log.count));
  for (let i = 0; i < runs; i++) {
    for (const [at, k] of wanted.entries()) {
      const start = performance.now();
      run.stateAt(k);
      times[at] = Math.min(times[at], performance.now() - start);
    }
  }
  times.sort();
  const MB = (bytes: number) => Math.round(bytes / 1e6);
  const result: SeekResult = {
    events,
    liveObjects,
    heapMB: MB(HeapInuse),
    MB: MB(run.checkpointBytes()),
    worst: times[times.length - 1],
    median: times[times.length >> 1],
  };
  console.log(JSON.stringify(result));
}

/** Small objects, of which about a third are let go: three million are held at the end. */
function randomLog(next: () => number): EventLog {
  const log = new EventLog();
  const live: number[] = [];
  while (log.count < events) {
    if (next() < 0.35 && live.length > 0) {
      const at = Math.floor(next() * live.length);
      log.drop(live[at], 0);
      live[at] = live[live.length - 1];
      live.pop();
    } else {
      const scan = next() < 0.5;
      const size = randomSize(next, 'small');
      live.push(log.alloc(0, scan ? Math.ceil(size / 8) * 8 : size, scan, 0));
    }
  }
  return log;
}

main();
