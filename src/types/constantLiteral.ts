/** Values of literals (go/constant's MakeFromLiteral with math/big's and strconv's parsers, Go 1.26). */

import type { LitKind } from '../syntax';
import type { Constant } from './constant';
import type { Float, Real } from './constantReal';
import { bitLengthOf, isSmallFloat, makeRat, precision, roundFloat } from './constantReal';

/** Numbers written with more characters are refused (as go/types does). */
export const maxNumberLength = 10_000;

/** The constant that a literal, as written in the source, stands for; undefined where it is malformed. */
export function parseLiteral(lit: LitKind, text: string): Constant | undefined {
  if (text.length > maxNumberLength && lit !== 'STRING') return undefined;
  switch (lit) {
    case 'INT': {
      const known = integers.get(text);
      if (known !== undefined) return known;
      const value = parseInteger(text.replaceAll('_', ''));
      if (value === undefined) return undefined;
      const made: Constant = { kind: 'int', value };
      if (text.length <= keptLength) integers.set(text, made);
      return made;
    }
    case 'FLOAT':
      return parseFloatLiteral(text.replaceAll('_', ''));
    case 'IMAG': {
      const im = text.endsWith('i') ? parseFloatLiteral(text.slice(0, -1).replaceAll('_', '')) : undefined;
      return im && { kind: 'complex', re: { kind: 'int', value: 0n }, im };
    }
    case 'CHAR': {
      const known = runes.get(text);
      if (known !== undefined) return known;
      const code = parseRune(text);
      if (code === undefined) return undefined;
      const made: Constant = { kind: 'int', value: BigInt(code) };
      if (text.length <= keptLength) runes.set(text, made);
      return made;
    }
    case 'STRING': {
      const value = parseString(text);
      return value === undefined ? undefined : { kind: 'string', value };
    }
  }
}

/** Integers and runes by their text, where that is so short that there are but few. */
const integers = new Map<string, Constant>();
const runes = new Map<string, Constant>();
const keptLength = 4;

function parseInteger(digits: string): bigint | undefined {
  const prefixed = /^0[xX][0-9a-fA-F]+$|^0[bB][01]+$|^0[oO][0-7]+$/.test(digits);
  if (prefixed) return BigInt(digits.toLowerCase());
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits.slice(1)}`);
  return /^(0|[1-9][0-9]*)$/.test(digits) ? BigInt(digits) : undefined;
}

// ---------------------------------------------------------------- floating-point numbers

/** Powers of ten up to this are computed exactly. */
const exactPower = 5000;

function parseFloatLiteral(digits: string): Real | undefined {
  const hex = /^0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)(?:[pP]([+-]?[0-9]+))?$/.exec(digits);
  if (hex !== null && hex[1] + hex[2] !== '') {
    const exponent = Number(hex[3] ?? 0) - 4 * hex[2].length;
    return scaleBinary(BigInt(`0x${hex[1]}${hex[2]}`), exponent);
  }
  if (/^0[bBoO]/.test(digits)) {
    const value = parseInteger(digits);
    return value === undefined ? undefined : small({ kind: 'rat', num: value, den: 1n });
  }
  const decimal = /^([0-9]*)\.?([0-9]*)(?:[eE]([+-]?[0-9]+))?$/.exec(digits);
  if (decimal === null || decimal[1] + decimal[2] === '') return undefined;
  const exponent = Number(decimal[3] ?? 0) - decimal[2].length;
  return scaleDecimal(BigInt(decimal[1] + decimal[2]), exponent);
}

const zero: Real = { kind: 'rat', num: 0n, den: 1n };

function scaleBinary(mantissa: bigint, exponent: number): Real | undefined {
  if (mantissa === 0n) return zero;
  const float = roundFloat(mantissa, exponent);
  if (float === undefined || !isSmallFloat(float)) return float;
  const power = 1n << BigInt(Math.abs(exponent));
  return exponent >= 0 ? exactRat(mantissa * power, 1n) : exactRat(mantissa, power);
}

function scaleDecimal(mantissa: bigint, exponent: number): Real | undefined {
  if (mantissa === 0n) return zero;
  if (Math.abs(exponent) <= exactPower) {
    const power = 10n ** BigInt(Math.abs(exponent));
    return small(exponent >= 0 ? exactRat(mantissa * power, 1n) : exactRat(mantissa, power));
  }
  const power = powerOfTen(Math.abs(exponent));
  if (power === undefined) return exponent < 0 ? zeroFloat : undefined;
  if (exponent >= 0) return roundFloat(mantissa * power.mantissa, power.exponent);
  const shift = Math.max(0, 2 * precision + bitLengthOf(power.mantissa) - bitLengthOf(mantissa));
  const quotient = (mantissa << BigInt(shift)) / power.mantissa;
  return roundFloat(quotient, -shift - power.exponent, true);
}

const zeroFloat: Float = { kind: 'float', mantissa: 0n, exponent: 0 };

/** 10^exponent to more bits than a float keeps; undefined where it is infinite. */
function powerOfTen(exponent: number): Float | undefined {
  let result: Float | undefined = { kind: 'float', mantissa: 1n, exponent: 0 };
  let square: Float | undefined = { kind: 'float', mantissa: 10n, exponent: 0 };
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (square === undefined || result === undefined) return undefined;
    if (rest % 2 === 1) result = multiplyWide(result, square);
    square = multiplyWide(square, square);
  }
  return result;
}

function multiplyWide(x: Float, y: Float): Float | undefined {
  return roundFloat(x.mantissa * y.mantissa, x.exponent + y.exponent, false, 2 * precision);
}

/** num/den as a rational whatever its length. */
function exactRat(num: bigint, den: bigint): Real {
  const made = makeRat(num, den);
  return made?.kind === 'rat' ? made : { kind: 'rat', num, den };
}

/** A literal stays a rational if its binary exponent is small, however many digits it has. */
function small(x: Real): Real | undefined {
  if (x.kind === 'float') return x;
  const exponent = bitLengthOf(x.num) - bitLengthOf(x.den);
  if (exponent > -4095 && exponent < 4095) return x;
  return makeFloatOf(x.num, x.den);
}

function makeFloatOf(num: bigint, den: bigint): Real | undefined {
  const shift = Math.max(0, 2 * precision + bitLengthOf(den) - bitLengthOf(num));
  const scaled = num << BigInt(shift);
  return roundFloat(scaled / den, -shift, scaled % den !== 0n);
}

// ---------------------------------------------------------------- runes and strings

function parseRune(text: string): number | undefined {
  if (text.length < 3 || text[0] !== "'" || text[text.length - 1] !== "'") return undefined;
  const body = text.slice(1, -1);
  if (body[0] !== '\\') {
    const code = body.codePointAt(0);
    return code !== undefined && body.length === (code > 0xffff ? 2 : 1) ? code : undefined;
  }
  const escaped = parseEscape(body, 0, "'");
  return escaped !== undefined && escaped.end === body.length ? escaped.code : undefined;
}

/** Of ASCII and without escapes, between quotes: most are. */
function isPlainText(text: string): boolean {
  return text.charCodeAt(0) === 34 && text.charCodeAt(text.length - 1) === 34 && !special.test(text);
}
const special = /[\\\x80-\uffff]/;

function parseString(text: string): string | undefined {
  if (text.length < 2) return undefined;
  if (isPlainText(text)) return text.slice(1, -1);
  const body = text.slice(1, -1);
  if (text[0] === '`') return encodeUtf8(body.replaceAll('\r', ''));
  if (text[0] !== '"' || text[text.length - 1] !== '"') return undefined;
  let out = '';
  let from = 0;
  for (let at = body.indexOf('\\'); at >= 0; at = body.indexOf('\\', from)) {
    out += encodeUtf8(body.slice(from, at));
    const escaped = parseEscape(body, at, '"');
    if (escaped === undefined) return undefined;
    out += escaped.isByte ? String.fromCharCode(escaped.code) : encodeRune(escaped.code);
    from = escaped.end;
  }
  return out + encodeUtf8(body.slice(from));
}

interface Escape {
  code: number;
  /** \x and octal escapes give a byte, others a code point. */
  isByte: boolean;
  /** Offset after it. */
  end: number;
}

const simpleEscapes: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

function parseEscape(text: string, at: number, quote: string): Escape | undefined {
  const letter = text[at + 1];
  if (letter === undefined) return undefined;
  if (letter === quote) return { code: quote.charCodeAt(0), isByte: false, end: at + 2 };
  const simple = simpleEscapes[letter];
  if (simple !== undefined) return { code: simple, isByte: false, end: at + 2 };
  const digits = letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
  if (digits > 0) {
    const hex = text.slice(at + 2, at + 2 + digits);
    if (hex.length < digits || !/^[0-9a-fA-F]+$/.test(hex)) return undefined;
    const code = Number.parseInt(hex, 16);
    if (digits > 2 && (code > 0x10ffff || (code >= 0xd800 && code < 0xe000))) return undefined;
    return { code, isByte: digits === 2, end: at + 2 + digits };
  }
  const octal = text.slice(at + 1, at + 4);
  if (!/^[0-7]{3}$/.test(octal)) return undefined;
  const code = Number.parseInt(octal, 8);
  return code > 255 ? undefined : { code, isByte: true, end: at + 4 };
}

/** Text as bytes; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): string {
  // Most strings are ASCII: those are their own encoding.
  const at = text.search(/[\x80-\uffff]/);
  if (at < 0) return text;
  let out = text.slice(0, at);
  for (const char of text.slice(at)) out += encodeRune(char.codePointAt(0)!);
  return out;
}

/** A code point as UTF-8 bytes; what is none becomes U+FFFD. */
export function encodeRune(code: number): string {
  if (code >= 0 && code < 0x80) return String.fromCharCode(code);
  if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return '\u00ef\u00bf\u00bd';
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
  if (code < 0x10000) {
    return String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return String.fromCharCode(
    0xf0 | (code >> 18),
    0x80 | ((code >> 12) & 0x3f),
    0x80 | ((code >> 6) & 0x3f),
    0x80 | (code & 0x3f),
  );
}
