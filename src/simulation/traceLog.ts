/** A trace as an event log, so that it runs and is shown as a simulation is; and a log written as a trace. */

import { formatStep, IdTable, type TraceStep } from '../allocator';
import { allocScan, collected, dropped, EventLog, referred, rooted, unreferred } from './eventLog';

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

/**
 * Makes a log of a trace's steps as they come. An object whose id is used again is dropped first; a step about an
 * unknown id is ignored. Ids are kept after a drop, since others may hold the object; what was collected meanwhile the
 * allocator knows.
 */
export class TraceLogReader implements TraceLog {
  readonly log = new EventLog();
  readonly sites: string[] = [];
  private readonly numbers = new Map<string, number>();
  /** Object × 2 by id, and 1 more while it is held; a map would hold some 16 million only. */
  private readonly objects = new IdTable();

  add(steps: Iterable<TraceStep>): void {
    for (const step of steps) this.addStep(step);
  }

  private addStep(step: TraceStep): void {
    const { log, objects } = this;
    switch (step.kind) {
      case 'gc':
        log.collect(step.p);
        return;
      case 'free':
        this.drop(step.id, step.p);
        return;
      case 'alloc': {
        this.drop(step.id, step.p);
        const object = log.alloc(this.siteOf(step.site), step.size, step.scan, step.p);
        objects.set(step.id, object * 2 + 1);
        return;
      }
      case 'root': {
        const known = objects.get(step.id);
        if (known < 0) return;
        log.root(known >> 1);
        objects.set(step.id, known | 1);
        return;
      }
      default: {
        const from = objects.get(step.from);
        const to = objects.get(step.to);
        if (from >= 0 && to >= 0) log.refer(from >> 1, to >> 1, step.kind === 'ref');
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

  private drop(id: number, p: number): void {
    const known = this.objects.get(id);
    if (known < 0 || (known & 1) === 0) return;
    this.log.drop(known >> 1, p);
    this.objects.set(id, known - 1);
  }
}

/** The log as lines of a trace (`.alloctrace`); `siteName` must give a word without white space. */
export function* traceOfLog(log: EventLog, siteName: (site: number) => string): Iterable<string> {
  let object = 0;
  for (let k = 0; k < log.count; k++) {
    const id = log.value[k];
    const p = log.p[k];
    switch (log.op[k]) {
      case collected:
        yield formatStep({ kind: 'gc', p });
        break;
      case dropped:
        yield formatStep({ kind: 'free', id, p });
        break;
      case rooted:
        yield formatStep({ kind: 'root', id });
        break;
      case referred:
      case unreferred:
        yield formatStep({ kind: log.op[k] === referred ? 'ref' : 'unref', from: id, to: log.site[k] });
        break;
      default: {
        const scan = log.op[k] === allocScan;
        const site = siteName(log.site[k]);
        yield formatStep({ kind: 'alloc', id: object++, size: log.value[k], scan, p, site });
      }
    }
  }
}
