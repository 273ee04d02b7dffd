/**
 * One batch of functions that call each other, from bodies to solved graph (escape.go, Go 1.26).
 *
 * The order of the compiler is kept, because explanations and the order of diagnostics hang on it: locations
 * for all variables of all functions, the bodies (closures where their literal stands), the captured
 * variables once it is known which are assigned again, what its size alone puts on the heap, solving.
 */

import {
  type Callee,
  Class,
  type ClosureExpr,
  type ConvExpr,
  type Func,
  type FuncKey,
  type InlinedCallExpr,
  type IrNode,
  type MakeExpr,
  type Name,
  Op,
  ReassignOracle,
} from '../ir';
import type { Sizes, Type } from '../types';
import { call } from './call';
import type { DeferredCalls } from './demand';
import type { EscapeRules } from './goVersion';
import {
  discardHole,
  Fact,
  FIRST_REAL,
  type Graph,
  type GraphMark,
  type Hole,
  heapHole,
  holeOf,
} from './graph';
import { heapAllocReason, rewriteWithLiterals } from './limits';
import { isCapturing, loopLabels } from './scc';
import type { SolveHost } from './solve';
import { block, stmts } from './stmt';
import { hasPointers, isNumeric } from './typeFacts';
import type { FuncDirectives, FuncTags } from './verdict';

export interface BatchHost {
  readonly sizes: Sizes;
  readonly rules: EscapeRules;
  /** Build what explanations are made of. */
  readonly flows: boolean;
  /** Tags of a function outside the batch, that of its parameter `index` at least; undefined without source. */
  tags(key: FuncKey, index: number): FuncTags | undefined;
  /** What the directives of a function outside the batch say. */
  directives(callee: Callee): FuncDirectives;
  checkCancelled?(): void;
}

export class Batch implements SolveHost {
  readonly sizes: Sizes;
  readonly rules: EscapeRules;
  /** Number of each function of the batch in the graph. */
  readonly funcIndex = new Map<Func, number>();
  readonly funcs: Func[] = [];
  /** Why something counts as escaping that was not seen: nodes that stand in notes of flows. */
  readonly unknownAt = new Map<IrNode, string>();
  /** Assignments left out as self-assignments. */
  readonly selfAssigns: { func: Func; where: IrNode }[] = [];

  /** Nesting of the walk, against overflow. */
  depth = 0;
  private readonly closures: { hole: Hole; closure: ClosureExpr }[] = [];
  private readonly oracles = new Map<Func, ReassignOracle>();

  /** Calls in what is being added are inlined when their arguments are reached (see IrProgram.openBodies). */
  isOpen = false;
  /** Functions from this number on are being added. */
  private firstFunc = 0;

  constructor(
    readonly graph: Graph,
    readonly host: BatchHost,
    /** Where arguments are collected of calls that leave the functions being added; their tags are used without. */
    readonly deferred?: DeferredCalls,
  ) {
    this.sizes = host.sizes;
    this.rules = host.rules;
    this.clear();
  }

  /** Empties it, and the graph, for the next group of functions. */
  clear(): void {
    this.release();
    this.funcs.length = 0;
    this.selfAssigns.length = 0;
    this.closures.length = 0;
    this.depth = 0;
    for (const map of [this.funcIndex, this.unknownAt, this.oracles]) if (map.size > 0) map.clear();
    this.graph.reset();
    this.graph.explains = this.host.flows;
  }

  /** Puts functions that call each other into the graph. */
  add(funcs: readonly Func[]): void {
    this.firstFunc = this.funcs.length;
    const first = this.graph.count;
    for (let i = 0; i < funcs.length; i++) this.initFunc(funcs[i]);
    for (let i = 0; i < funcs.length; i++) if (!isCapturing(funcs[i])) this.walkFunc(funcs[i]);
    this.finishWalk(first);
  }

  /**
   * Puts the body that takes a call's place into the graph, at the end of what is there; its parameters have no values yet.
   * `loopDepth`: of the call.
   */
  addInlined(
    func: Func,
    node: InlinedCallExpr,
    results: readonly Hole[] | undefined,
    loopDepth: number,
  ): void {
    this.firstFunc = this.funcs.length;
    this.isOpen = true;
    const first = this.graph.count;
    const walker = new Walker(this, func);
    walker.loopDepth = loopDepth;
    const [assign, ...others] = node.init;
    stmts(walker, assign.init);
    stmts(walker, others);
    call(walker, results, node);
    this.finishWalk(first);
  }

  /** What is done of the locations from `first` on once all bodies were walked. */
  private finishWalk(first: number): void {
    const { graph, closures } = this;
    for (let i = 0; i < closures.length; i++) this.flowClosure(closures[i].hole, closures[i].closure);
    for (let location = first; location < graph.count; location++) {
      const node = graph.nodes[location];
      if (node !== undefined) this.checkSize(location, node);
    }
    closures.length = 0;
    if (this.oracles.size > 0) this.oracles.clear();
  }

  /** Takes what was added since the mark out again. */
  truncate(mark: GraphMark): void {
    this.release(mark.count);
    for (const func of this.funcs.splice(mark.funcs)) this.funcIndex.delete(func);
    this.selfAssigns.length = 0;
    this.closures.length = 0;
    if (this.unknownAt.size > 0) this.unknownAt.clear();
    this.graph.truncate(mark);
  }

  /** Takes the locations off the names again. */
  private release(from = FIRST_REAL): void {
    const { nodes } = this.graph;
    for (let location = from; location < nodes.length; location++) {
      const node = nodes[location];
      if (node?.op === Op.ONAME) node.opt = undefined;
    }
  }

  // -------------------------------------------------------------- functions and variables

  private initFunc(func: Func): void {
    const index = this.indexOf(func);
    const { dcl, results } = func;
    const mayCapture = func.closures.length > 0;
    for (let i = 0; i < dcl.length; i++) {
      if (dcl[i].opt === undefined && (mayCapture || !isPlain(dcl[i]))) this.declare(dcl[i], index);
    }
    if (func.closure === undefined) {
      for (const name of func.closureVars) this.location(name.canonical());
    }
    for (let i = 0; i < results.length; i++) {
      if (!isLeftOut(results[i])) this.graph.resultIndex[this.location(results[i])] = i + 1;
    }
  }

  indexOf(func: Func): number {
    let index = this.funcIndex.get(func);
    if (index === undefined) {
      const parent = func.outer === undefined ? -1 : (this.funcIndex.get(func.outer) ?? -1);
      index = this.graph.addFunc(parent, func.closure !== undefined);
      this.funcIndex.set(func, index);
      this.funcs.push(func);
    }
    return index;
  }

  private declare(name: Name, func: number): number {
    const { graph } = this;
    const location = graph.addLocation(name, func, 1, true);
    if (name.cls === Class.param) graph.setFact(location, Fact.param);
    else if (name.cls === Class.result) graph.setFact(location, Fact.paramOut);
    name.opt = location;
    return location;
  }

  /** The location of a local variable, parameter or result; of a closure variable, the captured one's. */
  location(name: Name): number {
    const canonical = name.cls === Class.closureVar ? name.canonical() : name;
    const known = canonical.opt;
    if (typeof known === 'number') return known;
    return this.declare(canonical, canonical.curfn === undefined ? 0 : this.indexOf(canonical.curfn));
  }

  walkFunc(func: Func): void {
    this.host.checkCancelled?.();
    block(new Walker(this, func), func.body);
  }

  /** The function is one of those that are being added, whose calls lead straight to its parameters. */
  inBatch(func: Func): boolean {
    const index = this.funcIndex.get(func);
    return index !== undefined && index >= this.firstFunc;
  }

  hasPointers(type: Type): boolean {
    return hasPointers(type, this.sizes);
  }

  // -------------------------------------------------------------- closures

  addClosure(hole: Hole, closure: ClosureExpr): void {
    this.closures.push({ hole, closure });
    const func = this.funcIndex.get(closure.func);
    if (func === undefined) return;
    this.graph.funcs[func].location = hole.dst;
    this.graph.setFact(hole.dst, Fact.closure);
  }

  /** What a closure captures flows into it: by value where it is small and never changes, else its address. */
  private flowClosure(hole: Hole, closure: ClosureExpr): void {
    const { graph, sizes, rules } = this;
    for (const captured of closure.func.closureVars) {
      const variable = captured.canonical();
      const location = this.location(captured);
      const fixed = !graph.is(location, Fact.addrtaken) && !graph.is(location, Fact.reassigned);
      const byval = fixed && sizes.sizeof(variable.type) <= rules.maxCaptureByValue;
      if (!this.isOpen) {
        variable.byval = byval;
        captured.byval = byval;
        if (!byval) variable.addrtaken = true;
      }
      const into = byval ? hole : graph.addressed(hole, captured, 'reference');
      graph.flow(graph.noted(into, captured, 'captured by a closure'), location);
    }
  }

  closureFunc(location: number): number {
    const node = this.graph.nodes[location];
    return node?.op === Op.OCLOSURE ? (this.funcIndex.get(node.func) ?? -1) : -1;
  }

  resultLocations(func: number): readonly number[] {
    return this.funcs[func].results.filter(result => !isLeftOut(result)).map(result => this.location(result));
  }

  checkCancelled(): void {
    this.host.checkCancelled?.();
  }

  /** The node stands in flows, and counts as escaping though what happens there was not seen. */
  noteUnknown(node: IrNode, why: string): void {
    this.unknownAt.set(node, why);
    // The reason is told even where no other steps are: they alone lead to it.
    this.graph.explains ||= this.deferred === undefined;
  }

  // -------------------------------------------------------------- sizes

  private checkSize(location: number, node: IrNode): void {
    const { graph, rules } = this;
    // An open body must not be changed; that such a value is a literal does not matter to what parameters reach.
    if (
      !this.isOpen &&
      rules.literalsThroughVariables &&
      (node.op === Op.OMAKESLICE || node.op === Op.OCONVIFACE)
    )
      this.findLiterals(this.funcs[Math.max(graph.func[location], 0)], node);
    const why = heapAllocReason(node, this.sizes, rules);
    if (why !== undefined) graph.flow(graph.addressed(heapHole(), node, why), location);
  }

  private findLiterals(func: Func, node: MakeExpr | ConvExpr): void {
    rewriteWithLiterals(node, value => this.oracle(func).staticValue(value), this.rules);
  }

  /** Of the outermost function around `func`; the one that initialises the package's variables counts as none. */
  oracle(func: Func): ReassignOracle {
    let outermost = func;
    while (outermost.outer?.initialises === false) outermost = outermost.outer;
    let oracle = this.oracles.get(outermost);
    if (oracle === undefined) {
      oracle = new ReassignOracle(outermost);
      this.oracles.set(outermost, oracle);
    }
    return oracle;
  }
}

/** A number or boolean whose address nobody takes: nothing flows from it, and where nothing captures it, nor into it. */
function isPlain({ type, addrtaken, cls }: Name): boolean {
  return !addrtaken && cls !== Class.closureVar && isNumeric(type);
}

/** The variable has no location, and needs none. */
export function isLeftOut(name: Name): boolean {
  return name.opt === undefined && isPlain(name);
}

/** Expressions nested deeper than this are not followed: their operands count as escaping. */
export const MAX_DEPTH = 1200;

/** The walk over one function's body: where we are in it. */
export class Walker {
  readonly graph: Graph;
  readonly index: number;
  readonly loopLabels: ReadonlySet<string> | undefined;
  /** Loops around the present statement, from 1. */
  loopDepth = 1;
  /** Operands that have been walked ahead of their expression. */
  evaluated: Set<IrNode> | undefined;

  constructor(
    readonly batch: Batch,
    readonly func: Func,
  ) {
    this.graph = batch.graph;
    this.index = batch.indexOf(func);
    this.loopLabels = loopLabels(func);
  }

  newLocation(node: IrNode | undefined, persists: boolean): number {
    return this.graph.addLocation(node, this.index, this.loopDepth, persists);
  }

  flow(hole: Hole, src: number): void {
    this.graph.flow(hole, src);
  }

  /** A location for the memory that `node` allocates; its address flows to the hole. */
  spill(hole: Hole, node: IrNode): Hole {
    const location = this.newLocation(node, false);
    this.flow(this.graph.addressed(hole, node, 'spill'), location);
    return holeOf(location);
  }

  /** A hole that flows into all of these. */
  tee(holes: readonly Hole[]): Hole {
    if (holes.length === 0) return discardHole();
    if (holes.length === 1) return holes[0];
    const location = this.newLocation(undefined, false);
    for (let i = 0; i < holes.length; i++) this.flow(holes[i], location);
    return holeOf(location);
  }

  /** A hole for a value that is used later than now: temporaries in it are not used again at once. */
  later(hole: Hole): Hole {
    const location = this.newLocation(undefined, true);
    this.flow(hole, location);
    return holeOf(location);
  }
}
