/**
 * Functions of a package in groups that mention each other, callees first (cmd/compile/internal/ir's scc.go,
 * Go 1.26), as inlining sees them: functions of other packages are no part of it, instances of their generic
 * functions are. A literal that captures something ends up in the group of the function around it.
 */

import { type Callee, Class, type Func, type IrNode, Op, visitList } from '../ir';

export type FuncKey = Callee | Func;

export interface OrderHost {
  /** Nothing is to be done for the function any more. */
  isSettled(key: FuncKey): boolean;
  /** Undefined where there is no source. */
  body(callee: Callee): Func | undefined;
  /** A group, in the order in which its members were reached. */
  analyze(group: readonly Member[]): void;
}

export interface Member {
  func: Func;
  key: FuncKey;
}

interface Frame extends Member {
  refs: readonly FuncKey[];
  id: number;
  min: number;
  next: number;
  /** Its place on the stack of unfinished functions. */
  stackAt: number;
}

const FINISHED = Number.MAX_SAFE_INTEGER;

export function isCallee(key: FuncKey): key is Callee {
  return 'typeArgs' in key;
}

/** Goes through the function and what it mentions, callees first. */
export function visitBottomUp(root: FuncKey, host: OrderHost): void {
  if (host.isSettled(root)) return;
  const func = isCallee(root) ? host.body(root) : root;
  if (func !== undefined) new BottomUp(host).run({ func, key: root });
}

class BottomUp {
  private readonly ids = new Map<FuncKey, number>();
  private readonly frames: Frame[] = [];
  private readonly pending: Member[] = [];
  private nextId = 0;

  constructor(private readonly host: OrderHost) {}

  run(root: Member): void {
    this.enter(root);
    while (this.frames.length > 0) {
      const frame = this.frames[this.frames.length - 1];
      if (frame.next < frame.refs.length) this.reach(frame, frame.refs[frame.next++]);
      else this.leave(frame);
    }
  }

  private enter(member: Member): void {
    const id = ++this.nextId;
    this.ids.set(member.key, id);
    const refs = mentioned(member.func);
    this.frames.push({ ...member, refs, id, min: id, next: 0, stackAt: this.pending.length });
    this.pending.push(member);
  }

  private reach(frame: Frame, ref: FuncKey): void {
    const id = this.ids.get(ref);
    if (id !== undefined) {
      frame.min = Math.min(frame.min, id);
      return;
    }
    if (this.host.isSettled(ref)) return;
    const func = isCallee(ref) ? this.host.body(ref) : ref;
    if (func !== undefined) this.enter({ func, key: ref });
  }

  private leave(frame: Frame): void {
    this.frames.pop();
    if (frame.min === frame.id && !frame.func.isClosure) {
      const group = this.pending.splice(frame.stackAt);
      for (const { key } of group) this.ids.set(key, FINISHED);
      this.host.analyze(group);
      return;
    }
    const parent = this.frames[this.frames.length - 1];
    if (parent !== undefined) parent.min = Math.min(parent.min, frame.min);
  }
}

/** What is compiled with the function and mentioned in it, in order. */
function mentioned(func: Func): FuncKey[] {
  const refs: FuncKey[] = [];
  const seen = new Set<FuncKey>();
  const mention = (ref: FuncKey | undefined): void => {
    if (ref === undefined || seen.has(ref)) return;
    if (isCallee(ref) && ref.name.pkg !== func.pkg && ref.typeArgs.length === 0) return;
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
    }
  });
  return refs;
}
