/**
 * Expressions (Go 1.26). A type is an expression wherever it can be an operand: of a conversion, a composite
 * literal, a method expression, an instantiation, an argument of make or new.
 */

import type { BinaryOp, BlockStmt, ChanType, CompositeLit, Expr } from '../ast';
import { NodeKind } from '../ast';
import { freeSteps } from '../nesting';
import { type Operator, Precedence, Token } from '../tokens';
import { ParamParser } from './paramParser';
import { tableEnd } from './tables';

export abstract class ExprParser extends ParamParser {
  /** It is yet to read the elements of tables. */
  protected hasTables = false;

  protected abstract funcBody(): BlockStmt;

  protected expr(): Expr {
    return this.binaryExpr(undefined, Precedence.None);
  }

  protected exprList(): Expr[] {
    const list = [this.expr()];
    while (this.got(Token.Comma)) list.push(this.expr());
    return list;
  }

  protected binaryExpr(first: Expr | undefined, above: Precedence): Expr {
    const scan = this.scan;
    let x = first ?? (scan.tok <= Token.Literal ? this.primaryExpr(undefined) : this.unaryExpr());
    let operators = 0;
    for (let tok = scan.tok; tok === Token.Operator || tok === Token.Star; tok = scan.tok) {
      if (scan.prec <= above) return x;
      this.checkOperators(++operators);
      const pos = scan.start;
      const op: Operator = scan.op;
      const prec = scan.prec;
      scan.next();
      x = this.nodes.binaryExpr(x, pos, op as BinaryOp, this.binaryExpr(undefined, prec));
    }
    return x;
  }

  private unaryExpr(): Expr {
    const scan = this.scan;
    const pos = scan.start;
    switch (scan.tok) {
      case Token.Star: {
        const x = this.operandOf();
        return this.nodes.starExpr(pos, x);
      }
      case Token.Operator:
        switch (scan.op) {
          case '+':
          case '-':
          case '!':
          case '^':
          case '&':
          case '~': {
            const op = scan.op;
            return this.nodes.unaryExpr(pos, op, this.operandOf());
          }
        }
        break;
      case Token.Arrow: {
        const x = this.operandOf();
        if (x.kind === NodeKind.ChanType) return this.receiveOnly(x, pos);
        return this.nodes.unaryExpr(pos, '<-', x);
      }
    }
    return this.primaryExpr(undefined);
  }

  /** Consumes a unary operator and reads what it applies to. */
  private operandOf(): Expr {
    this.scan.next();
    this.enter();
    const x = this.unaryExpr();
    this.leave();
    return x;
  }

  /** `<-` at `arrow` before a channel type read as an operand: it belongs to the type, `<-chan T`, but for `at`. */
  private receiveOnly(type: ChanType, arrow: number): ChanType {
    const outer = type;
    let t: Expr = type;
    let pos = arrow;
    for (;;) {
      if (t.kind !== NodeKind.ChanType) {
        this.syntaxError(`unexpected ${this.text.slice(t.pos, t.end)}, expected chan`);
        break;
      }
      const dir: ChanType['dir'] = t.dir;
      if (dir === 'recv') {
        this.syntaxError('unexpected <-, expected chan');
        break;
      }
      t.dir = 'recv';
      Object.assign(t, { pos });
      if (dir === 'both') break;
      pos = this.text.indexOf('<-', pos + 2);
      t = t.value;
    }
    return outer;
  }

  private operand(): Expr {
    const scan = this.scan;
    const pos = scan.start;
    switch (scan.tok) {
      case Token.Name: {
        const name = this.nodes.ident(pos, scan.end, scan.lit);
        scan.next();
        return name;
      }
      case Token.Literal: {
        const lit = this.nodes.basicLit(pos, scan.end, scan.litKind, scan.tokenText());
        scan.next();
        return lit;
      }
      case Token.Lparen: {
        scan.next();
        this.exprDepth++;
        this.enter();
        const x = this.expr();
        this.leave();
        this.exprDepth--;
        this.want(Token.Rparen);
        return this.nodes.parenExpr(pos, x, scan.lastEnd);
      }
      case Token.Func: {
        scan.next();
        const type = this.signature(pos, 'function type');
        if (this.scan.tok !== Token.Lbrace) return type;
        this.exprDepth++;
        this.enter();
        const body = this.funcBody();
        this.leave();
        this.exprDepth--;
        return this.nodes.funcLit(type, body);
      }
      case Token.Lbrack:
      case Token.Chan:
      case Token.Map:
      case Token.Struct:
      case Token.Interface:
        return this.type();
    }
    this.syntaxError('expected expression');
    this.advance(Token.Rparen, Token.Rbrack, Token.Rbrace);
    return this.nodes.badExpr(pos, Math.max(pos, Math.min(this.scan.lastEnd, this.scan.start)));
  }

  protected primaryExpr(first: Expr | undefined): Expr {
    let x = first ?? this.operand();
    const scan = this.scan;
    for (let steps = 0; ; steps++) {
      if (steps > freeSteps) this.nodes.steps++;
      switch (scan.tok) {
        case Token.Dot:
          x = this.selectorOrAssertion(x);
          break;
        case Token.Lbrack:
          x = this.indexOrSlice(x);
          break;
        case Token.Lparen:
          x = this.call(x);
          break;
        case Token.Lbrace:
          if (!this.mayBeLiteralType(x)) return x;
          if (x.kind === NodeKind.ParenExpr) {
            this.syntaxError('cannot parenthesize type in composite literal');
          }
          x = this.literalValue(x);
          break;
        default:
          return x;
      }
    }
  }

  private selectorOrAssertion(x: Expr): Expr {
    const dot = this.want(Token.Dot);
    const scan = this.scan;
    if (this.scan.tok === Token.Name) return this.nodes.selectorExpr(x, dot, this.name());
    if (this.scan.tok === Token.Lparen) {
      scan.next();
      const type = this.got(Token.Type) ? undefined : this.type();
      this.want(Token.Rparen);
      return this.nodes.typeAssertExpr(x, dot, type, scan.lastEnd);
    }
    this.syntaxError('expected name or (');
    const missing = this.nodes.ident(dot + 1, dot + 1, '_');
    this.advance(Token.Semi, Token.Rparen);
    return this.nodes.selectorExpr(x, dot, missing);
  }

  private indexOrSlice(x: Expr): Expr {
    const scan = this.scan;
    const lbrack = this.want(Token.Lbrack);
    let low: Expr | undefined;
    if (this.scan.tok !== Token.Colon) {
      let indices: Expr[];
      let comma = false;
      if (this.scan.tok === Token.Rbrack) {
        this.syntaxError('expected operand');
        indices = [this.badExpr()];
      } else {
        this.enter();
        ({ list: indices, comma } = this.typeList(false));
        this.leave();
      }
      if (comma || this.scan.tok === Token.Rbrack) {
        const rbrack = this.want(Token.Rbrack);
        return this.nodes.indexExpr(x, lbrack, indices, rbrack, scan.lastEnd);
      }
      low = indices[0];
    }
    return this.slice(x, lbrack, low);
  }

  private slice(x: Expr, lbrack: number, low: Expr | undefined): Expr {
    const scan = this.scan;
    if (!this.got(Token.Colon)) {
      this.syntaxError('expected comma, : or ]');
      this.advance(Token.Comma, Token.Colon, Token.Rbrack);
    }
    this.exprDepth++;
    this.enter();
    let high: Expr | undefined;
    let max: Expr | undefined;
    let slice3 = false;
    if (this.scan.tok !== Token.Colon && this.scan.tok !== Token.Rbrack) high = this.expr();
    if (this.scan.tok === Token.Colon) {
      slice3 = true;
      if (!high) {
        this.errorAt(scan.start, 'middle index required in 3-index slice');
        high = this.badExpr();
      }
      scan.next();
      if (this.tok() !== Token.Rbrack) max = this.expr();
      else {
        this.errorAt(scan.start, 'final index required in 3-index slice');
        max = this.badExpr();
      }
    }
    this.leave();
    this.exprDepth--;
    this.want(Token.Rbrack);
    return this.nodes.sliceExpr(x, lbrack, low, high, max, slice3, scan.lastEnd);
  }

  private call(fun: Expr): Expr {
    const scan = this.scan;
    const lparen = this.want(Token.Lparen);
    let args: Expr[] | undefined;
    let ellipsis = -1;
    this.exprDepth++;
    this.enter();
    const rparen = this.list('argument list', Token.Comma, Token.Rparen, () => {
      const arg = this.expr();
      // Most have one: what grows by pushing begins with room for many.
      if (args === undefined) args = [arg];
      else args.push(arg);
      if (this.scan.tok !== Token.DotDotDot) return false;
      ellipsis = scan.start;
      scan.next();
      return true;
    });
    this.leave();
    this.exprDepth--;
    return this.nodes.callExpr(fun, lparen, args ?? [], ellipsis, rparen, scan.lastEnd);
  }

  /** Whether `{` after x begins a composite literal rather than a block. */
  private mayBeLiteralType(operand: Expr): boolean {
    const x = unparen(operand);
    switch (x.kind) {
      case NodeKind.Ident:
      case NodeKind.SelectorExpr:
        return this.exprDepth >= 0;
      case NodeKind.IndexExpr:
        return this.exprDepth >= 0 && !isValue(x);
      case NodeKind.ArrayType:
      case NodeKind.StructType:
      case NodeKind.MapType:
        return true;
    }
    return false;
  }

  private literalValue(type: Expr | undefined): CompositeLit {
    const lbrace = this.scan.start;
    const end = this.functionDepth === 0 ? tableEnd(this.text, lbrace) : -1;
    if (end >= 0) {
      this.hasTables = true;
      this.scan.jump(end - 1);
      const rbrace = this.want(Token.Rbrace);
      return this.nodes.tableLit(type, lbrace, () => this.tableElements(lbrace), rbrace, end);
    }
    const { elts, rbrace } = this.literalElements();
    return this.nodes.compositeLit(type, lbrace, elts, rbrace, this.scan.lastEnd);
  }

  private tableElements(lbrace: number): Expr[] {
    this.scan.jump(lbrace);
    return this.literalElements().elts;
  }

  private literalElements(): { elts: Expr[]; rbrace: number } {
    const elts: Expr[] = [];
    this.exprDepth++;
    this.enter();
    this.want(Token.Lbrace);
    const rbrace = this.list('composite literal', Token.Comma, Token.Rbrace, () => {
      const key = this.literalElement();
      const colon = this.scan.start;
      elts.push(this.got(Token.Colon) ? this.nodes.keyValueExpr(key, colon, this.literalElement()) : key);
      return false;
    });
    this.leave();
    this.exprDepth--;
    return { elts, rbrace };
  }

  private literalElement(): Expr {
    return this.scan.tok === Token.Lbrace ? this.literalValue(undefined) : this.expr();
  }
}

export function unparen(x: Expr): Expr {
  let inner = x;
  while (inner.kind === NodeKind.ParenExpr) inner = inner.x;
  return inner;
}

/** Whether x can only be a value, never a type, by its form alone. */
function isValue(x: Expr): boolean {
  switch (x.kind) {
    case NodeKind.BasicLit:
    case NodeKind.CompositeLit:
    case NodeKind.FuncLit:
    case NodeKind.SliceExpr:
    case NodeKind.TypeAssertExpr:
    case NodeKind.CallExpr:
    case NodeKind.UnaryExpr:
    case NodeKind.BinaryExpr:
      return true;
    case NodeKind.ParenExpr:
      return isValue(x.x);
    case NodeKind.IndexExpr:
      return isValue(x.x) || x.indices.some(isValue);
  }
  return false;
}
