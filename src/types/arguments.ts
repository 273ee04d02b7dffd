/** Arguments of calls, with inference of type arguments (go/types' call.go, Go 1.26). */

import { type CallExpr, type Expr, NodeKind } from '../syntax';
import { assignment, typesSummary } from './assignments';
import { instantiateFunc, instantiateSignature, unpackIndex } from './call';
import type { Checker } from './check';
import { excludeNonValues, genericExpr, rawExpr } from './expr';
import { exprString } from './exprString';
import { indexExpr } from './indexing';
import { inferTypes, renameParams } from './inference';
import { Operand, valueOperand } from './operand';
import { cloneVar, substituteTuple } from './subst';
import { SignatureType, TupleType, type Type, TypeKind, type TypeParamType } from './type';

export interface GenericArgs {
  list: Operand[];
  /** For each argument, the type arguments given to a generic function that needs more; undefined where none has such. */
  typeArgs: (Type[] | undefined)[] | undefined;
}

/** The arguments of a call; generic functions among them stay so until inference. */
export function genericExprList(check: Checker, exprs: readonly Expr[]): GenericArgs {
  const result: GenericArgs = { list: [], typeArgs: undefined };
  for (let i = 0; i < exprs.length; i++) {
    const e = exprs[i];
    const x = new Operand();
    const ix = unpackIndex(e);
    if (ix !== undefined) {
      if (indexExpr(check, x, ix)) {
        const typeArgs = instantiateFunc(check, x, ix, undefined, !check.allowVersion(21));
        if (typeArgs !== undefined) {
          result.typeArgs ??= [];
          result.typeArgs[result.list.length] = typeArgs;
          x.expr = ix;
        } else check.record(x);
      } else {
        x.expr = ix;
        check.record(x);
        excludeNonValues(check, x);
      }
      result.list.push(x);
      continue;
    }
    if (exprs.length > 1) {
      genericExpr(check, x, e);
      result.list.push(x);
      continue;
    }
    rawExpr(check, x, e, undefined, undefined, true);
    excludeNonValues(check, x);
    if (x.mode !== 'invalid' && x.type.kind === TypeKind.Tuple) {
      for (const v of x.type.vars) result.list.push(valueOperand(e, v.type));
    } else result.list.push(x);
  }
  return result;
}

/** Checks the arguments against the parameters; answers the signature, instantiated if it was generic. */
export function callArguments(
  check: Checker,
  call: CallExpr,
  signature: SignatureType,
  givenArgs: readonly Type[],
  exprs: readonly Expr[],
  args: Operand[],
  argTypeArgs: readonly (Type[] | undefined)[] | undefined,
): SignatureType {
  const tuple = adjustParams(check, call, signature, args);
  if (tuple === undefined) return signature;
  if (signature.typeParams.length > 0 || hasGenericFunction(args)) {
    return inferredArguments(check, call, signature, givenArgs, exprs, args, argTypeArgs ?? [], tuple);
  }
  for (let i = 0; i < args.length; i++) assignment(check, args[i], tuple.vars[i].type, call);
  return signature;
}

function hasGenericFunction(args: readonly Operand[]): boolean {
  for (let i = 0; i < args.length; i++) if (isGenericFunction(args[i])) return true;
  return false;
}

function isGenericFunction({ type, mode }: Operand): boolean {
  return type.kind === TypeKind.Signature && type.typeParams.length > 0 && mode !== 'invalid';
}

/** As callArguments where type arguments are to be found; `adjusted` has one parameter for each argument. */
function inferredArguments(
  check: Checker,
  call: CallExpr,
  signature: SignatureType,
  givenArgs: readonly Type[],
  exprs: readonly Expr[],
  args: Operand[],
  argTypeArgs: readonly (Type[] | undefined)[],
  adjusted: TupleType,
): SignatureType {
  let result = signature;
  let tuple = adjusted;
  const own = signature.typeParams.length;
  const typeParams: TypeParamType[] = [];
  const typeArgs: (Type | undefined)[] = [...givenArgs];
  if (own > 0) {
    const at = call.fun.kind === NodeKind.IndexExpr ? call.fun.lbrack : call.lparen;
    check.requireVersion(at, 18, 'implicit function instantiation');
    const renamed = renameParams(check, signature.typeParams, tuple);
    typeParams.push(...renamed.params);
    tuple = renamed.tuple;
    while (typeArgs.length < own) typeArgs.push(undefined);
  }
  const genericArgs: number[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (!isGenericFunction(arg) || arg.type.kind !== TypeKind.Signature) continue;
    const renamed = renameSignature(check, arg.type);
    arg.type = renamed;
    typeParams.push(...renamed.typeParams);
    typeArgs.push(...(argTypeArgs[i] ?? []));
    while (typeArgs.length < typeParams.length) typeArgs.push(undefined);
    genericArgs.push(i);
  }
  if (genericArgs.length > 0) {
    check.requireVersion(args[genericArgs[0]], 21, 'implicitly instantiated function as argument');
  }
  if (typeParams.length > 0) {
    const inferred = inferTypes(check, {
      at: call,
      params: typeParams,
      args: typeArgs,
      tuple,
      operands: args,
      reverse: false,
      prefix: `in call to ${exprString(call.fun)}, `,
    });
    if (inferred === undefined) return result;
    if (own > 0) {
      const ownArgs = inferred.slice(0, own);
      result = instantiateSignature(check, call.fun, signature, ownArgs, exprs);
      tuple =
        adjusted !== signature.params
          ? substituteTuple(tuple, typeParams.slice(0, own), ownArgs, check.context)
          : result.params;
    }
    let next = own;
    for (const i of genericArgs) {
      const arg = args[i];
      if (arg.type.kind !== TypeKind.Signature) continue;
      const end = next + arg.type.typeParams.length;
      arg.type = instantiateSignature(check, arg.expr, arg.type, inferred.slice(next, end), []);
      check.record(arg);
      next = end;
    }
  }
  for (let i = 0; i < args.length; i++) assignment(check, args[i], tuple.vars[i].type, call);
  return result;
}

/** One parameter for each argument: a variadic one is repeated. Undefined, with an error, where the counts differ. */
function adjustParams(
  check: Checker,
  call: CallExpr,
  signature: SignatureType,
  args: readonly Operand[],
): TupleType | undefined {
  const params = signature.params.vars;
  let wanted = params.length;
  let tuple = signature.params;
  if (signature.variadic) {
    if (call.hasDots) {
      if (call.args.length === 1 && args.length > 1) {
        check.error(call.ellipsis, `cannot use ... with ${args.length}-valued expression`);
        return undefined;
      }
    } else if (args.length >= wanted - 1) {
      const last = params[wanted - 1];
      const elem = last.type.kind === TypeKind.Slice ? last.type.elem : last.type;
      const vars = params.slice(0, wanted - 1);
      const each = cloneVar(last, elem);
      while (vars.length < args.length) vars.push(each);
      tuple = new TupleType(vars);
      wanted = args.length;
    } else wanted--;
  } else if (call.hasDots) {
    check.error(call.ellipsis, `cannot use ... in call to non-variadic ${exprString(call.fun)}`);
    return undefined;
  }
  if (args.length === wanted) return tuple;
  const tooMany = args.length > wanted;
  const at = tooMany ? args[wanted] : call.rparen;
  const have = typesSummary(
    check,
    args.map(arg => arg.type),
    false,
    call.hasDots,
  );
  const want = typesSummary(
    check,
    params.map(param => param.type),
    signature.variadic,
    false,
  );
  const message = `${tooMany ? 'too many' : 'not enough'} arguments in call to ${exprString(call.fun)}`;
  check.error(at, `${message}\n\thave ${have}\n\twant ${want}`);
  return undefined;
}

/** A generic function given as an argument: its type parameters must not be mixed up with those of the call. */
function renameSignature(check: Checker, signature: SignatureType): SignatureType {
  const all = new TupleType([...signature.params.vars, ...signature.results.vars]);
  const { params, tuple } = renameParams(check, signature.typeParams, all);
  const count = signature.params.vars.length;
  return new SignatureType(
    signature.recv,
    params,
    [],
    new TupleType(tuple.vars.slice(0, count)),
    new TupleType(tuple.vars.slice(count)),
    signature.variadic,
  );
}
