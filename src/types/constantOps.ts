/** Operations on constants (go/constant's UnaryOp, BinaryOp, Shift and Compare, Go 1.26). */

import type { BinaryOp, UnaryOp } from '../syntax';
import type { Constant } from './constant';
import type { Real } from './constantReal';
import { compareReals, makeRat, negateReal, realOp, realSign, toFloatReal, toReal } from './constantReal';
import { Basic } from './type';

/** Shifts to the left beyond this give up: no compiler takes the result. */
const maxShift = 100_000;
/** Bytes of a constant string: a longer one has no value that is known. */
const maxStringLength = 2 ** 28;

/**
 * `op x`; undefined where the operation is not defined. For `^` of an unsigned type its bits are kept to
 * (`basic`).
 */
export function unaryOp(
  op: UnaryOp,
  x: Constant,
  basic?: Basic,
  sizes = { wordSize: 8 },
): Constant | undefined {
  switch (op) {
    case '+':
      return x.kind === 'bool' || x.kind === 'string' ? undefined : x;
    case '-':
      return negate(x);
    case '!':
      return x.kind === 'bool' ? { kind: 'bool', value: !x.value } : undefined;
    case '^': {
      if (x.kind !== 'int') return undefined;
      const bits = unsignedBits(basic, sizes.wordSize * 8);
      return { kind: 'int', value: bits > 0 ? BigInt.asUintN(bits, ~x.value) : ~x.value };
    }
    default:
      return undefined;
  }
}

function unsignedBits(basic: Basic | undefined, wordBits: number): number {
  switch (basic) {
    case Basic.Uint8:
      return 8;
    case Basic.Uint16:
      return 16;
    case Basic.Uint32:
      return 32;
    case Basic.Uint64:
      return 64;
    case Basic.Uint:
    case Basic.Uintptr:
      return wordBits;
    default:
      return 0;
  }
}

function negate(x: Constant): Constant | undefined {
  switch (x.kind) {
    case 'int':
      return { kind: 'int', value: -x.value };
    case 'rat':
    case 'float':
      return negateReal(x);
    case 'complex': {
      const re = negate(x.re);
      const im = negate(x.im);
      return re && im && { kind: 'complex', re, im };
    }
    default:
      return undefined;
  }
}

/**
 * `x op y` for everything but shifts and comparisons; undefined where it is not defined (division by zero
 * included) or the result is beyond all bounds. `/` of two integers is a fraction unless `integerDivision`.
 */
export function binaryOp(
  op: BinaryOp,
  x: Constant,
  y: Constant,
  integerDivision: boolean,
): Constant | undefined {
  if (x.kind === 'bool' && y.kind === 'bool') {
    if (op === '&&') return { kind: 'bool', value: x.value && y.value };
    return op === '||' ? { kind: 'bool', value: x.value || y.value } : undefined;
  }
  if (x.kind === 'string' && y.kind === 'string') {
    const fits = x.value.length + y.value.length <= maxStringLength;
    return op === '+' && fits ? { kind: 'string', value: x.value + y.value } : undefined;
  }
  if (x.kind === 'int' && y.kind === 'int') return intOp(op, x.value, y.value, integerDivision);
  if (op !== '+' && op !== '-' && op !== '*' && op !== '/') return undefined;
  if (x.kind === 'complex' || y.kind === 'complex') return complexOp(op, x, y);
  const [a, b] = matchReals(x, y);
  return a && b && realOp(op, a, b);
}

function intOp(op: BinaryOp, a: bigint, b: bigint, integerDivision: boolean): Constant | undefined {
  let value: bigint;
  switch (op) {
    case '+':
      value = a + b;
      break;
    case '-':
      value = a - b;
      break;
    case '*':
      value = a * b;
      break;
    case '/':
      if (b === 0n) return undefined;
      if (!integerDivision) return makeRat(a, b);
      value = a / b;
      break;
    case '%':
      if (b === 0n) return undefined;
      value = a % b;
      break;
    case '&':
      value = a & b;
      break;
    case '|':
      value = a | b;
      break;
    case '^':
      value = a ^ b;
      break;
    case '&^':
      value = a & ~b;
      break;
    default:
      return undefined;
  }
  return { kind: 'int', value };
}

/** Both as reals of one kind: floats where either is one. */
function matchReals(x: Constant, y: Constant): [Real | undefined, Real | undefined] {
  const a = asReal(x);
  const b = asReal(y);
  if (a === undefined || b === undefined || a.kind === b.kind) return [a, b];
  return [toFloatReal(a), toFloatReal(b)];
}

function asReal(x: Constant): Real | undefined {
  if (x.kind === 'rat' || x.kind === 'float') return x;
  return x.kind === 'int' ? toReal(x.value) : undefined;
}

function complexOp(op: '+' | '-' | '*' | '/', x: Constant, y: Constant): Constant | undefined {
  const [a, b] = parts(x);
  const [c, d] = parts(y);
  let re: Constant | undefined;
  let im: Constant | undefined;
  if (op === '+' || op === '-') {
    re = part(op, a, c);
    im = part(op, b, d);
  } else if (op === '*') {
    re = part('-', part('*', a, c), part('*', b, d));
    im = part('+', part('*', b, c), part('*', a, d));
  } else {
    const norm = part('+', part('*', c, c), part('*', d, d));
    re = part('/', part('+', part('*', a, c), part('*', b, d)), norm);
    im = part('/', part('-', part('*', b, c), part('*', a, d)), norm);
  }
  return re && im && { kind: 'complex', re, im };
}

function parts(x: Constant): [Constant, Constant] {
  return x.kind === 'complex' ? [x.re, x.im] : [x, { kind: 'int', value: 0n }];
}

function part(op: BinaryOp, x: Constant | undefined, y: Constant | undefined): Constant | undefined {
  return x && y && binaryOp(op, x, y, false);
}

/** `x op count` of an integer; undefined for others and for counts beyond reason. */
export function shiftOp(op: '<<' | '>>', x: Constant, count: number): Constant | undefined {
  if (x.kind !== 'int' || count < 0) return undefined;
  if (op === '>>') return { kind: 'int', value: x.value >> BigInt(count) };
  if (x.value === 0n) return x;
  return count > maxShift ? undefined : { kind: 'int', value: x.value << BigInt(count) };
}

/** `x op y` for the six comparisons; false where the two cannot be compared. */
export function compareConstants(op: BinaryOp, x: Constant, y: Constant): boolean {
  if (x.kind === 'bool' && y.kind === 'bool') {
    return op === '==' ? x.value === y.value : op === '!=' && x.value !== y.value;
  }
  if (x.kind === 'string' && y.kind === 'string')
    return holds(op, x.value < y.value ? -1 : x.value > y.value ? 1 : 0);
  if (x.kind === 'int' && y.kind === 'int')
    return holds(op, x.value < y.value ? -1 : x.value > y.value ? 1 : 0);
  if (x.kind === 'complex' || y.kind === 'complex') {
    const [a, b] = parts(x);
    const [c, d] = parts(y);
    const equal = compareConstants('==', a, c) && compareConstants('==', b, d);
    return op === '==' ? equal : op === '!=' && !equal;
  }
  const [a, b] = matchReals(x, y);
  return a !== undefined && b !== undefined && holds(op, compareReals(a, b));
}

function holds(op: BinaryOp, order: number): boolean {
  switch (op) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return false;
  }
}

/** -1, 0 or 1; for a complex number 0 if it is zero and 1 otherwise. Not a number: 1. */
export function signOf(x: Constant): number {
  switch (x.kind) {
    case 'int':
      return x.value > 0n ? 1 : x.value < 0n ? -1 : 0;
    case 'rat':
    case 'float':
      return realSign(x);
    case 'complex':
      return signOf(x.re) === 0 && signOf(x.im) === 0 ? 0 : 1;
    default:
      return 1;
  }
}
