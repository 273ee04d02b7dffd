/** Calls of predeclared functions (go/types' builtins.go, Go 1.26): what is common to them, and the smaller ones. */

import type { CallExpr } from '../syntax';
import { assignment } from './assignments';
import { matchTypes } from './binary';
import { complexCall, partCall } from './builtinsComplex';
import { clearCall, closeCall, deleteCall, lenCall } from './builtinsContainer';
import { makeCall, newCall } from './builtinsMake';
import { appendCall, copyCall } from './builtinsSlice';
import { unsafeCall } from './builtinsUnsafe';
import type { Checker } from './check';
import { compareConstants } from './constant';
import { type ExprKind, exprList, useExprs } from './expr';
import { exprString } from './exprString';
import { type BuiltinName, VarObject } from './object';
import type { Operand } from './operand';
import { allOrdered, defaultType, identical } from './predicates';
import { InterfaceType, SignatureType, TupleType, type Type } from './type';
import { updateExprType } from './untyped';

/** Parameter of panic and result of recover: printed as interface{}, not as any. */
const emptyInterface = new InterfaceType([], []);

interface Shape {
  args: number;
  variadic: boolean;
  kind: ExprKind;
}

function shape(args: number, variadic: boolean, kind: ExprKind): Shape {
  return { args, variadic, kind };
}

const shapes: Record<BuiltinName, Shape> = {
  append: shape(1, true, 'expression'),
  cap: shape(1, false, 'expression'),
  clear: shape(1, false, 'statement'),
  close: shape(1, false, 'statement'),
  complex: shape(2, false, 'expression'),
  copy: shape(2, false, 'statement'),
  delete: shape(2, false, 'statement'),
  imag: shape(1, false, 'expression'),
  len: shape(1, false, 'expression'),
  make: shape(1, true, 'expression'),
  max: shape(1, true, 'expression'),
  min: shape(1, true, 'expression'),
  new: shape(1, false, 'expression'),
  panic: shape(1, false, 'statement'),
  print: shape(0, true, 'statement'),
  println: shape(0, true, 'statement'),
  real: shape(1, false, 'expression'),
  recover: shape(0, false, 'statement'),
  Add: shape(2, false, 'expression'),
  Alignof: shape(1, false, 'expression'),
  Offsetof: shape(1, false, 'expression'),
  Sizeof: shape(1, false, 'expression'),
  Slice: shape(2, false, 'expression'),
  SliceData: shape(1, false, 'expression'),
  String: shape(2, false, 'expression'),
  StringData: shape(1, false, 'expression'),
};

export function builtinKind(name: BuiltinName): ExprKind {
  return shapes[name].kind;
}

/** A call of a predeclared function: the operands, and what records its signature. */
export interface BuiltinCall {
  check: Checker;
  /** The first argument, and the result. */
  x: Operand;
  call: CallExpr;
  name: BuiltinName;
  args: readonly Operand[];
}

/** Checks the call; false after an error. */
export function builtinCall(check: Checker, x: Operand, call: CallExpr, name: BuiltinName): boolean {
  if (call.hasDots && name !== 'append') {
    check.error(call.ellipsis, `invalid operation: invalid use of ... with built-in ${name}`);
    useExprs(check, call.args);
    return false;
  }
  const savedHasCall = check.env.hasCallOrRecv;
  const countsCalls = name === 'len' || name === 'cap';
  if (countsCalls) check.env.hasCallOrRecv = false;
  const ok = checkBuiltin(check, x, call, name);
  if (countsCalls) check.env.hasCallOrRecv = savedHasCall;
  return ok;
}

function checkBuiltin(check: Checker, x: Operand, call: CallExpr, name: BuiltinName): boolean {
  let args: readonly Operand[] = [];
  let count = call.args.length;
  if (name !== 'make' && name !== 'new' && name !== 'Offsetof') {
    args = call.args.length === 0 ? [] : exprList(check, call.args);
    if (args.some(arg => arg.mode === 'invalid')) return false;
    count = args.length;
    if (count > 0) x.set(args[0]);
  }
  const { args: wanted, variadic } = shapes[name];
  if (count < wanted || (!variadic && count > wanted)) {
    const what = count < wanted ? 'not enough' : 'too many';
    check.error(
      call.rparen,
      `invalid operation: ${what} arguments for ${exprString(call)} (expected ${wanted}, found ${count})`,
    );
    return false;
  }
  return dispatch({ check, x, call, name, args });
}

function dispatch(b: BuiltinCall): boolean {
  switch (b.name) {
    case 'append':
      return appendCall(b);
    case 'len':
    case 'cap':
      return lenCall(b);
    case 'clear':
      return clearCall(b);
    case 'close':
      return closeCall(b);
    case 'complex':
      return complexCall(b);
    case 'copy':
      return copyCall(b);
    case 'delete':
      return deleteCall(b);
    case 'imag':
    case 'real':
      return partCall(b);
    case 'make':
      return makeCall(b);
    case 'max':
    case 'min':
      return minMaxCall(b);
    case 'new':
      return newCall(b);
    case 'panic':
      return panicCall(b);
    case 'print':
    case 'println':
      return printCall(b);
    case 'recover':
      b.x.mode = 'value';
      b.x.type = emptyInterface;
      recordCall(b, b.x.type);
      return true;
    default:
      return unsafeCall(b);
  }
}

/** The function has, for this call, a signature of these types. */
export function recordCall(b: BuiltinCall, result: Type | undefined, ...params: Type[]): void {
  b.check.recordBuiltin(b.call.fun, builtinSignature(result, params, false));
}

/** A signature of unnamed parameters. */
export function builtinSignature(
  result: Type | undefined,
  params: readonly Type[],
  variadic: boolean,
): SignatureType {
  const vars = params.map(type => new VarObject(undefined, '', undefined, 'param', defaultType(type)));
  const results = result === undefined ? [] : [new VarObject(undefined, '', undefined, 'result', result)];
  return new SignatureType(undefined, [], [], new TupleType(vars), new TupleType(results), variadic);
}

function panicCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  if (check.env.signature !== undefined && check.env.signature.results.vars.length > 0) {
    check.env.panics ??= new Set();
    check.env.panics.add(b.call.id);
  }
  assignment(check, x, emptyInterface, 'argument to panic');
  if (x.mode === 'invalid') return false;
  recordCall(b, undefined, emptyInterface);
  x.mode = 'novalue';
  return true;
}

function printCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  const types: Type[] = [];
  for (const arg of b.args) {
    assignment(check, arg, undefined, `argument to built-in ${b.name}`);
    if (arg.mode === 'invalid') return false;
    types.push(arg.type);
  }
  recordCall(b, undefined, ...types);
  x.mode = 'novalue';
  return true;
}

function minMaxCall(b: BuiltinCall): boolean {
  const { check, x, name, args } = b;
  check.requireVersion(b.call.fun, 21, `built-in ${name}`);
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (!allOrdered(arg.type)) {
      check.error(arg, `invalid argument: ${arg} cannot be ordered`);
      return false;
    }
    if (i === 0) continue;
    matchTypes(check, x, arg);
    if (x.mode === 'invalid') return false;
    if (!identical(x.type, arg.type)) {
      const types = `${check.str(x.type)} (previous argument) and ${check.str(arg.type)}`;
      check.error(
        arg,
        `invalid argument: mismatched types ${types} (type of ${arg.expr === undefined ? arg : exprString(arg.expr)})`,
      );
      return false;
    }
    if (x.mode === 'constant' && arg.mode === 'constant') {
      if (x.value !== undefined && arg.value !== undefined) {
        if (compareConstants(name === 'max' ? '>' : '<', arg.value, x.value)) x.set(arg);
      }
    } else x.mode = 'value';
  }
  if (x.mode !== 'constant') {
    x.mode = 'value';
    x.value = undefined;
    assignment(check, x, emptyInterface, `argument to built-in ${name}`);
    if ((x.mode as string) === 'invalid') return false;
  }
  for (const arg of args) if (arg.expr !== undefined) updateExprType(check, arg.expr, x.type, true);
  if (x.mode !== 'constant') recordCall(b, x.type, ...args.map(() => x.type));
  return true;
}
