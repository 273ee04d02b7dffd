/** Composite literals (cmd/compile/internal/noder's writer.compLit and reader.compLit, Go 1.26). */

import { type CompositeLit, NodeKind, type Place } from '../syntax';
import { type StructType, type Type, TypeKind, type VarObject } from '../types';
import type { FuncBuilder } from './builder';
import { convertedExpr, expr, operands } from './expr';
import { AddrExpr, CompLitExpr, type IrNode, KeyExpr, StructKeyExpr } from './nodes';
import { Op } from './op';
import { pointee, under } from './typing';

export function compositeLit(b: FuncBuilder, e: CompositeLit): IrNode {
  const pos = b.at(e);
  const written = b.typeOf(e);
  const pointed = pointee(written);
  const type = pointed ?? written;
  const lit = literalOf(b, e, type, pos);
  if (pointed === undefined || lit.op === Op.OBAD) return lit;
  return new AddrExpr(Op.OPTRLIT, pos, written, lit, false);
}

function literalOf(b: FuncBuilder, e: CompositeLit, type: Type, pos: Place): IrNode {
  const u = under(type);
  switch (u.kind) {
    case TypeKind.Struct:
      return new CompLitExpr(Op.OSTRUCTLIT, pos, type, structElements(b, e, u), false);
    case TypeKind.Array:
      return new CompLitExpr(Op.OARRAYLIT, pos, type, listElements(b, e, u.elem), false);
    case TypeKind.Slice:
      return new CompLitExpr(Op.OSLICELIT, pos, type, listElements(b, e, u.elem), false);
    case TypeKind.Map:
      return new CompLitExpr(Op.OMAPLIT, pos, type, mapElements(b, e, u.key, u.elem), false);
    default:
      return b.bad(pos, 'literal of unknown type', looseElements(b, e));
  }
}

function structElements(b: FuncBuilder, e: CompositeLit, struct: StructType): IrNode[] {
  return e.elts.map((element, i) => {
    let field: VarObject | undefined = struct.fields[i];
    let value = element;
    let pos = b.at(element);
    if (element.kind === NodeKind.KeyValueExpr) {
      const key = element.key;
      field = key.kind === NodeKind.Ident ? struct.fields.find(f => f.name === key.name) : undefined;
      value = element.value;
      pos = b.at(key);
    }
    if (field === undefined) return b.bad(pos, 'unknown field', operands(b, value));
    return new StructKeyExpr(pos, field, convertedExpr(b, field.type, value));
  });
}

function listElements(b: FuncBuilder, e: CompositeLit, elem: Type): IrNode[] {
  return e.elts.map(element => {
    if (element.kind !== NodeKind.KeyValueExpr) return convertedExpr(b, elem, element);
    const value = convertedExpr(b, elem, element.value);
    return new KeyExpr(b.at(element.key), value.type, expr(b, element.key), value);
  });
}

function mapElements(b: FuncBuilder, e: CompositeLit, key: Type, elem: Type): IrNode[] {
  return e.elts.map(element => {
    if (element.kind !== NodeKind.KeyValueExpr)
      return b.bad(b.at(element), 'missing key', operands(b, element));
    const k = convertedExpr(b, key, element.key);
    return new KeyExpr(b.at(element.key), elem, k, convertedExpr(b, elem, element.value));
  });
}

function looseElements(b: FuncBuilder, e: CompositeLit): IrNode[] {
  return e.elts.flatMap(element =>
    operands(b, element.kind === NodeKind.KeyValueExpr ? element.value : element),
  );
}
