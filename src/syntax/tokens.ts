/**
 * The tokens of Go, as cmd/compile/internal/syntax/tokens.go (Go 1.26) groups them: operators with a
 * precedence share one token, and so do the assignment operators, because the grammar treats them alike.
 */

import type { BinaryOp, UnaryOp } from './ast';

export const enum Token {
  EOF,
  Name,
  Literal,
  /** Binary and unary operators except `*` and `<-`. */
  Operator,
  /** `+=` and its kind. */
  AssignOp,
  /** `++` or `--`. */
  IncOp,
  Assign,
  Define,
  Arrow,
  Star,
  Lparen,
  Lbrack,
  Lbrace,
  Rparen,
  Rbrack,
  Rbrace,
  Comma,
  Semi,
  Colon,
  Dot,
  DotDotDot,
  Break,
  Case,
  Chan,
  Const,
  Continue,
  Default,
  Defer,
  Else,
  Fallthrough,
  For,
  Func,
  Go,
  Goto,
  If,
  Import,
  Interface,
  Map,
  Package,
  Range,
  Return,
  Select,
  Struct,
  Switch,
  Type,
  Var,
}

export type Operator = BinaryOp | UnaryOp;

const spelling = [
  'EOF', 'name', 'literal', 'op', 'op=', 'opop', '=', ':=', '<-', '*',
  '(', '[', '{', ')', ']', '}', ',', ';', ':', '.', '...',
  'break', 'case', 'chan', 'const', 'continue', 'default', 'defer', 'else', 'fallthrough', 'for', 'func',
  'go', 'goto', 'if', 'import', 'interface', 'map', 'package', 'range', 'return', 'select', 'struct',
  'switch', 'type', 'var',
]; // biome-ignore format: one row a group

export const keywords: ReadonlyMap<string, Token> = new Map(
  spelling.slice(Token.Break).map((word, i) => [word, (Token.Break + i) as Token]),
);

/** By the first letter from `a`, as bits: how long the keywords are that begin with it. */
const keywordLengths = new Uint16Array(26);
for (const word of keywords.keys()) keywordLengths[word.charCodeAt(0) - 97] |= 1 << word.length;

/** A word that begins with that character and is so long may be a keyword. */
export function mayBeKeyword(first: number, length: number): boolean {
  return first >= 97 && first <= 122 && length < 16 && ((keywordLengths[first - 97] >> length) & 1) === 1;
}

/** How an error message names a token that needs no literal text. */
export function tokenName(tok: Token): string {
  if (tok === Token.Comma) return 'comma';
  if (tok === Token.Semi) return 'semicolon or newline';
  return tok >= Token.Break ? `keyword ${spelling[tok]}` : spelling[tok];
}

export const enum Precedence {
  None,
  OrOr,
  AndAnd,
  Compare,
  Add,
  Mul,
}
