/** Statements after which nothing is executed (go/types' return.go, Go 1.26). */

import { type BlockStmt, type CaseClause, type CommClause, NodeKind, type Stmt } from '../syntax';
import { unparen } from './check';

/** `panics` holds the ids of calls of the predeclared panic. */
export function isTerminating(s: Stmt, label: string, panics: ReadonlySet<number> | undefined): boolean {
  switch (s.kind) {
    case NodeKind.LabeledStmt:
      return isTerminating(s.stmt, s.label.name, panics);
    case NodeKind.ExprStmt: {
      const call = unparen(s.x);
      return call.kind === NodeKind.CallExpr && (panics?.has(call.id) ?? false);
    }
    case NodeKind.ReturnStmt:
      return true;
    case NodeKind.BranchStmt:
      return s.tok === 'goto' || s.tok === 'fallthrough';
    case NodeKind.BlockStmt:
      return isTerminatingList(s.list, panics);
    case NodeKind.IfStmt:
      return s.else !== undefined && isTerminating(s.body, '', panics) && isTerminating(s.else, '', panics);
    case NodeKind.SwitchStmt:
    case NodeKind.TypeSwitchStmt:
      return s.body.some(clause => clause.isDefault) && endsAll(s.body, label, panics);
    case NodeKind.SelectStmt:
      return endsAll(s.body, label, panics);
    case NodeKind.ForStmt:
      return s.cond === undefined && !hasBreak(s.body, label, true);
    default:
      return false;
  }
}

function endsAll(
  clauses: readonly (CaseClause | CommClause)[],
  label: string,
  panics: ReadonlySet<number> | undefined,
): boolean {
  return clauses.every(
    clause => isTerminatingList(clause.body, panics) && !hasBreakIn(clause.body, label, true),
  );
}

function isTerminatingList(list: readonly Stmt[], panics: ReadonlySet<number> | undefined): boolean {
  for (let i = list.length - 1; i >= 0; i--) {
    if (list[i].kind !== NodeKind.EmptyStmt) return isTerminating(list[i], '', panics);
  }
  return false;
}

/** The statement holds a break out of what is labelled so, or, with `implicit`, one without a label. */
function hasBreak(s: Stmt | BlockStmt, label: string, implicit: boolean): boolean {
  switch (s.kind) {
    case NodeKind.LabeledStmt:
      return hasBreak(s.stmt, label, implicit);
    case NodeKind.BranchStmt:
      if (s.tok !== 'break') return false;
      return s.label === undefined ? implicit : s.label.name === label;
    case NodeKind.BlockStmt:
      return hasBreakIn(s.list, label, implicit);
    case NodeKind.IfStmt:
      return hasBreak(s.body, label, implicit) || (s.else !== undefined && hasBreak(s.else, label, implicit));
    case NodeKind.CaseClause:
    case NodeKind.CommClause:
      return hasBreakIn(s.body, label, implicit);
    case NodeKind.SwitchStmt:
    case NodeKind.TypeSwitchStmt:
    case NodeKind.SelectStmt:
      return label !== '' && s.body.some(clause => hasBreak(clause, label, false));
    case NodeKind.ForStmt:
    case NodeKind.RangeStmt:
      return label !== '' && hasBreak(s.body, label, false);
    default:
      return false;
  }
}

function hasBreakIn(list: readonly Stmt[], label: string, implicit: boolean): boolean {
  return list.some(s => hasBreak(s, label, implicit));
}
