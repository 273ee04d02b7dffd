/**
 * Slices that are appended to on the stack and moved to the heap only where they leave (cmd/compile/internal/slice of
 * Go 1.26), and which append has the buffer on the stack (ssagen's getBackingStoreInfo).
 *
 * A local slice qualifies when every use of it is understood, at one place only, outside of the loops around its
 * declaration, it is returned or assigned to something else, and it is appended to at least twice:
 *
 *     var s []int
 *     for i := range n { s = append(s, i) }     // the first four lie on the stack
 *     return s                                   // here they are moved to the heap, if they are there still
 */

import { parseLeaks } from '../escape';
import {
  type BuiltinCall,
  type CallExpr,
  Class,
  type Func,
  forEachChild,
  type IrNode,
  type Name,
  Op,
  ReassignOracle,
  staticCallee,
} from '../ir';
import { type Sizes, TypeKind, underlying } from '../types';
import type { SimulationRules } from './goVersion';
import type { SimulationInput } from './walk';

export interface MovedSlice {
  name: Name;
  appends: BuiltinCall[];
  /** The statement before which it moves. */
  transition: IrNode;
  /** Its capacity shows: it is kept when the slice moves. */
  keepsCapacity: boolean;
}

interface FuncMoves {
  byAppend: Map<IrNode, MovedSlice>;
  byStatement: Map<IrNode, MovedSlice[]>;
  /** Appends that may begin in a buffer of their own. */
  buffers: Set<IrNode>;
}

const maxElemBytes = 32;
const minWeight = 2;

export class SliceMoves {
  private readonly funcs = new WeakMap<Func, FuncMoves>();

  constructor(
    private readonly input: SimulationInput,
    private readonly rules: SimulationRules,
  ) {}

  /** The slice that the append fills, if it is one that moves later. */
  movedBy(node: BuiltinCall, func: Func): MovedSlice | undefined {
    return this.of(func).byAppend.get(node);
  }

  /** The append's buffer; undefined where it has none. */
  bufferOf(node: BuiltinCall, func: Func): object | undefined {
    return this.of(func).buffers.has(node) ? node : undefined;
  }

  /** What moves before the statement runs. */
  before(statement: IrNode, func: Func): readonly MovedSlice[] {
    return this.of(func).byStatement.get(statement) ?? none;
  }

  private of(func: Func): FuncMoves {
    let moves = this.funcs.get(func);
    if (moves === undefined) {
      moves = new Finder(func, this.input).run(this.rules);
      this.funcs.set(func, moves);
    }
    return moves;
  }
}

const none: readonly MovedSlice[] = [];

interface Tracked {
  name: Name;
  okUses: number;
  allUses: number;
  transition: IrNode | undefined;
  appends: BuiltinCall[];
  weight: number;
  depth: number;
  capUsed: boolean;
}

class Finder {
  private readonly tracked = new Map<Name, Tracked>();
  private readonly namedResults: Name[] = [];
  private readonly sizes: Sizes;
  private loopDepth = 0;
  /** The first append of each variable, in the order of the source. */
  private readonly first = new Set<Name>();
  private readonly buffers = new Set<IrNode>();
  /** Appends that write to a variable in memory in place. */
  private readonly inPlace = new Set<IrNode>();
  private oracle: ReassignOracle | undefined;

  constructor(
    private readonly func: Func,
    private readonly input: SimulationInput,
  ) {
    this.sizes = input.ir.program.sizes;
  }

  run({ movesSlices, appendBuffers }: SimulationRules): FuncMoves {
    const { func } = this;
    if (movesSlices) for (const name of [...func.dcl, ...func.params, ...func.results]) this.track(name);
    for (const statement of func.body) this.visit(statement);
    const byAppend = new Map<IrNode, MovedSlice>();
    const byStatement = new Map<IrNode, MovedSlice[]>();
    for (const info of this.tracked.values()) {
      const { transition, appends, name } = info;
      if (info.okUses !== info.allUses || transition === undefined || info.weight < minWeight) continue;
      const moved: MovedSlice = { name, appends, transition, keepsCapacity: info.capUsed };
      for (const node of appends) byAppend.set(node, moved);
      byStatement.set(transition, [...(byStatement.get(transition) ?? []), moved]);
    }
    return { byAppend, byStatement, buffers: appendBuffers ? this.buffers : new Set() };
  }

  private track(name: Name): void {
    if (this.tracked.has(name)) return;
    const type = underlying(name.type);
    if (type.kind !== TypeKind.Slice || this.sizes.sizeof(type.elem) > maxElemBytes) return;
    this.tracked.set(name, {
      name,
      okUses: 0,
      allUses: 0,
      transition: undefined,
      appends: [],
      weight: 0,
      depth: 0,
      capUsed: false,
    });
    if (name.cls === Class.result) this.namedResults.push(name);
  }

  private info(node: IrNode | undefined): Tracked | undefined {
    return node?.op === Op.ONAME ? this.tracked.get(node) : undefined;
  }

  private leaves(info: Tracked, at: IrNode): void {
    if (info.transition !== undefined || this.loopDepth > info.depth) this.tracked.delete(info.name);
    else info.transition = at;
  }

  private readonly visit = (node: IrNode): void => {
    this.use(node);
    const isLoop = node.op === Op.OFOR || node.op === Op.ORANGE;
    if (isLoop) this.loopDepth++;
    forEachChild(node, this.visit);
    if (isLoop) this.loopDepth--;
  };

  private use(node: IrNode): void {
    switch (node.op) {
      case Op.ONAME: {
        const info = this.info(node);
        if (info !== undefined) info.allUses++;
        return;
      }
      case Op.ODCL: {
        const info = this.info(node.x);
        if (info === undefined) return;
        info.okUses++;
        info.depth = this.loopDepth;
        return;
      }
      case Op.OINDEX:
      case Op.OLEN:
      case Op.ORANGE:
        this.fine(node.x, false);
        return;
      case Op.OCAP:
        this.fine(node.x, true);
        return;
      case Op.OADDR:
        if (node.x.op === Op.OINDEX && node.x.x.op === Op.ONAME) this.tracked.delete(node.x.x);
        return;
      case Op.ORETURN:
        this.returned(node, node.results);
        return;
      case Op.OCALLFUNC:
        node.args.forEach((arg, index) => {
          if (this.info(arg) !== undefined && !this.argLeaks(node, index)) this.fine(arg, true);
        });
        return;
      case Op.OAS:
        this.assigned(node.x, node.y, node);
        return;
      case Op.OAS2:
        node.lhs.forEach((x, i) => {
          this.assigned(x, node.rhs[i], node);
        });
        return;
      case Op.OCLOSURE:
        for (const name of node.func.closureVars) if (name.outer !== undefined) this.visit(name.outer);
        return;
      case Op.OAPPEND:
        this.appended(node);
        return;
    }
  }

  private fine(node: IrNode, showsCapacity: boolean): void {
    const info = this.info(node);
    if (info === undefined) return;
    info.okUses++;
    if (showsCapacity) info.capUsed = true;
  }

  private returned(node: IrNode, results: readonly IrNode[]): void {
    for (const result of results) {
      const info = this.info(result);
      if (info === undefined) continue;
      info.okUses++;
      this.leaves(info, node);
    }
    if (results.length > 0) return;
    for (const name of this.namedResults) {
      const info = this.info(name);
      if (info !== undefined) this.leaves(info, node);
    }
  }

  private assigned(x: IrNode, y: IrNode | undefined, statement: IrNode): void {
    const info = this.info(x);
    if (info !== undefined) this.valueOf(info, y);
    if (y?.op === Op.OAPPEND && y.args[0] === x && x.op === Op.ONAME && x.addrtaken) this.inPlace.add(y);
    const from = this.info(y);
    if (from === undefined) return;
    from.okUses++;
    this.leaves(from, statement);
  }

  private valueOf(info: Tracked, y: IrNode | undefined): void {
    if (y === undefined || y.op === Op.ONIL) info.okUses++;
    else if (y.op === Op.OSLICELIT) {
      info.okUses++;
      info.capUsed = true;
    } else if (y.op === Op.OSLICE && y.x === info.name) {
      info.okUses += 2;
      info.capUsed = true;
    } else if (y.op === Op.OAPPEND && y.args[0] === info.name) {
      info.okUses += 2;
      info.appends.push(y);
      info.weight += 1 + (this.loopDepth - info.depth);
    }
  }

  private appended(node: BuiltinCall): void {
    const [target] = node.args;
    if (node.isDDD || this.inPlace.has(node)) return;
    if (target.op === Op.ONAME) {
      if (this.first.has(target)) return;
      this.first.add(target);
    }
    this.buffers.add(node);
  }

  private argLeaks(call: CallExpr, index: number): boolean {
    this.oracle ??= new ReassignOracle(outermost(this.func));
    const found = staticCallee(call, this.oracle);
    if (found?.kind !== 'func') return true;
    const tag = this.input.escapeOf(found.callee)?.tags.params[index];
    return tag === undefined || parseLeaks(tag).leaksAnywhere();
  }
}

function outermost(func: Func): Func {
  let at = func;
  while (at.outer !== undefined) at = at.outer;
  return at;
}
