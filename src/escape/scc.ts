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

import { type Callee, Class, type Func, type IrNode, Op, visitList } from '../ir';

/** A function with tags of its own: a declared one, or a function literal that captures nothing. */
export type FuncKey = Callee | Func;

export interface SccHost {
  /** The function has its tags: its body is not needed. */
  isSettled(key: FuncKey): boolean;
  /** Undefined where there is no source. */
  body(callee: Callee): Func | undefined;
  /** A group, complete; everything it mentions outside itself is settled. */
  analyze(group: readonly FuncScan[]): void;
}

/** Labels of a function: whether a later goto jumps back to it. */
export type LabelState = 'looping' | 'nonlooping';

/** What one look through a body (closures left out) tells. */
export interface FuncScan {
  func: Func;
  key: FuncKey;
  /** Functions and literals mentioned, in order. */
  refs: readonly FuncKey[];
  labels: ReadonlyMap<string, LabelState> | undefined;
}

/** A function literal that captures something: it is analysed with the function around it. */
export function isCapturing(func: Func): boolean {
  return func.isClosure;
}

/** The function that a piece of code is analysed with: its own, or around a capturing literal the next that is none. */
export function analyzedWith(func: Func): Func {
  let at = func;
  while (isCapturing(at) && at.outer !== undefined) at = at.outer;
  return at;
}

interface Frame {
  scan: FuncScan;
  id: number;
  min: number;
  next: number;
  /** Its place on the stack of unfinished functions. */
  stackAt: number;
}

const FINISHED = Number.MAX_SAFE_INTEGER;

/** Analyses the function and all it depends on, callees first. */
export function visitBottomUp(root: FuncKey, host: SccHost): void {
  if (host.isSettled(root)) return;
  const func = isCallee(root) ? host.body(root) : root;
  if (func !== undefined) new BottomUp(host).run(scanFunc(func, root));
}

class BottomUp {
  private readonly ids = new Map<FuncKey, number>();
  private readonly frames: Frame[] = [];
  private readonly pending: FuncScan[] = [];
  private nextId = 0;

  constructor(private readonly host: SccHost) {}

  run(root: FuncScan): void {
    this.enter(root);
    while (this.frames.length > 0) {
      const frame = this.frames[this.frames.length - 1];
      if (frame.next < frame.scan.refs.length) this.reach(frame, frame.scan.refs[frame.next++]);
      else this.leave(frame);
    }
  }

  private enter(scan: FuncScan): void {
    const id = ++this.nextId;
    this.ids.set(scan.key, id);
    this.frames.push({ scan, id, min: id, next: 0, stackAt: this.pending.length });
    this.pending.push(scan);
  }

  private reach(frame: Frame, ref: FuncKey): void {
    const id = this.ids.get(ref);
    if (id !== undefined) {
      frame.min = Math.min(frame.min, id);
      return;
    }
    if (this.host.isSettled(ref)) return;
    const func = isCallee(ref) ? this.host.body(ref) : ref;
    if (func !== undefined) this.enter(scanFunc(func, ref));
  }

  private leave(frame: Frame): void {
    this.frames.pop();
    if (frame.min === frame.id && !isCapturing(frame.scan.func)) {
      const group = this.pending.splice(frame.stackAt);
      for (const scan of group) this.ids.set(scan.key, FINISHED);
      this.host.analyze(group);
      return;
    }
    const parent = this.frames[this.frames.length - 1];
    if (parent !== undefined) parent.min = Math.min(parent.min, frame.min);
  }
}

export function isCallee(ref: FuncKey): ref is Callee {
  return 'typeArgs' in ref;
}

/** Looks through a body once: what it mentions, and its labels. */
export function scanFunc(func: Func, key: FuncKey): FuncScan {
  const refs: FuncKey[] = [];
  const seen = new Set<FuncKey>();
  let labels: Map<string, LabelState> | undefined;
  const mention = (ref: FuncKey | undefined): void => {
    if (ref === undefined || seen.has(ref)) return;
    seen.add(ref);
    refs.push(ref);
  };
  visitList(func.body, (node: IrNode) => {
    switch (node.op) {
      case Op.ONAME:
        if (node.cls === Class.func) mention(node.callee);
        return;
      case Op.OMETHVALUE:
      case Op.OMETHEXPR:
        mention(node.callee?.callee);
        return;
      case Op.OCLOSURE:
        mention(node.func);
        return;
      case Op.OLABEL:
        labels ??= new Map();
        labels.set(node.label, 'nonlooping');
        return;
      case Op.OGOTO:
        if (node.label !== undefined && labels?.has(node.label)) labels.set(node.label, 'looping');
        return;
    }
  });
  return { func, key, refs, labels };
}
