/**
 * Slices: make, append, slicing, copy, literals (walk/builtin.go, walk/assign.go, ssagen's append, Go 1.26).
 * What stays on the stack may use a buffer of 32 bytes there: a make of variable size each time, append the first
 * time its variable is empty; `sliceMoves.ts` finds the slices that are moved to the heap only when they are returned.
 */

import { type BuiltinCall, type CompLitExpr, type IrNode, type MakeExpr, Op, type SliceExpr } from '../ir';
import { type Type, TypeKind, underlying } from '../types';
import { grownCapacity, roundedUp } from './growth';
import { type Memory, sequence } from './memory';
import type { Sites } from './sites';
import type { MovedSlice, SliceMoves } from './sliceMoves';
import {
  type Block,
  elements,
  type Frame,
  isNil,
  lengthOf,
  load,
  nil,
  noObject,
  SliceValue,
  StringValue,
  store,
  stringOf,
  textOfBytes,
  type Value,
} from './value';
import type { Walk } from './walk';

/** Bytes of the stack that a slice of variable size may begin in. */
export const stackBufferBytes = 32;

export class Slices {
  constructor(
    private readonly walk: Walk,
    private readonly sites: Sites,
    private readonly memory: Memory,
    private readonly moves: SliceMoves,
  ) {}

  // ---------------------------------------------------------------- make and literals

  make(node: MakeExpr, frame: Frame): Value {
    const elem = elemOf(node.type);
    if (elem === undefined) return undefined;
    const len = node.len && this.size(node.len, node, frame);
    const cap = node.cap === undefined ? len : this.size(node.cap, node, frame);
    if (len === undefined || cap === undefined) return undefined;
    if (len < 0 || cap < len) return this.walk.fault(node.pos);
    const bytes = cap * this.walk.sizes.sizeof(elem);
    const constant = (node.cap ?? node.len)?.op === Op.OLITERAL;
    const onStack = !this.sites.escapes(node) && (constant || bytes <= stackBufferBytes);
    return new SliceValue(this.newElements(node, cap, elem, onStack ? undefined : bytes, frame), 0, len, cap);
  }

  /** A length that is not known is assumed. */
  private size(node: IrNode, at: IrNode, frame: Frame): number {
    const known = this.walk.evaluate(node, frame);
    if (typeof known === 'number') return known;
    return this.walk.assume({
      kind: 'length',
      place: at.pos,
      func: frame.func,
      default: this.walk.options.length,
      sentence: value => `what is made is taken to hold ${value} elements`,
    });
  }

  /** Memory for elements; `bytes` where it is on the heap. */
  private newElements(
    node: IrNode,
    count: number,
    elem: Type,
    bytes: number | undefined,
    frame: Frame,
    text?: string,
  ): Block {
    const scan = this.walk.sizes.hasPointers(elem);
    const object = bytes === undefined ? noObject : this.sites.alloc(node, frame, bytes, scan, text);
    const block = elements(count, elem, object);
    this.walk.heap.setMemory(object, block);
    return block;
  }

  literal(node: CompLitExpr, frame: Frame): Value {
    const elem = elemOf(node.type);
    if (elem === undefined) return undefined;
    const len = literalLength(node);
    const verdict = this.sites.heap(node);
    const block = this.newElements(node, len, elem, verdict && len * this.walk.sizes.sizeof(elem), frame);
    this.fill(node, block, frame);
    return new SliceValue(block, 0, len, len);
  }

  /** Stores the elements of a slice or array literal. */
  fill(node: CompLitExpr, block: Block, frame: Frame): void {
    let index = 0;
    for (const element of node.list) {
      if (element.op === Op.OKEY) {
        const key = this.walk.evaluate(element.key, frame);
        if (typeof key === 'number') index = key;
        store(block, index++, this.walk.evaluate(element.value, frame));
      } else store(block, index++, this.walk.evaluate(element, frame));
    }
  }

  // ---------------------------------------------------------------- append

  append(node: BuiltinCall, frame: Frame): Value {
    const elem = elemOf(node.type);
    if (elem === undefined) return undefined;
    const target = this.walk.evaluate(node.args[0], frame);
    const base = this.baseOf(target, node, elem, frame);
    if (node.isDDD) return this.appendSlice(node, target, base, elem, frame);
    const added = node.args.slice(1).map(argument => this.walk.evaluate(argument, frame));
    const grown = this.room(node, base, added.length, elem, frame);
    for (const [i, value] of added.entries()) store(grown.block, grown.offset + base.len + i, value);
    return grown;
  }

  private appendSlice(node: BuiltinCall, target: Value, base: SliceValue, elem: Type, frame: Frame): Value {
    const [, more] = node.args;
    // append(s, make([]T, n)...) only extends.
    if (more.op === Op.OMAKESLICE && more.cap === undefined && more.len !== undefined) {
      const count = this.size(more.len, more, frame);
      const grown = this.grown(node, base, count, elem, frame);
      for (let i = 0; i < count && !grown.block.isOpaque; i++)
        grown.block.cells[grown.offset + base.len + i] = null;
      return grown;
    }
    const added = this.walk.evaluate(more, frame);
    const count = lengthOf(added) ?? this.assumedCount(node, frame);
    if (count === 0) return isNil(target) ? nil : base;
    const grown = this.grown(node, base, count, elem, frame);
    copyElements(grown, base.len, added, count);
    return grown;
  }

  private assumedCount(node: IrNode, frame: Frame): number {
    return this.walk.assume({
      kind: 'length',
      place: node.pos,
      func: frame.func,
      what: 'append',
      default: this.walk.options.length,
      sentence: value => `${value} elements are taken to be appended`,
    });
  }

  /** Of a slice of which nothing is known, the length is assumed, and that it is full. */
  private baseOf(target: Value, node: IrNode, elem: Type, frame: Frame): SliceValue {
    if (target instanceof SliceValue) return target;
    if (isNil(target)) return new SliceValue(elements(0, elem), 0, 0, 0);
    const len = this.walk.assume({
      kind: 'length',
      place: node.pos,
      func: frame.func,
      what: 'base',
      default: 0,
      sentence: value => `the slice appended to is taken to hold ${value} elements`,
    });
    return new SliceValue(elements(len, elem), 0, len, len);
  }

  /** The slice with so many elements more: in its own memory, a buffer on the stack, or memory of the heap. */
  private room(node: BuiltinCall, base: SliceValue, count: number, elem: Type, frame: Frame): SliceValue {
    if (base.len + count <= base.cap)
      return new SliceValue(base.block, base.offset, base.len + count, base.cap);
    const moved = this.moves.movedBy(node, frame.func);
    const elemBytes = this.walk.sizes.sizeof(elem);
    const room = elemBytes === 0 ? 0 : Math.floor(stackBufferBytes / elemBytes);
    const newLen = base.len + count;
    if (newLen > room) return this.grown(node, base, count, elem, frame);
    if (moved?.keepsCapacity) return this.inBuffer(base, newLen, this.nextSize(newLen, elem), elem);
    const buffer = this.moves.bufferOf(node, frame.func);
    const mayStay = moved !== undefined || !this.sites.escapes(node);
    if (!mayStay || base.len > 0 || buffer === undefined || frame.buffers?.has(buffer))
      return this.grown(node, base, count, elem, frame);
    frame.buffers ??= new Set();
    frame.buffers.add(buffer);
    return this.inBuffer(base, newLen, room, elem);
  }

  private inBuffer(base: SliceValue, len: number, cap: number, elem: Type): SliceValue {
    const slice = new SliceValue(elements(cap, elem), 0, len, cap);
    slice.block.isFrameBuffer = true;
    copyElements(slice, 0, base, base.len);
    return slice;
  }

  private nextSize(len: number, elem: Type): number {
    const bytes = this.walk.sizes.sizeof(elem);
    return Math.floor(roundedUp(len * bytes, !this.walk.sizes.hasPointers(elem)) / bytes);
  }

  /** In memory of the heap, as growslice takes it. */
  private grown(node: BuiltinCall, base: SliceValue, count: number, elem: Type, frame: Frame): SliceValue {
    const newLen = base.len + count;
    if (newLen <= base.cap) return new SliceValue(base.block, base.offset, newLen, base.cap);
    const elemBytes = this.walk.sizes.sizeof(elem);
    const noscan = !this.walk.sizes.hasPointers(elem);
    const cap = grownCapacity(base.cap, newLen, elemBytes, noscan);
    const bytes = elemBytes === 1 ? cap : cap * elemBytes;
    const text = this.sites.heap(node) === undefined ? 'append' : undefined;
    const block = this.newElements(node, cap, elem, bytes, frame, text);
    const slice = new SliceValue(block, 0, newLen, cap);
    copyElements(slice, 0, base, base.len);
    return slice;
  }

  /** What was appended to on the stack goes to the heap before it is returned. */
  moveToHeap(moved: MovedSlice, frame: Frame): void {
    const cell = this.memory.cellOf(moved.name, frame);
    const value = load(cell, 0);
    if (!(value instanceof SliceValue) || !value.block.isFrameBuffer) return;
    const elem = elemOf(moved.name.type);
    if (elem === undefined || value.cap === 0) return;
    const cap = moved.keepsCapacity ? value.cap : value.len === 0 ? 0 : this.nextSize(value.len, elem);
    const bytes = cap * this.walk.sizes.sizeof(elem);
    const block = this.newElements(moved.appends[0], cap, elem, bytes, frame);
    const slice = new SliceValue(block, 0, value.len, cap);
    copyElements(slice, 0, value, value.len);
    store(cell, 0, slice);
  }

  // ---------------------------------------------------------------- slicing and copying

  slice(node: SliceExpr, frame: Frame): Value {
    const value = this.walk.evaluate(node.x, frame);
    const low = this.bound(node.low, 0, frame);
    if (value instanceof StringValue) {
      const high =
        this.bound(node.high, undefined, frame) ?? (node.high === undefined ? value.len : undefined);
      if (low === undefined || high === undefined) return undefined;
      return this.substring(value, low, high, node);
    }
    if (isNil(value) && node.op !== Op.OSLICEARR && node.op !== Op.OSLICE3ARR) {
      const high = this.bound(node.high, 0, frame);
      if ((low ?? 0) > 0 || (high ?? 0) > 0) this.walk.fault(node.pos);
      return nil;
    }
    const at = sequence(value);
    if (at === undefined) {
      for (const bound of [node.high, node.max]) if (bound !== undefined) this.walk.evaluate(bound, frame);
      return undefined;
    }
    const whole = value instanceof SliceValue ? value.cap : at.len;
    const high = this.bound(node.high, at.len, frame);
    const max = this.bound(node.max, whole, frame);
    if (low === undefined || high === undefined || max === undefined) return undefined;
    if (low < 0 || high < low || max < high || max > whole) {
      this.walk.fault(node.pos);
      return undefined;
    }
    return new SliceValue(at.block, at.offset + low, high - low, max - low);
  }

  private bound<T>(limit: IrNode | undefined, otherwise: T, frame: Frame): number | T | undefined {
    if (limit === undefined) return otherwise;
    const known = this.walk.evaluate(limit, frame);
    return typeof known === 'number' ? known : undefined;
  }

  private substring(value: StringValue, low: number, high: number, node: IrNode): Value {
    if (low < 0 || high < low || high > value.len) {
      this.walk.fault(node.pos);
      return undefined;
    }
    if (value.text === undefined) return new StringValue(undefined, high - low, value.object);
    return stringOf(value.text.slice(low, high), high === low ? noObject : value.object);
  }

  /** copy(x, y): how many. */
  copy(x: Value, y: Value): Value {
    const to = isNil(x) ? 0 : lengthOf(x);
    const from = isNil(y) ? 0 : lengthOf(y);
    if (to === undefined || from === undefined) return undefined;
    const count = Math.min(to, from);
    if (x instanceof SliceValue) copyElements(x, 0, y, count);
    return count;
  }
}

/** Copies elements, or the bytes of a string, as memmove does; what is not known of them is not known there. */
export function copyElements(to: SliceValue, at: number, from: Value, count: number): void {
  if (to.block.isOpaque) return;
  const start = to.offset + at;
  if (from instanceof StringValue) {
    const { text } = from;
    for (let i = 0; i < count; i++)
      to.block.cells[start + i] = text === undefined ? undefined : text.charCodeAt(i);
    return;
  }
  if (!(from instanceof SliceValue) || from.block.isOpaque) {
    if (isNil(from)) return;
    for (let i = 0; i < count; i++) store(to.block, start + i, undefined);
    return;
  }
  const forwards = from.block !== to.block || from.offset >= start;
  for (let i = 0; i < count; i++) {
    const k = forwards ? i : count - 1 - i;
    const cell = from.block.cells[from.offset + k];
    store(to.block, start + k, cell === null ? load(from.block, from.offset + k) : cell);
  }
}

export function elemOf(type: Type): Type | undefined {
  const under = underlying(type);
  if (under.kind === TypeKind.Slice || under.kind === TypeKind.Array || under.kind === TypeKind.Chan)
    return under.elem;
  return under.kind === TypeKind.Pointer ? under.elem : undefined;
}

/** The bytes of a slice, or the text of a string. */
export function bytesOf(value: Value): string | undefined {
  if (value instanceof StringValue) return value.text;
  if (value instanceof SliceValue) return textOfBytes(value.block, value.offset, value.len);
  return isNil(value) ? '' : undefined;
}

/** One past the largest index. */
function literalLength(node: CompLitExpr): number {
  let next = 0;
  let len = 0;
  for (const element of node.list) {
    if (element.op === Op.OKEY && element.key.op === Op.OLITERAL && element.key.value.kind === 'int')
      next = Number(element.key.value.value);
    next++;
    len = Math.max(len, next);
  }
  return len;
}
