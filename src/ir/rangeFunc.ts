/**
 * Ranges over functions (cmd/compile/internal/rangefunc, Go 1.26): the body becomes a closure that the
 * iterator calls. What leaves the body by break, continue, goto or return tells through `#next` what to do
 * and returns false; `#stateN` guards against iterators that misbehave.
 *
 *   for x := range f { body }      { var #next int; #state1 := ready
 *                              →     #yield1 := func(x T) bool { …; body; #state1 = ready; return true }
 *                                    f(#yield1); #state1 = exhausted; checks of #next }
 *
 * Differs from Go: checks that only move control or panic are left out, except branches to labels.
 */

import {
  type DeferStmt,
  type Expr,
  type GoStmt,
  NodeKind,
  type Place,
  type Stmt,
  type BranchStmt as SyntaxBranch,
  type RangeStmt as SyntaxRange,
  type ReturnStmt as SyntaxReturn,
} from '../syntax';
import { anyType, Basic, SignatureType, TupleType, type Type, TypeKind, typ, VarObject } from '../types';
import { assignedType, assignee, assignment, declareAt } from './assign';
import { boolLiteral, declareZero, define, FuncBuilder, intLiteral, voidType } from './builder';
import { calledFunction, nameCallee } from './call';
import { newClosure } from './closure';
import { convert } from './convert';
import { lastNonEmpty, terminates } from './deadCode';
import { unparen } from './expr';
import { multiValues } from './multi';
import { addTraits, type Name } from './name';
import {
  AssignStmt,
  BinaryExpr,
  BlockStmt,
  BranchStmt,
  type CallExpr,
  type ClosureExpr,
  IfStmt,
  type IrNode,
  NilExpr,
  ReturnStmt,
} from './nodes';
import { noNodes, Op, Trait } from './op';
import { noPlace } from './place';
import { returnCount, stmtList } from './stmt';
import { signatureOf, under } from './typing';

/** One loop over a function while its body is built. */
export interface RangeLoop {
  /** The loop directly around, if its body is a closure too. */
  outer: RangeLoop | undefined;
  /** Outermost: 1. */
  depth: number;
  label: string | undefined;
  state: Name;
  nest: RangeNest;
  body: readonly Stmt[];
  /** Branches to labels outside that are to be done after this loop. */
  branches: { tok: SyntaxBranch['tok']; label: string; code: number }[];
}

/** What all loops nested in one outermost loop share. */
interface RangeNest {
  owner: FuncBuilder;
  /** State of the outermost loop. */
  first: Name;
  next: Name | undefined;
  defers: Name | undefined;
  declarations: IrNode[];
  codes: number;
  /** Some return leaves the loops. */
  returns: boolean;
}

const ready = 1;
const done = 0;
const running = 2;
const exhausted = 3;

/** if #state == panicked { panicrangestate(…) } */
const panicCheckNodes = 7;
/** if #next == -1 { return } */
const returnCheckNodes = 5;

export function isRangeFunc(b: FuncBuilder, s: SyntaxRange): boolean {
  return under(b.typeOf(s.x)).kind === TypeKind.Signature;
}

export function rangeFunc(b: FuncBuilder, s: SyntaxRange, label: string | undefined, out: IrNode[]): void {
  const pos = b.at(s);
  const target = calledFunction(b, s.x, pos);
  const yieldType = target.signature && signatureOf(target.signature.params.vars[0]?.type ?? voidType);
  if (target.call === undefined || yieldType === undefined) {
    out.push(b.bad(pos, 'range over unknown function', [target.fun]));
    return;
  }
  const owner = ownerOf(b);
  const number = ++owner.rangeLoops;
  addTraits(b.func, Trait.unread);
  const state = b.newLocal(`#state${number}`, pos, typ[Basic.Int]);
  const nest: RangeNest = b.rangeLoop?.nest ?? {
    owner: b,
    first: state,
    next: undefined,
    defers: undefined,
    declarations: [],
    codes: -1,
    returns: false,
  };
  const loop: RangeLoop = {
    outer: b.rangeLoop,
    depth: (b.rangeLoop?.depth ?? 0) + 1,
    label,
    state,
    nest,
    body: s.body.list,
    branches: [],
  };
  const body = bodyClosure(b, s, loop, yieldType, pos);
  const yielded = b.newLocal(`#yield${number}`, noPlace, body.type);
  const list: IrNode[] = [
    ...(loop.outer === undefined ? nest.declarations : noNodes),
    define(pos, state, intLiteral(pos, ready)),
    define(pos, yielded, body),
    iteratorCall(b, target.call, target.signature!, yielded),
    new AssignStmt(pos, voidType, state, intLiteral(pos, exhausted), false),
    ...checks(b, loop, pos),
  ];
  const block = new BlockStmt(pos, voidType, list);
  block.omitted = panicCheckNodes + (loop.outer === undefined && nest.returns ? returnCheckNodes : 0);
  out.push(block);
}

/** The function whose source the loop stands in. */
function ownerOf(b: FuncBuilder): FuncBuilder {
  while (b.rangeLoop !== undefined && b.outer !== undefined) b = b.outer;
  return b;
}

function iteratorCall(b: FuncBuilder, call: CallExpr, signature: SignatureType, yielded: Name): CallExpr {
  nameCallee(b, call);
  call.args = [...call.args, convert(call.pos, signature.params.vars[0].type, yielded, true)];
  return call;
}

// ---------------------------------------------------------------- the body

function bodyClosure(
  b: FuncBuilder,
  s: SyntaxRange,
  loop: RangeLoop,
  yieldType: SignatureType,
  pos: Place,
): ClosureExpr {
  const targets = [s.key, s.value].filter(e => e !== undefined);
  const params = yieldType.params.vars.map((v, i) => paramOf(b, s, targets[i], v.type, i, pos));
  const result = new VarObject(undefined, '#r', pos, 'result', typ[Basic.Bool]);
  const signature = new SignatureType(
    undefined,
    [],
    [],
    new TupleType(params),
    new TupleType([result]),
    false,
  );
  const closure = newClosure(b, pos, signature, 'range');
  closure.func.isRangeFuncBody = true;
  const child = new FuncBuilder(b.ir, b.unit, b.info, b.pkg, closure.func, b, b.substitution);
  child.depth = b.depth;
  child.rangeLoop = loop;
  params.forEach((param, i) => {
    child.locals.set(param, closure.func.params[i]);
  });
  closure.func.body = bodyStmts(child, s, loop, targets, pos);
  if (closure.func.incomplete) b.func.incomplete = true;
  return closure;
}

/** The loop's own variable where the loop declares it, else a parameter that the body assigns from. */
function paramOf(
  b: FuncBuilder,
  s: SyntaxRange,
  target: Expr | undefined,
  type: Type,
  i: number,
  pos: Place,
): VarObject {
  if (target?.kind === NodeKind.Ident && s.tok === ':=') {
    const object = b.info.objectOf(target);
    if (object?.kind === 'var') return object;
    return new VarObject(b.pkg, target.name, b.at(target), 'param', type);
  }
  return new VarObject(b.pkg, `#p${i + 1}`, pos, 'param', type);
}

function bodyStmts(b: FuncBuilder, s: SyntaxRange, loop: RangeLoop, targets: Expr[], pos: Place): IrNode[] {
  const list: IrNode[] = [];
  const { params } = b.func;
  if (s.tok !== ':=') {
    targets.forEach((target, i) => {
      if (params[i] !== undefined) list.push(assignParam(b, target, params[i]));
    });
  }
  list.push(setState(b, loop, running, pos), ...stmtList(b, s.body.list));
  const end = b.place(s.body.rbrace >= 0 ? s.body.rbrace : s.body.end);
  if (!isLeft(b, lastNonEmpty(s.body.list))) list.push(setState(b, loop, ready, end), giveBack(true, end));
  return list;
}

/** The body's last statement leaves it: what is written as a branch becomes a return of the literal. */
function isLeft(b: FuncBuilder, s: Stmt | undefined): boolean {
  switch (s?.kind) {
    case NodeKind.BranchStmt:
      return s.tok !== 'fallthrough';
    case NodeKind.BlockStmt:
      return isLeft(b, lastNonEmpty(s.list));
    case NodeKind.IfStmt:
      return s.else !== undefined && isLeft(b, s.body) && isLeft(b, s.else);
    default:
      return terminates(b, s);
  }
}

function assignParam(b: FuncBuilder, target: Expr, param: Name): IrNode {
  const to = assignee(b, target, undefined);
  const type = assignedType(to);
  const pos = b.at(unparen(target));
  const value = type === undefined ? param : convert(pos, type, param, true);
  if (to.op === Op.OBAD) return b.bad(pos, 'broken assignment', [to, value]);
  return assignment(b, pos, [to], [value], []);
}

function setState(b: FuncBuilder, loop: RangeLoop, value: number, pos: Place): IrNode {
  return new AssignStmt(pos, voidType, b.capture(loop.state, pos), intLiteral(pos, value), false);
}

function giveBack(value: boolean, pos: Place): IrNode {
  return new ReturnStmt(pos, voidType, [boolLiteral(pos, value)]);
}

// ---------------------------------------------------------------- leaving the body

/** return in the body: the results of the function around are assigned, the loops stopped. */
export function returnFromRange(b: FuncBuilder, s: SyntaxReturn, out: IrNode[]): void {
  const pos = b.at(s);
  const { results } = ownerOf(b).func;
  if (s.results.length > 0) {
    results.forEach((result, i) => {
      if (result.sym.startsWith('~')) result.sym = `#rv${i + 1}`;
    });
    const lhs = results.map(result => b.capture(result, pos));
    const count = returnCount(s, results.length);
    const values = multiValues(b, pos, s.results, i => results[i]?.type, count);
    if (values.length === lhs.length && lhs.length > 0) out.push(assignment(b, pos, lhs, values, []));
    else out.push(b.bad(pos, 'wrong number of results', values));
  }
  b.rangeLoop!.nest.returns = true;
  leave(b, -1, pos, out);
}

/** `#next = code; return false`. */
function leave(b: FuncBuilder, code: number, pos: Place, out: IrNode[]): void {
  const loop = b.rangeLoop!;
  out.push(
    new AssignStmt(pos, voidType, b.capture(nextOf(loop.nest), pos), intLiteral(pos, code), false),
    setState(b, loop, done, pos),
    giveBack(false, pos),
  );
}

function nextOf(nest: RangeNest): Name {
  if (nest.next === undefined) {
    nest.next = nest.owner.newLocal('#next', noPlace, typ[Basic.Int]);
    // It is declared before the loops that need it.
    const { dcl } = nest.owner.func;
    dcl.splice(dcl.indexOf(nest.first), 0, ...dcl.splice(-1));
    nest.declarations.push(declareZero(noPlace, nest.next));
  }
  return nest.next;
}

/**
 * Rewrites a branch that leaves the body of a range over a function; false where it stays inside and can be
 * written as it is.
 */
export function branchOutOfRange(b: FuncBuilder, s: SyntaxBranch, out: IrNode[]): boolean {
  const loop = b.rangeLoop;
  if (loop === undefined) return false;
  const pos = b.at(s);
  const label = s.label?.name;
  if (label === undefined) {
    const inside = b.targets.some(target => s.tok === 'break' || target.kind === 'loop');
    if (inside) return false;
    out.push(
      setState(b, loop, s.tok === 'continue' ? ready : done, pos),
      giveBack(s.tok === 'continue', pos),
    );
    return true;
  }
  if (s.tok !== 'goto') {
    let target: RangeLoop | undefined = loop;
    if (b.targets.some(t => t.label === label)) return false;
    while (target !== undefined && target.label !== label) target = target.outer;
    if (target === loop) {
      out.push(
        setState(b, loop, s.tok === 'continue' ? ready : done, pos),
        giveBack(s.tok === 'continue', pos),
      );
      return true;
    }
    if (target !== undefined) {
      leave(b, 2 * target.depth - (s.tok === 'continue' ? 1 : 0), pos, out);
      return true;
    }
  }
  if (hasLabel(loop.body, label)) return false;
  let exit = loop;
  while (exit.outer !== undefined && !hasLabel(exit.outer.body, label)) exit = exit.outer;
  const code = --loop.nest.codes;
  if (s.tok === 'goto') addTraits(b.func, Trait.goto);
  exit.branches.push({ tok: s.tok, label, code });
  leave(b, code, pos, out);
  return true;
}

/** What is done after the loop on behalf of branches in its body. */
function checks(b: FuncBuilder, loop: RangeLoop, pos: Place): IrNode[] {
  return loop.branches.map(branch => {
    const op = branch.tok === 'break' ? Op.OBREAK : branch.tok === 'continue' ? Op.OCONTINUE : Op.OGOTO;
    const next = b.capture(nextOf(loop.nest), pos);
    const cond = new BinaryExpr(Op.OEQ, pos, typ[Basic.Bool], next, intLiteral(pos, branch.code));
    return new IfStmt(pos, voidType, cond, [new BranchStmt(op, pos, voidType, branch.label)], []);
  });
}

/** The variable that holds what runtime.deferrangefunc gives; here it is assigned nil. */
export const defersName = '#defers';

/** In the body of a range over a function: the token that ties a defer to the function around. */
export function deferToken(b: FuncBuilder, s: GoStmt | DeferStmt): IrNode | undefined {
  const nest = b.rangeLoop?.nest;
  if (nest === undefined) return undefined;
  if (nest.defers === undefined) {
    nest.defers = nest.owner.newLocal(defersName, noPlace, anyType);
    const assign = new AssignStmt(noPlace, voidType, nest.defers, new NilExpr(noPlace, anyType), true);
    declareAt(assign, [nest.defers]);
    nest.declarations.push(assign);
  }
  return b.capture(nest.defers, b.at(s));
}

/** The statements hold the label, function literals not looked into. */
function hasLabel(list: readonly Stmt[], label: string): boolean {
  return list.some(s => stmtHasLabel(s, label));
}

function stmtHasLabel(s: Stmt | undefined, label: string): boolean {
  switch (s?.kind) {
    case NodeKind.LabeledStmt:
      return s.label.name === label || stmtHasLabel(s.stmt, label);
    case NodeKind.BlockStmt:
      return hasLabel(s.list, label);
    case NodeKind.IfStmt:
      return stmtHasLabel(s.body, label) || stmtHasLabel(s.else, label);
    case NodeKind.ForStmt:
    case NodeKind.RangeStmt:
      return stmtHasLabel(s.body, label);
    case NodeKind.SwitchStmt:
    case NodeKind.TypeSwitchStmt:
    case NodeKind.SelectStmt:
      return s.body.some(clause => hasLabel(clause.body, label));
    default:
      return false;
  }
}
