/** Statements: assignments become edges, loops become depth (stmt.go, Go 1.26). */

import { type IrNode, type Name, Op, type RangeStmt, type SwitchStmt } from '../ir';
import { addrs, assignHeap, assignList, assignOne, isBlank, markReassigned } from './assign';
import { isLeftOut, MAX_DEPTH, type Walker } from './batch';
import { call, goDeferStmt } from './call';
import { discard, discards, dotType, expr, exprSkipInit } from './expr';
import { discardHole, type Hole, holeOf } from './graph';
import { isArray } from './typeFacts';

/** A list of statements whose loops end with it. */
export function block(e: Walker, list: readonly IrNode[]): void {
  const outside = e.loopDepth;
  stmts(e, list);
  e.loopDepth = outside;
}

export function stmts(e: Walker, list: readonly IrNode[]): void {
  for (let i = 0; i < list.length; i++) stmt(e, list[i]);
}

function stmt(e: Walker, node: IrNode | undefined): void {
  if (node === undefined) return;
  if (node.init.length > 0) stmts(e, node.init);
  if (e.batch.depth >= MAX_DEPTH) {
    exprSkipInit(e, discardHole(), node);
    return;
  }
  e.batch.depth++;
  statement(e, node);
  e.batch.depth--;
}

function statement(e: Walker, node: IrNode): void {
  switch (node.op) {
    case Op.OFALL:
    case Op.OBREAK:
    case Op.OCONTINUE:
    case Op.OGOTO:
      return;
    case Op.OBLOCK:
      stmts(e, node.list);
      return;
    case Op.ODCL:
      if (!isBlank(node.x) && !isLeftOut(node.x)) declare(e, node.x);
      return;
    case Op.OLABEL:
      // A label that a later goto jumps back to begins a loop.
      if (e.loopLabels?.has(node.label) === true) e.loopDepth++;
      return;
    case Op.OIF:
      discard(e, node.cond);
      block(e, node.body);
      block(e, node.else_);
      return;
    case Op.OFOR:
      e.loopDepth++;
      discard(e, node.cond);
      stmt(e, node.post);
      block(e, node.body);
      e.loopDepth--;
      return;
    case Op.ORANGE:
      range(e, node);
      return;
    case Op.OSWITCH:
      switchStmt(e, node);
      return;
    case Op.OSELECT:
      for (const clause of node.cases) {
        stmt(e, clause.comm);
        block(e, clause.body);
      }
      return;
    case Op.ORECV:
      exprSkipInit(e, discardHole(), node);
      return;
    case Op.OSEND:
      discard(e, node.chan);
      assignHeap(e, node.value, 'send', node);
      return;
    case Op.OAS:
    case Op.OASOP:
      assignOne(e, node.x, node.y, node);
      return;
    case Op.OAS2:
      assignList(e, node.lhs, node.rhs, 'assign-pair', node);
      return;
    case Op.OAS2DOTTYPE:
      assignList(e, node.lhs, node.rhs, 'assign-pair-dot-type', node);
      return;
    case Op.OAS2MAPR:
      assignList(e, node.lhs, node.rhs, 'assign-pair-mapr', node);
      return;
    case Op.OAS2RECV:
    case Op.OSELRECV2:
      assignList(e, node.lhs, node.rhs, 'assign-pair-receive', node);
      return;
    case Op.OAS2FUNC: {
      const [source] = node.rhs;
      if (source.init.length > 0) stmts(e, source.init);
      const holes = addrs(e, node.lhs);
      call(e, holes, source);
      markReassigned(e, holes, node);
      return;
    }
    case Op.ORETURN:
      assignList(e, e.func.results, node.results, 'return', node);
      return;
    case Op.OCALLFUNC:
    case Op.OCALLINTER:
    case Op.OINLCALL:
    case Op.OCLEAR:
    case Op.OCLOSE:
    case Op.OCOPY:
    case Op.ODELETE:
    case Op.OPANIC:
    case Op.OPRINT:
    case Op.OPRINTLN:
    case Op.ORECOVER:
      call(e, undefined, node);
      return;
    case Op.OGO:
    case Op.ODEFER:
      goDeferStmt(e, node);
      return;
    default:
      // An expression whose value nobody takes.
      exprSkipInit(e, discardHole(), node);
  }
}

/** Notes at which loop depth a variable is declared. */
function declare(e: Walker, name: Name): Hole {
  const location = e.batch.location(name);
  e.graph.loopDepth[location] = e.loopDepth;
  return holeOf(location);
}

/** What is ranged over is evaluated once and lasts as long as the loop. */
function range(e: Walker, node: RangeStmt): void {
  const over = e.newLocation(undefined, true);
  expr(e, holeOf(over), node.x);
  e.loopDepth++;
  const holes = addrs(e, [node.key, node.value]);
  if (isArray(node.x.type)) e.flow(e.graph.noted(holes[1], node, 'range'), over);
  else e.flow(e.graph.dereferenced(holes[1], node, 'range-deref'), over);
  markReassigned(e, holes, node);
  block(e, node.body);
  e.loopDepth--;
}

function switchStmt(e: Walker, node: SwitchStmt): void {
  if (node.tag?.op === Op.OTYPESW) {
    const holes: Hole[] = [];
    for (const clause of node.cases) {
      if (clause.var_ === undefined) continue;
      const hole = declare(e, clause.var_);
      if (e.batch.hasPointers(clause.var_.type)) {
        holes.push(dotType(e, hole, clause.var_.type, clause, 'switch case'));
      }
    }
    expr(e, e.tee(holes), node.tag.x);
  } else {
    discard(e, node.tag);
  }
  for (const clause of node.cases) {
    discards(e, clause.list);
    block(e, clause.body);
  }
}
