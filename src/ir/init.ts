/**
 * The function in which a package's variables get their first values (pkgInitOrder of
 * cmd/compile/internal/noder, Go 1.26).
 *
 * Differs from Go: the variables come in source order, not in the order of initialisation, which is all the
 * same to escape analysis.
 */

import { type Expr, NodeKind, type Place, type Unit, type ValueSpec } from '../syntax';
import { FuncObject, type Package, SignatureType, TupleType } from '../types';
import { FuncBuilder, voidType } from './builder';
import { convert } from './convert';
import { expr, unparen } from './expr';
import { listOp, multiValues } from './multi';
import { type Callee, Func, Name } from './name';
import { AssignListStmt, AssignStmt, type IrNode } from './nodes';
import { Class, Op } from './op';
import type { IrBuilder } from './program';

const signature = new SignatureType(undefined, [], [], new TupleType([]), new TupleType([]), false);

/** A name for the package's init function; undefined where no variable has an initialiser. */
export function initCallee(pkg: Package): Callee | undefined {
  const unit = initialisedUnits(pkg)[0];
  if (unit === undefined) return undefined;
  const object = new FuncObject(pkg, 'init', undefined);
  object.type = signature;
  const name = new Name('init', Class.func, { unit, pos: -1 }, signature, pkg, object);
  const callee: Callee = {
    name,
    object,
    typeArgs: [],
    type: signature,
    unit,
    func: undefined,
    isNamed: true,
  };
  name.callee = callee;
  return callee;
}

/** Builds it. */
export function buildInit(ir: IrBuilder, callee: Callee, pkg: Package): Func {
  const unit = callee.unit!;
  const func = new Func('init', { unit, pos: -1 }, signature, unit, pkg, undefined, callee.name, undefined);
  func.initialises = true;
  func.body = [];
  for (const each of initialisedUnits(pkg)) {
    const b = new FuncBuilder(ir, each, ir.program.info(each), pkg, func, undefined, undefined);
    for (const spec of specsOf(each)) initialise(b, spec, func.body);
  }
  return func;
}

function initialisedUnits(pkg: Package): Unit[] {
  return pkg.files.flatMap(file => file.units.filter(unit => specsOf(unit).length > 0));
}

function specsOf(unit: Unit): ValueSpec[] {
  const { decl } = unit;
  if (decl.kind !== NodeKind.GenDecl || decl.tok !== 'var') return [];
  return decl.specs.filter(spec => spec.kind === NodeKind.ValueSpec && spec.values.length > 0) as ValueSpec[];
}

function initialise(b: FuncBuilder, spec: ValueSpec, out: IrNode[]): void {
  const names = spec.names.map(ident => {
    const object = b.info.objectOf(ident);
    return ident.name === '_' || object?.kind !== 'var' ? b.blank() : b.ir.globalName(object);
  });
  if (names.length === spec.values.length) {
    names.forEach((name, i) => {
      out.push(initialiseOne(b, name, spec, spec.values[i], b.at(spec.names[i])));
    });
    return;
  }
  const pos = b.at(spec.names[0]);
  const okForm =
    spec.values.length === 1 && names.length === 2 ? commaOk(b, pos, spec.values[0], names) : undefined;
  if (okForm !== undefined) {
    out.push(okForm);
    return;
  }
  const values = multiValues(b, pos, spec.values, i => typeOf(b, spec, names[i]), names.length);
  if (values.length !== names.length) {
    out.push(b.bad(pos, 'wrong number of values', values));
    return;
  }
  out.push(new AssignListStmt(Op.OAS2, pos, voidType, names, values, false));
}

/** v, ok of a receive, map index or type assertion: assigned without conversion; undefined for a call. */
function commaOk(b: FuncBuilder, pos: Place, value: Expr, names: Name[]): IrNode | undefined {
  const source = unparen(value);
  if (source.kind === NodeKind.CallExpr) return undefined;
  const node = expr(b, source);
  const op = listOp(node);
  return op === Op.OAS2FUNC
    ? b.bad(pos, 'several values of unknown type', [node])
    : new AssignListStmt(op, pos, voidType, names, [node], false);
}

function typeOf(b: FuncBuilder, spec: ValueSpec, name: Name | undefined): Name['type'] | undefined {
  if (name === undefined) return undefined;
  if (name.sym !== '_') return name.type;
  return spec.type === undefined ? undefined : b.typeOf(spec.type);
}

function initialiseOne(b: FuncBuilder, name: Name, spec: ValueSpec, value: Expr, pos: Place): IrNode {
  const x = expr(b, value);
  const type = typeOf(b, spec, name);
  if (x.op === Op.ONIL && type !== undefined) x.type = type;
  const y = type === undefined || x.op === Op.OBAD ? x : convert(pos, type, x, true);
  const assign = new AssignStmt(pos, voidType, name, y, false);
  if (name.cls === Class.global) name.defn = assign;
  return assign;
}
