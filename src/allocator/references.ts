/**
 * What objects hold of one another, and which of them the program can reach.
 *
 * A reference is from a slot to a slot, since the runtime marks slots: all objects of a tiny block live as long as
 * one of them does. An object may hold another more than once. References of objects without pointers are kept but
 * never followed, as the runtime does not scan them; those of an object that is swept go with it.
 *
 * Reaching begins at the roots (the rooted bits: what a variable refers to) and goes along references. Mirrors the
 * outcome of gcDrain and scanobject of mgcmark.go, Go 1.26, not their order, which no slot depends on.
 */
import { bitsAt, isBitSet, lowBits, trailingZeros } from './bitmap';
import { longer, noObject, spanInUse, tinyChain } from './heapState';
import type { Mheap } from './mheap';
import { sizeOf } from './mspan';
import { ReferenceIndex } from './referenceIndex';
import { isNoscan } from './sizeClasses';

const none = -1;
/** References of one slot that are looked through to find one; among more it is looked up. */
const looked = 32;

export class ReferenceTable {
  /** References there are now. */
  count = 0;
  /** First reference of a slot by its handle; shorter than the slot columns while few have any. */
  private first = new Int32Array(0);
  private target = new Int32Array(64);
  private next = new Int32Array(64);
  private used = 0;
  private free = none;
  /** Made when a slot with many references loses one. */
  private index: ReferenceIndex | undefined = undefined;

  add(from: number, to: number): void {
    if (from >= this.first.length) {
      const length = this.first.length;
      this.first = longer(this.first, Math.max(from + 1, length * 2, 1024)).fill(none, length);
    }
    const reference = this.take();
    this.target[reference] = to;
    this.next[reference] = this.first[from];
    this.first[from] = reference;
    this.index?.add(from, to, reference);
    this.count++;
  }

  /** Takes one reference away; false where there is none. */
  remove(from: number, to: number): boolean {
    const at = this.find(from, to);
    if (at < 0) return false;
    // The first takes its place: the order within a slot says nothing.
    const first = this.first[from];
    this.index?.remove(from, to, at);
    if (first !== at) {
      this.target[at] = this.target[first];
      this.index?.remove(from, this.target[at], first);
      this.index?.add(from, this.target[at], at);
    }
    this.first[from] = this.next[first];
    this.give(first);
    return true;
  }

  private find(from: number, to: number): number {
    let at = this.firstOf(from);
    for (let i = 0; i < looked && at >= 0; i++, at = this.next[at]) if (this.target[at] === to) return at;
    if (at < 0) return none;
    this.index ??= this.indexOfAll();
    return this.index.find(from, to);
  }

  private indexOfAll(): ReferenceIndex {
    const index = new ReferenceIndex();
    for (let from = 0; from < this.first.length; from++)
      for (let at = this.first[from]; at >= 0; at = this.next[at]) index.add(from, this.target[at], at);
    return index;
  }

  /** Takes all references of a slot away. */
  clear(from: number): void {
    for (let at = this.firstOf(from); at >= 0; ) {
      const next = this.next[at];
      this.index?.remove(from, this.target[at], at);
      this.give(at);
      at = next;
    }
    if (from < this.first.length) this.first[from] = none;
  }

  /** Handles that a slot refers to, one after the other. */
  each(from: number, visit: (to: number) => void): void {
    for (let at = this.firstOf(from); at >= 0; at = this.next[at]) visit(this.target[at]);
  }

  private firstOf(handle: number): number {
    return handle < this.first.length ? this.first[handle] : none;
  }

  private take(): number {
    const reference = this.free;
    if (reference >= 0) {
      this.free = this.next[reference];
      return reference;
    }
    if (this.used === this.target.length) {
      this.target = longer(this.target, this.used * 2);
      this.next = longer(this.next, this.used * 2);
    }
    return this.used++;
  }

  private give(reference: number): void {
    this.next[reference] = this.free;
    this.free = reference;
    this.count--;
  }
}

/** Bytes asked for by what can be reached; a tiny block counts whole where references alone hold it. */
export function reachedBytes(h: Mheap, bits: Int32Array): number {
  let bytes = 0;
  for (let span = 0; span < h.spans.count; span++) {
    if (h.spans.state[span] === spanInUse) bytes += reachedBytesOf(h, bits, span);
  }
  return bytes;
}

/** As reachedBytes, of one span. */
export function reachedBytesOf(h: Mheap, bits: Int32Array, span: number): number {
  let bytes = 0;
  forSlots(h, bits, span, handle => {
    const entry = h.slots.object[handle];
    const rooted = entry < noObject ? rootedTinyBytes(h, tinyChain(entry)) : 0;
    bytes += rooted > 0 ? rooted : sizeOf(h, handle);
  });
  return bytes;
}

function rootedTinyBytes(h: Mheap, first: number): number {
  let bytes = 0;
  for (let record = first; record >= 0; record = h.tiny.next[record]) {
    if (h.tiny.rooted[record] === 1) bytes += h.tiny.size[record];
  }
  return bytes;
}

/** What a walk from the roots found: a bit a handle, and how many slots waited at once to be scanned. */
export interface Reached {
  bits: Int32Array;
  mostWaiting: number;
}

/** Makes the bits those of the slots that can be reached; there must be as many as h.bits has. */
export function reach(h: Mheap, bits: Int32Array): Reached {
  const { spans } = h;
  bits.set(h.bits.rooted);
  if (h.references.count === 0) return { bits, mostWaiting: 0 };
  const waiting: number[] = [];
  let mostWaiting = 0;
  const visit = (handle: number): void => {
    if (isBitSet(bits, handle)) return;
    bits[handle >> 5] |= 1 << (handle & 31);
    if (!isNoscan(spans.spanClass[h.slots.span[handle]])) waiting.push(handle);
  };
  const scan = (handle: number): void => {
    h.references.each(handle, visit);
    if (waiting.length > mostWaiting) mostWaiting = waiting.length;
  };
  for (let span = 0; span < spans.count; span++) {
    if (spans.state[span] !== spanInUse || isNoscan(spans.spanClass[span])) continue;
    forSlots(h, h.bits.rooted, span, handle => {
      scan(handle);
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) scan(next);
    });
  }
  return { bits, mostWaiting };
}

/** Visits the handle of every slot of a span whose bit is set. */
function forSlots(h: Mheap, bits: Int32Array, span: number, visit: (handle: number) => void): void {
  const first = h.spans.slots[span];
  const end = first + h.spans.nelems[span];
  for (let at = first; at < end; at += 32) {
    for (let rest = bitsAt(bits, at) & lowBits(end - at); rest !== 0; rest &= rest - 1) {
      visit(at + trailingZeros(rest));
    }
  }
}
