/** Calls, builtin functions, go and defer (call.go, Go 1.26). */

import {
  type BinaryExpr,
  type BuiltinCall,
  type CallExpr,
  Class,
  type GoDeferStmt,
  type IrNode,
  Op,
  Pragma,
  type StaticCallee,
  staticCalleeOf,
} from '../ir';
import { addr, isBlank } from './assign';
import type { Walker } from './batch';
import { discard, discards, expr } from './expr';
import { BLANK, calleeHole, discardHole, type Hole, heapHole, holeOf, mutatorHole, shifted } from './graph';
import { NO_LEAKS, NUM_ESC_RESULTS, parseLeaks } from './leaks';
import { stmts } from './stmt';
import {
  elemOf,
  hasNonStringPointers,
  isInterface,
  isUintptr,
  isUnsafePointer,
  sliceElem,
} from './typeFacts';
import type { FuncDirectives } from './verdict';

/**
 * Evaluates a call of any sort. `results`: where each result flows; undefined where the call is a statement
 * whose results nobody takes.
 */
export function call(e: Walker, results: readonly Hole[] | undefined, node: IrNode): void {
  switch (node.op) {
    case Op.OCALLFUNC:
    case Op.OCALLINTER:
      funcCall(e, results, node);
      return;
    case Op.OINLCALL:
      stmts(e, node.body);
      for (let i = 0; i < node.returnVars.length; i++) {
        expr(e, results?.[i] ?? discardHole(), node.returnVars[i]);
      }
      return;
    case Op.OAPPEND:
      append(e, results?.[0] ?? discardHole(), node);
      return;
    case Op.OCOPY:
      copy(e, node);
      return;
    case Op.OPANIC:
      argument(e, heapHole(), node.x, node);
      return;
    case Op.OCLEAR:
      argument(e, mutatorHole(), node.x, node);
      return;
    case Op.OCOMPLEX:
      discard(e, node.x);
      discard(e, node.y);
      return;
    case Op.ODELETE:
    case Op.OPRINT:
    case Op.OPRINTLN:
    case Op.ORECOVER:
      discards(e, node.args);
      return;
    case Op.OMIN:
    case Op.OMAX:
      for (const arg of node.args) argument(e, results?.[0] ?? discardHole(), arg, node);
      return;
    case Op.OLEN:
    case Op.OCAP:
    case Op.OREAL:
    case Op.OIMAG:
    case Op.OCLOSE:
      discard(e, node.x);
      return;
    case Op.OUNSAFESTRINGDATA:
    case Op.OUNSAFESLICEDATA:
      argument(e, results?.[0] ?? discardHole(), node.x, node);
      return;
    case Op.OUNSAFEADD:
    case Op.OUNSAFESLICE:
    case Op.OUNSAFESTRING:
      argument(e, results?.[0] ?? discardHole(), node.x, node);
      discard(e, node.y);
      return;
    default:
      for (const hole of results ?? []) expr(e, hole, node);
  }
}

function argument(e: Walker, hole: Hole, arg: IrNode, where: IrNode): void {
  expr(e, e.graph.noted(hole, where, 'call parameter'), arg);
}

// ---------------------------------------------------------------- calls of functions

function funcCall(e: Walker, results: readonly Hole[] | undefined, node: CallExpr): void {
  const guard = e.batch.isOpen && mayBecomeDirect(node) ? e.batch.deferred?.guard(e, node) : undefined;
  const isKnown = guard === undefined && node.op === Op.OCALLFUNC;
  const callee = isKnown ? staticCalleeOf(staticValue(e, node.fun)) : undefined;
  joinResults(e, results, callee);
  if (node.op === Op.OCALLFUNC) expr(e, guard ?? funHole(e, results, callee, node), node.fun);
  const special = guard ?? specialHole(e, callee, node);
  if (node.op === Op.OCALLINTER) {
    const receiver = node.fun.op === Op.ODOTINTER ? node.fun.x : node.fun;
    if (receiver === node.fun) discard(e, receiver);
    else argument(e, special ?? heapHole(), receiver, node);
  }
  for (let i = 0; i < node.args.length; i++) {
    const arg = node.args[i];
    if (arg.op === Op.OSLICELIT || arg.op === Op.OCONVNOP) rewriteUintptr(e, callee, arg);
    argument(e, special ?? tagHole(e, results, callee, i, node), arg, node);
  }
}

/** Once other calls are inlined, it may be known what this one calls. */
function mayBecomeDirect({ op, fun, isCompilerVarLive }: CallExpr): boolean {
  if (isCompilerVarLive) return false;
  let node = op === Op.OCALLINTER && fun.op === Op.ODOTINTER ? fun.x : fun;
  for (;;) {
    if (op === Op.OCALLINTER && !isInterface(node.type)) return true;
    switch (node.op) {
      case Op.OCONVNOP:
      case Op.OCONVIFACE:
      case Op.ODOTTYPE:
      case Op.ODOTTYPE2:
        node = node.x;
        break;
      case Op.OCALLFUNC:
      case Op.OINLCALL:
      case Op.OCLOSURE:
        return true;
      case Op.ONAME:
        return node.canonical().cls === Class.auto;
      default:
        return false;
    }
  }
}

/** Follows a local variable to the function that it surely holds. */
function staticValue(e: Walker, fun: IrNode): IrNode {
  if (fun.op === Op.ONAME || fun.op === Op.OCONVNOP || fun.op === Op.OINLCALL) {
    return e.batch.oracle(e.func).staticValue(fun);
  }
  return fun;
}

function inBatch(e: Walker, callee: StaticCallee): boolean {
  const func = callee.kind === 'closure' ? callee.func : callee.callee.func;
  return func !== undefined && e.batch.inBatch(func);
}

/** In a batch the results of a callee flow straight to where its caller wants them. */
function joinResults(
  e: Walker,
  results: readonly Hole[] | undefined,
  callee: StaticCallee | undefined,
): void {
  if (results === undefined || callee === undefined || !inBatch(e, callee)) return;
  const func = callee.kind === 'closure' ? callee.func : callee.callee.func!;
  for (let i = 0; i < func.results.length && i < results.length; i++) expr(e, results[i], func.results[i]);
}

/** Where the function value goes: a closure called from a place that cannot be told loses its results. */
function funHole(
  e: Walker,
  results: readonly Hole[] | undefined,
  callee: StaticCallee | undefined,
  node: CallExpr,
): Hole {
  if (callee === undefined && results?.some(hole => hole.dst !== BLANK) === true) {
    return e.graph.noted(calleeHole(), node, 'callee operand');
  }
  return discardHole();
}

/**
 * The hole of every argument, where it does not hang on the callee's tags. internal/abi.EscapeNonString puts its argument
 * on the heap if it holds a pointer that is not a string's (the compiler knows it by name, so we do).
 */
function specialHole(e: Walker, callee: StaticCallee | undefined, node: CallExpr): Hole | undefined {
  if (node.isCompilerVarLive) return discardHole();
  if (callee?.kind !== 'func') return undefined;
  const { object } = callee.callee;
  const { path, name } = e.batch.rules.escapeNonString;
  if (object.name !== name || object.pkg?.path !== path) return undefined;
  const type = node.args[node.args.length - 1]?.type;
  if (type === undefined) return undefined;
  return hasNonStringPointers(type, e.batch.sizes) ? heapHole() : discardHole();
}

/** The hole of the callee's parameter `index` (the receiver counts), by what is known of the callee. */
export function tagHole(
  e: Walker,
  results: readonly Hole[] | undefined,
  callee: StaticCallee | undefined,
  index: number,
  where: IrNode,
): Hole {
  if (callee === undefined) return heapHole();
  const func = callee.kind === 'closure' ? callee.func : callee.callee.func;
  if (func !== undefined && e.batch.inBatch(func)) {
    const param = func.recv === undefined ? func.params[index] : [func.recv, ...func.params][index];
    return param === undefined || param.sym === '' || isBlank(param) ? discardHole() : addr(e, param);
  }
  const key = callee.kind === 'func' ? callee.callee : callee.func;
  if (e.batch.deferred !== undefined) return e.batch.deferred.argument(e, key, index, results, where);
  const tags = e.batch.host.tags(key, index);
  if (tags === undefined) {
    const name = callee.kind === 'func' ? callee.callee.name.sym : callee.func.sym;
    e.batch.noteUnknown(where, `there is no source for ${name}`);
    return heapHole();
  }
  return e.tee(taggedHoles(results, tags.params[index]));
}

/** Where a parameter of that tag flows to. */
export function taggedHoles(results: readonly Hole[] | undefined, tag: string | undefined): readonly Hole[] {
  if (tag === NO_LEAKS) return noHoles;
  if (tag === '' || tag === undefined) return heapAlone;
  const leaks = parseLeaks(tag);
  const holes: Hole[] = [];
  if (leaks.heap() >= 0) holes.push(shifted(heapHole(), leaks.heap()));
  if (leaks.mutator() >= 0) holes.push(shifted(mutatorHole(), leaks.mutator()));
  if (leaks.callee() >= 0) holes.push(shifted(calleeHole(), leaks.callee()));
  for (let i = 0; results !== undefined && i < NUM_ESC_RESULTS && i < results.length; i++) {
    if (leaks.result(i) >= 0) holes.push(shifted(results[i], leaks.result(i)));
  }
  return holes;
}

const noHoles: readonly Hole[] = [];
const heapAlone: readonly Hole[] = [heapHole()];

// ---------------------------------------------------------------- uintptr arguments of system calls

function directivesOf(e: Walker, callee: StaticCallee | undefined): FuncDirectives | undefined {
  if (callee?.kind !== 'func') return undefined;
  return inBatch(e, callee) ? pragmaRules(callee.callee.func!) : e.batch.host.directives(callee.callee);
}

/** What a function's directives say of the uintptrs it is given. */
export function pragmaRules({ hasBody, pragma }: { hasBody: boolean; pragma: Pragma }): FuncDirectives {
  return {
    uintptrKeepAlive: !hasBody || (pragma & Pragma.uintptrKeepAlive) !== 0,
    uintptrEscapes: (pragma & Pragma.uintptrEscapes) !== 0,
  };
}

/**
 * f(uintptr(p)) where f keeps such pointers alive (or lets them escape): the pointer is copied to a variable
 * of its own first, and it is that which is kept.
 */
function rewriteUintptr(e: Walker, callee: StaticCallee | undefined, arg: IrNode): void {
  if (arg.op !== Op.OSLICELIT) {
    keepPointer(e, callee, arg);
    return;
  }
  // The arguments of a variadic function are a slice by now.
  for (const element of arg.list) keepPointer(e, callee, element.op === Op.OKEY ? element.value : element);
}

function keepPointer(e: Walker, callee: StaticCallee | undefined, arg: IrNode): void {
  if (arg.op !== Op.OCONVNOP || !isUnsafePointer(arg.x.type) || !isUintptr(arg.type)) return;
  const rules = directivesOf(e, callee);
  if (rules === undefined || (!rules.uintptrKeepAlive && !rules.uintptrEscapes)) return;
  const copyOf = e.newLocation(undefined, true);
  // A variable's own position is its declaration: the assignment stands elsewhere.
  expr(e, e.graph.noted(holeOf(copyOf), arg.x.op === Op.ONAME ? arg : arg.x, 'assign'), arg.x);
  e.flow(
    rules.uintptrEscapes ? e.graph.noted(heapHole(), arg, '//go:uintptrescapes') : mutatorHole(),
    copyOf,
  );
  e.evaluated ??= new Set();
  e.evaluated.add(arg);
}

// ---------------------------------------------------------------- builtin functions

function append(e: Walker, result: Hole, node: BuiltinCall): void {
  const [slice, ...values] = node.args;
  // Its elements may stay where they are, or move to new memory on the heap.
  let appendee = e.tee([result, mutatorHole()]);
  const elem = elemOf(slice.type);
  if (elem !== undefined && e.batch.hasPointers(elem)) {
    appendee = e.tee([appendee, e.graph.dereferenced(heapHole(), node, 'appendee slice')]);
  }
  argument(e, appendee, slice, node);
  if (node.isDDD) {
    for (const value of values) argument(e, copiedHole(e, value, node, 'appended slice...'), value, node);
  } else {
    for (const value of values) argument(e, heapHole(), value, node);
  }
  if (!e.batch.rules.appendBackingStore) return;
  const store = e.spill(result, node);
  // A flag at run time keeps the buffer from being used twice: it is outside all loops.
  e.graph.loopDepth[store.dst] = 0;
}

function copy(e: Walker, node: BinaryExpr): void {
  argument(e, mutatorHole(), node.x, node);
  argument(e, copiedHole(e, node.y, node, 'copied slice'), node.y, node);
}

/** Where the elements of a slice go when they are copied to places unknown. */
function copiedHole(e: Walker, from: IrNode, where: IrNode, why: string): Hole {
  const elem = sliceElem(from.type);
  if (elem === undefined || !e.batch.hasPointers(elem)) return discardHole();
  return e.graph.dereferenced(heapHole(), where, why);
}

// ---------------------------------------------------------------- go and defer

export function goDeferStmt(e: Walker, node: GoDeferStmt): void {
  // What a defer outside of loops needs lasts until the function returns, no longer.
  const once = node.op === Op.ODEFER && e.loopDepth === 1 && node.deferAt === undefined;
  expr(e, once ? e.later(discardHole()) : heapHole(), node.call.fun);
}
