/**
 * Tags of functions whose verdicts nobody wants, parameter by parameter.
 *
 * The compiler has every tag of an import in its export data. We read imports from source, where most of what
 * a function calls has no part in the question: whether a parameter leaks depends on the calls alone that its
 * value, or the address of what holds it, can reach. So a body is put into the graph with its calls left open:
 * each argument flows into a location of its own, and only when the parameter that was asked for reaches that
 * location is the callee's parameter looked at, and so on.
 *
 * Where calls are inlined, the body is put in as it was before that. Whether a call is inlined is asked when one of
 * its arguments is reached: then the callee's body is put in where the call stands. A call of which it is not known
 * what it calls has one location for all that it is given: if that is reached, and other calls' inlining might make it known, the
 * function is taken off the graph, inlined as a whole and put in again.
 *
 * Functions that are being looked at lie on top of each other in one graph. A call back to one of them is joined
 * to its parameters and results, as in a batch of the compiler; what was found to call each other in a circle
 * (Tarjan's algorithm, over the calls followed) is solved together and taken off the graph.
 *
 * Differs from Go: the compiler puts all functions that mention each other into one batch, we those alone that
 * hand a parameter on to each other. In a batch the results of a function are not told apart by call, so the
 * compiler may let a parameter leak where we do not.
 */

import {
  type CallExpr,
  type Func,
  type FuncKey,
  type InlinedCallExpr,
  type IrNode,
  type Name,
  noNodes,
  Op,
  rootOf,
} from '../ir';
import { Batch, type BatchHost, isLeftOut, type Walker } from './batch';
import { taggedHoles } from './call';
import { FIRST_REAL, Graph, type GraphMark, type Hole, heapHole, holeOf, NONE } from './graph';
import { inputs, isUnnamed, paramTag } from './report';
import { isCapturing } from './scc';
import { Solver } from './solve';
import type { FuncTags } from './verdict';

export interface DemandHost extends Omit<BatchHost, 'tags' | 'flows'> {
  /** Undefined where there is no source. */
  bodyOf(key: FuncKey): Func | undefined;
  /** Tags found so far: some may be missing. */
  knownTags(key: FuncKey): FuncTags | undefined;
  /** A body in which calls are inlined when asked for, and what takes the place of one (see IrProgram.openBodies). */
  openBody(key: FuncKey): Func | undefined;
  inlined(func: Func, call: CallExpr): InlinedCallExpr | 'whole' | undefined;
  mayBecomeStatic(func: Func, call: CallExpr, inlined: ReadonlyMap<CallExpr, InlinedCallExpr>): boolean;
  /** New tags of functions that call each other in a circle, and whose tags these rest on. */
  keepTags(members: ReadonlyMap<FuncKey, readonly (string | undefined)[]>, used: Iterable<FuncKey>): void;
}

/** What `call.ts` hands the arguments of calls to. */
export interface DeferredCalls {
  /** Where an argument is to flow: parameter `index` of the callee, the receiver counted. */
  argument(e: Walker, key: FuncKey, index: number, results: readonly Hole[] | undefined, where: IrNode): Hole;
  /** Where the operands of a call are to flow of which it is not known yet what it calls. */
  guard(e: Walker, where: IrNode): Hole;
}

interface Call {
  where: IrNode;
  /** Undefined where that may yet be known, once other calls are inlined. */
  key: FuncKey | undefined;
  func: Func;
  loopDepth: number;
  /** Nobody has asked yet whether it is inlined. */
  isOpen: boolean;
  arguments: Argument[];
  results: readonly Hole[] | undefined;
  /** The results of the callee, which lies in the graph, flow to where they are wanted. */
  joined: boolean;
}

interface Argument {
  call: Call;
  index: number;
  location: number;
  settled: boolean;
}

/** A function in the graph. */
interface Entry {
  func: Func;
  key: FuncKey;
  /** Place in the order in which functions were reached. */
  index: number;
}

interface Frame {
  entry: Entry;
  /** The parameter that was asked for. */
  param: number;
  mark: GraphMark;
  /** Calls of functions below. */
  calls: number;
  low: number;
  /** Arguments that were reached and are not settled. */
  pending: Argument[];
  /** The argument that the frame above was opened for. */
  waiting: Argument | undefined;
}

export class Demand implements DeferredCalls {
  private readonly graph = new Graph();
  private readonly batch: Batch;
  private readonly solver = new Solver(this.graph);
  private readonly frames: Frame[] = [];
  private readonly entries = new Map<FuncKey, Entry>();
  /** The same, by their index. */
  private readonly stack: Entry[] = [];
  private readonly calls: Call[] = [];
  /** What took the place of calls. */
  private readonly inlined = new Map<CallExpr, InlinedCallExpr>();
  /** By location. */
  private readonly arguments: (Argument | undefined)[] = [];
  /** By location: what the parameters asked for can reach. */
  private reached = new Uint8Array(256);

  constructor(private readonly host: DemandHost) {
    const tags = (): undefined => undefined;
    const { sizes, rules } = host;
    this.batch = new Batch(
      this.graph,
      {
        sizes,
        rules,
        tags,
        flows: false,
        directives: c => host.directives(c),
        checkCancelled: () => host.checkCancelled?.(),
      },
      this,
    );
  }

  /** Finds the tag of one parameter (the receiver counted), and what comes with it. */
  run(key: FuncKey, index: number): void {
    try {
      if (this.open(key, index)) this.work();
    } finally {
      this.clear();
    }
  }

  private work(): void {
    for (let top = this.frames.at(-1); top !== undefined; top = this.frames.at(-1)) {
      const argument = top.pending.pop();
      if (argument !== undefined) this.settle(top, argument);
      else if (top.low < top.entry.index) this.leave(top);
      else if (!this.joinResults(top)) this.complete(top);
    }
  }

  private clear(): void {
    const [bottom] = this.frames;
    if (bottom !== undefined) this.batch.truncate(bottom.mark);
    this.frames.length = 0;
    this.calls.length = 0;
    this.entries.clear();
    this.stack.length = 0;
    this.inlined.clear();
    this.arguments.length = 0;
  }

  // -------------------------------------------------------------- into the graph

  /** Puts a function on top of the graph; false where it has no source. */
  private open(key: FuncKey, index: number): boolean {
    const open = this.host.openBody(key);
    const func = open ?? this.host.bodyOf(key);
    if (func === undefined) return false;
    const entry: Entry = { func, key, index: this.stack.length };
    const mark = this.graph.mark();
    const frame: Frame = {
      entry,
      param: index,
      mark,
      calls: this.calls.length,
      low: entry.index,
      pending: [],
      waiting: undefined,
    };
    this.frames.push(frame);
    this.entries.set(key, entry);
    this.stack.push(entry);
    this.batch.isOpen = open !== undefined;
    this.batch.add(withLiterals(func));
    this.clearReached(mark.count);
    this.reachParam(func, index);
    return true;
  }

  argument(
    e: Walker,
    key: FuncKey,
    index: number,
    results: readonly Hole[] | undefined,
    where: IrNode,
  ): Hole {
    const call = (index > 0 && this.callAt(where)) || this.addCall(e, key, results, where);
    return this.addArgument(e, call, index);
  }

  guard(e: Walker, where: IrNode): Hole {
    return this.addArgument(e, this.addCall(e, undefined, undefined, where), 0);
  }

  private addCall(
    { func, loopDepth, batch }: Walker,
    key: FuncKey | undefined,
    results: readonly Hole[] | undefined,
    where: IrNode,
  ): Call {
    const isOpen = batch.isOpen && where.op === Op.OCALLFUNC;
    const call: Call = { where, key, func, loopDepth, isOpen, arguments: [], results, joined: false };
    this.calls.push(call);
    return call;
  }

  /** The call whose arguments are being walked; those in its arguments were met after it. */
  private callAt(where: IrNode): Call | undefined {
    let i = this.calls.length - 1;
    while (i >= 0 && this.calls[i].where !== where) i--;
    return this.calls[i];
  }

  private addArgument(e: Walker, call: Call, index: number): Hole {
    const location = e.newLocation(undefined, false);
    const argument: Argument = { call, index, location, settled: false };
    // An array with wide gaps is a table to V8.
    while (this.arguments.length < location) this.arguments.push(undefined);
    this.arguments.push(argument);
    call.arguments.push(argument);
    return holeOf(location);
  }

  // -------------------------------------------------------------- reaching

  private reachParam(func: Func, index: number): void {
    const param = inputs(func)[index];
    if (param !== undefined && this.hasLocation(func, param)) this.reach(this.batch.location(param));
  }

  private hasLocation(func: Func, param: Name): boolean {
    return func.hasBody && !isUnnamed(param) && this.batch.hasPointers(param.type);
  }

  private reach(from: number): void {
    const found = this.flood(from);
    for (let i = 0; i < found.length; i++) {
      const location = found[i];
      const argument = this.arguments[location];
      if (argument !== undefined && !argument.settled) this.frameOf(location).pending.push(argument);
    }
  }

  /** Marks what can be reached from a location, and lists what was not before. */
  private flood(from: number): readonly number[] {
    const { reached } = this;
    const { firstOut, outNext, edgeDst, func, funcs } = this.graph;
    if (from < FIRST_REAL || reached[from] !== 0) return noLocations;
    reached[from] = 1;
    const found = [from];
    for (let i = 0; i < found.length; i++) {
      const location = found[i];
      for (let edge = firstOut[location]; edge !== NONE; edge = outNext[edge]) {
        const dst = edgeDst[edge];
        if (dst < FIRST_REAL || reached[dst] !== 0) continue;
        reached[dst] = 1;
        found.push(dst);
      }
      // Whether a closure's results are all seen depends on where the closure goes.
      const closure = func[location] < 0 ? NONE : funcs[func[location]].location;
      if (closure < FIRST_REAL || reached[closure] !== 0) continue;
      reached[closure] = 1;
      found.push(closure);
    }
    return found;
  }

  private frameOf(location: number): Frame {
    let at = this.frames.length - 1;
    while (this.frames[at].mark.count > location) at--;
    return this.frames[at];
  }

  private flow(hole: Hole, src: number): void {
    this.graph.flow(hole, src);
    if (this.reached[src] !== 0) this.reach(hole.dst);
  }

  /** Nothing reaches what was added. */
  private clearReached(from: number): void {
    const { count } = this.graph;
    if (count > this.reached.length) {
      const grown = new Uint8Array(2 * count);
      grown.set(this.reached);
      this.reached = grown;
    }
    this.reached.fill(0, from, count);
  }

  // -------------------------------------------------------------- calls

  private settle(top: Frame, argument: Argument): void {
    const { call } = argument;
    const { key } = call;
    if (argument.settled) return;
    if (key === undefined) {
      this.settleUnknown(top, argument);
      return;
    }
    if ((call.isOpen && this.inline(top, call)) || this.settleByTag(argument, key)) return;
    const entry = this.entries.get(key);
    if (entry !== undefined) {
      top.low = Math.min(top.low, entry.index);
      this.connect(argument, entry);
      return;
    }
    if (this.open(key, argument.index)) {
      top.waiting = argument;
      return;
    }
    argument.settled = true;
    this.flow(heapHole(), argument.location);
  }

  private settleUnknown(top: Frame, argument: Argument): void {
    const { func, where } = argument.call;
    if (where.op !== Op.OCALLINTER || this.host.mayBecomeStatic(func, where, this.inlined)) {
      this.reopen(top, func);
      return;
    }
    argument.settled = true;
    this.flow(heapHole(), argument.location);
  }

  /** Puts the call's body into the graph; false where the call stays. */
  private inline(top: Frame, call: Call): boolean {
    const { where, func } = call;
    const body = where.op === Op.OCALLFUNC ? this.host.inlined(func, where) : undefined;
    call.isOpen = false;
    if (body === undefined) return false;
    const [assign] = body === 'whole' ? noNodes : body.init;
    if (body === 'whole' || assign.op !== Op.OAS2) {
      this.reopen(top, func);
      return true;
    }
    if (where.op === Op.OCALLFUNC) this.inlined.set(where, body);
    const from = this.graph.count;
    this.batch.addInlined(func, body, call.results, call.loopDepth);
    this.clearReached(from);
    for (const argument of call.arguments) {
      argument.settled = true;
      const param = assign.lhs[argument.index];
      if (param.op === Op.ONAME && !isLeftOut(param))
        this.flow(holeOf(this.batch.location(param)), argument.location);
    }
    return true;
  }

  /** Begins anew, with the whole of a body that lies in the frame. */
  private reopen(top: Frame, func: Func): void {
    const whole = rootOf(func).nname?.callee;
    this.drop(top);
    if (whole !== undefined) this.host.bodyOf(whole);
    this.open(top.entry.key, top.param);
  }

  private settleByTag(argument: Argument, key: FuncKey): boolean {
    const { call, index, location } = argument;
    const tags = this.host.knownTags(key);
    if (tags === undefined || (index < tags.params.length && tags.params[index] === undefined)) return false;
    argument.settled = true;
    for (const hole of taggedHoles(call.results, tags.params[index])) this.flow(hole, location);
    return true;
  }

  /** The callee lies in the graph: the argument flows straight to its parameter. */
  private connect(argument: Argument, { func }: Entry): void {
    argument.settled = true;
    const param = inputs(func)[argument.index];
    if (!func.hasBody) this.flow(heapHole(), argument.location);
    else if (param !== undefined && !isUnnamed(param) && !isLeftOut(param))
      this.flow(holeOf(this.batch.location(param)), argument.location);
    this.join(argument.call, func);
  }

  private join(call: Call, func: Func): void {
    const { results } = call;
    if (call.joined || results === undefined) return;
    call.joined = true;
    for (let i = 0; i < func.results.length && i < results.length; i++) {
      if (this.batch.hasPointers(func.results[i].type))
        this.flow(results[i], this.batch.location(func.results[i]));
    }
  }

  /** What was reached through one call comes out of all calls in the circle; true where that leads further. */
  private joinResults(top: Frame): boolean {
    for (let i = top.calls; i < this.calls.length; i++) {
      const call = this.calls[i];
      const entry = call.joined || call.key === undefined ? undefined : this.entries.get(call.key);
      if (entry === undefined || entry.index < top.entry.index) continue;
      if (!this.reachesResult(entry.func)) continue;
      if (call.isOpen && this.inline(top, call)) return true;
      this.join(call, entry.func);
    }
    return top.pending.length > 0;
  }

  private reachesResult({ results }: Func): boolean {
    return results.some(
      result => this.batch.hasPointers(result.type) && this.reached[this.batch.location(result)] !== 0,
    );
  }

  // -------------------------------------------------------------- out of the graph

  /** The function is part of a circle that begins further down. */
  private leave(top: Frame): void {
    this.frames.pop();
    const below = this.frames[this.frames.length - 1];
    below.low = Math.min(below.low, top.low);
    const { waiting } = below;
    below.waiting = undefined;
    if (waiting !== undefined) this.connect(waiting, top.entry);
  }

  /** Nothing in the circle waits any more: solves it. */
  private complete(top: Frame): void {
    const members = this.stack.slice(top.entry.index);
    for (const { func } of members) this.reachMore(func);
    this.solver.solve(this.batch, top.mark);
    const tags = new Map<FuncKey, readonly (string | undefined)[]>();
    for (const { key, func } of members) {
      const isKnown = (param: Name): boolean =>
        !this.hasLocation(func, param) || this.reached[this.batch.location(param)] !== 0;
      tags.set(
        key,
        inputs(func).map(param => (isKnown(param) ? paramTag(this.batch, func, param) : undefined)),
      );
    }
    const used = new Set<FuncKey>();
    for (let i = top.calls; i < this.calls.length; i++) {
      const { key } = this.calls[i];
      if (key !== undefined) used.add(key);
    }
    this.host.keepTags(tags, used);
    this.drop(top);
    const below = this.frames.at(-1);
    const waiting = below?.waiting;
    if (below === undefined || waiting === undefined) return;
    below.waiting = undefined;
    this.settle(below, waiting);
  }

  /** Takes the frame on top off the graph. */
  private drop(top: Frame): void {
    const { stack } = this;
    for (let i = top.entry.index; i < stack.length; i++) this.entries.delete(stack[i].key);
    stack.length = top.entry.index;
    this.arguments.length = Math.min(this.arguments.length, top.mark.count);
    this.calls.length = top.calls;
    this.batch.truncate(top.mark);
    this.frames.pop();
  }

  /** Parameters nobody asked for that reach no call still open: their tags come for nothing. */
  private reachMore(func: Func): void {
    for (const param of inputs(func)) {
      if (!this.hasLocation(func, param)) continue;
      const found = this.flood(this.batch.location(param));
      const isOpen = found.some(location => this.arguments[location]?.settled === false);
      if (isOpen) for (const location of found) this.reached[location] = 0;
    }
  }
}

const noLocations: readonly number[] = [];

/** The function and the literals in it that are analysed with it, whether or not they are still mentioned. */
function withLiterals(func: Func): Func[] {
  const funcs = [func];
  for (let i = 0; i < funcs.length; i++) {
    for (const literal of funcs[i].closures) if (isCapturing(literal)) funcs.push(literal);
  }
  return funcs;
}
