/** Assignments: holes for what is stored into, and which stores say nothing new (assign.go and utils.go, Go 1.26). */

import { Class, type IrNode, Op } from '../ir';
import { Basic, type Constant, identical, TypeKind, unalias } from '../types';
import { isLeftOut, type Walker } from './batch';
import { discard, expr, unsafeValue } from './expr';
import { discardHole, Fact, type Hole, heapHole, holeOf, mutatorHole } from './graph';
import { elemOf, isArray, isUintptr, under } from './typeFacts';

/** dsts… = srcs…; fewer sources where one expression gives several values or a zero value is meant. */
export function assignList(
  e: Walker,
  dsts: readonly (IrNode | undefined)[],
  srcs: readonly (IrNode | undefined)[],
  why: string,
  where: IrNode,
): void {
  const holes = addrs(e, dsts);
  for (let i = 0; i < holes.length; i++) store(e, holes[i], dsts[i], srcs[i], why, where);
  markReassigned(e, holes, where);
}

/** dst = src, without the lists. */
export function assignOne(e: Walker, dst: IrNode, src: IrNode | undefined, where: IrNode): void {
  const hole = addr(e, dst);
  store(e, hole, dst, src, 'assign', where);
  if (!isZeroDeclaration(where)) markOne(e, hole.dst, where);
}

function store(
  e: Walker,
  hole: Hole,
  dst: IrNode | undefined,
  src: IrNode | undefined,
  why: string,
  where: IrNode,
): void {
  if (src === undefined) return;
  if (dst !== undefined && dst.op !== Op.ONAME) {
    // A uintptr that is stored there is in truth a pointer.
    if (dst.op === Op.ODOTPTR && isReflectHeaderDataField(dst)) {
      unsafeValue(e, e.graph.noted(heapHole(), where, why), src);
      return;
    }
    if (isSelfAssign(dst, src)) {
      e.batch.selfAssigns.push({ func: e.func, where });
      hole = discardHole();
    }
  }
  expr(e, e.graph.noted(hole, where, why), src);
}

export function addrs(e: Walker, nodes: readonly (IrNode | undefined)[]): Hole[] {
  const holes: Hole[] = [];
  for (let i = 0; i < nodes.length; i++) holes.push(addr(e, nodes[i]));
  return holes;
}

/** The hole that storing into an expression fills. What is reached through a pointer is the heap. */
export function addr(e: Walker, node: IrNode | undefined): Hole {
  for (let at = node; at !== undefined; ) {
    switch (at.op) {
      case Op.ONAME:
        if (at.sym === '_') return discardHole();
        if (at.cls === Class.global || at.cls === Class.func) return heapHole();
        return isLeftOut(at) ? discardHole() : holeOf(e.batch.location(at));
      case Op.ODOT:
        at = at.x;
        continue;
      case Op.OCONVNOP:
        at = at.x;
        continue;
      case Op.OINDEX:
        discard(e, at.index);
        if (isArray(at.x.type)) {
          at = at.x;
          continue;
        }
        expr(e, mutatorHole(), at.x);
        return heapHole();
      case Op.ODEREF:
      case Op.ODOTPTR:
        expr(e, mutatorHole(), at.x);
        return heapHole();
      case Op.OINDEXMAP:
        discard(e, at.x);
        assignHeap(e, at.index, 'key of map put', at);
        return heapHole();
      default:
        discard(e, at);
        return heapHole();
    }
  }
  return discardHole();
}

export function assignHeap(e: Walker, src: IrNode, why: string, where: IrNode): void {
  expr(e, e.graph.noted(heapHole(), where, why), src);
}

/** Marks what the holes stand for as assigned again, but for the variable that `where` declares. */
export function markReassigned(e: Walker, holes: readonly Hole[], where: IrNode): void {
  if (isZeroDeclaration(where)) return;
  for (let i = 0; i < holes.length; i++) markOne(e, holes[i].dst, where);
}

/** var x T: its zero value is what it begins with. */
function isZeroDeclaration(where: IrNode): boolean {
  return (
    where.op === Op.OAS && where.y === undefined && where.x.op === Op.ONAME && where.x.defn === undefined
  );
}

function markOne({ graph }: Walker, dst: number, where: IrNode): void {
  const node = graph.nodes[dst];
  // A variable of a range statement is assigned anew each turn.
  if (node?.op === Op.ONAME && node.defn === where && where.op !== Op.ORANGE) return;
  graph.setFact(dst, Fact.reassigned);
}

export function isBlank(node: IrNode | undefined): boolean {
  return node === undefined || (node.op === Op.ONAME && node.sym === '_');
}

// ---------------------------------------------------------------- self-assignment

/** The store keeps every pointer within the object that held it already. */
export function isSelfAssign(dst: IrNode, src: IrNode): boolean {
  if (isSliceSelfAssign(dst, src)) return true;
  if ((dst.op === Op.ODOT || dst.op === Op.ODOTPTR) && src.op === dst.op) return sameSafeExpr(dst.x, src.x);
  if (dst.op === Op.OINDEX && src.op === Op.OINDEX) {
    return !mayAffectMemory(dst.index) && !mayAffectMemory(src.index) && sameSafeExpr(dst.x, src.x);
  }
  return false;
}

/** b.buf = b.buf[n:m], through a pointer held in a variable. */
function isSliceSelfAssign(dst: IrNode, src: IrNode): boolean {
  if (dst.op !== Op.ODEREF && dst.op !== Op.ODOTPTR) return false;
  if (dst.x.op !== Op.ONAME) return false;
  switch (src.op) {
    case Op.OSLICE:
    case Op.OSLICE3:
    case Op.OSLICESTR:
      break;
    case Op.OSLICEARR:
    case Op.OSLICE3ARR:
      // An array is part of the object: slicing it makes a new pointer to the object itself.
      if (src.x.op === Op.OADDR) return false;
      break;
    default:
      return false;
  }
  const sliced = src.x;
  if (sliced.op !== Op.ODEREF && sliced.op !== Op.ODOTPTR) return false;
  return sliced.x.op === Op.ONAME && sliced.x === dst.x;
}

/** Evaluating it may change memory, as far as is easily seen. */
function mayAffectMemory(node: IrNode): boolean {
  switch (node.op) {
    case Op.ONAME:
    case Op.OLITERAL:
    case Op.ONIL:
      return false;
    case Op.OADD:
    case Op.OSUB:
    case Op.OOR:
    case Op.OXOR:
    case Op.OMUL:
    case Op.OLSH:
    case Op.ORSH:
    case Op.OAND:
    case Op.OANDNOT:
    case Op.ODIV:
    case Op.OMOD:
      return mayAffectMemory(node.x) || mayAffectMemory(node.y);
    case Op.OINDEX:
      return mayAffectMemory(node.x) || mayAffectMemory(node.index);
    case Op.OCONVNOP:
    case Op.OCONV:
    case Op.OLEN:
    case Op.OCAP:
    case Op.ONOT:
    case Op.OBITNOT:
    case Op.OPLUS:
    case Op.ONEG:
    case Op.ODOT:
    case Op.ODOTPTR:
    case Op.ODEREF:
      return mayAffectMemory(node.x);
    default:
      return true;
  }
}

/** Both are the same expression, and evaluating it twice gives the same (ir.SameSafeExpr). */
function sameSafeExpr(left: IrNode, right: IrNode): boolean {
  let l = left;
  let r = right;
  while (l.op === Op.OCONVNOP) l = l.x;
  while (r.op === Op.OCONVNOP) r = r.x;
  if (l.op !== r.op || !identical(l.type, r.type)) return false;
  switch (l.op) {
    case Op.ONAME:
      return l === r;
    case Op.ODOT:
    case Op.ODOTPTR:
      return (r.op === Op.ODOT || r.op === Op.ODOTPTR) && l.sel === r.sel && sameSafeExpr(l.x, r.x);
    case Op.ODEREF:
      return r.op === Op.ODEREF && sameSafeExpr(l.x, r.x);
    case Op.ONOT:
    case Op.OBITNOT:
    case Op.OPLUS:
    case Op.ONEG:
      return r.op === l.op && sameSafeExpr(l.x, r.x);
    case Op.OCONV:
      return r.op === Op.OCONV && isSimple(l.type) && sameSafeExpr(l.x, r.x);
    case Op.OINDEX:
    case Op.OINDEXMAP:
      return r.op === l.op && sameSafeExpr(l.x, r.x) && sameSafeExpr(l.index, r.index);
    case Op.OADD:
    case Op.OSUB:
    case Op.OOR:
    case Op.OXOR:
    case Op.OMUL:
    case Op.OLSH:
    case Op.ORSH:
    case Op.OAND:
    case Op.OANDNOT:
    case Op.ODIV:
    case Op.OMOD:
      return r.op === l.op && sameSafeExpr(l.x, r.x) && sameSafeExpr(l.y, r.y);
    case Op.OLITERAL:
      return r.op === Op.OLITERAL && sameConstant(l.value, r.value);
    case Op.ONIL:
      return true;
    default:
      return false;
  }
}

/** Booleans, integers, floats, complex numbers. */
function isSimple(type: IrNode['type']): boolean {
  const t = under(type);
  return t.kind === TypeKind.Basic && t.basic >= Basic.Bool && t.basic <= Basic.Complex128;
}

function sameConstant(a: Constant, b: Constant): boolean {
  if (a.kind === 'bool' && b.kind === 'bool') return a.value === b.value;
  if (a.kind === 'string' && b.kind === 'string') return a.value === b.value;
  if (a.kind === 'int' && b.kind === 'int') return a.value === b.value;
  if (a.kind === 'rat' && b.kind === 'rat') return a.num === b.num && a.den === b.den;
  if (a.kind === 'float' && b.kind === 'float') return a.mantissa === b.mantissa && a.exponent === b.exponent;
  if (a.kind === 'complex' && b.kind === 'complex')
    return sameConstant(a.re, b.re) && sameConstant(a.im, b.im);
  return false;
}

/** The field Data of reflect.SliceHeader or reflect.StringHeader. */
export function isReflectHeaderDataField(node: IrNode): boolean {
  if ((node.op !== Op.ODOT && node.op !== Op.ODOTPTR) || node.sel !== 'Data') return false;
  if (!isUintptr(node.type)) return false;
  const holder = node.op === Op.ODOT ? node.x.type : elemOf(node.x.type);
  const type = holder && unalias(holder);
  if (type?.kind !== TypeKind.Named || type.object.pkg?.path !== 'reflect') return false;
  return type.object.name === 'SliceHeader' || type.object.name === 'StringHeader';
}
