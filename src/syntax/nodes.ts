/**
 * Makes AST nodes: hands out the ids of one unit, and knows for each kind where it ends and where the
 * compiler reports it (`at`), so that no reader of source text has to. `pos` and `end` are those of go/ast
 * (Go 1.26), `at` that of cmd/compile/internal/syntax/parser.go.
 */

import type {
  AssignStmt,
  BadDecl,
  BadStmt,
  BasicLit,
  BinaryOp,
  BlockStmt,
  BranchStmt,
  CaseClause,
  CommClause,
  DeclStmt,
  DeferStmt,
  EmptyStmt,
  Expr,
  ExprStmt,
  FieldList,
  ForStmt,
  FuncDecl,
  FuncType,
  GenDecl,
  GoStmt,
  Ident,
  IfStmt,
  ImportSpec,
  IncDecStmt,
  LabeledStmt,
  RangeStmt,
  ReturnStmt,
  SelectStmt,
  SendStmt,
  Spec,
  Stmt,
  SwitchStmt,
  TypeAssertExpr,
  TypeSpec,
  TypeSwitchStmt,
  ValueSpec,
} from './ast';
import { NodeKind } from './ast';
import { ExprNodes } from './exprNodes';

export class NodeBuilder extends ExprNodes {
  badStmt(pos: number, end: number): BadStmt {
    return { kind: NodeKind.BadStmt, id: this.count++, pos, end, at: pos };
  }

  declStmt(decl: GenDecl): DeclStmt {
    return { kind: NodeKind.DeclStmt, id: this.count++, pos: decl.pos, end: decl.end, at: decl.at, decl };
  }

  emptyStmt(pos: number, end: number): EmptyStmt {
    return { kind: NodeKind.EmptyStmt, id: this.count++, pos, end, at: pos };
  }

  labeledStmt(label: Ident, colon: number, stmt: Stmt): LabeledStmt {
    return {
      kind: NodeKind.LabeledStmt,
      id: this.count++,
      pos: label.pos,
      end: stmt.end,
      at: colon,
      label,
      stmt,
    };
  }

  exprStmt(x: Expr): ExprStmt {
    return { kind: NodeKind.ExprStmt, id: this.count++, pos: x.pos, end: x.end, at: x.at, x };
  }

  sendStmt(chan: Expr, arrow: number, value: Expr): SendStmt {
    return {
      kind: NodeKind.SendStmt,
      id: this.count++,
      pos: chan.pos,
      end: value.end,
      at: arrow,
      chan,
      arrow,
      value,
    };
  }

  incDecStmt(x: Expr, tokPos: number, tok: '++' | '--'): IncDecStmt {
    return { kind: NodeKind.IncDecStmt, id: this.count++, pos: x.pos, end: tokPos + 2, at: tokPos, x, tok };
  }

  assignStmt(
    lhs: Expr[],
    tokPos: number,
    tok: AssignStmt['tok'],
    op: BinaryOp | undefined,
    rhs: Expr[],
  ): AssignStmt {
    const end = rhs[rhs.length - 1].end;
    return {
      kind: NodeKind.AssignStmt,
      id: this.count++,
      pos: lhs[0].pos,
      end,
      at: tokPos,
      lhs,
      tokPos,
      tok,
      op,
      rhs,
    };
  }

  goStmt(pos: number, call: Expr): GoStmt {
    return { kind: NodeKind.GoStmt, id: this.count++, pos, end: call.end, at: pos, call };
  }

  deferStmt(pos: number, call: Expr): DeferStmt {
    return { kind: NodeKind.DeferStmt, id: this.count++, pos, end: call.end, at: pos, call };
  }

  returnStmt(pos: number, results: Expr[]): ReturnStmt {
    const end = results.length > 0 ? results[results.length - 1].end : pos + 6;
    return { kind: NodeKind.ReturnStmt, id: this.count++, pos, end, at: pos, results };
  }

  branchStmt(pos: number, tok: BranchStmt['tok'], label: Ident | undefined): BranchStmt {
    const end = label ? label.end : pos + tok.length;
    return { kind: NodeKind.BranchStmt, id: this.count++, pos, end, at: pos, tok, label };
  }

  blockStmt(pos: number, list: Stmt[], rbrace: number, end: number): BlockStmt {
    return { kind: NodeKind.BlockStmt, id: this.count++, pos, end, at: pos, list, rbrace };
  }

  ifStmt(
    pos: number,
    init: Stmt | undefined,
    cond: Expr,
    body: BlockStmt,
    otherwise: IfStmt['else'],
  ): IfStmt {
    const end = otherwise ? otherwise.end : body.end;
    return { kind: NodeKind.IfStmt, id: this.count++, pos, end, at: pos, init, cond, body, else: otherwise };
  }

  caseClause(
    pos: number,
    list: Expr[],
    isDefault: boolean,
    colon: number,
    end: number,
    body: Stmt[],
  ): CaseClause {
    const last = body.length > 0 ? body[body.length - 1].end : end;
    return {
      kind: NodeKind.CaseClause,
      id: this.count++,
      pos,
      end: last,
      at: pos,
      list,
      isDefault,
      colon,
      body,
    };
  }

  switchStmt(
    pos: number,
    init: Stmt | undefined,
    tag: Expr | undefined,
    body: CaseClause[],
    rbrace: number,
    end: number,
  ): SwitchStmt {
    return { kind: NodeKind.SwitchStmt, id: this.count++, pos, end, at: pos, init, tag, body, rbrace };
  }

  typeSwitchStmt(
    pos: number,
    init: Stmt | undefined,
    bind: Ident | undefined,
    assert: TypeAssertExpr,
    body: CaseClause[],
    rbrace: number,
    end: number,
  ): TypeSwitchStmt {
    return {
      kind: NodeKind.TypeSwitchStmt,
      id: this.count++,
      pos,
      end,
      at: pos,
      init,
      bind,
      x: assert.x,
      assert,
      body,
      rbrace,
    };
  }

  commClause(pos: number, comm: Stmt | undefined, colon: number, end: number, body: Stmt[]): CommClause {
    const last = body.length > 0 ? body[body.length - 1].end : end;
    return { kind: NodeKind.CommClause, id: this.count++, pos, end: last, at: pos, comm, colon, body };
  }

  selectStmt(pos: number, body: CommClause[], rbrace: number, end: number): SelectStmt {
    return { kind: NodeKind.SelectStmt, id: this.count++, pos, end, at: pos, body, rbrace };
  }

  forStmt(
    pos: number,
    init: Stmt | undefined,
    cond: Expr | undefined,
    post: Stmt | undefined,
    body: BlockStmt,
  ): ForStmt {
    return { kind: NodeKind.ForStmt, id: this.count++, pos, end: body.end, at: pos, init, cond, post, body };
  }

  rangeStmt(pos: number, clause: RangeClause, body: BlockStmt): RangeStmt {
    return {
      kind: NodeKind.RangeStmt,
      id: this.count++,
      pos,
      end: body.end,
      at: pos,
      key: clause.key,
      value: clause.value,
      tokPos: clause.tokPos,
      tok: clause.tok,
      range: clause.range,
      x: clause.x,
      body,
    };
  }

  badDecl(pos: number, end: number): BadDecl {
    return { kind: NodeKind.BadDecl, id: this.count++, pos, end, at: pos };
  }

  importSpec(name: Ident | undefined, path: BasicLit): ImportSpec {
    const pos = name ? name.pos : path.pos;
    return { kind: NodeKind.ImportSpec, id: this.count++, pos, end: path.end, at: pos, name, path };
  }

  valueSpec(names: Ident[], type: Expr | undefined, values: Expr[], iota: number): ValueSpec {
    const last = values.length > 0 ? values[values.length - 1] : (type ?? names[names.length - 1]);
    const pos = names[0].pos;
    return {
      kind: NodeKind.ValueSpec,
      id: this.count++,
      pos,
      end: last.end,
      at: pos,
      names,
      type,
      values,
      iota,
    };
  }

  typeSpec(name: Ident, typeParams: FieldList | undefined, isAlias: boolean, type: Expr): TypeSpec {
    return {
      kind: NodeKind.TypeSpec,
      id: this.count++,
      pos: name.pos,
      end: type.end,
      at: name.pos,
      name,
      typeParams,
      isAlias,
      type,
    };
  }

  genDecl(pos: number, tok: GenDecl['tok'], specs: Spec[], end: number): GenDecl {
    return { kind: NodeKind.GenDecl, id: this.count++, pos, end, at: pos, tok, specs };
  }

  /** `end` includes the body. */
  funcDecl(
    recv: FieldList | undefined,
    name: Ident,
    type: FuncType,
    hasBody: boolean,
    end: number,
  ): FuncDecl {
    const at = recv ? recv.pos : name.pos;
    return { kind: NodeKind.FuncDecl, id: this.count++, pos: type.pos, end, at, recv, name, type, hasBody };
  }
}

/** The part of a range statement between `for` and the body. */
export interface RangeClause {
  key: Expr | undefined;
  value: Expr | undefined;
  tokPos: number;
  tok: RangeStmt['tok'];
  range: number;
  x: Expr;
}
