/**
 * What the simulation knows of a value: enough to count turns and to size what is allocated. Integers and
 * booleans are themselves; `undefined` is a value of which nothing is known.
 */

import type { Callee, Func, Name } from '../ir';

export type Value =
  | undefined
  | number
  | boolean
  | StringValue
  | SliceValue
  | MapValue
  | ClosureValue
  | FuncValue
  | NilValue
  | TupleValue;

export interface StringValue {
  kind: 'string';
  /** Bytes. */
  len: number;
}
/** `object` is the backing array that this run allocated, -1 where it is not known or not on the heap. */
export interface SliceValue {
  kind: 'slice';
  len: number;
  cap: number;
  object: number;
}
/** Shared by all who hold the map. */
export interface MapValue {
  kind: 'map';
  count: number;
  /** Slots there is room for. */
  slots: number;
  /** The memory of its groups, -1 before the first. */
  object: number;
}
export interface ClosureValue {
  kind: 'closure';
  func: Func;
  /** Where its outer variables live. */
  frame: Frame;
}
export interface FuncValue {
  kind: 'func';
  callee: Callee;
}
export interface NilValue {
  kind: 'nil';
}
export interface TupleValue {
  kind: 'tuple';
  values: Value[];
}

/** What is let go together: at the end of a turn of a loop, or of a call. */
export interface Scope {
  objects: number[];
}

/** One call under way. */
export interface Frame {
  func: Func;
  /** The frame of the function around a closure. */
  outer: Frame | undefined;
  /** The frame that called; undefined for the function that is simulated. */
  caller: Frame | undefined;
  values: Map<Name, Value>;
  scope: Scope;
  deferred: (() => void)[];
  results: Value;
  depth: number;
}

export const nil: NilValue = { kind: 'nil' };

export function newFrame(func: Func, caller: Frame | undefined, outer: Frame | undefined): Frame {
  return {
    func,
    outer,
    caller,
    values: new Map(),
    scope: { objects: [] },
    deferred: [],
    results: undefined,
    depth: caller === undefined ? 0 : caller.depth + 1,
  };
}

/** The frame in which a variable lives, seen from `frame`. */
export function homeOf(name: Name, frame: Frame): Frame {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.outer) {
    if (at.func === name.curfn) return at;
  }
  return frame;
}

export function lengthOf(value: Value): number | undefined {
  if (typeof value !== 'object') return undefined;
  switch (value.kind) {
    case 'string':
    case 'slice':
      return value.len;
    case 'map':
      return value.count;
    case 'nil':
      return 0;
    default:
      return undefined;
  }
}
