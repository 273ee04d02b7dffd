/**
 * Calls, conversions and builtins (cmd/compile/internal/noder's exprCall with typecheck's func.go, Go 1.26).
 */

import { type Expr, NodeKind, type Place, type CallExpr as SyntaxCall } from '../syntax';
import {
  anyType,
  Basic,
  type BuiltinName,
  byteType,
  invalidType,
  PointerType,
  type SignatureType,
  SliceType,
  TupleType,
  type Type,
  TypeKind,
  typ,
} from '../types';
import { define, type FuncBuilder, intLiteral, voidType } from './builder';
import { convert } from './convert';
import { addressOfCopy, convertedExpr, expr, objectOf, objectValue, unparen } from './expr';
import { callee, methodCallee, resultType } from './method';
import { givesSeveral, multiValues } from './multi';
import {
  BinaryExpr,
  BuiltinCall,
  CallExpr,
  CompLitExpr,
  ConvExpr,
  type IrNode,
  MakeExpr,
  NilExpr,
  TypeNode,
  UnaryExpr,
} from './nodes';
import { noNodes, Op } from './op';
import { pointee, signatureOf, structOf, under } from './typing';
import { isLeaf, visit } from './visit';

export function callExpr(b: FuncBuilder, e: SyntaxCall): IrNode {
  const fun = unparen(e.fun);
  const mode = b.info.modeOf(fun) ?? b.info.modeOf(e.fun);
  if (mode === 'type') return conversion(b, e);
  if (mode === 'builtin') return builtinCall(b, e);
  return functionCall(b, e, fun);
}

function conversion(b: FuncBuilder, e: SyntaxCall): IrNode {
  if (e.args.length !== 1)
    return b.bad(
      b.at(e),
      'conversion of no single value',
      e.args.map(arg => expr(b, arg)),
    );
  const type = b.typeOf(unparen(e.fun));
  const x = expr(b, e.args[0]);
  if (x.op === Op.ONIL) return new ConvExpr(Op.OCONVNOP, x.pos, type, new NilExpr(x.pos, type), false);
  if (x.op === Op.OBAD || type === invalidType) return b.bad(b.at(e), 'conversion', [x], type);
  return convert(b.at(e.args[0]), type, x, false);
}

// ---------------------------------------------------------------- functions and methods

function functionCall(b: FuncBuilder, e: SyntaxCall, fun: Expr): IrNode {
  const target = calledFunction(b, fun, b.at(e));
  if (target.signature === undefined || target.call === undefined) return unknownCall(b, e, target.fun);
  return finish(b, e, target.call, target.signature);
}

/** A call without its written arguments. */
export interface CalledFunction {
  fun: IrNode;
  call: CallExpr | undefined;
  signature: SignatureType | undefined;
}

/** What is called: a method with its receiver, an instance of a generic function, any function value. */
export function calledFunction(b: FuncBuilder, fun: Expr, pos: Place): CalledFunction {
  fun = unparen(fun);
  const selection = fun.kind === NodeKind.SelectorExpr ? b.info.selectionOf(fun) : undefined;
  if (fun.kind === NodeKind.SelectorExpr && selection?.kind === 'methodValue') {
    const target = methodCallee(b, fun, selection);
    const signature = signatureOf(b.typeOf(fun));
    if (target.fun.op === Op.OBAD) return { fun: target.fun, call: undefined, signature };
    return {
      fun: target.fun,
      call: new CallExpr(target.op, pos, voidType, target.fun, target.receiver, false),
      signature,
    };
  }
  const node = calledValue(b, fun);
  const signature = signatureOf(b.typeOf(fun)) ?? signatureOf(node.type);
  if (node.op === Op.OBAD) return { fun: node, call: undefined, signature };
  return { fun: node, call: new CallExpr(Op.OCALLFUNC, pos, voidType, node, [], false), signature };
}

function calledValue(b: FuncBuilder, fun: Expr): IrNode {
  const named = objectOf(b, fun);
  if (named?.object.kind !== 'func') return expr(b, fun);
  const { object, instance } = named;
  return instance === undefined
    ? objectValue(b, fun, object, instance)
    : callee(b, object.origin, instance.typeArgs).name;
}

/** The call of something without a type: all its operands are lost sight of. */
function unknownCall(b: FuncBuilder, e: SyntaxCall, fun: IrNode): IrNode {
  const args = e.args.map(arg =>
    b.info.modeOf(unparen(arg)) === 'type' ? b.bad(b.at(arg), 'type') : expr(b, arg),
  );
  return b.bad(b.at(e), 'call of unknown function', [fun, ...args], b.typeOf(e));
}

/** Adds arguments, converted to the parameters' types, and the result type. */
function finish(b: FuncBuilder, e: SyntaxCall, call: CallExpr, signature: SignatureType): IrNode {
  const params = signature.params.vars;
  const variadic = signature.variadic && !e.hasDots;
  const args = argumentValues(b, e, signature, variadic);
  const fixed = variadic ? packVariadic(call.pos, args, signature) : args;
  if (fixed.length !== params.length)
    return b.bad(call.pos, 'wrong number of arguments', [call.fun, ...call.args, ...args], b.typeOf(e));
  nameCallee(b, call);
  call.args = call.args.length === 0 ? fixed : [...call.args, ...fixed];
  call.isDDD = signature.variadic;
  call.type = callType(b, e, signature);
  return call;
}

/** The arguments as written, each converted to its parameter's type. */
function argumentValues(
  b: FuncBuilder,
  e: SyntaxCall,
  signature: SignatureType,
  variadic: boolean,
): IrNode[] {
  const { args } = e;
  if (args.length === 0) return [];
  if (args.length === 1 && givesSeveral(b, args[0]))
    return multiValues(b, b.at(e), args, i => paramType(signature, variadic, i));
  return args.map((arg, i) => convertedExpr(b, paramType(signature, variadic, i), arg));
}

function paramType({ params: { vars } }: SignatureType, variadic: boolean, i: number): Type | undefined {
  const last = vars.length - 1;
  return variadic && i >= last ? elemOf(vars[last].type) : vars[i]?.type;
}

function callType(b: FuncBuilder, e: SyntaxCall, signature: SignatureType): Type {
  if (signature.results.vars.length !== 1) return signature.results;
  const type = b.typeOf(e);
  return type === invalidType || type instanceof TupleType ? resultType(signature) : type;
}

function elemOf(type: Type): Type | undefined {
  const u = under(type);
  return u.kind === TypeKind.Slice ? u.elem : undefined;
}

/** The arguments from the last parameter on as one slice. */
function packVariadic(pos: Place, args: IrNode[], { params: { vars } }: SignatureType): IrNode[] {
  const last = vars.length - 1;
  const { type } = vars[last];
  if (args.length < last) return args;
  const extra = args.slice(last);
  const packed =
    extra.length === 0 ? new NilExpr(pos, type) : new CompLitExpr(Op.OSLICELIT, pos, type, extra, true);
  return [...args.slice(0, last), packed];
}

/** f()(x): a callee that itself calls something is computed first (Go's RewriteNonNameCall). */
export function nameCallee(b: FuncBuilder, call: CallExpr): void {
  const selector = call.fun.op === Op.ODOTINTER ? call.fun : undefined;
  const fun = selector === undefined ? call.fun : selector.x;
  if (!callsSomething(fun)) return;
  const temp = b.temp(call.pos, fun.type);
  call.init = [define(call.pos, temp, fun)];
  if (selector === undefined) call.fun = temp;
  else selector.x = temp;
}

function callsSomething(node: IrNode): boolean {
  if (isLeaf(node) || node.op === Op.OMETHEXPR) return false;
  let found = false;
  visit(node, inner => {
    switch (inner.op) {
      case Op.OCALLFUNC:
      case Op.OCALLINTER:
      case Op.OAPPEND:
      case Op.OCAP:
      case Op.OCLEAR:
      case Op.OCLOSE:
      case Op.OCOMPLEX:
      case Op.OCOPY:
      case Op.ODELETE:
      case Op.OIMAG:
      case Op.OLEN:
      case Op.OMAKESLICE:
      case Op.OMAKEMAP:
      case Op.OMAKECHAN:
      case Op.OMAX:
      case Op.OMIN:
      case Op.OPANIC:
      case Op.OPRINT:
      case Op.OPRINTLN:
      case Op.OREAL:
      case Op.ORECOVER:
      case Op.ORECV:
      case Op.OUNSAFEADD:
      case Op.OUNSAFESLICE:
      case Op.OUNSAFESLICEDATA:
      case Op.OUNSAFESTRING:
      case Op.OUNSAFESTRINGDATA:
        found = true;
    }
  });
  return found;
}

// ---------------------------------------------------------------- builtins

function builtinCall(b: FuncBuilder, e: SyntaxCall): IrNode {
  const object = objectOf(b, e.fun)?.object;
  if (object?.kind !== 'builtin') return unknownCall(b, e, b.bad(b.at(e.fun), 'unknown builtin'));
  const name = object.builtin;
  if (name === 'make') return makeCall(b, e);
  if (name === 'new') return newCall(b, e);
  if (name === 'Sizeof' || name === 'Alignof' || name === 'Offsetof') return layoutCall(b, e, name);
  const args = builtinArgs(b, e, name);
  return builtinNode(b, e, name, args) ?? b.bad(b.at(e), `${name} of wrong arguments`, args, b.typeOf(e));
}

/** A size that depends on type arguments: known once they are; the operand is never computed. */
function layoutCall(b: FuncBuilder, e: SyntaxCall, name: 'Sizeof' | 'Alignof' | 'Offsetof'): IrNode {
  const pos = b.at(e);
  const { sizes } = b.ir.program;
  const arg = e.args[0] && unparen(e.args[0]);
  if (arg === undefined) return b.bad(pos, `${name} of nothing`);
  const literal = (size: number): IrNode => intLiteral(pos, size, typ[Basic.Uintptr]);
  if (name === 'Sizeof') return literal(sizes.sizeof(b.typeOf(arg)));
  if (name === 'Alignof') return literal(sizes.alignof(b.typeOf(arg)));
  const selection = arg.kind === NodeKind.SelectorExpr ? b.info.selectionOf(arg) : undefined;
  if (selection === undefined) return b.bad(pos, 'Offsetof of no field');
  let type = b.instance(selection.recv);
  let offset = 0;
  for (const i of selection.index) {
    const struct = structOf(type);
    if (struct?.fields[i] === undefined) return b.bad(pos, 'Offsetof of no field');
    offset += sizes.offsets(struct)[i];
    type = struct.fields[i].type;
  }
  return literal(offset);
}

/** Arguments of a builtin, converted to what it takes. */
function builtinArgs(b: FuncBuilder, e: SyntaxCall, name: BuiltinName): IrNode[] {
  const first = e.args[0] === undefined ? invalidType : argType(b, e.args[0], 0);
  switch (name) {
    case 'append': {
      const elem = elemOf(first);
      return multiValues(b, b.at(e), e.args, i => (i === 0 || e.hasDots ? undefined : elem));
    }
    case 'delete': {
      const map = under(first);
      return multiValues(b, b.at(e), e.args, i =>
        i === 1 && map.kind === TypeKind.Map ? map.key : undefined,
      );
    }
    case 'panic':
      return multiValues(b, b.at(e), e.args, () => anyType);
    case 'min':
    case 'max': {
      const type = b.typeOf(e);
      return multiValues(b, b.at(e), e.args, () => type);
    }
    default:
      return multiValues(b, b.at(e), e.args, () => undefined);
  }
}

function argType(b: FuncBuilder, arg: Expr, i: number): Type {
  const type = b.typeOf(arg);
  return type.kind === TypeKind.Tuple ? (type.vars[i]?.type ?? invalidType) : type;
}

const unaryBuiltins: Partial<Record<BuiltinName, UnaryExpr['op']>> = {
  len: Op.OLEN,
  cap: Op.OCAP,
  real: Op.OREAL,
  imag: Op.OIMAG,
  close: Op.OCLOSE,
  clear: Op.OCLEAR,
  panic: Op.OPANIC,
  StringData: Op.OUNSAFESTRINGDATA,
  SliceData: Op.OUNSAFESLICEDATA,
};
const binaryBuiltins: Partial<Record<BuiltinName, BinaryExpr['op']>> = {
  complex: Op.OCOMPLEX,
  copy: Op.OCOPY,
  Add: Op.OUNSAFEADD,
  Slice: Op.OUNSAFESLICE,
  String: Op.OUNSAFESTRING,
};
const listBuiltins: Partial<Record<BuiltinName, BuiltinCall['op']>> = {
  append: Op.OAPPEND,
  delete: Op.ODELETE,
  min: Op.OMIN,
  max: Op.OMAX,
  print: Op.OPRINT,
  println: Op.OPRINTLN,
  recover: Op.ORECOVER,
};

function builtinNode(b: FuncBuilder, e: SyntaxCall, name: BuiltinName, args: IrNode[]): IrNode | undefined {
  const pos = b.at(e);
  const one = unaryBuiltins[name];
  if (one !== undefined) {
    if (args.length !== 1) return undefined;
    return new UnaryExpr(one, pos, builtinType(b, e, name, args), args[0]);
  }
  const two = binaryBuiltins[name];
  if (two !== undefined) {
    if (args.length !== 2) return undefined;
    return new BinaryExpr(two, pos, builtinType(b, e, name, args), args[0], args[1]);
  }
  const list = listBuiltins[name];
  if (list === undefined || args.some(arg => arg.op === Op.OBAD)) return undefined;
  if (list === Op.OAPPEND && (args.length === 0 || elemOf(args[0].type) === undefined)) return undefined;
  if (list === Op.OAPPEND && e.hasDots && args.length !== 2) return undefined;
  return new BuiltinCall(list, pos, builtinType(b, e, name, args), args, e.hasDots);
}

function builtinType(b: FuncBuilder, e: SyntaxCall, name: BuiltinName, args: IrNode[]): Type {
  switch (name) {
    case 'append':
      return args[0].type;
    case 'len':
    case 'cap':
    case 'copy':
      return typ[Basic.Int];
    case 'close':
    case 'clear':
    case 'panic':
    case 'delete':
    case 'print':
    case 'println':
      return voidType;
    case 'recover':
      return anyType;
    case 'Add':
      return typ[Basic.UnsafePointer];
    case 'String':
      return typ[Basic.String];
    case 'StringData':
      return new PointerType(byteType);
    case 'SliceData':
      return new PointerType(elemOf(args[0].type) ?? invalidType);
    case 'Slice':
      return new SliceType(pointee(args[0].type) ?? invalidType);
    default: {
      const type = b.typeOf(e);
      return type === invalidType ? (args[0]?.type ?? invalidType) : type;
    }
  }
}

function makeCall(b: FuncBuilder, e: SyntaxCall): IrNode {
  const pos = b.at(e);
  const sizes = e.args.slice(1).map(arg => expr(b, arg));
  const type = e.args.length === 0 ? invalidType : b.typeOf(unparen(e.args[0]));
  switch (under(type).kind) {
    case TypeKind.Slice:
      return sizes.length === 0
        ? b.bad(pos, 'make of a slice without a length', noNodes, type)
        : new MakeExpr(Op.OMAKESLICE, pos, type, sizes[0], sizes[1]);
    case TypeKind.Map:
      return new MakeExpr(Op.OMAKEMAP, pos, type, sizes[0], undefined);
    case TypeKind.Chan:
      return new MakeExpr(Op.OMAKECHAN, pos, type, sizes[0], undefined);
    default:
      return b.bad(pos, 'make of unknown type', sizes, type);
  }
}

function newCall(b: FuncBuilder, e: SyntaxCall): IrNode {
  const pos = b.at(e);
  if (e.args.length !== 1) return b.bad(pos, 'new of no single argument');
  const arg = unparen(e.args[0]);
  if (b.info.modeOf(arg) === 'type') {
    const type = b.typeOf(arg);
    if (type === invalidType) return b.bad(pos, 'new of unknown type');
    return new UnaryExpr(Op.ONEW, pos, new PointerType(type), new TypeNode(b.at(arg), type));
  }
  const value = expr(b, arg);
  if (value.op === Op.OBAD) return b.bad(pos, 'new of unknown value', [value]);
  return addressOfCopy(b, pos, value);
}
