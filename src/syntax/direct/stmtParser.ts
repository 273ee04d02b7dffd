/** Statements (Go 1.26). */

import type {
  BinaryOp,
  BlockStmt,
  BranchStmt,
  CaseClause,
  CommClause,
  Expr,
  GenDecl,
  Ident,
  IfStmt,
  Stmt,
  TypeAssertExpr,
} from '../ast';
import { NodeKind } from '../ast';
import type { RangeClause } from '../nodes';
import { Token, tokenName } from '../tokens';
import { ExprParser } from './exprParser';

/** What stands between a keyword and its block. `cond` is a statement because a switch may bind a name in it. */
interface Header {
  init: Stmt | undefined;
  cond: Stmt | undefined;
  post: Stmt | undefined;
  range: RangeClause | undefined;
}

const emptyHeader: Header = { init: undefined, cond: undefined, post: undefined, range: undefined };

export abstract class StmtParser extends ExprParser {
  protected abstract genDecl(): GenDecl;

  protected funcBody(): BlockStmt {
    this.functionDepth++;
    const body = this.block('');
    this.functionDepth--;
    return body;
  }

  /** Without a context the current token is known to be `{`. */
  private block(context: string): BlockStmt {
    const pos = this.scan.start;
    if (!this.got(Token.Lbrace)) {
      this.syntaxError(`expected { after ${context}`);
      this.advance(Token.Name, Token.Rbrace);
      const rbrace = this.scan.start;
      if (this.got(Token.Rbrace)) return this.nodes.blockStmt(pos, [], rbrace, this.scan.lastEnd);
    }
    this.enter();
    const list = this.stmtList();
    this.leave();
    const rbrace = this.want(Token.Rbrace);
    return this.nodes.blockStmt(pos, list, rbrace, this.scan.lastEnd);
  }

  private stmtList(): Stmt[] {
    const scan = this.scan;
    const list: Stmt[] = [];
    for (let tok = scan.tok; tok !== Token.EOF && tok !== Token.Rbrace; tok = scan.tok) {
      if (tok === Token.Case || tok === Token.Default) break;
      const stmt = this.stmtOrNone();
      if (!stmt) break;
      list.push(stmt);
      // A label without its statement has been complained about.
      if (stmt.kind === NodeKind.LabeledStmt && stmt.stmt.kind === NodeKind.BadStmt) break;
      if (!this.got(Token.Semi) && this.scan.tok !== Token.Rbrace) {
        const from = scan.start;
        this.syntaxError('at end of statement');
        this.advance(Token.Semi, Token.Rbrace, Token.Case, Token.Default);
        if (scan.start > from) list.push(this.nodes.badStmt(from, scan.lastEnd));
        this.got(Token.Semi);
      }
    }
    return list;
  }

  private stmtOrNone(): Stmt | undefined {
    const scan = this.scan;
    const pos = scan.start;
    switch (this.scan.tok) {
      case Token.Name: {
        const lhs = this.exprList();
        if (this.tok() === Token.Colon && lhs.length === 1 && lhs[0].kind === NodeKind.Ident) {
          return this.labeled(lhs[0]);
        }
        return this.simpleStmt(lhs);
      }
      case Token.Var:
      case Token.Const:
      case Token.Type:
        return this.nodes.declStmt(this.genDecl());
      case Token.Lbrace:
        return this.block('');
      case Token.Operator:
      case Token.Star:
        return scan.op === '~' || (scan.prec > 0 && !isUnary(scan.op))
          ? undefined
          : this.simpleStmt(undefined);
      case Token.Literal:
      case Token.Func:
      case Token.Lparen:
      case Token.Lbrack:
      case Token.Struct:
      case Token.Map:
      case Token.Chan:
      case Token.Interface:
      case Token.Arrow:
        return this.simpleStmt(undefined);
      case Token.For:
        return this.forStmt();
      case Token.Switch:
        return this.switchStmt();
      case Token.Select:
        return this.selectStmt();
      case Token.If:
        return this.ifStmt();
      case Token.Fallthrough:
        scan.next();
        return this.nodes.branchStmt(pos, 'fallthrough', undefined);
      case Token.Break:
      case Token.Continue:
      case Token.Goto:
        return this.branch();
      case Token.Go:
        return this.nodes.goStmt(pos, this.goOrDeferCall());
      case Token.Defer:
        return this.nodes.deferStmt(pos, this.goOrDeferCall());
      case Token.Return: {
        scan.next();
        const none = this.tok() === Token.Semi || this.tok() === Token.Rbrace;
        return this.nodes.returnStmt(pos, none ? [] : this.exprList());
      }
      case Token.Semi:
        return this.nodes.emptyStmt(pos, scan.lit === 'semicolon' ? pos + 1 : pos);
    }
    return undefined;
  }

  private branch(): BranchStmt {
    const scan = this.scan;
    const pos = scan.start;
    const tok = scan.tok === Token.Break ? 'break' : scan.tok === Token.Continue ? 'continue' : 'goto';
    scan.next();
    const label = tok === 'goto' || this.scan.tok === Token.Name ? this.name() : undefined;
    return this.nodes.branchStmt(pos, tok, label);
  }

  private goOrDeferCall(): Expr {
    const what = this.scan.tokenText();
    this.scan.next();
    const call = this.primaryExpr(undefined);
    if (call.kind === NodeKind.ParenExpr) {
      this.errorAt(call.pos, `expression in ${what} must not be parenthesized`);
    }
    return call;
  }

  private labeled(label: Ident): Stmt {
    const scan = this.scan;
    const colon = this.want(Token.Colon);
    if (this.scan.tok === Token.Rbrace) {
      return this.nodes.labeledStmt(label, colon, this.nodes.emptyStmt(scan.start, scan.start));
    }
    this.enter();
    const stmt = this.stmtOrNone();
    this.leave();
    if (stmt) return this.nodes.labeledStmt(label, colon, stmt);
    this.syntaxErrorAt(colon, 'missing statement after label');
    return this.nodes.labeledStmt(label, colon, this.nodes.badStmt(colon + 1, colon + 1));
  }

  /** A simple statement whose left side has been read where `first` is given. */
  private simpleStmt(first: Expr[] | undefined): Stmt {
    const scan = this.scan;
    const lhs = first ?? this.exprList();
    const pos = scan.start;
    switch (this.scan.tok) {
      case Token.Assign:
      case Token.Define: {
        const tok = this.scan.tok === Token.Assign ? '=' : ':=';
        scan.next();
        return this.nodes.assignStmt(lhs, pos, tok, undefined, this.exprList());
      }
    }
    if (lhs.length > 1) {
      this.syntaxError('expected := or = or comma');
      this.advance(Token.Semi, Token.Rbrace);
      return this.nodes.exprStmt(lhs[0]);
    }
    const x = lhs[0];
    switch (this.scan.tok) {
      case Token.AssignOp: {
        const op = scan.op as BinaryOp;
        scan.next();
        return this.nodes.assignStmt(lhs, pos, 'op=', op, [this.expr()]);
      }
      case Token.IncOp: {
        const tok = scan.op === '+' ? '++' : '--';
        scan.next();
        return this.nodes.incDecStmt(x, pos, tok);
      }
      case Token.Arrow:
        scan.next();
        return this.nodes.sendStmt(x, pos, this.expr());
    }
    return this.nodes.exprStmt(x);
  }

  /** A simple statement or, in the header of a for, a range clause. */
  private simpleStmtOrRange(): Stmt | RangeClause {
    const scan = this.scan;
    if (this.scan.tok === Token.Range) return this.rangeClause([], -1, '');
    const lhs = this.exprList();
    if (this.scan.tok !== Token.Assign && this.scan.tok !== Token.Define) return this.simpleStmt(lhs);
    const pos = scan.start;
    const tok = this.scan.tok === Token.Assign ? '=' : ':=';
    scan.next();
    if (this.tok() === Token.Range) return this.rangeClause(lhs, pos, tok);
    return this.nodes.assignStmt(lhs, pos, tok, undefined, this.exprList());
  }

  private rangeClause(lhs: Expr[], tokPos: number, tok: RangeClause['tok']): RangeClause {
    const range = this.want(Token.Range);
    if (lhs.length > 2) this.errorAt(lhs[2].at, 'range clause permits at most two iteration variables');
    return { key: lhs[0], value: lhs[1], tokPos, tok, range, x: this.expr() };
  }

  private header(keyword: Token.If | Token.For | Token.Switch): Header {
    this.want(keyword);
    if (this.scan.tok === Token.Lbrace) {
      if (keyword === Token.If) this.syntaxError('missing condition in if statement');
      return emptyHeader;
    }
    const outer = this.exprDepth;
    this.exprDepth = -1;
    const header = this.headerClauses(keyword);
    this.exprDepth = outer;
    return header;
  }

  private headerClauses(keyword: Token.If | Token.For | Token.Switch): Header {
    const scan = this.scan;
    let init: Stmt | undefined;
    if (this.scan.tok !== Token.Semi) {
      if (this.got(Token.Var)) {
        this.syntaxError(`var declaration not allowed in ${tokenName(keyword).slice(8)} initializer`);
      }
      const first = keyword === Token.For ? this.simpleStmtOrRange() : this.simpleStmt(undefined);
      if (!('kind' in first)) return { ...emptyHeader, range: first };
      init = first;
    }
    if (this.scan.tok === Token.Lbrace)
      return { init: undefined, cond: init, post: undefined, range: undefined };
    const semiPos = scan.start;
    const semiLit = scan.lit;
    const hasSemi = this.got(Token.Semi);
    if (!hasSemi) {
      this.want(Token.Lbrace);
      if (this.tok() !== Token.Lbrace) this.advance(Token.Lbrace, Token.Rbrace);
    }
    if (keyword === Token.For) return this.forClauses(init);
    if (this.tok() !== Token.Lbrace)
      return { init, cond: this.simpleStmt(undefined), post: undefined, range: undefined };
    if (keyword === Token.If && hasSemi) {
      if (semiLit === 'semicolon') this.syntaxErrorAt(semiPos, 'missing condition in if statement');
      else this.syntaxErrorAt(semiPos, `unexpected ${semiLit}, expected { after if clause`);
    }
    return { ...emptyHeader, init };
  }

  /** Condition and post statement of a for, after the first semicolon. */
  private forClauses(init: Stmt | undefined): Header {
    let cond: Stmt | undefined;
    let post: Stmt | undefined;
    if (this.scan.tok !== Token.Semi) {
      if (this.scan.tok === Token.Lbrace) {
        this.syntaxError('expected for loop condition');
        return { ...emptyHeader, init };
      }
      cond = this.simpleStmt(undefined);
    }
    this.want(Token.Semi);
    if (this.tok() !== Token.Lbrace) {
      post = this.simpleStmt(undefined);
      if (post.kind === NodeKind.AssignStmt && post.tok === ':=') {
        this.syntaxErrorAt(post.at, 'cannot declare in post statement of for loop');
      }
    }
    return { init, cond, post, range: undefined };
  }

  /** The expression that a header's condition stands for. */
  private condition(stmt: Stmt | undefined): Expr | undefined {
    if (!stmt) return undefined;
    if (stmt.kind === NodeKind.ExprStmt) return stmt.x;
    if (stmt.kind === NodeKind.BadStmt) return this.nodes.badExpr(stmt.pos, stmt.end);
    this.syntaxErrorAt(stmt.at, `cannot use ${this.describe(stmt)} as value`);
    return this.nodes.badExpr(stmt.pos, stmt.end);
  }

  private describe(stmt: Stmt): string {
    const source = (x: Expr): string => this.text.slice(x.pos, x.end);
    if (stmt.kind !== NodeKind.AssignStmt || stmt.tok !== '=') return this.text.slice(stmt.pos, stmt.end);
    const side = (list: Expr[]): string =>
      list.length === 1 && list[0].kind === NodeKind.BinaryExpr
        ? `(${source(list[0])})`
        : list.map(source).join(', ');
    return `assignment ${side(stmt.lhs)} = ${side(stmt.rhs)}`;
  }

  private forStmt(): Stmt {
    const pos = this.scan.start;
    const header = this.header(Token.For);
    const body = this.block('for clause');
    if (header.range) return this.nodes.rangeStmt(pos, header.range, body);
    return this.nodes.forStmt(pos, header.init, this.condition(header.cond), header.post, body);
  }

  private ifStmt(): IfStmt {
    const pos = this.scan.start;
    const header = this.header(Token.If);
    const cond = this.condition(header.cond) ?? this.nodes.badExpr(this.scan.start, this.scan.start);
    const body = this.block('if clause');
    let otherwise: IfStmt['else'];
    if (this.got(Token.Else)) {
      if (this.scan.tok === Token.If) {
        this.enter();
        otherwise = this.ifStmt();
        this.leave();
      } else if (this.scan.tok === Token.Lbrace) otherwise = this.block('');
      else {
        this.syntaxError('else must be followed by if or statement block');
        this.advance(Token.Name, Token.Rbrace);
      }
    }
    return this.nodes.ifStmt(pos, header.init, cond, body, otherwise);
  }

  private switchStmt(): Stmt {
    const scan = this.scan;
    const pos = scan.start;
    const header = this.header(Token.Switch);
    if (!this.got(Token.Lbrace)) {
      this.syntaxError('missing { after switch clause');
      this.advance(Token.Case, Token.Default, Token.Rbrace);
    }
    this.enter();
    const body: CaseClause[] = [];
    while (this.scan.tok !== Token.EOF && this.scan.tok !== Token.Rbrace) body.push(this.caseClause());
    this.leave();
    const rbrace = this.want(Token.Rbrace);
    const guard = typeSwitchGuard(header.cond);
    if (guard) {
      return this.nodes.typeSwitchStmt(
        pos,
        header.init,
        guard.bind,
        guard.assert,
        body,
        rbrace,
        scan.lastEnd,
      );
    }
    return this.nodes.switchStmt(pos, header.init, this.condition(header.cond), body, rbrace, scan.lastEnd);
  }

  private caseClause(): CaseClause {
    const scan = this.scan;
    const pos = scan.start;
    let list: Expr[] = [];
    const isDefault = this.scan.tok === Token.Default;
    if (this.got(Token.Case)) list = this.exprList();
    else if (!this.got(Token.Default)) this.expectCase();
    const colon = this.want(Token.Colon);
    const end = scan.lastEnd;
    return this.nodes.caseClause(pos, list, isDefault, colon, end, this.stmtList());
  }

  private expectCase(): void {
    this.syntaxError('expected case or default or }');
    this.advance(Token.Colon, Token.Case, Token.Default, Token.Rbrace);
  }

  private selectStmt(): Stmt {
    const scan = this.scan;
    const pos = this.want(Token.Select);
    if (!this.got(Token.Lbrace)) {
      this.syntaxError('missing { after select clause');
      this.advance(Token.Case, Token.Default, Token.Rbrace);
    }
    this.enter();
    const body: CommClause[] = [];
    while (this.scan.tok !== Token.EOF && this.scan.tok !== Token.Rbrace) body.push(this.commClause());
    this.leave();
    const rbrace = this.want(Token.Rbrace);
    return this.nodes.selectStmt(pos, body, rbrace, scan.lastEnd);
  }

  private commClause(): CommClause {
    const scan = this.scan;
    const pos = scan.start;
    let comm: Stmt | undefined;
    if (this.got(Token.Case)) comm = this.simpleStmt(undefined);
    else if (!this.got(Token.Default)) this.expectCase();
    const colon = this.want(Token.Colon);
    const end = scan.lastEnd;
    return this.nodes.commClause(pos, comm, colon, end, this.stmtList());
  }
}

function isUnary(op: string): boolean {
  return op === '+' || op === '-' || op === '*' || op === '&' || op === '^' || op === '!';
}

/** `x.(type)` or `bind := x.(type)` as the condition of a switch. */
function typeSwitchGuard(
  cond: Stmt | undefined,
): { bind: Ident | undefined; assert: TypeAssertExpr } | undefined {
  if (cond?.kind === NodeKind.ExprStmt) {
    const x = cond.x;
    return x.kind === NodeKind.TypeAssertExpr && !x.type ? { bind: undefined, assert: x } : undefined;
  }
  if (cond?.kind !== NodeKind.AssignStmt || cond.tok !== ':=') return undefined;
  const [lhs, rhs] = [cond.lhs[0], cond.rhs[0]];
  if (cond.lhs.length !== 1 || cond.rhs.length !== 1 || lhs.kind !== NodeKind.Ident) return undefined;
  return rhs.kind === NodeKind.TypeAssertExpr && !rhs.type ? { bind: lhs, assert: rhs } : undefined;
}
