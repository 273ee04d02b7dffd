/**
 * Functions in groups that call each other, callees first (cmd/compile/internal/ir's scc.go, Go 1.26):
 * Tarjan's algorithm for strongly connected components over "mentions the function", not only "calls" it.
 *
 * Two rules of the compiler: a closure is never the root of a component, so it ends up in the one of the
 * function around it; and the members of a group come in the order in which they were first reached.
 *
 * The search keeps its own stack (call chains of a program are longer than JavaScript's), asks for a body
 * only when it gets there, and never again for one that is settled.
 */

import { type Callee, Class, type Func, type IrNode, Op, visitList } from '../ir';

export interface SccHost {
  /** The function has its tags: its body is not needed. */
  isSettled(callee: Callee): boolean;
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
  /** Of a declared function. */
  callee: Callee | undefined;
  /** Functions and closures mentioned, in order. */
  refs: readonly (Callee | Func)[];
  labels: ReadonlyMap<string, LabelState> | undefined;
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
export function visitBottomUp(root: Callee, host: SccHost): void {
  if (host.isSettled(root)) return;
  const func = host.body(root);
  if (func !== undefined) new BottomUp(host).run(scanFunc(func, root));
}

class BottomUp {
  private readonly ids = new Map<Callee | Func, number>();
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
    this.ids.set(scan.callee ?? scan.func, id);
    this.frames.push({ scan, id, min: id, next: 0, stackAt: this.pending.length });
    this.pending.push(scan);
  }

  private reach(frame: Frame, ref: Callee | Func): void {
    const id = this.ids.get(ref);
    if (id !== undefined) {
      frame.min = Math.min(frame.min, id);
      return;
    }
    if (!isCallee(ref)) {
      this.enter(scanFunc(ref, undefined));
      return;
    }
    if (this.host.isSettled(ref)) return;
    const func = this.host.body(ref);
    if (func === undefined) return;
    this.enter(scanFunc(func, ref));
  }

  private leave(frame: Frame): void {
    this.frames.pop();
    if (frame.min === frame.id && !frame.scan.func.isClosure) {
      const group = this.pending.splice(frame.stackAt);
      for (const scan of group) this.ids.set(scan.callee ?? scan.func, FINISHED);
      this.host.analyze(group);
      return;
    }
    const parent = this.frames[this.frames.length - 1];
    if (parent !== undefined) parent.min = Math.min(parent.min, frame.min);
  }
}

function isCallee(ref: Callee | Func): ref is Callee {
  return 'typeArgs' in ref;
}

/** Looks through a body once: what it mentions, and its labels. */
export function scanFunc(func: Func, callee: Callee | undefined): FuncScan {
  const refs: (Callee | Func)[] = [];
  const seen = new Set<Callee | Func>();
  let labels: Map<string, LabelState> | undefined;
  const mention = (ref: Callee | Func | undefined): void => {
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
  return { func, callee, refs, labels };
}
