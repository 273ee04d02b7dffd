/**
 * A body in the place of a call (mkinlcall of cmd/compile/internal/inline/inl.go and unifiedInlineCall of
 * cmd/compile/internal/noder/reader.go, Go 1.26).
 *
 *   f(x, y)  →  OINLCALL with  init: what computing the callee does; a, b := x, y; (results declared)
 *                              body: f's, each return an assignment to the results and a goto to the end
 *                              returnVars: the results
 *
 * Differs from Go: the dictionary of an instance is not passed along, and there are no marks for tracebacks.
 */

import {
  AssignListStmt,
  AssignStmt,
  addTraits,
  BlockStmt,
  BranchStmt,
  type CallExpr,
  Class,
  closureName,
  Decl,
  type Func,
  type FuncKey,
  InlinedCallExpr,
  type IrNode,
  LabelStmt,
  type Name,
  noNodes,
  Op,
  type ReturnStmt,
  Trait,
} from '../ir';
import type { Place } from '../syntax';
import { TupleType, type Type } from '../types';
import { Copier, kindOf } from './copy';
import { inlinedNames, inlinedPlace, nameOf } from './place';

/** What is put in the place of a call. */
export interface Inlinee {
  key: FuncKey;
  /** The body as the noder left it. */
  func: Func;
  canDelayResults: boolean;
  /** Of a literal: its captured variables as the caller has them, in the order of `func.closureVars`. */
  captured: readonly Name[];
}

const noResult: Type = new TupleType([]);

/** What took the place of a call. */
export interface Inlined {
  node: InlinedCallExpr;
  /** Calls that came with the body, those in operands first. */
  calls: readonly CallExpr[];
}

/** `serial` is different for each call that is inlined into the caller. */
export function inlineCall(caller: Func, call: CallExpr, inlinee: Inlinee, serial: number): Inlined {
  return new Inlining(caller, call, inlinee, serial).run();
}

class Inlining {
  private readonly copier: Copier;
  private readonly end: string;
  private readonly pos: Place;
  private readonly calls: CallExpr[] = [];
  private results: Name[] = [];

  constructor(
    private readonly caller: Func,
    private readonly call: CallExpr,
    private readonly inlinee: Inlinee,
    serial: number,
  ) {
    this.pos = call.pos;
    this.end = `.i${serial}`;
    this.copier = new Copier(
      caller,
      {
        at: inlinedPlace(inlinee.func.pos, call.pos, inlinee.key),
        callPlace: place => inlinedPlace(place, call.pos, inlinee.key),
        label: label => `~${label}·${serial}`,
        closure: (func, into) => closureName(into, kindOf(func), this.path()),
        called: each => this.calls.push(each),
        returned: node => this.giveBack(node),
      },
      undefined,
      undefined,
    );
  }

  run(): Inlined {
    const { call, caller, copier, inlinee } = this;
    const { func, captured } = inlinee;
    const init = [...call.init];
    call.init = noNodes;
    calleeEffects(init, call.fun);
    func.closureVars.forEach((name, i) => {
      copier.bind(name, captured[i]);
    });
    func.dcl.forEach((name, i) => {
      this.declare(name, i);
    });
    const local = (name: Name): Name => copier.name(name);
    const params = (func.recv === undefined ? func.params : [func.recv, ...func.params]).map(local);
    this.results = func.results.map(local);
    init.push(this.assignParams(params));
    if (!inlinee.canDelayResults)
      for (const result of this.results)
        init.push(
          new Decl(this.pos, noResult, result),
          new AssignStmt(this.pos, noResult, result, undefined, false),
        );
    const body = [...copier.list(func.body), new LabelStmt(this.pos, noResult, this.end)];
    if (func.incomplete) caller.incomplete = true;
    addTraits(caller, this.losesReads() ? func.traits | Trait.unread : func.traits);
    const node = new InlinedCallExpr(this.pos, call.type, body, this.results);
    node.init = init;
    return { node, calls: this.calls };
  }

  /** Something is not read any more: the variable that held the literal, or an argument that the body does not read. */
  private losesReads(): boolean {
    const { call, inlinee } = this;
    if (call.fun.op === Op.ONAME && call.fun.cls !== Class.func) return true;
    const { recv, params } = inlinee.func;
    return (recv !== undefined && recv.reads <= 0) || params.some(param => param.reads <= 0);
  }

  /** Names of what was inlined to get here, outermost first. */
  private path(): string[] {
    const { key } = this.inlinee;
    return [...inlinedNames(this.call.pos).reverse(), nameOf(key)];
  }

  /** A variable of the callee becomes one of the caller. */
  private declare(name: Name, index: number): void {
    const { caller, copier } = this;
    const { sym } = name;
    const isNamed = sym !== '' && sym !== '_' && !sym.startsWith('~');
    const local = isNamed
      ? copier.declare(name, Class.auto)
      : copier.declare(name, Class.auto, name.cls === Class.param ? `~p${index}` : sym, caller.pkg);
    local.isDDD = false;
    caller.dcl.push(local);
  }

  private assignParams(params: Name[]): IrNode {
    const assign = new AssignListStmt(Op.OAS2, this.pos, noResult, params, this.call.args, true);
    assign.init = params.map(param => {
      param.defn = assign;
      return new Decl(this.pos, noResult, param);
    });
    return assign;
  }

  private giveBack(node: ReturnStmt): IrNode {
    const list = [...node.init];
    if (node.results.length > 0) {
      const assign = new AssignListStmt(Op.OAS2, this.pos, noResult, [...this.results], node.results, false);
      if (this.inlinee.canDelayResults)
        for (const result of this.results) {
          list.push(new Decl(this.pos, noResult, result));
          result.defn = assign;
        }
      list.push(assign);
    }
    list.push(new BranchStmt(Op.OGOTO, this.pos, noResult, this.end));
    return new BlockStmt(this.pos, noResult, list);
  }
}

/** What happens when the callee's expression is computed, although it is known what it gives. */
function calleeEffects(init: IrNode[], callee: IrNode): void {
  for (;;) {
    if (callee.op !== Op.ONAME) {
      init.push(...callee.init);
      callee.init = noNodes;
    }
    if (callee.op === Op.OCONVNOP) callee = callee.x;
    else if (callee.op === Op.OINLCALL && callee.returnVars.length === 1) {
      init.push(...callee.body);
      callee = callee.returnVars[0];
    } else return;
  }
}
