/** Binary operations, shifts and comparisons (go/types' expr.go, Go 1.26). */

import { type BinaryExpr, type BinaryOp, type Expr, NodeKind } from '../syntax';
import type { Checker } from './check';
import {
  binaryOp,
  type Constant,
  compareConstants,
  imagPart,
  int64Value,
  realPart,
  shiftOp,
  toInt,
} from './constant';
import { assignableTo } from './conversions';
import { checkedExpr, excludeNonValues, finish, singleValue } from './expr';
import { exprString } from './exprString';
import { compositeKind, Operand } from './operand';
import {
  allBoolean,
  allInteger,
  allNumeric,
  allNumericOrString,
  allOrdered,
  allString,
  allUnsigned,
  defaultType,
  hasNil,
  identical,
  isComparable,
  isComplex,
  isInteger,
  isNonTypeParamInterface,
  isPointer,
  isTyped,
  isTypeParam,
  isUntyped,
  isValid,
} from './predicates';
import { Basic, type Type, TypeKind, underlying } from './type';
import { typ } from './universe';
import {
  checkOverflow,
  convertUntyped,
  isComparison,
  makeRepresentable,
  operatorPos,
  updateExprType,
} from './untyped';

/** a + b + c nests to the left as deeply as it is long: the left operands are visited in a loop. */
export function binaryChain(check: Checker, x: Operand, e: BinaryExpr): void {
  if (e.x.kind !== NodeKind.BinaryExpr) {
    checkedExpr(check, x, e.x);
    binary(check, x, e, e.x, e.y, e.op, e.opPos);
    return;
  }
  const chain: BinaryExpr[] = [e];
  let left: Expr = e.x;
  while (left.kind === NodeKind.BinaryExpr) {
    chain.push(left);
    left = left.x;
  }
  checkedExpr(check, x, left);
  for (let i = chain.length - 1; i >= 0; i--) {
    const each = chain[i];
    binary(check, x, each, each.x, each.y, each.op, each.opPos);
    if (i === 0) return;
    x.expr = each;
    if (x.mode !== 'invalid') finish(check, x, undefined, false);
    excludeNonValues(check, x);
    singleValue(check, x);
  }
}

/** `x` holds the left operand; `e` is undefined for `x op= y` and `x++` (then `y` is undefined for 1). */
export function binary(
  check: Checker,
  x: Operand,
  e: BinaryExpr | undefined,
  lhs: Expr,
  rhs: Expr | undefined,
  op: BinaryOp,
  opPos: number,
): void {
  const y = new Operand();
  if (rhs === undefined) {
    y.mode = 'constant';
    y.type = typ[Basic.UntypedInt];
    y.value = { kind: 'int', value: 1n };
  } else checkedExpr(check, y, rhs);
  if (x.mode === 'invalid') return;
  if (y.mode === 'invalid') {
    x.mode = 'invalid';
    x.expr = y.expr;
    return;
  }
  if (op === '<<' || op === '>>') {
    shift(check, x, y, e, op);
    return;
  }
  matchTypes(check, x, y);
  if ((x.mode as string) === 'invalid') return;
  if (isComparison(op)) {
    comparison(check, x, y, op, false);
    return;
  }
  if (!identical(x.type, y.type)) {
    if (isValid(x.type) && isValid(y.type)) {
      const types = `mismatched types ${check.str(x.type)} and ${check.str(y.type)}`;
      check.error(e ?? x, `invalid operation: ${describe(x)} ${op} ${describe(y)} (${types})`);
    }
    x.mode = 'invalid';
    return;
  }
  if (!isDefinedOn(op, x.type)) {
    check.error(x, `invalid operation: operator ${op} not defined on ${x}`);
    x.mode = 'invalid';
    return;
  }
  if ((op === '/' || op === '%') && dividesByZero(x, y)) {
    check.error(y, 'invalid operation: division by zero');
    x.mode = 'invalid';
    return;
  }
  if (x.mode !== 'constant' || y.mode !== 'constant') {
    x.mode = 'value';
    return;
  }
  if (x.value === undefined || y.value === undefined) {
    x.value = undefined;
    return;
  }
  x.value = binaryOp(op, x.value, y.value, op === '/' && isInteger(x.type));
  x.expr = e ?? lhs;
  checkOverflow(check, x, opPos);
}

function describe(x: Operand): string {
  return x.expr === undefined ? '1' : exprString(x.expr);
}

function isDefinedOn(op: BinaryOp, type: Type): boolean {
  switch (op) {
    case '+':
      return allNumericOrString(type);
    case '-':
    case '*':
    case '/':
      return allNumeric(type);
    case '&&':
    case '||':
      return allBoolean(type);
    default:
      return allInteger(type);
  }
}

function dividesByZero(x: Operand, y: Operand): boolean {
  if (y.mode !== 'constant' || y.value === undefined) return false;
  if (x.mode !== 'constant' && !allInteger(x.type)) return false;
  return isZero(y.value) || (isComplex(x.type) && isZero(realPart(y.value)) && isZero(imagPart(y.value)));
}

function isZero(value: Constant | undefined): boolean {
  if (value === undefined) return false;
  switch (value.kind) {
    case 'int':
      return value.value === 0n;
    case 'rat':
      return value.num === 0n;
    case 'float':
      return value.mantissa === 0n;
    case 'complex':
      return isZero(value.re) && isZero(value.im);
    default:
      return false;
  }
}

// ---------------------------------------------------------------- matching operands

/** An untyped operand takes the type of the other one, where that may be. */
export function matchTypes(check: Checker, x: Operand, y: Operand): void {
  if (!mayConvert(x, y)) return;
  convertUntyped(check, x, y.type);
  if (x.mode === 'invalid') return;
  convertUntyped(check, y, x.type);
  if (y.mode === 'invalid') x.mode = 'invalid';
}

function mayConvert(x: Operand, y: Operand): boolean {
  if (isTyped(x.type) && isTyped(y.type)) return false;
  if (x.isNil) return hasNil(y.type);
  if (y.isNil) return hasNil(x.type);
  const isNumber = allNumeric(x.type);
  if (isNumber !== allNumeric(y.type)) return false;
  if (isNumber && !isTypeParam(x.type) && !isTypeParam(y.type)) return true;
  if (isNonTypeParamInterface(x.type) || isNonTypeParamInterface(y.type)) return true;
  if (allBoolean(x.type) !== allBoolean(y.type)) return false;
  if (allString(x.type) !== allString(y.type)) return false;
  return !isPointer(x.type) && !isPointer(y.type);
}

// ---------------------------------------------------------------- comparisons

/** `switchCase` compares a case `x` with the value `y` of the switch. */
export function comparison(check: Checker, x: Operand, y: Operand, op: string, switchCase: boolean): void {
  if (!isValid(x.type) || !isValid(y.type)) {
    x.mode = 'invalid';
    return;
  }
  const problem = comparisonProblem(check, x, y, op);
  if (problem !== undefined) {
    if (switchCase)
      check.error(x, `invalid case ${describe(x)} in switch on ${describe(y)} (${problem.cause})`);
    else check.error(problem.at, `invalid operation: ${describe(x)} ${op} ${describe(y)} (${problem.cause})`);
    x.mode = 'invalid';
    return;
  }
  if (x.mode === 'constant' && y.mode === 'constant') {
    const known = x.value !== undefined && y.value !== undefined;
    x.value = known ? { kind: 'bool', value: compare(op, x.value!, y.value!) } : undefined;
  } else {
    x.mode = 'value';
    if (x.expr !== undefined) updateExprType(check, x.expr, defaultType(x.type), true);
    if (y.expr !== undefined) updateExprType(check, y.expr, defaultType(y.type), true);
  }
  x.type = typ[Basic.UntypedBool];
}

function compare(op: string, x: Constant, y: Constant): boolean {
  return compareConstants(op as BinaryOp, x, y);
}

function comparisonProblem(
  check: Checker,
  x: Operand,
  y: Operand,
  op: string,
): { at: Operand; cause: string } | undefined {
  if (!isEitherAssignable(check, x, y)) {
    return { at: x, cause: `mismatched types ${check.str(x.type)} and ${check.str(y.type)}` };
  }
  if (op === '==' || op === '!=') {
    if (x.isNil || y.isNil) {
      const type = x.isNil ? y.type : x.type;
      return hasNil(type) ? undefined : { at: y, cause: undefinedOn(check, x, y, y, op) };
    }
    const at = firstOther(x, y, isComparable);
    if (at === undefined) return undefined;
    const why = incomparableCause(at.type);
    return { at, cause: why !== '' ? why : undefinedOn(check, x, y, at, op) };
  }
  const at = firstOther(x, y, allOrdered);
  return at && { at, cause: undefinedOn(check, x, y, at, op) };
}

/** Nil is asked about first: what is no type of an interface takes long to be told so. */
function isEitherAssignable(check: Checker, x: Operand, y: Operand): boolean {
  if (x.type === y.type) return true;
  const { rules } = check;
  if (y.isNil) return assignableTo(y, x.type, rules).ok || assignableTo(x, y.type, rules).ok;
  return assignableTo(x, y.type, rules).ok || assignableTo(y, x.type, rules).ok;
}

/** The first operand of a type that does not pass. */
function firstOther(x: Operand, y: Operand, test: (type: Type) => boolean): Operand | undefined {
  if (!test(x.type)) return x;
  return y.type === x.type || test(y.type) ? undefined : y;
}

function undefinedOn(check: Checker, x: Operand, y: Operand, at: Operand, op: string): string {
  if (isTypeParam(x.type) || isTypeParam(y.type)) {
    const param = isTypeParam(x.type) ? x : y;
    return `type parameter ${check.str(param.type)} cannot use operator ${op}`;
  }
  const what = compositeKind(at.type);
  return `operator ${op} not defined on ${what !== '' ? what : check.str(at.type)}`;
}

function incomparableCause(type: Type): string {
  switch (underlying(type).kind) {
    case TypeKind.Slice:
    case TypeKind.Signature:
    case TypeKind.Map:
      return `${compositeKind(type)} can only be compared to nil`;
    default: {
      let cause = '';
      isComparable(type, true, why => {
        cause = why;
      });
      return cause;
    }
  }
}

// ---------------------------------------------------------------- shifts

function shift(check: Checker, x: Operand, y: Operand, e: BinaryExpr | undefined, op: '<<' | '>>'): void {
  const xValue = x.mode === 'constant' && x.value !== undefined ? toInt(x.value) : undefined;
  const unknown = x.mode === 'constant' && x.value === undefined;
  const fail = (at: Operand, message: string) => {
    check.error(at, `invalid operation: ${message}`);
    x.mode = 'invalid';
  };
  if (!allInteger(x.type) && !(isUntyped(x.type) && (xValue !== undefined || unknown))) {
    fail(x, `shifted operand ${x} must be integer`);
    return;
  }
  const yValue = y.mode === 'constant' && y.value !== undefined ? toInt(y.value) : undefined;
  if (y.mode === 'constant') {
    if (yValue !== undefined && yValue.kind === 'int' && yValue.value < 0n) {
      fail(y, `negative shift count ${y}`);
      return;
    }
    if (isUntyped(y.type)) {
      makeRepresentable(check, y, typ[Basic.Uint]);
      if ((y.mode as string) === 'invalid') {
        x.mode = 'invalid';
        return;
      }
    }
  } else if (allInteger(y.type)) {
    if (!allUnsigned(y.type) && !check.requireVersion(y, 13, `invalid operation: signed shift count ${y}`)) {
      x.mode = 'invalid';
      return;
    }
  } else if (isUntyped(y.type)) {
    convertUntyped(check, y, typ[Basic.Uint]);
    if ((y.mode as string) === 'invalid') {
      x.mode = 'invalid';
      return;
    }
  } else {
    fail(y, `shift count ${y} must be integer`);
    return;
  }
  if (x.mode === 'constant') {
    if (y.mode === 'constant') {
      constantShift(check, x, y, xValue, yValue, e, op);
      return;
    }
    if (isUntyped(x.type)) {
      // The operand's type is known when that of the whole expression is.
      if (x.expr !== undefined && check.pendingUntyped(x.expr) !== undefined) {
        check.env.facts.shift(x.expr);
      }
      x.mode = 'value';
      return;
    }
  }
  if (!allInteger(x.type)) {
    fail(x, `shifted operand ${x} must be integer`);
    return;
  }
  x.mode = 'value';
}

/** Shifts further than this give no number that is of use; larger counts are errors. */
const shiftBound = 1023 - 1 + 52;

function constantShift(
  check: Checker,
  x: Operand,
  y: Operand,
  xValue: Constant | undefined,
  yValue: Constant | undefined,
  e: BinaryExpr | undefined,
  op: '<<' | '>>',
): void {
  const isInt = isInteger(x.type);
  if (xValue === undefined || y.value === undefined) {
    x.value = undefined;
    if (!isInt) x.type = typ[Basic.UntypedInt];
    return;
  }
  const count = yValue === undefined ? undefined : int64Value(yValue);
  if (count === undefined || count > shiftBound) {
    check.error(y, `invalid operation: invalid shift count ${y}`);
    x.mode = 'invalid';
    return;
  }
  if (!isInt) x.type = typ[Basic.UntypedInt];
  x.value = shiftOp(op, xValue, count);
  if (e !== undefined) x.expr = e;
  if (x.expr !== undefined) checkOverflow(check, x, operatorPos(x.expr));
}
