/**
 * Order in which package-level variables are initialised, and cycles in it (go/types' initorder.go, Go 1.26).
 *
 * A variable comes after all that its initial value refers to, through functions and methods too. Functions are
 * taken out of the graph of references first: whoever refers to one refers to all that it refers to.
 */

import type { Declaration } from './declaration';
import type { GoObject, VarObject } from './object';

export interface Initializer {
  /** Several variables where one call gives values to all. */
  lhs: readonly VarObject[];
  declaration: Declaration;
}

export interface InitOrder {
  order: readonly Initializer[];
  /** Objects that need each other, each referring to the one before it; the first is the one to report. */
  cycles: readonly (readonly GoObject[])[];
}

/** `check` is asked to find out what a declaration refers to: of functions, only those that a value needs. */
export function initOrder(
  declarations: readonly Declaration[],
  check: (decl: Declaration) => void,
): InitOrder {
  const byObject = new Map<GoObject, Declaration>();
  for (const decl of declarations) if (decl.object.kind !== 'typeName') byObject.set(decl.object, decl);
  const nodes = withoutFunctions(byObject, check);
  const queue = new NodeQueue();
  for (const node of nodes) queue.push(node);
  const order: Initializer[] = [];
  const cycles: (readonly GoObject[])[] = [];
  const emitted = new Set<VarObject>();
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    const { object } = node.decl;
    if (node.pending > 0) {
      const cycle = findPath(byObject, object, object, new Set());
      if (cycle !== undefined) cycles.push(cycle);
    }
    for (const user of node.users) {
      user.pending--;
      queue.push(user);
    }
    if (object.kind !== 'var' || node.decl.init === undefined || emitted.has(object)) continue;
    const lhs = node.decl.lhs ?? [object];
    for (const variable of lhs) emitted.add(variable);
    order.push({ lhs, declaration: node.decl });
  }
  return { order, cycles };
}

interface GraphNode {
  decl: Declaration;
  /** Nodes that refer to this one. */
  users: Set<GraphNode>;
  uses: Set<GraphNode>;
  /** Uses that are not initialised yet. */
  pending: number;
  done: boolean;
}

function withoutFunctions(
  byObject: ReadonlyMap<GoObject, Declaration>,
  check: (decl: Declaration) => void,
): GraphNode[] {
  const nodes = new Map<GoObject, GraphNode>();
  const nodeOf = (decl: Declaration): GraphNode => {
    let node = nodes.get(decl.object);
    if (node === undefined) {
      node = { decl, users: new Set(), uses: new Set(), pending: 0, done: false };
      nodes.set(decl.object, node);
    }
    return node;
  };
  for (const decl of byObject.values()) if (decl.object.kind !== 'func') nodeOf(decl);
  // Functions join while the map is being read, as they are found.
  for (const node of nodes.values()) {
    check(node.decl);
    for (const dependency of node.decl.deps ?? []) {
      const decl = byObject.get(dependency);
      if (decl === undefined) continue;
      const used = nodeOf(decl);
      node.uses.add(used);
      used.users.add(node);
    }
  }
  const values: GraphNode[] = [];
  const functions: GraphNode[] = [];
  for (const node of nodes.values()) (node.decl.object.kind === 'func' ? functions : values).push(node);
  // Cheap ones first: fewer edges are made on the way.
  functions.sort((a, b) => a.users.size * a.uses.size - b.users.size * b.uses.size);
  for (const func of functions) bypass(func);
  for (const node of values) node.pending = node.uses.size;
  return values;
}

function bypass(func: GraphNode): void {
  for (const user of func.users) {
    if (user === func) continue;
    for (const used of func.uses) {
      if (used === func) continue;
      user.uses.add(used);
      used.users.add(user);
    }
    user.uses.delete(func);
  }
  for (const used of func.uses) used.users.delete(func);
}

/** A path of references from one object to another, last object first. */
function findPath(
  byObject: ReadonlyMap<GoObject, Declaration>,
  from: GoObject,
  to: GoObject,
  seen: Set<GoObject>,
): GoObject[] | undefined {
  if (seen.has(from) || seen.size > 2000) return undefined;
  seen.add(from);
  const dependencies = [...(byObject.get(from)?.deps ?? [])].sort(
    (a, b) => (byObject.get(a)?.order ?? 0) - (byObject.get(b)?.order ?? 0),
  );
  for (const dependency of dependencies) {
    if (dependency === to) return [dependency];
    const path = findPath(byObject, dependency, to, seen);
    if (path !== undefined) return [...path, dependency];
  }
  return undefined;
}

interface Entry {
  node: GraphNode;
  pending: number;
  rank: number;
}

/** Less than 2^26 declarations and 2^20 pending ones are told apart, exactly. */
function rankOf({ decl, pending }: GraphNode): number {
  return (decl.object.kind === 'const' ? 0 : 2 ** 46) + pending * 2 ** 26 + decl.order;
}

/** Constants first, then what waits for the fewest others, then source order. Entries may be out of date. */
class NodeQueue {
  private readonly heap: Entry[] = [];

  push(node: GraphNode): void {
    if (node.done) return;
    const { heap } = this;
    heap.push({ node, pending: node.pending, rank: rankOf(node) });
    let i = heap.length - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (heap[i].rank >= heap[parent].rank) break;
      this.swap(i, parent);
      i = parent;
    }
  }

  pop(): GraphNode | undefined {
    for (;;) {
      const top = this.removeTop();
      if (top === undefined) return undefined;
      if (top.node.done || top.pending !== top.node.pending) continue;
      top.node.done = true;
      return top.node;
    }
  }

  private removeTop(): Entry | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    heap[0] = last;
    for (let i = 0; ; ) {
      let least = i;
      const left = 2 * i + 1;
      if (left < heap.length && heap[left].rank < heap[i].rank) least = left;
      if (left + 1 < heap.length && heap[left + 1].rank < heap[least].rank) least = left + 1;
      if (least === i) return top;
      this.swap(i, least);
      i = least;
    }
  }

  private swap(i: number, j: number): void {
    const { heap } = this;
    const moved = heap[i];
    heap[i] = heap[j];
    heap[j] = moved;
  }
}
