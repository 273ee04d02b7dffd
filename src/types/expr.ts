/** Expressions (go/types' expr.go, Go 1.26). */

import { type Expr, type Ident, NodeKind, type TypeAssertExpr, type UnaryExpr } from '../syntax';
import { binaryChain } from './binary';
import { callExpr, instantiateFunc } from './call';
import { type Checker, unparen } from './check';
import { unaryOp } from './constant';
import { hasFiniteSize } from './cycles';
import { indexExpr, sliceExpr } from './indexing';
import { basicLit, compositeLit, funcLit } from './literals';
import { assertableTo } from './methodSet';
import type { GoObject } from './object';
import { Operand, valueOperand } from './operand';
import {
  allBoolean,
  allInteger,
  allNumeric,
  identical,
  isGeneric,
  isTypeParam,
  isUnsigned,
  isValid,
} from './predicates';
import { selector } from './selector';
import { Basic, invalidType, PointerType, type SignatureType, type Type, TypeKind, underlying } from './type';
import { commonUnder, underIs } from './typeSet';
import { type as checkType, checkVarType, denoting, identifier, varType } from './typexpr';
import { typ } from './universe';
import { checkOverflow, operatorPos } from './untyped';

/** Whether an expression may stand as a statement, and what it is if not. */
export type ExprKind = 'conversion' | 'expression' | 'statement';

/** The function type that a generic function is assigned to: gives type arguments by inference. */
export interface Target {
  signature: SignatureType;
}

export function newTarget(type: Type | undefined): Target | undefined {
  if (type === undefined) return undefined;
  const under = underlying(type);
  return under.kind === TypeKind.Signature ? { signature: under } : undefined;
}

/** Checks an expression and records what it is. */
export function rawExpr(
  check: Checker,
  x: Operand,
  e: Expr,
  target: Target | undefined,
  hint: Type | undefined,
  allowGeneric: boolean,
): ExprKind {
  if (!check.enter(e)) {
    check.leave();
    fail(x, e);
    return 'statement';
  }
  const kind = exprInner(check, x, e, target, hint);
  check.depth--;
  finish(check, x, target, allowGeneric);
  return kind;
}

/** What follows the check of every expression: generic functions, types without an end, the record. */
export function finish(check: Checker, x: Operand, target: Target | undefined, allowGeneric: boolean): void {
  if (x.mode === 'invalid') return;
  if (x.mode !== 'novalue') {
    if (!allowGeneric) requireInstance(check, x, target);
    if (check.path.length > 0 && !hasFiniteSize(check, x.type)) {
      x.mode = 'invalid';
      x.type = invalidType;
    }
  }
  check.record(x);
}

/** A generic function or type needs type arguments here; a function may get them from the target. */
export function requireInstance(check: Checker, x: Operand, target: Target | undefined): void {
  const { mode, type } = x;
  const { kind } = type;
  if (kind !== TypeKind.Named && kind !== TypeKind.Alias && kind !== TypeKind.Signature) return;
  if (mode === 'invalid' || mode === 'novalue') return;
  let what = 'type';
  if (kind === TypeKind.Signature) {
    if (type.typeParams.length === 0 || mode === 'builtin') return;
    if (target !== undefined) {
      instantiateFunc(check, x, undefined, target, true);
      return;
    }
    what = 'function';
  } else if (!isGeneric(type)) return;
  check.error(x, `cannot use generic ${what} without instantiation`);
  x.mode = 'invalid';
  x.type = invalidType;
}

function fail(x: Operand, e: Expr): void {
  x.mode = 'invalid';
  x.type = invalidType;
  x.expr = e;
}

function exprInner(
  check: Checker,
  x: Operand,
  e: Expr,
  target: Target | undefined,
  hint: Type | undefined,
): ExprKind {
  x.mode = 'invalid';
  x.type = invalidType;
  x.value = undefined;
  switch (e.kind) {
    case NodeKind.BadExpr:
      fail(x, e);
      return 'statement';
    case NodeKind.Ident:
      identifier(check, x, e, false);
      return 'expression';
    case NodeKind.Ellipsis:
      check.error(e, 'invalid use of ...');
      break;
    case NodeKind.BasicLit:
      basicLit(check, x, e);
      break;
    case NodeKind.FuncLit:
      funcLit(check, x, e);
      break;
    case NodeKind.CompositeLit:
      compositeLit(check, x, e, hint);
      break;
    case NodeKind.ParenExpr: {
      const kind = rawExpr(check, x, e.x, undefined, undefined, false);
      x.expr = e;
      return kind;
    }
    case NodeKind.SelectorExpr:
      selector(check, x, e, false);
      return 'expression';
    case NodeKind.IndexExpr:
      if (indexExpr(check, x, e)) instantiateFunc(check, x, e, target, true);
      break;
    case NodeKind.SliceExpr:
      sliceExpr(check, x, e);
      break;
    case NodeKind.TypeAssertExpr:
      typeAssertExpr(check, x, e);
      break;
    case NodeKind.CallExpr:
      return callExpr(check, x, e);
    case NodeKind.StarExpr:
      starExpr(check, x, e.x);
      break;
    case NodeKind.UnaryExpr:
      unary(check, x, e);
      if (x.mode !== 'invalid' && e.op === '<-') {
        x.expr = e;
        return 'statement';
      }
      break;
    case NodeKind.BinaryExpr:
      binaryChain(check, x, e);
      break;
    case NodeKind.KeyValueExpr:
      check.error(e, 'no key:value expected');
      break;
    case NodeKind.ArrayType:
    case NodeKind.StructType:
    case NodeKind.FuncType:
    case NodeKind.InterfaceType:
    case NodeKind.MapType:
    case NodeKind.ChanType:
      x.mode = 'typexpr';
      x.type = checkType(check, e);
      break;
  }
  if (x.mode === 'invalid') {
    fail(x, e);
    return 'statement';
  }
  x.expr = e;
  return 'expression';
}

function unary(check: Checker, x: Operand, e: UnaryExpr): void {
  checkedExpr(check, x, e.x);
  if (x.mode === 'invalid') return;
  let op = e.op;
  if (op === '&') {
    if (unparen(e.x).kind !== NodeKind.CompositeLit && x.mode !== 'variable') {
      check.error(x, `invalid operation: cannot take address of ${x}`);
      x.mode = 'invalid';
      return;
    }
    x.mode = 'value';
    x.type = new PointerType(x.type);
    return;
  }
  if (op === '<-') {
    const elem = chanElem(check, x, x, true);
    if (elem === undefined) {
      x.mode = 'invalid';
      return;
    }
    x.mode = 'commaok';
    x.type = elem;
    check.env.hasCallOrRecv = true;
    return;
  }
  if (op === '~') {
    check.error(e, 'cannot use ~ outside of interface or type constraint');
    if (!allInteger(x.type)) {
      x.mode = 'invalid';
      return;
    }
    op = '^';
  }
  const defined = op === '!' ? allBoolean(x.type) : op === '^' ? allInteger(x.type) : allNumeric(x.type);
  if (!defined) {
    check.error(x, `invalid operation: operator ${op} not defined on ${x}`);
    x.mode = 'invalid';
    return;
  }
  if (x.mode !== 'constant') {
    x.mode = 'value';
    return;
  }
  if (x.value === undefined) return;
  const under = underlying(x.type);
  const basic = isUnsigned(x.type) && under.kind === TypeKind.Basic ? under.basic : undefined;
  x.value = unaryOp(op, x.value, basic, check.sizes);
  x.expr = e;
  checkOverflow(check, x, operatorPos(e));
}

/** The element type of a channel that can be received from (or sent to); undefined with an error. */
export function chanElem(
  check: Checker,
  at: Operand | number,
  x: Operand,
  receive: boolean,
): Type | undefined {
  const { type: under, cause } = commonUnder(x.type, (type, u) => {
    if (u === undefined || type === undefined) return 'no specific channel type';
    if (u.kind !== TypeKind.Chan) return `non-channel ${check.str(type)}`;
    if (receive && u.dir === 'send') return `send-only channel ${check.str(type)}`;
    if (!receive && u.dir === 'recv') return `receive-only channel ${check.str(type)}`;
    return undefined;
  });
  if (under?.kind === TypeKind.Chan) return under.elem;
  const verb = receive ? 'receive from' : 'send to';
  const text = isTypeParam(x.type) ? `${x}: ${cause}` : `${cause} ${x}`;
  check.error(at, `invalid operation: cannot ${verb} ${text}`);
  return undefined;
}

function typeAssertExpr(check: Checker, x: Operand, e: TypeAssertExpr): void {
  checkedExpr(check, x, e.x);
  if (x.mode === 'invalid') return;
  if (e.type === undefined) {
    check.error(e, 'use of .(type) outside type switch');
    x.mode = 'invalid';
  } else if (isTypeParam(x.type)) {
    check.error(x, `invalid operation: cannot use type assertion on type parameter value ${x}`);
    x.mode = 'invalid';
  } else if (underlying(x.type).kind !== TypeKind.Interface) {
    check.error(x, `invalid operation: ${x} is not an interface`);
    x.mode = 'invalid';
  } else {
    const type = varType(check, e.type);
    if (!isValid(type)) {
      x.mode = 'invalid';
      return;
    }
    typeAssertion(check, e, x, type, false);
    x.mode = 'commaok';
    x.type = type;
  }
}

export function typeAssertion(check: Checker, e: Expr, x: Operand, type: Type, isSwitch: boolean): void {
  const { ok, cause } = assertableTo(x.type, type);
  if (ok) return;
  const to = check.str(type);
  if (isSwitch) {
    check.error(e, `impossible type switch case: ${x} cannot have dynamic type ${to} ${cause}`);
  } else {
    check.error(e, `impossible type assertion: ${to} does not implement ${check.str(x.type)} ${cause}`);
  }
}

function starExpr(check: Checker, x: Operand, e: Expr): void {
  exprOrType(check, x, e, false);
  if (x.mode === 'invalid') return;
  if (x.mode === 'typexpr') {
    checkVarType(check, e, x.type);
    x.type = new PointerType(x.type);
    return;
  }
  const base = pointedBase(check, x);
  if (base === undefined) {
    x.mode = 'invalid';
    return;
  }
  x.mode = 'variable';
  x.type = base;
}

/** What a pointer points to; undefined, with an error, where the operand is none. */
function pointedBase(check: Checker, x: Operand): Type | undefined {
  let base: Type | undefined;
  const ok = underIs(x.type, under => {
    if (under?.kind !== TypeKind.Pointer) {
      check.error(x, `invalid operation: cannot indirect ${x}`);
      return false;
    }
    if (base !== undefined && !identical(under.elem, base)) {
      check.error(x, `invalid operation: pointers of ${x} must have identical base types`);
      return false;
    }
    base = under.elem;
    return true;
  });
  return ok ? base : undefined;
}

// ---------------------------------------------------------------- what an expression may be

/** A single value. */
export function checkedExpr(check: Checker, x: Operand, e: Expr, target?: Target): void {
  rawExpr(check, x, e, target, undefined, false);
  requireValue(check, x);
}

/** A single value; a generic function need not be instantiated. */
export function genericExpr(check: Checker, x: Operand, e: Expr): void {
  rawExpr(check, x, e, undefined, undefined, true);
  requireValue(check, x);
}

/** A single value; composite literals without a type take `hint`. */
export function exprWithHint(check: Checker, x: Operand, e: Expr, hint: Type): void {
  rawExpr(check, x, e, undefined, hint, false);
  requireValue(check, x);
}

export function exprOrType(check: Checker, x: Operand, e: Expr, allowGeneric: boolean): void {
  rawExpr(check, x, e, undefined, undefined, allowGeneric);
  if (x.mode === 'novalue') {
    check.error(x, `${x} used as value or type`);
    x.mode = 'invalid';
  } else if (x.mode === 'value') singleValue(check, x);
}

/** As exprOrType, for a name whose object is known. */
export function nameOrType(check: Checker, x: Operand, e: Ident, object: GoObject): void {
  x.type = invalidType;
  x.value = undefined;
  denoting(check, x, e, object, false);
  finish(check, x, undefined, false);
  if (x.mode === 'value') singleValue(check, x);
}

/** One or several values; with `allowCommaOk`, two for expressions that may give a second, boolean one. */
export function multiExpr(
  check: Checker,
  e: Expr,
  allowCommaOk: boolean,
): { list: Operand[]; commaOk: boolean } {
  const x = new Operand();
  rawExpr(check, x, e, undefined, undefined, false);
  excludeNonValues(check, x);
  if (x.mode !== 'invalid' && x.type.kind === TypeKind.Tuple) {
    return { list: x.type.vars.map(v => valueOperand(e, v.type)), commaOk: false };
  }
  if (allowCommaOk && (x.mode === 'mapindex' || x.mode === 'commaok')) {
    return { list: [x, valueOperand(e, typ[Basic.UntypedBool])], commaOk: true };
  }
  return { list: [x], commaOk: false };
}

export function exprList(check: Checker, list: readonly Expr[]): Operand[] {
  if (list.length === 1) return multiExpr(check, list[0], false).list;
  return list.map(e => {
    const x = new Operand();
    checkedExpr(check, x, e);
    return x;
  });
}

function requireValue(check: Checker, x: Operand): void {
  const { mode } = x;
  if (mode === 'value') singleValue(check, x);
  else if (mode !== 'variable' && mode !== 'constant') excludeNonValues(check, x);
}

export function excludeNonValues(check: Checker, x: Operand): void {
  if (x.mode === 'novalue') check.error(x, `${x} used as value`);
  else if (x.mode === 'builtin') check.error(x, `${x} must be called`);
  else if (x.mode === 'typexpr') check.error(x, `${x} is not an expression`);
  else return;
  x.mode = 'invalid';
}

export function singleValue(check: Checker, x: Operand): void {
  if (x.mode !== 'value' || x.type.kind !== TypeKind.Tuple) return;
  check.error(x, `multiple-value ${x} in single-value context`);
  x.mode = 'invalid';
}

/** Checks expressions for their own sake, after an error; true if all of them are valid. */
export function useExprs(check: Checker, list: readonly (Expr | undefined)[], isLhs = false): boolean {
  let ok = true;
  for (const e of list) if (e !== undefined && !useExpr(check, e, isLhs)) ok = false;
  return ok;
}

function useExpr(check: Checker, e: Expr, isLhs: boolean): boolean {
  const inner = unparen(e);
  const x = new Operand();
  if (inner.kind !== NodeKind.Ident) {
    if (inner.kind === NodeKind.KeyValueExpr) return useExprs(check, [inner.value], isLhs);
    rawExpr(check, x, e, undefined, undefined, true);
    return x.mode !== 'invalid';
  }
  if (inner.name === '_') return true;
  const object = isLhs ? check.lookup(inner.name) : undefined;
  const wasUsed = object?.kind === 'var' && object.used;
  exprOrType(check, x, inner, true);
  if (object?.kind === 'var') object.used = wasUsed;
  return x.mode !== 'invalid';
}
