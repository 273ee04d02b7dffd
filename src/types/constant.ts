/**
 * Constant values of arbitrary precision (go/constant, Go 1.26): plain data, told apart by `kind`.
 *
 * Integers are exact. Fractions are exact rationals while numerator and denominator have fewer than 4096 bits,
 * and floats with a mantissa of 512 bits beyond that. A value that is not known is undefined.
 * Knowingly different: decimal literals beyond the range of rationals are rounded correctly, where Go may be off
 * by one in the last of 512 bits.
 */

export type Constant =
  | { kind: 'bool'; value: boolean }
  /** Bytes as a JavaScript string of code units 0–255 (Go strings are bytes, not text). */
  | { kind: 'string'; value: string }
  | { kind: 'int'; value: bigint }
  /** A rational number in lowest terms, den > 0; 1 for a whole number that was written as a float. */
  | { kind: 'rat'; num: bigint; den: bigint }
  /** Beyond what rationals are kept for: mantissa × 2^exponent, 512 bits. */
  | { kind: 'float'; mantissa: bigint; exponent: number }
  | { kind: 'complex'; re: Constant; im: Constant };

export { parseLiteral } from './constantLiteral';
export { binaryOp, compareConstants, shiftOp, signOf, unaryOp } from './constantOps';
export { bitLength } from './constantReal';
export { floatValue, representable } from './constantRepresentation';
export { constantMessage, constantString } from './constantString';

import { realSign, realToInt, toReal } from './constantReal';

/** `bytes`: code units 0–255. */
export function stringConstant(bytes: string): Constant {
  return { kind: 'string', value: bytes };
}
export function intConstant(value: bigint): Constant {
  return { kind: 'int', value };
}

/** The value as an integer; undefined where it is none. */
export function toInt(x: Constant): Constant | undefined {
  if (x.kind === 'int') return x;
  if (x.kind === 'rat' || x.kind === 'float') {
    const value = realToInt(x);
    return value === undefined ? undefined : { kind: 'int', value };
  }
  if (x.kind !== 'complex') return undefined;
  const real = toFloat(x);
  return real === undefined ? undefined : toInt(real);
}

/** The value as a rational or float; undefined where it is no real number. */
export function toFloat(x: Constant): Constant | undefined {
  switch (x.kind) {
    case 'int':
      return toReal(x.value);
    case 'rat':
    case 'float':
      return x;
    case 'complex':
      return isZero(x.im) ? toFloat(x.re) : undefined;
    default:
      return undefined;
  }
}

/** The value as a complex number; undefined where it is no number. */
export function toComplex(x: Constant): Constant | undefined {
  if (x.kind === 'complex') return x;
  if (x.kind === 'bool' || x.kind === 'string') return undefined;
  return { kind: 'complex', re: x, im: zero };
}

const zero: Constant = { kind: 'int', value: 0n };

function isZero(x: Constant): boolean {
  return x.kind === 'int' ? x.value === 0n : (x.kind === 'rat' || x.kind === 'float') && realSign(x) === 0;
}

/** Real part of a number; undefined for what is none. */
export function realPart(x: Constant): Constant | undefined {
  if (x.kind === 'complex') return x.re;
  return x.kind === 'bool' || x.kind === 'string' ? undefined : x;
}
/** Imaginary part of a number; undefined for what is none. */
export function imagPart(x: Constant): Constant | undefined {
  if (x.kind === 'complex') return x.im;
  return x.kind === 'bool' || x.kind === 'string' ? undefined : zero;
}

/** The integer as a JavaScript number, exact; undefined for what is none or does not fit 53 bits. */
export function int64Value(x: Constant | undefined): number | undefined {
  if (x?.kind !== 'int') return undefined;
  const value = Number(x.value);
  return Number.isSafeInteger(value) ? value : undefined;
}
