/**
 * Copies of bodies: of a whole function, so that its own body can change while others still inline the
 * original, and of a body that takes the place of a call.
 */

import {
  CaseClause,
  Class,
  ClosureExpr,
  type ClosureKind,
  closureName,
  Decl,
  Func,
  type IrNode,
  LabelStmt,
  Name,
  Op,
} from '../ir';
import type { Place } from '../syntax';
import { editChildren } from './edit';

/** How the nodes of the copy differ from the original. */
export interface CopyRules {
  /** The position of a copied node. */
  place(place: Place): Place;
  /** The name of a copied label. */
  label(label: string): string;
  /** The name of a copied literal in the function `into`. */
  closure(func: Func, into: Func): string;
}

const same: CopyRules = { place: place => place, label: label => label, closure: func => func.sym };
/** Of a literal in an inlined body: its own literals are named after it. */
const renamed: CopyRules = { ...same, closure: (func, into) => closureName(into, kindOf(func)) };

/** The original of a function literal that was copied with the function around it. */
export type Origins = Map<Func, Func>;

/** A copy of a declared function with all its literals, noted in `origins`. */
export function copyFunc(func: Func, origins: Origins): Func {
  const copier = new Copier(same, undefined, origins);
  return copier.func(func);
}

export class Copier {
  private readonly names = new Map<Name, Name>();
  /** Statements that define variables, and their copies. */
  private readonly definitions = new Map<IrNode, IrNode>();

  constructor(
    private readonly rules: CopyRules,
    private readonly outer: Copier | undefined,
    private readonly origins: Origins | undefined,
  ) {}

  /** Makes a name of the copy stand for one of the original. */
  bind(from: Name, to: Name): void {
    this.names.set(from, to);
  }

  /** A function of its own. */
  func(func: Func): Func {
    const copy = new Func(
      func.sym,
      func.pos,
      func.type,
      func.unit,
      func.pkg,
      func.outer,
      func.nname,
      undefined,
    );
    copyFacts(func, copy);
    copy.initialises = func.initialises;
    copy.uninstantiated = func.uninstantiated;
    copy.dupok = func.dupok;
    copy.closureCounts = { ...func.closureCounts };
    copy.instances = func.instances;
    copy.types = func.types;
    copy.importedTypes = func.importedTypes;
    copy.named = func.named;
    this.fill(func, copy);
    return copy;
  }

  /** Statements, in the function `into`. */
  body(list: readonly IrNode[], into: Func): IrNode[] {
    const copies = list.map(node => this.node(node, into));
    this.define();
    return copies;
  }

  /** A copy of a variable, declared in `into`. */
  declare(name: Name, cls: Class, into: Func, sym = name.sym, pkg = name.pkg): Name {
    const copy = new Name(sym, cls, this.rules.place(name.pos), name.type, pkg, name.object);
    copy.curfn = into;
    copy.defn = name.defn;
    copy.autoTemp = name.autoTemp;
    copy.addrtaken = name.addrtaken;
    copy.isDDD = name.isDDD;
    this.names.set(name, copy);
    return copy;
  }

  /** Definitions of copied variables become the copied statements. */
  private define(): void {
    for (const copy of this.names.values()) {
      const defn = copy.defn && this.definitions.get(copy.defn);
      if (defn !== undefined) copy.defn = defn;
    }
  }

  private name(name: Name): Name {
    return this.names.get(name) ?? this.outer?.name(name) ?? name;
  }

  private node(node: IrNode, into: Func): IrNode {
    if (node.op === Op.ONAME)
      return node.cls === Class.global || node.cls === Class.func ? node : this.name(node);
    const copy = this.shallow(node, into);
    editChildren(copy, child => this.node(child, into));
    switch (node.op) {
      case Op.OAS:
      case Op.OAS2:
      case Op.OAS2DOTTYPE:
      case Op.OAS2FUNC:
      case Op.OAS2MAPR:
      case Op.OAS2RECV:
      case Op.OSELRECV2:
      case Op.ORANGE:
      case Op.OTYPESW:
        this.definitions.set(node, copy);
    }
    return copy;
  }

  /** The node without its children copied. */
  private shallow(node: IrNode, into: Func): IrNode {
    const pos = this.rules.place(node.pos);
    switch (node.op) {
      case Op.ODCL: {
        const decl = new Decl(pos, node.type, this.name(node.x));
        decl.init = node.init;
        return decl;
      }
      case Op.OCLOSURE:
        return this.closure(node, pos, into);
      case Op.OLABEL: {
        const label = new LabelStmt(pos, node.type, this.rules.label(node.label));
        label.init = node.init;
        return label;
      }
      case Op.OCASE: {
        const variable = node.var_ && this.name(node.var_);
        const clause = new CaseClause(pos, node.type, node.list, node.body, variable);
        clause.init = node.init;
        return clause;
      }
    }
    const copy: IrNode = Object.assign(Object.create(Object.getPrototypeOf(node)), node);
    copy.pos = pos;
    if ('label' in copy && copy.label !== undefined)
      (copy as { label: string }).label = this.rules.label(copy.label);
    return copy;
  }

  /** A literal's own body keeps its positions and labels: it is a function of its own. */
  private closure(node: ClosureExpr, pos: Place, into: Func): ClosureExpr {
    const inner = new Copier(this.origins === undefined ? renamed : same, this, this.origins);
    const { func } = node;
    const expr = new ClosureExpr(
      pos,
      node.type,
      emptyFunc(func, into, this.rules.closure(func, into)),
      node.isGoWrap,
    );
    expr.func.closure = expr;
    for (const captured of func.closureVars)
      inner.captured(captured, this.rules.place(captured.pos), expr.func);
    inner.fill(func, expr.func);
    expr.init = node.init;
    into.closures.push(expr.func);
    return expr;
  }

  /** What is captured, is where the literal stands. */
  private captured(name: Name, pos: Place, into: Func): void {
    const outer = name.outer === undefined ? undefined : (this.outer?.name(name.outer) ?? name.outer);
    const copy = this.declare(name, Class.closureVar, into);
    copy.pos = pos;
    copy.outer = outer;
    copy.defn = outer?.canonical();
    into.closureVars.push(copy);
  }

  private fill(func: Func, copy: Func): void {
    this.origins?.set(copy, func);
    for (const name of func.dcl) copy.dcl.push(this.declare(name, name.cls, copy));
    const local = (name: Name): Name => this.names.get(name) ?? name;
    copy.recv = func.recv && local(func.recv);
    copy.params = func.params.map(local);
    copy.results = func.results.map(local);
    copy.body = this.body(func.body, copy);
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
  copy.wrapper = func.wrapper;
  copy.capturesDictionary = func.capturesDictionary;
  copy.isRangeFuncBody = func.isRangeFuncBody;
  copy.incomplete = func.incomplete;
  copy.takesDictionary = func.takesDictionary;
}
