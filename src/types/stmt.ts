/** Statements (go/types' stmt.go, Go 1.26). */

import {
  type AssignStmt,
  type BranchStmt,
  type CaseClause,
  type CommClause,
  type Expr,
  type ForStmt,
  type IfStmt,
  type IncDecStmt,
  NodeKind,
  type ReturnStmt,
  type SelectStmt,
  type SendStmt,
  type Stmt,
} from '../syntax';
import { assignment, assignVar, assignVars, initVars, shortVarDecl } from './assignments';
import { binary } from './binary';
import { type Checker, unparen } from './check';
import { declStmt } from './decl';
import { chanElem, checkedExpr, rawExpr, useExprs } from './expr';
import { exprString } from './exprString';
import { Operand } from './operand';
import { allBoolean, allNumeric } from './predicates';
import { rangeStmt } from './range';
import { switchStmt, typeSwitchStmt } from './switch';

/** What may stand in a statement: flags. */
export const breakOk = 1;
export const continueOk = 2;
export const fallthroughOk = 4;
export const finalCase = 8;
export const inTypeSwitch = 16;

export function statements(check: Checker, context: number, list: readonly Stmt[]): void {
  let last = list.length - 1;
  while (last >= 0 && list[last].kind === NodeKind.EmptyStmt) last--;
  for (let i = 0; i <= last; i++) {
    statement(check, i === last ? context : context & ~fallthroughOk, list[i]);
  }
}

export function statement(check: Checker, context: number, s: Stmt): void {
  const from = check.delayedCount;
  if (check.enter(s)) statementInner(check, context, s);
  check.leave();
  check.runDelayed(from);
}

function statementInner(check: Checker, context: number, s: Stmt): void {
  const inner = context & ~(fallthroughOk | finalCase | inTypeSwitch);
  switch (s.kind) {
    case NodeKind.BadStmt:
    case NodeKind.EmptyStmt:
    case NodeKind.CaseClause:
    case NodeKind.CommClause:
      return;
    case NodeKind.DeclStmt:
      declStmt(check, s.decl);
      return;
    case NodeKind.LabeledStmt:
      check.env.hasLabel = true;
      statement(check, context, s.stmt);
      return;
    case NodeKind.ExprStmt:
      exprStmt(check, s.x);
      return;
    case NodeKind.SendStmt:
      sendStmt(check, s);
      return;
    case NodeKind.IncDecStmt:
      incDecStmt(check, s);
      return;
    case NodeKind.AssignStmt:
      assignStmt(check, s);
      return;
    case NodeKind.GoStmt:
      suspendedCall(check, 'go', s.call);
      return;
    case NodeKind.DeferStmt:
      suspendedCall(check, 'defer', s.call);
      return;
    case NodeKind.ReturnStmt:
      returnStmt(check, s);
      return;
    case NodeKind.BranchStmt:
      branchStmt(check, context, s);
      return;
    case NodeKind.BlockStmt:
      check.openScope();
      statements(check, inner, s.list);
      check.closeScope();
      return;
    case NodeKind.IfStmt:
      ifStmt(check, inner, s);
      return;
    case NodeKind.SwitchStmt:
      switchStmt(check, inner | breakOk, s);
      return;
    case NodeKind.TypeSwitchStmt:
      typeSwitchStmt(check, inner | breakOk | inTypeSwitch, s);
      return;
    case NodeKind.SelectStmt:
      selectStmt(check, inner | breakOk, s);
      return;
    case NodeKind.ForStmt:
      forStmt(check, inner | breakOk | continueOk, s);
      return;
    case NodeKind.RangeStmt:
      rangeStmt(check, inner | breakOk | continueOk, s);
      return;
  }
}

function exprStmt(check: Checker, e: Expr): void {
  const x = new Operand();
  const kind = rawExpr(check, x, e, undefined, undefined, false);
  if (x.mode === 'builtin') check.error(x, `${x} must be called`);
  else if (x.mode === 'typexpr') check.error(x, `${x} is not an expression`);
  else if (kind !== 'statement' && x.mode !== 'invalid') check.error(x, `${x} is not used`);
}

function sendStmt(check: Checker, s: SendStmt): void {
  const channel = new Operand();
  const value = new Operand();
  checkedExpr(check, channel, s.chan);
  checkedExpr(check, value, s.value);
  if (channel.mode === 'invalid' || value.mode === 'invalid') return;
  const elem = chanElem(check, s.arrow, channel, false);
  if (elem !== undefined) assignment(check, value, elem, 'send');
}

function incDecStmt(check: Checker, s: IncDecStmt): void {
  const x = new Operand();
  checkedExpr(check, x, s.x);
  if (x.mode === 'invalid') return;
  if (!allNumeric(x.type)) {
    const what = `${exprString(s.x)}${s.tok} (non-numeric type ${check.str(x.type)})`;
    check.error(s.x, `invalid operation: ${what}`);
    return;
  }
  binary(check, x, undefined, s.x, undefined, s.tok === '++' ? '+' : '-', s.at);
  if ((x.mode as string) !== 'invalid') assignVar(check, s.x, undefined, x, 'assignment');
}

function assignStmt(check: Checker, s: AssignStmt): void {
  if (s.tok === ':=') {
    shortVarDecl(check, s.tokPos, s.lhs, s.rhs);
    return;
  }
  if (s.tok === '=') {
    assignVars(check, s.lhs, s.rhs);
    return;
  }
  if (s.lhs.length !== 1 || s.rhs.length !== 1 || s.op === undefined) {
    check.error(s.tokPos, 'assignment operation requires single-valued expressions');
    return;
  }
  const x = new Operand();
  checkedExpr(check, x, s.lhs[0]);
  binary(check, x, undefined, s.lhs[0], s.rhs[0], s.op, s.tokPos);
  if (x.mode !== 'invalid') assignVar(check, s.lhs[0], undefined, x, 'assignment');
}

function suspendedCall(check: Checker, keyword: string, call: Expr): void {
  const x = new Operand();
  if (call.kind !== NodeKind.CallExpr) {
    useExprs(check, [call]);
    check.error(call, `expression in ${keyword} must be function call`);
    return;
  }
  const kind = rawExpr(check, x, call, undefined, undefined, false);
  if (kind === 'statement') return;
  if (kind === 'conversion') check.error(x, `${keyword} requires function call, not conversion`);
  else check.error(x, `${keyword} discards result of ${x}`);
}

function returnStmt(check: Checker, s: ReturnStmt): void {
  const results = check.env.signature?.results.vars ?? [];
  if (s.results.length > 0 || results.length === 0 || results[0].name === '') {
    if (results.length > 0) initVars(check, results, s.results, s);
    else if (s.results.length > 0 && useExprs(check, s.results)) {
      check.error(s.results[0], 'too many return values');
    }
    return;
  }
  for (const result of results) {
    const there = result.name === '_' ? undefined : check.lookup(result.name);
    if (there !== undefined && there !== result) {
      check.error(s, `result parameter ${result.name} not in scope at return`);
    }
  }
}

function branchStmt(check: Checker, context: number, s: BranchStmt): void {
  if (s.label !== undefined) {
    check.env.hasLabel = true;
    return;
  }
  if (s.tok === 'break') {
    if ((context & breakOk) === 0) check.error(s, 'break not in for, switch, or select statement');
  } else if (s.tok === 'continue') {
    if ((context & continueOk) === 0) check.error(s, 'continue not in for statement');
  } else if (s.tok === 'fallthrough' && (context & fallthroughOk) === 0) {
    if ((context & finalCase) !== 0) check.error(s, 'cannot fallthrough final case in switch');
    else if ((context & inTypeSwitch) !== 0) check.error(s, 'cannot fallthrough in type switch');
    else check.error(s, 'fallthrough statement out of place');
  }
}

function condition(check: Checker, e: Expr, what: string): void {
  const x = new Operand();
  checkedExpr(check, x, e);
  if (x.mode !== 'invalid' && !allBoolean(x.type)) {
    check.error(e, `non-boolean condition in ${what} statement`);
  }
}

function ifStmt(check: Checker, inner: number, s: IfStmt): void {
  // A chain of else if is as deep as it is long.
  let opened = 0;
  for (let each: IfStmt | undefined = s; each !== undefined; ) {
    check.openScope();
    opened++;
    if (each.init !== undefined) statement(check, 0, each.init);
    condition(check, each.cond, 'if');
    statement(check, inner, each.body);
    const next: IfStmt['else'] = each.else;
    if (next?.kind === NodeKind.IfStmt) each = next;
    else {
      if (next !== undefined) statement(check, inner, next);
      each = undefined;
    }
  }
  while (opened-- > 0) check.closeScope();
}

function forStmt(check: Checker, inner: number, s: ForStmt): void {
  check.openScope();
  if (s.init !== undefined) statement(check, 0, s.init);
  if (s.cond !== undefined) condition(check, s.cond, 'for');
  if (s.post !== undefined) {
    statement(check, 0, s.post);
    if (s.post.kind === NodeKind.AssignStmt && s.post.tok === ':=') {
      check.softError(s.post, 'cannot declare in post statement');
      useExprs(check, s.post.lhs);
    }
  }
  statement(check, inner, s.body);
  check.closeScope();
}

function selectStmt(check: Checker, inner: number, s: SelectStmt): void {
  multipleDefaults(
    check,
    s.body,
    s.body.map(clause => clause.comm === undefined),
  );
  for (const clause of s.body) {
    if (!isCommunication(clause.comm)) {
      check.error(clause.comm, 'select case must be send or receive (possibly with assignment)');
      continue;
    }
    check.openScope();
    if (clause.comm !== undefined) statement(check, inner, clause.comm);
    statements(check, inner, clause.body);
    check.closeScope();
  }
}

function isCommunication(comm: Stmt | undefined): boolean {
  if (comm === undefined || comm.kind === NodeKind.SendStmt) return true;
  let rhs: Expr | undefined;
  if (comm.kind === NodeKind.ExprStmt) rhs = comm.x;
  else if (comm.kind === NodeKind.AssignStmt && comm.rhs.length === 1) rhs = comm.rhs[0];
  const receive = rhs === undefined ? undefined : unparen(rhs);
  return receive?.kind === NodeKind.UnaryExpr && receive.op === '<-';
}

export function multipleDefaults(
  check: Checker,
  clauses: readonly (CaseClause | CommClause)[],
  isDefault: readonly boolean[],
): void {
  let seen = false;
  clauses.forEach((clause, i) => {
    if (isDefault[i] && seen) check.error(clause, 'multiple defaults');
    seen ||= isDefault[i];
  });
}
