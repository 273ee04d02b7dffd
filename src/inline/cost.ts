/**
 * What a body costs, or why it cannot be inlined (hairyVisitor of cmd/compile/internal/inline/inl.go, Go 1.26):
 * every node costs one, except where the compiler knows better. A call that would itself be inlined costs what
 * its body costs.
 *
 * Where our IR is more compact than the compiler's, the missing nodes are counted: the dictionary that a call of
 * a generic function passes along, the name bound by a type switch, the size of a make without one.
 */

import {
  type CallExpr,
  Class,
  defersName,
  type Func,
  forEachChild,
  hasShape,
  type IrNode,
  isLeaf,
  type Name,
  Op,
} from '../ir';
import type { Type } from '../types';
import type { InlineRules } from './goVersion';
import { isIntrinsicCall } from './intrinsicCall';
import type { Arch } from './intrinsics';
import { maxNesting } from './survey';

export interface CostHost {
  readonly rules: InlineRules;
  readonly arch: Arch;
  /** Cost of the body that would take the call's place; undefined where the call would stay. */
  inlinedCost(caller: Func, call: CallExpr): number | undefined;
  /** The field is the first of its struct. */
  isFirstField(selector: IrNode): boolean;
}

export type Cost = { cost: number } | { why: string };

/**
 * The cost of a function's body. Counting ends where the budget does; `full` goes on, for the reason's sake.
 */
export function bodyCost(func: Func, budget: number, host: CostHost, full: boolean): Cost {
  return new HairyVisitor(func, budget, host, full).run();
}

class HairyVisitor {
  private left: number;
  private why: string | undefined;
  private depth = 0;
  /** Calls whose cost depends on what they call. */
  private readonly calls: CallExpr[] = [];

  constructor(
    private readonly func: Func,
    private readonly budget: number,
    private readonly host: CostHost,
    private readonly full: boolean,
  ) {
    this.left = budget - (func.isRangeFuncBody ? host.rules.rangeBodyCost : 0);
  }

  run(): Cost {
    for (const node of this.func.body) this.visit(node);
    for (const call of this.calls) {
      if (this.isDone) break;
      this.left -= this.calleeCost(call);
    }
    if (this.why === undefined && this.left < 0)
      this.why = `function too complex: cost ${this.budget - this.left} exceeds budget ${this.budget}`;
    return this.why === undefined ? { cost: this.budget - this.left } : { why: this.why };
  }

  private get isDone(): boolean {
    return this.why !== undefined || (this.left < 0 && !this.full);
  }

  private readonly visit = (node: IrNode): void => {
    if (this.isDone) return;
    if (isLeaf(node)) {
      if (node.op !== Op.OTYPE) this.left--;
      return;
    }
    if (this.depth > maxNesting) {
      this.why = 'nested too deeply';
      return;
    }
    if (node.op === Op.OIF && node.cond.op === Op.OLITERAL && node.cond.value.kind === 'bool') {
      const taken = node.cond.value.value ? node.body : node.else_;
      for (const statement of [...node.init, ...taken]) this.visit(statement);
      return;
    }
    const own = this.ownCost(node);
    if (own === undefined) return;
    this.left -= own;
    this.depth++;
    forEachChild(node, this.visit);
    this.depth--;
  };

  /** What the node costs without its children; undefined where these do not count either. */
  private ownCost(node: IrNode): number | undefined {
    const { rules } = this.host;
    switch (node.op) {
      case Op.OFALL:
        return undefined;
      case Op.OBAD:
        this.why = 'holds something that could not be typed';
        return undefined;
      case Op.OCALLFUNC:
        return this.callCost(node);
      case Op.OCALLINTER:
        return 1 + rules.callCost;
      case Op.OPANIC:
        return node.x.op === Op.OCONVIFACE && node.x.implicit ? rules.panicCost : 1 + rules.panicCost;
      case Op.ORECOVER:
        this.why = 'call to recover';
        return undefined;
      case Op.OCLOSURE:
        return 1 + rules.closureCost + (node.func.capturesDictionary ? dictionaryCopyCost : 0);
      case Op.OGO:
      case Op.ODEFER:
        this.why = `unhandled op ${Op[node.op].slice(1)}`;
        return undefined;
      case Op.OAS:
        return node.x.op === Op.ONAME && node.x.sym === defersName ? this.deferTokenCost() : 1;
      case Op.OAPPEND:
        return 1 + rules.appendCost;
      case Op.OADDR: {
        const dot = node.x.op === Op.ODOT || node.x.op === Op.ODOTPTR ? node.x : undefined;
        return dot?.x.op === Op.ONAME && this.host.isFirstField(dot) ? -1 : 1;
      }
      case Op.ODEREF: {
        let pointer = node.x;
        while (pointer.op === Op.OCONVNOP) pointer = pointer.x;
        return pointer.op === Op.OADDR ? 0 : 1;
      }
      case Op.OBLOCK:
        return node.omitted;
      case Op.OCONVNOP:
        return 0;
      case Op.OMETHEXPR:
        return node.dictionary === undefined || this.func.capturesDictionary ? 0 : 1 + dictionaryWordCost;
      case Op.OMETHVALUE:
      case Op.OSLICELIT:
        return 2;
      case Op.ONEW:
        return 1 + dynamicTypeCost(node.x.type);
      case Op.OCASE:
        return node.list.reduce(
          (sum, each) => sum + (each.op === Op.OTYPE ? dynamicTypeCost(each.type) : 0),
          1,
        );
      case Op.ODYNAMICDOTTYPE:
      case Op.ODYNAMICDOTTYPE2:
        return 1 + dictionaryWordCost + staticTypeCost;
      case Op.OTYPESW:
        return node.bound ? 2 : 1;
      case Op.OMAKEMAP:
      case Op.OMAKECHAN:
        return node.len === undefined ? 2 : 1;
      case Op.OAS2:
        return 1 - twoStepCredit(node);
      case Op.OSLICE:
      case Op.OSLICEARR:
      case Op.OSLICESTR:
      case Op.OSLICE3:
      case Op.OSLICE3ARR:
        if (!rules.freeSliceBounds) return 1;
        return 1 - (isZero(node.low) ? 1 : 0) - (isLenOf(node.high, node.x) ? 2 : 0);
      default:
        return 1;
    }
  }

  /** The runtime's call that gives the token for the defers of a range over a function. */
  private deferTokenCost(): number | undefined {
    const { refusesDeferInRange, callCost } = this.host.rules;
    if (!refusesDeferInRange) return 1 + (1 + callCost);
    this.why = 'defer call in range func';
    return undefined;
  }

  private callCost(call: CallExpr): number | undefined {
    const { rules, arch } = this.host;
    const { fun } = call;
    const dictionary = dictionaryCost(this.func, fun);
    const target = fun.op === Op.OMETHEXPR ? fun.callee : fun.op === Op.ONAME ? fun : undefined;
    if (target?.cls === Class.func && target.pkg !== undefined) {
      const path = target.pkg.path;
      if (rules.callerOnlyCalls[path]?.has(target.sym)) {
        this.why = `call to ${target.sym}`;
        return undefined;
      }
      if (rules.cheapCalls[path]?.has(target.sym)) return 1 + dictionary;
      if (isEscapeNonString(target, rules)) return 1 + dictionary;
    }
    if (isIntrinsicCall(call, arch)) return 1;
    this.calls.push(call);
    return 1 + dictionary;
  }

  private calleeCost(call: CallExpr): number {
    const { rules } = this.host;
    return (
      this.host.inlinedCost(this.func, call) ?? (isParamCall(call.fun) ? rules.paramCallCost : rules.callCost)
    );
  }
}

/** The call is one that escape analysis alone understands. */
export function isEscapeNonString({ pkg, sym }: Name, { escapeNonString }: InlineRules): boolean {
  return pkg?.path === escapeNonString.path && sym.startsWith(`${escapeNonString.name}[`);
}

/** Nodes that look up a word of the dictionary. */
const dictionaryWordCost = 4;
/** Nodes of a temporary that a word of the dictionary is copied to, for a literal that captures it. */
const dictionaryCopyCost = 4 + dictionaryWordCost;
/** Nodes that name a type descriptor. */
const staticTypeCost = 2;

/** Nodes of a type that only the dictionary knows. */
function dynamicTypeCost(type: Type): number {
  return hasShape(type) ? 1 + dictionaryWordCost : 0;
}

function isParamCall(fun: IrNode): boolean {
  return fun.op === Op.ONAME && (fun.cls === Class.param || fun.cls === Class.closureVar);
}

/** Nodes of the dictionary argument: its address, or a word of the caller's own dictionary. */
function dictionaryCost(caller: Func, fun: IrNode): number {
  const target = fun.op === Op.OMETHEXPR ? fun.callee : fun.op === Op.ONAME ? fun : undefined;
  const callee = target?.callee;
  if (callee === undefined || callee.typeArgs.length === 0) return 0;
  if (caller.capturesDictionary) return 1;
  return caller.dupok ? dictionaryWordCost : staticTypeCost;
}

/** a, b = f(): the step through temporaries that a list assignment takes counts nothing. */
export function twoStepCredit(node: IrNode): number {
  if (node.op !== Op.OAS2 || node.rhs.length === 0) return 0;
  const { init } = node.rhs[0];
  if (init.length !== 1) return 0;
  switch (init[0].op) {
    case Op.OAS2:
    case Op.OAS2DOTTYPE:
    case Op.OAS2FUNC:
    case Op.OAS2MAPR:
    case Op.OAS2RECV:
      return 4 * node.lhs.length + 1;
    default:
      return 0;
  }
}

function isZero(node: IrNode | undefined): boolean {
  return node?.op === Op.OLITERAL && node.value.kind === 'int' && node.value.value === 0n;
}

function isLenOf(node: IrNode | undefined, x: IrNode): boolean {
  return node?.op === Op.OLEN && x.op === Op.ONAME && node.x === (x as Name);
}
