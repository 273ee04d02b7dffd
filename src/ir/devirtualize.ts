/**
 * Calls of interface methods whose receiver can only hold one concrete type become direct calls
 * (cmd/compile/internal/devirtualize, Go 1.24 to 1.26). The compiler does this without inlining too.
 */

import {
  type FuncObject,
  identical,
  implementsInterface,
  lookupFieldOrMethod,
  type SignatureType,
  type Type,
  TypeKind,
  unalias,
} from '../types';
import type { Devirtualizer } from './ir';
import { newMethodExpr, receiverFor, resultType } from './method';
import { type Func, type Name, tell } from './name';
import { type CallExpr, type InlinedCallExpr, type IrNode, SelectorExpr, TypeAssertExpr } from './nodes';
import { Class, Op, Trait } from './op';
import { printExpr } from './print';
import { printType } from './printType';
import type { IrBuilder } from './program';
import { hasShape } from './shape';
import { outerValue } from './static';
import { StaticValues } from './staticValue';
import { isInterface, pointee, under } from './typing';
import { forEachChild, visitList } from './visit';

/** Whether something is to be found out of the receiver of an interface method. */
export function mayBeConcrete(recv: IrNode): boolean {
  let node = recv;
  while (isInterface(node.type)) {
    switch (node.op) {
      case Op.OCONVNOP:
      case Op.OCONVIFACE:
      case Op.ODOTTYPE:
        node = node.x;
        break;
      default:
        return node.op === Op.ONAME && node.canonical().cls === Class.auto;
    }
  }
  return true;
}

/** Rewrites what it can in a function and its closures. */
export function devirtualize(ir: IrBuilder, func: Func): void {
  if ((func.traits & Trait.devirtualizable) === 0) return;
  const calls: CallExpr[] = [];
  collectCalls(func, calls);
  const devirtualizer = newDevirtualizer(ir, func, () => undefined);
  for (const call of calls) {
    const { fun } = call;
    devirtualizer.staticCall(call);
    if (!ir.isComplete || call.fun === fun) continue;
    const how = call.fun.op === Op.ODOTINTER ? 'partially devirtualizing' : 'devirtualizing';
    const type = printType(assertedType(call), func.pkg);
    const gc = `${how} ${printExpr(fun, func.pkg)} to ${type}`;
    tell(func, { when: 'devirtualize', place: call.pos, gc });
  }
}

/** The concrete type that a devirtualised call asserts. */
export function assertedType(call: CallExpr): Type {
  let node: IrNode = call.fun.op === Op.ODOTINTER ? call.fun.x : call.args[0];
  while (
    node.op !== Op.ODOTTYPE &&
    (node.op === Op.OADDR || node.op === Op.ODEREF || node.op === Op.ODOT || node.op === Op.ODOTPTR)
  )
    node = node.x;
  return node.type;
}

/** `inlined` is asked for the body that has taken a call's place while that does not yet stand in the tree. */
export function newDevirtualizer(
  ir: IrBuilder,
  func: Func,
  inlined: (call: CallExpr) => InlinedCallExpr | undefined,
): Devirtualizer {
  const { devirtualizesByAssignments } = ir.rules;
  const types = devirtualizesByAssignments ? new ConcreteTypes(func, inlined) : new KeptTypes(inlined);
  return {
    staticCall: call => staticCall(ir, func, call, types),
    mayBecomeStatic: ({ fun }, mayBeInlined) =>
      fun.op !== Op.ODOTINTER || types.mayBecomeKnown(fun.x, mayBeInlined),
    inlinedCall: node => types.added(node),
  };
}

function collectCalls(func: Func, out: CallExpr[]): void {
  visitList(func.body, node => {
    if (node.op === Op.OCALLINTER) out.push(node);
  });
  for (const closure of func.closures) collectCalls(closure, out);
}

function staticCall(ir: IrBuilder, func: Func, call: CallExpr, types: ReceiverTypes): void {
  const selector = call.fun;
  if (call.op !== Op.OCALLINTER || selector.op !== Op.ODOTINTER) return;
  const type = types.of(selector.x);
  if (type === undefined || hasShape(type) || hasShape(selector.x.type)) return;
  const iface = selector.selection as FuncObject;
  const found = lookupFieldOrMethod(type, false, iface.pkg, selector.sel);
  if (found.object?.kind !== 'func' || found.index === undefined) return;
  if (!implementsInterface(type, selector.x.type, false).ok) return;
  const method = found.object;
  const assert = new TypeAssertExpr(Op.ODOTTYPE, call.pos, type, selector.x);
  const recv = receiverFor(assert, found.index.slice(0, -1), method, selector.pos);
  if (recv === undefined) return;
  if (isInterface(recv.type)) {
    call.fun = new SelectorExpr(Op.ODOTINTER, selector.pos, selector.type, recv, selector.sel, method);
    return;
  }
  const fun = newMethodExpr(ir, func, selector.pos, method, recv.type);
  if (fun.callee === undefined) return;
  call.op = Op.OCALLFUNC;
  call.fun = fun;
  call.args = [recv, ...call.args];
  const signature = fun.callee.callee?.type as SignatureType;
  call.type = resultType(signature);
}

/** Finds the one concrete type that an interface value can have; undefined where that is not certain. */
interface ReceiverTypes {
  of(node: IrNode): Type | undefined;
  /** It may be certain once more calls are inlined. */
  mayBecomeKnown(node: IrNode, mayBeInlined: (call: CallExpr) => boolean): boolean;
  /** A body that has come to the function. */
  added(node: InlinedCallExpr): void;
}

/** By the only value that a variable ever has, as it was before 1.26. */
class KeptTypes implements ReceiverTypes {
  private readonly values: StaticValues;

  constructor(inlined: (call: CallExpr) => InlinedCallExpr | undefined) {
    this.values = new StaticValues(inlined);
  }

  of(node: IrNode): Type | undefined {
    const value = this.values.of(node);
    return value.op === Op.OCONVIFACE && !isInterface(value.x.type) ? value.x.type : undefined;
  }

  mayBecomeKnown(): boolean {
    return true;
  }

  added(): void {}
}

/** A type for a value whose own expression does not matter; null: assigned from some interface. */
type Assignment = { node: IrNode } | { call: IrNode; index: number } | { type: Type | undefined };

/** Which concrete type the interface variables of a function hold, where it is but one. */
class ConcreteTypes implements ReceiverTypes {
  private assigned: Map<Name, Assignment[]> | undefined;
  private readonly analyzed = new Set<Func>();
  /** Calls whose results count as fitting everything. */
  private mayBeInlined: (call: CallExpr) => boolean = () => false;

  constructor(
    private readonly func: Func,
    private readonly inlined: (call: CallExpr) => InlinedCallExpr | undefined,
  ) {}

  mayBecomeKnown(node: IrNode, mayBeInlined: (call: CallExpr) => boolean): boolean {
    this.mayBeInlined = mayBeInlined;
    return this.concrete(node, new Set()) !== undefined;
  }

  /** A body that has come to the function. */
  added(node: InlinedCallExpr): void {
    if (this.assigned === undefined) return;
    for (const statement of node.init) this.walk(statement);
    for (const statement of node.body) this.walk(statement);
  }

  /** The concrete type of an interface value; undefined where that is not certain. */
  of(node: IrNode): Type | undefined {
    const type = this.concrete(node, new Set());
    return type === 'none' ? undefined : type;
  }

  private concrete(node: IrNode, seen: Set<Name>): Type | 'none' | undefined {
    for (;;) {
      if (node.op === Op.OCALLFUNC) node = this.inlined(node) ?? node;
      if (!isInterface(node.type)) return node.op === Op.OBAD ? undefined : node.type;
      if (node.op === Op.OCONVNOP || node.op === Op.OCONVIFACE) node = node.x;
      else if (node.op === Op.OINLCALL && node.returnVars.length === 1) node = node.returnVars[0];
      else if (node.op === Op.ODOTTYPE || node.op === Op.ODOTTYPE2) node = node.x;
      else break;
    }
    if (node.op !== Op.ONAME) return this.isOpen(node) ? 'none' : undefined;
    const name = node.canonical();
    if (name.cls !== Class.auto || name.addrtaken) return undefined;
    if (seen.has(name)) return 'none';
    seen.add(name);
    return this.common(name, seen);
  }

  private common(name: Name, seen: Set<Name>): Type | 'none' | undefined {
    let common: Type | undefined;
    for (const assignment of this.assignments(name)) {
      const type = this.assignedType(assignment, seen);
      if (type === 'none') continue;
      if (type === undefined) return undefined;
      if (common !== undefined && !sameType(common, type)) return undefined;
      common = type;
    }
    return common ?? 'none';
  }

  private assignedType(assignment: Assignment, seen: Set<Name>): Type | 'none' | undefined {
    if ('node' in assignment) return this.concrete(assignment.node, seen);
    if (!('call' in assignment)) return assignment.type;
    const { call, index } = assignment;
    const body = call.op === Op.OCALLFUNC ? this.inlined(call) : call.op === Op.OINLCALL ? call : undefined;
    if (body !== undefined) return this.concrete(body.returnVars[index], seen);
    if (this.isOpen(call)) return 'none';
    const type = call.type.kind === TypeKind.Tuple ? call.type.vars[index]?.type : undefined;
    return type === undefined || isInterface(type) ? undefined : type;
  }

  private isOpen(node: IrNode): boolean {
    return (node.op === Op.OCALLFUNC || node.op === Op.OCALLINTER) && this.mayBeInlined(node);
  }

  private assignments(name: Name): Assignment[] {
    if (this.assigned === undefined) {
      this.assigned = new Map();
      this.analyze(this.func);
    }
    return this.assigned.get(name) ?? [];
  }

  private analyze(func: Func): void {
    if (this.analyzed.has(func)) return;
    this.analyzed.add(func);
    for (const statement of func.body) this.walk(statement);
    for (const closure of func.closures) this.analyze(closure);
  }

  private readonly walk = (node: IrNode): void => {
    if (node.op === Op.OCALLFUNC) node = this.inlined(node) ?? node;
    this.record(node);
    forEachChild(node, this.walk);
  };

  private readonly record = (node: IrNode): void => {
    switch (node.op) {
      case Op.OAS:
        this.assignValue(node.x, node.y);
        return;
      case Op.OCLOSURE:
        this.analyze(node.func);
        return;
      case Op.OAS2:
        for (let i = 0; i < node.lhs.length; i++) this.assignValue(node.lhs[i], node.rhs[i]);
        return;
      case Op.OAS2DOTTYPE:
        this.assignValue(node.lhs[0], node.rhs[0]);
        return;
      case Op.OAS2MAPR:
      case Op.OAS2RECV:
      case Op.OSELRECV2:
        this.assign(node.lhs[0], { type: node.rhs[0].type });
        return;
      case Op.OAS2FUNC: {
        const call = node.rhs[0];
        for (let index = 0; index < node.lhs.length; index++) this.assign(node.lhs[index], { call, index });
        return;
      }
      case Op.ORANGE:
        this.recordRange(node.x.type, node.key, node.value);
        return;
      case Op.OSWITCH:
        if (node.tag?.op !== Op.OTYPESW) return;
        for (const { var_ } of node.cases) if (var_ !== undefined) this.assignValue(var_, node.tag.x);
        return;
      case Op.OBAD:
        for (const arg of node.args) this.assign(arg, { type: undefined });
    }
  };

  private recordRange(ranged: Type, key: IrNode | undefined, value: IrNode | undefined): void {
    let type = under(ranged);
    if (type.kind === TypeKind.Pointer) type = under(pointee(type) ?? type);
    if (type.kind === TypeKind.Map) {
      if (key !== undefined) this.assign(key, { type: type.key });
      if (value !== undefined) this.assign(value, { type: type.elem });
    } else if (type.kind === TypeKind.Chan) {
      if (key !== undefined) this.assign(key, { type: type.elem });
    } else if (type.kind === TypeKind.Array || type.kind === TypeKind.Slice) {
      if (value !== undefined) this.assign(value, { type: type.elem });
    }
  }

  private assignValue(to: IrNode, value: IrNode | undefined): void {
    if (value !== undefined && to.op === Op.ONAME && value.op !== Op.ONIL) this.assign(to, { node: value });
  }

  private assign(to: IrNode, what: Assignment): void {
    if (to.op !== Op.ONAME || to.sym === '_') return;
    const outer = outerValue(to);
    if (outer.op !== Op.ONAME || !isInterface(outer.type)) return;
    const name = outer.canonical();
    if (name.cls !== Class.auto) return;
    if ('type' in what && what.type !== undefined && isInterface(what.type)) what = { type: undefined };
    const list = this.assigned!.get(name);
    if (list === undefined) this.assigned!.set(name, [what]);
    else list.push(what);
  }
}

/** One type to the compiler: literals of unnamed types are told apart by where they are written. */
function sameType(x: Type, y: Type): boolean {
  const a = unalias(x);
  const b = unalias(y);
  if (a === b) return true;
  if (a.kind === TypeKind.Pointer && b.kind === TypeKind.Pointer) return sameType(a.elem, b.elem);
  return a.kind !== TypeKind.Struct && identical(a, b);
}
