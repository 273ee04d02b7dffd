/**
 * The wrapper of an instance of a generic function: what other code calls where it does not know the shared body,
 * which wants a dictionary (callShaped of cmd/compile/internal/noder/reader.go, Go 1.26). One stands for all
 * instances of a shape: they differ in their dictionaries alone.
 */

import {
  CallExpr,
  type Callee,
  Class,
  Func,
  type IrNode,
  Name,
  Op,
  returned,
  SelectorExpr,
  TypeNode,
} from '../ir';
import { declaredAt } from './place';

/** A function that calls the shared body, before inlining; called `sym` where it stands for one instance. */
export function wrapperOf(shared: Callee, original: Func, sym?: string): Callee {
  const { object, unit } = shared;
  const pos = declaredAt(original);
  const name = new Name(sym ?? `${original.sym} wrapper`, Class.func, pos, shared.type, object.pkg, object);
  const func = new Func(
    sym ?? original.sym,
    pos,
    shared.type,
    original.unit,
    original.pkg,
    undefined,
    name,
    undefined,
  );
  func.wrapper = true;
  func.dupok = true;
  const declare = (from: Name): Name => {
    const copy = new Name(from.sym, from.cls, from.pos, from.type, undefined, from.object);
    copy.curfn = func;
    copy.isDDD = from.isDDD;
    func.dcl.push(copy);
    return copy;
  };
  func.recv = original.recv && declare(original.recv);
  func.params = original.params.map(declare);
  func.results = original.results.map(declare);
  func.body = forward(shared, func, pos);
  const callee: Callee = {
    name,
    object,
    typeArgs: [],
    type: shared.type,
    unit,
    func,
    isNamed: true,
    exprType: undefined,
  };
  name.callee = callee;
  return callee;
}

function forward(shared: Callee, func: Func, pos: Func['pos']): IrNode[] {
  const { type, object } = shared;
  const args = func.recv === undefined ? func.params : [func.recv, ...func.params];
  const { vars } = type.results;
  const result = vars.length === 1 ? vars[0].type : type.results;
  const call = new CallExpr(Op.OCALLFUNC, pos, result, shared.name, [...args], type.variadic);
  if (func.recv !== undefined) {
    const method = new SelectorExpr(
      Op.OMETHEXPR,
      pos,
      type,
      new TypeNode(pos, func.recv.type),
      object.name,
      object,
    );
    method.callee = shared.name;
    call.fun = method;
  }
  return returned(func, call, type);
}
