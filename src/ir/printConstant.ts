/**
 * Constants as the compiler's diagnostics have them (go/constant's String and cmd/compile/internal/ir's fmt.go,
 * Go 1.26): strings cut to 72 characters, floating-point numbers to six digits.
 */

import { Basic, type Constant, quote, runeType, type Type, TypeKind, typ } from '../types';

const maxString = 72;

/** The value with its type, where that is not the constant's default: `5`, `"a"`, `'x'`, `uint8(5)`. */
export function printConstant(value: Constant, type: Type, typeText: () => string): string {
  if (type === runeType && value.kind === 'int' && value.value >= 0n && value.value <= 0x10ffffn)
    return quoteRune(Number(value.value));
  const text = constantText(value);
  const plain =
    type.kind === TypeKind.Basic &&
    (type === typ[defaultBasic[value.kind]] || type.basic >= Basic.UntypedBool);
  return plain ? text : `${typeText()}(${text})`;
}

const defaultBasic: Record<Constant['kind'], Basic> = {
  bool: Basic.Bool,
  string: Basic.String,
  int: Basic.Int,
  rat: Basic.Float64,
  float: Basic.Float64,
  complex: Basic.Complex128,
};

function constantText(value: Constant): string {
  switch (value.kind) {
    case 'bool':
      return String(value.value);
    case 'string':
      return shortString(value.value);
    case 'int':
      return String(value.value);
    case 'rat':
      return shortFloat(Number(value.num) / Number(value.den));
    case 'float':
      return shortFloat(toNumber(value));
    case 'complex':
      return `(${constantText(value.re)} + ${constantText(value.im)}i)`;
  }
}

function shortString(bytes: string): string {
  const runes = Array.from(quote(bytes));
  return runes.length > maxString ? `${runes.slice(0, maxString - 3).join('')}...` : runes.join('');
}

function toNumber(value: { mantissa: bigint; exponent: number }): number {
  const digits = Math.max(0, value.mantissa.toString(2).replace('-', '').length - 60);
  return Number(value.mantissa >> BigInt(digits)) * 2 ** (value.exponent + digits);
}

/** %.6g */
function shortFloat(x: number): string {
  if (!Number.isFinite(x)) return String(x);
  if (x === 0) return '0';
  const [mantissa, power] = x.toExponential(5).split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 6) {
    const sign = exponent < 0 ? '-' : '+';
    return `${trimZeros(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  return trimZeros(x.toFixed(Math.max(0, 5 - exponent)));
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

const escapes: Record<string, string> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  "'": "\\'",
  '\\': '\\\\',
};

function quoteRune(code: number): string {
  const char = code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '�';
  const escaped = escapes[char];
  if (escaped !== undefined) return `'${escaped}'`;
  if (code < 0x20 || code === 0x7f) return `'\\x${code.toString(16).padStart(2, '0')}'`;
  return `'${char}'`;
}
