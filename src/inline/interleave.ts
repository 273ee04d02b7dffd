/**
 * Devirtualisation and inlining of one declared function and its literals, in turn until nothing changes
 * (cmd/compile/internal/inline/interleaved, Go 1.26).
 *
 * A call that is inlined stays in the tree until the end, with its body noted beside it: so calls in its
 * arguments are found wherever they have gone. Literals that come with an inlined body are left as they are,
 * as in Go, except where they are called at once.
 */

import {
  assertedType,
  type CallExpr,
  type Devirtualizer,
  type Func,
  type FuncKey,
  hasShape,
  type InlinedCallExpr,
  type IrNode,
  instanceName,
  isCallee,
  Op,
  type Printer,
  qualified,
  receiverBase,
  type StaticCallee,
  StaticValues,
} from '../ir';
import type { Place } from '../syntax';
import type { Package } from '../types';
import type { Inlinability } from './canInline';
import type { Origins } from './copy';
import { isEscapeNonString } from './cost';
import { editChildren, editList } from './edit';
import { wrapperDecision } from './facts';
import { type Inlined, type Inlinee, inlineCall } from './inlineCall';
import { isIntrinsicCall, namedCallee } from './intrinsicCall';
import { declaredAt, isInlined, isRecursive } from './place';
import { type CallRemark, type CallRemarks, canInlineText, literalsIn } from './remarks';

/** Calls inlined into one function at most: against bodies that grow without end. */
const maxInlined = 20000;

interface CallSite {
  call: CallExpr;
  resolved: StaticCallee | undefined;
  /** Nothing more becomes of it. */
  isDone: boolean;
}

interface FuncState {
  func: Func;
  /** What it is a copy of, or itself. */
  original: Func;
  sites: CallSite[];
}

/**
 * Inlines into the function `key` and its literals; gives what -m says of it, where that is wanted. `origins`: the
 * originals of its literals, which stand for them there.
 */
export function interleave(
  inlinability: Inlinability,
  key: FuncKey,
  func: Func,
  origins: Origins,
  isTold: boolean,
): CallRemarks {
  const interleaving = new Interleaving(inlinability, key, func, origins, isTold);
  interleaving.run();
  return interleaving.remarks;
}

/**
 * What takes the place of one call in a function or a literal in it, without what runs before the call; calls in it are
 * inlined in turn. Undefined where the call stays. The body stays as it is, the list of variables grows.
 */
export function inlineOne(
  inlinability: Inlinability,
  root: Func,
  func: Func,
  call: CallExpr,
): InlinedCallExpr | undefined {
  return new Interleaving(inlinability, root, root, new Map(), false).inlineOne(func, call);
}

class Interleaving {
  readonly remarks = new Map<FuncKey, CallRemark[]>();
  private readonly inlined = new Map<CallExpr, Inlined>();
  private readonly values: StaticValues;
  /** Made when first asked for. */
  private knownDevirtualizer: Devirtualizer | undefined;
  /** Calls of literals. */
  private readonly useCounts = new Map<Func, number>();
  private inlining = false;

  constructor(
    private readonly inlinability: Inlinability,
    private readonly key: FuncKey,
    private readonly func: Func,
    private readonly origins: Origins,
    private readonly isTold: boolean,
  ) {
    this.values = new StaticValues(call => this.bodyOf(call));
  }

  run(): void {
    const states = this.literalsFirst(this.func, []).map(func => this.stateOf(func));
    if (states.every(({ sites }) => sites.length === 0)) return;
    for (const state of states) for (const site of state.sites) this.resolve(state.func, site);
    this.inlining = true;
    for (const group of groupsOf(states)) this.fixpoint(group);
    if (this.inlined.size === 0) return;
    for (const { func, sites } of states)
      if (sites.some(({ call }) => this.inlined.has(call))) editList(func.body, this.settle);
  }

  inlineOne(func: Func, call: CallExpr): InlinedCallExpr | undefined {
    this.inlining = true;
    const site = newSite(call);
    const state: FuncState = { func, original: func, sites: [site] };
    const { init } = call;
    if (!this.edit(state, site)) return undefined;
    call.init = init;
    this.fixpoint([state]);
    const body = this.settle(call) as InlinedCallExpr;
    if (init.length > 0) body.init = body.init.slice(init.length);
    return body;
  }

  private bodyOf(call: CallExpr): InlinedCallExpr | undefined {
    return this.inlined.get(call)?.node;
  }

  private get devirtualizer(): Devirtualizer {
    this.knownDevirtualizer ??= this.inlinability.ir.devirtualizer(this.func, call => this.bodyOf(call));
    return this.knownDevirtualizer;
  }

  private originalOf(func: Func): Func {
    return this.origins.get(func)?.func ?? func;
  }

  /** A literal that captures nothing is a function of its own: it comes before the one around it. */
  private literalsFirst(func: Func, into: Func[]): Func[] {
    for (const closure of func.closures) if (!closure.isClosure) this.literalsFirst(closure, into);
    into.push(func);
    for (const closure of func.closures) if (closure.isClosure) this.literalsFirst(closure, into);
    return into;
  }

  private stateOf(func: Func): FuncState {
    const copied = this.origins.get(func);
    const calls = copied?.calls ?? this.inlinability.survey(func).calls;
    return { func, original: copied?.func ?? func, sites: calls.map(newSite) };
  }

  private fixpoint(group: readonly FuncState[]): void {
    for (let done = false; !done; ) {
      done = true;
      for (const state of group) if (this.pass(state)) done = false;
    }
  }

  /** Goes through the function's calls, then through those that came with the inlined bodies, and so on. */
  private pass(state: FuncState): boolean {
    let changed = false;
    let from = 0;
    let to = state.sites.length;
    while (from < to) {
      for (let i = from; i < to; i++) if (this.edit(state, state.sites[i])) changed = true;
      from = to;
      to = state.sites.length;
      for (let i = from; i < to; i++) this.resolve(state.func, state.sites[i]);
    }
    return changed;
  }

  /** Finds what the call surely calls, which stays so. */
  private resolve(caller: Func, site: CallSite): void {
    if (site.resolved !== undefined) return;
    const { call } = site;
    this.devirtualize(caller, call);
    const callee = this.target(caller, call);
    site.resolved = callee;
    if (callee?.kind !== 'closure') return;
    this.decideLiteral(caller, callee.func);
    this.useCounts.set(callee.func, (this.useCounts.get(callee.func) ?? 0) + 1);
  }

  private devirtualize(caller: Func, call: CallExpr): void {
    const { fun } = call;
    if (call.op !== Op.OCALLINTER || fun.op !== Op.ODOTINTER) return;
    const { printer } = this.inlinability;
    this.devirtualizer.staticCall(call);
    if (call.fun === fun) return;
    if (this.isTold && printer !== undefined) this.tellDirect(caller, call, fun, printer);
    this.inlineWrapper(caller, call);
  }

  private tellDirect(caller: Func, call: CallExpr, fun: IrNode, printer: Printer): void {
    const own = this.func.pkg;
    const text = printer.printExpr(fun, own);
    const type = assertedType(call);
    const how = call.fun.op === Op.ODOTINTER ? 'partially devirtualizing' : 'devirtualizing';
    this.remark(caller, call.pos, this.inlining ? 'inline' : 'devirtualize', local => {
      // What is inlined later changes the expression.
      const was = local === own ? text : printer.printExpr(fun, local);
      return `${how} ${was} to ${printer.printType(type, local)}`;
    });
  }

  /** A method of an instance is found by the type itself: what hands on its dictionary is inlined, then the shared body. */
  private inlineWrapper(caller: Func, { fun, args, pos }: CallExpr): void {
    const callee = fun.op === Op.OMETHEXPR ? fun.callee?.callee : undefined;
    const pkg = callee?.object.pkg;
    const typeArgs = receiverBase(args[0]?.type ?? fun.type)?.typeArgs ?? [];
    if (callee === undefined || pkg === undefined || typeArgs.length === 0) return;
    const { inlinability } = this;
    const shared = inlinability.body(callee);
    if (shared === undefined) return;
    if (!wrapperDecision(shared, inlinability.decide(callee), inlinability.rules).can) return;
    const name = instanceName(callee, typeArgs);
    this.remark(caller, pos, 'inline', local => `inlining call to ${qualified(name, pkg, local)}`);
  }

  private target(caller: Func, call: CallExpr): StaticCallee | undefined {
    if (call.op !== Op.OCALLFUNC || call.isCompilerVarLive) return undefined;
    if (isIntrinsicCall(call, this.inlinability.arch)) return undefined;
    const name = namedCallee(call);
    if (name !== undefined && isEscapeNonString(name, this.inlinability.rules)) return undefined;
    return this.inlinability.callee(caller, call, this.values);
  }

  private edit(state: FuncState, site: CallSite): boolean {
    if (site.isDone) return false;
    const isInlined = this.inline(state, site);
    // What a name stands for does not change, nor what was decided about it.
    site.isDone = isInlined || namedCallee(site.call) !== undefined;
    return isInlined;
  }

  private inline(state: FuncState, site: CallSite): boolean {
    this.resolve(state.func, site);
    const callee = site.resolved;
    if (callee === undefined || this.inlined.size >= maxInlined || isRecursive(site.call.pos, keyOf(callee)))
      return false;
    if (!this.hasBody(state.func, site.call, callee)) return false;
    const inlinee = this.inlinee(state, callee);
    if (inlinee === undefined) return false;
    this.remark(
      state.func,
      site.call.pos,
      'inline',
      local => `inlining call to ${this.nameOf(callee, local)}`,
    );
    const inlined = inlineCall(state.func, site.call, inlinee, this.inlined.size);
    this.inlined.set(site.call, inlined);
    for (const call of inlined.calls) state.sites.push(newSite(call));
    this.knownDevirtualizer?.inlinedCall(inlined.node);
    return true;
  }

  /** What comes with a body was inlined into it where that is from, unless it is an instance. */
  private hasBody(func: Func, { pos }: CallExpr, callee: StaticCallee): boolean {
    if (!isInlined(pos)) return isInstanceWrapper(func) || this.inlinability.hasBody(func, callee);
    const isInstance = isCallee(pos.inlined) && pos.inlined.typeArgs.length > 0;
    return !isInstance || this.inlinability.hasBodyInInstances(callee);
  }

  /** Literals that came with an inlined body have not been looked at yet. */
  private decideLiteral(caller: Func, func: Func): void {
    const { inlinability } = this;
    const original = this.originalOf(func);
    if (inlinability.known(original) !== undefined) return;
    const undecided = literalsIn(original).filter(each => inlinability.known(each) === undefined);
    inlinability.canInline(original, original);
    for (const literal of [...undecided, original])
      if (inlinability.known(literal)?.can === true)
        this.remark(caller, declaredAt(literal), 'inline', local => canInlineText(literal, local));
  }

  /** A capturing literal is looked at with the function around it. */
  private remark(caller: Func, place: Place, when: CallRemark['when'], gc: CallRemark['gc']): void {
    if (!this.isTold) return;
    const owner = ownerOf(caller);
    const key = owner === this.func ? this.key : this.originalOf(owner);
    const list = this.remarks.get(key);
    const remark: CallRemark = { place, when, gc };
    if (list === undefined) this.remarks.set(key, [remark]);
    else list.push(remark);
  }

  private nameOf(callee: StaticCallee, local: Package): string {
    if (callee.kind === 'closure') return qualified(callee.func.sym, callee.func.pkg, local);
    const { name } = callee.callee;
    return this.inlinability.printer?.printName(name, local) ?? name.sym;
  }

  private inlinee(state: FuncState, callee: StaticCallee): Inlinee | undefined {
    const { inlinability } = this;
    const original = callee.kind === 'closure' ? this.originalOf(callee.func) : callee.callee;
    if (callee.kind === 'func') inlinability.noteAsked(callee.callee, this.func);
    const decision = inlinability.decide(original);
    if (decision?.can !== true) return undefined;
    const once = callee.kind === 'closure' && this.useCounts.get(callee.func) === 1;
    if (!inlinability.costOk(state.original, callee, decision.cost, once)) return undefined;
    const func = callee.kind === 'closure' ? (original as Func) : inlinability.body(callee.callee);
    if (func === undefined) return undefined;
    const captured =
      callee.kind === 'closure' ? callee.func.closureVars.flatMap(name => name.outer ?? []) : [];
    if (captured.length !== func.closureVars.length) return undefined;
    return { key: keyOf(callee), func, canDelayResults: decision.canDelayResults, captured };
  }

  /** Puts the bodies where the calls stand. */
  private readonly settle = (node: IrNode): IrNode => {
    const inlined = node.op === Op.OCALLFUNC ? this.inlined.get(node) : undefined;
    if (inlined === undefined) {
      editChildren(node, this.settle);
      return node;
    }
    editList(inlined.node.init, this.settle);
    if (inlined.calls.some(call => this.inlined.has(call))) editList(inlined.node.body, this.settle);
    return inlined.node;
  };
}

function newSite(call: CallExpr): CallSite {
  return { call, resolved: undefined, isDone: false };
}

function keyOf(callee: StaticCallee): FuncKey {
  return callee.kind === 'closure' ? callee.func : callee.callee;
}

/** The package that an instance, or its shape, came from wraps its methods as well. */
function isInstanceWrapper({ wrapper, recv }: Func): boolean {
  const base = wrapper && recv !== undefined ? receiverBase(recv.type) : undefined;
  return base !== undefined && (base.typeArgs.length > 0 || hasShape(base));
}

/** Each function with the capturing literals in it. */
function groupsOf(states: readonly FuncState[]): FuncState[][] {
  const groups: FuncState[][] = [];
  for (const state of states) {
    const owner = ownerOf(state.func);
    const group = groups.find(([first]) => first.func === owner);
    if (group === undefined) groups.push([state]);
    else group.push(state);
  }
  return groups;
}

/** The function itself, or around a capturing literal the next that is none. */
function ownerOf(func: Func): Func {
  let at = func;
  while (at.isClosure && at.outer !== undefined) at = at.outer;
  return at;
}
