/** Type expressions (go/types' typexpr.go, Go 1.26). */

import { type Expr, type Ident, type IndexExpr, NodeKind } from '../syntax';
import type { Checker } from './check';
import { int64Value, representable, toInt } from './constant';
import { isDeclared } from './cycles';
import { resolveObject } from './decl';
import { checkedExpr, useExprs } from './expr';
import { instantiate, verifyInstance } from './instantiate';
import { interfaceType } from './interfaceType';
import type { GoObject, TypeNameObject } from './object';
import { Operand } from './operand';
import { isComparable, isGeneric, isInteger, isTypeParam, isUntyped, isValid } from './predicates';
import { selector } from './selector';
import { funcType } from './signature';
import { structType } from './structType';
import {
  ArrayType,
  Basic,
  ChanType,
  InterfaceType,
  invalidType,
  MapType,
  PointerType,
  SliceType,
  type Type,
  TypeKind,
  underlying,
} from './type';
import { isMethodSet, typeSetOf } from './typeSet';
import { unionType } from './unionType';
import { anyType, comparableInterface, comparableType, iotaObject, typ } from './universe';

/** What an identifier denotes; with `wantType`, it stands where a type is due. */
export function identifier(check: Checker, x: Operand, e: Ident, wantType: boolean): void {
  denoting(check, x, e, check.lookup(e.name), wantType);
}

/** As `identifier`, where the object is known (undefined: there is none). */
export function denoting(
  check: Checker,
  x: Operand,
  e: Ident,
  object: GoObject | undefined,
  wantType: boolean,
): void {
  x.mode = 'invalid';
  x.expr = e;
  if (object === undefined) {
    if (e.name === '_') check.error(e, 'cannot use _ as value or type');
    else if (e.name !== '') check.error(e, `undefined: ${e.name}`);
    return;
  }
  if (object === comparableType.object || object === anyType.object) {
    if (!check.requireVersion(e, 18, `predeclared ${e.name}`)) return;
  }
  check.env.facts.use(e, object);
  if (wantType && object.kind !== 'typeName') {
    check.error(e, `${object.name} is not a type`);
    if (object.kind === 'var') object.used = true;
    return;
  }
  switch (object.kind) {
    case 'pkgName':
      check.error(e, `use of package ${object.name} not in selector`);
      return;
    case 'const':
      if (object.knownType === undefined) resolveObject(check, object);
      addDependency(check, object);
      if (object === iotaObject) {
        if (check.env.iota === undefined) {
          check.error(e, 'cannot use iota outside constant declaration');
          return;
        }
        x.value = { kind: 'int', value: BigInt(check.env.iota) };
      } else {
        if (!isValid(object.type)) return;
        x.value = object.value;
      }
      x.mode = 'constant';
      x.type = object.type;
      return;
    case 'typeName':
      if (object.knownType === undefined || (wantType && object.pathIndex >= 0)) resolveObject(check, object);
      x.mode = 'typexpr';
      x.type = object.type;
      return;
    case 'var':
      object.used = true;
      if (object.declaration !== undefined) {
        if (object.knownType === undefined) resolveObject(check, object);
        addDependency(check, object);
      }
      if (!isValid(object.type) || (check.path.length > 0 && !isDeclared(check, object))) return;
      x.mode = 'variable';
      x.type = object.type;
      return;
    case 'func':
      if (object.knownType === undefined) resolveObject(check, object);
      addDependency(check, object);
      x.mode = 'value';
      x.type = object.type;
      return;
    case 'builtin':
      x.mode = 'builtin';
      x.builtin = object.builtin;
      x.type = invalidType;
      return;
    case 'nil':
      x.mode = 'value';
      x.type = typ[Basic.UntypedNil];
      return;
    default:
      return;
  }
}

/** The declaration being resolved, or the function whose body is checked, refers to a package-level object. */
export function addDependency(check: Checker, object: GoObject): void {
  const from = check.env.decl;
  if (from === undefined || object.declaration === undefined || object.pkg !== from.pkg) return;
  from.deps ??= new Set();
  from.deps.add(object);
}

/** The type that an expression denotes; the invalid type after an error, which is reported. */
export function type(check: Checker, e: Expr): Type {
  return declaredType(check, e, undefined);
}

/** A type that a variable may have: no constraint interface. */
export function varType(check: Checker, e: Expr): Type {
  const result = declaredType(check, e, undefined);
  checkVarType(check, e, result);
  return result;
}

export function checkVarType(check: Checker, e: Expr, result: Type): void {
  const { kind } = result;
  if (kind !== TypeKind.Named && kind !== TypeKind.Alias && kind !== TypeKind.Interface) return;
  if (kind === TypeKind.Interface && isPlainInterface(result)) return;
  if (kind === TypeKind.Named && result.isComplete) {
    const { underlying: under } = result;
    if (under.kind !== TypeKind.Interface || isPlainInterface(under)) return;
  }
  if (!isTypeParam(result)) checkVarTypeLater(check, e, result);
}

/** Of methods alone: it constrains nothing else. */
function isPlainInterface(type: InterfaceType): boolean {
  return type.embeddeds.length === 0 && type !== comparableInterface;
}

function checkVarTypeLater(check: Checker, e: Expr, result: Type): void {
  check.later(() => {
    const under = underlying(result);
    if (under.kind !== TypeKind.Interface) return;
    const set = typeSetOf(under);
    if (isMethodSet(set)) return;
    const why = set.comparable ? 'is (or embeds) comparable' : 'contains type constraints';
    check.softError(e, `cannot use type ${check.str(result)} outside a type constraint: interface ${why}`);
  });
}

/** As `type`; `definition` is the type name that the expression defines. */
export function declaredType(check: Checker, e: Expr, definition: TypeNameObject | undefined): Type {
  let result = typeExpr(check, e, definition);
  if (isGeneric(result)) {
    check.error(e, `cannot use generic type ${check.str(result)} without instantiation`);
    result = invalidType;
  }
  check.recordType(e, 'typexpr', result);
  return result;
}

/** A generic type, not instantiated. */
export function genericType(check: Checker, e: Expr): { type: Type; cause: string } {
  let result = typeExpr(check, e, undefined);
  let cause = '';
  if (isValid(result) && !isGeneric(result)) {
    cause = `${check.str(result)} is not a generic type`;
    result = invalidType;
  }
  check.recordType(e, 'typexpr', result);
  return { type: result, cause };
}

/** The constraint of a type parameter: T | U and ~T are interfaces with these terms. */
export function constraintType(check: Checker, e: Expr): Type {
  const isUnion =
    (e.kind === NodeKind.UnaryExpr && e.op === '~') || (e.kind === NodeKind.BinaryExpr && e.op === '|');
  if (!isUnion) return type(check, e);
  return new InterfaceType([], [unionType(check, e)], true);
}

function typeExpr(check: Checker, e: Expr, definition: TypeNameObject | undefined): Type {
  if (!check.enter(e)) {
    check.leave();
    return invalidType;
  }
  const result = typeExprInner(check, e, definition);
  check.depth--;
  return result;
}

function typeExprInner(check: Checker, e: Expr, definition: TypeNameObject | undefined): Type {
  switch (e.kind) {
    case NodeKind.BadExpr:
      return invalidType;
    case NodeKind.Ident: {
      const object = check.lookup(e.name);
      if (object?.kind === 'typeName' && isKnownType(object)) {
        check.recordUse(e, object);
        return object.type;
      }
      const x = new Operand();
      identifier(check, x, e, true);
      return typeOfOperand(check, x);
    }
    case NodeKind.SelectorExpr: {
      const x = new Operand();
      selector(check, x, e, true);
      return typeOfOperand(check, x);
    }
    case NodeKind.IndexExpr:
      check.requireVersion(e.lbrack, 18, 'type instantiation');
      return instantiatedType(check, e);
    case NodeKind.ParenExpr:
      return declaredType(check, e.x, definition);
    case NodeKind.ArrayType:
      return arrayType(check, e);
    case NodeKind.Ellipsis:
      check.error(e, 'invalid use of ...');
      if (e.elt !== undefined) useExprs(check, [e.elt]);
      return invalidType;
    case NodeKind.StructType:
      return structType(check, e);
    case NodeKind.StarExpr: {
      const elem = varType(check, e.x);
      return isValid(elem) ? new PointerType(elem) : invalidType;
    }
    case NodeKind.FuncType:
      return funcType(check, undefined, e).signature;
    case NodeKind.InterfaceType:
      return interfaceType(check, e, definition);
    case NodeKind.MapType: {
      const key = varType(check, e.key);
      const elem = varType(check, e.value);
      if (key.kind !== TypeKind.Basic) checkKeyLater(check, e.key, key);
      return new MapType(key, elem);
    }
    case NodeKind.ChanType:
      return new ChanType(e.dir, varType(check, e.value));
    default:
      check.error(e, 'expression is not a type');
      useExprs(check, [e]);
      return invalidType;
  }
}

/** Nothing is to be found out about the type, and it is as old as Go. */
function isKnownType(object: TypeNameObject): boolean {
  return (
    object.knownType !== undefined &&
    object.pathIndex < 0 &&
    object !== anyType.object &&
    object !== comparableType.object
  );
}

function checkKeyLater(check: Checker, e: Expr, key: Type): void {
  check.later(() => {
    if (isComparable(key)) return;
    const why = isTypeParam(key) ? ' (missing comparable constraint)' : '';
    check.error(e, `invalid map key type ${check.str(key)}${why}`);
  });
}

function typeOfOperand(check: Checker, x: Operand): Type {
  if (x.mode === 'typexpr') return x.type;
  if (x.mode === 'novalue') check.error(x, `${x} used as type`);
  else if (x.mode !== 'invalid') check.error(x, `${x} is not a type`);
  return invalidType;
}

function arrayType(check: Checker, e: Extract<Expr, { kind: NodeKind.ArrayType }>): Type {
  if (e.len === undefined) return new SliceType(varType(check, e.elem));
  let length = -1;
  if (e.len.kind === NodeKind.Ellipsis) {
    check.error(e.len, 'invalid use of [...] array (outside a composite literal)');
  } else length = arrayLength(check, e.len);
  const elem = varType(check, e.elem);
  return length >= 0 ? new ArrayType(length, elem) : invalidType;
}

function arrayLength(check: Checker, e: Expr): number {
  if (e.kind === NodeKind.Ident) {
    const object = check.lookup(e.name);
    if (object === undefined) {
      check.error(e, `undefined array length ${e.name} or missing type constraint`);
      return -1;
    }
    if (object.kind !== 'const') {
      check.error(e, `invalid array length ${e.name}`);
      return -1;
    }
  }
  const x = new Operand();
  checkedExpr(check, x, e);
  if (x.mode !== 'constant') {
    if (x.mode !== 'invalid') check.error(x, `array length ${x} must be constant`);
    return -1;
  }
  if (isUntyped(x.type) || isInteger(x.type)) {
    const value = x.value === undefined ? undefined : toInt(x.value);
    if (value !== undefined && representable(value, Basic.Int, check.sizes) !== undefined) {
      const length = int64Value(value);
      if (length !== undefined && length >= 0) return length;
    }
  }
  check.error(x, isInteger(x.type) ? `invalid array length ${x}` : `array length ${x} must be integer`);
  return -1;
}

/** An instance of a generic type; the arguments are verified later. */
function instantiatedType(check: Checker, e: IndexExpr): Type {
  const { type: generic, cause } = genericType(check, e.x);
  if (cause !== '') check.error(e, `invalid operation: ${cause}`);
  const origin = generic.kind === TypeKind.Alias || generic.kind === TypeKind.Named ? generic : undefined;
  if (origin === undefined || !isValid(generic)) {
    if (!isValid(generic)) typeList(check, e.indices);
    return invalidType;
  }
  const args = typeList(check, e.indices);
  if (args === undefined) return invalidType;
  const want = origin.typeParams.length;
  const instance = instantiate(origin, args, check.context);
  if (instance.kind === TypeKind.Named) instance.place ??= check.place(e.pos);
  check.recordInstance(e, args, instance);
  check.later(() => {
    if (args.length !== want) {
      const qualifier = args.length < want ? 'not enough' : 'too many';
      const at = args.length < want ? e.rbrack : e.indices[want];
      check.error(
        at,
        `${qualifier} type arguments for type ${origin.object.name}: have ${args.length}, want ${want}`,
      );
      return;
    }
    const failure = verifyInstance(origin.typeParams, args, check.context, check.rules.goVersion);
    if (failure !== undefined) check.softError(e.indices[failure.index] ?? e, failure.cause);
  });
  return instance;
}

/** The types of a list; undefined if one of them is invalid. */
export function typeList(check: Checker, list: readonly Expr[]): Type[] | undefined {
  let types: Type[] | undefined = [];
  for (const e of list) {
    const each = varType(check, e);
    if (!isValid(each)) types = undefined;
    types?.push(each);
  }
  return types;
}
