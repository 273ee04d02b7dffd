/**
 * Expressions of the IR: one class for each shape, several operations to a class, told apart by `op`
 * (cmd/compile/internal/ir's expr.go, Go 1.26).
 */

import type { Place } from '../syntax';
import type { Constant, FuncObject, Package, Type, VarObject } from '../types';
import type { Func, Name } from './name';
import { Node } from './node';
import type { IrNode } from './nodes';
import { Op } from './op';

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
  /** Of OMETHEXPR on a shape: where the instance's dictionary has the method; of the generic function's package. */
  dictionary: { pkg: Package; index: number } | undefined;
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
