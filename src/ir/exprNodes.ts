/**
 * Expressions of the IR: one class for each shape, several operations to a class, told apart by `op`
 * (cmd/compile/internal/ir's expr.go, Go 1.26). All nodes have `op`, `pos`, `type` and `init`, the statements that run
 * before the node; but no class above them: what a shared constructor stores, V8 finds no fast way for.
 */

import type { Place } from '../syntax';
import type { Constant, FuncObject, Package, Type, VarObject } from '../types';
import type { Func, Name } from './name';
import type { IrNode } from './nodes';
import { noNodes, Op } from './op';

/** What could not be typed; `args` are its operands. */
export class BadNode {
  init: IrNode[] = noNodes;
  readonly op = Op.OBAD;
  constructor(
    public pos: Place,
    public type: Type,
    public args: IrNode[],
    /** Why, for messages. */
    public why: string,
  ) {}
}

export class Literal {
  init: IrNode[] = noNodes;
  readonly op = Op.OLITERAL;
  constructor(
    public pos: Place,
    public type: Type,
    readonly value: Constant,
    /** Printed instead of the value: the name of a declared constant. */
    readonly sym: string | undefined,
  ) {}
}
export class NilExpr {
  init: IrNode[] = noNodes;
  readonly op = Op.ONIL;
  constructor(
    public pos: Place,
    public type: Type,
  ) {}
}
/** A type where an expression stands (the operand of new, a case of a type switch); `type` is the type. */
export class TypeNode {
  init: IrNode[] = noNodes;
  readonly op = Op.OTYPE;
  constructor(
    public pos: Place,
    public type: Type,
  ) {}
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
export class UnaryExpr {
  init: IrNode[] = noNodes;
  constructor(
    public op: UnaryOp,
    public pos: Place,
    public type: Type,
    public x: IrNode,
  ) {}
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
export class BinaryExpr {
  init: IrNode[] = noNodes;
  constructor(
    public op: BinaryOp,
    public pos: Place,
    public type: Type,
    public x: IrNode,
    public y: IrNode,
  ) {}
}
/** A chain of string additions, flattened. */
export class AddStringExpr {
  init: IrNode[] = noNodes;
  readonly op = Op.OADDSTR;
  constructor(
    public pos: Place,
    public type: Type,
    public list: IrNode[],
  ) {}
}

/** &x; OPTRLIT is &T{…}. */
export class AddrExpr {
  init: IrNode[] = noNodes;
  constructor(
    public op: Op.OADDR | Op.OPTRLIT,
    public pos: Place,
    public type: Type,
    public x: IrNode,
    public implicit: boolean,
  ) {}
}
export class StarExpr {
  init: IrNode[] = noNodes;
  readonly op = Op.ODEREF;
  constructor(
    public pos: Place,
    public type: Type,
    public x: IrNode,
    public implicit: boolean,
  ) {}
}
export type SelectorOp = Op.ODOT | Op.ODOTPTR | Op.ODOTINTER | Op.OMETHVALUE | Op.OMETHEXPR;
/** x.sel. Of OMETHEXPR `x` is an OTYPE and the type has the receiver as its first parameter. */
export class SelectorExpr {
  init: IrNode[] = noNodes;
  /** Of OMETHEXPR and of OMETHVALUE on a concrete type: the method that is named. */
  callee: Name | undefined;
  /** Of OMETHEXPR on a shape: where the instance's dictionary has the method; of the generic function's package. */
  dictionary: { pkg: Package; index: number } | undefined;
  constructor(
    public op: SelectorOp,
    public pos: Place,
    public type: Type,
    public x: IrNode,
    readonly sel: string,
    /** The field or method. */
    readonly selection: VarObject | FuncObject | undefined,
  ) {}
}
export class TypeAssertExpr {
  init: IrNode[] = noNodes;
  constructor(
    public op: Op.ODOTTYPE | Op.ODOTTYPE2 | Op.ODYNAMICDOTTYPE | Op.ODYNAMICDOTTYPE2,
    public pos: Place,
    /** Type asserted. */
    public type: Type,
    public x: IrNode,
  ) {}
}
export class IndexExpr {
  init: IrNode[] = noNodes;
  constructor(
    public op: Op.OINDEX | Op.OINDEXMAP,
    public pos: Place,
    public type: Type,
    public x: IrNode,
    public index: IrNode,
  ) {}
}
/** x[low:high:max]; `x` of OSLICEARR and OSLICE3ARR is a pointer to the array. */
export class SliceExpr {
  init: IrNode[] = noNodes;
  constructor(
    public op: Op.OSLICE | Op.OSLICESTR | Op.OSLICEARR | Op.OSLICE3 | Op.OSLICE3ARR,
    public pos: Place,
    public type: Type,
    public x: IrNode,
    public low: IrNode | undefined,
    public high: IrNode | undefined,
    public max: IrNode | undefined,
  ) {}
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
export class ConvExpr {
  init: IrNode[] = noNodes;
  constructor(
    public op: ConvOp,
    public pos: Place,
    public type: Type,
    public x: IrNode,
    public implicit: boolean,
  ) {}
}
/** `type` is the result, or a TupleType for none or several. */
export class CallExpr {
  init: IrNode[] = noNodes;
  /** Written for the compiler's own ends (b.Loop keeps variables alive): arguments flow nowhere. */
  isCompilerVarLive = false;
  constructor(
    public op: Op.OCALLFUNC | Op.OCALLINTER,
    public pos: Place,
    public type: Type,
    public fun: IrNode,
    public args: IrNode[],
    /** The last argument is the whole variadic slice. */
    public isDDD: boolean,
  ) {}
}
export class BuiltinCall {
  init: IrNode[] = noNodes;
  constructor(
    public op: Op.OAPPEND | Op.ODELETE | Op.OMIN | Op.OMAX | Op.OPRINT | Op.OPRINTLN | Op.ORECOVER,
    public pos: Place,
    public type: Type,
    public args: IrNode[],
    public isDDD: boolean,
  ) {}
}
/** A call whose body was put in its place. */
export class InlinedCallExpr {
  init: IrNode[] = noNodes;
  readonly op = Op.OINLCALL;
  constructor(
    public pos: Place,
    public type: Type,
    public body: IrNode[],
    public returnVars: IrNode[],
  ) {}
}
export class MakeExpr {
  init: IrNode[] = noNodes;
  constructor(
    public op: Op.OMAKESLICE | Op.OMAKEMAP | Op.OMAKECHAN,
    public pos: Place,
    public type: Type,
    public len: IrNode | undefined,
    public cap: IrNode | undefined,
  ) {}
}
/** Elements: OSTRUCTKEY in structs, OKEY in maps and where an index is written, else the values. */
export class CompLitExpr {
  init: IrNode[] = noNodes;
  constructor(
    public op: Op.OSTRUCTLIT | Op.OARRAYLIT | Op.OSLICELIT | Op.OMAPLIT,
    public pos: Place,
    public type: Type,
    public list: IrNode[],
    /** The `... argument` of a variadic call. */
    public implicit: boolean,
  ) {}
}
export class KeyExpr {
  init: IrNode[] = noNodes;
  readonly op = Op.OKEY;
  constructor(
    public pos: Place,
    public type: Type,
    public key: IrNode,
    public value: IrNode,
  ) {}
}
export class StructKeyExpr {
  init: IrNode[] = noNodes;
  readonly op = Op.OSTRUCTKEY;
  type: Type;
  constructor(
    public pos: Place,
    readonly field: VarObject,
    public value: IrNode,
  ) {
    this.type = field.type;
  }
}
export class ClosureExpr {
  init: IrNode[] = noNodes;
  readonly op = Op.OCLOSURE;
  constructor(
    public pos: Place,
    public type: Type,
    readonly func: Func,
    /** Wraps the call of a go statement. */
    public isGoWrap: boolean,
  ) {}
}
