/**
 * A log as if the objects of some sites had stayed on the stack: without their allocations and what is about them.
 * What such an object holds is held by the stack as long as the object can be reached.
 */

import { allocScan, collected, dropped, EventLog, referred, rooted } from './eventLog';
import type { Fates } from './fates';

const none = -1;

export function withoutSites(log: EventLog, fates: Fates, sites: ReadonlySet<number>): EventLog {
  return new Removal(log, fates, sites).result();
}

class Removal {
  private readonly kept = new EventLog();
  /** By object: its number in what is kept. */
  private readonly numbers: Int32Array;
  private readonly isRoot: Uint8Array;
  /** References of removed objects to each that is kept. */
  private readonly stackHolds: Int32Array;
  /** What each removed object holds. */
  private readonly held = new Map<number, number[]>();
  private fate = 0;

  constructor(
    private readonly log: EventLog,
    private readonly fates: Fates,
    private readonly sites: ReadonlySet<number>,
  ) {
    this.numbers = new Int32Array(log.objects).fill(none);
    this.isRoot = new Uint8Array(log.objects);
    this.stackHolds = new Int32Array(log.objects);
  }

  result(): EventLog {
    let object = 0;
    for (let k = 1; k <= this.log.count; k++) {
      if (this.log.op[k - 1] <= allocScan) this.alloc(k - 1, object++);
      else this.other(k - 1);
      this.letGo(k);
    }
    return this.kept;
  }

  private alloc(at: number, object: number): void {
    const { site, value, op, p } = this.log;
    this.isRoot[object] = 1;
    if (!this.sites.has(site[at]))
      this.numbers[object] = this.kept.alloc(site[at], value[at], op[at] === allocScan, p[at]);
  }

  private other(at: number): void {
    const { op, value, site, p } = this.log;
    switch (op[at]) {
      case collected:
        this.kept.collect(p[at]);
        return;
      case dropped:
      case rooted: {
        const object = value[at];
        this.isRoot[object] = op[at] === rooted ? 1 : 0;
        if (this.numbers[object] !== none && this.stackHolds[object] === 0) this.logRoot(object, p[at]);
        return;
      }
      default:
        this.refer(value[at], site[at], op[at] === referred);
    }
  }

  private refer(from: number, to: number, holds: boolean): void {
    if (this.numbers[to] === none) return;
    if (this.numbers[from] !== none) {
      this.kept.refer(this.numbers[from], this.numbers[to], holds);
      return;
    }
    const held = this.held.get(from) ?? [];
    this.held.set(from, held);
    if (holds) held.push(to);
    else {
      const at = held.indexOf(to);
      if (at < 0) return;
      held.splice(at, 1);
    }
    this.hold(to, holds ? 1 : -1);
  }

  private hold(object: number, change: 1 | -1): void {
    const before = this.stackHolds[object];
    this.stackHolds[object] += change;
    if (this.isRoot[object] === 0 && (before === 0 || before + change === 0)) this.logRoot(object, 0);
  }

  /** The log is told whether the object is a root, on the heap's side or the stack's. */
  private logRoot(object: number, p: number): void {
    if (this.isRoot[object] === 1 || this.stackHolds[object] > 0) this.kept.root(this.numbers[object]);
    else this.kept.drop(this.numbers[object], p);
  }

  /** A removed object that nobody reaches any more holds nothing. */
  private letGo(k: number): void {
    const { fates } = this;
    for (; this.fate < fates.count && fates.eventOf(this.fate) === k; this.fate++) {
      const object = fates.objectOf(this.fate);
      if (fates.isHeldAgain(this.fate)) continue;
      for (const to of this.held.get(object) ?? []) this.hold(to, -1);
      this.held.delete(object);
    }
  }
}
