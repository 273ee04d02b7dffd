/** Statements of the IR, as exprNodes.ts has its expressions (cmd/compile/internal/ir's stmt.go, Go 1.26). */

import type { Place } from '../syntax';
import type { Type } from '../types';
import type { BinaryOp, CallExpr } from './exprNodes';
import type { Name } from './name';
import { Node } from './node';
import type { IrNode } from './nodes';
import { Op } from './op';

/** Declares a local variable (at the current loop depth). */
export class Decl extends Node {
  readonly op = Op.ODCL;
  constructor(
    pos: Place,
    type: Type,
    readonly x: Name,
  ) {
    super(pos, type);
  }
}
/** x = y; `y` absent: zero value. `init` declares what the assignment defines. */
export class AssignStmt extends Node {
  readonly op = Op.OAS;
  constructor(
    pos: Place,
    type: Type,
    public x: IrNode,
    public y: IrNode | undefined,
    /** Declares x. */
    public def: boolean,
  ) {
    super(pos, type);
  }
}
/** Pairs (OAS2), or several values of one expression (all others); left-hand sides may be the blank name. */
export class AssignListStmt extends Node {
  constructor(
    public op: Op.OAS2 | Op.OAS2DOTTYPE | Op.OAS2FUNC | Op.OAS2MAPR | Op.OAS2RECV | Op.OSELRECV2,
    pos: Place,
    type: Type,
    public lhs: IrNode[],
    public rhs: IrNode[],
    public def: boolean,
  ) {
    super(pos, type);
  }
}
export class AssignOpStmt extends Node {
  readonly op = Op.OASOP;
  constructor(
    pos: Place,
    type: Type,
    public asOp: BinaryOp,
    public x: IrNode,
    public y: IrNode,
    public incDec: boolean,
  ) {
    super(pos, type);
  }
}
export class SendStmt extends Node {
  readonly op = Op.OSEND;
  constructor(
    pos: Place,
    type: Type,
    public chan: IrNode,
    public value: IrNode,
  ) {
    super(pos, type);
  }
}
export class BlockStmt extends Node {
  readonly op = Op.OBLOCK;
  /** Nodes of the compiler's that are left out here (checks after a range over a function). */
  omitted = 0;
  constructor(
    pos: Place,
    type: Type,
    public list: IrNode[],
  ) {
    super(pos, type);
  }
}
export class BranchStmt extends Node {
  constructor(
    public op: Op.OBREAK | Op.OCONTINUE | Op.OGOTO | Op.OFALL,
    pos: Place,
    type: Type,
    /** Labels are compared by name, within a function. */
    public label: string | undefined,
  ) {
    super(pos, type);
  }
}
export class LabelStmt extends Node {
  readonly op = Op.OLABEL;
  constructor(
    pos: Place,
    type: Type,
    readonly label: string,
  ) {
    super(pos, type);
  }
}
export class IfStmt extends Node {
  readonly op = Op.OIF;
  constructor(
    pos: Place,
    type: Type,
    public cond: IrNode,
    public body: IrNode[],
    public else_: IrNode[],
  ) {
    super(pos, type);
  }
}
export class ForStmt extends Node {
  readonly op = Op.OFOR;
  /** Each turn has variables of its own (Go 1.22), and one may outlive it; spent by loopvar before a Func is handed out. */
  distinctVars = false;
  constructor(
    pos: Place,
    type: Type,
    public cond: IrNode | undefined,
    public post: IrNode | undefined,
    public body: IrNode[],
    readonly label: string | undefined,
  ) {
    super(pos, type);
  }
}
export class RangeStmt extends Node {
  readonly op = Op.ORANGE;
  /** As of ForStmt. */
  distinctVars = false;
  constructor(
    pos: Place,
    type: Type,
    public key: IrNode | undefined,
    public value: IrNode | undefined,
    public x: IrNode,
    public body: IrNode[],
    public def: boolean,
    readonly label: string | undefined,
  ) {
    super(pos, type);
  }
}
/** `tag` is an OTYPESW for a type switch, absent for a switch on true. */
export class SwitchStmt extends Node {
  readonly op = Op.OSWITCH;
  constructor(
    pos: Place,
    type: Type,
    public tag: IrNode | undefined,
    public cases: CaseClause[],
    readonly label: string | undefined,
  ) {
    super(pos, type);
  }
}
/** x.(type) of a type switch; `bound`: each clause declares a variable (its `var`). */
export class TypeSwitchGuard extends Node {
  readonly op = Op.OTYPESW;
  constructor(
    pos: Place,
    type: Type,
    public x: IrNode,
    readonly bound: boolean,
  ) {
    super(pos, type);
  }
}
export class CaseClause extends Node {
  readonly op = Op.OCASE;
  constructor(
    pos: Place,
    type: Type,
    public list: IrNode[],
    public body: IrNode[],
    /** Variable of a type switch's clause. */
    readonly var_: Name | undefined,
  ) {
    super(pos, type);
  }
}
export class SelectStmt extends Node {
  readonly op = Op.OSELECT;
  constructor(
    pos: Place,
    type: Type,
    public cases: CommClause[],
    readonly label: string | undefined,
  ) {
    super(pos, type);
  }
}
export class CommClause extends Node {
  readonly op = Op.OCOMMCASE;
  constructor(
    pos: Place,
    type: Type,
    /** OSEND or OSELRECV2; absent for default. */
    public comm: IrNode | undefined,
    public body: IrNode[],
  ) {
    super(pos, type);
  }
}
export class ReturnStmt extends Node {
  readonly op = Op.ORETURN;
  constructor(
    pos: Place,
    type: Type,
    /** As many as the function has results; empty for a bare return. */
    public results: IrNode[],
  ) {
    super(pos, type);
  }
}
/** `call` is an OCALLFUNC without parameters and results. */
export class GoDeferStmt extends Node {
  constructor(
    public op: Op.OGO | Op.ODEFER,
    pos: Place,
    type: Type,
    public call: CallExpr,
    /** A defer in the body of a range over a function, which belongs to the function around it. */
    public deferAt: IrNode | undefined,
  ) {
    super(pos, type);
  }
}
