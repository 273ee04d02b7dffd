/** Constants as text. */

import type { Constant } from './constant';
import type { Real } from './constantReal';
import { bitLengthOf, realSign, toFloat64, toFloatReal } from './constantReal';
import { floatValue } from './constantRepresentation';
import { decodeRune, quote } from './quote';

/** Strings are shown up to this many bytes. */
const maxBytes = 120;

/**
 * The value as the project's comparison of types prints it: exact for integers and booleans, strings quoted in
 * ASCII (the first 120 bytes), the nearest float64 for floats, "re+imi" for complex numbers.
 */
export function constantString(x: Constant): string {
  switch (x.kind) {
    case 'bool':
      return String(x.value);
    case 'string':
      return quote(x.value.slice(0, maxBytes), true);
    case 'int':
      return x.value.toString();
    case 'rat':
    case 'float':
      return formatFloat(floatValue(x));
    case 'complex':
      return `${formatFloat(floatValue(x.re))}+${formatFloat(floatValue(x.im))}i`;
  }
}

/** The value as messages show it (go/constant's String): strings shortened, floats to six digits. */
export function constantMessage(x: Constant): string {
  switch (x.kind) {
    case 'string':
      return shorten(quote(x.value));
    case 'rat':
    case 'float': {
      const value = floatValue(x);
      if (!Number.isFinite(value) || (value === 0 && realSign(x) !== 0)) return beyondFloat64(x);
      if (Number.isInteger(value)) return formatDigits(value, 6);
      const short = formatDigits(value, 6);
      return short.includes('.') ? short : formatFloat(value);
    }
    case 'complex':
      return `(${constantMessage(x.re)} + ${constantMessage(x.im)}i)`;
    default:
      return constantString(x);
  }
}

/** A number outside the range of float64, to six digits. */
function beyondFloat64(x: Real): string {
  const float = toFloatReal(x);
  const bits = bitLengthOf(float.mantissa);
  // x = mantissa × 2^exponent with 0.5 <= |mantissa| < 1, and 2^exponent = 10^power × a rest.
  let mantissa = toFloat64({ kind: 'float', mantissa: float.mantissa, exponent: -bits });
  const decimals = (float.exponent + bits) * (Math.LN2 / Math.LN10);
  let power = Math.trunc(decimals);
  mantissa *= 10 ** (decimals - power);
  const magnitude = Math.abs(mantissa);
  if (magnitude < 1 - 0.5e-6) {
    mantissa *= 10;
    power--;
  } else if (magnitude >= 10) {
    mantissa /= 10;
    power++;
  }
  return `${formatDigits(mantissa, 6)}e${power < 0 ? '-' : '+'}${Math.abs(power)}`;
}

function shorten(quoted: string): string {
  const runes = [...quoted];
  return runes.length <= 72 ? quoted : `${runes.slice(0, 69).join('')}...`;
}

/** strconv.FormatFloat(value, 'g', -1, 64): the shortest decimal that reads back as the value. */
export function formatFloat(value: number): string {
  return layOut(value, value.toExponential(), 6);
}

/** fmt's %.6g without the zeros at the end. */
function formatDigits(value: number, digits: number): string {
  return layOut(value, value.toExponential(digits - 1), digits);
}

/** Lays out what `toExponential` gave as Go does: exponents of two digits, from `limit` (or 1e-5) on. */
function layOut(value: number, exponential: string, limit: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  if (Number.isNaN(value)) return 'NaN';
  if (Object.is(value, -0)) return '-0';
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(exponential)!;
  const [, sign, lead, fraction = ''] = match;
  const exponent = Number(match[4]);
  const digits = (lead + fraction).replace(/0+$/, '') || '0';
  if (exponent < -4 || exponent >= limit) {
    const tail = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const power = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${digits[0]}${tail}e${exponent < 0 ? '-' : '+'}${power}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return sign + digits.padEnd(exponent + 1, '0');
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

/** The text of a string constant, its bytes read as UTF-8; malformed bytes become U+FFFD. */
export function textOf(bytes: string): string {
  let out = '';
  for (let at = 0; at < bytes.length; ) {
    const [rune, size] = decodeRune(bytes, at);
    out += String.fromCodePoint(rune < 0 ? 0xfffd : rune);
    at += size;
  }
  return out;
}
