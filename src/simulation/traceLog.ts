/** A trace as an event log, so that it runs and is shown as a simulation is; and a log written as a trace. */

import { formatStep, type TraceStep } from '../allocator';
import { allocScan, collected, dropped, EventLog } from './eventLog';

export interface TraceLog {
  log: EventLog;
  /** Names of the sites, by number; the last is "" for allocations that name none. */
  sites: string[];
}

/** Reads all steps. An object whose id is used again is dropped first; a drop of an unknown id is ignored. */
export function logOfTrace(steps: Iterable<TraceStep>): TraceLog {
  const log = new EventLog();
  const sites: string[] = [];
  const numbers = new Map<string, number>();
  const objects = new Map<number, number>();
  const drop = (id: number): void => {
    const object = objects.get(id);
    if (object === undefined) return;
    log.drop(object, 0);
    objects.delete(id);
  };
  for (const step of steps) {
    if (step.kind === 'gc') log.collect();
    else if (step.kind === 'free') drop(step.id);
    else {
      drop(step.id);
      const name = step.site;
      let site = numbers.get(name);
      if (site === undefined) {
        site = sites.length;
        sites.push(name);
        numbers.set(name, site);
      }
      objects.set(step.id, log.alloc(site, step.size, step.scan, 0));
    }
  }
  return { log, sites };
}

/** The log as lines of a trace (`.alloctrace`); `siteName` must give a word without white space. */
export function* traceOfLog(log: EventLog, siteName: (site: number) => string): Iterable<string> {
  let object = 0;
  for (let k = 0; k < log.count; k++) {
    const op = log.op[k];
    if (op === collected) yield formatStep({ kind: 'gc' });
    else if (op === dropped) yield formatStep({ kind: 'free', id: log.value[k] });
    else {
      const scan = op === allocScan;
      yield formatStep({
        kind: 'alloc',
        id: object++,
        size: log.value[k],
        scan,
        site: siteName(log.site[k]),
      });
    }
  }
}
