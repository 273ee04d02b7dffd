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
} from '../ir';
import type { Place } from '../syntax';
import { TupleType, type Type } from '../types';
import { Copier, kindOf } from './copy';
import { editChildren } from './edit';
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

/** `serial` is different for each call that is inlined into the caller. */
export function inlineCall(caller: Func, call: CallExpr, inlinee: Inlinee, serial: number): InlinedCallExpr {
  return new Inlining(caller, call, inlinee, serial).run();
}

class Inlining {
  private readonly copier: Copier;
  private readonly end: string;
  private readonly pos: Place;
  private results: Name[] = [];

  constructor(
    private readonly caller: Func,
    private readonly call: CallExpr,
    private readonly inlinee: Inlinee,
    private readonly serial: number,
  ) {
    this.pos = call.pos;
    this.end = `.i${serial}`;
    this.copier = new Copier(
      {
        place: place => inlinedPlace(place, call.pos, inlinee.key),
        label: label => `~${label}·${this.serial}`,
        closure: (func, into) => closureName(into, kindOf(func), this.path()),
      },
      undefined,
      undefined,
    );
  }

  run(): InlinedCallExpr {
    const { call, caller, copier, inlinee } = this;
    const { func, captured } = inlinee;
    const init = [...call.init];
    call.init = noNodes;
    calleeEffects(init, call.fun);
    func.closureVars.forEach((name, i) => {
      copier.bind(name, captured[i]);
    });
    const locals = func.dcl.map((name, i) => this.local(name, i));
    const of = (name: Name): Name => locals[func.dcl.indexOf(name)];
    const params = (func.recv === undefined ? func.params : [func.recv, ...func.params]).map(of);
    this.results = func.results.map(of);
    init.push(this.assignParams(params));
    if (!inlinee.canDelayResults)
      for (const result of this.results)
        init.push(
          new Decl(this.pos, noResult, result),
          new AssignStmt(this.pos, noResult, result, undefined, false),
        );
    const body = copier.body(func.body, caller).map(node => this.withoutReturns(node));
    body.push(new LabelStmt(this.pos, noResult, this.end));
    if (func.incomplete) caller.incomplete = true;
    const node = new InlinedCallExpr(this.pos, call.type, body, this.results);
    node.init = init;
    return node;
  }

  /** Names of what was inlined to get here, outermost first. */
  private path(): string[] {
    const { key } = this.inlinee;
    return [...inlinedNames(this.call.pos).reverse(), nameOf(key)];
  }

  /** A variable of the callee becomes one of the caller. */
  private local(name: Name, index: number): Name {
    const { caller, copier } = this;
    const named = name.sym !== '' && name.sym !== '_' && !name.sym.startsWith('~');
    const local = named
      ? copier.declare(name, Class.auto, caller)
      : copier.declare(
          name,
          Class.auto,
          caller,
          name.cls === Class.param ? `~p${index}` : name.sym,
          caller.pkg,
        );
    local.isDDD = false;
    caller.dcl.push(local);
    return local;
  }

  private assignParams(params: Name[]): IrNode {
    const assign = new AssignListStmt(Op.OAS2, this.pos, noResult, params, this.call.args, true);
    assign.init = params.map(param => {
      param.defn = assign;
      return new Decl(this.pos, noResult, param);
    });
    return assign;
  }

  private readonly withoutReturns = (node: IrNode): IrNode => {
    const kept = node.op === Op.ORETURN ? this.giveBack(node) : node;
    editChildren(kept, this.withoutReturns);
    return kept;
  };

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
