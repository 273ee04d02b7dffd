/**
 * Lists of values, some of which come from one call, receive, map index or type assertion that gives several
 * (cmd/compile/internal/noder's multiExpr, Go 1.26): those go through temporaries.
 */

import type { Expr, Place } from '../syntax';
import { Basic, invalidType, type Type, TypeKind, typ } from '../types';
import { type FuncBuilder, voidType, withInit } from './builder';
import { convert } from './convert';
import { convertedExpr, expr } from './expr';
import { AssignListStmt, Decl, type IrNode } from './nodes';
import { Op } from './op';

/**
 * The values of `exprs`, each converted to `dst(i)` where that is known. With `count` two for one expression,
 * the expression's "ok" form is meant.
 */
export function multiValues(
  b: FuncBuilder,
  pos: Place,
  exprs: readonly Expr[],
  dst: (i: number) => Type | undefined,
  count = exprs.length,
): IrNode[] {
  if (exprs.length === 1) {
    if (givesSeveral(b, exprs[0]) || count > 1) {
      const call = expr(b, exprs[0]);
      const types = resultTypes(call);
      if (types !== undefined) return throughTemps(b, pos, call, types, dst);
      if (count > 1) return unknownValues(b, pos, call, count);
      return [call];
    }
  }
  return exprs.length === 1
    ? [convertedExpr(b, dst(0), exprs[0])]
    : exprs.map((e, i) => convertedExpr(b, dst(i), e));
}

/** A call with several results. */
export function givesSeveral(b: FuncBuilder, e: Expr): boolean {
  const type = b.typeOf(e);
  return type.kind === TypeKind.Tuple && type.vars.length > 1;
}

/** Types of the values that an expression gives where several are wanted. */
function resultTypes(node: IrNode): readonly Type[] | undefined {
  switch (node.op) {
    case Op.OCALLFUNC:
    case Op.OCALLINTER:
      return node.type.kind === TypeKind.Tuple && node.type.vars.length > 1
        ? node.type.vars.map(v => v.type)
        : undefined;
    case Op.OINDEXMAP:
    case Op.ORECV:
    case Op.ODOTTYPE:
    case Op.ODYNAMICDOTTYPE:
      return [node.type, typ[Basic.Bool]];
    default:
      return undefined;
  }
}

/** The values of `source`, kept in temporaries and converted to `dst(i)`. */
export function throughTemps(
  b: FuncBuilder,
  pos: Place,
  source: IrNode,
  types: readonly Type[],
  dst: (i: number) => Type | undefined,
): IrNode[] {
  const assign = new AssignListStmt(listOp(source), pos, voidType, [], [source], true);
  assign.init = [];
  const values: IrNode[] = types.map((type, i) => {
    const temp = b.temp(pos, type);
    temp.defn = assign;
    assign.init.push(new Decl(pos, voidType, temp));
    assign.lhs.push(temp);
    const target = dst(i);
    return target === undefined || target === invalidType ? temp : convert(pos, target, temp, true);
  });
  values[0] = withInit([assign], values[0]);
  return values;
}

/** The statement that takes several values from `source`, whose own operation is set to fit. */
export function listOp(source: IrNode): AssignListStmt['op'] {
  switch (source.op) {
    case Op.OINDEXMAP:
      return Op.OAS2MAPR;
    case Op.ORECV:
      return Op.OAS2RECV;
    case Op.ODOTTYPE:
      source.op = Op.ODOTTYPE2;
      return Op.OAS2DOTTYPE;
    case Op.ODYNAMICDOTTYPE:
      source.op = Op.ODYNAMICDOTTYPE2;
      return Op.OAS2DOTTYPE;
    default:
      return Op.OAS2FUNC;
  }
}

function unknownValues(b: FuncBuilder, pos: Place, source: IrNode, count: number): IrNode[] {
  const values: IrNode[] = [b.bad(pos, 'several values of unknown type', [source])];
  while (values.length < count) values.push(b.bad(pos, 'unknown value'));
  return values;
}
