/**
 * Declarations: resolves package-level objects when asked, and checks those inside of functions (go/types'
 * decl.go, Go 1.26).
 *
 * Knowingly unlike go/types, a defined type is resolved in two steps: its object and type parameters first, its
 * underlying type when that is asked for. While either is under way the object lies on the checker's path, so
 * the cycles that are found are the same.
 */

import { type Expr, type FieldList, type GenDecl, NodeKind, type TypeSpec, type ValueSpec } from '../syntax';
import { assignment, initConst, initVar, initVars } from './assignments';
import { type Checker, Environment } from './check';
import { cycleError, firstInSource } from './cycles';
import type { Declaration } from './declaration';
import { checkedExpr, newTarget } from './expr';
import {
  ConstObject,
  type FuncObject,
  type GoObject,
  type TypedObject,
  TypeNameObject,
  type VarKind,
  type VarObject,
} from './object';
import { Operand } from './operand';
import { isConstType, isGeneric, isTypeParam, isValid } from './predicates';
import { checkArity } from './resolver';
import { funcType } from './signature';
import {
  AliasType,
  emptySignature,
  invalidType,
  NamedType,
  SignatureType,
  TupleType,
  type Type,
  TypeKind,
  TypeParamType,
  unalias,
  underlying,
} from './type';
import { type as checkType, constraintType, declaredType, varType } from './typexpr';
import { validType } from './validType';

/** Resolves a package-level object (or method), or reports the cycle it is part of. */
export function resolveObject(check: Checker, object: TypedObject): void {
  if (object.pathIndex >= 0) {
    const valid = validCycle(check, object);
    if (object.kind === 'const' || object.kind === 'var') {
      if (!valid || object.knownType === undefined) object.type = invalidType;
    } else if (object.kind === 'typeName' && !valid) object.type = invalidType;
    return;
  }
  const decl = object.declaration;
  if (decl === undefined || decl.started) return;
  decl.started = true;
  decl.foreign = check.env?.pkg !== decl.pkg;
  object.resolver = undefined;
  inDeclaration(check, decl, () => {
    check.push(object);
    if (object.kind === 'const') resolveConst(check, object, decl);
    else if (object.kind === 'var') resolveVar(check, object, decl);
    else if (object.kind === 'typeName') resolveType(check, object, decl);
    else resolveFunc(check, object, decl);
    check.pop();
  });
}

/** Runs `action` in the environment of a declaration; too deep a chain of declarations is an error. */
export function inDeclaration(check: Checker, decl: Declaration, action: () => void): void {
  const saved = check.env;
  check.env = new Environment(decl.pkg, check.factsOf(decl.unit), decl.fileScope, decl.version);
  check.env.decl = decl;
  const entered = check.enterResolution();
  if (entered) action();
  else markInvalid(decl.object);
  check.leaveResolution();
  check.env = saved;
}

function markInvalid(object: GoObject): void {
  if (object.kind === 'const' || object.kind === 'var' || object.kind === 'typeName')
    object.type = invalidType;
  else if (object.kind === 'func') object.type = emptySignature;
}

/** A cycle through values alone is left to the initialisation order; one through defined types alone is fine. */
function validCycle(check: Checker, object: GoObject): boolean {
  const cycle = check.path.slice(object.pathIndex);
  let values = 0;
  let definitions = 0;
  for (const each of cycle) {
    if (each.kind === 'const' || each.kind === 'var') values++;
    else if (each.kind === 'typeName') {
      if (check.env.inTypeParams && each.knownType !== undefined && isGeneric(each.type)) return true;
      if (isAliasName(each)) continue;
      definitions++;
      // A type whose right-hand side is resolved late, for a value in the cycle: to name another one is no cycle.
      if (object.kind === 'typeName' && values > 0) return true;
    }
  }
  if (values === cycle.length) return true;
  if (values === 0 && definitions > 0) return true;
  cycleError(check, cycle, firstInSource(cycle));
  return false;
}

function isAliasName(object: TypeNameObject): boolean {
  const spec = object.declaration?.spec;
  return spec !== undefined
    ? spec.isAlias
    : object.knownType !== undefined && object.type.kind === TypeKind.Alias;
}

// ---------------------------------------------------------------- constants and variables

/**
 * Constants of a group may share an expression, whose record is that of the constant evaluated last. Where they
 * were evaluated in the order in which other packages asked, the record is made again in source order.
 */
export function rerecordConstants(check: Checker, declarations: readonly Declaration[]): void {
  const isShared = declarations.some(decl => decl.inherited) && declarations.some(decl => decl.foreign);
  if (!isShared) return;
  for (const decl of declarations) {
    if (decl.object.kind !== 'const' || decl.init === undefined) continue;
    const { iota, init, object } = decl;
    if (!isValid(object.type)) continue;
    inDeclaration(check, decl, () => {
      check.env.iota = iota;
      const x = new Operand();
      checkedExpr(check, x, init);
      if (x.mode === 'constant') assignment(check, x, object.type, 'constant declaration');
    });
  }
}

function resolveConst(check: Checker, object: ConstObject, decl: Declaration): void {
  checkConst(check, object, decl.type, decl.init, decl.inherited, decl.iota);
}

function checkConst(
  check: Checker,
  object: ConstObject,
  typeExpr: Expr | undefined,
  init: Expr | undefined,
  inherited: boolean,
  iota: number,
): void {
  const env = check.env;
  const savedIota = env.iota;
  const savedPos = env.errorPos;
  env.iota = iota;
  if (typeExpr !== undefined) {
    const type = checkType(check, typeExpr);
    if (!isConstType(type)) {
      if (isValid(underlying(type))) check.error(typeExpr, `invalid constant type ${check.str(type)}`);
      object.type = invalidType;
      env.iota = savedIota;
      return;
    }
    object.type = type;
  }
  const x = new Operand();
  if (init !== undefined) {
    if (inherited) env.errorPos = object.place?.pos;
    checkedExpr(check, x, init);
  }
  initConst(check, object, x);
  env.iota = savedIota;
  env.errorPos = savedPos;
}

function resolveVar(check: Checker, object: VarObject, decl: Declaration): void {
  checkVar(check, object, decl.lhs, decl.type, decl.init);
}

function checkVar(
  check: Checker,
  object: VarObject,
  lhs: VarObject[] | undefined,
  typeExpr: Expr | undefined,
  init: Expr | undefined,
): void {
  if (typeExpr !== undefined) object.type = varType(check, typeExpr);
  if (init === undefined) {
    if (typeExpr === undefined) object.type = invalidType;
    return;
  }
  if (lhs === undefined || lhs.length === 1) {
    const x = new Operand();
    checkedExpr(check, x, init, newTarget(object.knownType));
    initVar(check, object, x, 'variable declaration');
    return;
  }
  const deps = object.declaration?.deps ?? new Set();
  for (const each of lhs) {
    if (typeExpr !== undefined) each.type = object.type;
    // One evaluation gives all of them their types.
    const decl = each.declaration;
    if (decl !== undefined) {
      decl.started = true;
      decl.deps = deps;
      each.resolver = undefined;
    }
  }
  initVars(check, lhs, [init], undefined);
}

// ---------------------------------------------------------------- types

function resolveType(check: Checker, object: TypeNameObject, decl: Declaration): void {
  const spec = decl.spec;
  if (spec === undefined) return;
  checkVersions(check, spec);
  if (spec.isAlias) {
    let scope = decl.fileScope;
    const alias: AliasType = new AliasType(object, () => {
      let rhs: Type = invalidType;
      inDeclaration(check, decl, () => {
        check.env.scope = scope;
        rhs = onPath(check, object, () => aliasTarget(check, alias, spec));
      });
      return rhs;
    });
    object.type = alias;
    if (spec.typeParams !== undefined) {
      check.openScope();
      alias.typeParams = collectTypeParams(check, spec.typeParams, params => {
        alias.typeParams = params;
      });
      scope = check.env.scope;
    }
    return;
  }
  let scope = decl.fileScope;
  const named: NamedType = new NamedType(object, () => {
    inDeclaration(check, decl, () => {
      check.env.scope = scope;
      onPath(check, object, () => resolveUnderlying(check, named, spec));
    });
  });
  named.methods = uniqueMethods(check, object, decl);
  object.type = named;
  if (spec.typeParams !== undefined) {
    check.openScope();
    collectTypeParams(check, spec.typeParams, params => {
      named.typeParams = params;
    });
    scope = check.env.scope;
  }
}

/** Puts the object on the path unless it lies there already (a type whose parameters ask for its underlying type). */
function onPath<T>(check: Checker, object: GoObject, action: () => T): T {
  if (object.pathIndex >= 0) return action();
  check.push(object);
  const result = action();
  check.pop();
  return result;
}

function aliasTarget(check: Checker, alias: AliasType, spec: TypeSpec): Type {
  const rhs = declaredType(check, spec.type, alias.object);
  if (rhs.kind === TypeKind.TypeParam && alias.typeParams.includes(rhs)) {
    check.error(spec.type, 'cannot use type parameter declared in alias declaration as RHS');
    return invalidType;
  }
  return rhs;
}

function resolveUnderlying(check: Checker, named: NamedType, spec: TypeSpec): void {
  let rhs = declaredType(check, spec.type, named.object);
  if (isTypeParam(rhs)) {
    check.error(spec.type, 'cannot use a type parameter as RHS in type declaration');
    rhs = invalidType;
  }
  named.rhs = rhs;
  named.underlying = underlying(rhs);
}

function checkVersions(check: Checker, spec: TypeSpec): void {
  const param = spec.typeParams?.list[0];
  if (spec.isAlias) {
    if (param !== undefined && !check.requireVersion(param, 23, 'generic type alias')) return;
    check.requireVersion(spec, 9, 'type alias');
  } else if (param !== undefined) check.requireVersion(param, 18, 'type parameter');
}

function uniqueMethods(check: Checker, object: TypeNameObject, decl: Declaration): FuncObject[] {
  const methods = decl.pkg.collected.methods.get(object) ?? [];
  const seen = new Set<string>();
  const unique: FuncObject[] = [];
  for (const method of methods) {
    if (seen.has(method.name)) {
      check.errorAtObject(method, `method ${object.name}.${method.name} already declared`);
      continue;
    }
    seen.add(method.name);
    unique.push(method);
  }
  return unique;
}

/** What is wrong with a declared type beyond its parts: run when its unit's facts are asked for. */
export function verifyType(check: Checker, object: TypeNameObject): void {
  const type = unalias(object.type);
  if (type.kind !== TypeKind.Named || type.object !== object) return;
  void type.underlying;
  validType(check, type);
}

/** Declares type parameters in the current scope and then resolves their constraints. */
export function collectTypeParams(
  check: Checker,
  list: FieldList,
  bind: (params: TypeParamType[]) => void,
): TypeParamType[] {
  const params: TypeParamType[] = [];
  for (const field of list.list) {
    for (const name of field.names) {
      const object = new TypeNameObject(check.env.pkg, name.name, check.place(name.pos));
      const param = new TypeParamType(object, params.length, invalidType);
      object.type = param;
      params.push(param);
      check.declare(check.env.scope, name, object);
    }
  }
  bind(params);
  const saved = check.env.inTypeParams;
  check.env.inTypeParams = true;
  let index = 0;
  for (const field of list.list) {
    let bound = constraintType(check, field.type);
    if (isTypeParam(bound)) {
      check.error(field.type, 'cannot use a type parameter as constraint');
      bound = invalidType;
    }
    for (let i = 0; i < field.names.length; i++) params[index++].constraint = bound;
  }
  check.env.inTypeParams = saved;
  return params;
}

// ---------------------------------------------------------------- functions

function resolveFunc(check: Checker, object: FuncObject, decl: Declaration): void {
  const func = decl.func;
  if (func === undefined) return;
  // Seen by a cycle through its own signature, which is no reference of the function's in the order of initialisation.
  object.type = emptySignature;
  check.env.decl = undefined;
  const { signature, scope } = funcType(check, func.recv, func.type, params => {
    object.type = new SignatureType(undefined, params, [], noParams, noParams, false);
  });
  object.type = signature;
  decl.scope = scope;
  decl.parameters = undefined;
  const typeParams = func.type.typeParams;
  if (typeParams !== undefined && typeParams.list.length > 0) {
    check.requireVersion(typeParams.list[0], 18, 'type parameter');
    if (!func.hasBody) check.softError(func.name, 'generic function is missing function body');
  }
}

const noParams = new TupleType([]);

// ---------------------------------------------------------------- declarations in functions

export function declStmt(check: Checker, decl: GenDecl): void {
  let last: ValueSpec | undefined;
  for (const spec of decl.specs) {
    if (spec.kind === NodeKind.TypeSpec) localType(check, spec);
    else if (spec.kind === NodeKind.ValueSpec && decl.tok === 'const') {
      const inherited = spec.type === undefined && spec.values.length === 0;
      if (!inherited) last = spec;
      checkArity(check, spec, inherited ? last : undefined, true);
      localConsts(check, spec, last, inherited && last !== undefined);
    } else if (spec.kind === NodeKind.ValueSpec) {
      checkArity(check, spec, undefined, false);
      localVars(check, spec);
    }
  }
}

function localConsts(
  check: Checker,
  spec: ValueSpec,
  source: ValueSpec | undefined,
  inherited: boolean,
): void {
  const from = check.delayedCount;
  const objects = spec.names.map((name, i) => {
    const object = new ConstObject(check.env.pkg, name.name, check.place(name.pos));
    checkConst(check, object, source?.type, source?.values[i], inherited, spec.iota);
    return object;
  });
  check.runDelayed(from);
  spec.names.forEach((name, i) => {
    check.declare(check.env.scope, name, objects[i]);
  });
}

function localVars(check: Checker, spec: ValueSpec): void {
  const from = check.delayedCount;
  const kind: VarKind = 'local';
  const objects = spec.names.map(name => check.newVar(kind, name.pos, name.name));
  const shared = spec.values.length === 1 && objects.length !== 1;
  for (let i = 0; i < objects.length; i++) {
    const init = shared ? spec.values[0] : spec.values[i];
    checkVar(check, objects[i], shared ? objects : undefined, spec.type, init);
    if (spec.values.length === 1) break;
  }
  for (const object of objects) if (object.knownType === undefined) object.type = invalidType;
  check.runDelayed(from);
  spec.names.forEach((name, i) => {
    check.declare(check.env.scope, name, objects[i]);
  });
}

function localType(check: Checker, spec: TypeSpec): void {
  const object = new TypeNameObject(check.env.pkg, spec.name.name, check.place(spec.name.pos));
  check.declare(check.env.scope, spec.name, object);
  check.env.facts.hasLocalTypes = true;
  check.push(object);
  checkVersions(check, spec);
  if (spec.isAlias) localAlias(check, object, spec);
  else {
    const named = new NamedType(object, undefined);
    named.methods = [];
    object.type = named;
    inTypeParamScope(check, spec, params => {
      named.typeParams = params;
    });
    resolveUnderlying(check, named, spec);
    if (spec.typeParams !== undefined) check.closeScope();
    check.later(() => {
      validType(check, named);
    });
  }
  check.pop();
}

function localAlias(check: Checker, object: TypeNameObject, spec: TypeSpec): void {
  let target: Type = invalidType;
  const alias: AliasType = new AliasType(object, () => target);
  object.type = alias;
  inTypeParamScope(check, spec, params => {
    alias.typeParams = params;
  });
  target = aliasTarget(check, alias, spec);
  if (spec.typeParams !== undefined) check.closeScope();
}

function inTypeParamScope(check: Checker, spec: TypeSpec, bind: (params: TypeParamType[]) => void): void {
  if (spec.typeParams === undefined) return;
  check.openScope();
  collectTypeParams(check, spec.typeParams, bind);
}
