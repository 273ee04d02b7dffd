/**
 * Assignments and the variables that they declare (cmd/compile/internal/noder's assignStmt and assignList, Go 1.26).
 * What is given a value is noted for deadLocals.ts.
 */

import { type Expr, NodeKind, type Place } from '../syntax';
import type { Type } from '../types';
import { declareZero, type FuncBuilder, voidType } from './builder';
import { hasEffects } from './deadLocals';
import { convertedExpr, expr, unparen } from './expr';
import { givesSeveral, multiValues } from './multi';
import { addTraits, type Name } from './name';
import { AssignListStmt, AssignStmt, Decl, type IrNode } from './nodes';
import { Class, Op, Trait } from './op';
import { idealType } from './typing';

const noNames: readonly Name[] = [];

/** lhs = rhs, lhs := rhs, var lhs T = rhs. */
export function assign(
  b: FuncBuilder,
  pos: Place,
  lhs: readonly Expr[],
  rhs: readonly Expr[],
  define: boolean,
  out: IrNode[],
  declaredType: Type | undefined,
): void {
  if (lhs.length === 1 && rhs.length === 1) {
    assignOne(b, pos, lhs[0], rhs, define, out, declaredType);
    return;
  }
  const names: Name[] = [];
  const nodes = lhs.map(to => assignee(b, to, define ? names : undefined, declaredType));
  if (rhs.length === 0) {
    declareZeros(b, pos, names, out);
    return;
  }
  const count = rhs.length === 1 ? lhs.length : rhs.length;
  const values = multiValues(b, pos, rhs, i => nodes[i] && assignedType(nodes[i]), count);
  assignValues(b, pos, nodes, values, names, out);
}

/** The same of one value and one target, without lists. */
function assignOne(
  b: FuncBuilder,
  pos: Place,
  to: Expr,
  rhs: readonly Expr[],
  define: boolean,
  out: IrNode[],
  declaredType: Type | undefined,
): void {
  const name = define ? declared(b, to, declaredType) : undefined;
  const target = name ?? assignedExpr(b, to);
  const names = name === undefined ? noNames : [name];
  if (givesSeveral(b, rhs[0]) || !isAssignable(target)) {
    const values = multiValues(b, pos, rhs, () => assignedType(target));
    assignValues(b, pos, [target], values, names, out);
    return;
  }
  const value = convertedExpr(b, assignedType(target), rhs[0]);
  const node = new AssignStmt(pos, voidType, target, value, name !== undefined);
  declareAt(node, names);
  noteValue(b, target, value, false);
  out.push(node);
}

function assignValues(
  b: FuncBuilder,
  pos: Place,
  lhs: IrNode[],
  rhs: IrNode[],
  names: readonly Name[],
  out: IrNode[],
): void {
  if (rhs.length === lhs.length && lhs.every(isAssignable)) {
    out.push(assignment(b, pos, lhs, rhs, names));
    return;
  }
  declareZeros(b, pos, names, out);
  out.push(b.bad(pos, 'broken assignment', [...lhs.filter(node => !isBlank(node)), ...rhs]));
}

function declareZeros(b: FuncBuilder, pos: Place, names: readonly Name[], out: IrNode[]): void {
  for (const name of names) {
    b.giveTo(name);
    out.push(declareZero(pos, name));
  }
}

export function assignment(
  b: FuncBuilder,
  pos: Place,
  lhs: IrNode[],
  rhs: IrNode[],
  names: readonly Name[],
): IrNode {
  const node =
    lhs.length === 1
      ? new AssignStmt(pos, voidType, lhs[0], rhs[0], names.length > 0)
      : new AssignListStmt(Op.OAS2, pos, voidType, lhs, rhs, names.length > 0);
  declareAt(node, names);
  for (let i = 0; i < rhs.length; i++) noteValue(b, lhs[i], rhs[i], lhs.length > 1);
  return node;
}

function noteValue(b: FuncBuilder, to: IrNode, value: IrNode, isInList: boolean): void {
  if (value.op === Op.OBAD) b.func.incomplete = true;
  else if (to.op === Op.ONAME && !hasEffects(value)) noteGiven(b, to, value, isInList);
}

/** What deadLocals.ts would find here: a read that alone gives a value on is none. */
function noteGiven(b: FuncBuilder, to: Name, value: IrNode, isInList: boolean): void {
  const name = to.canonical();
  if (isBlank(name)) {
    if (isInList) addTraits(b.func, Trait.unread);
    return;
  }
  if (name.cls !== Class.auto && name.cls !== Class.param) return;
  b.giveTo(name);
  if (value.op === Op.ONAME) value.reads--;
  else if (value.op === Op.OCLOSURE && value.func.isClosure) addTraits(b.func, Trait.unread);
}

/** Makes `node` the definition of the names. */
export function declareAt(node: IrNode, names: readonly Name[]): void {
  if (names.length === 0) return;
  node.init = names.map(name => {
    name.defn = node;
    return new Decl(name.pos, voidType, name);
  });
}

/** What is assigned to: a new variable, which is added to `names`, the blank name, or an expression. */
export function assignee(
  b: FuncBuilder,
  e: Expr,
  names: Name[] | undefined,
  declaredType: Type | undefined = undefined,
): IrNode {
  const name = names && declared(b, e, declaredType);
  if (name === undefined) return assignedExpr(b, e);
  names?.push(name);
  return name;
}

function assignedExpr(b: FuncBuilder, e: Expr): IrNode {
  const target = unparen(e);
  if (target.kind === NodeKind.Ident && target.name === '_') return b.blank();
  const node = expr(b, target);
  if (node.op === Op.ONAME) node.reads--;
  return node;
}

/** The type that values are converted to; undefined for the blank name. */
export function assignedType(target: IrNode): Type | undefined {
  return target.op === Op.OBAD || isBlank(target) ? undefined : target.type;
}

/** The new variable that is assigned to, if it is one. */
function declared(b: FuncBuilder, e: Expr, declaredType: Type | undefined): Name | undefined {
  const ident = unparen(e);
  if (ident.kind !== NodeKind.Ident || ident.name === '_') return undefined;
  const object = b.info.objectOf(ident);
  if (object?.kind !== 'var' || !b.info.isDefinition(ident)) return undefined;
  const type = declaredType ?? idealType(b.instance(object.type), true);
  return b.declare(object, b.at(ident), type, ident.name);
}

function isBlank(node: IrNode): boolean {
  return node.op === Op.ONAME && node.sym === '_';
}

export function isAssignable(node: IrNode): boolean {
  switch (node.op) {
    case Op.ONAME:
    case Op.ODOT:
    case Op.ODOTPTR:
    case Op.OINDEX:
    case Op.OINDEXMAP:
    case Op.ODEREF:
      return true;
    default:
      return false;
  }
}
