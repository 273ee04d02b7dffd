/**
 * The location graph of one batch of functions (graph.go, Go 1.26).
 *
 * A location stands for whatever can hold a Go value: a variable, the memory of an allocating expression, a
 * temporary. It is a number; its fields are columns of the graph. The first four are no real places:
 *
 *     HEAP     everything whose life the compiler does not follow
 *     MUTATOR  the pointer of a store "*p = …": what flows here may have its pointee changed
 *     CALLEE   the function of a call: what flows here may be called with its results unseen
 *     BLANK    where values go that nobody needs
 *
 * An edge dst ← src of weight `derefs` says that a value is assigned, after that many dereferences:
 *
 *     p = &q    -1         p = q     0         p = *q    1         p = **q   2
 *
 * An address can only be taken of something that has one, so no edge is below -1. Fields, elements and
 * turns of a loop are not told apart, nor is the order of assignments: `x.f = u[0]` is `x = *u`.
 *
 * A hole is a place where the value of an expression is wanted: a location and a number of dereferences.
 * Expressions are walked from the outside in: for `x = **p` the walk begins with the hole "x, 0", turns it
 * into "x, 2" on its way, and at `p` adds the edge x ← p of weight 2.
 *
 * Edges lie in one pool, chained per destination in the order in which they were added; the order decides
 * which explanation is found first. The graph is cleared and used again for the next batch.
 */

import type { IrNode } from '../ir';
import { Leaks } from './leaks';

export const HEAP = 0;
export const MUTATOR = 1;
export const CALLEE = 2;
export const BLANK = 3;
export const FIRST_REAL = 4;
export const NONE = -1;

/** What solving finds out about a location. */
export const enum Attr {
  /** Its address outlives it: it must be on the heap. */
  escapes = 1,
  /** Its address outlives the statement: the storage cannot be used again at once. */
  persists = 2,
  /** Memory reached from it may be written to. */
  mutates = 4,
  /** Closures reached from it may be called with their results unseen. */
  calls = 8,
}
export const ALL_ATTRS = Attr.escapes | Attr.persists | Attr.mutates | Attr.calls;

/** What walking the bodies finds out about a location. */
export const enum Fact {
  captured = 1,
  reassigned = 2,
  addrtaken = 4,
  param = 8,
  paramOut = 16,
  /** The literal of a closure that is in the batch. */
  closure = 32,
}

/** Why an edge is there: a list, the outermost reason first. */
export interface Note {
  next: Note | undefined;
  where: IrNode;
  why: string;
}

export interface Hole {
  readonly dst: number;
  /** -1 or more. */
  readonly derefs: number;
  readonly notes: Note | undefined;
  /** The address of the expression is taken, whether or not it is stored. */
  readonly addrtaken: boolean;
}

/** One assignment of an explanation. */
export interface FlowSegment {
  dst: number;
  src: number;
  derefs: number;
  notes: Note | undefined;
}

/** A function as the graph sees it: numbers, so that solving compares nothing else. */
export interface GraphFunc {
  /** Number of the function that a closure is written in; -1 otherwise. */
  parent: number;
  isClosure: boolean;
  /** Of the literal, where it is one and was met; else NONE. */
  location: number;
}

export function holeOf(location: number): Hole {
  return { dst: location, derefs: 0, notes: undefined, addrtaken: false };
}
export function heapHole(): Hole {
  return heap;
}
export function mutatorHole(): Hole {
  return mutator;
}
export function calleeHole(): Hole {
  return callee;
}
export function discardHole(): Hole {
  return discarded;
}
export function shifted({ dst, derefs, notes }: Hole, delta: number): Hole {
  if (dst === BLANK) return delta < 0 ? discardedAddress : discarded;
  return { dst, derefs: derefs + delta, notes, addrtaken: delta < 0 };
}
/** The value of the expression is not needed; its address may still be taken. */
export function emptied({ addrtaken }: Hole): Hole {
  return addrtaken ? discardedAddress : discarded;
}

const heap: Hole = holeOf(HEAP);
const mutator: Hole = holeOf(MUTATOR);
const callee: Hole = holeOf(CALLEE);
const discarded: Hole = holeOf(BLANK);
const discardedAddress: Hole = { dst: BLANK, derefs: 0, notes: undefined, addrtaken: true };

/** How far a graph had been built. */
export interface GraphMark {
  count: number;
  edgeCount: number;
  funcs: number;
  escaped: number;
  /** The last edge of each location that is no real place. */
  last: readonly number[];
}

export class Graph {
  count = FIRST_REAL;
  /** The variable or expression a location stands for; undefined for temporaries. */
  readonly nodes: (IrNode | undefined)[] = [];
  readonly leaks: (Leaks | undefined)[] = [];
  /** How a location came to escape, found first. */
  readonly escapeFlows: (FlowSegment[] | undefined)[] = [];
  /** Locations in the order in which they were found to escape. */
  readonly escaped: number[] = [];
  /** How a parameter came to leak: for each slot of its leak set. */
  readonly leakFlows: (FlowSegment[][] | undefined)[] = [];
  readonly funcs: GraphFunc[] = [];
  /** A closure's results are no longer followed to all its calls. */
  resultsLost = new Uint8Array(16);

  attrs = new Uint8Array(256);
  facts = new Uint8Array(256);
  func = new Int32Array(256);
  loopDepth = new Int32Array(256);
  /** Loops around the location as written, also where `loopDepth` says that all turns share it. */
  writtenDepth = new Int32Array(256);
  /** From 1 for results; 0 for everything else. */
  resultIndex = new Int32Array(256);
  firstEdge = new Int32Array(256);
  private lastEdge = new Int32Array(256);
  /** The edges that leave a location, newest first. */
  firstOut = new Int32Array(256);

  edgeCount = 0;
  edgeSrc = new Int32Array(512);
  edgeDst = new Int32Array(512);
  edgeDerefs = new Int32Array(512);
  edgeNext = new Int32Array(512);
  outNext = new Int32Array(512);
  readonly edgeNotes: (Note | undefined)[] = [];

  /** Reasons and flows are kept from now on: somebody asks for them. */
  explains = false;

  constructor() {
    this.reset();
  }

  /** Empties the graph for the next batch. */
  reset(): void {
    this.count = 0;
    this.edgeCount = 0;
    this.nodes.length = 0;
    this.leaks.length = 0;
    this.escapeFlows.length = 0;
    this.escaped.length = 0;
    this.leakFlows.length = 0;
    this.funcs.length = 0;
    this.edgeNotes.length = 0;
    this.resultsLost.fill(0);
    this.add(undefined, NONE, 0, ALL_ATTRS);
    this.add(undefined, NONE, 0, Attr.mutates);
    this.add(undefined, NONE, 0, Attr.calls);
    this.add(undefined, NONE, 0, 0);
  }

  mark(): GraphMark {
    return {
      count: this.count,
      edgeCount: this.edgeCount,
      funcs: this.funcs.length,
      escaped: this.escaped.length,
      last: [this.lastEdge[HEAP], this.lastEdge[MUTATOR], this.lastEdge[CALLEE], this.lastEdge[BLANK]],
    };
  }

  /** The first edge of a location that was added after the mark; the location is no real place, or newer. */
  firstEdgeSince(location: number, mark: GraphMark): number {
    const last = location < FIRST_REAL ? mark.last[location] : NONE;
    return last === NONE ? this.firstEdge[location] : this.edgeNext[last];
  }

  /** Takes off what was added since the mark. Nothing older may lead there, or come from there. */
  truncate(mark: GraphMark): void {
    for (let location = 0; location < FIRST_REAL; location++) {
      const last = mark.last[location];
      if (last === NONE) this.firstEdge[location] = NONE;
      else this.edgeNext[last] = NONE;
      this.lastEdge[location] = last;
    }
    this.count = mark.count;
    this.edgeCount = mark.edgeCount;
    this.resultsLost.fill(0, mark.funcs, this.funcs.length);
    this.funcs.length = mark.funcs;
    this.nodes.length = mark.count;
    this.leaks.length = Math.min(this.leaks.length, mark.count);
    this.escapeFlows.length = Math.min(this.escapeFlows.length, mark.count);
    this.leakFlows.length = Math.min(this.leakFlows.length, mark.count);
    this.escaped.length = mark.escaped;
    this.edgeNotes.length = mark.edgeCount;
  }

  /** The hole, with one more reason in front. */
  noted(hole: Hole, where: IrNode, why: string): Hole {
    // Nobody asks why a value goes where nobody needs it.
    if (!this.explains || hole.dst === BLANK) return hole;
    const { dst, derefs, notes, addrtaken } = hole;
    return { dst, derefs, notes: { next: notes, where, why }, addrtaken };
  }
  dereferenced(hole: Hole, where: IrNode, why: string): Hole {
    return shifted(this.noted(hole, where, why), 1);
  }
  /** Only for holes of no less than 0: the address of an address cannot be asked for. */
  addressed(hole: Hole, where: IrNode, why: string): Hole {
    return shifted(this.noted(hole, where, why), -1);
  }

  addFunc(parent: number, isClosure: boolean): number {
    const index = this.funcs.length;
    this.funcs.push({ parent, isClosure, location: NONE });
    if (index >= this.resultsLost.length) this.resultsLost = grown8(this.resultsLost);
    return index;
  }

  addLocation(node: IrNode | undefined, func: number, loopDepth: number, persists: boolean): number {
    return this.add(node, func, loopDepth, persists ? Attr.persists : 0);
  }

  private add(node: IrNode | undefined, func: number, loopDepth: number, attrs: number): number {
    const index = this.count++;
    if (index >= this.attrs.length) this.growLocations();
    this.nodes.push(node);
    this.attrs[index] = attrs;
    this.facts[index] = 0;
    this.func[index] = func;
    this.loopDepth[index] = loopDepth;
    this.writtenDepth[index] = loopDepth;
    this.resultIndex[index] = 0;
    this.firstEdge[index] = NONE;
    this.lastEdge[index] = NONE;
    this.firstOut[index] = NONE;
    return index;
  }

  has(location: number, attr: Attr): boolean {
    return (this.attrs[location] & attr) !== 0;
  }
  is(location: number, fact: Fact): boolean {
    return (this.facts[location] & fact) !== 0;
  }
  setFact(location: number, fact: Fact): void {
    this.facts[location] |= fact;
  }
  clearFact(location: number, fact: Fact): void {
    this.facts[location] &= ~fact;
  }

  /** The value of `src` flows into the hole. */
  flow(hole: Hole, src: number): void {
    if (hole.addrtaken) this.facts[src] |= Fact.addrtaken;
    const dst = hole.dst;
    if (dst === BLANK) return;
    // x = x, x = *x, … say nothing.
    if (dst === src && hole.derefs >= 0) return;
    const { derefs, notes } = hole;
    if (derefs < 0 && this.has(dst, Attr.escapes)) {
      if (this.escapeFlows[src] === undefined) this.noteEscape(src, [{ dst, src, derefs, notes }]);
      this.attrs[src] |= ALL_ATTRS;
      return;
    }
    this.addEdge(dst, src, derefs, notes);
  }

  /** Keeps the first flow by which a location escapes. */
  noteEscape(location: number, flow: FlowSegment[]): void {
    this.escapeFlows[location] = flow;
    this.escaped.push(location);
  }

  private addEdge(dst: number, src: number, derefs: number, notes: Note | undefined): void {
    const edge = this.edgeCount++;
    if (edge >= this.edgeSrc.length) this.growEdges();
    this.edgeSrc[edge] = src;
    this.edgeDst[edge] = dst;
    this.edgeDerefs[edge] = derefs;
    this.edgeNext[edge] = NONE;
    this.outNext[edge] = this.firstOut[src];
    this.firstOut[src] = edge;
    this.edgeNotes.push(notes);
    const last = this.lastEdge[dst];
    if (last === NONE) this.firstEdge[dst] = edge;
    else this.edgeNext[last] = edge;
    this.lastEdge[dst] = edge;
  }

  leaksOf(location: number): Leaks {
    let leaks = this.leaks[location];
    if (leaks === undefined) {
      leaks = new Leaks();
      this.leaks[location] = leaks;
    }
    return leaks;
  }

  /** Whether function `inner` is a closure written, at any depth, inside `outer`. */
  containsClosure(outer: number, inner: number): boolean {
    if (outer === inner || inner < 0 || !this.funcs[inner].isClosure) return false;
    for (let f = this.funcs[inner].parent; f >= 0; f = this.funcs[f].parent) {
      if (f === outer) return true;
    }
    return false;
  }

  private growLocations(): void {
    this.attrs = grown8(this.attrs);
    this.facts = grown8(this.facts);
    this.func = grown32(this.func);
    this.loopDepth = grown32(this.loopDepth);
    this.writtenDepth = grown32(this.writtenDepth);
    this.resultIndex = grown32(this.resultIndex);
    this.firstEdge = grown32(this.firstEdge);
    this.lastEdge = grown32(this.lastEdge);
    this.firstOut = grown32(this.firstOut);
  }

  private growEdges(): void {
    this.edgeSrc = grown32(this.edgeSrc);
    this.edgeDst = grown32(this.edgeDst);
    this.edgeDerefs = grown32(this.edgeDerefs);
    this.edgeNext = grown32(this.edgeNext);
    this.outNext = grown32(this.outNext);
  }
}

function grown8(old: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const array = new Uint8Array(old.length * 2);
  array.set(old);
  return array;
}
function grown32(old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const array = new Int32Array(old.length * 2);
  array.set(old);
  return array;
}
