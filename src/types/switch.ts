/** Switches over values and over types (go/types' stmt.go, Go 1.26). */

import { type Expr, NodeKind, type SwitchStmt, type TypeSwitchStmt } from '../syntax';
import { assignment } from './assignments';
import { comparison } from './binary';
import { type Checker, unparen } from './check';
import { type Constant, constantString } from './constant';
import { checkedExpr, typeAssertion } from './expr';
import { constantKey } from './literals';
import type { VarObject } from './object';
import { Operand } from './operand';
import { hasNil, identical, isComparable, isInterface, isTypeParam, isValid } from './predicates';
import { fallthroughOk, finalCase, multipleDefaults, statement, statements } from './stmt';
import { Basic, invalidType, type Type } from './type';
import { varType } from './typexpr';
import { typ } from './universe';
import { convertUntyped } from './untyped';

export function switchStmt(check: Checker, context: number, s: SwitchStmt): void {
  check.openScope();
  if (s.init !== undefined) statement(check, 0, s.init);
  const x = new Operand();
  if (s.tag === undefined) {
    x.mode = 'constant';
    x.type = typ[Basic.Bool];
    x.value = { kind: 'bool', value: true };
  } else {
    checkedExpr(check, x, s.tag);
    assignment(check, x, undefined, 'switch expression');
    if ((x.mode as string) !== 'invalid' && !isComparable(x.type) && !hasNil(x.type)) {
      check.error(x, `cannot switch on ${x} (${check.str(x.type)} is not comparable)`);
      x.mode = 'invalid';
    }
  }
  multipleDefaults(
    check,
    s.body,
    s.body.map(clause => clause.isDefault),
  );
  const seen = new Map<string, Type[]>();
  s.body.forEach((clause, i) => {
    caseValues(check, x, clause.list, seen);
    check.openScope();
    statements(check, context | (i + 1 < s.body.length ? fallthroughOk : finalCase), clause.body);
    check.closeScope();
  });
  check.closeScope();
}

function caseValues(check: Checker, x: Operand, values: readonly Expr[], seen: Map<string, Type[]>): void {
  for (const e of values) {
    const v = new Operand();
    checkedExpr(check, v, e);
    if (x.mode === 'invalid' || v.mode === 'invalid') continue;
    convertUntyped(check, v, x.type);
    if ((v.mode as string) === 'invalid') continue;
    const result = new Operand();
    result.set(v);
    comparison(check, result, x, '==', true);
    if ((result.mode as string) === 'invalid' || v.mode !== 'constant' || v.value === undefined) continue;
    if (v.value.kind !== 'bool') noteCase(check, v, v.value, seen);
  }
}

function noteCase(check: Checker, v: Operand, value: Constant, seen: Map<string, Type[]>): void {
  const key = constantKey(value);
  const types = seen.get(key);
  if (types === undefined) seen.set(key, [v.type]);
  else if (types.some(type => identical(type, v.type))) {
    check.error(v, `duplicate case ${constantString(value)} in expression switch`);
  } else types.push(v.type);
}

export function typeSwitchStmt(check: Checker, context: number, s: TypeSwitchStmt): void {
  check.openScope();
  if (s.init !== undefined) statement(check, 0, s.init);
  let bind = s.bind;
  if (bind?.name === '_') {
    check.softError(bind, 'no new variable on left side of :=');
    bind = undefined;
  }
  const x = new Operand();
  checkedExpr(check, x, s.x);
  let subject: Operand | undefined;
  if (x.mode !== 'invalid') {
    if (isTypeParam(x.type)) check.error(x, `cannot use type switch on type parameter value ${x}`);
    else if (isInterface(x.type)) subject = x;
    else check.error(x, `${x} is not an interface`);
  }
  multipleDefaults(
    check,
    s.body,
    s.body.map(clause => clause.isDefault),
  );
  const variables: VarObject[] = [];
  const seen: (Type | undefined)[] = [];
  for (const clause of s.body) {
    const type = caseTypes(check, subject, clause.list, seen);
    check.openScope();
    if (bind !== undefined) {
      const variable = check.newVar('local', bind.pos, bind.name, type);
      // Whether it is used is asked for all clauses together.
      check.env.scope.insert(variable);
      check.env.facts.declareImplicitly(clause, variable);
      variables.push(variable);
    }
    statements(check, context, clause.body);
    check.closeScope();
  }
  if (bind !== undefined && !variables.some(variable => variable.used)) {
    check.softError(bind, `declared and not used: ${bind.name}`);
  }
  check.closeScope();
}

/** The type of the variable in a clause: the type of a single case, that of the operand otherwise. */
function caseTypes(
  check: Checker,
  x: Operand | undefined,
  types: readonly Expr[],
  seen: (Type | undefined)[],
): Type {
  let type: Type | undefined;
  for (const e of types) {
    if (isNilName(check, e)) {
      type = undefined;
      checkedExpr(check, new Operand(), e);
    } else {
      type = varType(check, e);
      if (!isValid(type)) continue;
    }
    const current = type;
    const duplicate = seen.some(other =>
      other === undefined || current === undefined ? other === current : identical(other, current),
    );
    if (duplicate) {
      check.error(e, `duplicate case ${current === undefined ? 'nil' : check.str(current)} in type switch`);
      continue;
    }
    seen.push(current);
    if (x !== undefined && current !== undefined) typeAssertion(check, e, x, current, true);
  }
  if (types.length === 1 && type !== undefined) return type;
  return x?.type ?? invalidType;
}

function isNilName(check: Checker, e: Expr): boolean {
  const name = unparen(e);
  return name.kind === NodeKind.Ident && check.lookup(name.name)?.kind === 'nil';
}
