/**
 * Makes AST nodes: hands out the ids of one unit, and knows for each kind where it ends and where the
 * compiler reports it (`at`), so that no reader of source text has to. `pos` and `end` are those of go/ast
 * (Go 1.26), `at` that of cmd/compile/internal/syntax/parser.go.
 */

import type {
  ArrayType,
  AssignStmt,
  BadDecl,
  BadExpr,
  BadStmt,
  BasicLit,
  BinaryExpr,
  BinaryOp,
  BlockStmt,
  BranchStmt,
  CallExpr,
  CaseClause,
  ChanDir,
  ChanType,
  CommClause,
  CompositeLit,
  DeclStmt,
  DeferStmt,
  Ellipsis,
  EmptyStmt,
  Expr,
  ExprStmt,
  Field,
  FieldList,
  ForStmt,
  FuncDecl,
  FuncLit,
  FuncType,
  GenDecl,
  GoStmt,
  Ident,
  IfStmt,
  ImportSpec,
  IncDecStmt,
  IndexExpr,
  InterfaceType,
  KeyValueExpr,
  LabeledStmt,
  LitKind,
  MapType,
  ParenExpr,
  RangeStmt,
  ReturnStmt,
  SelectorExpr,
  SelectStmt,
  SendStmt,
  SliceExpr,
  Spec,
  StarExpr,
  Stmt,
  StructType,
  SwitchStmt,
  TypeAssertExpr,
  TypeSpec,
  TypeSwitchStmt,
  UnaryExpr,
  UnaryOp,
  ValueSpec,
} from './ast';
import { NodeKind } from './ast';

export class NodeBuilder {
  /** Ids handed out so far: the next node's id. */
  count = 0;
  /** Steps in chains such as f().g().h() beyond those that are free; see nesting.ts. */
  steps = 0;

  badExpr(pos: number, end: number): BadExpr {
    return { kind: NodeKind.BadExpr, id: this.count++, pos, end, at: pos };
  }

  ident(pos: number, end: number, name: string): Ident {
    return { kind: NodeKind.Ident, id: this.count++, pos, end, at: pos, name };
  }

  basicLit(pos: number, end: number, lit: LitKind, value: string): BasicLit {
    return { kind: NodeKind.BasicLit, id: this.count++, pos, end, at: pos, lit, value };
  }

  /** `end` is the offset after the closing brace. */
  compositeLit(
    type: Expr | undefined,
    lbrace: number,
    elts: Expr[],
    rbrace: number,
    end: number,
  ): CompositeLit {
    const pos = type ? type.pos : lbrace;
    return {
      kind: NodeKind.CompositeLit,
      id: this.count++,
      pos,
      end,
      at: lbrace,
      type,
      lbrace,
      elts,
      rbrace,
    };
  }

  funcLit(type: FuncType, body: BlockStmt): FuncLit {
    return {
      kind: NodeKind.FuncLit,
      id: this.count++,
      pos: type.pos,
      end: body.end,
      at: type.pos,
      type,
      body,
    };
  }

  parenExpr(pos: number, x: Expr, end: number): ParenExpr {
    return { kind: NodeKind.ParenExpr, id: this.count++, pos, end, at: pos, x };
  }

  selectorExpr(x: Expr, dot: number, sel: Ident): SelectorExpr {
    return { kind: NodeKind.SelectorExpr, id: this.count++, pos: x.pos, end: sel.end, at: dot, x, sel };
  }

  indexExpr(x: Expr, lbrack: number, indices: Expr[], rbrack: number, end: number): IndexExpr {
    return {
      kind: NodeKind.IndexExpr,
      id: this.count++,
      pos: x.pos,
      end,
      at: lbrack,
      x,
      lbrack,
      indices,
      rbrack,
    };
  }

  sliceExpr(
    x: Expr,
    lbrack: number,
    low: Expr | undefined,
    high: Expr | undefined,
    max: Expr | undefined,
    slice3: boolean,
    end: number,
  ): SliceExpr {
    return {
      kind: NodeKind.SliceExpr,
      id: this.count++,
      pos: x.pos,
      end,
      at: lbrack,
      x,
      lbrack,
      low,
      high,
      max,
      slice3,
    };
  }

  typeAssertExpr(x: Expr, dot: number, type: Expr | undefined, end: number): TypeAssertExpr {
    return { kind: NodeKind.TypeAssertExpr, id: this.count++, pos: x.pos, end, at: dot, x, type };
  }

  callExpr(fun: Expr, lparen: number, args: Expr[], ellipsis: number, rparen: number, end: number): CallExpr {
    return {
      kind: NodeKind.CallExpr,
      id: this.count++,
      pos: fun.pos,
      end,
      at: lparen,
      fun,
      lparen,
      args,
      hasDots: ellipsis >= 0,
      ellipsis,
      rparen,
    };
  }

  starExpr(pos: number, x: Expr): StarExpr {
    return { kind: NodeKind.StarExpr, id: this.count++, pos, end: x.end, at: pos, x };
  }

  unaryExpr(pos: number, op: UnaryOp, x: Expr): UnaryExpr {
    return { kind: NodeKind.UnaryExpr, id: this.count++, pos, end: x.end, at: pos, op, x };
  }

  binaryExpr(x: Expr, opPos: number, op: BinaryOp, y: Expr): BinaryExpr {
    return {
      kind: NodeKind.BinaryExpr,
      id: this.count++,
      pos: x.pos,
      end: y.end,
      at: opPos,
      op,
      opPos,
      x,
      y,
    };
  }

  keyValueExpr(key: Expr, colon: number, value: Expr): KeyValueExpr {
    return {
      kind: NodeKind.KeyValueExpr,
      id: this.count++,
      pos: key.pos,
      end: value.end,
      at: colon,
      key,
      colon,
      value,
    };
  }

  ellipsis(pos: number, elt: Expr | undefined): Ellipsis {
    return { kind: NodeKind.Ellipsis, id: this.count++, pos, end: elt ? elt.end : pos + 3, at: pos, elt };
  }

  arrayType(pos: number, len: Expr | undefined, elem: Expr): ArrayType {
    return { kind: NodeKind.ArrayType, id: this.count++, pos, end: elem.end, at: pos, len, elem };
  }

  structType(pos: number, fields: FieldList): StructType {
    return { kind: NodeKind.StructType, id: this.count++, pos, end: fields.end, at: pos, fields };
  }

  /** `at` is the first bracket after `func` (and after the name of a declaration). */
  funcType(
    pos: number,
    typeParams: FieldList | undefined,
    params: FieldList,
    results: FieldList | undefined,
  ): FuncType {
    return {
      kind: NodeKind.FuncType,
      id: this.count++,
      pos,
      end: results ? results.end : params.end,
      at: typeParams ? typeParams.pos : params.pos,
      typeParams,
      params,
      results,
    };
  }

  interfaceType(pos: number, methods: FieldList): InterfaceType {
    return { kind: NodeKind.InterfaceType, id: this.count++, pos, end: methods.end, at: pos, methods };
  }

  mapType(pos: number, key: Expr, value: Expr): MapType {
    return { kind: NodeKind.MapType, id: this.count++, pos, end: value.end, at: pos, key, value };
  }

  chanType(pos: number, dir: ChanDir, value: Expr): ChanType {
    return { kind: NodeKind.ChanType, id: this.count++, pos, end: value.end, at: pos, dir, value };
  }

  field(names: Ident[], type: Expr, tag: BasicLit | undefined): Field {
    const pos = names.length > 0 ? names[0].pos : type.pos;
    return {
      kind: NodeKind.Field,
      id: this.count++,
      pos,
      end: tag ? tag.end : type.end,
      at: pos,
      names,
      type,
      tag,
    };
  }

  fieldList(pos: number, list: Field[], end: number): FieldList {
    return { kind: NodeKind.FieldList, id: this.count++, pos, end, at: pos, list };
  }

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
