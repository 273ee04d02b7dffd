/**
 * The scanner: one token at a time, with automatic semicolons.
 *
 * Decides as cmd/compile/internal/syntax/scanner.go (Go 1.26) does; offsets are UTF-16 units of the text.
 * It differs knowingly in one place: text is already decoded, so there is no check of the encoding.
 */

import type { LitKind } from './ast';
import { checkEscapes, checkNumber } from './literals';
import { keywords, mayBeKeyword, type Operator, Precedence, Token } from './tokens';

export type ReportError = (pos: number, message: string) => void;

/** All that changes in a scanner. */
export interface ScannerMark
  extends Pick<Scanner, 'tok' | 'start' | 'end' | 'lastEnd' | 'lit' | 'litKind' | 'op' | 'prec'> {
  readonly offset: number;
  readonly semiPending: boolean;
}

export class Scanner {
  /** The current token, and where it starts and ends. */
  tok: Token = Token.EOF;
  start = 0;
  end = 0;
  /** End of the token before the current one. */
  lastEnd = 0;
  /** Name: its text. Semi: "semicolon", "newline" or "EOF". */
  lit = '';
  litKind: LitKind = 'INT';
  /** Operator, AssignOp, IncOp, Star: the operator; its precedence as a binary operator, else 0. */
  op: Operator = '+';
  prec: Precedence = Precedence.None;

  private offset: number;
  private semiPending = false;
  private limit: number;

  constructor(
    private text: string,
    from: number,
    private readonly report: ReportError,
    to = text.length,
  ) {
    this.offset = from;
    this.limit = to;
    this.lastEnd = from;
  }

  /** Begins anew with another text. */
  restart(text: string, from: number): void {
    this.text = text;
    this.limit = text.length;
    this.offset = from;
    this.semiPending = false;
    this.end = 0;
  }

  /** The state, to return to. */
  mark(): ScannerMark {
    const { tok, start, end, lastEnd, lit, litKind, op, prec, offset, semiPending } = this;
    return { tok, start, end, lastEnd, lit, litKind, op, prec, offset, semiPending };
  }

  reset(mark: ScannerMark): void {
    Object.assign(this, mark);
  }

  /** Goes to the token at the offset, wherever that is. */
  jump(offset: number): void {
    this.offset = offset;
    this.semiPending = false;
    this.next();
  }

  /** Text of the current token. */
  tokenText(): string {
    return this.text.slice(this.start, this.end);
  }

  next(): void {
    const text = this.text;
    const limit = this.limit;
    const semi = this.semiPending;
    let i = this.offset;
    this.lastEnd = this.end;
    this.semiPending = false;
    for (;;) {
      if (i >= limit) {
        this.start = this.end = this.offset = limit;
        if (semi) this.setSemi('EOF');
        else this.tok = Token.EOF;
        return;
      }
      const c = text.charCodeAt(i);
      if (c === 32 || c === 9 || c === 13) {
        i++;
      } else if (c === 10) {
        if (semi) {
          this.start = i;
          this.end = this.offset = i + 1;
          this.setSemi('newline');
          return;
        }
        i++;
      } else if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95) {
        this.start = i;
        this.scanName(i + 1);
        return;
      } else if (c === 47 && text.charCodeAt(i + 1) === 47) {
        i = text.indexOf('\n', i + 2);
        if (i < 0 || i > limit) i = limit;
      } else if (c === 47 && text.charCodeAt(i + 1) === 42) {
        const close = this.skipComment(i);
        const newline = semi ? text.indexOf('\n', i) : -1;
        if (newline >= 0 && newline < close) {
          this.start = i;
          this.end = this.offset = close;
          this.setSemi('newline');
          return;
        }
        i = close;
      } else if (c < 128 && singles[c] !== 0) {
        const tok = singles[c];
        this.start = i;
        this.end = this.offset = i + 1;
        this.tok = tok;
        if (tok === Token.Semi) this.lit = 'semicolon';
        else this.semiPending = tok >= Token.Rparen && tok <= Token.Rbrace;
        return;
      } else {
        this.start = i;
        if (this.scanToken(c, i)) return;
        i = this.offset;
      }
    }
  }

  private setSemi(lit: string): void {
    this.tok = Token.Semi;
    this.lit = lit;
  }

  private skipComment(from: number): number {
    const close = this.text.indexOf('*/', from + 2);
    if (close >= 0 && close + 2 <= this.limit) return close + 2;
    this.report(from, 'comment not terminated');
    return this.limit;
  }

  /** Scans the token at i, whose first unit is c, no ASCII letter and none of `singles`. False where only a broken character was skipped. */
  private scanToken(c: number, i: number): boolean {
    if (c >= 48 && c <= 57) {
      this.scanNumber(i);
      return true;
    }
    switch (c) {
      case 34: // "
        this.scanString(i);
        return true;
      case 96: // `
        this.scanRawString(i);
        return true;
      case 39: // '
        this.scanRune(i);
        return true;
    }
    if (c >= 128) return this.scanUnicode(i);
    return this.scanOperator(c, i);
  }

  private simple(tok: Token, end: number): true {
    this.tok = tok;
    this.end = this.offset = end;
    return true;
  }

  private operator(op: Operator, prec: Precedence, end: number): true {
    this.op = op;
    this.prec = prec;
    return this.simple(Token.Operator, end);
  }

  /** An operator that an `=` turns into an assignment operator. */
  private assignable(op: Operator, prec: Precedence, end: number): true {
    this.op = op;
    this.prec = prec;
    if (this.text.charCodeAt(end) === 61) return this.simple(Token.AssignOp, end + 1);
    return this.simple(op === '*' ? Token.Star : Token.Operator, end);
  }

  private scanOperator(c: number, i: number): boolean {
    const d = this.text.charCodeAt(i + 1);
    switch (c) {
      case 46: // .
        if (d >= 48 && d <= 57) {
          this.scanNumber(i);
          return true;
        }
        if (d === 46 && this.text.charCodeAt(i + 2) === 46) return this.simple(Token.DotDotDot, i + 3);
        return this.simple(Token.Dot, i + 1);
      case 58: // :
        return d === 61 ? this.simple(Token.Define, i + 2) : this.simple(Token.Colon, i + 1);
      case 61: // =
        if (d === 61) return this.operator('==', Precedence.Compare, i + 2);
        return this.simple(Token.Assign, i + 1);
      case 43: // +
        return d === 43 ? this.incOp('+', i + 2) : this.assignable('+', Precedence.Add, i + 1);
      case 45: // -
        return d === 45 ? this.incOp('-', i + 2) : this.assignable('-', Precedence.Add, i + 1);
      case 42: // *
        return this.assignable('*', Precedence.Mul, i + 1);
      case 47: // /
        return this.assignable('/', Precedence.Mul, i + 1);
      case 37: // %
        return this.assignable('%', Precedence.Mul, i + 1);
      case 38: // &
        if (d === 38) return this.operator('&&', Precedence.AndAnd, i + 2);
        if (d === 94) return this.assignable('&^', Precedence.Mul, i + 2);
        return this.assignable('&', Precedence.Mul, i + 1);
      case 124: // |
        if (d === 124) return this.operator('||', Precedence.OrOr, i + 2);
        return this.assignable('|', Precedence.Add, i + 1);
      case 94: // ^
        return this.assignable('^', Precedence.Add, i + 1);
      case 60: // <
        if (d === 61) return this.operator('<=', Precedence.Compare, i + 2);
        if (d === 60) return this.assignable('<<', Precedence.Mul, i + 2);
        if (d === 45) return this.simple(Token.Arrow, i + 2);
        return this.operator('<', Precedence.Compare, i + 1);
      case 62: // >
        if (d === 61) return this.operator('>=', Precedence.Compare, i + 2);
        if (d === 62) return this.assignable('>>', Precedence.Mul, i + 2);
        return this.operator('>', Precedence.Compare, i + 1);
      case 33: // !
        if (d === 61) return this.operator('!=', Precedence.Compare, i + 2);
        return this.operator('!', Precedence.None, i + 1);
      case 126: // ~
        return this.operator('~', Precedence.None, i + 1);
    }
    this.report(i, c === 0 ? 'invalid NUL character' : `invalid character ${describe(c)}`);
    this.offset = i + 1;
    return false;
  }

  private incOp(op: Operator, end: number): true {
    this.op = op;
    this.semiPending = true;
    return this.simple(Token.IncOp, end);
  }

  private scanUnicode(i: number): boolean {
    const code = this.text.codePointAt(i)!;
    if (code === 0xfeff) {
      if (i > 0) this.report(i, 'invalid BOM in the middle of the file');
      this.offset = i + 1;
      return false;
    }
    const char = String.fromCodePoint(code);
    if (!isLetter(char)) {
      if (isDigit(char)) this.report(i, `identifier cannot begin with digit ${describe(code)}`);
      else this.report(i, `invalid character ${describe(code)} in identifier`);
    }
    this.scanName(i + char.length);
    return true;
  }

  private scanName(from: number): void {
    const text = this.text;
    let i = from;
    for (;;) {
      const c = text.charCodeAt(i);
      if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || (c >= 48 && c <= 57)) i++;
      else if (c >= 128) {
        const code = text.codePointAt(i)!;
        const char = String.fromCodePoint(code);
        if (!isLetter(char) && !isDigit(char)) {
          this.report(i, `invalid character ${describe(code)} in identifier`);
        }
        i += char.length;
      } else break;
    }
    if (i > this.limit) i = this.limit;
    const { start } = this;
    const lit = text.slice(start, i);
    this.end = this.offset = i;
    if (mayBeKeyword(text.charCodeAt(start), i - start)) {
      const keyword = keywords.get(lit);
      if (keyword !== undefined) {
        this.tok = keyword;
        this.semiPending =
          keyword === Token.Break ||
          keyword === Token.Continue ||
          keyword === Token.Fallthrough ||
          keyword === Token.Return;
        return;
      }
    }
    this.lit = lit;
    this.tok = Token.Name;
    this.semiPending = true;
  }

  private literal(kind: LitKind, end: number): void {
    this.tok = Token.Literal;
    this.litKind = kind;
    this.semiPending = true;
    this.end = this.offset = Math.min(end, this.limit);
  }

  private scanNumber(from: number): void {
    const next = this.text.charCodeAt(from + 1);
    if (next !== 46 && !isWordCode(next)) {
      this.literal('INT', from + 1);
      return;
    }
    const { kind, end } = checkNumber(this.text, from, this.report);
    this.literal(kind, end);
  }

  private scanString(from: number): void {
    plainString.lastIndex = from;
    if (plainString.test(this.text) && plainString.lastIndex <= this.limit) {
      this.literal('STRING', plainString.lastIndex);
      return;
    }
    const { end, inside } = this.quotedEnd(from, 34);
    this.literal('STRING', end);
    checkEscapes(this.text, from + 1, inside, 34, this.report);
    if (inside < end) return;
    if (end < this.limit) this.report(end, 'newline in string');
    else this.report(from, 'string not terminated');
  }

  /** Ends of a literal in quotes, and of what it holds: the same offset where the closing quote is missing. */
  private quotedEnd(from: number, quote: number): { end: number; inside: number } {
    const text = this.text;
    let i = from + 1;
    for (; i < this.limit; i++) {
      const c = text.charCodeAt(i);
      if (c === quote) return { end: i + 1, inside: i };
      if (c === 10) break;
      if (c === 92 && text.charCodeAt(i + 1) !== 10) i++;
    }
    const end = Math.min(i, this.limit);
    return { end, inside: end };
  }

  private scanRawString(from: number): void {
    let close = this.text.indexOf('`', from + 1);
    if (close < 0 || close >= this.limit) {
      this.report(from, 'string not terminated');
      close = this.limit;
    }
    this.literal('STRING', close + 1);
  }

  private scanRune(from: number): void {
    const { end, inside } = this.quotedEnd(from, 39);
    this.literal('CHAR', end);
    let valid = true;
    const count = checkEscapes(this.text, from + 1, inside, 39, (pos, message) => {
      valid = false;
      this.report(pos, message);
    });
    if (!valid) return;
    if (inside < end) {
      if (count === 0) this.report(inside, "empty rune literal or unescaped '");
      else if (count > 1) this.report(from, 'more than one character in rune literal');
    } else if (end < this.limit) this.report(end, 'newline in rune literal');
    else this.report(from, 'rune literal not terminated');
  }
}

/** Tokens of one character that begins no other token. */
const singles = new Uint8Array(128);
singles[40] = Token.Lparen;
singles[91] = Token.Lbrack;
singles[123] = Token.Lbrace;
singles[41] = Token.Rparen;
singles[93] = Token.Rbrack;
singles[125] = Token.Rbrace;
singles[44] = Token.Comma;
singles[59] = Token.Semi;

/** Without escapes. */
const plainString = /"[^"\\\n]*"/y;

/** A letter, digit or underscore of ASCII. */
function isWordCode(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || c === 95;
}

const letter = /^[\p{L}_]$/u;
const digit = /^\p{Nd}$/u;

function isLetter(char: string): boolean {
  return letter.test(char);
}

function isDigit(char: string): boolean {
  return digit.test(char);
}

/** A character as messages show it: `U+0040 '@'`. */
function describe(code: number): string {
  const hex = code.toString(16).toUpperCase().padStart(4, '0');
  return code < 32 || code === 127 ? `U+${hex}` : `U+${hex} '${String.fromCodePoint(code)}'`;
}
