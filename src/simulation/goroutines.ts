/**
 * Goroutines and channels. A `go` statement is put aside, and run where the walk would have to wait for another
 * goroutine, or ends: each on the P after that of the goroutine before. A send never waits: what is sent lies in the
 * channel until somebody receives it. A goroutine that has to wait with nobody left to run ends there.
 *
 * Not modelled: the runtime's own records (the g and its stack, sudogs, timers). It keeps them for reuse, so that
 * a program that has run for a while takes no new memory for them.
 */

import type { CommClause, GoDeferStmt, IrNode, MakeExpr } from '../ir';
import { Op } from '../ir';
import { TypeKind, underlying } from '../types';
import type { Sites } from './sites';
import { Block, type ChanValue, copyOf, type Frame, isNil, type Value, zeroOf } from './value';
import { count, Stopped, type Walk } from './walk';

/** Unwinds a goroutine that would wait for ever. */
export class Parked extends Error {}

/** A program that starts more than this is not walked to its end. */
const maxGoroutines = 20_000;
/** What a channel may hold beyond its capacity before its sender is taken to wait for ever. */
const maxWaiting = 100_000;

export class Goroutines {
  private lastP = 0;
  private started = 0;
  /** Goroutines under way that have to wait for one that runs now. */
  private depth = 0;

  constructor(
    private readonly walk: Walk,
    private readonly sites: Sites,
  ) {}

  start(node: GoDeferStmt, frame: Frame): void {
    const fun = this.walk.evaluate(node.call.fun, frame);
    this.lastP = (this.lastP + 1) % this.walk.options.procs;
    if (++this.started > maxGoroutines)
      throw new Stopped(`stopped after ${count(maxGoroutines)} goroutines`, node.pos);
    this.walk.ready.push({ fun, node: node.call, p: this.lastP });
  }

  /** Runs a goroutine that is ready; false where none is. */
  runOne(frame: Frame | undefined): boolean {
    const next = this.walk.ready.shift();
    if (next === undefined || this.depth > 50) return false;
    const { heap } = this.walk;
    const before = heap.p;
    heap.p = next.p;
    this.depth++;
    const frames = this.walk.frames.length;
    const operands = this.walk.operands.length;
    try {
      this.walk.call(next.fun, [], next.node, frame);
    } catch (error) {
      if (!(error instanceof Parked)) throw error;
      this.walk.frames.length = frames;
      this.walk.operands.length = operands;
    } finally {
      this.depth--;
      heap.p = before;
    }
    return true;
  }

  runAll(frame: Frame | undefined): void {
    while (this.runOne(frame));
  }

  // ---------------------------------------------------------------- channels

  make(node: MakeExpr, frame: Frame): Value {
    const type = underlying(node.type);
    if (type.kind !== TypeKind.Chan) return undefined;
    const known = node.len === undefined ? 0 : this.walk.evaluate(node.len, frame);
    const capacity =
      typeof known === 'number'
        ? known
        : this.walk.assume({
            kind: 'length',
            place: node.pos,
            func: frame.func,
            default: this.walk.options.length,
            sentence: value => `the channel is taken to have room for ${value} elements`,
          });
    const buffer = capacity * this.walk.sizes.sizeof(type.elem);
    const { channelHeaderBytes } = this.walk.rules;
    const alloc = (bytes: number, scan: boolean) => this.sites.alloc(node, frame, bytes, scan, 'make(chan)');
    // A buffer without pointers lies behind the header in the same object.
    const objects =
      buffer > 0 && this.walk.sizes.hasPointers(type.elem)
        ? [alloc(channelHeaderBytes, true), alloc(buffer, true)]
        : [alloc(channelHeaderBytes + buffer, false)];
    return { kind: 'chan', objects, capacity, queue: [], isClosed: false, seen: 0 };
  }

  send(channel: Value, value: Value, frame: Frame): void {
    const sent = value instanceof Block ? copyOf(value) : value;
    if (typeof channel !== 'object' || channel.kind !== 'chan') {
      if (channel === undefined) this.walk.leaked.push(sent);
      return;
    }
    channel.queue.push(sent);
    if (channel.queue.length <= channel.capacity + maxWaiting) return;
    while (channel.queue.length > channel.capacity && this.runOne(frame));
    if (channel.queue.length > channel.capacity + maxWaiting) throw new Parked();
  }

  /** The value, and whether it was sent. */
  receive(channel: Value, node: IrNode, frame: Frame): { value: Value; ok: boolean | undefined } {
    const type = underlying(node.type);
    const elem = type.kind === TypeKind.Chan ? type.elem : node.type;
    if (typeof channel !== 'object' || channel.kind !== 'chan') return { value: undefined, ok: undefined };
    while (channel.queue.length === 0 && !channel.isClosed && this.runOne(frame));
    if (channel.queue.length > 0) return { value: channel.queue.shift(), ok: true };
    if (channel.isClosed) return { value: zeroOf(elem), ok: false };
    if (this.depth > 0) throw new Parked();
    return { value: undefined, ok: undefined };
  }

  close(channel: Value): void {
    if (typeof channel === 'object' && channel.kind === 'chan') channel.isClosed = true;
  }

  /** The clause of a select that can go on; the default clause, or the first that may, where none surely can. */
  choose(cases: readonly CommClause[], channels: readonly Value[], frame: Frame): number {
    const isReady = (channel: Value, i: number): boolean => {
      if (typeof channel !== 'object' || channel.kind !== 'chan') return false;
      if (cases[i].comm?.op === Op.OSEND) return canTake(channel) || channel.isClosed;
      return channel.queue.length > 0 || channel.isClosed;
    };
    const byDefault = cases.findIndex(({ comm }) => comm === undefined);
    const isKnown = cases.every(({ comm }, i) => comm === undefined || channels[i] !== undefined);
    for (;;) {
      const ready = channels.findIndex(isReady);
      if (ready >= 0) return ready;
      if (byDefault >= 0 && isKnown) return byDefault;
      if (!this.runOne(frame)) break;
    }
    const sending = cases.findIndex(({ comm }, i) => comm?.op === Op.OSEND && !isNil(channels[i]));
    if (sending >= 0) return sending;
    if (isKnown && this.depth > 0) throw new Parked();
    return -1;
  }
}

function canTake(channel: ChanValue): boolean {
  return channel.queue.length < channel.capacity;
}
