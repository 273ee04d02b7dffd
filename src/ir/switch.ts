/** Switch statements (cmd/compile/internal/noder's switchStmt, Go 1.26). */

import {
  type Expr,
  type FieldList,
  NodeKind,
  type Place,
  type Stmt,
  type CaseClause as SyntaxCase,
  type SwitchStmt as SyntaxSwitch,
  type TypeSwitchStmt,
} from '../syntax';
import { anyType, Basic, type Constant, compareConstants, type Type, TypeKind, typ } from '../types';
import { type FuncBuilder, voidType } from './builder';
import { lastNonEmpty } from './deadCode';
import { convertedExpr, expr, unparen } from './expr';
import type { Name } from './name';
import { CaseClause, type IrNode, NilExpr, SwitchStmt, TypeNode, TypeSwitchGuard } from './nodes';
import { stmt, stmtList, withTarget } from './stmt';
import { isInterface, under } from './typing';

export function switchStmt(b: FuncBuilder, s: SyntaxSwitch, label: string | undefined): IrNode {
  const init: IrNode[] = [];
  if (s.init !== undefined) stmt(b, s.init, init);
  let tag = s.tag;
  let clauses: readonly SyntaxCase[] = s.body;
  const value: Constant | undefined = tag === undefined ? { kind: 'bool', value: true } : b.info.valueOf(tag);
  let tagType: Type = tag === undefined ? typ[Basic.Bool] : b.typeOf(tag);
  const isChan = under(tagType).kind === TypeKind.Chan;
  let onlyDefault = false;
  const taken = value && clauseTaken(b, clauses, value);
  if (taken !== undefined) {
    clauses = taken;
    onlyDefault = true;
    tag = undefined;
    tagType = typ[Basic.Bool];
  }
  if (!isChan && !onlyDefault && mixesInterfaces(b, clauses, tagType)) tagType = anyType;
  const node = new SwitchStmt(b.at(s), voidType, tag && convertedExpr(b, tagType, tag), [], label);
  node.init = init;
  node.cases = withTarget(b, 'switch', label, () =>
    clauses.map(clause => {
      const list = onlyDefault ? [] : clause.list.map(e => convertedExpr(b, isChan ? undefined : tagType, e));
      return new CaseClause(b.at(clause), voidType, list, stmtList(b, clause.body), undefined);
    }),
  );
  return node;
}

/** The clause that a constant tag selects among constant cases (none, where no clause is); undefined where unknown. */
function clauseTaken(
  b: FuncBuilder,
  clauses: readonly SyntaxCase[],
  tag: Constant,
): SyntaxCase[] | undefined {
  let target: SyntaxCase | undefined;
  search: for (const clause of clauses) {
    if (clause.list.length === 0) target = clause;
    for (const e of clause.list) {
      const value = b.info.valueOf(e);
      if (value === undefined) return undefined;
      if (sameConstant(tag, value)) {
        target = clause;
        break search;
      }
    }
  }
  if (target === undefined) return [];
  return endsInFallthrough(target.body) ? undefined : [target];
}

function sameConstant(x: Constant, y: Constant): boolean {
  return (x.kind === 'bool') === (y.kind === 'bool') && (x.kind === 'string') === (y.kind === 'string')
    ? compareConstants('==', x, y)
    : false;
}

function endsInFallthrough(body: readonly Stmt[]): boolean {
  let last = lastNonEmpty(body);
  while (last?.kind === NodeKind.LabeledStmt) last = last.stmt;
  return last?.kind === NodeKind.BranchStmt && last.tok === 'fallthrough';
}

/** A case and the tag can only be compared as interfaces. */
function mixesInterfaces(b: FuncBuilder, clauses: readonly SyntaxCase[], tagType: Type): boolean {
  return clauses.some(clause =>
    clause.list.some(e => {
      if (b.info.modeOf(unparen(e)) === 'nil') return false;
      const type = b.typeOf(e);
      // An interface tag takes every case; of a concrete tag an interface case is not assignable to it.
      return isInterface(type) && !isInterface(tagType);
    }),
  );
}

export function typeSwitchStmt(b: FuncBuilder, s: TypeSwitchStmt, label: string | undefined): IrNode {
  const init: IrNode[] = [];
  if (s.init !== undefined) stmt(b, s.init, init);
  const x = expr(b, s.x);
  const guard = new TypeSwitchGuard(b.at(s.assert), x.type, x, s.bind !== undefined && s.bind.name !== '_');
  const node = new SwitchStmt(b.at(s), voidType, guard, [], label);
  node.init = init;
  node.cases = withTarget(b, 'switch', label, () => s.body.map(clause => typeClause(b, s, clause, guard)));
  return node;
}

function typeClause(
  b: FuncBuilder,
  s: TypeSwitchStmt,
  clause: SyntaxCase,
  guard: TypeSwitchGuard,
): CaseClause {
  const list = clause.list.map(e =>
    b.info.modeOf(unparen(e)) === 'nil'
      ? new NilExpr(b.at(e), guard.type)
      : new TypeNode(b.at(e), b.typeOf(e)),
  );
  const variable = guard.bound ? clauseVar(b, s, clause, guard) : undefined;
  return new CaseClause(b.at(clause), voidType, list, stmtList(b, clause.body), variable);
}

function clauseVar(b: FuncBuilder, s: TypeSwitchStmt, clause: SyntaxCase, guard: TypeSwitchGuard): Name {
  const last = clause.list.at(-1);
  const pos = last === undefined ? b.at(clause) : typeExprEnd(b, last);
  const object = b.info.implicitOf(clause);
  const name =
    object?.kind === 'var'
      ? b.declare(object, pos, undefined, s.bind!.name)
      : b.newLocal(s.bind!.name, pos, guard.type);
  name.defn = guard;
  return name;
}

/** Where the compiler says a variable of a type switch's clause is: near the end of the clause's last type. */
function typeExprEnd(b: FuncBuilder, type: Expr): Place {
  let e: Expr = type;
  for (;;) {
    const inner = lastPart(e);
    if (inner === undefined) return b.at(e.kind === NodeKind.SelectorExpr ? e.x : e);
    e = inner;
  }
}

function lastPart(e: Expr): Expr | undefined {
  switch (e.kind) {
    case NodeKind.ParenExpr:
    case NodeKind.StarExpr:
      return e.x;
    case NodeKind.ArrayType:
      return e.elem;
    case NodeKind.ChanType:
    case NodeKind.MapType:
      return e.value;
    case NodeKind.InterfaceType:
      return lastField(e.methods);
    case NodeKind.FuncType:
      return lastField(e.results) ?? lastField(e.params);
    case NodeKind.IndexExpr:
      return e.indices.at(-1);
    default:
      return undefined;
  }
}

function lastField(fields: FieldList | undefined): Expr | undefined {
  return fields?.list.at(-1)?.type;
}
