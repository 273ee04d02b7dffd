/**
 * What all parts of the direct parser share: the current token, errors worded as the compiler words them
 * (syntaxErrorAt of cmd/compile/internal/syntax/parser.go, Go 1.26), and how to get going again after one.
 */

import type { Ident } from '../ast';
import { maxNesting, maxOperators, NestingError } from '../nesting';
import type { NodeBuilder } from '../nodes';
import { Scanner } from '../scanner';
import type { ParseError } from '../source';
import { Token, tokenName } from '../tokens';

/** Tokens that begin a statement: inside a function they end any skipping. */
const statementStarts: readonly Token[] = [
  Token.Break,
  Token.Const,
  Token.Continue,
  Token.Defer,
  Token.Fallthrough,
  Token.For,
  Token.Go,
  Token.Goto,
  Token.If,
  Token.Return,
  Token.Select,
  Token.Switch,
  Token.Type,
  Token.Var,
];

export class TokenStream {
  protected readonly scan: Scanner;
  /** How many function bodies enclose the current token. */
  protected functionDepth = 0;
  /** Below zero in the header of a statement, where `{` begins the block and not a composite literal. */
  protected exprDepth = 0;
  private depth = 0;
  private lastErrorPos = -1;

  constructor(
    protected text: string,
    from: number,
    protected nodes: NodeBuilder,
    protected errors: ParseError[],
  ) {
    this.scan = new Scanner(text, from, (pos, message) => this.errorAt(pos, message));
    this.scan.next();
  }

  /** Begins anew with another text. */
  protected restart(text: string, from: number, nodes: NodeBuilder, errors: ParseError[]): void {
    this.text = text;
    this.nodes = nodes;
    this.errors = errors;
    this.functionDepth = 0;
    this.exprDepth = 0;
    this.depth = 0;
    this.lastErrorPos = -1;
    this.scan.restart(text, from);
    this.scan.next();
  }

  /** The current token's kind; a call, for where the type checker would take the field for unchanged after next(). */
  protected tok(): Token {
    return this.scan.tok;
  }

  protected got(tok: Token): boolean {
    if (this.scan.tok !== tok) return false;
    this.scan.next();
    return true;
  }

  /** Consumes `tok` and answers its offset; where it is missing, complains and answers where it should be. */
  protected want(tok: Token): number {
    const pos = this.scan.start;
    if (this.scan.tok === tok) {
      this.scan.next();
      return pos;
    }
    const lastEnd = this.scan.lastEnd;
    this.syntaxError(`expected ${tokenName(tok)}`);
    this.advance();
    return lastEnd;
  }

  protected name(): Ident {
    const { scan } = this;
    const { start } = scan;
    if (scan.tok === Token.Name) {
      const name = this.nodes.ident(start, scan.end, scan.lit);
      scan.next();
      return name;
    }
    this.syntaxError('expected name');
    const missing = this.nodes.ident(start, start, '_');
    this.advance();
    return missing;
  }

  protected enter(): void {
    if (++this.depth > maxNesting) throw new NestingError();
  }

  protected leave(): void {
    this.depth--;
  }

  /** To be called with the number of operators that a chain has so far. */
  protected checkOperators(count: number): void {
    if (count > maxOperators) throw new NestingError();
  }

  protected errorAt(pos: number, message: string): void {
    this.errors.push({ pos, message });
  }

  protected syntaxError(message: string): void {
    this.syntaxErrorAt(this.scan.start, message);
  }

  /** Messages that begin with "in", "at", "after" or "expected" are completed with the current token. */
  protected syntaxErrorAt(pos: number, message: string): void {
    if (this.isOnLastErrorLine(pos)) return;
    // What is missing at the end has then been skipped or follows from the first error.
    if (this.scan.tok === Token.EOF && pos === this.scan.start && this.lastErrorPos >= 0) return;
    this.lastErrorPos = pos;
    let prefix = '';
    if (/^(in|at|after) /.test(message)) prefix = `unexpected ${this.describeToken()} `;
    else if (message.startsWith('expected ')) prefix = `unexpected ${this.describeToken()}, `;
    this.errorAt(pos, `syntax error: ${prefix}${message}`);
  }

  /** The compiler prints one syntax error a line. */
  private isOnLastErrorLine(pos: number): boolean {
    const last = this.lastErrorPos;
    if (last < 0) return false;
    const newline = this.text.indexOf('\n', Math.min(last, pos));
    return newline < 0 || newline >= Math.max(last, pos);
  }

  private describeToken(): string {
    const scan = this.scan;
    switch (scan.tok) {
      case Token.Name:
        return `name ${scan.lit}`;
      case Token.Semi:
        return scan.lit;
      case Token.Literal:
        return `literal ${scan.tokenText()}`;
      case Token.Operator:
      case Token.AssignOp:
      case Token.IncOp:
        return scan.tokenText();
      default:
        return tokenName(scan.tok);
    }
  }

  /**
   * Skips to one of `follow` (or, inside a function, to the start of a statement). Without any, skips one
   * token, so that whoever loops makes progress.
   */
  protected advance(...follow: Token[]): void {
    if (follow.length === 0) {
      if (this.scan.tok !== Token.EOF) this.scan.next();
      return;
    }
    while (this.scan.tok !== Token.EOF && !follow.includes(this.scan.tok)) {
      if (this.functionDepth > 0 && statementStarts.includes(this.scan.tok)) return;
      this.scan.next();
    }
  }

  /**
   * Skips to `close`. False where another bracket or a statement comes first: of a statement that is not closed on
   * its line the next ones are no part, so a newline is then where the list ends.
   */
  private skipTo(close: Token): boolean {
    const mark = this.functionDepth > 0 && this.scan.tok === Token.Semi ? this.scan.mark() : undefined;
    const errors = this.errors.length;
    this.advance(Token.Rparen, Token.Rbrack, Token.Rbrace);
    if (this.scan.tok === close) return true;
    if (mark) {
      this.scan.reset(mark);
      this.errors.length = errors;
    }
    return false;
  }

  /**
   * A list of elements with `sep` between and optionally after them, up to `close`. `element` answers true
   * where no further one may follow. Answers the offset of `close`.
   */
  protected list(context: string, sep: Token, close: Token, element: () => boolean): number {
    let done = false;
    while (this.scan.tok !== Token.EOF && this.scan.tok !== close && !done) {
      done = element();
      if (!this.got(sep) && this.scan.tok !== close) {
        this.syntaxError(`in ${context}; possibly missing ${tokenName(sep)} or ${tokenName(close)}`);
        if (!this.skipTo(close)) return this.scan.start;
      }
    }
    return this.want(close);
  }
}
