/** The part of NodeBuilder that makes expressions and types. */

import type {
  ArrayType,
  BadExpr,
  BasicLit,
  BinaryExpr,
  BinaryOp,
  BlockStmt,
  CallExpr,
  ChanDir,
  ChanType,
  CompositeLit,
  Ellipsis,
  Expr,
  Field,
  FieldList,
  FuncLit,
  FuncType,
  Ident,
  IndexExpr,
  InterfaceType,
  KeyValueExpr,
  LitKind,
  MapType,
  ParenExpr,
  SelectorExpr,
  SliceExpr,
  StarExpr,
  StructType,
  TypeAssertExpr,
  UnaryExpr,
  UnaryOp,
} from './ast';
import { NodeKind } from './ast';

export class ExprNodes {
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

  /** As `compositeLit`; the elements are read when first asked for. */
  tableLit(
    type: Expr | undefined,
    lbrace: number,
    read: () => Expr[],
    rbrace: number,
    end: number,
  ): CompositeLit {
    let known: Expr[] | undefined;
    return {
      ...this.compositeLit(type, lbrace, [], rbrace, end),
      get elts() {
        known ??= read();
        return known;
      },
      isTable: true,
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
}
