/** Select statements (cmd/compile/internal/noder's selectStmt and typecheck's tcSelect, Go 1.26). */

import type { CommClause as SyntaxComm, SelectStmt as SyntaxSelect } from '../syntax';
import { define, type FuncBuilder, voidType } from './builder';
import {
  AssignListStmt,
  type AssignStmt,
  CommClause,
  type IrNode,
  SelectStmt,
  type UnaryExpr,
} from './nodes';
import { Op } from './op';
import { singleStmt, stmtList, withTarget } from './stmt';

export function selectStmt(b: FuncBuilder, s: SyntaxSelect, label: string | undefined): IrNode {
  const node = new SelectStmt(b.at(s), voidType, [], label);
  node.cases = withTarget(b, 'switch', label, () => s.body.map(clause => commClause(b, clause)));
  return node;
}

/** A clause; what has to happen to a received value before the body runs stands at the body's head. */
function commClause(b: FuncBuilder, clause: SyntaxComm): CommClause {
  const pos = b.at(clause);
  const before: IrNode[] = [];
  const comm = clause.comm && communication(b, clause, singleStmt(b, clause.comm), before);
  const body = stmtList(b, clause.body);
  return new CommClause(pos, voidType, comm, before.length === 0 ? body : [...before, ...body]);
}

function communication(
  b: FuncBuilder,
  clause: SyntaxComm,
  node: IrNode | undefined,
  before: IrNode[],
): IrNode | undefined {
  switch (node?.op) {
    case Op.OSEND:
      return node;
    case Op.ORECV:
      return receiveInto(b, node, node, b.blank(), false, []);
    case Op.OAS:
      return receiveOne(b, clause, node, before);
    case Op.OAS2:
      return receiveTwo(node, before);
    default:
      // Broken: kept as a statement of the body.
      if (node !== undefined) before.push(node);
      return undefined;
  }
}

/** case x = <-c: an implicit conversion happens in the body. */
function receiveOne(
  b: FuncBuilder,
  clause: SyntaxComm,
  assign: AssignStmt,
  before: IrNode[],
): IrNode | undefined {
  let recv = assign.y;
  if (recv?.op === Op.OCONVIFACE && !assign.def && recv.x.op === Op.ORECV) {
    const inner = recv.x;
    const temp = b.temp(b.at(clause), inner.type);
    const receive = define(b.at(clause), temp, inner);
    recv.x = temp;
    before.push(assign);
    return receiveInto(b, assign, inner, temp, true, receive.init);
  }
  if ((recv?.op === Op.OCONVNOP || recv?.op === Op.OCONVIFACE) && recv.implicit) recv = recv.x;
  if (recv?.op !== Op.ORECV) {
    before.push(assign);
    return undefined;
  }
  return receiveInto(b, assign, recv, assign.x, assign.def, assign.init);
}

/** case x, ok = <-c: received into temporaries, assigned in the body. */
function receiveTwo(assign: AssignListStmt, before: IrNode[]): IrNode | undefined {
  const first = assign.rhs[0];
  before.push(assign);
  const receive = first.init[0];
  if (receive?.op !== Op.OAS2RECV) return undefined;
  first.init = first.init.slice(1);
  receive.op = Op.OSELRECV2;
  return receive;
}

function receiveInto(
  b: FuncBuilder,
  at: IrNode,
  recv: UnaryExpr,
  into: IrNode,
  def: boolean,
  init: IrNode[],
): AssignListStmt {
  const node = new AssignListStmt(Op.OSELRECV2, at.pos, voidType, [into, b.blank()], [recv], def);
  node.init = init;
  return node;
}
