/**
 * Copies of bodies: of a whole function, so that its own body can change while others still inline the
 * original, and of a body that takes the place of a call.
 */

import {
  type CallExpr,
  Class,
  ClosureExpr,
  type ClosureKind,
  closureName,
  Func,
  type IrNode,
  Name,
  noNodes,
  Op,
  type ReturnStmt,
} from '../ir';
import type { Place } from '../syntax';
import { type ChildCopier, copyNode } from './copyNode';

/** How the nodes of the copy differ from the original. */
export interface CopyRules {
  /** Where the copied nodes are, but for calls; without, all are where the original is. Who has no position stays without. */
  at?: Place;
  /** The position of a copied call. */
  callPlace?(place: Place): Place;
  /** The name of a copied label. */
  label(label: string): string;
  /** The name of a copied literal in the function `into`. */
  closure(func: Func, into: Func): string;
  /** Gets each copied call, those in operands first; not those of go and defer statements, nor those in literals. */
  called?(call: CallExpr): void;
  /** What takes the place of a copied return. */
  returned?(node: ReturnStmt): IrNode;
}

const same: CopyRules = { label: label => label, closure: func => func.sym };
/** Of a literal in an inlined body: its own literals are named after it. */
const renamed: CopyRules = { ...same, closure: (func, into) => closureName(into, kindOf(func)) };

/** What a function or literal is a copy of, and the copied calls in it (see CopyRules). */
export interface Origin {
  func: Func;
  calls: CallExpr[];
}

/** Of a function that was copied, and of the literals in it. */
export type Origins = Map<Func, Origin>;

/** A copy of a declared function with all its literals, noted in `origins`. */
export function copyFunc(func: Func, origins: Origins): Func {
  const { sym, pos, type, unit, pkg, outer, nname } = func;
  const copy = new Func(sym, pos, type, unit, pkg, outer, nname, undefined);
  copyFacts(func, copy);
  copy.initialises = func.initialises;
  copy.uninstantiated = func.uninstantiated;
  copy.dupok = func.dupok;
  copy.closureCounts = { ...func.closureCounts };
  copy.instances = func.instances;
  copy.types = func.types;
  copy.importedTypes = func.importedTypes;
  copy.named = func.named;
  new Copier(copy, unchanged(copy, func, origins), undefined, origins).fill(func);
  return copy;
}

/** Rules for a function that is copied as it is. */
function unchanged(copy: Func, func: Func, origins: Origins): CopyRules {
  const calls: CallExpr[] = [];
  origins.set(copy, { func, calls });
  return { ...same, called: call => calls.push(call) };
}

export class Copier implements ChildCopier {
  private readonly names = new Map<Name, Name>();

  /** `into`: the function that gets the copies. */
  constructor(
    private readonly into: Func,
    private readonly rules: CopyRules,
    private readonly outer: Copier | undefined,
    private readonly origins: Origins | undefined,
  ) {}

  /** Makes a name of the copy stand for one of the original. */
  bind(from: Name, to: Name): void {
    this.names.set(from, to);
  }

  /** A copy of a variable. */
  declare(name: Name, cls: Class, sym = name.sym, pkg = name.pkg): Name {
    const copy = new Name(sym, cls, this.place(name.pos), name.type, pkg, name.object);
    copy.curfn = this.into;
    copy.defn = name.defn;
    copy.autoTemp = name.autoTemp;
    copy.addrtaken = name.addrtaken;
    copy.isDDD = name.isDDD;
    this.names.set(name, copy);
    return copy;
  }

  private place(place: Place, isCall = false): Place {
    const { rules } = this;
    if (rules.at === undefined || place.pos < 0) return place;
    return (isCall && rules.callPlace?.(place)) || rules.at;
  }

  name(name: Name): Name {
    return this.names.get(name) ?? this.outer?.name(name) ?? name;
  }

  label(label: string): string {
    return this.rules.label(label);
  }

  list(nodes: readonly IrNode[]): IrNode[] {
    if (nodes.length === 0) return noNodes;
    const copies: IrNode[] = [];
    for (let i = 0; i < nodes.length; i++) copies.push(this.node(nodes[i]));
    return copies;
  }

  node(node: IrNode): IrNode {
    const copy = this.copy(node);
    if (copy.op === Op.OCALLFUNC || copy.op === Op.OCALLINTER) this.rules.called?.(copy);
    else if (copy.op === Op.ORETURN) return this.rules.returned?.(copy) ?? copy;
    return copy;
  }

  delayedCall(call: CallExpr): CallExpr {
    return this.copy(call) as CallExpr;
  }

  private copy(node: IrNode): IrNode {
    if (node.op === Op.ONAME)
      return node.cls === Class.global || node.cls === Class.func ? node : this.name(node);
    const pos = this.place(node.pos, node.op === Op.OCALLFUNC || node.op === Op.OCALLINTER);
    if (node.op === Op.OCLOSURE) {
      const closure = this.closure(node, pos);
      closure.init = this.list(node.init);
      return closure;
    }
    const init = this.list(node.init);
    const copy = copyNode(node, pos, this);
    copy.init = init;
    return copy;
  }

  /** A literal's own body keeps its positions and labels: it is a function of its own. */
  private closure(node: ClosureExpr, pos: Place): ClosureExpr {
    const { into } = this;
    const { func } = node;
    const copy = emptyFunc(func, into, this.rules.closure(func, into));
    const expr = new ClosureExpr(pos, node.type, copy, node.isGoWrap);
    copy.closure = expr;
    const rules = this.origins === undefined ? renamed : unchanged(copy, func, this.origins);
    const inner = new Copier(copy, rules, this, this.origins);
    for (const captured of func.closureVars) inner.captured(captured, this.place(captured.pos));
    inner.fill(func);
    into.closures.push(copy);
    return expr;
  }

  /** What is captured, is where the literal stands. */
  private captured(name: Name, pos: Place): void {
    const outer = name.outer === undefined ? undefined : (this.outer?.name(name.outer) ?? name.outer);
    const copy = this.declare(name, Class.closureVar);
    copy.pos = pos;
    copy.outer = outer;
    copy.defn = outer?.canonical();
    this.into.closureVars.push(copy);
  }

  /** Fills the function with copies of what is in the other. */
  fill(func: Func): void {
    const { into } = this;
    for (const name of func.dcl) into.dcl.push(this.declare(name, name.cls));
    const local = (name: Name): Name => this.names.get(name) ?? name;
    into.recv = func.recv && local(func.recv);
    into.params = func.params.map(local);
    into.results = func.results.map(local);
    into.body = this.list(func.body);
  }
}

/** What a literal was made for. */
export function kindOf(func: Func): ClosureKind {
  if (func.isRangeFuncBody) return 'range';
  if (!func.wrapper) return undefined;
  return func.sym.includes('.gowrap') ? 'go' : func.sym.includes('.deferwrap') ? 'defer' : undefined;
}

function emptyFunc(func: Func, outer: Func, sym: string): Func {
  const copy = new Func(sym, func.pos, func.type, func.unit, outer.pkg, outer, undefined, undefined);
  copyFacts(func, copy);
  if (sym === func.sym) copy.closureCounts = { ...func.closureCounts };
  copy.uninstantiated = outer.uninstantiated;
  copy.dupok = outer.dupok;
  return copy;
}

function copyFacts(func: Func, copy: Func): void {
  copy.hasBody = func.hasBody;
  copy.pragma = func.pragma;
  copy.traits = func.traits;
  copy.wrapper = func.wrapper;
  copy.capturesDictionary = func.capturesDictionary;
  copy.isRangeFuncBody = func.isRangeFuncBody;
  copy.incomplete = func.incomplete;
  copy.takesDictionary = func.takesDictionary;
}
