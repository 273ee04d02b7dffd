/** Range loops over everything that can be ranged over (go/types' range.go, Go 1.26). */

import { type Expr, NodeKind, type RangeStmt } from '../syntax';
import { assignment, assignVar, initVar } from './assignments';
import { arrayPointerElem } from './builtinsContainer';
import type { Checker } from './check';
import { checkedExpr } from './expr';
import type { VarObject } from './object';
import { Operand, valueOperand } from './operand';
import { identical, isBoolean, isInteger, isString, isValid } from './predicates';
import { statement } from './stmt';
import { Basic, invalidType, type SignatureType, type Type, TypeKind } from './type';
import { commonUnder } from './typeSet';
import { runeType, typ } from './universe';

export function rangeStmt(check: Checker, context: number, s: RangeStmt): void {
  check.env.hasCallOrRecv = false;
  const x = new Operand();
  checkedExpr(check, x, s.x);
  let types: (Type | undefined)[] = [undefined, undefined];
  if (x.mode !== 'invalid') {
    const result = rangeTypes(check, x.type);
    if (!result.ok) {
      const why = result.cause === '' ? '' : `: ${result.cause}`;
      check.softError(x, `cannot range over ${x}${why}`);
    } else if (result.key === undefined && s.key !== undefined) {
      check.softError(s.key, `range over ${x} permits no iteration variables`);
    } else if (result.value === undefined && s.value !== undefined) {
      check.softError(s.value, `range over ${x} permits only one iteration variable`);
    }
    types = [result.key, result.value];
  }
  check.openScope();
  const overInteger = isInteger(x.type);
  if (s.tok === ':=') declareVars(check, s, x, types, overInteger);
  else if (s.key !== undefined) assignAll(check, s, x, types, overInteger);
  else if (overInteger) assignment(check, x, undefined, 'range clause');
  statement(check, context, s.body);
  check.closeScope();
}

function declareVars(
  check: Checker,
  s: RangeStmt,
  x: Operand,
  types: readonly (Type | undefined)[],
  overInteger: boolean,
): void {
  const variables: VarObject[] = [];
  [s.key, s.value].forEach((lhs, i) => {
    if (lhs === undefined) return;
    const variable = check.newVar('local', lhs.pos, lhs.kind === NodeKind.Ident ? lhs.name : '_');
    if (lhs.kind === NodeKind.Ident) {
      check.recordDef(lhs, variable);
      if (lhs.name !== '_') variables.push(variable);
    } else check.error(lhs, 'cannot declare in range clause');
    const type = types[i];
    if (type === undefined || !isValid(type)) {
      variable.type = invalidType;
      variable.used = true;
    } else if (overInteger) initVar(check, variable, x, 'range clause');
    else initVar(check, variable, valueOperand(lhs, type), 'assignment');
  });
  if (variables.length === 0) check.error(s.tokPos, 'no new variables on left side of :=');
  for (const variable of variables) check.declare(check.env.scope, undefined, variable);
}

function assignAll(
  check: Checker,
  s: RangeStmt,
  x: Operand,
  types: readonly (Type | undefined)[],
  overInteger: boolean,
): void {
  [s.key, s.value].forEach((lhs: Expr | undefined, i) => {
    const type = types[i];
    if (lhs === undefined || type === undefined || !isValid(type)) return;
    if (overInteger) {
      assignVar(check, lhs, undefined, x, 'range clause');
      if (x.mode !== 'invalid' && !isInteger(x.type)) {
        check.softError(lhs, `cannot use iteration variable of type ${check.str(x.type)}`);
      }
    } else assignVar(check, lhs, undefined, valueOperand(lhs, type), 'assignment');
  });
}

interface RangeTypes {
  ok: boolean;
  key?: Type | undefined;
  value?: Type | undefined;
  cause: string;
}

/** Types of the iteration variables. */
function rangeTypes(check: Checker, type: Type): RangeTypes {
  const bad = (cause: string): RangeTypes => ({ ok: false, key: invalidType, value: invalidType, cause });
  const common = commonUnder(type, (each, under) =>
    under?.kind === TypeKind.Chan && under.dir === 'send' && each !== undefined
      ? `receive from send-only channel ${check.str(each)}`
      : undefined,
  );
  if (common.type === undefined) return bad(common.cause);
  const under = arrayPointerElem(common.type);
  const good = (key: Type | undefined, value: Type | undefined): RangeTypes => ({
    ok: true,
    key,
    value,
    cause: '',
  });
  switch (under.kind) {
    case TypeKind.Basic:
      if (isString(under)) return good(typ[Basic.Int], runeType);
      if (!isInteger(under)) return bad('');
      return check.allowVersion(22) ? good(type, undefined) : bad('requires go1.22 or later');
    case TypeKind.Array:
    case TypeKind.Slice:
      return good(typ[Basic.Int], under.elem);
    case TypeKind.Map:
      return good(under.key, under.elem);
    case TypeKind.Chan:
      return good(under.elem, undefined);
    case TypeKind.Signature: {
      if (!check.allowVersion(23)) return bad('requires go1.23 or later');
      const result = iteratorTypes(under);
      return typeof result === 'string' ? bad(`func must be func(yield func(...) bool): ${result}`) : result;
    }
    default:
      return bad('');
  }
}

/** Parameters of the yield function of an iterator; what is wrong with it otherwise. */
function iteratorTypes(iterator: SignatureType): RangeTypes | string {
  if (iterator.params.vars.length !== 1) return 'wrong argument count';
  if (iterator.results.vars.length !== 0) return 'unexpected results';
  const { type: callback, cause } = commonUnder(iterator.params.vars[0].type);
  if (callback?.kind !== TypeKind.Signature) {
    return cause === '' ? 'argument is not func' : `in yield type, ${cause}`;
  }
  const params = callback.params.vars;
  const results = callback.results.vars;
  if (params.length > 2) return 'yield func has too many parameters';
  if (results.length !== 1 || !identical(results[0].type, typ[Basic.Bool])) {
    return results.length === 1 && isBoolean(results[0].type)
      ? 'yield func returns user-defined boolean, not bool'
      : 'yield func does not return bool';
  }
  return { ok: true, key: params[0]?.type, value: params[1]?.type, cause: '' };
}
