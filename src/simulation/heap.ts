/**
 * The heap objects of the walk: allocations are events, and what nothing can reach any more is let go. As the
 * collector does, a trace goes from the roots (variables of the calls under way, package variables, operands)
 * through all memory; what it does not come by is dropped. Traces are made where a call or a turn of a loop ends, and
 * only when the walk has since done as much work as the last one took, so that they never dominate.
 */

import type { Place } from '../syntax';
import type { EventLog } from './eventLog';
import { Block, noObject, type Value } from './value';

export class Heap {
  /** Above 0: what is allocated belongs to the program's start, not to what is simulated. */
  silent = 0;
  /** The P on which the walk is. */
  p = 0;
  private readonly marks: number[] = [];
  private readonly roots: (Block | undefined)[] = [];
  private readonly pending: Block[] = [];
  private alive: number[] = [];
  private readonly dropped = new Set<number>();
  private epoch = 0;
  /** Work of the trace under way, and of the last. */
  private cost = 0;
  private lastCost = 0;
  private allocatedAt = 0;
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
    this.roots.push(undefined);
    this.alive.push(object);
    this.allocatedAt++;
    return object;
  }

  /** The memory of the object: a pointer to a part of it keeps all of it. */
  setMemory(object: number, memory: Block): void {
    if (object >= 0) this.roots[object] = memory;
  }

  drop(object: number): void {
    if (object < 0 || this.dropped.has(object)) return;
    this.dropped.add(object);
    this.log.drop(object, this.p);
  }

  /** A trace is worth its time: something was allocated since the last, and as much work was done, or memory taken. */
  isDue(work: number): boolean {
    return this.allocatedAt > 0 && work + Block.taken - this.takenAt >= this.lastCost;
  }

  /** Drops what the roots do not lead to. */
  trace(roots: (visit: (value: Value) => void) => void): void {
    this.epoch++;
    this.allocatedAt = 0;
    this.takenAt = Block.taken;
    this.cost = 0;
    roots(this.visit);
    for (let block = this.pending.pop(); block !== undefined; block = this.pending.pop()) {
      this.cost++;
      if (block.isPlain || block.isUntouched) continue;
      this.cost += block.length;
      for (const cell of block.cells) if (typeof cell === 'object' && cell !== null) this.visit(cell);
    }
    const alive: number[] = [];
    for (const object of this.alive) {
      if (this.marks[object] === this.epoch && !this.dropped.has(object)) {
        alive.push(object);
        continue;
      }
      this.roots[object] = undefined;
      if (!this.dropped.delete(object)) this.log.drop(object, this.p);
    }
    this.cost += this.alive.length;
    this.alive = alive;
    this.lastCost = 4 * this.cost;
  }

  private readonly visit = (value: Value): void => {
    if (typeof value !== 'object') return;
    switch (value.kind) {
      case 'string':
        this.mark(value.object);
        return;
      case 'slice':
      case 'pointer':
        this.block(value.block);
        return;
      case 'block':
        this.block(value);
        return;
      case 'map':
        if (value.seen === this.epoch) return;
        value.seen = this.epoch;
        this.cost += value.entries.size;
        this.mark(value.object);
        for (const object of value.memory.held()) this.mark(object);
        for (const { key, cell } of value.entries.values()) {
          this.visit(key);
          this.block(cell);
        }
        return;
      case 'closure':
        this.mark(value.object);
        for (const [, cell] of value.captured) this.block(cell);
        return;
      case 'method':
        this.mark(value.object);
        this.visit(value.receiver);
        return;
      case 'interface':
        this.mark(value.object);
        this.visit(value.value);
        return;
      case 'chan':
        if (value.seen === this.epoch) return;
        value.seen = this.epoch;
        this.cost += value.queue.length;
        for (const object of value.objects) this.mark(object);
        for (const queued of value.queue) this.visit(queued);
        return;
      case 'tuple':
        for (const each of value.values) this.visit(each);
        return;
      default:
        return;
    }
  };

  private block(block: Block): void {
    if (block.seen === this.epoch) return;
    block.seen = this.epoch;
    this.mark(block.owner);
    this.pending.push(block);
  }

  private mark(object: number): void {
    if (object < 0 || this.marks[object] === this.epoch) return;
    this.marks[object] = this.epoch;
    const memory = this.roots[object];
    if (memory !== undefined) this.block(memory);
  }
}
