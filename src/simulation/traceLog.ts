/** A trace as an event log, so that it runs and is shown as a simulation is; and a log written as a trace. */

import { formatStep, type TraceStep } from '../allocator';
import { allocScan, collected, dropped, EventLog } from './eventLog';

export interface TraceLog {
  log: EventLog;
  /** Names of the sites, by number; the last is "" for allocations that name none. */
  sites: string[];
}

/** Reads all steps. */
export function logOfTrace(steps: Iterable<TraceStep>): TraceLog {
  const reader = new TraceLogReader();
  reader.add(steps);
  return reader;
}

/** Makes a log of a trace's steps as they come. An object whose id is used again is dropped first; a drop of an unknown id is ignored. */
export class TraceLogReader implements TraceLog {
  readonly log = new EventLog();
  readonly sites: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly objects = new Map<number, number>();

  add(steps: Iterable<TraceStep>): void {
    for (const step of steps) {
      if (step.kind === 'gc') this.log.collect();
      else if (step.kind === 'free') this.drop(step.id);
      else {
        this.drop(step.id);
        this.objects.set(step.id, this.log.alloc(this.siteOf(step.site), step.size, step.scan, 0));
      }
    }
  }

  private siteOf(name: string): number {
    let site = this.numbers.get(name);
    if (site === undefined) {
      site = this.sites.length;
      this.sites.push(name);
      this.numbers.set(name, site);
    }
    return site;
  }

  private drop(id: number): void {
    const object = this.objects.get(id);
    if (object === undefined) return;
    this.log.drop(object, 0);
    this.objects.delete(id);
  }
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
