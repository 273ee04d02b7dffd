/** Statements of the IR, as exprNodes.ts has its expressions (cmd/compile/internal/ir's stmt.go, Go 1.26). */

import type { Place } from '../syntax';
import type { Type } from '../types';
import type { BinaryOp, CallExpr } from './exprNodes';
import type { Name } from './name';
import type { IrNode } from './nodes';
import { noNodes, Op } from './op';

/** Declares a local variable (at the current loop depth). */
export class Decl {
  init: IrNode[] = noNodes;
  readonly op = Op.ODCL;
  constructor(
    public pos: Place,
    public type: Type,
    readonly x: Name,
  ) {}
}
/** x = y; `y` absent: zero value. `init` declares what the assignment defines. */
export class AssignStmt {
  init: IrNode[] = noNodes;
  readonly op = Op.OAS;
  constructor(
    public pos: Place,
    public type: Type,
    public x: IrNode,
    public y: IrNode | undefined,
    /** Declares x. */
    public def: boolean,
  ) {}
}
/** Pairs (OAS2), or several values of one expression (all others); left-hand sides may be the blank name. */
export class AssignListStmt {
  init: IrNode[] = noNodes;
  constructor(
    public op: Op.OAS2 | Op.OAS2DOTTYPE | Op.OAS2FUNC | Op.OAS2MAPR | Op.OAS2RECV | Op.OSELRECV2,
    public pos: Place,
    public type: Type,
    public lhs: IrNode[],
    public rhs: IrNode[],
    public def: boolean,
  ) {}
}
export class AssignOpStmt {
  init: IrNode[] = noNodes;
  readonly op = Op.OASOP;
  constructor(
    public pos: Place,
    public type: Type,
    public asOp: BinaryOp,
    public x: IrNode,
    public y: IrNode,
    public incDec: boolean,
  ) {}
}
export class SendStmt {
  init: IrNode[] = noNodes;
  readonly op = Op.OSEND;
  constructor(
    public pos: Place,
    public type: Type,
    public chan: IrNode,
    public value: IrNode,
  ) {}
}
export class BlockStmt {
  init: IrNode[] = noNodes;
  readonly op = Op.OBLOCK;
  /** Nodes of the compiler's that are left out here (checks after a range over a function). */
  omitted = 0;
  constructor(
    public pos: Place,
    public type: Type,
    public list: IrNode[],
  ) {}
}
export class BranchStmt {
  init: IrNode[] = noNodes;
  constructor(
    public op: Op.OBREAK | Op.OCONTINUE | Op.OGOTO | Op.OFALL,
    public pos: Place,
    public type: Type,
    /** Labels are compared by name, within a function. */
    public label: string | undefined,
  ) {}
}
export class LabelStmt {
  init: IrNode[] = noNodes;
  readonly op = Op.OLABEL;
  constructor(
    public pos: Place,
    public type: Type,
    readonly label: string,
  ) {}
}
export class IfStmt {
  init: IrNode[] = noNodes;
  readonly op = Op.OIF;
  constructor(
    public pos: Place,
    public type: Type,
    public cond: IrNode,
    public body: IrNode[],
    public else_: IrNode[],
  ) {}
}
export class ForStmt {
  init: IrNode[] = noNodes;
  readonly op = Op.OFOR;
  /** Each turn has variables of its own (Go 1.22), and one may outlive it; spent by loopvar before a Func is handed out. */
  distinctVars = false;
  constructor(
    public pos: Place,
    public type: Type,
    public cond: IrNode | undefined,
    public post: IrNode | undefined,
    public body: IrNode[],
    readonly label: string | undefined,
  ) {}
}
export class RangeStmt {
  init: IrNode[] = noNodes;
  readonly op = Op.ORANGE;
  /** As of ForStmt. */
  distinctVars = false;
  constructor(
    public pos: Place,
    public type: Type,
    public key: IrNode | undefined,
    public value: IrNode | undefined,
    public x: IrNode,
    public body: IrNode[],
    public def: boolean,
    readonly label: string | undefined,
  ) {}
}
/** `tag` is an OTYPESW for a type switch, absent for a switch on true. */
export class SwitchStmt {
  init: IrNode[] = noNodes;
  readonly op = Op.OSWITCH;
  constructor(
    public pos: Place,
    public type: Type,
    public tag: IrNode | undefined,
    public cases: CaseClause[],
    readonly label: string | undefined,
  ) {}
}
/** x.(type) of a type switch; `bound`: each clause declares a variable (its `var`). */
export class TypeSwitchGuard {
  init: IrNode[] = noNodes;
  readonly op = Op.OTYPESW;
  constructor(
    public pos: Place,
    public type: Type,
    public x: IrNode,
    readonly bound: boolean,
  ) {}
}
export class CaseClause {
  init: IrNode[] = noNodes;
  readonly op = Op.OCASE;
  constructor(
    public pos: Place,
    public type: Type,
    public list: IrNode[],
    public body: IrNode[],
    /** Variable of a type switch's clause. */
    readonly var_: Name | undefined,
  ) {}
}
export class SelectStmt {
  init: IrNode[] = noNodes;
  readonly op = Op.OSELECT;
  constructor(
    public pos: Place,
    public type: Type,
    public cases: CommClause[],
    readonly label: string | undefined,
  ) {}
}
export class CommClause {
  init: IrNode[] = noNodes;
  readonly op = Op.OCOMMCASE;
  constructor(
    public pos: Place,
    public type: Type,
    /** OSEND or OSELRECV2; absent for default. */
    public comm: IrNode | undefined,
    public body: IrNode[],
  ) {}
}
export class ReturnStmt {
  init: IrNode[] = noNodes;
  readonly op = Op.ORETURN;
  constructor(
    public pos: Place,
    public type: Type,
    /** As many as the function has results; empty for a bare return. */
    public results: IrNode[],
  ) {}
}
/** `call` is an OCALLFUNC without parameters and results. */
export class GoDeferStmt {
  init: IrNode[] = noNodes;
  constructor(
    public op: Op.OGO | Op.ODEFER,
    public pos: Place,
    public type: Type,
    public call: CallExpr,
    /** A defer in the body of a range over a function, which belongs to the function around it. */
    public deferAt: IrNode | undefined,
  ) {}
}
