/**
 * What of a package's initialisation is laid out as data and never runs (cmd/compile/internal/staticinit and
 * pkginit, Go 1.26): escape analysis sees only the rest.
 */

import { type Package, TypeKind } from '../types';
import { voidType } from './builder';
import type { Func } from './name';
import { Name } from './name';
import {
  type AssignListStmt,
  AssignStmt,
  type CompLitExpr,
  type ConvExpr,
  type InlinedCallExpr,
  type IrNode,
} from './nodes';
import { Class, Op } from './op';
import { noPlace } from './place';
import { hasShape } from './shape';
import { outerValue } from './static';
import { isInterface, isString, under } from './typing';
import { visit } from './visit';

/** Reduces the body of a package's init function to what has to run. */
export function scheduleInit(func: Func): void {
  const schedule = new Schedule(func);
  for (const node of func.body) schedule.statement(node);
  func.body = schedule.out;
}

class Schedule {
  readonly out: IrNode[] = [];
  /** Some initialiser so far may have changed variables of the package. */
  private mutated = false;
  /** Parameters of inlined calls and what is passed for them. */
  private readonly params = new Map<Name, IrNode>();
  /** Packages of the FIPS module have no addresses in their data. */
  private readonly noAddresses: boolean;

  constructor(private readonly func: Func) {
    const { path } = func.pkg;
    this.noAddresses = path === 'crypto/internal/fips140' || path.startsWith('crypto/internal/fips140/');
  }

  statement(node: IrNode): void {
    if (!this.tryStatement(node)) this.out.push(node);
  }

  private tryStatement(node: IrNode): boolean {
    if (node.op !== Op.OAS || node.y === undefined || node.x.op !== Op.ONAME) return false;
    if (!this.mutated) this.mutated = mayModifyGlobals(node.y, this.func.pkg);
    if (node.x.sym === '_' && !hasSideEffects(node.y)) return true;
    return this.assign(node.x, node.y);
  }

  /** Whether storing `value` to the variable (or a part of it) can be done, in part at least, by data. */
  private assign(to: Name, value: IrNode): boolean {
    value = this.bound(value);
    if (value.op === Op.ONIL) return true;
    if (value.op === Op.OLITERAL)
      return !this.noAddresses || value.value.kind !== 'string' || value.value.value === '';
    if (this.noAddresses)
      return value.op === Op.OARRAYLIT || value.op === Op.OSTRUCTLIT ? this.elements(to, value) : false;
    switch (value.op) {
      case Op.ONAME:
        return this.copy(to, value);
      case Op.OMETHEXPR:
        return value.callee !== undefined;
      case Op.OADDR:
        return staticGlobal(value.x);
      case Op.OPTRLIT:
        this.part(dataName(this.func), value.x);
        return true;
      case Op.OSTR2BYTES:
        return to.cls === Class.global && value.x.op === Op.OLITERAL;
      case Op.OSLICELIT:
        return this.elements(dataName(this.func), value);
      case Op.OARRAYLIT:
      case Op.OSTRUCTLIT:
        return this.elements(to, value);
      case Op.OCLOSURE:
        return !value.func.isClosure;
      case Op.OCONVIFACE:
        return this.boxed(value);
      case Op.OINLCALL:
        return this.inlinedCall(to, value);
      default:
        return false;
    }
  }

  private mentionsParam(statement: IrNode): boolean {
    let mentions = false;
    visit(statement, node => {
      if (node.op === Op.ONAME && this.params.has(node)) mentions = true;
    });
    return mentions;
  }

  /** The value below conversions without effect and parameters of inlined calls. */
  private bound(value: IrNode): IrNode {
    for (;;) {
      const next =
        value.op === Op.OCONVNOP ? value.x : value.op === Op.ONAME ? this.params.get(value) : undefined;
      if (next === undefined) return value;
      value = next;
    }
  }

  /** The call of a function that is one return: its result with the arguments in place of the parameters. */
  private inlinedCall(to: Name, call: InlinedCallExpr): boolean {
    const [args] = call.init;
    const [block, label] = call.body;
    if (call.init.length !== 1 || args.op !== Op.OAS2) return false;
    if (call.body.length !== 2 || block.op !== Op.OBLOCK || label.op !== Op.OLABEL) return false;
    const [decl, results, jump] = block.list;
    if (block.list.length !== 3 || decl.op !== Op.ODCL || results.op !== Op.OAS2 || jump.op !== Op.OGOTO)
      return false;
    if (results.lhs.length !== 1 || results.lhs[0] !== decl.x) return false;
    const [result] = results.rhs;
    if (args.rhs.some(hasSideEffects) || !canSubstitute(result, args)) return false;
    args.lhs.forEach((param, i) => {
      if (param.op === Op.ONAME) this.params.set(param, args.rhs[i]);
    });
    const before = this.out.length;
    if (!this.assign(to, result)) {
      this.out.length = before;
      return false;
    }
    if (this.out.slice(before).some(node => this.mentionsParam(node))) this.out.splice(before, 0, args);
    return true;
  }

  /** What cannot be data is assigned when the program starts. */
  private part(to: Name, value: IrNode): void {
    if (!this.assign(to, value)) this.out.push(new AssignStmt(value.pos, voidType, to, value, false));
  }

  private elements(to: Name, literal: CompLitExpr): boolean {
    for (const element of literal.list) {
      if (element.op === Op.OSTRUCTKEY && element.field.name === '_') continue;
      const value = element.op === Op.OKEY || element.op === Op.OSTRUCTKEY ? element.value : element;
      if (value.op === Op.OLITERAL && !this.noAddresses) continue;
      if (value.op === Op.OARRAYLIT || value.op === Op.OSTRUCTLIT) this.elements(to, value);
      else this.part(to, value);
    }
    return true;
  }

  /** A value in an interface: the type is data, the value a variable of its own. */
  private boxed(value: ConvExpr): boolean {
    let inner: IrNode = value;
    while (inner.op === Op.OCONVIFACE) inner = inner.x;
    if (isInterface(inner.type)) return inner.op === Op.ONIL;
    if (hasShape(inner.type)) return false;
    if (inner.op !== Op.ONIL) this.part(dataName(this.func), inner);
    return true;
  }

  /** A copy of another variable of the package whose value is data. `steps`: an initialisation loop has no end. */
  private copy(to: Name, from: Name, steps = 0): boolean {
    if (from.cls === Class.func) return true;
    if (steps > 100) return false;
    if (from.cls !== Class.global || from.pkg !== this.func.pkg || from.defn?.op !== Op.OAS) return false;
    if (isString(from.type) || this.mutated) return false;
    let value = from.defn.y;
    while (value?.op === Op.OCONVNOP) value = value.x;
    switch (value?.op) {
      case Op.OMETHEXPR:
      case Op.ONIL:
      case Op.OLITERAL:
      case Op.OSLICELIT:
      case Op.OARRAYLIT:
      case Op.OSTRUCTLIT:
        return true;
      case Op.ONAME:
        if (!this.copy(to, value, steps + 1))
          this.out.push(new AssignStmt(value.pos, voidType, to, value, false));
        return true;
      case Op.OADDR:
        return value.x.op === Op.ONAME && value.x.cls === Class.global;
      case Op.OPTRLIT:
        return true;
      default:
        return false;
    }
  }
}

/** Arguments can stand where the result mentions the parameters: nothing is computed twice or captured. */
function canSubstitute(result: IrNode, args: AssignListStmt): boolean {
  const count = new Map<IrNode, number>();
  let captures = false;
  visit(result, node => {
    if (node.op === Op.ONAME) count.set(node, (count.get(node) ?? 0) + 1);
    if (node.op === Op.OCLOSURE && node.func.isClosure) captures = true;
  });
  if (captures) return false;
  return args.lhs.every((param, i) => {
    if (param.op === Op.ONAME && param.addrtaken) return false;
    return (count.get(param) ?? 0) <= 1 || canRepeat(args.rhs[i]);
  });
}

function canRepeat(node: IrNode): boolean {
  let can = true;
  visit(node, inner => {
    switch (inner.op) {
      case Op.OMAKECHAN:
      case Op.OMAKEMAP:
      case Op.OMAKESLICE:
      case Op.OMAPLIT:
      case Op.ONEW:
      case Op.OPTRLIT:
      case Op.OSLICELIT:
      case Op.OSTR2BYTES:
      case Op.OSTR2RUNES:
        can = false;
    }
  });
  return can;
}

/** A variable of the compiler's own, in the data segment. */
function dataName(func: Func): Name {
  return new Name('.stmp_', Class.global, noPlace, voidType, func.pkg, undefined);
}

/** The expression names a fixed part of a package-level variable. */
function staticGlobal(node: IrNode): boolean {
  for (;;) {
    if (node.op === Op.ONAME) return node.cls === Class.global;
    if (node.op === Op.ODOT) node = node.x;
    else if (
      node.op === Op.OINDEX &&
      under(node.x.type).kind === TypeKind.Array &&
      node.index.op === Op.OLITERAL
    )
      node = node.x;
    else return false;
  }
}

function mayModifyGlobals(node: IrNode, pkg: Package): boolean {
  let may = false;
  const stores = (target: IrNode): boolean => {
    let outer = outerValue(target);
    while (outer.op === Op.ODEREF) outer = outer.x;
    return outer.op !== Op.ONAME || (outer.cls === Class.global && outer.pkg === pkg);
  };
  visit(node, inner => {
    switch (inner.op) {
      case Op.OCALLFUNC:
      case Op.OCALLINTER:
      case Op.OAPPEND:
      case Op.OCLEAR:
      case Op.OCOPY:
        may = true;
        return;
      case Op.OAS:
      case Op.OASOP:
        if (stores(inner.x)) may = true;
        return;
      case Op.OAS2:
      case Op.OAS2DOTTYPE:
      case Op.OAS2FUNC:
      case Op.OAS2MAPR:
      case Op.OAS2RECV:
        if (inner.lhs.some(stores)) may = true;
    }
  });
  return may;
}

/** Evaluating the node can be noticed other than by its value. */
export function hasSideEffects(node: IrNode): boolean {
  let has = false;
  visit(node, inner => {
    if (!has && hasEffect(inner)) has = true;
  });
  return has;
}

function hasEffect(node: IrNode): boolean {
  switch (node.op) {
    case Op.ONAME:
    case Op.OTYPE:
    case Op.OLITERAL:
    case Op.ONIL:
    case Op.OADD:
    case Op.OSUB:
    case Op.OOR:
    case Op.OXOR:
    case Op.OADDSTR:
    case Op.OADDR:
    case Op.OANDAND:
    case Op.OBYTES2STR:
    case Op.ORUNES2STR:
    case Op.OSTR2BYTES:
    case Op.OSTR2RUNES:
    case Op.OCAP:
    case Op.OMAPLIT:
    case Op.OSTRUCTLIT:
    case Op.OARRAYLIT:
    case Op.OSLICELIT:
    case Op.OPTRLIT:
    case Op.OCONV:
    case Op.OCONVIFACE:
    case Op.OCONVNOP:
    case Op.ODOT:
    case Op.OEQ:
    case Op.ONE:
    case Op.OLT:
    case Op.OLE:
    case Op.OGT:
    case Op.OGE:
    case Op.OKEY:
    case Op.OSTRUCTKEY:
    case Op.OLEN:
    case Op.OMUL:
    case Op.OLSH:
    case Op.ORSH:
    case Op.OAND:
    case Op.OANDNOT:
    case Op.ONEW:
    case Op.ONOT:
    case Op.OBITNOT:
    case Op.OPLUS:
    case Op.ONEG:
    case Op.OOROR:
    case Op.ORUNESTR:
    case Op.OREAL:
    case Op.OIMAG:
    case Op.OCOMPLEX:
    case Op.OCLOSURE:
    case Op.OMETHEXPR:
      return false;
    case Op.ODIV:
    case Op.OMOD:
      return !(node.y.op === Op.OLITERAL && !isZero(node.y));
    case Op.OMAKECHAN:
    case Op.OMAKEMAP:
      return node.len !== undefined && node.len.op !== Op.OLITERAL;
    default:
      return true;
  }
}

function isZero(node: IrNode): boolean {
  return node.op === Op.OLITERAL && node.value.kind === 'int' && node.value.value === 0n;
}
