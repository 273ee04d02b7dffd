/** Operators and conversions on what is known; `undefined` where an operand is not, or where Go would panic. */

import { type BinaryOp, Op } from '../ir';
import { identical, type Type } from '../types';
import {
  arithmetic,
  bitwise,
  type Integer,
  numberKind,
  quotient,
  remainder,
  roundFloat,
  shiftLeft,
  shiftRight,
  truncated,
  wrap,
} from './numbers';
import { isNil, load, stringOf, type Value } from './value';

export function unary(op: Op, type: Type, x: Value): Value {
  if (typeof x === 'boolean') return op === Op.ONOT ? !x : undefined;
  if (typeof x === 'object' && x.kind === 'complex')
    return op === Op.ONEG ? { kind: 'complex', re: -x.re, im: -x.im } : op === Op.OPLUS ? x : undefined;
  if (typeof x !== 'number' && typeof x !== 'bigint') return undefined;
  if (op === Op.OPLUS) return x;
  const number = numberKind(type);
  if (number?.kind === 'float') return op === Op.ONEG ? -Number(x) : undefined;
  if (number?.kind !== 'int') return undefined;
  if (op === Op.ONEG) return wrap(arithmetic('-', 0, x), number.bits, number.signed);
  if (op === Op.OBITNOT) return wrap(arithmetic('-', -1, x), number.bits, number.signed);
  return undefined;
}

/** `type` is that of the left operand. */
export function binary(op: BinaryOp, type: Type, x: Value, y: Value): Value {
  switch (op) {
    case Op.OEQ:
      return equal(x, y);
    case Op.ONE: {
      const same = equal(x, y);
      return same === undefined ? undefined : !same;
    }
    case Op.OLT:
    case Op.OLE:
    case Op.OGT:
    case Op.OGE:
      return ordered(op, x, y);
    default:
      return compute(op, type, x, y);
  }
}

function compute(op: BinaryOp, type: Type, x: Value, y: Value): Value {
  if (isInteger(x) && isInteger(y)) {
    const number = numberKind(type);
    if (number?.kind === 'float') return floats(op, Number(x), Number(y), number.bits);
    if (number?.kind !== 'int' || !isWhole(x) || !isWhole(y)) return undefined;
    const result = integers(op, x, y, number.bits);
    return result === undefined ? undefined : wrap(result, number.bits, number.signed);
  }
  if (typeof x !== 'object' || typeof y !== 'object') {
    // Keeping an address from escape analysis: x ^ 0.
    return y === 0 && (op === Op.OXOR || op === Op.OADD || op === Op.OSUB) ? x : undefined;
  }
  if (x.kind === 'string' && y.kind === 'string' && op === Op.OADD) {
    return x.text === undefined || y.text === undefined ? undefined : stringOf(x.text + y.text);
  }
  if (x.kind === 'complex' && y.kind === 'complex') return complex(op, x.re, x.im, y.re, y.im);
  return undefined;
}

function integers(op: BinaryOp, x: Integer, y: Integer, bits: number): Integer | undefined {
  switch (op) {
    case Op.OADD:
      return arithmetic('+', x, y);
    case Op.OSUB:
      return arithmetic('-', x, y);
    case Op.OMUL:
      return arithmetic('*', x, y);
    case Op.ODIV:
      return Number(y) === 0 ? undefined : quotient(x, y);
    case Op.OMOD:
      return Number(y) === 0 ? undefined : remainder(x, y);
    case Op.OLSH:
      return y < 0 ? undefined : shiftLeft(x, y, bits);
    case Op.ORSH:
      return y < 0 ? undefined : shiftRight(x, y);
    case Op.OAND:
      return bitwise('&', x, y);
    case Op.OOR:
      return bitwise('|', x, y);
    case Op.OXOR:
      return bitwise('^', x, y);
    case Op.OANDNOT:
      return bitwise('&^', x, y);
    default:
      return undefined;
  }
}

function floats(op: BinaryOp, x: number, y: number, bits: 32 | 64): Value {
  switch (op) {
    case Op.OADD:
      return roundFloat(x + y, bits);
    case Op.OSUB:
      return roundFloat(x - y, bits);
    case Op.OMUL:
      return roundFloat(x * y, bits);
    case Op.ODIV:
      return roundFloat(x / y, bits);
    default:
      return undefined;
  }
}

function complex(op: BinaryOp, a: number, b: number, c: number, d: number): Value {
  switch (op) {
    case Op.OADD:
      return { kind: 'complex', re: a + c, im: b + d };
    case Op.OSUB:
      return { kind: 'complex', re: a - c, im: b - d };
    case Op.OMUL:
      return { kind: 'complex', re: a * c - b * d, im: a * d + b * c };
    default:
      return undefined;
  }
}

function ordered(op: Op.OLT | Op.OLE | Op.OGT | Op.OGE, x: Value, y: Value): boolean | undefined {
  let a: Integer | string;
  let b: Integer | string;
  if (isInteger(x) && isInteger(y)) {
    a = x;
    b = y;
  } else if (typeof x === 'object' && x.kind === 'string' && typeof y === 'object' && y.kind === 'string') {
    if (x.text === undefined || y.text === undefined) return undefined;
    a = x.text;
    b = y.text;
  } else return undefined;
  if (op === Op.OLT) return a < b;
  if (op === Op.OLE) return a <= b;
  return op === Op.OGT ? a > b : a >= b;
}

/** Go's ==; what holds something known is not nil. */
export function equal(x: Value, y: Value): boolean | undefined {
  if (x === undefined || y === undefined) return undefined;
  if (typeof x !== 'object' || typeof y !== 'object') {
    if (typeof x === 'object' || typeof y === 'object') return isNil(x) || isNil(y) ? false : undefined;
    return x === y;
  }
  if (x.kind === 'nil' || y.kind === 'nil') return x.kind === y.kind;
  switch (x.kind) {
    case 'string':
      return y.kind === 'string' ? equalStrings(x.text, y.text, x.len, y.len) : undefined;
    case 'pointer':
      return y.kind === 'pointer' ? x.block === y.block && x.index === y.index : undefined;
    case 'block':
      return y.kind === 'block'
        ? equalCells(x.length, y.length, i => equal(load(x, i), load(y, i)))
        : undefined;
    case 'interface':
      if (y.kind !== 'interface') return undefined;
      return sameDynamicType(x.type, y.type) ? equal(x.value, y.value) : false;
    case 'complex':
      return y.kind === 'complex' && x.re === y.re && x.im === y.im;
    case 'map':
    case 'chan':
      return x === y;
    case 'type':
      return y.kind === 'type' ? identical(x.type, y.type) : undefined;
    default:
      return undefined;
  }
}

function equalStrings(
  x: string | undefined,
  y: string | undefined,
  xLen: number,
  yLen: number,
): boolean | undefined {
  if (x !== undefined && y !== undefined) return x === y;
  return xLen !== yLen ? false : xLen === 0 ? true : undefined;
}

function equalCells(
  count: number,
  other: number,
  at: (i: number) => boolean | undefined,
): boolean | undefined {
  if (count !== other) return undefined;
  let result: boolean | undefined = true;
  for (let i = 0; i < count; i++) {
    const same = at(i);
    if (same === false) return false;
    if (same === undefined) result = undefined;
  }
  return result;
}

/** Types of values in interfaces; bodies of generic functions know only the shapes of some. */
export function sameDynamicType(x: Type, y: Type): boolean {
  return identical(x, y);
}

/** x as a value of type `to`, both numbers or both the same kind of thing. */
export function converted(to: Type, from: Type, x: Value): Value {
  if (!isInteger(x)) {
    const target = numberKind(to);
    if (typeof x === 'object' && x.kind === 'complex') return target?.kind === 'complex' ? x : undefined;
    return x;
  }
  const target = numberKind(to);
  if (target?.kind === 'float') return roundFloat(Number(x), target.bits);
  if (target?.kind === 'complex') return { kind: 'complex', re: Number(x), im: 0 };
  if (target?.kind !== 'int') return x;
  const whole = numberKind(from)?.kind === 'float' ? truncated(Number(x)) : x;
  return whole === undefined ? undefined : wrap(whole, target.bits, target.signed);
}

function isWhole(x: Integer): boolean {
  return typeof x === 'bigint' || Number.isInteger(x);
}

export function isInteger(x: Value): x is Integer {
  return typeof x === 'number' || typeof x === 'bigint';
}
