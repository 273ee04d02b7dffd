/** Function types, receivers and parameters (go/types' signature.go, Go 1.26). */

import { type Expr, type Field, type FieldList, type FuncType, NodeKind } from '../syntax';
import type { Checker } from './check';
import { collectTypeParams } from './decl';
import { instantiate } from './instantiate';
import { dereference } from './lookup';
import { TypeNameObject, type VarKind, type VarObject } from './object';
import { isValid } from './predicates';
import { unpackReceiver } from './resolver';
import type { Scope } from './scope';
import { substitute } from './subst';
import {
  Basic,
  invalidType,
  type NamedType,
  PointerType,
  SignatureType,
  SliceType,
  TupleType,
  type Type,
  TypeKind,
  TypeParamType,
  unalias,
} from './type';
import { genericType, varType } from './typexpr';

/**
 * The signature, and the scope of its parameters in which a body is checked. `bind` is told the type parameters
 * before anything else of the signature is looked at.
 */
export function funcType(
  check: Checker,
  receiver: FieldList | undefined,
  e: FuncType,
  bind: (params: TypeParamType[]) => void = () => {},
): { signature: SignatureType; scope: Scope } {
  check.openScope();
  const scope = check.env.scope;
  let recv: VarObject | undefined;
  let recvTypeParams: readonly TypeParamType[] = [];
  const field = receiver?.list[0];
  if (receiver !== undefined && field !== undefined) {
    if (receiver.list.length > 1) {
      check.error(receiver.list[receiver.list.length - 1], 'method has multiple receivers');
    }
    ({ recv, typeParams: recvTypeParams } = collectReceiver(check, field));
  }
  let typeParams: readonly TypeParamType[] = [];
  if (e.typeParams !== undefined) {
    if (receiver !== undefined) check.error(e.typeParams, 'methods cannot have type parameters');
    typeParams = collectTypeParams(check, e.typeParams, bind);
  }
  const params = collectParams(check, 'param', e.params);
  const results = collectParams(check, 'result', e.results);
  const name = field?.names[0];
  if (recv !== undefined && name !== undefined) check.declare(scope, name, recv);
  declareAll(check, scope, params);
  declareAll(check, scope, results);
  check.closeScope();
  const signature = new SignatureType(
    recv,
    typeParams,
    recvTypeParams,
    params === noParams ? noVars : new TupleType(params.vars),
    results === noParams ? noVars : new TupleType(results.vars),
    params.variadic,
  );
  return { signature, scope };
}

interface Params {
  readonly list: readonly Field[];
  /** One for each name, and one for each field without names. */
  readonly vars: VarObject[];
  variadic: boolean;
}

const noVars = new TupleType([]);
const noParams: Params = { list: [], vars: [], variadic: false };

function declareAll(check: Checker, scope: Scope, { list, vars }: Params): void {
  let next = 0;
  for (let i = 0; i < list.length; i++) {
    const { names } = list[i];
    for (let j = 0; j < names.length; j++) check.declare(scope, names[j], vars[next++]);
    if (names.length === 0) next++;
  }
}

function countVars(list: readonly Field[]): number {
  let count = 0;
  for (let i = 0; i < list.length; i++) count += Math.max(list[i].names.length, 1);
  return count;
}

function collectReceiver(check: Checker, field: Field): { recv: VarObject; typeParams: TypeParamType[] } {
  const { pointer, base, typeParams: names } = unpackReceiver(field.type);
  let type: Type;
  let typeParams: TypeParamType[] = [];
  if (names.length === 0) type = plainReceiver(check, field, base);
  else ({ type, typeParams } = genericReceiver(check, field, base, names, pointer));
  if (field.names.length > 1) {
    check.error(field.names[field.names.length - 1], 'method has multiple receivers');
  }
  const name = field.names[0];
  const recv = check.newVar('recv', name?.pos ?? field.pos, name?.name ?? '', type);
  if (name === undefined) check.env.facts.declareImplicitly(field, recv);
  if (!isPlainlySound(check, type)) check.later(() => checkReceiver(check, base, recv));
  return { recv, typeParams };
}

/** The type, or what it points to, is a struct of the package: nothing is left to be checked. */
function isPlainlySound(check: Checker, type: Type): boolean {
  const base = type.kind === TypeKind.Pointer ? type.elem : type;
  return (
    base.kind === TypeKind.Named &&
    base.isComplete &&
    base.underlying.kind === TypeKind.Struct &&
    base.object.pkg === check.env.pkg
  );
}

function plainReceiver(check: Checker, field: Field, base: Expr): Type {
  const type = varType(check, field.type);
  let target = withoutPointers(type);
  while (target.kind === TypeKind.Alias) {
    target = withoutPointers(target.rhs);
    const isInstance =
      (target.kind === TypeKind.Named || target.kind === TypeKind.Alias) && target.typeArgs.length > 0;
    if (isInstance) {
      check.error(base, `cannot define new methods on instantiated type ${check.str(target)}`);
      return invalidType;
    }
  }
  return type;
}

function withoutPointers(type: Type): Type {
  let result = type;
  while (result.kind === TypeKind.Pointer) result = result.elem;
  return result;
}

/** The receiver of a generic type declares type parameters of its own, which stand for those of the type. */
function genericReceiver(
  check: Checker,
  field: Field,
  base: Expr,
  names: readonly Expr[],
  pointer: boolean,
): { type: Type; typeParams: TypeParamType[] } {
  const { type: generic, cause } = genericType(check, base);
  let origin: NamedType | undefined;
  if (generic.kind === TypeKind.Named) origin = generic;
  else if (generic.kind === TypeKind.Alias && isValid(generic)) {
    check.error(base, `cannot define new methods on generic alias type ${check.str(generic)}`);
  } else if (cause !== '') check.error(base, cause);
  const typeParams = names.map((name, index) => declareReceiverParam(check, name, index));
  if (origin === undefined) return { type: invalidType, typeParams };
  const wanted = origin.typeParams;
  if (wanted.length === typeParams.length) {
    typeParams.forEach((param, i) => {
      param.constraint = substitute(wanted[i].constraint, wanted, typeParams, check.context);
    });
  } else {
    const have = measure(typeParams.length, 'type parameter');
    check.error(base, `receiver declares ${have}, but receiver base type declares ${wanted.length}`);
  }
  check.requireVersion(base, 18, 'type instantiation');
  let type: Type =
    wanted.length === typeParams.length ? instantiate(origin, typeParams, check.context) : invalidType;
  check.recordInstance(base, typeParams, type);
  if (pointer && isValid(type)) type = new PointerType(type);
  recordReceiver(check, field.type, type);
  return { type, typeParams };
}

function declareReceiverParam(check: Checker, expr: Expr, index: number): TypeParamType {
  const ident = expr.kind === NodeKind.Ident ? expr : undefined;
  if (ident === undefined && expr.kind !== NodeKind.BadExpr) {
    check.error(expr, 'receiver type parameter must be an identifier');
  }
  const object = new TypeNameObject(check.env.pkg, ident?.name ?? '_', check.place(expr.pos));
  const param = new TypeParamType(object, index, invalidType);
  object.type = param;
  if (ident === undefined) return param;
  check.declare(check.env.scope, ident, object);
  check.recordUse(ident, object);
  check.recordType(ident, 'typexpr', param);
  return param;
}

/** The receiver's type expression was not checked as such: records its parts. */
function recordReceiver(check: Checker, expr: Expr, type: Type): void {
  check.recordType(expr, 'typexpr', type);
  if (expr.kind === NodeKind.ParenExpr) recordReceiver(check, expr.x, type);
  else if (expr.kind === NodeKind.StarExpr && type.kind === TypeKind.Pointer) {
    recordReceiver(check, expr.x, type.elem);
  }
}

/** Methods may be declared on defined types of the same package that are neither pointers nor interfaces. */
function checkReceiver(check: Checker, at: Expr, recv: VarObject): void {
  const { type: base } = dereference(recv.type);
  const actual = unalias(base);
  if (!isValid(actual)) return;
  if (actual.kind === TypeKind.Named) {
    if (actual.object.pkg !== check.env.pkg) {
      check.error(at, `cannot define new methods on non-local type ${check.str(base)}`);
      return;
    }
    const under = actual.underlying;
    let cause = '';
    if (under.kind === TypeKind.Basic && under.basic === Basic.UnsafePointer) cause = 'unsafe.Pointer';
    else if (under.kind === TypeKind.Pointer || under.kind === TypeKind.Interface)
      cause = 'pointer or interface type';
    if (cause !== '') check.error(at, `invalid receiver type ${check.str(base)} (${cause})`);
  } else if (actual.kind === TypeKind.Basic) {
    check.error(at, `cannot define new methods on non-local type ${check.str(base)}`);
  } else check.error(at, `invalid receiver type ${check.str(recv.type)}`);
}

function collectParams(check: Checker, kind: VarKind, list: FieldList | undefined): Params {
  if (list === undefined || list.list.length === 0) return noParams;
  const vars: VarObject[] = new Array(countVars(list.list));
  const params: Params = { list: list.list, vars, variadic: false };
  let next = 0;
  let named = false;
  let anonymous = false;
  for (let i = 0; i < list.list.length; i++) {
    const field = list.list[i];
    let typeExpr = field.type;
    if (typeExpr.kind === NodeKind.Ellipsis) {
      if (kind === 'param' && i === list.list.length - 1 && field.names.length <= 1) params.variadic = true;
      else check.softError(typeExpr, 'invalid use of ...');
      typeExpr = typeExpr.elt ?? typeExpr;
    }
    const type = typeExpr.kind === NodeKind.Ellipsis ? invalidType : varType(check, typeExpr);
    const { names } = field;
    for (let j = 0; j < names.length; j++) {
      const name = names[j];
      vars[next++] = check.newVar(kind, name.pos, name.name, type);
      named = true;
    }
    if (names.length > 0) continue;
    const param = check.newVar(kind, typeExpr.pos, '', type);
    check.env.facts.declareImplicitly(field, param);
    vars[next++] = param;
    anonymous = true;
  }
  if (named && anonymous) check.error(list, 'list contains both named and anonymous parameters');
  if (params.variadic) {
    const last = vars[vars.length - 1];
    last.type = new SliceType(last.type);
    check.recordType(list.list[list.list.length - 1].type, 'typexpr', last.type);
  }
  return params;
}

/** "1 variable", "2 variables". */
export function measure(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
