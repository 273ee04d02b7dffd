/** Unions of terms in constraints: A | ~B (go/types' union.go, Go 1.26). */

import { type Expr, NodeKind } from '../syntax';
import type { Checker } from './check';
import { disjointTerms, identical, isInterface, isTypeParam, isValid } from './predicates';
import { invalidType, type Type, TypeKind, type UnionTerm, UnionType, underlying } from './type';
import { hasTooManyTerms, maxTermCount, typeSetOf } from './typeSet';
import { type as checkType } from './typexpr';
import { comparableType } from './universe';

const tooManyTerms = `cannot handle more than ${maxTermCount} union terms (implementation limitation)`;

/** The union that an expression denotes; a single term without a tilde is the type itself. */
export function unionType(check: Checker, expr: Expr): Type {
  const operators: Expr[] = [];
  const exprs: Expr[] = [];
  let e = expr;
  while (e.kind === NodeKind.BinaryExpr && e.op === '|') {
    operators.unshift(e);
    exprs.unshift(e.y);
    e = e.x;
  }
  exprs.unshift(e);
  const terms: UnionTerm[] = [];
  let union: Type = invalidType;
  for (let i = 0; i < exprs.length; i++) {
    const term = parseTerm(check, exprs[i]);
    if (exprs.length === 1 && !term.tilde) return term.type;
    if (terms.length < maxTermCount) {
      terms.push(term);
      union = new UnionType(terms.slice());
    } else if (isValid(union)) {
      check.error(exprs[i], tooManyTerms);
      union = invalidType;
    }
    if (i > 0) check.recordType(operators[i - 1], 'typexpr', union);
  }
  if (union.kind === TypeKind.Union) {
    const whole = union;
    check.later(() => {
      verifyTerms(check, terms, exprs);
      if (hasTooManyTerms(whole)) check.error(exprs[0], tooManyTerms);
    });
  }
  return union;
}

function parseTerm(check: Checker, expr: Expr): UnionTerm {
  const tilde = expr.kind === NodeKind.UnaryExpr && expr.op === '~';
  const x = expr.kind === NodeKind.UnaryExpr && tilde ? expr.x : expr;
  let type = checkType(check, x);
  if (isTypeParam(type)) {
    check.error(x, tilde ? 'type in term cannot be a type parameter' : 'term cannot be a type parameter');
    type = invalidType;
  }
  const term = { tilde, type };
  if (tilde) check.recordType(expr, 'typexpr', new UnionType([term]));
  return term;
}

function verifyTerms(check: Checker, terms: readonly UnionTerm[], exprs: readonly Expr[]): void {
  terms.forEach((term, i) => {
    if (!isValid(term.type)) return;
    const under = underlying(term.type);
    const name = check.str(term.type);
    const at = exprs[i];
    if (term.tilde && under.kind === TypeKind.Interface) {
      check.error(at, `invalid use of ~ (${name} is an interface)`);
    } else if (term.tilde && !identical(under, term.type)) {
      check.error(at, `invalid use of ~ (underlying type of ${name} is ${check.str(under)})`);
    } else if (under.kind === TypeKind.Interface) {
      const set = typeSetOf(under);
      if (set.methods.length > 0) check.error(at, `cannot use ${name} in union (${name} contains methods)`);
      else if (term.type === comparableType) check.error(at, 'cannot use comparable in union');
      else if (set.comparable) check.error(at, `cannot use ${name} in union (${name} embeds comparable)`);
    } else {
      const overlap = terms
        .slice(0, i)
        .find(other => !isInterface(other.type) && !disjointTerms(other, term));
      if (overlap !== undefined) {
        check.softError(at, `overlapping terms ${termName(check, term)} and ${termName(check, overlap)}`);
      }
    }
  });
}

function termName(check: Checker, term: UnionTerm): string {
  return (term.tilde ? '~' : '') + check.str(term.type);
}
