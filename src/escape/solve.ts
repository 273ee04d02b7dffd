/**
 * Solving the location graph (solve.go, Go 1.26).
 *
 * From every location (the root of a walk) the edges are followed backwards, and for each location that is
 * reached the smallest number of dereferences on the way is kept. Edges of weight -1 make this a shortest
 * path problem with negative weights (Bellman and Ford's way, with a queue); there are no endless descents,
 * because a count below 0 goes no further: from `root = &l` and `l = x` the address of l arrives at the
 * root, but of x only its value does, so the walk goes on from l with 0.
 *
 * Reaching l with -1 from a root that outlives it puts l on the heap. Reaching a parameter from the heap, or
 * from a result, is a leak with that count. A location that changes in a way that matters to walks from it
 * is queued as a root once more; each can change so only a few times, hence the end is certain.
 *
 * Where an explanation is wanted it is recorded the moment a location first escapes, because the next walk
 * overwrites the way it was found.
 */

import {
  ALL_ATTRS,
  Attr,
  CALLEE,
  Fact,
  FIRST_REAL,
  type FlowSegment,
  type Graph,
  type GraphMark,
  HEAP,
  MUTATOR,
} from './graph';
import { LEAK_CALLEE, LEAK_HEAP, LEAK_MUTATOR, LEAK_RESULT0, NUM_ESC_RESULTS } from './leaks';

/** Explanations are cut off after so many assignments: nobody reads further, and rings of functions are long. */
const MAX_PATH = 256;

/** What solving needs to know beyond the graph. */
export interface SolveHost {
  /** The function's number of a closure expression's location, if its function is in the batch; else -1. */
  closureFunc(location: number): number;
  /** Locations of that function's results. */
  resultLocations(func: number): readonly number[];
  /** Asked now and then; throws to cancel. */
  checkCancelled?(): void;
}

/** Solves graph after graph with the same memory. */
export class Solver {
  private derefs = new Int32Array(256);
  private walkgen = new Int32Array(256);
  private queuedInWalk = new Int32Array(256);
  private nextEdge = new Int32Array(256);
  private queuedAsRoot = new Uint8Array(256);
  private readonly roots = new LocationQueue(256);
  private readonly walk = new LocationQueue(64);
  /** Of walks: grows through all graphs, so that nothing needs to be cleared. */
  private generation = 0;
  private since: GraphMark | undefined;
  private host!: SolveHost;

  constructor(private readonly graph: Graph) {}

  /** Solves the graph, or what was added to it since a mark. */
  solve(host: SolveHost, since?: GraphMark): void {
    const { graph, roots } = this;
    this.host = host;
    this.since = since;
    this.grow(graph.count);
    // The last solving may have been cancelled.
    roots.length = 0;
    this.walk.length = 0;
    const first = since?.count ?? FIRST_REAL;
    for (let l = first; l < graph.count; l++) {
      // Of a closure walks tell something once it is called from where it cannot be seen.
      const isRoot = graph.firstEdge[l] >= 0 || (graph.facts[l] & (Fact.param | Fact.closure)) !== 0;
      this.queuedAsRoot[l] = isRoot ? 1 : 0;
      if (isRoot) roots.pushFront(l);
    }
    this.pushSpecial(MUTATOR);
    this.pushSpecial(CALLEE);
    this.pushSpecial(HEAP);
    while (roots.length > 0) {
      const root = roots.popFront();
      this.queuedAsRoot[root] = 0;
      if (this.isAlone(root)) continue;
      this.generation++;
      if ((this.generation & 1023) === 0) host.checkCancelled?.();
      this.walkOne(root);
    }
  }

  /** Of what is no real place a walk tells something only where anything flows into it. */
  private pushSpecial(special: number): void {
    if (this.firstEdge(special) >= 0) this.roots.pushFront(special);
  }

  private firstEdge(root: number): number {
    const { graph, since } = this;
    return since === undefined ? graph.firstEdge[root] : graph.firstEdgeSince(root, since);
  }

  private grow(count: number): void {
    if (count <= this.derefs.length) return;
    const size = Math.max(count, 2 * this.derefs.length);
    this.derefs = new Int32Array(size);
    this.walkgen = new Int32Array(size);
    this.queuedInWalk = new Int32Array(size);
    this.nextEdge = new Int32Array(size);
    this.queuedAsRoot = new Uint8Array(size);
  }

  private enqueue(location: number): void {
    if (this.queuedAsRoot[location] !== 0) return;
    this.queuedAsRoot[location] = 1;
    // What escapes first lets its consequences be found early.
    if (this.graph.has(location, Attr.escapes)) this.roots.pushFront(location);
    else this.roots.pushBack(location);
  }

  /** Nothing flows into it, and it is none that walks tell anything of itself. */
  private isAlone(root: number): boolean {
    const { graph } = this;
    if (graph.firstEdge[root] >= 0) return false;
    const isParam = (graph.facts[root] & Fact.param) !== 0;
    return (graph.attrs[root] & (isParam ? ALL_ATTRS - Attr.persists : Attr.calls)) === 0;
  }

  private walkOne(root: number): void {
    const { graph, walk, generation } = this;
    this.walkgen[root] = generation;
    this.derefs[root] = 0;
    this.nextEdge[root] = -1;
    if ((graph.attrs[root] & Attr.calls) !== 0) this.loseResults(root);
    const { attrs } = graph;
    let edge = this.firstEdge(root);
    for (let l = root; ; l = walk.popFront(), edge = graph.firstEdge[l]) {
      this.queuedInWalk[l] = 0;
      const known = this.derefs[l];
      const derefs = known > 0 ? known : 0;
      const found = this.visit(root, l, derefs);
      const isNew = (found & ~attrs[l]) !== 0;
      if (isNew) {
        attrs[l] |= found;
        this.enqueue(l);
      }
      if (edge >= 0 && !(isNew && (attrs[l] & Attr.escapes) !== 0)) this.follow(edge, derefs);
      if (walk.length === 0) return;
    }
  }

  /** The walk from root has reached l: the attributes it gives l, and l's leaks. */
  private visit(root: number, l: number, derefs: number): number {
    const { graph } = this;
    let found = 0;
    if (this.derefs[l] < 0) {
      // The address of l flows to root.
      if (this.outlives(root, l)) {
        if (graph.explains && !graph.has(l, Attr.escapes) && graph.escapeFlows[l] === undefined)
          graph.noteEscape(l, this.path(root, l));
        found |= ALL_ATTRS;
      } else if (graph.has(root, Attr.persists)) {
        found |= Attr.persists;
      }
    }
    if (derefs === 0) found |= graph.attrs[root] & (Attr.mutates | Attr.calls);
    if ((graph.facts[l] & Fact.param) !== 0) this.leak(root, l, derefs);
    return found;
  }

  /** Passes on to everything that flows into a location, whose first edge is given. */
  private follow(first: number, derefs: number): void {
    const { generation, walkgen } = this;
    const { attrs, edgeNext, edgeSrc, edgeDerefs } = this.graph;
    for (let edge = first; edge >= 0; edge = edgeNext[edge]) {
      const src = edgeSrc[edge];
      if ((attrs[src] & Attr.escapes) !== 0) continue;
      const d = derefs + edgeDerefs[edge];
      if (walkgen[src] === generation && this.derefs[src] <= d) continue;
      walkgen[src] = generation;
      this.derefs[src] = d;
      this.nextEdge[src] = edge;
      if (this.queuedInWalk[src] !== generation) {
        this.queuedInWalk[src] = generation;
        this.walk.pushBack(src);
      }
    }
  }

  /** The value of parameter l flows to root. */
  private leak(root: number, l: number, derefs: number): void {
    const { graph } = this;
    const attrs = graph.attrs[root];
    if (this.outlives(root, l)) {
      const slot = this.leakSlot(root, l);
      if (graph.leaksOf(l).add(slot, derefs) && graph.explains) {
        let flows = graph.leakFlows[l];
        if (flows === undefined) {
          flows = [];
          graph.leakFlows[l] = flows;
        }
        flows[slot] = this.path(root, l);
      }
    }
    if ((attrs & Attr.mutates) !== 0) graph.leaksOf(l).add(LEAK_MUTATOR, derefs);
    if ((attrs & Attr.calls) !== 0) graph.leaksOf(l).add(LEAK_CALLEE, derefs);
  }

  private leakSlot(sink: number, l: number): number {
    const { graph } = this;
    const result = graph.resultIndex[sink] - 1;
    if (
      !graph.has(sink, Attr.escapes) &&
      graph.is(sink, Fact.paramOut) &&
      graph.func[sink] === graph.func[l] &&
      result < NUM_ESC_RESULTS
    ) {
      return LEAK_RESULT0 + result;
    }
    return LEAK_HEAP;
  }

  /** A closure that may be called unseen: its results go we know not where. */
  private loseResults(root: number): void {
    const { graph, host } = this;
    const func = host.closureFunc(root);
    if (func < 0 || graph.resultsLost[func] !== 0) return;
    graph.resultsLost[func] = 1;
    for (const result of host.resultLocations(func)) this.enqueue(result);
  }

  /** Whether what is stored in l may still be used when `other`, on the stack, is gone. */
  private outlives(l: number, other: number): boolean {
    const { graph } = this;
    if (graph.has(l, Attr.escapes)) return true;
    if (l === MUTATOR || l === CALLEE) return false;
    const from = graph.func[l];
    const to = graph.func[other];
    if (graph.is(l, Fact.paramOut)) {
      // A closure all of whose calls are seen may return what its surroundings declare.
      return !(graph.containsClosure(to, from) && graph.resultsLost[from] === 0);
    }
    // Declared outside a loop that makes `other` anew each turn.
    if (from === to && graph.loopDepth[l] < graph.loopDepth[other]) return true;
    // Declared around the closure whose frame holds `other`.
    return graph.containsClosure(from, to);
  }

  /** The assignments that lead from src to root in the present walk, nearest first. */
  private path(root: number, src: number): FlowSegment[] {
    const { graph } = this;
    const segments: FlowSegment[] = [];
    const seen = new Set<number>();
    for (let at = src; ; ) {
      if (seen.has(at) || segments.length >= MAX_PATH) break;
      seen.add(at);
      const edge = this.nextEdge[at];
      if (edge < 0) break;
      const dst = graph.edgeDst[edge];
      segments.push({ dst, src: at, derefs: graph.edgeDerefs[edge], notes: graph.edgeNotes[edge] });
      if (dst === root) break;
      at = dst;
    }
    return segments;
  }
}

/** A queue of locations, open at the front for pushing too; grows by doubling. */
class LocationQueue {
  private ring: Int32Array;
  private head = 0;
  length = 0;

  constructor(capacity: number) {
    let size = 2;
    while (size < capacity) size *= 2;
    this.ring = new Int32Array(size);
  }
  pushFront(location: number): void {
    if (this.length === this.ring.length) this.grow();
    this.head = (this.head - 1) & (this.ring.length - 1);
    this.ring[this.head] = location;
    this.length++;
  }
  pushBack(location: number): void {
    if (this.length === this.ring.length) this.grow();
    this.ring[(this.head + this.length) & (this.ring.length - 1)] = location;
    this.length++;
  }
  popFront(): number {
    const location = this.ring[this.head];
    this.head = (this.head + 1) & (this.ring.length - 1);
    this.length--;
    return location;
  }
  private grow(): void {
    const ring = new Int32Array(this.ring.length * 2);
    for (let i = 0; i < this.length; i++) ring[i] = this.ring[(this.head + i) & (this.ring.length - 1)];
    this.ring = ring;
    this.head = 0;
  }
}
