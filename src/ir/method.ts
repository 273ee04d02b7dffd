/**
 * Receivers, method calls and method values (cmd/compile/internal/noder's recvExpr and methodExpr, Go 1.26):
 * embedded fields, addresses and dereferences that the source leaves out are written out.
 *
 * Dictionaries are not modelled: they are read-only data that nothing flows out of. A method of a type
 * parameter, which the compiler finds in the dictionary, is an unknown function.
 */

import type { Place, SelectorExpr as SyntaxSelector } from '../syntax';
import {
  type FuncObject,
  identical,
  isTypeParam,
  type Selection,
  SignatureType,
  TupleType,
  type Type,
  TypeKind,
  unalias,
  VarObject,
} from '../types';
import { define, FuncBuilder, newClosureVar, referTo, voidType, withInit } from './builder';
import { newClosure } from './closure';
import { mayBeConcrete } from './devirtualize';
import { expr, fieldPath, implicitAddr } from './expr';
import { mentionsTypeParam } from './instances';
import { throughTemps } from './multi';
import { addTraits, type Callee, type Func, rootOf, tell } from './name';
import { CallExpr, ConvExpr, type IrNode, ReturnStmt, SelectorExpr, StarExpr, TypeNode } from './nodes';
import { Op, Trait } from './op';
import { type IrBuilder, instanceName } from './program';
import { hasShape, isShape } from './shape';
import { isInterface, isPlainPointer, under } from './typing';

/** The function, in this instance: its type arguments may mention the type parameters of the function around. */
export function callee(b: FuncBuilder, object: FuncObject, typeArgs: readonly Type[]): Callee {
  const target = b.ir.callee(object, typeArgs.length === 0 ? typeArgs : typeArgs.map(arg => b.instance(arg)));
  if (!typeArgs.some(mentionsTypeParam)) {
    target.isNamed = true;
    if (target.typeArgs.length > 0 && b.ir.isComplete) nameInstance(b, target, typeArgs);
  }
  referTo(b.func, target);
  b.mention(target.type, target.typeArgs.length > 0 ? b.pkg : object.pkg);
  return target;
}

function nameInstance(b: FuncBuilder, target: Callee, typeArgs: readonly Type[]): void {
  const root = rootOf(b.func);
  root.named ??= [];
  root.named.push({ callee: target, name: instanceName(target, typeArgs) });
  b.mention(b.ir.instanceType(target.object, target.object.type, typeArgs), b.pkg);
}

/** The method that a receiver of that type has; undefined for methods of interfaces. */
export function methodOf(b: FuncBuilder, method: FuncObject, recv: Type): Callee | undefined {
  const target = b.ir.methodCallee(method, recv);
  if (target !== undefined) referTo(b.func, target);
  return target;
}

/** What is called as recv.m(…): a function and the arguments in front of the written ones. */
export interface MethodCallee {
  op: Op.OCALLFUNC | Op.OCALLINTER;
  fun: IrNode;
  receiver: IrNode[];
  /** Nothing is known of the function. */
  unknown: boolean;
}

/** The callee of x.m(…). */
export function methodCallee(b: FuncBuilder, e: SyntaxSelector, selection: Selection): MethodCallee {
  const method = selection.object as FuncObject;
  const recv = receiver(b, e, selection, method);
  const pos = b.at(e);
  if (recv.op === Op.OBAD) return { op: Op.OCALLFUNC, fun: recv, receiver: [], unknown: true };
  const written = selectedType(selection, method);
  if (isTypeParam(written) || isShape(recv.type) || isTypeParam(recv.type))
    return {
      op: Op.OCALLFUNC,
      fun: unknownMethod(b, pos, method, recv.type),
      receiver: [recv],
      unknown: true,
    };
  if (isInterface(recv.type)) {
    if (mayBeConcrete(recv)) addTraits(b.func, Trait.devirtualizable);
    const fun = new SelectorExpr(Op.ODOTINTER, pos, b.typeOf(e), recv, method.name, method);
    return { op: Op.OCALLINTER, fun, receiver: [], unknown: false };
  }
  return { op: Op.OCALLFUNC, fun: methodExprOf(b, pos, method, recv.type), receiver: [recv], unknown: false };
}

/** x with the embedded fields up to the method's receiver, addressed or dereferenced as the method wants it. */
function receiver(b: FuncBuilder, e: SyntaxSelector, selection: Selection, method: FuncObject): IrNode {
  const pos = b.at(e);
  const x = expr(b, e.x);
  if (x.op === Op.OBAD) return x;
  return receiverFor(x, selection.index.slice(0, -1), method, pos) ?? b.bad(pos, 'no such field', [x]);
}

/** As receiver, for an expression and the path to the embedded field; undefined where there is no such field. */
export function receiverFor(
  x: IrNode,
  path: readonly number[],
  method: FuncObject,
  pos: Place,
): IrNode | undefined {
  const recv = fieldPath(x, path, pos);
  if (recv === undefined || isInterface(recv.type)) return recv;
  const pointer = takesPointer(method);
  const type = unalias(recv.type);
  if (pointer === undefined || pointer === (type.kind === TypeKind.Pointer)) return recv;
  return type.kind === TypeKind.Pointer ? new StarExpr(pos, type.elem, recv, true) : implicitAddr(pos, recv);
}

/** T.m or (*T).m as a function value, for a receiver of that type. */
function methodExprOf(b: FuncBuilder, pos: Place, method: FuncObject, recv: Type): SelectorExpr {
  return newMethodExpr(b.ir, b.func, pos, method, recv, b.instance(method.type));
}

/** As methodExprOf, in any function; `type` is the method's where it has no source. */
export function newMethodExpr(
  ir: IrBuilder,
  func: Func,
  pos: Place,
  method: FuncObject,
  recv: Type,
  type: Type = method.type,
): SelectorExpr {
  const target = ir.methodCallee(method, recv);
  if (target !== undefined) referTo(func, target);
  const signature = target === undefined ? unknownExprType(type, recv) : exprType(target, recv);
  const shown = target !== undefined && target.typeArgs.length > 0 ? (target.type.recv?.type ?? recv) : recv;
  const fun = new SelectorExpr(Op.OMETHEXPR, pos, signature, new TypeNode(pos, shown), method.name, method);
  fun.callee = target?.name;
  return fun;
}

/** A method that is found at run time: a function value of its type with the receiver in front. */
function unknownMethod(b: FuncBuilder, pos: Place, method: FuncObject, recv: Type): IrNode {
  if (b.ir.isComplete && under(recv).kind === TypeKind.Interface)
    tell(b.func, { when: 'read', place: pos, gc: 'imprecise interface call' });
  const type = unknownExprType(b.instance(method.type), recv);
  const fun = new SelectorExpr(Op.OMETHEXPR, pos, type, new TypeNode(pos, recv), method.name, method);
  if (b.func.dupok) fun.dictionary = { pkg: b.pkg, index: b.dictionaryIndex(recv, method.name) };
  return fun;
}

/** The type of T.m, kept from one use to the next. */
function exprType(target: Callee, recv: Type): Type {
  const known = target.exprType;
  if (known !== undefined && identical(known.params.vars[0].type, recv)) return known;
  target.exprType = withReceiver(target.type, recv);
  return target.exprType;
}

function unknownExprType(type: Type, recv: Type): Type {
  return type instanceof SignatureType ? withReceiver(type, recv) : type;
}

/** The signature with the receiver as its first parameter. */
function withReceiver(type: SignatureType, recv: Type): SignatureType {
  const first = new VarObject(undefined, '', undefined, 'param', recv);
  return new SignatureType(
    undefined,
    [],
    [],
    new TupleType([first, ...type.params.vars]),
    type.results,
    type.variadic,
  );
}

/** Whether the method's receiver is a pointer; undefined where it has none (interface methods). */
function takesPointer(method: FuncObject): boolean | undefined {
  const recv = method.type.recv;
  if (recv === undefined) return undefined;
  return isInterface(recv.type) ? undefined : isPlainPointer(recv.type);
}

/** The type the method is looked up in, as the source has it. */
function selectedType(selection: Selection, method: FuncObject): Type {
  return selection.index.length === 1 ? selection.recv : (method.type.recv?.type ?? selection.recv);
}

/** x.m as a value: a closure over the receiver. */
export function methodValue(b: FuncBuilder, e: SyntaxSelector, selection: Selection): IrNode {
  const method = selection.object as FuncObject;
  const recv = receiver(b, e, selection, method);
  const pos = b.at(e);
  if (recv.op === Op.OBAD) return b.bad(pos, 'method value', [recv]);
  const type = b.typeOf(e);
  const shaped = hasShape(recv.type);
  const isIface = isInterface(recv.type) && !isShape(recv.type);
  if ((shaped && !isIface) || isTypeParam(recv.type)) return boundMethod(b, pos, recv, method, type);
  const x = shaped ? new ConvExpr(Op.OCONVNOP, recv.pos, recv.type, recv, false) : recv;
  const node = new SelectorExpr(Op.OMETHVALUE, pos, type, x, method.name, method);
  if (!isInterface(recv.type)) node.callee = methodOf(b, method, recv.type)?.name;
  return node;
}

/**
 * A method value whose receiver's type is known up to its shape: the compiler writes a function literal
 * that takes the dictionary along, and does not report it.
 */
function boundMethod(b: FuncBuilder, pos: Place, recv: IrNode, method: FuncObject, type: Type): IrNode {
  if (!(type instanceof SignatureType)) return b.bad(pos, 'method value', [recv]);
  const temp = b.temp(pos, recv.type);
  const closure = newClosure(b, pos, type, undefined);
  closure.func.wrapper = true;
  const child = new FuncBuilder(b.ir, b.unit, b.info, b.pkg, closure.func, b, b.substitution);
  const captured = newClosureVar(closure.func, temp, pos);
  closure.func.body = [forwardCall(child, pos, captured, method, type, closure.func.params)];
  closure.func.capturesDictionary = true;
  return withInit([define(pos, temp, recv)], closure);
}

/**
 * T.m as a value, where T is known up to its shape and m wants T otherwise than it is given (through a
 * pointer, an address, an embedded field): a function literal that is not reported.
 */
export function boundMethodExpr(
  b: FuncBuilder,
  pos: Place,
  path: readonly number[],
  method: FuncObject,
  type: Type,
): IrNode {
  if (!(type instanceof SignatureType)) return b.bad(pos, 'method expression');
  const closure = newClosure(b, pos, type, undefined);
  const { func } = closure;
  func.wrapper = true;
  const child = new FuncBuilder(b.ir, b.unit, b.info, b.pkg, func, b, b.substitution);
  const recv = receiverFor(func.params[0], path, method, pos);
  if (recv === undefined) return b.bad(pos, 'no such field');
  func.body = [forwardCall(child, pos, recv, method, type, func.params.slice(1))];
  func.capturesDictionary = true;
  return closure;
}

/**
 * A function as a value, whose types are known up to their shape: a function literal that takes the dictionary
 * along, and is not reported.
 */
export function boundInstance(b: FuncBuilder, pos: Place, target: Callee, type: Type): IrNode {
  if (!(type instanceof SignatureType)) return b.bad(pos, 'instance of unknown type');
  const closure = newClosure(b, pos, type, undefined);
  const { func } = closure;
  func.wrapper = true;
  func.capturesDictionary = true;
  const child = new FuncBuilder(b.ir, b.unit, b.info, b.pkg, func, b, b.substitution);
  const call = new CallExpr(Op.OCALLFUNC, pos, resultType(type), target.name, [...func.params], true);
  func.body = [givenBack(child, pos, call, type)];
  return closure;
}

/** Whether m takes T itself, not through a pointer, an address or an embedded field. */
export function takesReceiver(method: FuncObject, path: readonly number[], recv: Type): boolean {
  if (path.length > 0) return false;
  return isInterface(recv) || takesPointer(method) === isPlainPointer(recv);
}

/** recv.m(params…), its results given back. */
function forwardCall(
  b: FuncBuilder,
  pos: Place,
  recv: IrNode,
  method: FuncObject,
  type: SignatureType,
  params: IrNode[],
): IrNode {
  const dynamic = isShape(recv.type) || isTypeParam(recv.type);
  const result = resultType(type);
  let call: CallExpr;
  if (isInterface(recv.type) && !dynamic) {
    addTraits(b.func, Trait.devirtualizable);
    const fun = new SelectorExpr(Op.ODOTINTER, pos, type, recv, method.name, method);
    call = new CallExpr(Op.OCALLINTER, pos, result, fun, params, true);
  } else {
    const fun = dynamic ? unknownMethod(b, pos, method, recv.type) : methodExprOf(b, pos, method, recv.type);
    call = new CallExpr(Op.OCALLFUNC, pos, result, fun, [recv, ...params], true);
  }
  return givenBack(b, pos, call, type);
}

/** The call, or a return of its results. */
function givenBack(b: FuncBuilder, pos: Place, call: CallExpr, { results }: SignatureType): IrNode {
  if (results.vars.length === 0) return call;
  if (results.vars.length === 1) return new ReturnStmt(pos, voidType, [call]);
  const types = results.vars.map(v => v.type);
  return new ReturnStmt(
    pos,
    voidType,
    throughTemps(b, pos, call, types, () => undefined),
  );
}

export function resultType(type: SignatureType): Type {
  return type.results.vars.length === 1 ? type.results.vars[0].type : type.results;
}
