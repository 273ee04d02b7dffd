/**
 * Number, rune and string literals: where they end and what is wrong with them, decided and worded as in
 * number() and escape() of cmd/compile/internal/syntax/scanner.go (Go 1.26).
 */

import type { LitKind } from './ast';

type ReportError = (pos: number, message: string) => void;

/** Scans the number that starts at `from` with a digit, or with a point and a digit. */
export function checkNumber(text: string, from: number, report: ReportError): { kind: LitKind; end: number } {
  let problem: [number, string] | undefined;
  const fail = (pos: number, message: string): void => {
    problem ??= [pos, message];
  };
  let i = from;
  let base = 10;
  let prefix = '';
  let kind: LitKind = 'INT';
  if (text.charCodeAt(i) === 48) {
    const mark = lower(text.charCodeAt(i + 1));
    prefix = mark === 120 ? 'x' : mark === 111 ? 'o' : mark === 98 ? 'b' : '0';
    base = prefix === 'x' ? 16 : prefix === 'b' ? 2 : 8;
    i += prefix === '0' ? 1 : 2;
  }
  const mantissa = i;
  i = skipDigits(text, i, base === 16);
  const integerEnd = i;
  let hasDigits = prefix === '0' || hasDigit(text, mantissa, i);
  if (text.charCodeAt(i) === 46) {
    if (prefix === 'o' || prefix === 'b') fail(i, `invalid radix point in ${baseName(base)} literal`);
    kind = 'FLOAT';
    const fraction = i + 1;
    i = skipDigits(text, fraction, base === 16);
    hasDigits ||= hasDigit(text, fraction, i);
  }
  if (!hasDigits) fail(i, `${baseName(base)} literal has no digits`);
  const mark = lower(text.charCodeAt(i));
  if (mark === 101 || mark === 112) {
    const written = `'${text[i]}'`;
    if (mark === 101 && prefix !== '' && prefix !== '0')
      fail(i, `${written} exponent requires decimal mantissa`);
    if (mark === 112 && prefix !== 'x') fail(i, `${written} exponent requires hexadecimal mantissa`);
    kind = 'FLOAT';
    i++;
    const sign = text.charCodeAt(i);
    if (sign === 43 || sign === 45) i++;
    const exponent = i;
    i = skipDigits(text, i, false);
    if (!hasDigit(text, exponent, i)) fail(i, 'exponent has no digits');
  } else if (prefix === 'x' && kind === 'FLOAT') fail(i, "hexadecimal mantissa requires a 'p' exponent");
  if (text.charCodeAt(i) === 105) {
    kind = 'IMAG';
    i++;
  }
  if (kind === 'INT' && base < 10) {
    for (let k = mantissa; k < integerEnd; k++) {
      const c = text.charCodeAt(k);
      if (c !== 95 && c >= 48 + base) {
        fail(k, `invalid digit '${text[k]}' in ${baseName(base)} literal`);
        break;
      }
    }
  }
  const separator = misplacedSeparator(text.slice(from, i));
  if (separator >= 0) fail(from + separator, "'_' must separate successive digits");
  if (problem) report(problem[0], problem[1]);
  return { kind, end: i };
}

/**
 * Checks the escapes of text[from, to), the inside of a literal closed by the unit `quote`; answers how many
 * characters it stands for.
 */
export function checkEscapes(
  text: string,
  from: number,
  to: number,
  quote: number,
  report: ReportError,
): number {
  let count = 0;
  for (let i = from; i < to; count++) {
    const code = text.codePointAt(i)!;
    if (code === 92) i = checkEscape(text, i + 1, quote, report);
    else i += code > 0xffff ? 2 : 1;
  }
  return count;
}

const simpleEscapes = new Set([97, 98, 102, 110, 114, 116, 118, 92]);

/** Checks the escape whose backslash stands before `i`; answers the offset after it. The end of the text is no error. */
function checkEscape(text: string, i: number, quote: number, report: ReportError): number {
  const c = text.charCodeAt(i);
  if (c === quote || simpleEscapes.has(c)) return i + 1;
  let digits = 3;
  let base = 8;
  let at = i;
  if (c === 120) [digits, base, at] = [2, 16, i + 1];
  else if (c === 117) [digits, base, at] = [4, 16, i + 1];
  else if (c === 85) [digits, base, at] = [8, 16, i + 1];
  else if (!(c >= 48 && c <= 55)) {
    if (i < text.length) report(i, 'unknown escape');
    return i;
  }
  let value = 0;
  for (; digits > 0; digits--, at++) {
    if (at >= text.length) return at;
    const d = digitValue(text.charCodeAt(at));
    if (d >= base) {
      report(at, `invalid character ${quoted(text, at)} in ${baseName(base)} escape`);
      return at;
    }
    value = value * base + d;
  }
  if (base === 8 && value > 255) report(at, `octal escape value ${value} > 255`);
  else if (c !== 120 && (value > 0x10ffff || (value >= 0xd800 && value < 0xe000))) {
    const hex = value.toString(16).toUpperCase().padStart(4, '0');
    report(at, `escape is invalid Unicode code point U+${hex}`);
  }
  return at;
}

/** The character at an offset as Go quotes it. */
function quoted(text: string, at: number): string {
  const char = String.fromCodePoint(text.codePointAt(at)!);
  if (char === "'" || char === '\\') return `'\\${char}'`;
  if (char === '"') return `'"'`;
  return `'${JSON.stringify(char).slice(1, -1)}'`;
}

function lower(c: number): number {
  return c | 32;
}

function digitValue(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const l = lower(c);
  return l >= 97 && l <= 102 ? l - 87 : 99;
}

function skipDigits(text: string, from: number, hex: boolean): number {
  let i = from;
  for (; ; i++) {
    const c = text.charCodeAt(i);
    if (c === 95 || (c >= 48 && c <= 57)) continue;
    if (hex && digitValue(c) < 16) continue;
    return i;
  }
}

function hasDigit(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) !== 95) return true;
  return false;
}

function baseName(base: number): string {
  return base === 2 ? 'binary' : base === 8 ? 'octal' : base === 10 ? 'decimal' : 'hexadecimal';
}

/** Index of the first `_` of a literal that does not stand between digits (a base prefix counts as one). */
function misplacedSeparator(literal: string): number {
  let i = literal.indexOf('_');
  if (i < 0) return -1;
  const hex = /^0[xX]/.test(literal);
  const prefixed = /^0[xXoObB]/.test(literal);
  for (; i >= 0; i = literal.indexOf('_', i + 1)) {
    const before = prefixed && i === 2 ? 0 : digitValue(literal.charCodeAt(i - 1));
    const after = digitValue(literal.charCodeAt(i + 1));
    const most = hex ? 16 : 10;
    if (i === 0 || before >= most) return i;
    if (after >= most && literal[i + 1] !== '_') return i;
  }
  return -1;
}
