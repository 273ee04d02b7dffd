/**
 * Untyped expressions and the types they take in the end (go/types' expr.go and const.go, Go 1.26).
 *
 * An untyped expression is recorded with its untyped type first. When its context gives it a type, the record
 * of it and of the operands that share the type is changed.
 */

import { type Expr, NodeKind } from '../syntax';
import type { Checker } from './check';
import { representable } from './constant';
import {
  type ImplicitFailure,
  type ImplicitResult,
  implicitTypeAndValue,
  representationFailure,
} from './conversions';
import { exprString } from './exprString';
import { Operand } from './operand';
import { allInteger, isTyped, isTypeParam, isUntyped, isUntypedNil } from './predicates';
import { type BasicType, type Type, TypeKind, underlying } from './type';

/** The target type for an untyped operand, or why it has none. Nil stays untyped, as in go/types. */
export function implicitType(check: Checker, x: Operand, target: Type): ImplicitResult {
  const result = implicitTypeAndValue(x, target, check.rules);
  return result.failure === undefined && isUntypedNil(x.type) ? { type: x.type, value: undefined } : result;
}

export function convertUntyped(check: Checker, x: Operand, target: Type): void {
  if (x.mode === 'invalid' || isTyped(x.type)) return;
  const result = implicitType(check, x, target);
  if (result.failure !== undefined) {
    invalidConversion(check, result.failure, x, isTypeParam(target) ? target : underlying(target));
    x.mode = 'invalid';
    return;
  }
  applyImplicit(check, x, result);
}

export function applyImplicit(
  check: Checker,
  x: Operand,
  { type, value }: { type: Type; value: Operand['value'] },
): void {
  const { expr } = x;
  const isFinal = type === x.type;
  x.type = type;
  if (value !== undefined) x.value = value;
  if (expr === undefined || check.pendingUntyped(expr) === undefined) return;
  const { facts } = check.env;
  if (value !== undefined) facts.setConstant(expr, value);
  if (isFinal) return;
  // The value fits the type, and constants have no operands whose types depend on theirs.
  if (value !== undefined && expr.kind !== NodeKind.ParenExpr) facts.setType(expr, type);
  else updateExprType(check, expr, type, false);
}

function invalidConversion(check: Checker, failure: ImplicitFailure, x: Operand, target: Type): void {
  const to = check.str(target);
  if (failure === 'truncated') check.error(x, `${x} truncated to ${to}`);
  else if (failure === 'overflow') check.error(x, `${x} overflows ${to}`);
  else check.error(x, `cannot convert ${x} to type ${to}`);
}

/** A constant operand gets the value that a basic type gives it, or becomes invalid with an error. */
export function makeRepresentable(check: Checker, x: Operand, type: BasicType): void {
  if (x.value === undefined) return;
  const value = representable(x.value, type.basic, check.sizes);
  if (value === undefined) {
    invalidConversion(check, representationFailure(x.type, type), x, type);
    x.mode = 'invalid';
    return;
  }
  x.value = value;
}

/** A typed constant must fit its type; an untyped integer is limited to 512 bits. */
export function checkOverflow(check: Checker, x: Operand, at: number): void {
  if (x.value === undefined) {
    check.error(at, 'constant result is not representable');
    return;
  }
  if (isTyped(x.type)) {
    const under = underlying(x.type);
    if (under.kind === TypeKind.Basic) makeRepresentable(check, x, under);
    return;
  }
  if (x.value.kind === 'int' && (x.value.value >= untypedLimit || x.value.value <= -untypedLimit)) {
    check.error(at, `constant ${operationName(x.expr)}overflow`);
    x.value = undefined;
  }
}

/** Untyped integers have 512 bits at most. */
const untypedLimit = 1n << 512n;

const binaryNames: Record<string, string> = {
  '+': 'addition ',
  '-': 'subtraction ',
  '^': 'bitwise XOR ',
  '*': 'multiplication ',
  '<<': 'shift ',
};

function operationName(expr: Expr | undefined): string {
  if (expr?.kind === NodeKind.BinaryExpr) return binaryNames[expr.op] ?? '';
  return expr?.kind === NodeKind.UnaryExpr && expr.op === '^' ? 'bitwise complement ' : '';
}

/** Where an overflow in the expression is reported. */
export function operatorPos(expr: Expr): number {
  return expr.kind === NodeKind.BinaryExpr ? expr.opPos : expr.pos;
}

/**
 * Gives an untyped expression the type, and its operands, if they are not constant, too. With `final` the type
 * stays even if it is untyped.
 */
export function updateExprType(check: Checker, expr: Expr, type: Type, final: boolean): void {
  // Iterates along left operands: long sums nest as deeply as they are long.
  for (let e: Expr | undefined = expr; e !== undefined; ) e = updateOne(check, e, type, final);
}

/** The operand to go on with, if any. */
function updateOne(check: Checker, expr: Expr, type: Type, final: boolean): Expr | undefined {
  const old = check.pendingUntyped(expr);
  if (old === undefined) return undefined;
  const facts = check.env.facts;
  const value = facts.valueOf(expr);
  const isConstant = value !== undefined || facts.isConstant(expr);
  let next: Expr | undefined;
  if (expr.kind === NodeKind.ParenExpr) next = expr.x;
  else if (expr.kind === NodeKind.UnaryExpr && !isConstant) next = expr.x;
  else if (expr.kind === NodeKind.BinaryExpr && !isConstant && !isComparison(expr.op)) {
    next = expr.x;
    if (expr.op !== '<<' && expr.op !== '>>') updateExprType(check, expr.y, type, final);
  }
  if (!final && isUntyped(type)) {
    facts.setType(expr, underlying(type));
    return next;
  }
  if (facts.unshift(expr) && !allInteger(type)) {
    check.error(
      expr,
      `invalid operation: shifted operand ${exprString(expr)} (type ${check.str(type)}) must be integer`,
    );
    facts.unset(expr);
    return next;
  }
  if (isConstant && value !== undefined) {
    const c = new Operand();
    c.mode = 'constant';
    c.expr = expr;
    c.type = old;
    c.value = value;
    if (!convertConstant(check, c, type)) {
      facts.unset(expr);
      return next;
    }
  }
  facts.setType(expr, type);
  return next;
}

/** As convertUntyped, for a constant whose record is being changed. */
function convertConstant(check: Checker, c: Operand, type: Type): boolean {
  if (isUntyped(type)) return true;
  const result = implicitType(check, c, type);
  if (result.failure !== undefined) {
    invalidConversion(check, result.failure, c, isTypeParam(type) ? type : underlying(type));
    return false;
  }
  if (result.value !== undefined) c.value = result.value;
  return true;
}

export function isComparison(op: string): boolean {
  return op === '==' || op === '!=' || op === '<' || op === '<=' || op === '>' || op === '>=';
}
