/**
 * Which objects of a log the program can reach, found event by event: an object that no reference was ever about is let go
 * of when it is dropped; of others a mark from the roots tells, as the allocator does it, but object by object. A mark is
 * made when a row of changes ends, and where the heap is collected; so many that their work stays in proportion to the log.
 */

import { ReferenceTable } from '../allocator';
import {
  allocNoscan,
  allocScan,
  collected,
  dropped,
  type EventLog,
  referred,
  rooted,
  unreferred,
} from './eventLog';
import type { Fates } from './fates';

const isRoot = 1;
/** A reference was about it. */
const isInvolved = 2;
const isDead = 4;
/** Dead when a collection came by. */
const isGone = 8;

/** Objects that marks may visit: to begin with, and for each event. */
const freeVisits = 20_000_000;
const visitsAnEvent = 20;

export class Reachability {
  private readonly references = new ReferenceTable();
  private state = new Uint8Array(1024);
  /** By object: the last mark that came by. */
  private seen = new Int32Array(0);
  private marks = 0;
  private visits = 0;
  private objects = 0;
  /** Involved objects that were reached at the last mark. */
  private alive: number[] = [];
  /** Involved objects that died since the last collection. */
  private dead: number[] = [];
  private readonly pending: number[] = [];
  private isChanged = false;

  constructor(
    private readonly log: EventLog,
    private readonly fates: Fates,
  ) {}

  /** After event k: adds to the fates. `isCollected`: the heap was collected in it. */
  step(k: number, isCollected: boolean): void {
    const { log } = this;
    const at = k - 1;
    switch (log.op[at]) {
      case allocNoscan:
      case allocScan:
        this.alloc();
        break;
      case dropped:
        this.drop(k, log.value[at]);
        break;
      case rooted:
        this.root(k, log.value[at]);
        break;
      case referred:
        this.refer(log.value[at], log.site[at]);
        break;
      case unreferred:
        this.isChanged = this.references.remove(log.value[at], log.site[at]) || this.isChanged;
    }
    if (isCollected) {
      if (this.isChanged) this.mark(k);
      this.bury();
    } else if (this.isChanged && this.isRowOver(k) && this.visits < freeVisits + visitsAnEvent * k)
      this.mark(k);
  }

  private isRowOver(k: number): boolean {
    const next = this.log.op[k];
    return k >= this.log.count || next <= allocScan || next === collected;
  }

  private alloc(): void {
    if (this.objects === this.state.length) {
      const state = new Uint8Array(this.objects * 2);
      state.set(this.state);
      this.state = state;
    }
    this.state[this.objects++] = isRoot;
  }

  private drop(k: number, object: number): void {
    const state = this.state[object];
    if ((state & isRoot) === 0) return;
    this.state[object] &= ~isRoot;
    if ((state & isInvolved) !== 0) this.isChanged = true;
    else this.die(k, object);
  }

  private root(k: number, object: number): void {
    const state = this.state[object];
    if ((state & (isRoot | isGone)) !== 0) return;
    this.state[object] |= isRoot;
    if ((state & isInvolved) !== 0) this.isChanged = true;
    else if ((state & isDead) !== 0) this.live(k, object);
  }

  private refer(from: number, to: number): void {
    if (((this.state[from] | this.state[to]) & isGone) !== 0) return;
    this.involve(from);
    this.involve(to);
    this.references.add(from, to);
    this.isChanged = true;
  }

  private involve(object: number): void {
    if ((this.state[object] & isInvolved) !== 0) return;
    this.state[object] |= isInvolved;
    if ((this.state[object] & isDead) === 0) this.alive.push(object);
  }

  private mark(k: number): void {
    this.isChanged = false;
    this.marks++;
    if (this.seen.length < this.objects) {
      const seen = new Int32Array(this.state.length);
      seen.set(this.seen);
      this.seen = seen;
    }
    for (const object of this.alive) if ((this.state[object] & isRoot) !== 0) this.reach(object);
    for (const object of this.dead) if ((this.state[object] & isRoot) !== 0) this.reach(object);
    this.visits += this.alive.length + this.dead.length;
    const revived = this.dead.filter(object => this.seen[object] === this.marks);
    for (const object of revived) this.live(k, object);
    this.dead = this.dead.filter(object => (this.state[object] & isDead) !== 0);
    this.alive = this.alive.filter(object => {
      if (this.seen[object] === this.marks) return true;
      this.die(k, object);
      return false;
    });
    for (const object of revived) this.alive.push(object);
  }

  private reach(root: number): void {
    this.visit(root);
    for (let object = this.pending.pop(); object !== undefined; object = this.pending.pop())
      if (this.log.isScanned(object)) this.references.each(object, this.visit);
  }

  private readonly visit = (object: number): void => {
    if (this.seen[object] === this.marks || (this.state[object] & isGone) !== 0) return;
    this.seen[object] = this.marks;
    this.pending.push(object);
  };

  private die(k: number, object: number): void {
    this.state[object] |= isDead;
    this.dead.push(object);
    this.fates.add(k, object, false);
  }

  private live(k: number, object: number): void {
    this.state[object] &= ~isDead;
    this.fates.add(k, object, true);
  }

  /** What is dead when the heap is collected cannot come back. */
  private bury(): void {
    for (const object of this.dead) {
      this.state[object] |= isGone;
      this.references.clear(object);
    }
    this.dead = [];
  }
}
