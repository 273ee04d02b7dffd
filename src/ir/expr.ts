/**
 * Expressions (cmd/compile/internal/noder's writer.expr and reader.expr with what typecheck makes of them,
 * Go 1.26). Parentheses vanish; constants are literals whatever they were written as.
 */

import {
  type Expr,
  type Ident,
  NodeKind,
  type Place,
  type TypeAssertExpr as SyntaxAssert,
  type BinaryExpr as SyntaxBinary,
  type BinaryOp as SyntaxBinaryOp,
  type IndexExpr as SyntaxIndex,
  type SelectorExpr as SyntaxSelector,
  type SliceExpr as SyntaxSlice,
  type UnaryExpr as SyntaxUnary,
} from '../syntax';
import {
  Basic,
  byteType,
  type FuncObject,
  type GoObject,
  type Instance,
  identical,
  invalidType,
  PointerType,
  type Selection,
  SliceType,
  type Type,
  TypeKind,
  typ,
  unalias,
} from '../types';
import { define, type FuncBuilder, markAddrtaken, maxDepth } from './builder';
import { callExpr } from './call';
import { funcLit } from './closure';
import { compositeLit } from './compositeLit';
import { convert } from './convert';
import { mentionsTypeParam } from './instances';
import { boundInstance, boundMethodExpr, callee, methodOf, methodValue, takesReceiver } from './method';
import { addTraits, type Callee } from './name';
import {
  AddrExpr,
  AddStringExpr,
  BinaryExpr,
  type BinaryOp,
  ConvExpr,
  IndexExpr,
  type IrNode,
  Literal,
  NilExpr,
  SelectorExpr,
  SliceExpr,
  StarExpr,
  TypeAssertExpr,
  TypeNode,
  UnaryExpr,
  type UnaryOp,
} from './nodes';
import { noNodes, Op, Trait } from './op';
import { hasShape } from './shape';
import { isString, pointee, structOf, under } from './typing';

/** The value of an expression. */
export function expr(b: FuncBuilder, e: Expr): IrNode {
  e = unparen(e);
  if (b.depth >= maxDepth) return b.bad(b.at(e), 'nested too deeply');
  b.depth++;
  const node = expr1(b, e);
  b.depth--;
  return node;
}

/** The expression implicitly converted to `dst`, where that is known and differs. */
export function convertedExpr(b: FuncBuilder, dst: Type | undefined, e: Expr): IrNode {
  const x = expr(b, e);
  if (dst === undefined || dst === x.type || dst === invalidType) return x;
  if (x.op === Op.ONIL) return typedNil(x, dst);
  if (x.op === Op.OBAD) return x;
  return convert(b.at(e), dst, x, true);
}

export function unparen(e: Expr): Expr {
  while (e.kind === NodeKind.ParenExpr) e = e.x;
  return e;
}

/** What a name, a qualified name or an instantiation of either denotes. */
export function objectOf(
  b: FuncBuilder,
  e: Expr,
): { object: GoObject; instance: Instance | undefined } | undefined {
  e = unparen(e);
  if (e.kind === NodeKind.IndexExpr) {
    if (e.indices.length === 0 || b.info.modeOf(unparen(e.indices[0])) !== 'type') return undefined;
    e = unparen(e.x);
  }
  if (e.kind === NodeKind.SelectorExpr) {
    if (b.info.selectionOf(e) !== undefined) return undefined;
    e = e.sel;
  }
  if (e.kind !== NodeKind.Ident) return undefined;
  const object = b.info.objectOf(e);
  return object && { object, instance: b.info.instanceOf(e) };
}

function expr1(b: FuncBuilder, e: Expr): IrNode {
  const value = b.info.valueOf(e);
  if (value !== undefined) return new Literal(b.at(e), b.typeOf(e), value, undefined);
  switch (e.kind) {
    case NodeKind.Ident:
      return name(b, e);
    case NodeKind.CompositeLit:
      return compositeLit(b, e);
    case NodeKind.FuncLit:
      return funcLit(b, e);
    case NodeKind.SelectorExpr:
      return selector(b, e);
    case NodeKind.IndexExpr:
      return index(b, e);
    case NodeKind.SliceExpr:
      return slice(b, e);
    case NodeKind.TypeAssertExpr:
      return typeAssert(b, e);
    case NodeKind.CallExpr:
      return callExpr(b, e);
    case NodeKind.StarExpr: {
      const x = expr(b, e.x);
      const elem = pointee(x.type);
      if (elem === undefined) return b.bad(b.at(e), 'dereference of no pointer', [x]);
      return new StarExpr(b.at(e), elem, x, false);
    }
    case NodeKind.UnaryExpr:
      return unary(b, e);
    case NodeKind.BinaryExpr:
      return binary(b, e);
    default:
      return b.bad(b.at(e), 'no expression');
  }
}

function name(b: FuncBuilder, e: Ident): IrNode {
  const object = b.info.objectOf(e);
  if (object === undefined) return b.bad(b.at(e), 'undefined name');
  return objectValue(b, e, object, b.info.instanceOf(e));
}

/** The value of what a (qualified) name denotes. */
export function objectValue(
  b: FuncBuilder,
  e: Expr,
  object: GoObject,
  instance: Instance | undefined,
): IrNode {
  switch (object.kind) {
    case 'nil':
      return new NilExpr(b.at(e), b.typeOf(e));
    case 'func':
      return funcValue(b, e, callee(b, object.origin, instance?.typeArgs ?? []), instance?.typeArgs ?? []);
    case 'var': {
      if (object.varKind === 'package') {
        b.mention(object.type, object.pkg);
        return b.ir.globalName(object);
      }
      const name = b.use(object, b.at(e));
      if (name === undefined) return b.bad(b.at(e), 'variable out of reach');
      name.reads++;
      return name;
    }
    default:
      return b.bad(b.at(e), 'no value');
  }
}

/** A function as a value; of an instance, whose own type is one of shapes, with the type it has here. */
function funcValue(b: FuncBuilder, e: Expr, target: Callee, typeArgs: readonly Type[]): IrNode {
  if (target.typeArgs.length === 0) return target.name;
  const type = b.typeOf(e);
  if (b.func.dupok && typeArgs.some(mentionsTypeParam)) return boundInstance(b, b.at(e), target, type);
  return type.kind === TypeKind.Signature
    ? new ConvExpr(Op.OCONVNOP, b.at(e), type, target.name, true)
    : target.name;
}

// ---------------------------------------------------------------- selectors, indices, slices

function selector(b: FuncBuilder, e: SyntaxSelector): IrNode {
  const selection = b.info.selectionOf(e);
  if (selection === undefined) {
    const object = b.info.objectOf(e.sel);
    if (object === undefined || object.kind === 'pkgName')
      return b.bad(b.at(e), 'undefined selector', operands(b, e.x));
    return objectValue(b, e, object, b.info.instanceOf(e.sel));
  }
  if (selection.kind === 'methodExpr') return methodExpr(b, e, selection);
  if (selection.kind === 'methodValue') return methodValue(b, e, selection);
  const x = expr(b, e.x);
  return fieldPath(x, selection.index, b.at(e)) ?? b.bad(b.at(e), 'no such field', [x]);
}

/** The value of an operand of something broken, unless it is a type or package. */
export function operands(b: FuncBuilder, e: Expr): IrNode[] {
  return b.info.modeOf(unparen(e)) === 'value' ? [expr(b, e)] : noNodes;
}

/** T.f: a function that takes its receiver first. */
function methodExpr(b: FuncBuilder, e: SyntaxSelector, selection: Selection): IrNode {
  const recv = b.typeOf(e.x);
  const method = selection.object as FuncObject;
  const path = selection.index.slice(0, -1);
  if (hasShape(recv) && !takesReceiver(method, path, recv))
    return boundMethodExpr(b, b.at(e), path, method, b.typeOf(e));
  const node = new SelectorExpr(
    Op.OMETHEXPR,
    b.at(e),
    b.typeOf(e),
    new TypeNode(b.at(e.x), recv),
    e.sel.name,
    method,
  );
  if (path.length === 0) node.callee = methodOf(b, method, recv)?.name;
  return node;
}

/** x.a.b.c along field indices; pointers on the way are followed. Undefined where there is no such field. */
export function fieldPath(x: IrNode, path: readonly number[], pos: Place): IrNode | undefined {
  for (const i of path) {
    const field = structOf(x.type)?.fields[i];
    if (field === undefined) return undefined;
    const op = pointee(x.type) === undefined ? Op.ODOT : Op.ODOTPTR;
    x = new SelectorExpr(op, pos, field.type, x, field.name, field);
  }
  return x;
}

function index(b: FuncBuilder, e: SyntaxIndex): IrNode {
  const generic = objectOf(b, e);
  if (generic !== undefined) return objectValue(b, e, generic.object, generic.instance);
  const x = dereferenceArray(expr(b, e.x), b.at(e));
  const type = under(x.type);
  if (e.indices.length === 0) return b.bad(b.at(e), 'index without a value', [x]);
  if (type.kind === TypeKind.Map)
    return new IndexExpr(Op.OINDEXMAP, b.at(e), type.elem, x, convertedExpr(b, type.key, e.indices[0]));
  const i = expr(b, e.indices[0]);
  if (x.op === Op.OLITERAL || type.kind === TypeKind.Array) addTraits(b.func, Trait.boundedIndex);
  if (isString(x.type)) return new IndexExpr(Op.OINDEX, b.at(e), byteType, x, i);
  if (type.kind === TypeKind.Slice || type.kind === TypeKind.Array)
    return new IndexExpr(Op.OINDEX, b.at(e), type.elem, x, i);
  return b.bad(b.at(e), 'index of unknown type', [x, i]);
}

/** *x implied, where x is a pointer to an array. */
function dereferenceArray(x: IrNode, pos: Place): IrNode {
  const elem = pointee(x.type);
  return elem !== undefined && under(elem).kind === TypeKind.Array ? new StarExpr(pos, elem, x, true) : x;
}

function slice(b: FuncBuilder, e: SyntaxSlice): IrNode {
  const pos = b.at(e);
  let x = expr(b, e.x);
  const optional = (bound: Expr | undefined): IrNode | undefined => bound && expr(b, bound);
  const low = optional(e.low);
  const high = optional(e.high);
  const max = optional(e.max);
  if (under(x.type).kind === TypeKind.Array) x = implicitAddr(pos, x);
  const three = e.slice3;
  const array = pointee(x.type);
  const arrayType = array && under(array);
  if (arrayType?.kind === TypeKind.Array) {
    const op = three ? Op.OSLICE3ARR : Op.OSLICEARR;
    return new SliceExpr(op, pos, new SliceType(arrayType.elem), x, low, high, max);
  }
  if (isString(x.type)) return new SliceExpr(Op.OSLICESTR, pos, x.type, x, low, high, max);
  if (under(x.type).kind !== TypeKind.Slice) return b.bad(pos, 'slice of unknown type', [x]);
  return new SliceExpr(three ? Op.OSLICE3 : Op.OSLICE, pos, x.type, x, low, high, max);
}

export function implicitAddr(pos: Place, x: IrNode): AddrExpr {
  return addressOf(pos, x, true);
}

function addressOf(pos: Place, x: IrNode, implicit: boolean): AddrExpr {
  const type = new PointerType(x.type);
  switch (x.op) {
    case Op.OARRAYLIT:
    case Op.OSLICELIT:
    case Op.OMAPLIT:
    case Op.OSTRUCTLIT:
      return new AddrExpr(Op.OPTRLIT, pos, type, x, implicit);
  }
  markAddrtaken(x);
  return new AddrExpr(Op.OADDR, pos, type, x, implicit);
}

function typeAssert(b: FuncBuilder, e: SyntaxAssert): IrNode {
  const x = expr(b, e.x);
  if (e.type === undefined) return b.bad(b.at(e), 'type assertion without a type', [x]);
  const type = b.typeOf(e.type);
  return new TypeAssertExpr(hasShape(type) ? Op.ODYNAMICDOTTYPE : Op.ODOTTYPE, b.at(e), type, x);
}

// ---------------------------------------------------------------- operators

const unaryOps: Record<string, UnaryOp> = {
  '+': Op.OPLUS,
  '-': Op.ONEG,
  '!': Op.ONOT,
  '^': Op.OBITNOT,
};

function unary(b: FuncBuilder, e: SyntaxUnary): IrNode {
  const pos = b.at(e);
  const x = expr(b, e.x);
  if (e.op === '&') {
    const addr = addressOf(pos, x, false);
    const type = b.typeOf(e);
    if (type.kind === TypeKind.Pointer) addr.type = type;
    return addr;
  }
  if (e.op === '<-') {
    const chan = under(x.type);
    return chan.kind === TypeKind.Chan
      ? new UnaryExpr(Op.ORECV, pos, chan.elem, x)
      : b.bad(pos, 'receive from no channel', [x]);
  }
  const op = unaryOps[e.op];
  return op === undefined ? b.bad(pos, 'no operator', [x]) : new UnaryExpr(op, pos, b.typeOf(e), x);
}

export const binaryOps: Record<SyntaxBinaryOp, BinaryOp> = {
  '||': Op.OOROR,
  '&&': Op.OANDAND,
  '==': Op.OEQ,
  '!=': Op.ONE,
  '<': Op.OLT,
  '<=': Op.OLE,
  '>': Op.OGT,
  '>=': Op.OGE,
  '+': Op.OADD,
  '-': Op.OSUB,
  '|': Op.OOR,
  '^': Op.OXOR,
  '*': Op.OMUL,
  '/': Op.ODIV,
  '%': Op.OMOD,
  '<<': Op.OLSH,
  '>>': Op.ORSH,
  '&': Op.OAND,
  '&^': Op.OANDNOT,
};

/** A chain of operators is built from its innermost left operand, so that a long one does not nest calls. */
function binary(b: FuncBuilder, e: SyntaxBinary): IrNode {
  let left = unparen(e.x);
  if (left.kind !== NodeKind.BinaryExpr) return binaryStep(b, e, expr(b, left));
  const chain: SyntaxBinary[] = [e];
  while (left.kind === NodeKind.BinaryExpr && b.info.valueOf(left) === undefined) {
    chain.push(left);
    left = unparen(left.x);
  }
  let x = expr(b, left);
  for (let i = chain.length - 1; i >= 0; i--) x = binaryStep(b, chain[i], x);
  return x;
}

function binaryStep(b: FuncBuilder, e: SyntaxBinary, x: IrNode): IrNode {
  const pos = b.at(e);
  const op = binaryOps[e.op];
  let y = expr(b, e.y);
  if (x.type !== y.type && op !== Op.OLSH && op !== Op.ORSH) {
    const common = commonType(x, y);
    if (common !== undefined) {
      x = x.op === Op.ONIL ? typedNil(x, common) : convert(b.at(e.x), common, x, true);
      y = y.op === Op.ONIL ? typedNil(y, common) : convert(b.at(e.y), common, y, true);
    }
  }
  const type = isComparison(op) ? typ[Basic.Bool] : b.typeOf(e);
  if (op === Op.OADD && isString(type)) {
    const head = x.op === Op.OADDSTR ? x.list : [x];
    const list = y.op === Op.OADDSTR ? [...head, ...y.list] : pushed(head, y);
    return new AddStringExpr(pos, type, list);
  }
  return new BinaryExpr(op, pos, type === invalidType ? x.type : type, x, y);
}

function pushed(list: IrNode[], node: IrNode): IrNode[] {
  list.push(node);
  return list;
}

function typedNil(node: NilExpr, type: Type): NilExpr {
  node.type = type;
  return node;
}

function isComparison(op: BinaryOp): boolean {
  return op >= Op.OEQ && op <= Op.OGE;
}

/** The type to which both operands are brought: the one that the other can be assigned to. */
function commonType(x: IrNode, y: IrNode): Type | undefined {
  if (x.op === Op.OBAD || y.op === Op.OBAD) return undefined;
  if (x.op === Op.ONIL) return y.type;
  if (y.op === Op.ONIL) return x.type;
  if (identical(x.type, y.type)) return y.type;
  const xi = under(x.type).kind === TypeKind.Interface;
  const yi = under(y.type).kind === TypeKind.Interface;
  if (yi && !xi) return y.type;
  if (xi && !yi) return x.type;
  if (xi && yi) return widerInterface(x.type, y.type);
  return unalias(y.type).kind === TypeKind.Named ? y.type : x.type;
}

/** Of two interfaces the one with fewer methods: the other can be assigned to it. */
function widerInterface(x: Type, y: Type): Type {
  const count = (type: Type): number => methodCount(under(type));
  return count(y) <= count(x) ? y : x;
}
function methodCount(u: Type): number {
  if (u.kind !== TypeKind.Interface) return 0;
  return u.embeddeds.reduce((sum, embedded) => sum + methodCount(under(embedded)), u.methods.length);
}

/** `new(value)`: the address of a fresh variable (Go 1.26). */
export function addressOfCopy(b: FuncBuilder, pos: Place, value: IrNode): IrNode {
  const temp = b.temp(pos, value.type);
  const addr = addressOf(pos, temp, false);
  addr.init = [define(pos, temp, value)];
  return addr;
}
