/** Index and slice expressions (go/types' index.go, Go 1.26). */

import type { Expr, IndexExpr, SliceExpr } from '../syntax';
import { assignment } from './assignments';
import type { Checker } from './check';
import { representable } from './constant';
import { signOf } from './constantOps';
import { checkedExpr, exprOrType, requireInstance, useExprs } from './expr';
import { Operand } from './operand';
import { allInteger, identical, isString, isTypeParam, isUntyped, isValid } from './predicates';
import { Basic, invalidType, SliceType, type Type, TypeKind, underlying } from './type';
import { forEachTerm, underIs } from './typeSet';
import { varType } from './typexpr';
import { byteType, typ } from './universe';
import { convertUntyped } from './untyped';

/** x[i] or a type instance; true where `x` is a generic function to be instantiated with the indices. */
export function indexExpr(check: Checker, x: Operand, e: IndexExpr): boolean {
  exprOrType(check, x, e.x, true);
  if (x.mode === 'invalid') {
    useExprs(check, e.indices);
    return false;
  }
  if (x.mode === 'typexpr') {
    x.mode = 'invalid';
    x.type = varType(check, e);
    if (isValid(x.type)) x.mode = 'typexpr';
    return false;
  }
  if (x.mode === 'value') {
    const under = underlying(x.type);
    if (under.kind === TypeKind.Signature && under.typeParams.length > 0) return true;
  }
  requireInstance(check, x, undefined);
  if ((x.mode as string) === 'invalid') return false;
  const element = elementOf(x);
  if (element === undefined) {
    if (x.mode === 'builtin' || isValid(underlying(x.type))) check.error(x, `cannot index ${x}`);
    useExprs(check, e.indices);
    x.mode = 'invalid';
    return false;
  }
  const index = singleIndex(check, e);
  if (index === undefined) {
    x.mode = 'invalid';
    return false;
  }
  x.mode = element.mode;
  x.type = element.elem;
  x.value = undefined;
  if (element.key === undefined) {
    checkIndex(check, index, element.length);
    return false;
  }
  const key = new Operand();
  checkedExpr(check, key, index);
  assignment(check, key, element.key, 'map index');
  x.expr = e;
  return false;
}

interface Element {
  elem: Type;
  mode: Operand['mode'];
  /** Of a map. */
  key: Type | undefined;
  /** Bound that a constant index must stay below; -1 where there is none. */
  length: number;
}

function elementOf(x: Operand): Element | undefined {
  return isTypeParam(x.type) ? elementOfTerms(x) : elementOfUnder(x, underlying(x.type));
}

function elementOfTerms(x: Operand): Element | undefined {
  let common: Element | undefined;
  const ok = underIs(x.type, under => {
    const element = under === undefined ? undefined : elementOfUnder(x, under);
    if (element === undefined) return false;
    if (common === undefined) {
      common = element;
      return true;
    }
    const sameKey =
      common.key === undefined || element.key === undefined
        ? common.key === element.key
        : identical(common.key, element.key);
    if (!sameKey || !identical(common.elem, element.elem)) return false;
    if (element.length >= 0 && (common.length < 0 || element.length < common.length))
      common.length = element.length;
    if (element.mode === 'value') common.mode = 'value';
    return true;
  });
  return ok ? common : undefined;
}

function elementOfUnder(x: Operand, under: Type): Element | undefined {
  switch (under.kind) {
    case TypeKind.Basic: {
      if (!isString(under)) return undefined;
      const known = x.mode === 'constant' && x.value?.kind === 'string' ? x.value.value.length : -1;
      return { elem: byteType, mode: 'value', key: undefined, length: known };
    }
    case TypeKind.Array: {
      const mode = x.mode === 'variable' ? 'variable' : 'value';
      return { elem: under.elem, mode, key: undefined, length: under.len };
    }
    case TypeKind.Pointer: {
      const array = underlying(under.elem);
      if (array.kind !== TypeKind.Array) return undefined;
      return { elem: array.elem, mode: 'variable', key: undefined, length: array.len };
    }
    case TypeKind.Slice:
      return { elem: under.elem, mode: 'variable', key: undefined, length: -1 };
    case TypeKind.Map:
      return { elem: under.elem, mode: 'mapindex', key: under.key, length: -1 };
    default:
      return undefined;
  }
}

function singleIndex(check: Checker, e: IndexExpr): Expr | undefined {
  if (e.indices.length === 0) {
    check.error(e, 'index expression without index');
    return undefined;
  }
  if (e.indices.length > 1) check.error(e.indices[1], 'invalid operation: more than one index');
  return e.indices[0];
}

/** Checks an index below `max` (-1: none); answers its type, and its value if that is constant, -1 otherwise. */
export function checkIndex(check: Checker, index: Expr, max: number): { type: Type; value: number } {
  const x = new Operand();
  checkedExpr(check, x, index);
  if (!isValidIndex(check, x, 'index', false)) return { type: invalidType, value: -1 };
  if (x.mode !== 'constant') return { type: x.type, value: -1 };
  if (x.value?.kind !== 'int') return { type: invalidType, value: -1 };
  // Rounded above 2^53, where no length lies.
  const value = Number(x.value.value);
  if (max >= 0 && value >= max) {
    check.error(x, `invalid argument: index ${x.value.value} out of bounds [0:${max}]`);
    return { type: invalidType, value: -1 };
  }
  return { type: x.type, value };
}

export function isValidIndex(check: Checker, x: Operand, what: string, allowNegative: boolean): boolean {
  if (x.mode === 'invalid') return false;
  convertUntyped(check, x, typ[Basic.Int]);
  if ((x.mode as string) === 'invalid') return false;
  if (!allInteger(x.type)) {
    check.error(x, `invalid argument: ${what} ${x} must be integer`);
    return false;
  }
  if (x.mode !== 'constant' || x.value === undefined) return true;
  if (!allowNegative && signOf(x.value) < 0) {
    check.error(x, `invalid argument: ${what} ${x} must not be negative`);
    return false;
  }
  const value = representable(x.value, Basic.Int, check.sizes);
  if (value === undefined) {
    check.error(x, `invalid argument: ${what} ${x} overflows int`);
    return false;
  }
  x.value = value;
  return true;
}

export function sliceExpr(check: Checker, x: Operand, e: SliceExpr): void {
  checkedExpr(check, x, e.x);
  const exprs = [e.low, e.high, e.max];
  if (x.mode === 'invalid') {
    useExprs(check, exprs);
    return;
  }
  const under = sliceableType(check, x);
  const length = under === undefined ? undefined : sliceResult(check, x, e, under);
  if (length === undefined) {
    x.mode = 'invalid';
    return;
  }
  x.mode = 'value';
  if (e.slice3 && (e.high === undefined || e.max === undefined)) {
    check.error(e, '2nd and 3rd index required in 3-index slice');
    x.mode = 'invalid';
    return;
  }
  const indices = exprs.map((expr, i) => {
    if (expr !== undefined) return checkIndex(check, expr, length >= 0 ? length + 1 : -1).value;
    return i === 0 ? 0 : length;
  });
  checkOrder(check, indices, exprs);
}

/** The common underlying type of what is sliced; a string for sets of strings and byte slices. */
function sliceableType(check: Checker, x: Operand): Type | undefined {
  let common: Type | undefined;
  let hasString = false;
  const ok = forEachTerm(x.type, (_, u) => {
    if (u === undefined) {
      check.error(x, `cannot slice ${x}: no specific type in ${check.str(x.type)}`);
      return false;
    }
    let under = u;
    if (isString(under)) {
      under = new SliceType(byteType);
      hasString = true;
    }
    if (common === undefined) common = under;
    else if (!identical(common, under)) {
      check.error(x, `cannot slice ${x}: types of the set have different underlying types`);
      return false;
    }
    return true;
  });
  if (!ok) return undefined;
  if (hasString) return isTypeParam(x.type) ? typ[Basic.String] : underlying(x.type);
  return common;
}

/** Sets the type of the result; answers the length that is known, -1 if none, undefined with an error. */
function sliceResult(check: Checker, x: Operand, e: SliceExpr, under: Type): number | undefined {
  switch (under.kind) {
    case TypeKind.Basic: {
      if (!isString(under)) break;
      if (e.slice3) {
        check.error(e.max ?? e, 'invalid operation: 3-index slice of string');
        return undefined;
      }
      const length = x.mode === 'constant' && x.value?.kind === 'string' ? x.value.value.length : -1;
      if (isUntyped(x.type)) x.type = typ[Basic.String];
      return length;
    }
    case TypeKind.Array:
      if (x.mode !== 'variable') {
        check.error(x, `cannot slice unaddressable value ${x}`);
        return undefined;
      }
      x.type = new SliceType(under.elem);
      return under.len;
    case TypeKind.Pointer: {
      const array = underlying(under.elem);
      if (array.kind !== TypeKind.Array) break;
      x.type = new SliceType(array.elem);
      return array.len;
    }
    case TypeKind.Slice:
      return -1;
    default:
      break;
  }
  if (isValid(under)) check.error(x, `cannot slice ${x}`);
  return undefined;
}

function checkOrder(check: Checker, indices: readonly number[], exprs: readonly (Expr | undefined)[]): void {
  for (let i = 0; i + 1 < indices.length; i++) {
    if (indices[i] <= 0) continue;
    for (let j = i + 1; j < indices.length; j++) {
      if (indices[j] < 0 || indices[j] >= indices[i]) continue;
      check.error(exprs[j], `invalid slice indices: ${indices[j]} < ${indices[i]}`);
      return;
    }
  }
}
