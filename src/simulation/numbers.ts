/**
 * Integers as Go computes them: a number while that is exact, a bigint beyond 2^53; every result wrapped to its
 * type. Floats are rounded to their type.
 */

import { Basic, type Type, TypeKind, underlying } from '../types';

/** What kind of number a type holds. */
export type NumberKind =
  | { kind: 'int'; bits: number; signed: boolean }
  | { kind: 'float'; bits: 32 | 64 }
  | { kind: 'complex' }
  | undefined;

const int = (bits: number, signed: boolean): NumberKind => ({ kind: 'int', bits, signed });
const kinds = new Map<Basic, NumberKind>([
  [Basic.Int, int(64, true)],
  [Basic.Int8, int(8, true)],
  [Basic.Int16, int(16, true)],
  [Basic.Int32, int(32, true)],
  [Basic.Int64, int(64, true)],
  [Basic.Uint, int(64, false)],
  [Basic.Uint8, int(8, false)],
  [Basic.Uint16, int(16, false)],
  [Basic.Uint32, int(32, false)],
  [Basic.Uint64, int(64, false)],
  [Basic.Uintptr, int(64, false)],
  [Basic.UntypedInt, int(64, true)],
  [Basic.UntypedRune, int(32, true)],
  [Basic.Float32, { kind: 'float', bits: 32 }],
  [Basic.Float64, { kind: 'float', bits: 64 }],
  [Basic.UntypedFloat, { kind: 'float', bits: 64 }],
  [Basic.Complex64, { kind: 'complex' }],
  [Basic.Complex128, { kind: 'complex' }],
  [Basic.UntypedComplex, { kind: 'complex' }],
]);

export function numberKind(type: Type): NumberKind {
  const under = underlying(type);
  return under.kind === TypeKind.Basic ? kinds.get(under.basic) : undefined;
}

export type Integer = number | bigint;

/** The value in the type's range; `bits` of 64 are the machine's own where the type is int. */
export function wrap(value: Integer, bits: number, signed: boolean): Integer {
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    if (bits === 64) {
      if (signed || value >= 0) return value;
    } else if (bits === 32) return signed ? value | 0 : value >>> 0;
    else if (value >= 0 && value < 2 ** (bits - 1)) return value;
  }
  const big = typeof value === 'bigint' ? value : BigInt(value);
  return normal(signed ? BigInt.asIntN(bits, big) : BigInt.asUintN(bits, big));
}

/** A number where that is exact. */
export function normal(value: bigint): Integer {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

export function arithmetic(op: '+' | '-' | '*', x: Integer, y: Integer): Integer {
  if (typeof x === 'number' && typeof y === 'number') {
    const result = op === '+' ? x + y : op === '-' ? x - y : x * y;
    if (Number.isSafeInteger(result)) return result + 0;
  }
  const a = BigInt(x);
  const b = BigInt(y);
  return normal(op === '+' ? a + b : op === '-' ? a - b : a * b);
}

/** y is not 0. */
export function quotient(x: Integer, y: Integer): Integer {
  if (typeof x === 'number' && typeof y === 'number') return Math.trunc(x / y) + 0;
  return normal(BigInt(x) / BigInt(y));
}

/** y is not 0. */
export function remainder(x: Integer, y: Integer): Integer {
  if (typeof x === 'number' && typeof y === 'number') return (x % y) + 0;
  return normal(BigInt(x) % BigInt(y));
}

export function bitwise(op: '&' | '|' | '^' | '&^', x: Integer, y: Integer): Integer {
  if (typeof x === 'number' && typeof y === 'number' && isInt32(x) && isInt32(y)) {
    return op === '&' ? x & y : op === '|' ? x | y : op === '^' ? x ^ y : x & ~y;
  }
  const a = BigInt(x);
  const b = BigInt(y);
  return normal(op === '&' ? a & b : op === '|' ? a | b : op === '^' ? a ^ b : a & ~b);
}

export function shiftLeft(x: Integer, by: Integer, bits: number): Integer {
  if (by >= bits) return 0;
  const count = Number(by);
  if (typeof x === 'number') {
    const result = x * 2 ** count;
    if (Number.isSafeInteger(result)) return result;
  }
  return normal(BigInt(x) << BigInt(count));
}

export function shiftRight(x: Integer, by: Integer): Integer {
  if (by >= 64) return x < 0 ? -1 : 0;
  const count = Number(by);
  if (typeof x === 'number') return count < 32 && isInt32(x) ? x >> count : Math.floor(x / 2 ** count);
  return normal(BigInt(x) >> BigInt(count));
}

function isInt32(x: number): boolean {
  return (x | 0) === x;
}

export function roundFloat(value: number, bits: 32 | 64): number {
  return bits === 32 ? Math.fround(value) : value;
}

/** A float as an integer, as Go converts it; undefined where that depends on the machine. */
export function truncated(value: number): Integer | undefined {
  if (!Number.isFinite(value) || Math.abs(value) >= 2 ** 64) return undefined;
  return Number.isSafeInteger(Math.trunc(value)) ? Math.trunc(value) + 0 : normal(BigInt(Math.trunc(value)));
}

const word = new DataView(new ArrayBuffer(8));

/** A number whose memory is read as another type of the same size: math.Float64bits and its like. */
export function reinterpreted(value: Integer, from: NumberKind, to: NumberKind): Integer {
  if (from?.kind === 'float' && to?.kind === 'int') {
    if (from.bits === 32) word.setFloat32(0, Number(value));
    else word.setFloat64(0, Number(value));
    const bits = from.bits === 32 ? word.getUint32(0) : normal(word.getBigUint64(0));
    return wrap(bits, to.bits, to.signed);
  }
  if (from?.kind === 'int' && to?.kind === 'float') {
    if (to.bits === 32) word.setUint32(0, Number(BigInt.asUintN(32, BigInt(value))));
    else word.setBigUint64(0, BigInt.asUintN(64, BigInt(value)));
    return to.bits === 32 ? word.getFloat32(0) : word.getFloat64(0);
  }
  return value;
}
