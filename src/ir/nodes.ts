/**
 * The nodes of the IR: one class for each shape, several operations to a class, told apart by `op`
 * (cmd/compile/internal/ir's expr.go and stmt.go, Go 1.26). `IrNode` is the union of all.
 */

import type { Place } from '../syntax';
import type { Constant, FuncObject, Type, VarObject } from '../types';
import type { Func, Name } from './name';
import { noNodes, Op } from './op';

abstract class Node {
  /** Statements that run before the node. */
  init: IrNode[] = noNodes;
  constructor(
    public pos: Place,
    public type: Type,
  ) {}
}

/** What could not be typed; `args` are its operands. */
export class BadNode extends Node {
  readonly op = Op.OBAD;
  constructor(
    pos: Place,
    type: Type,
    public args: IrNode[],
    /** Why, for messages. */
    public why: string,
  ) {
    super(pos, type);
  }
}

export class Literal extends Node {
  readonly op = Op.OLITERAL;
  constructor(
    pos: Place,
    type: Type,
    readonly value: Constant,
    /** Printed instead of the value: the name of a declared constant. */
    readonly sym: string | undefined,
  ) {
    super(pos, type);
  }
}
export class NilExpr extends Node {
  readonly op = Op.ONIL;
}
/** A type where an expression stands (the operand of new, a case of a type switch); `type` is the type. */
export class TypeNode extends Node {
  readonly op = Op.OTYPE;
}

export type UnaryOp =
  | Op.OPLUS
  | Op.ONEG
  | Op.OBITNOT
  | Op.ONOT
  | Op.ORECV
  | Op.OLEN
  | Op.OCAP
  | Op.OREAL
  | Op.OIMAG
  | Op.OCLOSE
  | Op.OCLEAR
  | Op.OPANIC
  | Op.ONEW
  | Op.OUNSAFESTRINGDATA
  | Op.OUNSAFESLICEDATA;
/** `x` of ONEW is an OTYPE; the node's type the pointer. */
export class UnaryExpr extends Node {
  constructor(
    public op: UnaryOp,
    pos: Place,
    type: Type,
    public x: IrNode,
  ) {
    super(pos, type);
  }
}

export type BinaryOp =
  | Op.OADD
  | Op.OSUB
  | Op.OOR
  | Op.OXOR
  | Op.OMUL
  | Op.ODIV
  | Op.OMOD
  | Op.OAND
  | Op.OANDNOT
  | Op.OLSH
  | Op.ORSH
  | Op.OEQ
  | Op.ONE
  | Op.OLT
  | Op.OLE
  | Op.OGT
  | Op.OGE
  | Op.OCOMPLEX
  | Op.OCOPY
  | Op.OUNSAFEADD
  | Op.OUNSAFESLICE
  | Op.OUNSAFESTRING
  | Op.OANDAND
  | Op.OOROR;
export class BinaryExpr extends Node {
  constructor(
    public op: BinaryOp,
    pos: Place,
    type: Type,
    public x: IrNode,
    public y: IrNode,
  ) {
    super(pos, type);
  }
}
/** A chain of string additions, flattened. */
export class AddStringExpr extends Node {
  readonly op = Op.OADDSTR;
  constructor(
    pos: Place,
    type: Type,
    public list: IrNode[],
  ) {
    super(pos, type);
  }
}

/** &x; OPTRLIT is &T{…}. */
export class AddrExpr extends Node {
  constructor(
    public op: Op.OADDR | Op.OPTRLIT,
    pos: Place,
    type: Type,
    public x: IrNode,
    public implicit: boolean,
  ) {
    super(pos, type);
  }
}
export class StarExpr extends Node {
  readonly op = Op.ODEREF;
  constructor(
    pos: Place,
    type: Type,
    public x: IrNode,
    public implicit: boolean,
  ) {
    super(pos, type);
  }
}
export type SelectorOp = Op.ODOT | Op.ODOTPTR | Op.ODOTINTER | Op.OMETHVALUE | Op.OMETHEXPR;
/** x.sel. Of OMETHEXPR `x` is an OTYPE and the type has the receiver as its first parameter. */
export class SelectorExpr extends Node {
  /** Of OMETHEXPR and of OMETHVALUE on a concrete type: the method that is named. */
  callee: Name | undefined;
  constructor(
    public op: SelectorOp,
    pos: Place,
    type: Type,
    public x: IrNode,
    readonly sel: string,
    /** The field or method. */
    readonly selection: VarObject | FuncObject | undefined,
  ) {
    super(pos, type);
  }
}
export class TypeAssertExpr extends Node {
  constructor(
    public op: Op.ODOTTYPE | Op.ODOTTYPE2 | Op.ODYNAMICDOTTYPE | Op.ODYNAMICDOTTYPE2,
    pos: Place,
    /** Type asserted. */
    type: Type,
    public x: IrNode,
  ) {
    super(pos, type);
  }
}
export class IndexExpr extends Node {
  constructor(
    public op: Op.OINDEX | Op.OINDEXMAP,
    pos: Place,
    type: Type,
    public x: IrNode,
    public index: IrNode,
  ) {
    super(pos, type);
  }
}
/** x[low:high:max]; `x` of OSLICEARR and OSLICE3ARR is a pointer to the array. */
export class SliceExpr extends Node {
  constructor(
    public op: Op.OSLICE | Op.OSLICESTR | Op.OSLICEARR | Op.OSLICE3 | Op.OSLICE3ARR,
    pos: Place,
    type: Type,
    public x: IrNode,
    public low: IrNode | undefined,
    public high: IrNode | undefined,
    public max: IrNode | undefined,
  ) {
    super(pos, type);
  }
}
export type ConvOp =
  | Op.OCONV
  | Op.OCONVNOP
  | Op.OCONVIFACE
  | Op.OBYTES2STR
  | Op.ORUNES2STR
  | Op.OSTR2BYTES
  | Op.OSTR2RUNES
  | Op.ORUNESTR
  | Op.OSLICE2ARR
  | Op.OSLICE2ARRPTR;
export class ConvExpr extends Node {
  constructor(
    public op: ConvOp,
    pos: Place,
    type: Type,
    public x: IrNode,
    public implicit: boolean,
  ) {
    super(pos, type);
  }
}
/** `type` is the result, or a TupleType for none or several. */
export class CallExpr extends Node {
  /** Written for the compiler's own ends (b.Loop keeps variables alive): arguments flow nowhere. */
  isCompilerVarLive = false;
  constructor(
    public op: Op.OCALLFUNC | Op.OCALLINTER,
    pos: Place,
    type: Type,
    public fun: IrNode,
    public args: IrNode[],
    /** The last argument is the whole variadic slice. */
    public isDDD: boolean,
  ) {
    super(pos, type);
  }
}
export class BuiltinCall extends Node {
  constructor(
    public op: Op.OAPPEND | Op.ODELETE | Op.OMIN | Op.OMAX | Op.OPRINT | Op.OPRINTLN | Op.ORECOVER,
    pos: Place,
    type: Type,
    public args: IrNode[],
    public isDDD: boolean,
  ) {
    super(pos, type);
  }
}
/** A call whose body was put in its place. */
export class InlinedCallExpr extends Node {
  readonly op = Op.OINLCALL;
  constructor(
    pos: Place,
    type: Type,
    public body: IrNode[],
    public returnVars: IrNode[],
  ) {
    super(pos, type);
  }
}
export class MakeExpr extends Node {
  constructor(
    public op: Op.OMAKESLICE | Op.OMAKEMAP | Op.OMAKECHAN,
    pos: Place,
    type: Type,
    public len: IrNode | undefined,
    public cap: IrNode | undefined,
  ) {
    super(pos, type);
  }
}
/** Elements: OSTRUCTKEY in structs, OKEY in maps and where an index is written, else the values. */
export class CompLitExpr extends Node {
  constructor(
    public op: Op.OSTRUCTLIT | Op.OARRAYLIT | Op.OSLICELIT | Op.OMAPLIT,
    pos: Place,
    type: Type,
    public list: IrNode[],
    /** The `... argument` of a variadic call. */
    public implicit: boolean,
  ) {
    super(pos, type);
  }
}
export class KeyExpr extends Node {
  readonly op = Op.OKEY;
  constructor(
    pos: Place,
    type: Type,
    public key: IrNode,
    public value: IrNode,
  ) {
    super(pos, type);
  }
}
export class StructKeyExpr extends Node {
  readonly op = Op.OSTRUCTKEY;
  constructor(
    pos: Place,
    readonly field: VarObject,
    public value: IrNode,
  ) {
    super(pos, field.type);
  }
}
export class ClosureExpr extends Node {
  readonly op = Op.OCLOSURE;
  constructor(
    pos: Place,
    type: Type,
    readonly func: Func,
    /** Wraps the call of a go statement. */
    public isGoWrap: boolean,
  ) {
    super(pos, type);
  }
}

// ---------------------------------------------------------------- statements

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
  /** Each turn has variables of its own (Go 1.22); spent by loopvar before a Func is handed out. */
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

export type IrNode =
  | Name
  | BadNode
  | Literal
  | NilExpr
  | TypeNode
  | UnaryExpr
  | BinaryExpr
  | AddStringExpr
  | AddrExpr
  | StarExpr
  | SelectorExpr
  | TypeAssertExpr
  | IndexExpr
  | SliceExpr
  | ConvExpr
  | CallExpr
  | BuiltinCall
  | InlinedCallExpr
  | MakeExpr
  | CompLitExpr
  | KeyExpr
  | StructKeyExpr
  | ClosureExpr
  | Decl
  | AssignStmt
  | AssignListStmt
  | AssignOpStmt
  | SendStmt
  | BlockStmt
  | BranchStmt
  | LabelStmt
  | IfStmt
  | ForStmt
  | RangeStmt
  | SwitchStmt
  | TypeSwitchGuard
  | CaseClause
  | SelectStmt
  | CommClause
  | ReturnStmt
  | GoDeferStmt;
