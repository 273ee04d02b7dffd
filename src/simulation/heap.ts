/**
 * The heap objects of the walk: what was allocated, what holds what, and which of it are roots.
 *
 * As the collector does, a trace goes from the roots (variables of the calls under way, package variables, operands)
 * through all memory. What it finds out is written as the difference to what the log says so far: an object is a root
 * from its allocation until a trace finds that no variable holds it any more; what objects hold of one another comes
 * with `ref` and goes with `unref`. So what can be reached by the log is what could be reached at the last trace, and
 * what was allocated since. Worked example, of a list whose head is let go:
 *
 *     head = &node{next: head}   alloc 1                      a root, as long as it is the newest
 *     head = &node{next: head}   alloc 2; ref 2 1, free 1     held by the second alone
 *     head = nil                 free 2                       now nothing leads to either
 *
 * Memory that is no object of the heap (variables, what was there before the walk) counts to whoever leads there: to the
 * object by which the trace came there first, or to the roots. What an object without pointers holds, is a root:
 * nobody follows its references (the queue of a channel without a buffer, which stands for its waiting senders).
 *
 * Traces are made where a call or a turn of a loop ends, and only when the walk has since done as much work as the
 * last one took, or allocated an eighth of what is alive, so that they never dominate and collections find what is dead.
 */

import type { Place } from '../syntax';
import type { EventLog } from './eventLog';
import { HeldBy } from './heldBy';
import { Block, noObject, type Value } from './value';

/** The holder of what variables hold. */
const byRoot = -1;
const leastAllocated = 128 << 10;

export class Heap {
  /** Above 0: what is allocated belongs to the program's start, not to what is simulated. */
  silent = 0;
  /** The P on which the walk is. */
  p = 0;
  /** The trace that came by each object last. */
  private readonly marks: number[] = [];
  private readonly memory: (Block | undefined)[] = [];
  /** The trace that found the object to be a root; and whether the log says so. */
  private readonly rootMarks: number[] = [];
  private readonly isRoot: boolean[] = [];
  private readonly held = new HeldBy();
  /** Memory to be looked at, of the roots and of objects, with its holder. */
  private readonly ofRoots: Block[] = [];
  private readonly ofObjects: Block[] = [];
  private readonly holders: number[] = [];
  private alive: number[] = [];
  private epoch = 0;
  /** Work of the trace under way, and of the last. */
  private cost = 0;
  private lastCost = 0;
  private allocatedBytes = 0;
  private aliveBytes = 0;
  /** Cells of memory that had been taken at the last trace. */
  private takenAt = Block.taken;

  constructor(
    private readonly log: EventLog,
    private readonly full: (place: Place) => void,
  ) {}

  alloc(site: number, bytes: number, scan: boolean, place: Place): number {
    if (this.silent > 0 || bytes === 0) return noObject;
    this.full(place);
    const object = this.log.alloc(site, bytes, scan, this.p);
    this.marks.push(this.epoch);
    this.memory.push(undefined);
    this.rootMarks.push(this.epoch);
    this.isRoot.push(true);
    this.alive.push(object);
    this.allocatedBytes += bytes;
    return object;
  }

  /** The memory of the object: a pointer to a part of it keeps all of it. */
  setMemory(object: number, memory: Block): void {
    if (object >= 0) this.memory[object] = memory;
  }

  /** A trace is worth its time. */
  isDue(work: number): boolean {
    if (this.allocatedBytes === 0) return false;
    return (
      work + Block.taken - this.takenAt >= this.lastCost ||
      this.allocatedBytes >= Math.max(leastAllocated, this.aliveBytes / 8)
    );
  }

  /** Finds what the roots lead to, and logs what changed. */
  trace(roots: (visit: (value: Value) => void) => void): void {
    this.epoch++;
    this.takenAt = Block.taken;
    this.cost = this.alive.length;
    roots(value => this.visit(value, byRoot));
    for (let block = this.ofRoots.pop(); block !== undefined; block = this.ofRoots.pop())
      this.scan(block, byRoot);
    for (let block = this.ofObjects.pop(); block !== undefined; block = this.ofObjects.pop())
      this.scan(block, this.holders.pop() ?? byRoot);
    this.logChanges();
    this.lastCost = 4 * this.cost;
    this.allocatedBytes = 0;
  }

  /** What begins to hold comes first, so that nothing looks dead in between. */
  private logChanges(): void {
    const { log, alive, epoch } = this;
    const isAlive = (object: number) => this.marks[object] === epoch;
    const removed = this.held.update(alive, isAlive, (from, to) => log.refer(from, to, true));
    for (const object of alive) {
      if (this.rootMarks[object] !== epoch || this.isRoot[object]) continue;
      this.isRoot[object] = true;
      log.root(object);
    }
    for (const [from, to] of removed) log.refer(from, to, false);
    this.aliveBytes = 0;
    this.alive = alive.filter(object => {
      if (this.isRoot[object] && this.rootMarks[object] !== epoch) {
        this.isRoot[object] = false;
        log.drop(object, this.p);
      }
      if (isAlive(object)) {
        this.aliveBytes += log.bytesOf(object);
        return true;
      }
      this.memory[object] = undefined;
      return false;
    });
  }

  private scan(block: Block, holder: number): void {
    this.cost++;
    if (block.seen === this.epoch) return;
    block.seen = this.epoch;
    if (block.isPlain || block.isUntouched) return;
    this.cost += block.length;
    for (const cell of block.cells) if (typeof cell === 'object' && cell !== null) this.visit(cell, holder);
  }

  private visit(value: Value, holder: number): void {
    if (typeof value !== 'object') return;
    switch (value.kind) {
      case 'string':
        this.mark(value.object, holder);
        return;
      case 'slice':
      case 'pointer':
        this.block(value.block, holder);
        return;
      case 'block':
        this.block(value, holder);
        return;
      case 'map': {
        const inner = this.mark(value.object, holder);
        if (value.seen === this.epoch) return;
        value.seen = this.epoch;
        this.cost += value.entries.size;
        for (const object of value.memory.held()) this.mark(object, inner);
        for (const { key, cell } of value.entries.values()) {
          this.visit(key, inner);
          this.block(cell, inner);
        }
        return;
      }
      case 'closure': {
        const inner = this.mark(value.object, holder);
        for (const [, cell] of value.captured) this.block(cell, inner);
        return;
      }
      case 'method':
        this.visit(value.receiver, this.mark(value.object, holder));
        return;
      case 'interface':
        this.visit(value.value, this.mark(value.object, holder));
        return;
      case 'chan': {
        const [header = noObject, buffer = header] = value.objects;
        const inner = this.mark(buffer, this.mark(header, holder));
        if (value.seen === this.epoch) return;
        value.seen = this.epoch;
        this.cost += value.queue.length;
        for (const queued of value.queue) this.visit(queued, inner);
        return;
      }
      case 'tuple':
        for (const each of value.values) this.visit(each, holder);
        return;
      default:
        return;
    }
  }

  private block(block: Block, holder: number): void {
    const inner = this.mark(block.owner, holder);
    if (block.seen === this.epoch) return;
    if (inner === byRoot) this.ofRoots.push(block);
    else this.later(block, inner);
  }

  /** The holder leads to the object; gives the holder of what lies there: of memory that is no object, the same. */
  private mark(object: number, holder: number): number {
    if (object < 0) return holder;
    if (holder === byRoot || !this.log.isScanned(holder)) this.rootMarks[object] = this.epoch;
    else if (holder !== object) this.held.add(holder, object);
    if (this.marks[object] === this.epoch) return object;
    this.marks[object] = this.epoch;
    const memory = this.memory[object];
    if (memory !== undefined) this.later(memory, object);
    return object;
  }

  /** Memory that roots lead to, too, counts to them: it is looked at first. */
  private later(block: Block, holder: number): void {
    this.ofObjects.push(block);
    this.holders.push(holder);
  }
}
