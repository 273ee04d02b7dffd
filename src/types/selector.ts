/** Selectors: qualified identifiers, fields, methods and method expressions (go/types' call.go, Go 1.26). */

import { type Ident, NodeKind, type SelectorExpr } from '../syntax';
import type { Checker } from './check';
import { resolveObject } from './decl';
import { exprOrType, nameOrType } from './expr';
import { exprString } from './exprString';
import type { Selection } from './info';
import { lookupFieldOrMethod } from './lookup';
import { interfacePointerError } from './methodSet';
import { type FuncObject, type GoObject, isExported, type PkgNameObject, type VarObject } from './object';
import type { Operand } from './operand';
import { isInterfacePointer, isValid } from './predicates';
import { invalidType, SignatureType, TupleType, type Type, underlying } from './type';
import { addDependency } from './typexpr';

/** x.sel; with `wantType`, it stands where a type is due. */
export function selector(check: Checker, x: Operand, e: SelectorExpr, wantType: boolean): void {
  x.expr = e;
  x.mode = 'invalid';
  const name = e.x.kind === NodeKind.Ident ? e.x : undefined;
  const object = name === undefined ? undefined : check.lookup(name.name);
  if (name !== undefined && object?.kind === 'pkgName') {
    usePackage(check, name, object);
    qualified(check, x, e, object);
  } else select(check, x, e, object, wantType);
  x.expr = e;
  if (x.mode === 'invalid') x.type = invalidType;
}

function usePackage(check: Checker, e: Ident, object: PkgNameObject): void {
  const { facts } = check.env;
  facts.use(e, object);
  object.used = true;
  facts.import(object);
}

function qualified(check: Checker, x: Operand, e: SelectorExpr, name: PkgNameObject): void {
  const sel = e.sel.name;
  const pkg = name.imported;
  if (pkg.fake) return;
  const object = pkg.scope.lookup(sel);
  if (object === undefined) {
    if (sel !== '_' && sel !== '') check.error(e.sel, `undefined: ${name.name}.${sel}`);
    return;
  }
  if (!isExported(sel)) check.error(e.sel, `name ${sel} not exported by package ${pkg.name}`);
  check.recordUse(e.sel, object);
  switch (object.kind) {
    case 'const':
      if (object.knownType === undefined) resolveObject(check, object);
      if (!isValid(object.type)) return;
      x.mode = 'constant';
      x.value = object.value;
      break;
    case 'typeName':
      if (object.knownType === undefined) resolveObject(check, object);
      x.mode = 'typexpr';
      break;
    case 'var':
      if (object.knownType === undefined) resolveObject(check, object);
      x.mode = 'variable';
      break;
    case 'func':
      if (object.knownType === undefined) resolveObject(check, object);
      x.mode = 'value';
      break;
    case 'builtin':
      x.mode = 'builtin';
      x.builtin = object.builtin;
      x.type = invalidType;
      return;
    default:
      return;
  }
  x.type = object.type;
}

/** `base` is what `e.x` denotes, if that is a name. */
function select(
  check: Checker,
  x: Operand,
  e: SelectorExpr,
  base: GoObject | undefined,
  wantType: boolean,
): void {
  if (base !== undefined && e.x.kind === NodeKind.Ident) nameOrType(check, x, e.x, base);
  else exprOrType(check, x, e.x, false);
  if (x.mode === 'invalid') return;
  if (x.mode === 'builtin') {
    check.error(e.sel, `invalid use of ${x} in selector expression`);
    x.mode = 'invalid';
    return;
  }
  if (wantType) {
    check.error(e.sel, `${exprString(e)} is not a type`);
    x.mode = 'invalid';
    return;
  }
  const sel = e.sel.name;
  const isType = x.mode === 'typexpr';
  const { object, index, indirect } = lookupFieldOrMethod(x.type, x.mode === 'variable', check.env.pkg, sel);
  if (object === undefined) {
    reportMissing(check, x, e, index !== undefined, indirect);
    x.mode = 'invalid';
    return;
  }
  if (object.kind === 'func' && object.knownType === undefined) resolveObject(check, object);
  const path = index ?? [];
  if (isType) methodExpr(check, x, e, object, path, indirect);
  else if (object.kind === 'var') {
    const { type: recv, mode } = x;
    x.mode = mode === 'variable' || indirect ? 'variable' : 'value';
    x.type = object.type;
    recordSelection(check, e, { kind: 'field', recv, object, index: path, indirect, type: x.type });
  } else {
    const recv = x.type;
    const signature = object.type;
    x.mode = 'value';
    x.type = withoutReceiver(signature);
    recordSelection(check, e, { kind: 'methodValue', recv, object, index: path, indirect, type: x.type });
    addDependency(check, object);
  }
}

export function recordSelection(check: Checker, e: SelectorExpr, selection: Selection): void {
  check.recordUse(e.sel, selection.object);
  check.env.facts.select(e, selection);
}

function withoutReceiver(signature: SignatureType): SignatureType {
  return new SignatureType(
    undefined,
    signature.typeParams,
    [],
    signature.params,
    signature.results,
    signature.variadic,
  );
}

/** T.m: a function whose first parameter is the receiver. */
function methodExpr(
  check: Checker,
  x: Operand,
  e: SelectorExpr,
  method: VarObject | FuncObject,
  index: readonly number[],
  indirect: boolean,
): void {
  const recv = x.type;
  if (method.kind !== 'func') {
    const type = check.str(recv);
    check.error(e.sel, `${type}.${e.sel.name} undefined (type ${type} has no method ${e.sel.name})`);
    x.mode = 'invalid';
    return;
  }
  const signature = method.type;
  const receiver = signature.recv;
  if (receiver === undefined) {
    check.error(e, 'illegal cycle in method declaration');
    x.mode = 'invalid';
    return;
  }
  const params = signature.params.vars;
  const named = params.length > 0 && params[0].name !== '';
  const name = named ? (receiver.name === '' ? '_' : receiver.name) : '';
  const first = check.newVar('param', e.pos, name, recv);
  x.mode = 'value';
  x.type = new SignatureType(
    undefined,
    signature.typeParams,
    [],
    new TupleType([first, ...params]),
    signature.results,
    signature.variadic,
  );
  recordSelection(check, e, { kind: 'methodExpr', recv, object: method, index, indirect, type: x.type });
  addDependency(check, method);
}

function reportMissing(
  check: Checker,
  x: Operand,
  e: SelectorExpr,
  ambiguous: boolean,
  indirect: boolean,
): void {
  if (!isValid(underlying(x.type))) return;
  const sel = e.sel.name;
  const type = check.str(x.type);
  if (ambiguous) {
    check.error(e.sel, `ambiguous selector ${exprString(e)}`);
  } else if (indirect) {
    if (x.mode === 'typexpr') {
      check.error(
        e.sel,
        `invalid method expression ${type}.${sel} (needs pointer receiver (*${type}).${sel})`,
      );
    } else check.error(e.sel, `cannot call pointer method ${sel} on ${type}`);
  } else {
    const why = isInterfacePointer(x.type) ? interfacePointerError(x.type) : missingCause(check, x, sel);
    check.error(e.sel, `${exprString(e.x)}.${sel} undefined (${why})`);
  }
}

/** Why a name is missing: perhaps one of another spelling is there. */
function missingCause(check: Checker, x: Operand, sel: string): string {
  const type: Type = x.type;
  const found = lookupFieldOrMethod(type, x.mode === 'variable', check.env.pkg, sel, true).object;
  const text = `type ${check.str(type)} has no field or method ${sel}`;
  if (found === undefined) return text;
  const what = found.kind === 'var' ? 'field' : 'method';
  const alt = found.name;
  const isOwn = found.pkg === check.env.pkg;
  if (!isOwn && !isExported(alt)) {
    if (alt === sel) return `cannot refer to unexported ${what} ${alt}`;
    if (!isExported(sel) || alt.slice(1) !== sel.slice(1)) return text;
    return `${text}, but does have unexported ${what} ${alt}`;
  }
  if (!isOwn && !isExported(sel) && alt.slice(1) !== sel.slice(1)) return text;
  return `${text}, but does have ${what} ${alt}`;
}
