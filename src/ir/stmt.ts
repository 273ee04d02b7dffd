/**
 * Statements (cmd/compile/internal/noder's writer.stmt and reader.stmt with what typecheck makes of them, Go
 * 1.26). What a constant condition or a return rules out is left out.
 */

import {
  type DeclStmt,
  type IncDecStmt,
  NodeKind,
  type Place,
  type Stmt,
  type AssignStmt as SyntaxAssign,
  type BlockStmt as SyntaxBlock,
  type BranchStmt as SyntaxBranch,
  type ForStmt as SyntaxFor,
  type IfStmt as SyntaxIf,
  type RangeStmt as SyntaxRange,
  type ReturnStmt as SyntaxReturn,
  type SendStmt as SyntaxSend,
  type ValueSpec,
} from '../syntax';
import { type Type, TypeKind } from '../types';
import { assign, assignee, declareAt, isAssignable } from './assign';
import { declareZero, type FuncBuilder, intLiteral, maxDepth, voidType } from './builder';
import { staticBool, terminates } from './deadCode';
import { binaryOps, convertedExpr, expr, unparen } from './expr';
import { goDefer } from './goDefer';
import { noteDistinctVars } from './loopvar';
import { multiValues } from './multi';
import { addTraits, type Name } from './name';
import {
  AssignOpStmt,
  AssignStmt,
  BlockStmt,
  BranchStmt,
  ForStmt,
  IfStmt,
  type IrNode,
  LabelStmt,
  RangeStmt,
  ReturnStmt,
  SendStmt,
} from './nodes';
import { noNodes, Op, Trait } from './op';
import { branchOutOfRange, isRangeFunc, rangeFunc, returnFromRange } from './rangeFunc';
import { selectStmt } from './select';
import { isShape } from './shape';
import { switchStmt, typeSwitchStmt } from './switch';
import { pointee, under } from './typing';
import { visit } from './visit';

/** Statements of a list; those after one that never falls through are omitted (up to the last label). */
export function stmtList(b: FuncBuilder, list: readonly Stmt[]): IrNode[] {
  const out: IrNode[] = [];
  let lastLabel = -1;
  for (let i = 0; i < list.length; i++) if (list[i].kind === NodeKind.LabeledStmt) lastLabel = i;
  let dead = false;
  for (let i = 0; i < list.length; i++) {
    const s = list[i];
    if (dead && i > lastLabel && s.kind !== NodeKind.LabeledStmt) continue;
    stmt(b, s, out);
    dead = terminates(b, s);
  }
  return out;
}

/** One statement alone: none, itself, or a block of what it became. */
export function singleStmt(b: FuncBuilder, s: Stmt | undefined): IrNode | undefined {
  if (s === undefined) return undefined;
  const out: IrNode[] = [];
  stmt(b, s, out);
  return out.length <= 1 ? out[0] : new BlockStmt(out[0].pos, voidType, out);
}

export function stmt(b: FuncBuilder, s: Stmt, out: IrNode[]): void {
  if (b.depth >= maxDepth) return void out.push(b.bad(b.at(s), 'nested too deeply'));
  b.depth++;
  stmt1(b, s, out);
  b.depth--;
}

function stmt1(b: FuncBuilder, s: Stmt, out: IrNode[]): void {
  const label = b.label;
  b.label = undefined;
  switch (s.kind) {
    case NodeKind.EmptyStmt:
      return;
    case NodeKind.BadStmt:
      b.func.incomplete = true;
      return;
    case NodeKind.DeclStmt:
      declStmt(b, s, out);
      return;
    case NodeKind.LabeledStmt:
      if (s.label.name !== '_') {
        out.push(new LabelStmt(b.at(s), voidType, s.label.name));
        b.label = s.label.name;
      }
      stmt(b, s.stmt, out);
      return;
    case NodeKind.ExprStmt:
      out.push(expr(b, s.x));
      return;
    case NodeKind.SendStmt:
      out.push(sendStmt(b, s));
      return;
    case NodeKind.IncDecStmt:
      out.push(incDec(b, s));
      return;
    case NodeKind.AssignStmt:
      assignStmt(b, s, out);
      return;
    case NodeKind.GoStmt:
    case NodeKind.DeferStmt:
      out.push(goDefer(b, s));
      return;
    case NodeKind.ReturnStmt:
      returnStmt(b, s, out);
      return;
    case NodeKind.BranchStmt:
      branchStmt(b, s, out);
      return;
    case NodeKind.BlockStmt:
      out.push(...block(b, s));
      return;
    case NodeKind.IfStmt:
      ifStmt(b, s, out);
      return;
    case NodeKind.SwitchStmt:
      out.push(switchStmt(b, s, label));
      return;
    case NodeKind.TypeSwitchStmt:
      out.push(typeSwitchStmt(b, s, label));
      return;
    case NodeKind.SelectStmt:
      out.push(selectStmt(b, s, label));
      return;
    case NodeKind.ForStmt:
      forStmt(b, s, label, out);
      return;
    case NodeKind.RangeStmt:
      if (isRangeFunc(b, s)) rangeFunc(b, s, label, out);
      else out.push(rangeStmt(b, s, label));
      return;
    default:
      out.push(b.bad(b.at(s), 'no statement'));
  }
}

export function block(b: FuncBuilder, s: SyntaxBlock): IrNode[] {
  return stmtList(b, s.list);
}

// ---------------------------------------------------------------- declarations and assignments

function declStmt(b: FuncBuilder, s: DeclStmt, out: IrNode[]): void {
  if (s.decl.tok !== 'var') return;
  for (const spec of s.decl.specs) {
    if (spec.kind !== NodeKind.ValueSpec) continue;
    assign(b, b.at(spec), spec.names, spec.values, true, out, specType(b, spec));
  }
}

function specType(b: FuncBuilder, spec: ValueSpec): Type | undefined {
  return spec.type === undefined ? undefined : b.typeOf(spec.type);
}

function assignStmt(b: FuncBuilder, s: SyntaxAssign, out: IrNode[]): void {
  if (s.tok !== 'op=') {
    assign(b, b.at(s), s.lhs, s.rhs, s.tok === ':=', out, undefined);
    return;
  }
  const pos = b.at(s);
  if (s.lhs.length !== 1 || s.rhs.length !== 1 || s.op === undefined) {
    out.push(
      b.bad(
        pos,
        'broken assignment',
        [...s.lhs, ...s.rhs].map(e => expr(b, e)),
      ),
    );
    return;
  }
  const x = expr(b, s.lhs[0]);
  const shift = s.op === '<<' || s.op === '>>';
  const y = convertedExpr(b, shift ? undefined : x.type, s.rhs[0]);
  out.push(assignOp(b, pos, binaryOps[s.op], x, y, false));
}

function incDec(b: FuncBuilder, s: IncDecStmt): IrNode {
  const x = expr(b, s.x);
  return assignOp(b, b.at(s), s.tok === '++' ? Op.OADD : Op.OSUB, x, intLiteral(b.at(s), 1, x.type), true);
}

function assignOp(
  b: FuncBuilder,
  pos: Place,
  op: AssignOpStmt['asOp'],
  x: IrNode,
  y: IrNode,
  incDec: boolean,
): IrNode {
  if (!isAssignable(x) || y.op === Op.OBAD) return b.bad(pos, 'broken assignment', [x, y]);
  return new AssignOpStmt(pos, voidType, op, x, y, incDec);
}

function sendStmt(b: FuncBuilder, s: SyntaxSend): IrNode {
  const chan = expr(b, s.chan);
  const type = under(chan.type);
  const value = convertedExpr(b, type.kind === TypeKind.Chan ? type.elem : undefined, s.value);
  if (type.kind !== TypeKind.Chan) return b.bad(b.at(s), 'send to no channel', [chan, value]);
  return new SendStmt(b.at(s), voidType, chan, value);
}

function returnStmt(b: FuncBuilder, s: SyntaxReturn, out: IrNode[]): void {
  if (b.rangeLoop !== undefined) {
    returnFromRange(b, s, out);
    return;
  }
  const { results } = b.func;
  const values = multiValues(b, b.at(s), s.results, i => results[i]?.type, returnCount(s, results.length));
  if (values.length !== 0 && values.length !== results.length)
    out.push(b.bad(b.at(s), 'wrong number of results', values));
  else out.push(new ReturnStmt(b.at(s), voidType, values));
}

export function returnCount(s: SyntaxReturn, results: number): number {
  return s.results.length === 1 && unparen(s.results[0]).kind === NodeKind.CallExpr
    ? results
    : s.results.length;
}

// ---------------------------------------------------------------- control flow

function branchStmt(b: FuncBuilder, s: SyntaxBranch, out: IrNode[]): void {
  if (s.tok !== 'fallthrough' && branchOutOfRange(b, s, out)) return;
  const op =
    s.tok === 'break'
      ? Op.OBREAK
      : s.tok === 'continue'
        ? Op.OCONTINUE
        : s.tok === 'goto'
          ? Op.OGOTO
          : Op.OFALL;
  if (op === Op.OGOTO) addTraits(b.func, Trait.goto);
  out.push(new BranchStmt(op, b.at(s), voidType, s.label?.name));
}

function ifStmt(b: FuncBuilder, s: SyntaxIf, out: IrNode[]): void {
  const init: IrNode[] = [];
  if (s.init !== undefined) stmt(b, s.init, init);
  const known = staticBool(b, s.cond);
  const cond = expr(b, known.cond);
  const then = known.value >= 0 ? block(b, s.body) : noNodes;
  const otherwise = known.value <= 0 && s.else !== undefined ? elseList(b, s.else) : noNodes;
  if (known.value !== 0) {
    if (cond.op !== Op.OLITERAL) init.push(new AssignStmt(b.at(s), voidType, b.blank(), cond, false));
    init.push(...then, ...otherwise);
    if (init.length > 0) out.push(init.length === 1 ? init[0] : new BlockStmt(init[0].pos, voidType, init));
    return;
  }
  const node = new IfStmt(b.at(s), voidType, cond, then, otherwise);
  if (init.length > 0) node.init = init;
  out.push(node);
}

function elseList(b: FuncBuilder, s: Stmt): IrNode[] {
  if (s.kind === NodeKind.BlockStmt) return block(b, s);
  const out: IrNode[] = [];
  stmt(b, s, out);
  return out;
}

function forStmt(b: FuncBuilder, s: SyntaxFor, label: string | undefined, out: IrNode[]): void {
  const closures = b.func.closures.length;
  const known = s.cond === undefined ? undefined : staticBool(b, s.cond);
  const never = known !== undefined && known.value < 0;
  const init = singleStmt(b, s.init);
  const cond = known && expr(b, known.cond);
  if (never && cond?.op === Op.OLITERAL) {
    if (init !== undefined) out.push(init);
    return;
  }
  const post = never ? undefined : singleStmt(b, s.post);
  const body = never ? [] : withTarget(b, 'loop', label, () => block(b, s.body));
  const node = new ForStmt(b.at(s), voidType, cond, post, body, label);
  if (init !== undefined) node.init = [init];
  if (b.ir.distinctLoopVars(b.unit, b.pkg)) noteDistinctVars(b.func, node, closures);
  out.push(node);
}

function rangeStmt(b: FuncBuilder, s: SyntaxRange, label: string | undefined): IrNode {
  const pos = b.place(s.range >= 0 ? s.range : s.at);
  const closures = b.func.closures.length;
  const define = s.tok === ':=';
  const names: Name[] = [];
  const declared = define ? names : undefined;
  const key = s.key && assignee(b, s.key, declared);
  const value = s.value && assignee(b, s.value, declared);
  const x = rangeOperand(b, s);
  const node = new RangeStmt(pos, voidType, key, value, x, noNodes, names.length > 0, label);
  declareAt(node, names);
  node.body = withTarget(b, 'loop', label, () => block(b, s.body));
  if (b.ir.distinctLoopVars(b.unit, b.pkg)) noteDistinctVars(b.func, node, closures);
  const broken = [key, value].some(target => target !== undefined && !isAssignable(target));
  if (x.op !== Op.OBAD && !broken) return node;
  return brokenRange(b, node, names);
}

/** What is ranged over: of an array of which indices alone are wanted, its length. */
function rangeOperand(b: FuncBuilder, s: SyntaxRange): IrNode {
  const x = expr(b, s.x);
  if (s.value !== undefined) return x;
  const array = under(pointee(x.type) ?? x.type);
  if (array.kind !== TypeKind.Array || array.len < 0 || isShape(x.type)) return x;
  let calls = false;
  visit(x, node => {
    if (node.op === Op.OCALLFUNC || node.op === Op.OCALLINTER || node.op === Op.ORECV) calls = true;
  });
  if (calls) return x;
  addTraits(b.func, Trait.unread);
  return intLiteral(x.pos, array.len);
}

/** A loop over something unknown: still a loop, its variables may hold anything. */
function brokenRange(b: FuncBuilder, range: RangeStmt, names: readonly Name[]): IrNode {
  const { pos } = range;
  addTraits(b.func, Trait.unread);
  const declared = names.map(name => declareZero(pos, name));
  for (const name of names) name.defn = undefined;
  const lost = b.bad(pos, 'range over unknown', [range.x, ...names]);
  return new ForStmt(pos, voidType, undefined, undefined, [...declared, lost, ...range.body], range.label);
}

/** Where a break or continue without a label goes. */
export interface BranchTarget {
  kind: 'loop' | 'switch';
  label: string | undefined;
}

export function withTarget<T>(
  b: FuncBuilder,
  kind: BranchTarget['kind'],
  label: string | undefined,
  build: () => T,
): T {
  b.targets.push({ kind, label });
  const result = build();
  b.targets.pop();
  return result;
}
