/** Expressions of the grammar to expressions of the AST. */

import type { BinaryOp, BlockStmt, CompositeLit, Expr, UnaryOp } from '../ast';
import { NodeKind } from '../ast';
import { maxOperators } from '../nesting';
import { Kind } from './kinds';
import { TreeTypes } from './treeTypes';

export abstract class TreeExprs extends TreeTypes {
  protected abstract block(i: number): BlockStmt;

  /** An expression inside brackets. */
  private inner(i: number): Expr {
    this.exprDepth++;
    const x = this.expr(i);
    this.exprDepth--;
    return x;
  }

  protected expr(i: number): Expr {
    this.enter();
    const x = this.exprNode(i);
    this.leave();
    return x;
  }

  /** The expressions of an expression list, or the one expression that stands for it. */
  protected exprList(i: number): Expr[] {
    if (this.kind(i) !== Kind.ExpressionList) return [this.expr(i)];
    const list: Expr[] = [];
    for (let c = i + 1; c < this.after(i); c = this.after(c)) {
      if (this.kind(c) !== Kind.Comma) list.push(this.expr(c));
    }
    return list;
  }

  private exprNode(i: number): Expr {
    const first = i + 1;
    switch (this.kind(i)) {
      case Kind.Identifier:
        return this.ident(i);
      case Kind.IntLiteral:
        return this.literal(i, 'INT');
      case Kind.FloatLiteral:
        return this.literal(i, 'FLOAT');
      case Kind.ImaginaryLiteral:
        return this.literal(i, 'IMAG');
      case Kind.RuneLiteral:
        return this.literal(i, 'CHAR');
      case Kind.StringLiteral:
        return this.literal(i, 'STRING');
      case Kind.ParenthesizedExpression:
        return this.nodes.parenExpr(this.start(i), this.inner(first + 1), this.end(i));
      case Kind.SelectorExpression: {
        const dot = this.after(first);
        const x = this.expr(first);
        return this.nodes.selectorExpr(x, this.start(dot), this.ident(dot + 1));
      }
      case Kind.CallExpression:
        return this.call(i);
      case Kind.IndexExpression: {
        const lbrack = this.after(first);
        const x = this.expr(first);
        const rbrack = this.after(lbrack + 1);
        return this.nodes.indexExpr(
          x,
          this.start(lbrack),
          [this.inner(lbrack + 1)],
          this.start(rbrack),
          this.end(i),
        );
      }
      case Kind.SliceExpression:
        return this.slice(i);
      case Kind.TypeAssertionExpression: {
        const dot = this.after(first);
        const x = this.expr(first);
        return this.nodes.typeAssertExpr(x, this.start(dot), this.type(dot + 2), this.end(i));
      }
      case Kind.TypeConversionExpression:
        return this.conversion(i);
      case Kind.TypeInstantiationExpression:
        return this.instantiation(i);
      case Kind.CompositeLiteral: {
        const type = this.type(first);
        const kind = this.kind(first);
        const isName = kind === Kind.Identifier || kind === Kind.QualifiedType || kind === Kind.GenericType;
        if (isName && this.exprDepth < 0) this.fail(i);
        return this.literalValue(this.after(first), type);
      }
      case Kind.LiteralValue:
        return this.literalValue(i, undefined);
      case Kind.FuncLiteral: {
        const { type, next } = this.signature(this.start(i), first + 1, this.after(i));
        this.exprDepth++;
        const body = this.block(next);
        this.exprDepth--;
        return this.nodes.funcLit(type, body);
      }
      case Kind.UnaryExpression:
        return this.unary(i);
      case Kind.BinaryExpression:
        return this.binary(i);
    }
    return this.typeOperand(i);
  }

  /** A type where a value could stand: there the compiler takes the arrow of `<-chan T` for an operator at first. */
  private typeOperand(i: number): Expr {
    const type = this.type(i);
    let x = type;
    for (let c = i; ; ) {
      if (x.kind === NodeKind.ChanType && this.kind(c + 1) === Kind.Arrow) {
        Object.assign(x, { at: this.start(c + 2) });
        c += 3;
        x = x.value;
      } else if (x.kind === NodeKind.ParenExpr || x.kind === NodeKind.StarExpr) {
        c += 2;
        x = x.x;
      } else return type;
    }
  }

  /** A chain of operators leans to the left as far as it is long. */
  private binary(i: number): Expr {
    const chain: number[] = [];
    let c = i;
    for (; this.kind(c) === Kind.BinaryExpression; c++) chain.push(c);
    if (chain.length > maxOperators) this.fail(i);
    let x = this.expr(c);
    for (let k = chain.length - 1; k >= 0; k--) {
      const operator = this.after(chain[k] + 1);
      const op = this.sourceOf(operator) as BinaryOp;
      x = this.nodes.binaryExpr(x, this.start(operator), op, this.expr(operator + 1));
    }
    return x;
  }

  private unary(i: number): Expr {
    const operator = i + 1;
    const x = this.expr(operator + 1);
    if (this.kind(operator) === Kind.Star) return this.nodes.starExpr(this.start(i), x);
    return this.nodes.unaryExpr(this.start(i), this.sourceOf(operator) as UnaryOp, x);
  }

  private call(i: number): Expr {
    let c = i + 1;
    let fun = this.expr(c);
    c = this.after(c);
    if (this.kind(c) === Kind.TypeArguments) {
      fun = this.instance(fun, c);
      c = this.after(c);
    }
    const args: Expr[] = [];
    const rparen = this.after(c) - 1;
    let ellipsis = -1;
    for (let a = c + 2; a < rparen; a = this.after(a)) {
      const kind = this.kind(a);
      if (kind === Kind.Comma) continue;
      if (ellipsis >= 0) this.fail(a);
      if (kind === Kind.VariadicArgument) {
        args.push(this.inner(a + 1));
        ellipsis = this.start(this.after(a) - 1);
      } else args.push(this.inner(a));
    }
    return this.nodes.callExpr(fun, this.start(c), args, ellipsis, this.start(rparen), this.end(i));
  }

  /** T(x). */
  private conversion(i: number): Expr {
    const lparen = this.after(i + 1);
    return this.convertTo(i + 1, lparen, this.after(i) - 1);
  }

  /** The grammar reads `*T(x)` as a conversion to `*T`, Go as `*` applied to a conversion to T. */
  private convertTo(type: number, lparen: number, rparen: number): Expr {
    const kind = this.kind(type);
    if (kind === Kind.PointerType) {
      return this.nodes.starExpr(this.start(type), this.convertTo(type + 2, lparen, rparen));
    }
    if (kind === Kind.NegatedType) this.fail(type);
    if (kind === Kind.ChannelType && this.kind(type + 1) === Kind.Arrow) this.fail(type);
    const fun = this.typeOperand(type);
    const arg = this.inner(lparen + 1);
    return this.nodes.callExpr(fun, this.start(lparen), [arg], -1, this.start(rparen), this.end(rparen));
  }

  /** T[A, B] where T is a type. */
  private instantiation(i: number): Expr {
    const type = i + 1;
    // To Go the brackets after any other type belong to its last part.
    const kind = this.kind(type);
    if (kind !== Kind.Identifier && kind !== Kind.QualifiedType && kind !== Kind.ParenthesizedType)
      this.fail(i);
    const lbrack = this.after(type);
    const x = this.type(type);
    const indices: Expr[] = [];
    const rbrack = this.after(i) - 1;
    for (let c = lbrack + 1; c < rbrack; c = this.after(c)) {
      if (this.kind(c) !== Kind.Comma) indices.push(this.inner(c));
    }
    return this.nodes.indexExpr(x, this.start(lbrack), indices, this.start(rbrack), this.end(i));
  }

  private slice(i: number): Expr {
    const x = this.expr(i + 1);
    const lbrack = this.after(i + 1);
    const parts: (Expr | undefined)[] = [undefined, undefined, undefined];
    let part = 0;
    for (let c = lbrack + 1; c < this.after(i) - 1; c = this.after(c)) {
      if (this.kind(c) === Kind.Colon) part++;
      else parts[part] = this.inner(c);
    }
    const [low, high, max] = parts;
    return this.nodes.sliceExpr(x, this.start(lbrack), low, high, max, part === 2, this.end(i));
  }

  private literalValue(i: number, type: Expr | undefined): CompositeLit {
    const elts: Expr[] = [];
    const rbrace = this.after(i) - 1;
    this.exprDepth++;
    for (let c = i + 2; c < rbrace; c = this.after(c)) {
      const kind = this.kind(c);
      if (kind === Kind.LiteralElement) elts.push(this.expr(c + 1));
      else if (kind === Kind.KeyedElement) {
        const colon = this.after(c + 1);
        const key = this.expr(c + 2);
        elts.push(this.nodes.keyValueExpr(key, this.start(colon), this.expr(colon + 2)));
      } else if (kind !== Kind.Comma) this.fail(c);
    }
    this.exprDepth--;
    return this.nodes.compositeLit(type, this.start(i), elts, this.start(rbrace), this.end(i));
  }
}
