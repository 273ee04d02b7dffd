/** Assignments and initialisations (go/types' assignments.go, Go 1.26). */

import { type CallExpr, type Expr, type Ident, NodeKind, type ReturnStmt } from '../syntax';
import { type Checker, unparen } from './check';
import { assignableTo } from './conversions';
import {
  checkedExpr,
  excludeNonValues,
  exprList,
  multiExpr,
  nameOrType,
  newTarget,
  singleValue,
  useExprs,
} from './expr';
import { exprString } from './exprString';
import type { ConstObject, GoObject, VarObject } from './object';
import { Operand } from './operand';
import {
  defaultType,
  isNonTypeParamInterface,
  isNumeric,
  isUntyped,
  isUntypedNil,
  isValid,
} from './predicates';
import { measure } from './signature';
import { invalidType, type Type, TypeKind, underlying } from './type';
import { applyImplicit, implicitType } from './untyped';

/** Where a value is assigned, as errors say it: in these words, or as an argument of the call. */
export type AssignmentContext = string | CallExpr;

function contextText(context: AssignmentContext): string {
  return typeof context === 'string' ? context : `argument to ${exprString(context.fun)}`;
}

/** The operand is assigned to a variable of the type (undefined: it takes its default type). */
export function assignment(
  check: Checker,
  x: Operand,
  type: Type | undefined,
  context: AssignmentContext,
): void {
  if (x.mode === 'value') singleValue(check, x);
  switch (x.mode) {
    case 'invalid':
      return;
    case 'variable':
    case 'value':
    case 'constant':
      break;
    case 'novalue':
    case 'builtin':
    case 'typexpr':
      check.error(x, `cannot assign ${x} in ${contextText(context)}`);
      x.mode = 'invalid';
      return;
    default:
      break;
  }
  if (isUntyped(x.type) && !assignUntyped(check, x, type, context)) return;
  const under = underlying(x.type);
  if (under.kind === TypeKind.Signature && under.typeParams.length > 0) {
    check.error(x, `cannot use generic function ${x} without instantiation in ${contextText(context)}`);
    x.mode = 'invalid';
    return;
  }
  if (type === undefined || type === x.type) return;
  const { ok, cause } = assignableTo(x, type, check.rules);
  if (ok) return;
  const text = `cannot use ${x} as ${check.str(type)} value in ${contextText(context)}`;
  check.error(x, cause === '' ? text : `${text}: ${cause}`);
  x.mode = 'invalid';
}

function assignUntyped(
  check: Checker,
  x: Operand,
  type: Type | undefined,
  context: AssignmentContext,
): boolean {
  let target = type;
  if (target === undefined || isNonTypeParamInterface(target)) {
    if (target === undefined && isUntypedNil(x.type)) {
      check.error(x, `use of untyped nil in ${contextText(context)}`);
      x.mode = 'invalid';
      return false;
    }
    target = defaultType(x.type);
  }
  const result = implicitType(check, x, target);
  if (result.failure === undefined) {
    applyImplicit(check, x, result);
    return (x.mode as string) !== 'invalid';
  }
  let text = `cannot use ${x} as ${check.str(target)} value in ${contextText(context)}`;
  if (result.failure === 'truncated') text += ' (truncated)';
  else if (result.failure === 'overflow') text += ' (overflows)';
  check.error(x, text);
  x.mode = 'invalid';
  return false;
}

export function initConst(check: Checker, lhs: ConstObject, x: Operand): void {
  const broken =
    x.mode === 'invalid' || !isValid(x.type) || (lhs.knownType !== undefined && !isValid(lhs.type));
  if (broken || x.mode !== 'constant') {
    if (!broken) check.error(x, `${x} is not constant`);
    if (lhs.knownType === undefined) lhs.type = invalidType;
    return;
  }
  if (lhs.knownType === undefined) lhs.type = x.type;
  assignment(check, x, lhs.type, 'constant declaration');
  if ((x.mode as string) !== 'invalid') lhs.value = x.value;
}

export function initVar(check: Checker, lhs: VarObject, x: Operand, context: string): void {
  if (x.mode === 'invalid' || !isValid(x.type) || (lhs.knownType !== undefined && !isValid(lhs.type))) {
    if (lhs.knownType === undefined) lhs.type = invalidType;
    x.mode = 'invalid';
    return;
  }
  if (lhs.knownType === undefined) {
    if (isUntypedNil(x.type)) {
      check.error(x, `use of untyped nil in ${context}`);
      lhs.type = invalidType;
      x.mode = 'invalid';
      return;
    }
    lhs.type = isUntyped(x.type) ? defaultType(x.type) : x.type;
  }
  assignment(check, x, lhs.type, context);
}

/** The type of a variable that is assigned to; undefined for the blank identifier, invalid after an error. */
function lhsType(check: Checker, lhs: Expr): Type | undefined {
  const ident = unparen(lhs);
  if (ident.kind === NodeKind.Ident && ident.name === '_') return undefined;
  // An assignment is no use of the variable.
  const object = ident.kind === NodeKind.Ident ? check.lookup(ident.name) : undefined;
  const wasUsed = object?.kind === 'var' && object.used;
  const x = new Operand();
  if (object !== undefined && lhs.kind === NodeKind.Ident) {
    nameOrType(check, x, lhs, object);
    excludeNonValues(check, x);
  } else checkedExpr(check, x, lhs);
  if (object?.kind === 'var' && object.pkg === check.env.pkg) object.used = wasUsed;
  if (x.mode === 'invalid' || !isValid(x.type)) return invalidType;
  if (x.mode === 'variable' || x.mode === 'mapindex') return x.type;
  const text = exprString(lhs);
  if (x.expr?.kind === NodeKind.SelectorExpr) {
    const base = new Operand();
    checkedExpr(check, base, x.expr.x);
    if ((base.mode as string) === 'mapindex') {
      check.error(x, `cannot assign to struct field ${text} in map`);
      return invalidType;
    }
  }
  check.error(x, `cannot assign to ${text} (neither addressable nor a map index expression)`);
  return invalidType;
}

/** lhs = rhs, or, where the value is known, lhs = x. */
export function assignVar(
  check: Checker,
  lhs: Expr,
  rhs: Expr | undefined,
  value: Operand | undefined,
  context: string,
): void {
  const type = lhsType(check, lhs);
  if (type !== undefined && !isValid(type)) {
    if (value !== undefined) value.mode = 'invalid';
    else useExprs(check, [rhs]);
    return;
  }
  let x = value;
  if (x === undefined) {
    x = new Operand();
    if (rhs === undefined) return;
    checkedExpr(check, x, rhs, newTarget(type));
  }
  const isBlank = type === undefined && context === 'assignment';
  assignment(check, x, type, isBlank ? 'assignment to _ identifier' : context);
}

/** "(int, number, string)" as messages list what there is and what is wanted. */
export function typesSummary(
  check: Checker,
  types: readonly (Type | undefined)[],
  variadic: boolean,
  hasDots: boolean,
): string {
  const names = types.map((type, i) => {
    const isLast = i === types.length - 1;
    let name: string;
    if (type === undefined || !isValid(type)) name = 'unknown type';
    else if (isUntyped(type)) name = isNumeric(type) ? 'number' : check.str(type).replace('untyped ', '');
    else if (isLast && variadic && type.kind === TypeKind.Slice) return `...${check.str(type.elem)}`;
    else name = check.str(type);
    return isLast && hasDots ? `${name}...` : name;
  });
  return `(${names.join(', ')})`;
}

function mismatch(check: Checker, rhs: readonly Expr[], variables: number, values: number): void {
  const call = unparen(rhs[0]);
  const source =
    rhs.length === 1 && call.kind === NodeKind.CallExpr
      ? `${exprString(call.fun)} returns ${measure(values, 'value')}`
      : measure(values, 'value');
  check.error(rhs[0], `assignment mismatch: ${measure(variables, 'variable')} but ${source}`);
}

function returnMismatch(
  check: Checker,
  statement: ReturnStmt,
  lhs: readonly VarObject[],
  rhs: readonly Operand[],
): void {
  const tooMany = rhs.length > lhs.length;
  const at = tooMany ? rhs[lhs.length] : (rhs[rhs.length - 1] ?? statement);
  const have = typesSummary(
    check,
    rhs.map(x => x.type),
    false,
    false,
  );
  const want = typesSummary(
    check,
    lhs.map(v => v.type),
    false,
    false,
  );
  check.error(at, `${tooMany ? 'too many' : 'not enough'} return values\n\thave ${have}\n\twant ${want}`);
}

function isCall(list: readonly Expr[]): boolean {
  return list.length === 1 && unparen(list[0]).kind === NodeKind.CallExpr;
}

/** Initialises variables with values, or, with `statement`, results with what is returned. */
export function initVars(
  check: Checker,
  lhs: readonly VarObject[],
  rhs: readonly Expr[],
  statement: ReturnStmt | undefined,
): void {
  const context = statement === undefined ? 'assignment' : 'return statement';
  if (lhs.length === rhs.length && !isCall(rhs)) {
    const x = new Operand();
    for (let i = 0; i < lhs.length; i++) {
      checkedExpr(check, x, rhs[i], newTarget(lhs[i].knownType));
      initVar(check, lhs[i], x, context);
    }
    return;
  }
  if (rhs.length !== 1) {
    if (useExprs(check, rhs)) {
      if (statement !== undefined) returnMismatch(check, statement, lhs, exprList(check, rhs));
      else if (rhs.length > 0) mismatch(check, rhs, lhs.length, rhs.length);
    }
    invalidate(lhs);
    return;
  }
  const { list, commaOk } = multiExpr(check, rhs[0], lhs.length === 2 && statement === undefined);
  if (lhs.length === list.length) {
    for (let i = 0; i < lhs.length; i++) initVar(check, lhs[i], list[i], context);
    if (commaOk) recordCommaOk(check, rhs[0], list);
    return;
  }
  if (list[0]?.mode !== 'invalid') {
    if (statement !== undefined) returnMismatch(check, statement, lhs, list);
    else mismatch(check, rhs, lhs.length, list.length);
  }
  invalidate(lhs);
}

function invalidate(lhs: readonly VarObject[]): void {
  for (let i = 0; i < lhs.length; i++) if (lhs[i].knownType === undefined) lhs[i].type = invalidType;
}

function recordCommaOk(check: Checker, expr: Expr, list: readonly Operand[]): void {
  if (list[0].mode === 'invalid' || list[1].mode === 'invalid') return;
  const [value, ok] = list.map(x => check.newVar('local', expr.pos, '', x.type));
  check.recordCommaOk(expr, [value, ok]);
}

export function assignVars(check: Checker, lhs: readonly Expr[], rhs: readonly Expr[]): void {
  if (lhs.length === rhs.length && !isCall(rhs)) {
    for (let i = 0; i < lhs.length; i++) assignVar(check, lhs[i], rhs[i], undefined, 'assignment');
    return;
  }
  if (rhs.length !== 1) {
    const okLhs = useExprs(check, lhs, true);
    const okRhs = useExprs(check, rhs);
    if (okLhs && okRhs && rhs.length > 0) mismatch(check, rhs, lhs.length, rhs.length);
    return;
  }
  const { list, commaOk } = multiExpr(check, rhs[0], lhs.length === 2);
  if (lhs.length === list.length) {
    for (let i = 0; i < lhs.length; i++) assignVar(check, lhs[i], undefined, list[i], 'assignment');
    if (commaOk) recordCommaOk(check, rhs[0], list);
    return;
  }
  if (list[0]?.mode !== 'invalid') mismatch(check, rhs, lhs.length, list.length);
  useExprs(check, lhs, true);
}

export function shortVarDecl(check: Checker, at: number, lhs: readonly Expr[], rhs: readonly Expr[]): void {
  const from = check.delayedCount;
  const scope = check.env.scope;
  const created: VarObject[] = [];
  const variables: VarObject[] = [];
  let hasError = false;
  for (let i = 0; i < lhs.length; i++) {
    const each = lhs[i];
    const there = each.kind === NodeKind.Ident ? scope.lookup(each.name) : undefined;
    if (each.kind === NodeKind.Ident && there === undefined && !isRepeated(lhs, i, each.name)) {
      const variable = newLocal(check, each);
      variables.push(variable);
      if (each.name !== '_') created.push(variable);
    } else if (each.kind === NodeKind.Ident && there?.kind === 'var' && !isRepeated(lhs, i, each.name)) {
      check.recordUse(each, there);
      variables.push(there);
    } else {
      check.error(each, shortVarProblem(check, lhs, i, there));
      hasError = true;
      variables.push(check.newVar('local', each.pos, '_'));
    }
  }
  initVars(check, variables, rhs, undefined);
  invalidate(variables);
  check.runDelayed(from);
  if (created.length === 0 && !hasError) {
    check.softError(at, 'no new variables on left side of :=');
    return;
  }
  for (let i = 0; i < created.length; i++) check.declare(scope, undefined, created[i]);
}

function isRepeated(lhs: readonly Expr[], at: number, name: string): boolean {
  for (let i = 0; i < at; i++) {
    const each = lhs[i];
    if (each.kind === NodeKind.Ident && each.name === name && name !== '_') return true;
  }
  return false;
}

function shortVarProblem(
  check: Checker,
  lhs: readonly Expr[],
  at: number,
  there: GoObject | undefined,
): string {
  const each = lhs[at];
  if (each.kind !== NodeKind.Ident) {
    useExprs(check, [each], true);
    return 'non-name on left side of :=';
  }
  if (isRepeated(lhs, at, each.name)) return `${each.name} repeated on left side of :=`;
  if (there !== undefined) check.recordUse(each, there);
  return `cannot assign to ${each.name}`;
}

function newLocal(check: Checker, ident: Ident): VarObject {
  const variable = check.newVar('local', ident.pos, ident.name);
  check.recordDef(ident, variable);
  return variable;
}
