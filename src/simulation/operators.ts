/** Arithmetic and comparison on what is known; `undefined` where an operand is not. Integers are as in Go while exact. */

import { Op } from '../ir';
import type { Value } from './value';

export function unary(op: Op, x: Value): Value {
  if (typeof x === 'boolean') return op === Op.ONOT ? !x : undefined;
  if (typeof x !== 'number') return undefined;
  switch (op) {
    case Op.OPLUS:
      return x;
    case Op.ONEG:
      return -x;
    case Op.OBITNOT:
      return -x - 1;
    default:
      return undefined;
  }
}

export function binary(op: Op, x: Value, y: Value): Value {
  if (isNil(x) || isNil(y)) return compareNil(op, x, y);
  if (typeof x !== 'number' || typeof y !== 'number') return undefined;
  const result = compare(op, x, y) ?? arithmetic(op, x, y);
  return typeof result === 'number' && !Number.isSafeInteger(result) ? undefined : result;
}

function compare(op: Op, x: number, y: number): boolean | undefined {
  switch (op) {
    case Op.OEQ:
      return x === y;
    case Op.ONE:
      return x !== y;
    case Op.OLT:
      return x < y;
    case Op.OLE:
      return x <= y;
    case Op.OGT:
      return x > y;
    case Op.OGE:
      return x >= y;
    default:
      return undefined;
  }
}

function arithmetic(op: Op, x: number, y: number): number | undefined {
  switch (op) {
    case Op.OADD:
      return x + y;
    case Op.OSUB:
      return x - y;
    case Op.OMUL:
      return x * y;
    case Op.ODIV:
      return y === 0 ? undefined : Math.trunc(x / y);
    case Op.OMOD:
      return y === 0 ? undefined : x % y;
    case Op.OLSH:
      return y >= 0 && y < 53 ? x * 2 ** y : undefined;
    case Op.ORSH:
      return y >= 0 ? Math.floor(x / 2 ** Math.min(y, 1000)) : undefined;
    case Op.OAND:
    case Op.OOR:
    case Op.OXOR:
    case Op.OANDNOT:
      return bitwise(op, BigInt(x), BigInt(y));
    default:
      return undefined;
  }
}

function bitwise(op: Op, x: bigint, y: bigint): number {
  if (op === Op.OAND) return Number(x & y);
  if (op === Op.OOR) return Number(x | y);
  if (op === Op.OXOR) return Number(x ^ y);
  return Number(x & ~y);
}

/** What holds something known is not nil. */
function compareNil(op: Op, x: Value, y: Value): Value {
  if (op !== Op.OEQ && op !== Op.ONE) return undefined;
  if (x === undefined || y === undefined) return undefined;
  return (isNil(x) && isNil(y)) === (op === Op.OEQ);
}

function isNil(value: Value): boolean {
  return typeof value === 'object' && value.kind === 'nil';
}
