/** Statements of the grammar to statements of the AST. */

import type {
  BinaryOp,
  BlockStmt,
  BranchStmt,
  CaseClause,
  CommClause,
  Expr,
  GenDecl,
  IfStmt,
  Stmt,
} from '../ast';
import { NodeKind } from '../ast';
import { Kind } from './kinds';
import { TreeExprs } from './treeExprs';

export abstract class TreeStmts extends TreeExprs {
  protected abstract genDecl(i: number): GenDecl;

  protected block(i: number): BlockStmt {
    if (this.kind(i) !== Kind.Block) this.fail(i);
    const rbrace = this.after(i) - 1;
    const list = this.kind(i + 2) === Kind.StatementList ? this.stmtList(i + 2) : [];
    return this.nodes.blockStmt(this.start(i), list, this.expect(rbrace, Kind.Rbrace), this.end(i));
  }

  private stmtList(i: number): Stmt[] {
    const list: Stmt[] = [];
    const stop = this.after(i);
    for (let c = i + 1; c < stop; c = this.after(c)) {
      if (this.kind(c) !== Kind.Semi) list.push(this.stmt(c));
    }
    return list;
  }

  private stmt(i: number): Stmt {
    this.enter();
    const stmt = this.stmtNode(i);
    this.leave();
    return stmt;
  }

  private stmtNode(i: number): Stmt {
    const pos = this.start(i);
    const first = i + 1;
    switch (this.kind(i)) {
      case Kind.ConstDeclaration:
      case Kind.VarDeclaration:
      case Kind.TypeDeclaration:
        return this.nodes.declStmt(this.genDecl(i));
      case Kind.Block:
        return this.block(i);
      case Kind.EmptyStatement:
        return this.nodes.emptyStmt(pos, this.end(i));
      case Kind.LabeledStatement:
        return this.labeled(i);
      case Kind.FallthroughStatement:
        return this.nodes.branchStmt(pos, 'fallthrough', undefined);
      case Kind.BreakStatement:
        return this.branch(i, 'break');
      case Kind.ContinueStatement:
        return this.branch(i, 'continue');
      case Kind.GotoStatement:
        return this.branch(i, 'goto');
      case Kind.ReturnStatement:
        return this.nodes.returnStmt(pos, first + 1 < this.after(i) ? this.exprList(first + 1) : []);
      case Kind.GoStatement:
        return this.nodes.goStmt(pos, this.callOf(first + 1));
      case Kind.DeferStatement:
        return this.nodes.deferStmt(pos, this.callOf(first + 1));
      case Kind.IfStatement:
        return this.ifStmt(i);
      case Kind.ForStatement:
        return this.forStmt(i);
      case Kind.ExpressionSwitchStatement:
        return this.switchStmt(i);
      case Kind.TypeSwitchStatement:
        return this.typeSwitch(i);
      case Kind.SelectStatement:
        return this.selectStmt(i);
    }
    return this.simpleStmt(i);
  }

  private simpleStmt(i: number): Stmt {
    const first = i + 1;
    switch (this.kind(i)) {
      case Kind.ExpressionStatement:
        return this.nodes.exprStmt(this.expr(first));
      case Kind.SendStatement: {
        const arrow = this.after(first);
        const chan = this.expr(first);
        return this.nodes.sendStmt(chan, this.start(arrow), this.expr(arrow + 1));
      }
      case Kind.IncStatement:
        return this.nodes.incDecStmt(this.expr(first), this.start(this.after(first)), '++');
      case Kind.DecStatement:
        return this.nodes.incDecStmt(this.expr(first), this.start(this.after(first)), '--');
      case Kind.AssignmentStatement:
      case Kind.ShortVarDeclaration:
        return this.assign(first);
    }
    return this.fail(i);
  }

  /** Left side, operator and right side from node i on. */
  private assign(i: number): Stmt {
    const operator = this.after(i);
    const lhs = this.exprList(i);
    const tokPos = this.start(operator);
    const rhs = this.exprList(operator + 1);
    if (this.kind(operator) === Kind.Equals) return this.nodes.assignStmt(lhs, tokPos, '=', undefined, rhs);
    if (this.kind(operator) === Kind.Define) return this.nodes.assignStmt(lhs, tokPos, ':=', undefined, rhs);
    if (lhs.length > 1 || rhs.length > 1) this.fail(i);
    const op = this.sourceOf(operator).slice(0, -1) as BinaryOp;
    return this.nodes.assignStmt(lhs, tokPos, 'op=', op, rhs);
  }

  /** What go and defer call; parentheses around it are an error that the direct parser words. */
  private callOf(i: number): Expr {
    const call = this.expr(i);
    if (call.kind === NodeKind.ParenExpr || call.kind === NodeKind.BinaryExpr) this.fail(i);
    if (call.kind === NodeKind.UnaryExpr || call.kind === NodeKind.StarExpr) this.fail(i);
    return call;
  }

  private branch(i: number, tok: BranchStmt['tok']): Stmt {
    const label = i + 2 < this.after(i) ? this.ident(i + 2) : undefined;
    return this.nodes.branchStmt(this.start(i), tok, label);
  }

  private labeled(i: number): Stmt {
    const label = this.ident(i + 1);
    const colon = this.expect(i + 2, Kind.Colon);
    if (i + 3 < this.after(i)) return this.nodes.labeledStmt(label, colon, this.stmt(i + 3));
    // Go takes the closing brace for the place of the empty statement.
    const brace = this.after(i);
    if (brace >= this.tree.count || this.kind(brace) !== Kind.Rbrace) this.fail(i);
    const empty = this.nodes.emptyStmt(this.start(brace), this.start(brace));
    return this.nodes.labeledStmt(label, colon, empty);
  }

  /** The simple statement before a `;` in a header, if there is one, and the node after the `;`. */
  private initializer(i: number): { init: Stmt | undefined; next: number } {
    if (this.kind(i) === Kind.Semi || this.kind(i) === Kind.Lbrace) return { init: undefined, next: i };
    const after = this.after(i);
    if (this.kind(after) !== Kind.Semi) return { init: undefined, next: i };
    return { init: this.simpleStmt(i), next: after + 1 };
  }

  /** Begins the header of a statement; answers what leaveHeader wants back. */
  private enterHeader(): number {
    const outer = this.exprDepth;
    this.exprDepth = -1;
    return outer;
  }

  private leaveHeader(outer: number): void {
    this.exprDepth = outer;
  }

  private ifStmt(i: number): IfStmt {
    const outer = this.enterHeader();
    const { init, next } = this.initializer(i + 2);
    const cond = this.expr(next);
    this.leaveHeader(outer);
    let c = this.after(next);
    const body = this.block(c);
    c = this.after(c);
    let otherwise: IfStmt['else'];
    if (c < this.after(i)) {
      this.expect(c, Kind.Else);
      this.enter();
      otherwise = this.kind(c + 1) === Kind.IfStatement ? this.ifStmt(c + 1) : this.block(c + 1);
      this.leave();
    }
    return this.nodes.ifStmt(this.start(i), init, cond, body, otherwise);
  }

  private forStmt(i: number): Stmt {
    const pos = this.start(i);
    const header = i + 2;
    switch (this.kind(header)) {
      case Kind.Block:
        return this.nodes.forStmt(pos, undefined, undefined, undefined, this.block(header));
      case Kind.RangeClause:
        return this.rangeStmt(pos, header);
      case Kind.ForClause:
        return this.forClause(pos, header);
    }
    const outer = this.enterHeader();
    const cond = this.expr(header);
    this.leaveHeader(outer);
    return this.nodes.forStmt(pos, undefined, cond, undefined, this.block(this.after(header)));
  }

  private forClause(pos: number, i: number): Stmt {
    let init: Stmt | undefined;
    let cond: Expr | undefined;
    let post: Stmt | undefined;
    let part = 0;
    const outer = this.enterHeader();
    for (let c = i + 1; c < this.after(i); c = this.after(c)) {
      if (this.kind(c) === Kind.Semi) part++;
      else if (part === 0) init = this.simpleStmt(c);
      else if (part === 1) cond = this.expr(c);
      else post = this.simpleStmt(c);
    }
    this.leaveHeader(outer);
    if (post?.kind === NodeKind.AssignStmt && post.tok === ':=') this.fail(i);
    return this.nodes.forStmt(pos, init, cond, post, this.block(this.after(i)));
  }

  private rangeStmt(pos: number, i: number): Stmt {
    let c = i + 1;
    let lhs: Expr[] = [];
    let tokPos = -1;
    let tok: '' | '=' | ':=' = '';
    const outer = this.enterHeader();
    if (this.kind(c) !== Kind.RangeKeyword) {
      lhs = this.exprList(c);
      c = this.after(c);
      tokPos = this.start(c);
      tok = this.kind(c) === Kind.Define ? ':=' : '=';
      c++;
    }
    if (lhs.length > 2) this.fail(i);
    const range = this.expect(c, Kind.RangeKeyword);
    const clause = { key: lhs[0], value: lhs[1], tokPos, tok, range, x: this.expr(c + 1) };
    this.leaveHeader(outer);
    return this.nodes.rangeStmt(pos, clause, this.block(this.after(i)));
  }

  private switchStmt(i: number): Stmt {
    const outer = this.enterHeader();
    const { init, next } = this.initializer(i + 2);
    let c = next;
    if (this.kind(c) === Kind.Semi) this.fail(c);
    let tag: Expr | undefined;
    if (this.kind(c) !== Kind.Lbrace) {
      tag = this.expr(c);
      c = this.after(c);
    }
    this.leaveHeader(outer);
    const body = this.cases(c, i);
    return this.nodes.switchStmt(this.start(i), init, tag, body, this.end(i) - 1, this.end(i));
  }

  private typeSwitch(i: number): Stmt {
    const outer = this.enterHeader();
    const { init, next } = this.initializer(i + 2);
    let c = next;
    let after = this.after(c);
    let bind: ReturnType<TreeExprs['ident']> | undefined;
    if (this.kind(after) === Kind.Define) {
      if (this.after(c + 1) !== after) this.fail(c);
      bind = this.ident(this.kind(c) === Kind.ExpressionList ? c + 1 : c);
      c = after + 1;
      after = this.after(c);
    }
    const x = this.expr(c);
    this.leaveHeader(outer);
    const dot = this.expect(after, Kind.Dot);
    const rparen = after + 3;
    this.expect(rparen, Kind.Rparen);
    const assert = this.nodes.typeAssertExpr(x, dot, undefined, this.end(rparen));
    const body = this.cases(rparen + 1, i);
    return this.nodes.typeSwitchStmt(this.start(i), init, bind, assert, body, this.end(i) - 1, this.end(i));
  }

  /** The clauses after the `{` at node i, of the switch at node `parent`. */
  private cases(i: number, parent: number): CaseClause[] {
    this.expect(i, Kind.Lbrace);
    const clauses: CaseClause[] = [];
    for (let c = i + 1; c < this.after(parent) - 1; c = this.after(c)) clauses.push(this.caseClause(c));
    return clauses;
  }

  private caseClause(i: number): CaseClause {
    const isDefault = this.kind(i) === Kind.DefaultCase;
    const list: Expr[] = [];
    let c = i + 2;
    for (; this.kind(c) !== Kind.Colon; c = this.after(c)) {
      if (this.kind(c) !== Kind.Comma) list.push(...this.exprList(c));
    }
    const body = c + 1 < this.after(i) ? this.stmtList(c + 1) : [];
    return this.nodes.caseClause(this.start(i), list, isDefault, this.start(c), this.end(c), body);
  }

  private selectStmt(i: number): Stmt {
    const clauses: CommClause[] = [];
    for (let c = i + 3; c < this.after(i) - 1; c = this.after(c)) clauses.push(this.commClause(c));
    return this.nodes.selectStmt(this.start(i), clauses, this.end(i) - 1, this.end(i));
  }

  private commClause(i: number): CommClause {
    let c = i + 2;
    let comm: Stmt | undefined;
    if (this.kind(i) === Kind.CommunicationCase) {
      comm = this.kind(c) === Kind.ReceiveStatement ? this.receive(c) : this.simpleStmt(c);
      c = this.after(c);
    }
    this.expect(c, Kind.Colon);
    const body = c + 1 < this.after(i) ? this.stmtList(c + 1) : [];
    return this.nodes.commClause(this.start(i), comm, this.start(c), this.end(c), body);
  }

  private receive(i: number): Stmt {
    if (this.after(i + 1) === this.after(i)) return this.nodes.exprStmt(this.expr(i + 1));
    return this.assign(i + 1);
  }
}
