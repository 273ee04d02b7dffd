/** Function literals and the parameters of functions (cmd/compile/internal/noder's funcLit and declareParams, Go 1.26). */

import { type FuncLit, type FuncType, NodeKind, type Place } from '../syntax';
import { type SignatureType, TypeKind, type VarObject } from '../types';
import { FuncBuilder } from './builder';
import { Func, Name } from './name';
import { ClosureExpr, type IrNode } from './nodes';
import { Class } from './op';
import { stmtList } from './stmt';
import { under } from './typing';

/** func(…) { … } as a value. */
export function funcLit(b: FuncBuilder, e: FuncLit): IrNode {
  const type = b.typeOf(e);
  const signature = under(type);
  if (signature.kind !== TypeKind.Signature) return b.bad(b.at(e), 'function literal of unknown type');
  const closure = newClosure(b, b.at(e), signature, undefined);
  const child = new FuncBuilder(b.ir, b.unit, b.info, b.pkg, closure.func, b, b.substitution);
  child.depth = b.depth;
  bindParams(child, e.type);
  closure.func.body = stmtList(child, e.body.list);
  if (closure.func.incomplete) b.func.incomplete = true;
  return closure;
}

/** A closure without a body; its parameters are declared. `kind` is what it is made for, for its name. */
export function newClosure(b: FuncBuilder, pos: Place, type: SignatureType, kind: ClosureKind): ClosureExpr {
  const sym = closureName(b.func, kind);
  const func = new Func(sym, pos, type, b.unit, b.pkg, b.func, undefined, undefined);
  func.dupok = b.func.dupok;
  func.takesDictionary = b.func.dupok && (kind === undefined || kind === 'range');
  func.uninstantiated = b.func.uninstantiated;
  const closure = new ClosureExpr(pos, b.instance(type), func, false);
  func.closure = closure;
  b.func.closures.push(func);
  declareParams(func, type, b);
  return closure;
}

/** What a closure is made for: undefined for a literal. */
export type ClosureKind = 'range' | 'go' | 'defer' | undefined;

/**
 * The next name of a closure in `outer` (closureName of cmd/compile/internal/ir's func.go). `inlined`: names of
 * the functions whose inlined bodies it stands in, outermost first.
 */
export function closureName(outer: Func, kind: ClosureKind, inlined: readonly string[] = []): string {
  let owner = outer;
  while (owner.isRangeFuncBody && owner.outer !== undefined) owner = owner.outer;
  const counts = owner.closureCounts;
  const prefix = [owner.sym, ...inlined].join('.');
  switch (kind) {
    case 'range':
      return `${prefix}-range${++counts.range}`;
    case 'go':
      return `${prefix}.gowrap${++counts.goDefer}`;
    case 'defer':
      return `${prefix}.deferwrap${++counts.goDefer}`;
    default:
      return `${prefix}${owner.closure === undefined ? '.func' : '.'}${++counts.literal}`;
  }
}

/** Declares receiver, parameters and results of a function from its signature. */
export function declareParams(func: Func, type: SignatureType, b: FuncBuilder): void {
  const declare = (v: VarObject, cls: Class, sym: string): Name => {
    const name = new Name(sym, cls, v.place ?? func.pos, b.instance(v.type), b.pkg, v);
    name.curfn = func;
    func.dcl.push(name);
    return name;
  };
  if (type.recv !== undefined && func.closure === undefined)
    func.recv = declare(type.recv, Class.param, type.recv.name);
  func.params = type.params.vars.map(v => declare(v, Class.param, v.name));
  if (type.variadic && func.params.length > 0) func.params[func.params.length - 1].isDDD = true;
  func.results = type.results.vars.map((v, i) =>
    declare(v, Class.result, v.name === '' || v.name === '_' ? `~r${i}` : v.name),
  );
}

/** Makes the names in the source of a function's type denote its parameters. */
export function bindParams(b: FuncBuilder, type: FuncType): void {
  const { func } = b;
  bindFields(b, type.params.list, func.params);
  if (type.results !== undefined) bindFields(b, type.results.list, func.results);
}

/** As bindParams, for one list of fields; positions are those of the names. */
export function bindFields(b: FuncBuilder, fields: FuncType['params']['list'], names: Name[]): void {
  let i = 0;
  for (const field of fields) {
    for (const ident of field.names) {
      const name = names[i++];
      const object = b.info.objectOf(ident);
      if (name === undefined) continue;
      if (object?.kind === 'var') b.locals.set(object, name);
      if (ident.kind === NodeKind.Ident) name.pos = b.at(ident);
    }
    if (field.names.length === 0) i++;
  }
}
