/** Calls: which function it is, its frame, what it defers, and where following ends. */

import { type CallExpr, type Func, type IrNode, Op, ReassignOracle, staticCallee } from '../ir';
import type { Sites } from './sites';
import { type Frame, newFrame, type Value } from './value';
import type { Leave, Walk } from './walk';
import { zeroOf } from './zeroValue';

/** Calls within calls, and calls of one function within itself, beyond which the walk does not follow. */
const maxDepth = 200;
const maxRecursion = 3;

export class Calls {
  private readonly oracles = new WeakMap<Func, ReassignOracle>();
  private readonly active = new Map<Func, number>();

  constructor(
    private readonly walk: Walk,
    private readonly sites: Sites,
  ) {}

  evaluate = (node: IrNode, frame: Frame): Value => {
    if (node.op !== Op.OCALLFUNC && node.op !== Op.OCALLINTER) return undefined;
    const callee = this.walk.evaluate(node.fun, frame);
    const args = node.args.map(argument => this.walk.evaluate(argument, frame));
    const target = this.target(node, callee, frame);
    if (target === undefined) {
      this.walk.assume(node.pos, 'what this calls is not known: its allocations are not counted');
      return undefined;
    }
    if (target.func === undefined || !target.func.hasBody) {
      if (target.func?.hasBody !== false)
        this.walk.assume(node.pos, `there is no source for ${target.name}: its allocations are not counted`);
      return undefined;
    }
    return this.callFunc(target.func, args, frame, target.outer, node);
  };

  /** Runs a function on a frame of its own; `node` is the call, for messages. */
  callFunc = (
    func: Func,
    args: readonly Value[],
    caller: Frame | undefined,
    outer: Frame | undefined,
    node?: IrNode,
  ): Value => {
    const running = this.active.get(func) ?? 0;
    if (running >= maxRecursion || (caller?.depth ?? 0) >= maxDepth) {
      if (node !== undefined)
        this.walk.assume(node.pos, `${func.sym} calls itself: followed ${maxRecursion} calls deep`);
      return undefined;
    }
    this.sites.load(func);
    const frame = newFrame(func, caller, outer);
    this.active.set(func, running + 1);
    try {
      this.walk.scoped(frame.scope, () => this.run(func, args, frame));
    } finally {
      this.active.set(func, running);
    }
    return frame.results;
  };

  private run(func: Func, args: readonly Value[], frame: Frame): void {
    const params = func.recv === undefined ? func.params : [func.recv, ...func.params];
    params.forEach((param, index) => {
      frame.values.set(param, args[index]);
      this.movedVariable(param, frame);
    });
    for (const result of func.results) {
      frame.values.set(result, zeroOf(result.type));
      this.movedVariable(result, frame);
    }
    const left: Leave | undefined = this.walk.execute(func.body, frame);
    if (left?.kind !== 'return') frame.results = undefined;
    for (let i = frame.deferred.length - 1; i >= 0; i--) frame.deferred[i]();
  }

  private movedVariable(name: Func['params'][number], frame: Frame): void {
    const verdict = this.sites.movedVerdict(name);
    if (verdict?.bytes !== undefined) this.sites.allocate(verdict, verdict.bytes, verdict.hasPointers, frame);
  }

  private target(
    node: CallExpr,
    callee: Value,
    frame: Frame,
  ): { name: string; func: Func | undefined; outer: Frame | undefined } | undefined {
    if (typeof callee === 'object' && callee.kind === 'closure')
      return { name: callee.func.sym, func: callee.func, outer: callee.frame };
    if (typeof callee === 'object' && callee.kind === 'func')
      return { name: callee.callee.name.sym, func: this.walk.input.ir.func(callee.callee), outer: undefined };
    const found = staticCallee(node, this.oracle(frame.func));
    if (found === undefined) return undefined;
    if (found.kind === 'closure') return { name: found.func.sym, func: found.func, outer: frame };
    return { name: found.callee.name.sym, func: this.walk.input.ir.func(found.callee), outer: undefined };
  }

  private oracle(func: Func): ReassignOracle {
    let outermost = func;
    while (outermost.outer !== undefined) outermost = outermost.outer;
    let oracle = this.oracles.get(outermost);
    if (oracle === undefined) {
      oracle = new ReassignOracle(outermost);
      this.oracles.set(outermost, oracle);
    }
    return oracle;
  }
}
