/** Calls: which function it is, its frame, panics and what is deferred, and where following ends. */

import { type CallExpr, type Callee, Class, type Func, type IrNode, Op, type SelectorExpr } from '../ir';
import { PointerType, type Type } from '../types';
import { chosenReceiver, nothing } from './candidates';
import type { Interfaces } from './interfaces';
import type { Maps } from './maps';
import type { Memory } from './memory';
import { type Native, natives } from './natives';
import { equal, isInteger } from './operators';
import { readAs } from './rawMemory';
import { reflected } from './reflection';
import {
  Block,
  copyOf,
  type Frame,
  type InterfaceValue,
  load,
  newFrame,
  noObject,
  store,
  type Value,
} from './value';
import { GoPanic, Stopped, type Walk } from './walk';

/** Calls of a function within itself where its end depends on what is not known. */
const assumedRecursion = 3;

/** Calls of a function under way, and the branches that had been assumed before the first. */
interface Activation {
  depth: number;
  choices: number;
}

export class Calls {
  private readonly active = new Map<Func, Activation>();
  private readonly analysed = new Set<Callee>();
  private readonly natives = new Map<Callee, Native | undefined>();

  constructor(
    private readonly walk: Walk,
    private readonly memory: Memory,
    private readonly interfaces: Interfaces,
    private readonly maps: Maps,
  ) {}

  evaluate = (node: CallExpr, frame: Frame): Value => {
    if (node.op === Op.OCALLINTER && node.fun.op === Op.ODOTINTER) return this.dynamic(node, node.fun, frame);
    const callee = this.walk.evaluate(node.fun, frame);
    const args = this.args(node, frame);
    const { fun } = node;
    if (fun.op === Op.OMETHEXPR && callee === undefined) return this.constrained(node, fun, args, frame);
    return this.call(callee, args, node, frame);
  };

  /** A method of a type parameter: the receiver knows what it is. */
  private constrained(node: CallExpr, fun: SelectorExpr, args: readonly Value[], frame: Frame): Value {
    const [receiver, ...rest] = args;
    const type = dynamicType(receiver);
    if (type === undefined || fun.selection?.kind !== 'func') return this.unknown(node, frame);
    const holder: InterfaceValue =
      typeof receiver === 'object' && receiver.kind === 'interface'
        ? receiver
        : { kind: 'interface', type, value: receiver, object: noObject };
    const found = this.interfaces.methodOf(holder, fun.selection);
    if (found === undefined) return this.unknown(node, frame);
    return this.call({ kind: 'func', callee: found.callee }, [found.receiver, ...rest], node, frame);
  }

  private args(node: CallExpr, frame: Frame): Value[] {
    const { operands } = this.walk;
    const mark = operands.length;
    const values = node.args.map(argument => {
      const value = this.walk.evaluate(argument, frame);
      operands.push(value);
      return value;
    });
    operands.length = mark;
    return values;
  }

  private dynamic(node: CallExpr, fun: SelectorExpr, frame: Frame): Value {
    const receiver = this.walk.evaluate(fun.x, frame);
    const answer = reflected(fun.sel, receiver);
    if (answer !== undefined) return answer;
    const args = this.args(node, frame);
    const known = receiver ?? chosenReceiver(this.walk, node, fun, frame);
    const found = this.interfaces.method(known, fun);
    if (found === undefined) return known === undefined ? undefined : this.unknown(node, frame);
    return this.call({ kind: 'func', callee: found.callee }, [found.receiver, ...args], node, frame);
  }

  private unknown(node: IrNode, frame: Frame): Value {
    this.walk.assume({
      kind: 'callee',
      place: node.pos,
      func: frame.func,
      default: nothing,
      sentence: () => 'what this calls is not known: its allocations are not counted',
    });
    return undefined;
  }

  call = (callee: Value, args: readonly Value[], node: IrNode, frame: Frame | undefined): Value => {
    if (typeof callee === 'object') {
      if (callee.kind === 'closure') return this.enter(callee.func, args, frame, node, callee.captured);
      if (callee.kind === 'method')
        return this.declared(callee.callee, [callee.receiver, ...args], node, frame);
      if (callee.kind === 'func') return this.declared(callee.callee, args, node, frame);
      if (callee.kind === 'type') return this.generated(callee.type, args);
      if (callee.kind === 'nil') return this.walk.fault(node.pos);
    }
    return frame && this.unknown(node, frame);
  };

  /** The functions that a descriptor has for its type: whether what two pointers point to is equal, and a hash. */
  private generated(type: Type, [x, y]: readonly Value[]): Value {
    const read = (at: Value) =>
      typeof at === 'object' && at.kind === 'pointer' ? readAs(at, type, this.walk.sizes) : undefined;
    return isInteger(y) ? this.maps.hash(read(x)) : equal(read(x), read(y));
  }

  private declared(callee: Callee, args: readonly Value[], node: IrNode, frame: Frame | undefined): Value {
    const native = this.nativeOf(callee);
    const answer = reflected(callee.object.name, args[0]);
    if (answer !== undefined) return answer;
    if (native !== undefined) return native({ walk: this.walk, args, node, frame, callee });
    const func = this.walk.input.ir.func(callee);
    if (func?.hasBody) {
      this.analyse(callee);
      return this.enter(func, args, frame, node, []);
    }
    if (func === undefined && frame !== undefined)
      this.walk.assume({
        kind: 'callee',
        place: node.pos,
        func: frame.func,
        default: nothing,
        sentence: () => `there is no source for ${callee.name.sym}: its allocations are not counted`,
      });
    return undefined;
  }

  private nativeOf(callee: Callee): Native | undefined {
    if (this.natives.has(callee)) return this.natives.get(callee);
    const native = natives(callee);
    this.natives.set(callee, native);
    return native;
  }

  /** What escapes in the function is found out before it is walked: it also decides what closures copy. */
  private analyse(callee: Callee): void {
    if (this.analysed.has(callee)) return;
    this.analysed.add(callee);
    this.walk.input.escapeOf(callee);
  }

  /** Runs a declared function on a frame of its own. */
  callFunc = (func: Func, args: readonly Value[], caller: Frame | undefined, node?: IrNode): Value => {
    if (func.nname?.callee !== undefined) this.analyse(func.nname.callee);
    return this.enter(func, args, caller, node, []);
  };

  private enter(
    func: Func,
    args: readonly Value[],
    caller: Frame | undefined,
    node: IrNode | undefined,
    captured: readonly [Func['dcl'][number], Block][],
  ): Value {
    const { frames, operands, options } = this.walk;
    const before = this.active.get(func) ?? { depth: 0, choices: this.walk.choices };
    if (node !== undefined && caller !== undefined && this.isEndless(func, before, node, caller))
      return undefined;
    const frame = newFrame(func, caller);
    if (frame.depth > options.maxDepth)
      throw new Stopped(
        `stopped at a depth of ${options.maxDepth} calls, in ${func.sym}`,
        node?.pos ?? func.pos,
      );
    for (const [name, block] of captured) frame.cells.set(name, block);
    this.active.set(func, { depth: before.depth + 1, choices: before.choices });
    frames.push(frame);
    const mark = operands.length;
    this.parameters(func, args, frame);
    try {
      this.body(func, frame);
    } finally {
      frames.length--;
      operands.length = mark;
      if (before.depth === 0) this.active.delete(func);
      else this.active.set(func, before);
    }
    operands.push(frame.results);
    this.walk.safePoint();
    return frame.results;
  }

  /** A function that calls itself because a branch was assumed would do so for ever. */
  private isEndless(func: Func, before: Activation, node: IrNode, caller: Frame): boolean {
    if (before.depth < assumedRecursion || this.walk.choices === before.choices) return false;
    const depth = this.walk.assume({
      kind: 'turns',
      place: node.pos,
      func: caller.func,
      what: 'recursion',
      default: assumedRecursion,
      sentence: value => `${func.sym} calls itself: it is followed ${value} calls deep`,
    });
    return before.depth >= depth;
  }

  private parameters(func: Func, args: readonly Value[], frame: Frame): void {
    const params = func.recv === undefined ? func.params : [func.recv, ...func.params];
    params.forEach((param, index) => {
      store(this.memory.declare(param, frame), 0, args[index]);
    });
    for (const result of func.results) this.memory.declare(result, frame);
  }

  private body(func: Func, frame: Frame): void {
    try {
      this.walk.execute(func.body, frame);
    } catch (error) {
      if (!(error instanceof GoPanic)) throw error;
      this.unwind(frame, error);
      if (frame.panic?.recovered !== true) {
        if (!this.walk.takesAsReturn(error.place, frame)) throw error;
        frame.results = undefined;
        return;
      }
      frame.results = this.namedResults(func, frame);
      return;
    }
    if (frame.deferred.length === 0) return;
    // A deferred function sees, and changes, named results.
    this.keepResults(func, frame);
    this.unwind(frame, undefined);
    frame.results = this.namedResults(func, frame);
  }

  private unwind(frame: Frame, panic: GoPanic | undefined): void {
    if (panic !== undefined) frame.panic = { value: panic.value, recovered: false };
    for (let next = frame.deferred.pop(); next !== undefined; next = frame.deferred.pop())
      this.call(next.fun, [], next.node, frame);
  }

  private keepResults(func: Func, frame: Frame): void {
    const { results } = frame;
    const values = typeof results === 'object' && results.kind === 'tuple' ? results.values : [results];
    func.results.forEach((result, i) => {
      if (frame.cells.has(result)) store(this.memory.cellOf(result, frame), 0, values[i]);
    });
  }

  private namedResults(func: Func, frame: Frame): Value {
    const values = func.results.map(result => {
      const value = load(this.memory.cellOf(result, frame), 0);
      return value instanceof Block ? copyOf(value) : value;
    });
    return values.length === 1 ? values[0] : { kind: 'tuple', values };
  }

  /** The variables of functions around that a closure takes along. */
  captured(func: Func, frame: Frame): [Func['dcl'][number], Block][] {
    return func.closureVars.map(name => {
      const outer = name.outer;
      const block =
        outer === undefined || outer.cls === Class.global
          ? this.memory.cellOf(name, frame)
          : this.memory.cellOf(outer, frame);
      return [name, block];
    });
  }

  recover(frame: Frame): Value {
    const panicking = frame.caller;
    if (panicking?.panic === undefined || panicking.panic.recovered) return { kind: 'nil' };
    panicking.panic.recovered = true;
    return panicking.panic.value;
  }
}

/** The type of a value that carries it. */
function dynamicType(value: Value): Type | undefined {
  if (value instanceof Block) return value.declared;
  if (typeof value !== 'object') return undefined;
  if (value.kind === 'interface') return value.type;
  if (value.kind !== 'pointer') return undefined;
  const pointee = load(value.block, value.index);
  return new PointerType((pointee instanceof Block && pointee.declared) || value.block.typeAt(value.index));
}
