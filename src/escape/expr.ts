/** Expressions: where their value flows, and what they allocate (expr.go, Go 1.26). */

import {
  type BinaryExpr,
  Class,
  type ClosureExpr,
  type CompLitExpr,
  forEachChild,
  type IrNode,
  Op,
  type SelectorExpr,
} from '../ir';
import type { Type } from '../types';
import { assignHeap, isReflectHeaderDataField } from './assign';
import { MAX_DEPTH, type Walker } from './batch';
import { call, tagHole } from './call';
import { BLANK, discardHole, emptied, Fact, type Hole, heapHole, shifted } from './graph';
import { isCapturing } from './scc';
import { stmts } from './stmt';
import {
  hasPointers,
  isArray,
  isDirectIface,
  isInterface,
  isUintptr,
  isUnsafePointer,
  isUntyped,
} from './typeFacts';

/** Evaluates an expression whose value flows into the hole. */
export function expr(e: Walker, hole: Hole, node: IrNode | undefined): void {
  if (node === undefined) return;
  if (node.init.length > 0) stmts(e, node.init);
  const { op } = node;
  // Most leaves say nothing.
  if (op === Op.OLITERAL || (op === Op.ONAME && hole.dst === BLANK && !hole.addrtaken)) return;
  exprSkipInit(e, hole, node);
}

/** Evaluates an expression for what it does, not for its value. */
export function discard(e: Walker, node: IrNode | undefined): void {
  if (node !== undefined) expr(e, discardHole(), node);
}

export function discards(e: Walker, nodes: readonly IrNode[]): void {
  for (let i = 0; i < nodes.length; i++) discard(e, nodes[i]);
}

/** `expr` for a node whose init statements have been walked. */
export function exprSkipInit(e: Walker, hole: Hole, node: IrNode): void {
  if (e.batch.depth >= MAX_DEPTH) {
    tooDeep(e, node);
    return;
  }
  e.batch.depth++;
  value(e, carriesPointer(e, hole, node) ? hole : emptied(hole), node);
  e.batch.depth--;
}

/** A value without pointers flows nowhere; its address may. */
function carriesPointer(e: Walker, hole: Hole, node: IrNode): boolean {
  if (hole.dst === BLANK || hole.derefs < 0) return true;
  return isUntyped(node.type) || hasPointers(node.type, e.batch.sizes);
}

function value(e: Walker, k: Hole, node: IrNode): void {
  switch (node.op) {
    case Op.OLITERAL:
    case Op.ONIL:
    case Op.OTYPE:
    case Op.OMETHEXPR:
      return;
    case Op.ONAME:
      if (k.dst === BLANK && !k.addrtaken) return;
      if (node.cls !== Class.func && node.cls !== Class.global && node.sym !== '_')
        e.flow(k, e.batch.location(node));
      return;
    case Op.OPLUS:
    case Op.ONEG:
    case Op.OBITNOT:
    case Op.ONOT:
    case Op.ORECV:
      discard(e, node.x);
      return;
    case Op.OADD:
    case Op.OSUB:
    case Op.OOR:
    case Op.OXOR:
    case Op.OMUL:
    case Op.ODIV:
    case Op.OMOD:
    case Op.OLSH:
    case Op.ORSH:
    case Op.OAND:
    case Op.OANDNOT:
    case Op.OEQ:
    case Op.ONE:
    case Op.OLT:
    case Op.OLE:
    case Op.OGT:
    case Op.OGE:
    case Op.OANDAND:
    case Op.OOROR:
      binary(e, node);
      return;
    case Op.OADDR:
      expr(e, e.graph.addressed(k, node, 'address-of'), node.x);
      return;
    case Op.ODEREF:
      expr(e, e.graph.dereferenced(k, node, 'indirection'), node.x);
      return;
    case Op.ODOT:
    case Op.ODOTINTER:
      expr(e, e.graph.noted(k, node, 'dot'), node.x);
      return;
    case Op.ODOTPTR:
      expr(e, e.graph.dereferenced(k, node, 'dot of pointer'), node.x);
      return;
    case Op.ODOTTYPE:
    case Op.ODOTTYPE2:
    case Op.ODYNAMICDOTTYPE:
    case Op.ODYNAMICDOTTYPE2:
      expr(e, dotType(e, k, node.type, node, 'dot'), node.x);
      return;
    case Op.OINDEX:
      if (isArray(node.x.type)) expr(e, e.graph.noted(k, node, 'fixed-array-index-of'), node.x);
      else expr(e, e.graph.dereferenced(k, node, 'dot of pointer'), node.x);
      discard(e, node.index);
      return;
    case Op.OINDEXMAP:
      discard(e, node.x);
      discard(e, node.index);
      return;
    case Op.OSLICE:
    case Op.OSLICEARR:
    case Op.OSLICE3:
    case Op.OSLICE3ARR:
    case Op.OSLICESTR:
      expr(e, e.graph.noted(k, node, 'slice'), node.x);
      discard(e, node.low);
      discard(e, node.high);
      discard(e, node.max);
      return;
    case Op.OCONV:
    case Op.OCONVNOP:
      if (e.evaluated?.has(node) === true) return;
      if (isUnsafePointer(node.type) && isUintptr(node.x.type)) unsafeValue(e, k, node.x);
      else expr(e, k, node.x);
      return;
    case Op.OCONVIFACE: {
      const boxed = !isInterface(node.x.type) && !isDirectIface(node.x.type, e.batch.sizes);
      expr(e, e.graph.noted(boxed ? e.spill(k, node) : k, node, 'interface-converted'), node.x);
      return;
    }
    case Op.OSLICE2ARR:
      expr(e, e.graph.dereferenced(k, node, 'slice-to-array'), node.x);
      return;
    case Op.OSLICE2ARRPTR:
      expr(e, k, node.x);
      return;
    case Op.OCALLFUNC:
    case Op.OCALLINTER:
    case Op.OINLCALL:
    case Op.OLEN:
    case Op.OCAP:
    case Op.OMIN:
    case Op.OMAX:
    case Op.OCOMPLEX:
    case Op.OREAL:
    case Op.OIMAG:
    case Op.OAPPEND:
    case Op.OCOPY:
    case Op.ORECOVER:
    case Op.OUNSAFEADD:
    case Op.OUNSAFESLICE:
    case Op.OUNSAFESTRING:
    case Op.OUNSAFESTRINGDATA:
    case Op.OUNSAFESLICEDATA:
      call(e, [k], node);
      return;
    case Op.ONEW:
      e.spill(k, node);
      return;
    case Op.OMAKESLICE:
      e.spill(k, node);
      discard(e, node.len);
      discard(e, node.cap);
      return;
    case Op.OMAKECHAN:
      discard(e, node.len);
      return;
    case Op.OMAKEMAP:
      e.spill(k, node);
      discard(e, node.len);
      return;
    case Op.OMETHVALUE:
      methodValue(e, k, node);
      return;
    case Op.OPTRLIT:
      expr(e, e.spill(k, node), node.x);
      return;
    case Op.OARRAYLIT:
      elements(e, k, node, 'array literal element');
      return;
    case Op.OSLICELIT:
      elements(e, e.spill(k, node), node, 'slice-literal-element');
      return;
    case Op.OSTRUCTLIT:
      elements(e, k, node, 'struct literal element');
      return;
    case Op.OMAPLIT:
      mapLiteral(e, k, node);
      return;
    case Op.OCLOSURE:
      closure(e, k, node);
      return;
    case Op.ORUNES2STR:
    case Op.OBYTES2STR:
    case Op.OSTR2RUNES:
    case Op.OSTR2BYTES:
    case Op.ORUNESTR:
      e.spill(k, node);
      discard(e, node.x);
      return;
    case Op.OADDSTR:
      e.spill(k, node);
      discards(e, node.list);
      return;
    case Op.OBAD:
      unknown(e, node, node.why);
      return;
    default:
      unknown(e, node, `${Op[node.op]} where an expression is expected`);
  }
}

/** Chains of operators are as long as their author likes: no recursion on the left. */
function binary(e: Walker, node: BinaryExpr): void {
  let left = node.x;
  if (!isBinaryChain(left)) {
    discard(e, left);
    discard(e, node.y);
    return;
  }
  const right: IrNode[] = [node.y];
  while (isBinaryChain(left) && left.init.length === 0) {
    right.push(left.y);
    left = left.x;
  }
  discard(e, left);
  while (right.length > 0) discard(e, right.pop());
}

function isBinaryChain(node: IrNode): node is BinaryExpr {
  return (node.op >= Op.OADD && node.op <= Op.OGE) || node.op === Op.OANDAND || node.op === Op.OOROR;
}

/** x.(T): what an interface holds is behind a pointer, unless it is one. */
export function dotType(e: Walker, k: Hole, type: Type, where: IrNode, why: string): Hole {
  const behind = !isInterface(type) && !isDirectIface(type, e.batch.sizes);
  return e.graph.noted(behind ? shifted(k, 1) : k, where, why);
}

/** x.m without a call: the receiver flows into the closure, and to where the method takes it. */
function methodValue(e: Walker, k: Hole, node: SelectorExpr): void {
  const closureHole = e.spill(k, node);
  // Nobody knows what will become of the results.
  const method = node.callee?.callee;
  const results = method === undefined ? 0 : method.type.results.vars.length;
  const holes: Hole[] = [];
  for (let i = 0; i < results; i++) holes.push(heapHole());
  const receiver = tagHole(
    e,
    holes,
    method === undefined ? undefined : { kind: 'func', callee: method },
    0,
    node,
  );
  expr(e, e.tee([receiver, closureHole]), node.x);
}

function elements(e: Walker, k: Hole, node: CompLitExpr, why: string): void {
  const { list } = node;
  for (let i = 0; i < list.length; i++) {
    const element = list[i];
    const keyed = element.op === Op.OKEY || element.op === Op.OSTRUCTKEY;
    expr(e, e.graph.noted(k, node, why), keyed ? element.value : element);
  }
}

function mapLiteral(e: Walker, k: Hole, node: CompLitExpr): void {
  e.spill(k, node);
  for (const element of node.list) {
    if (element.op !== Op.OKEY) continue;
    assignHeap(e, element.key, 'map literal key', node);
    assignHeap(e, element.value, 'map literal value', node);
  }
}

function closure(e: Walker, hole: Hole, node: ClosureExpr): void {
  const { batch, graph } = e;
  const { func } = node;
  batch.addClosure(e.spill(hole, node), node);
  if (!isCapturing(func)) return;
  for (const captured of func.closureVars) {
    const location = batch.location(captured);
    if (graph.is(location, Fact.captured)) continue;
    graph.setFact(location, Fact.captured);
    // What was assigned on a straight way to here is as good as its first value.
    if (graph.loopDepth[location] === e.loopDepth) graph.clearFact(location, Fact.reassigned);
  }
  batch.walkFunc(func);
}

/** A uintptr that may have been made of a pointer: looks for it in the arithmetic. */
export function unsafeValue(e: Walker, k: Hole, node: IrNode): void {
  if (e.batch.depth >= MAX_DEPTH) {
    tooDeep(e, node);
    return;
  }
  e.batch.depth++;
  if (node.init.length > 0) stmts(e, node.init);
  switch (node.op) {
    case Op.OCONV:
    case Op.OCONVNOP:
      if (isUnsafePointer(node.x.type)) expr(e, k, node.x);
      else discard(e, node.x);
      break;
    case Op.ODOTPTR:
      if (isReflectHeaderDataField(node))
        expr(e, e.graph.dereferenced(k, node, 'reflect.Header.Data'), node.x);
      else discard(e, node.x);
      break;
    case Op.OPLUS:
    case Op.ONEG:
    case Op.OBITNOT:
      unsafeValue(e, k, node.x);
      break;
    case Op.OADD:
    case Op.OSUB:
    case Op.OOR:
    case Op.OXOR:
    case Op.OMUL:
    case Op.ODIV:
    case Op.OMOD:
    case Op.OAND:
    case Op.OANDNOT:
      unsafeValue(e, k, node.x);
      unsafeValue(e, k, node.y);
      break;
    case Op.OLSH:
    case Op.ORSH:
      unsafeValue(e, k, node.x);
      discard(e, node.y);
      break;
    default:
      exprSkipInit(e, discardHole(), node);
  }
  e.batch.depth--;
}

// ---------------------------------------------------------------- what cannot be followed

/** Whatever the operands are, they may end up anywhere. */
function unknown(e: Walker, node: IrNode, why: string): void {
  e.batch.noteUnknown(node, why);
  const operands = node.op === Op.OBAD ? node.args : [];
  for (const operand of operands) expr(e, e.graph.noted(heapHole(), node, 'unknown'), operand);
}

/** Names below an expression that is nested too deep: their addresses count as escaping. */
function tooDeep(e: Walker, node: IrNode): void {
  const { batch } = e;
  batch.noteUnknown(node, 'the expression is nested too deep');
  const stack: IrNode[] = [node];
  const k = e.graph.addressed(heapHole(), node, 'unknown');
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at.op === Op.ONAME) {
      if (at.cls !== Class.func && at.cls !== Class.global && at.sym !== '_') e.flow(k, batch.location(at));
    } else forEachChild(at, child => stack.push(child));
  }
}
