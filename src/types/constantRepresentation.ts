/** Whether a basic type can hold a constant, and the value rounded to it (types2's const.go, Go 1.26). */

import type { Constant } from './constant';
import { toComplex, toFloat, toInt } from './constant';
import type { Real } from './constantReal';
import { bitLengthOf, ofFloat64, toFloat32, toFloat64, toReal } from './constantReal';
import { Basic } from './type';

/** The constant as a value of the type, rounded where it is a float; undefined where the type cannot hold it. */
export function representable(x: Constant, basic: Basic, sizes: { wordSize: number }): Constant | undefined {
  switch (basic) {
    case Basic.Bool:
    case Basic.UntypedBool:
      return x.kind === 'bool' ? x : undefined;
    case Basic.String:
    case Basic.UntypedString:
      return x.kind === 'string' ? x : undefined;
    case Basic.Float32:
    case Basic.Float64:
      return roundReal(x, basic);
    case Basic.UntypedFloat:
      return toFloat(x) && x;
    case Basic.Complex64:
    case Basic.Complex128:
      return roundComplex(x, basic === Basic.Complex64 ? Basic.Float32 : Basic.Float64);
    case Basic.UntypedComplex:
      return toComplex(x) && x;
    case Basic.Invalid:
    case Basic.UnsafePointer:
    case Basic.UntypedNil:
      return undefined;
    default:
      return integer(x, basic, sizes.wordSize * 8);
  }
}

function integer(x: Constant, basic: Basic, wordBits: number): Constant | undefined {
  const int = toInt(x);
  if (int?.kind !== 'int') return undefined;
  const value = int.value;
  // Most constants are small: every type of integers holds them.
  if (value >= 0n && value < 0x80n) return int;
  if (basic === Basic.UntypedInt || basic === Basic.UntypedRune) return int;
  const bits = integerBits(basic, wordBits);
  const fits = isUnsignedBasic(basic)
    ? value >= 0n && bitLengthOf(value) <= bits
    : bitLengthOf(value < 0n ? ~value : value) < bits;
  return fits ? int : undefined;
}

function isUnsignedBasic(basic: Basic): boolean {
  return basic >= Basic.Uint && basic <= Basic.Uintptr;
}

function integerBits(basic: Basic, wordBits: number): number {
  switch (basic) {
    case Basic.Int8:
    case Basic.Uint8:
      return 8;
    case Basic.Int16:
    case Basic.Uint16:
      return 16;
    case Basic.Int32:
    case Basic.Uint32:
      return 32;
    case Basic.Int64:
    case Basic.Uint64:
      return 64;
    default:
      return wordBits;
  }
}

function roundReal(x: Constant, basic: Basic): Constant | undefined {
  const real = toFloat(x);
  if (real?.kind !== 'rat' && real?.kind !== 'float') return undefined;
  const rounded = basic === Basic.Float32 ? toFloat32(real) : toFloat64(real);
  return Number.isFinite(rounded) ? ofFloat64(rounded) : undefined;
}

function roundComplex(x: Constant, basic: Basic): Constant | undefined {
  const complex = toComplex(x);
  if (complex?.kind !== 'complex') return undefined;
  const re = roundReal(complex.re, basic);
  const im = roundReal(complex.im, basic);
  return re && im && { kind: 'complex', re, im };
}

/** The nearest float64 of a real constant; NaN for what is none. */
export function floatValue(x: Constant): number {
  let real: Real | undefined;
  if (x.kind === 'int') real = toReal(x.value);
  else if (x.kind === 'rat' || x.kind === 'float') real = x;
  return real === undefined ? Number.NaN : toFloat64(real);
}
