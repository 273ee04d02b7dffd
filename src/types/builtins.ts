/** Calls of predeclared functions (go/types' builtins.go, Go 1.26); those of package unsafe: builtinsUnsafe.ts. */

import type { CallExpr } from '../syntax';
import { callArguments } from './arguments';
import { assignment } from './assignments';
import { matchTypes } from './binary';
import { complexCall, partCall } from './builtinsComplex';
import { unsafeCall } from './builtinsUnsafe';
import type { Checker } from './check';
import { type Constant, compareConstants, intConstant } from './constant';
import { assignableTo } from './conversions';
import { type ExprKind, exprList, exprOrType, useExprs } from './expr';
import { exprString } from './exprString';
import { checkIndex } from './indexing';
import { type BuiltinName, VarObject } from './object';
import type { Operand } from './operand';
import {
  allOrdered,
  allString,
  defaultType,
  identical,
  isString,
  isTypeParam,
  isUntyped,
  isValid,
} from './predicates';
import {
  Basic,
  InterfaceType,
  PointerType,
  SignatureType,
  SliceType,
  TupleType,
  type Type,
  TypeKind,
  unalias,
  underlying,
} from './type';
import { commonUnder, forEachTerm, underIs } from './typeSet';
import { checkVarType, varType } from './typexpr';
import { byteType, typ } from './universe';
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

function builtinSignature(
  result: Type | undefined,
  params: readonly Type[],
  variadic: boolean,
): SignatureType {
  const vars = params.map(type => new VarObject(undefined, '', undefined, 'param', defaultType(type)));
  const results = result === undefined ? [] : [new VarObject(undefined, '', undefined, 'result', result)];
  return new SignatureType(undefined, [], [], new TupleType(vars), new TupleType(results), variadic);
}

// ---------------------------------------------------------------- slices

function isByteSlice(type: Type | undefined): boolean {
  return type?.kind === TypeKind.Slice && identical(type.elem, byteType);
}

/** All types of the set are byte slices or strings; and whether there is a string. */
function bytesOrStrings(type: Type): { ok: boolean; hasString: boolean } {
  let hasString = false;
  const ok = forEachTerm(type, (_, under) => {
    if (isByteSlice(under)) return true;
    if (under === undefined || !isString(under)) return false;
    hasString = true;
    return true;
  });
  return { ok, hasString };
}

/** The element type that all slices of the set share, or why there is none. */
function sliceElem(x: Operand): { elem: Type | undefined; cause: string } {
  let elem: Type | undefined;
  let cause = '';
  forEachTerm(x.type, (_, under) => {
    if (under?.kind !== TypeKind.Slice) {
      cause = `argument must be a slice; have ${x.isNil ? 'untyped nil' : x}`;
      return false;
    }
    if (elem !== undefined && !identical(elem, under.elem)) {
      cause = `mismatched slice element types in ${x}`;
      return false;
    }
    elem = under.elem;
    return true;
  });
  return cause === '' ? { elem, cause } : { elem: undefined, cause };
}

function appendCall(b: BuiltinCall): boolean {
  const { check, x, call, args } = b;
  const { elem, cause } = sliceElem(x);
  if (elem === undefined) {
    check.error(x, `invalid append: ${cause}`);
    return false;
  }
  const type = x.type;
  let signature: SignatureType | undefined;
  if (args.length === 2 && call.hasDots && assignableTo(x, new SliceType(byteType), check.rules).ok) {
    const { ok, hasString } = bytesOrStrings(args[1].type);
    if (ok && hasString) signature = builtinSignature(type, [type, args[1].type], true);
  }
  if (signature === undefined) {
    signature = builtinSignature(type, [type, new SliceType(elem)], true);
    callArguments(check, call, signature, [], [], [...args], []);
  }
  check.recordBuiltin(call.fun, signature);
  x.mode = 'value';
  x.type = type;
  x.value = undefined;
  return true;
}

function copyCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  const y = b.args[1];
  const special = assignableTo(x, new SliceType(byteType), check.rules).ok && bytesOrStrings(y.type).ok;
  if (!special) {
    const to = sliceElem(x);
    if (to.elem === undefined) {
      check.error(x, `invalid copy: ${to.cause}`);
      return false;
    }
    const from = sliceElem(y);
    if (from.elem === undefined && !allString(y.type)) {
      check.error(y, `invalid copy: ${from.cause}`);
      return false;
    }
    const source = from.elem ?? byteType;
    if (!identical(to.elem, source)) {
      const types = `${check.str(to.elem)} and ${check.str(source)}`;
      check.error(x, `invalid copy: arguments ${x} and ${y} have different element types ${types}`);
      return false;
    }
  }
  recordCall(b, typ[Basic.Int], x.type, y.type);
  x.mode = 'value';
  x.type = typ[Basic.Int];
  return true;
}

// ---------------------------------------------------------------- len, cap, clear, close, delete

export function arrayPointerElem(type: Type): Type {
  const actual = unalias(type);
  if (actual.kind !== TypeKind.Pointer) return type;
  const elem = underlying(actual.elem);
  return elem.kind === TypeKind.Array ? elem : type;
}

function hasLength(under: Type | undefined, name: BuiltinName): boolean {
  const type = under === undefined ? undefined : arrayPointerElem(under);
  switch (type?.kind) {
    case TypeKind.Basic:
      return name === 'len' && isString(type);
    case TypeKind.Map:
      return name === 'len';
    case TypeKind.Array:
    case TypeKind.Slice:
    case TypeKind.Chan:
      return true;
    default:
      return false;
  }
}

function lenCall(b: BuiltinCall): boolean {
  const { check, x, name } = b;
  if (!underIs(x.type, under => hasLength(under, name))) {
    if (isValid(underlying(x.type))) check.error(x, `invalid argument: ${x} for built-in ${name}`);
    return false;
  }
  let value: Constant | undefined;
  let isConstant = false;
  if (!isTypeParam(x.type)) {
    const under = arrayPointerElem(underlying(x.type));
    if (under.kind === TypeKind.Basic && x.mode === 'constant') {
      isConstant = true;
      value = x.value?.kind === 'string' ? intConstant(BigInt(x.value.value.length)) : undefined;
    } else if (under.kind === TypeKind.Array && !check.env.hasCallOrRecv) {
      isConstant = true;
      value = under.len >= 0 ? intConstant(BigInt(under.len)) : undefined;
    }
  }
  if (!isConstant) recordCall(b, typ[Basic.Int], x.type);
  x.mode = isConstant ? 'constant' : 'value';
  x.type = typ[Basic.Int];
  x.value = value;
  return true;
}

function clearCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  check.requireVersion(b.call.fun, 21, 'clear');
  const ok = underIs(x.type, under => {
    if (under?.kind === TypeKind.Map || under?.kind === TypeKind.Slice) return true;
    check.error(x, `invalid argument: cannot clear ${x}: argument must be (or constrained by) map or slice`);
    return false;
  });
  if (!ok) return false;
  recordCall(b, undefined, x.type);
  x.mode = 'novalue';
  return true;
}

function closeCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  const ok = underIs(x.type, under => {
    if (under?.kind === TypeKind.Chan && under.dir !== 'recv') return true;
    const what = under?.kind === TypeKind.Chan ? 'receive-only channel' : 'non-channel';
    check.error(x, `invalid operation: cannot close ${what} ${x}`);
    return false;
  });
  if (!ok) return false;
  recordCall(b, undefined, x.type);
  x.mode = 'novalue';
  return true;
}

function deleteCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  const map = x.type;
  let key: Type | undefined;
  const ok = underIs(map, under => {
    if (under?.kind !== TypeKind.Map) {
      check.error(x, `invalid argument: ${x} is not a map`);
      return false;
    }
    if (key !== undefined && !identical(under.key, key)) {
      check.error(x, `invalid argument: maps of ${x} must have identical key types`);
      return false;
    }
    key = under.key;
    return true;
  });
  if (!ok || key === undefined) return false;
  x.set(b.args[1]);
  assignment(check, x, key, 'argument to delete');
  if (x.mode === 'invalid') return false;
  recordCall(b, undefined, map, key);
  x.mode = 'novalue';
  return true;
}

// ---------------------------------------------------------------- make, new, min, max

function makeCall(b: BuiltinCall): boolean {
  const { check, x, call } = b;
  const type = varType(check, call.args[0]);
  if (!isValid(type)) {
    useExprs(check, call.args.slice(1));
    return false;
  }
  const { type: under, cause } = commonUnder(type, (_, u) => {
    if (u === undefined) return 'no specific type';
    const ok = u.kind === TypeKind.Slice || u.kind === TypeKind.Map || u.kind === TypeKind.Chan;
    return ok || !isValid(u) ? undefined : 'type must be slice, map, or channel';
  });
  if (under === undefined || !isValid(under)) {
    if (cause !== '') check.error(call.args[0], `invalid argument: cannot make ${check.str(type)}: ${cause}`);
    useExprs(check, call.args.slice(1));
    return false;
  }
  const min = under.kind === TypeKind.Slice ? 2 : 1;
  const count = call.args.length;
  if (count < min || count > min + 1) {
    const want = `expects ${min} or ${min + 1} arguments; found ${count}`;
    check.error(call, `invalid operation: ${exprString(call)} ${want}`);
    return false;
  }
  const types = [type];
  const sizes: number[] = [];
  for (const arg of call.args.slice(1)) {
    const index = checkIndex(check, arg, -1);
    types.push(index.type);
    if (index.value >= 0) sizes.push(index.value);
  }
  if (sizes.length === 2 && sizes[0] > sizes[1]) {
    check.error(call.args[1], 'invalid argument: length and capacity swapped');
  }
  x.mode = 'value';
  x.type = type;
  recordCall(b, type, ...types);
  return true;
}

function newCall(b: BuiltinCall): boolean {
  const { check, x } = b;
  const arg = b.call.args[0];
  exprOrType(check, x, arg, false);
  if (x.mode === 'builtin') {
    check.error(x, `${x} must be called`);
    return false;
  }
  if (x.mode === 'invalid') return false;
  if (x.mode === 'typexpr') checkVarType(check, arg, x.type);
  else {
    if (isUntyped(x.type)) {
      assignment(check, x, undefined, 'argument to new');
      if ((x.mode as string) === 'invalid') return false;
    }
    check.requireVersion(b.call.fun, 26, `new(${exprString(arg)})`);
  }
  const type = x.type;
  x.mode = 'value';
  x.type = new PointerType(type);
  x.value = undefined;
  recordCall(b, x.type, type);
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

// ---------------------------------------------------------------- panic, print

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
