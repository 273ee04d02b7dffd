/**
 * Values of the walk: Go's, as far as they are known. `undefined` is a value of which nothing is known.
 *
 *   integers     number while it is exact (below 2^53), bigint beyond; floats are numbers too: the type tells
 *   strings      StringValue; the bytes as a string of code units 0–255, or a length alone
 *   structs      Block of their fields; arrays: Block of their elements. A Block that is read is the memory
 *   and arrays   itself; whoever stores it copies (`store`)
 *   pointers     a Block and an index into it
 *   nil          NilValue, whatever the type
 *
 * Memory is Blocks: a variable (one cell), an array's elements, a struct's fields. A cell that was never
 * written is `null` and becomes the zero value when it is read, so that memory costs what is touched of it.
 */

import type { Callee, Func, IrNode, Name } from '../ir';
import { Basic, type StructType, type Type, TypeKind, underlying } from '../types';
import type { SwissMap } from './swissMap';

export type Value =
  | undefined
  | boolean
  | number
  | bigint
  | StringValue
  | SliceValue
  | PointerValue
  | Block
  | MapValue
  | ClosureValue
  | FuncValue
  | MethodValue
  | InterfaceValue
  | ChanValue
  | TypeValue
  | ComplexValue
  | NilValue
  | TupleValue
  | PendingValue;

/** The object of what lies on the stack, or was there before the walk began. */
export const noObject = -1;

export class StringValue {
  readonly kind = 'string';
  /** `length` may ask for an assumption, when somebody wants to know. */
  constructor(
    readonly text: string | undefined,
    private length: number | (() => number),
    readonly object: number = noObject,
  ) {}

  /** Bytes. */
  get len(): number {
    if (typeof this.length !== 'number') this.length = this.length();
    return this.length;
  }
}

export class SliceValue {
  readonly kind = 'slice';
  constructor(
    readonly block: Block,
    readonly offset: number,
    readonly len: number,
    readonly cap: number,
  ) {}
}

export interface PointerValue {
  kind: 'pointer';
  block: Block;
  index: number;
}

/** Memory; also the value of a struct or array. */
export class Block {
  readonly kind = 'block';
  /** Mark of the last trace that came by. */
  seen = 0;
  /** The buffer that append has on the stack of the frame. */
  isFrameBuffer = false;

  /** Number of cells; of opaque memory 0: nothing is known of what lies there. */
  readonly length: number;
  /** What the cells hold, from the moment that somebody looks: most large memory is never looked at. */
  private held: (Value | null)[] | undefined;
  /** Cells that memory was really taken for, by all blocks. */
  static taken = 0;

  constructor(
    /** Or their number: all are zero. */
    cells: (Value | null)[] | number,
    /** Of every cell, or the struct of whose fields it consists. */
    private readonly layout: Type,
    private readonly isStruct: boolean,
    /** Heap object it lies in. */
    public owner: number,
    readonly isOpaque = false,
    /** Of a struct: the type that it was made with. */
    readonly declared: Type | undefined = undefined,
  ) {
    this.isPlain = !isStruct && isPlain(layout);
    this.held = typeof cells === 'number' ? undefined : cells;
    this.length = typeof cells === 'number' ? cells : cells.length;
  }

  /** Null: the zero value. */
  get cells(): (Value | null)[] {
    if (this.held === undefined) {
      this.held = new Array<Value | null>(this.length).fill(null);
      Block.taken += this.length;
    }
    return this.held;
  }

  /** Nobody has looked at the cells. */
  get isUntouched(): boolean {
    return this.held === undefined;
  }
  /** Holds numbers alone: nothing that leads to other memory. */
  readonly isPlain: boolean;

  /** The struct of whose fields it consists. */
  get fields(): StructType | undefined {
    return this.isStruct ? (this.layout as StructType) : undefined;
  }

  typeAt(index: number): Type {
    return this.isStruct ? (this.layout as StructType).fields[index].type : this.layout;
  }

  /** Other memory of the same form, all zero. */
  sameForm(owner: number): Block {
    return new Block(this.length, this.layout, this.isStruct, owner, this.isOpaque, this.declared);
  }
}

export interface MapValue {
  kind: 'map';
  /** Null: in memory of the stack, or made before the walk. */
  object: number;
  entries: Map<unknown, MapEntry>;
  memory: SwissMap;
  /** There are entries of which nothing is known. */
  isVague: boolean;
  seen: number;
}
export interface MapEntry {
  key: Value;
  cell: Block;
}

export interface ClosureValue {
  kind: 'closure';
  func: Func;
  /** The variables of functions around that it uses. */
  captured: readonly [Name, Block][];
  object: number;
}
export interface FuncValue {
  kind: 'func';
  callee: Callee;
}
/** A method with its receiver. */
export interface MethodValue {
  kind: 'method';
  callee: Callee;
  receiver: Value;
  object: number;
}
export interface InterfaceValue {
  kind: 'interface';
  type: Type;
  value: Value;
  /** The memory of the value, where it had to be copied to the heap. */
  object: number;
}
/** What reflection says of a dynamic type. */
export interface TypeValue {
  kind: 'type';
  type: Type;
}
export interface ChanValue {
  kind: 'chan';
  objects: readonly number[];
  capacity: number;
  queue: Value[];
  isClosed: boolean;
  seen: number;
}
export interface ComplexValue {
  kind: 'complex';
  re: number;
  im: number;
}
export interface NilValue {
  kind: 'nil';
}
export interface TupleValue {
  kind: 'tuple';
  values: Value[];
}
/** Decided when it is first read: what a parameter holds is assumed only if somebody looks at it. */
export interface PendingValue {
  kind: 'pending';
  make: () => Value;
}

/** One call under way. */
export interface Frame {
  func: Func;
  /** The frame that called; undefined for the function that is simulated. */
  caller: Frame | undefined;
  cells: Map<Name, Block>;
  /** Function values without parameters, to be called when the frame ends. */
  deferred: { fun: Value; node: IrNode }[];
  results: Value;
  depth: number;
  /** Stack buffers of append that are in use. */
  buffers: Set<object> | undefined;
  /** The panic that unwinds this frame. */
  panic: { value: Value; recovered: boolean } | undefined;
}

export const nil: NilValue = { kind: 'nil' };
/** More elements than this are not kept one by one. */
const maxCells = 1 << 22;

export function newFrame(func: Func, caller: Frame | undefined): Frame {
  return {
    func,
    caller,
    cells: new Map(),
    deferred: [],
    results: undefined,
    depth: caller === undefined ? 0 : caller.depth + 1,
    buffers: undefined,
    panic: undefined,
  };
}

export function isNil(value: Value): value is NilValue {
  return typeof value === 'object' && value.kind === 'nil';
}

// ---------------------------------------------------------------- memory

function isPlain(type: Type): boolean {
  const under = underlying(type);
  return under.kind === TypeKind.Basic && under.basic !== Basic.String && under.basic !== Basic.UnsafePointer;
}

export function variable(type: Type, owner = noObject): Block {
  return new Block(1, type, false, owner);
}

export function elements(count: number, type: Type, owner = noObject): Block {
  if (count > maxCells) return new Block(0, type, false, owner, true);
  return new Block(count, type, false, owner);
}

export function structBlock(type: StructType, owner = noObject, declared: Type = type): Block {
  return new Block(type.fields.length, type, true, owner, false, declared);
}

export function zeroOf(type: Type, owner = noObject): Value {
  const under = underlying(type);
  switch (under.kind) {
    case TypeKind.Struct:
      return structBlock(under, owner, type);
    case TypeKind.Array:
      return elements(Math.max(0, under.len), under.elem, owner);
    case TypeKind.Basic:
      return zeroOfBasic(under.basic);
    case TypeKind.Slice:
    case TypeKind.Map:
    case TypeKind.Pointer:
    case TypeKind.Signature:
    case TypeKind.Interface:
    case TypeKind.Chan:
      return nil;
    default:
      return undefined;
  }
}

function zeroOfBasic(basic: Basic): Value {
  if (basic === Basic.String || basic === Basic.UntypedString) return emptyString;
  if (basic === Basic.Bool || basic === Basic.UntypedBool) return false;
  if (basic === Basic.UnsafePointer || basic === Basic.UntypedNil) return nil;
  if (basic === Basic.Complex64 || basic === Basic.Complex128) return { kind: 'complex', re: 0, im: 0 };
  return basic === Basic.Invalid ? undefined : 0;
}

export function load(block: Block, index: number): Value {
  const value = block.cells[index];
  if (value === null) {
    const zero = zeroOf(block.typeAt(index), block.owner);
    block.cells[index] = zero;
    return zero;
  }
  if (typeof value === 'object' && value.kind === 'pending') {
    const made = value.make();
    block.cells[index] = made;
    return made;
  }
  return value;
}

/** Puts a copy of the value there. */
export function store(block: Block, index: number, value: Value): void {
  if (block.isOpaque || index >= block.length) return;
  const there = block.cells[index];
  if (typeof value === 'object' && value.kind === 'block') {
    if (value === there) return;
    if (there instanceof Block && there.length === value.length) copyCells(there, value);
    else block.cells[index] = copyOf(value, block.owner);
  } else if (there instanceof Block && value === undefined) forget(there);
  else block.cells[index] = value;
}

/** Nothing is known any more of what lies there. */
export function forget(block: Block): void {
  for (let i = 0; i < block.length; i++) {
    const cell = block.cells[i];
    if (cell instanceof Block) forget(cell);
    else block.cells[i] = undefined;
  }
}

export function copyOf(value: Block, owner = noObject): Block {
  const copy = value.sameForm(owner);
  if (!value.isUntouched) copyCells(copy, value);
  return copy;
}

function copyCells(to: Block, from: Block): void {
  for (let i = 0; i < from.length; i++) {
    const cell = from.cells[i];
    if (cell === null) {
      if (to.cells[i] instanceof Block) clearBlock(to.cells[i] as Block);
      else to.cells[i] = null;
    } else store(to, i, cell);
  }
}

export function clearBlock(block: Block): void {
  if (block.isUntouched) return;
  for (let i = 0; i < block.length; i++) {
    const cell = block.cells[i];
    if (cell instanceof Block) clearBlock(cell);
    else block.cells[i] = null;
  }
}

// ---------------------------------------------------------------- strings

export const emptyString = new StringValue('', 0);

export function stringOf(text: string, object = noObject): StringValue {
  return new StringValue(text, text.length, object);
}

/** Bytes of a slice as text; undefined where one is not known. */
export function textOfBytes(block: Block, offset: number, len: number): string | undefined {
  if (block.isOpaque) return undefined;
  const parts: string[] = [];
  let codes: number[] = [];
  for (let i = 0; i < len; i++) {
    const byte = load(block, offset + i);
    if (typeof byte !== 'number') return undefined;
    codes.push(byte);
    if (codes.length === 4096) {
      parts.push(String.fromCharCode(...codes));
      codes = [];
    }
  }
  parts.push(String.fromCharCode(...codes));
  return parts.join('');
}

// ---------------------------------------------------------------- what is known of a length

export function lengthOf(value: Value): number | undefined {
  if (typeof value !== 'object') return undefined;
  switch (value.kind) {
    case 'string':
    case 'slice':
      return value.len;
    case 'map':
      return value.isVague ? undefined : value.entries.size;
    case 'chan':
      return value.queue.length;
    case 'nil':
      return 0;
    case 'block':
      return value.isOpaque ? undefined : value.length;
    default:
      return undefined;
  }
}

/** Two parts of a result; undefined where nothing is known. */
export function tupleAt(value: Value, index: number): Value {
  return typeof value === 'object' && value.kind === 'tuple' ? value.values[index] : undefined;
}
