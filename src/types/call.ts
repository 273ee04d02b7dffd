/** Calls, conversions and instantiations of functions (go/types' call.go, Go 1.26). */

import { type CallExpr, type Expr, type IndexExpr, NodeKind } from '../syntax';
import { callArguments, genericExprList } from './arguments';
import { builtinCall, builtinKind } from './builtins';
import type { Checker } from './check';
import { conversion } from './conversion';
import { checkedExpr, type ExprKind, exprOrType, requireInstance, type Target, useExprs } from './expr';
import { indexExpr } from './indexing';
import { isParameterized } from './infer';
import { inferTypes, renameParams } from './inference';
import { instantiateSignature as makeInstance, verifyInstance } from './instantiate';
import { type Operand, valueOperand } from './operand';
import { isNonTypeParamInterface, isValid } from './predicates';
import { SignatureType, TupleType, type Type, TypeKind, underlying } from './type';
import { commonUnder, isMethodSet, typeSetOf } from './typeSet';
import { typeList } from './typexpr';

export function unpackIndex(e: Expr): IndexExpr | undefined {
  return e.kind === NodeKind.IndexExpr ? e : undefined;
}

/**
 * Instantiates the generic function in `x` with the indices of `ix`, and those that follow from the target.
 * Without `infer`, answers the given type arguments where they are not all.
 */
export function instantiateFunc(
  check: Checker,
  x: Operand,
  ix: IndexExpr | undefined,
  target: Target | undefined,
  infer: boolean,
): Type[] | undefined {
  if (ix !== undefined) x.expr = ix;
  const at = ix?.lbrack ?? x.expr?.pos;
  const versionOk = check.requireVersion(at, 18, 'function instantiation');
  const exprs = ix?.indices ?? [];
  let args: Type[] | undefined = typeList(check, exprs);
  const generic = underlying(x.type);
  if (args === undefined || generic.kind !== TypeKind.Signature) {
    x.mode = 'invalid';
    return undefined;
  }
  const want = generic.typeParams.length;
  if (args.length > want) {
    check.error(exprs[want], `got ${args.length} type arguments but want ${want}`);
    x.mode = 'invalid';
    return undefined;
  }
  if (args.length < want) {
    if (!infer) return args;
    const params: Type[] = [];
    const operands: Operand[] = [];
    if (target !== undefined) {
      if (versionOk)
        check.requireVersion(at, 21, 'partially or implicitly instantiated function in assignment');
      params.push(new SignatureType(undefined, [], [], generic.params, generic.results, generic.variadic));
      operands.push(valueOperand(x.expr, target.signature));
    }
    const tuple = new TupleType(params.map(type => check.newVar('param', x.expr?.pos ?? 0, '', type)));
    const renamed = renameParams(check, generic.typeParams, tuple);
    args = inferTypes(check, {
      at: x,
      params: renamed.params,
      args,
      tuple: renamed.tuple,
      operands,
      reverse: target !== undefined,
      prefix: '',
    });
    if (args === undefined) {
      x.mode = 'invalid';
      return undefined;
    }
  }
  x.type = instantiateSignature(check, x.expr, generic, args, exprs);
  x.mode = 'value';
  return undefined;
}

/** The instance of a generic signature; its arguments are verified later. */
export function instantiateSignature(
  check: Checker,
  expr: Expr | undefined,
  signature: SignatureType,
  args: readonly Type[],
  exprs: readonly Expr[],
): SignatureType {
  const instance = makeInstance(signature, args, check.context) ?? signature;
  if (expr !== undefined) check.recordInstance(expr, args, instance);
  check.later(() => {
    const failure = verifyInstance(signature.typeParams, args, check.context, check.rules.goVersion);
    if (failure !== undefined) check.softError(exprs[failure.index] ?? expr, failure.cause);
  });
  return instance;
}

export function callExpr(check: Checker, x: Operand, call: CallExpr): ExprKind {
  let ix = unpackIndex(call.fun);
  if (ix !== undefined) {
    if (!check.enter(ix)) x.mode = 'invalid';
    else if (!indexExpr(check, x, ix)) ix = undefined;
    check.leave();
    x.expr = call.fun;
    check.record(x);
  } else exprOrType(check, x, call.fun, true);
  switch (x.mode) {
    case 'invalid':
      useExprs(check, call.args);
      x.expr = call;
      return 'statement';
    case 'typexpr':
      conversionCall(check, x, call);
      return 'conversion';
    case 'builtin': {
      const name = x.builtin;
      if (name === undefined || !builtinCall(check, x, call, name)) x.mode = 'invalid';
      x.expr = call;
      if (x.mode !== 'invalid' && (x.mode as string) !== 'constant') check.env.hasCallOrRecv = true;
      return name === undefined ? 'statement' : builtinKind(name);
    }
    default:
      return functionCall(check, x, call, ix);
  }
}

function conversionCall(check: Checker, x: Operand, call: CallExpr): void {
  requireInstance(check, x, undefined);
  if (x.mode === 'invalid') {
    x.expr = call;
    return;
  }
  const type = x.type;
  x.mode = 'invalid';
  const count = call.args.length;
  if (count === 0) check.error(call.rparen, `missing argument in conversion to ${check.str(type)}`);
  else if (count > 1) {
    useExprs(check, call.args);
    check.error(call.args[count - 1], `too many arguments in conversion to ${check.str(type)}`);
  } else {
    checkedExpr(check, x, call.args[0]);
    if ((x.mode as string) !== 'invalid') convert(check, x, call, type);
  }
  x.expr = call;
}

function convert(check: Checker, x: Operand, call: CallExpr, type: Type): void {
  if (call.hasDots) {
    check.error(call.args[0], `invalid use of ... in conversion to ${check.str(type)}`);
    x.mode = 'invalid';
    return;
  }
  const under = underlying(type);
  if (isNonTypeParamInterface(type) && under.kind === TypeKind.Interface && !isMethodSet(typeSetOf(under))) {
    const why = 'contains specific type constraints or is comparable';
    check.error(call, `cannot use interface ${check.str(type)} in conversion (${why})`);
    x.mode = 'invalid';
    return;
  }
  conversion(check, x, type);
}

/** What a value that is called has in common with functions; undefined, with an error, where it is none. */
function calledSignature(check: Checker, x: Operand): SignatureType | undefined {
  const { type } = x;
  if (type.kind === TypeKind.Signature) return type;
  return commonSignature(check, x);
}

function commonSignature(check: Checker, x: Operand): SignatureType | undefined {
  const { type: under, cause } = commonUnder(x.type, (type, u) =>
    u !== undefined && type !== undefined && u.kind !== TypeKind.Signature
      ? `${check.str(type)} is not a function`
      : undefined,
  );
  if (under?.kind === TypeKind.Signature) return under;
  if (isValid(x.type)) check.error(x, `invalid operation: cannot call ${x}: ${cause}`);
  return undefined;
}

function failedCall(check: Checker, x: Operand, call: CallExpr): ExprKind {
  useExprs(check, call.args);
  x.mode = 'invalid';
  x.expr = call;
  return 'statement';
}

const noTypes: readonly Type[] = [];
const noExprs: readonly Expr[] = [];

function functionCall(check: Checker, x: Operand, call: CallExpr, ix: IndexExpr | undefined): ExprKind {
  const called = calledSignature(check, x);
  if (called === undefined) return failedCall(check, x, call);
  let signature = called;
  const wasGeneric = signature.typeParams.length > 0;
  let typeArgs = noTypes;
  let exprs = noExprs;
  if (ix !== undefined) {
    exprs = ix.indices;
    const given = typeList(check, exprs);
    const want = signature.typeParams.length;
    if (given === undefined) {
      return failedCall(check, x, call);
    }
    if (given.length > want) {
      check.error(exprs[want], `got ${given.length} type arguments but want ${want}`);
      return failedCall(check, x, call);
    }
    typeArgs = given;
    if (given.length === want && want > 0) {
      check.requireVersion(ix.lbrack, 18, 'function instantiation');
      signature = instantiateSignature(check, ix, signature, given, exprs);
      typeArgs = noTypes;
      exprs = noExprs;
    }
  }
  const args = genericExprList(check, call.args);
  signature = callArguments(check, call, signature, typeArgs, exprs, args.list, args.typeArgs);
  if (wasGeneric && signature.typeParams.length === 0) check.recordType(call.fun, 'value', signature);
  const results = signature.results.vars;
  if (results.length === 0) x.mode = 'novalue';
  else {
    x.mode = 'value';
    x.type = results.length === 1 ? results[0].type : signature.results;
  }
  x.value = undefined;
  x.expr = call;
  check.env.hasCallOrRecv = true;
  // Inference failed: the result would mention type parameters of the function.
  if (
    x.mode === 'value' &&
    signature.typeParams.length > 0 &&
    isParameterized(signature.typeParams, x.type)
  ) {
    x.mode = 'invalid';
  }
  return 'statement';
}
