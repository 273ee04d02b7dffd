/** Event logs of random programs, the same for the same seed. */
import { EventLog } from '../../../src/simulation';

export function randomLog(seed: number, events: number, sites: number, procs: number): EventLog {
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
