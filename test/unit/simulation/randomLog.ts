/** Event logs of random programs, the same for the same seed. */
import { EventLog } from '../../../src/simulation';
import { random } from '../allocator/randomTrace';

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

/** As randomLog, and objects hold one another: they come and go as references and roots do. */
export function randomGraph(seed: number, events: number, sites: number): EventLog {
  const next = random(seed);
  const log = new EventLog();
  const roots: number[] = [];
  const references: [number, number][] = [];
  const any = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)];
  while (log.count < events) {
    const chance = next();
    if (chance < 0.4 || roots.length < 20)
      roots.push(log.alloc(Math.floor(next() * sites), 8 + 8 * Math.floor(next() * 250), next() < 0.7, 0));
    else if (chance < 0.6) {
      const reference: [number, number] = [
        any(roots),
        next() < 0.8 ? any(roots) : (any(references)?.[1] ?? 0),
      ];
      references.push(reference);
      log.refer(...reference, true);
    } else if (chance < 0.7 && references.length > 0) {
      const [[from, to]] = references.splice(Math.floor(next() * references.length), 1);
      log.refer(from, to, false);
    } else if (chance < 0.72 && references.length > 0) {
      const object = any(references)[1];
      if (roots.includes(object)) continue;
      roots.push(object);
      log.root(object);
    } else if (chance < 0.725) log.collect(0);
    else log.drop(roots.splice(Math.floor(next() * roots.length), 1)[0], 0);
  }
  return log;
}
