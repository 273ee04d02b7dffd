/**
 * Functions in groups that call each other, callees first (cmd/compile/internal/ir's scc.go, Go 1.26):
 * Tarjan's algorithm for strongly connected components over "mentions the function", not only "calls" it.
 *
 * Two rules of the compiler: a function literal that captures something is never the root of a component, so
 * it ends up in the one of the function around it (a literal that captures nothing is a function like any
 * other); and the members of a group come in the order in which they were first reached.
 *
 * The search keeps its own stack (call chains of a program are longer than JavaScript's), asks for a body
 * only when it gets there, and never again for one that is settled.
 */

import type { Callee, Func } from './name';
import type { IrNode } from './nodes';
import { Class, Op } from './op';
import { forEachOperand } from './visit';

/** A function with facts of its own: a declared one, or a function literal. */
export type FuncKey = Callee | Func;

export function isCallee(key: FuncKey): key is Callee {
  return 'typeArgs' in key;
}

/** What one look through a body (closures left out) tells. */
export interface Scan {
  func: Func;
  key: FuncKey;
  /** Functions and literals mentioned, in order. */
  refs: readonly FuncKey[];
}

export interface SccHost<S extends Scan> {
  /** Nothing is to be done for the function any more: its body is not needed. */
  isSettled(key: FuncKey): boolean;
  /** Undefined where there is no source. */
  body(callee: Callee): Func | undefined;
  scan(func: Func, key: FuncKey): S;
  /** A group, complete; everything it mentions outside itself is settled. */
  analyze(group: readonly S[]): void;
}

/** Analyses the function and all it depends on, callees first. */
export function visitBottomUp<S extends Scan>(root: FuncKey, host: SccHost<S>): void {
  if (host.isSettled(root)) return;
  const func = isCallee(root) ? host.body(root) : root;
  if (func !== undefined) new BottomUp(host).run(host.scan(func, root));
}

/** Functions and literals that a body mentions, each once and in order. */
export function mentioned(func: Func): FuncKey[] {
  const refs = new Set<FuncKey>();
  const look = (node: IrNode): void => {
    switch (node.op) {
      case Op.ONAME:
        if (node.cls === Class.func && node.callee !== undefined) refs.add(node.callee);
        return;
      case Op.OMETHVALUE:
      case Op.OMETHEXPR: {
        const callee = node.callee?.callee;
        if (callee !== undefined) refs.add(callee);
        break;
      }
      case Op.OCLOSURE:
        refs.add(node.func);
    }
    forEachOperand(node, look);
  };
  for (let i = 0; i < func.body.length; i++) look(func.body[i]);
  return [...refs];
}

interface Frame<S> {
  scan: S;
  id: number;
  min: number;
  next: number;
  /** Its place on the stack of unfinished functions. */
  stackAt: number;
}

const FINISHED = Number.MAX_SAFE_INTEGER;

class BottomUp<S extends Scan> {
  private readonly ids = new Map<FuncKey, number>();
  private readonly frames: Frame<S>[] = [];
  private readonly pending: S[] = [];
  private nextId = 0;

  constructor(private readonly host: SccHost<S>) {}

  run(root: S): void {
    this.enter(root);
    while (this.frames.length > 0) {
      const frame = this.frames[this.frames.length - 1];
      if (frame.next < frame.scan.refs.length) this.reach(frame, frame.scan.refs[frame.next++]);
      else this.leave(frame);
    }
  }

  private enter(scan: S): void {
    const id = ++this.nextId;
    this.ids.set(scan.key, id);
    this.frames.push({ scan, id, min: id, next: 0, stackAt: this.pending.length });
    this.pending.push(scan);
  }

  private reach(frame: Frame<S>, ref: FuncKey): void {
    const id = this.ids.get(ref);
    if (id !== undefined) {
      frame.min = Math.min(frame.min, id);
      return;
    }
    if (this.host.isSettled(ref)) return;
    const func = isCallee(ref) ? this.host.body(ref) : ref;
    if (func !== undefined) this.enter(this.host.scan(func, ref));
  }

  private leave(frame: Frame<S>): void {
    this.frames.pop();
    if (frame.min === frame.id && !frame.scan.func.isClosure) {
      const group = this.pending.splice(frame.stackAt);
      for (const scan of group) this.ids.set(scan.key, FINISHED);
      this.host.analyze(group);
      return;
    }
    const parent = this.frames[this.frames.length - 1];
    if (parent !== undefined) parent.min = Math.min(parent.min, frame.min);
  }
}
