/**
 * The function in which a package's variables get their first values (pkgInitOrder of
 * cmd/compile/internal/noder, Go 1.26).
 *
 * Differs from Go: unless `complete` is asked for, the variables come in source order, not in the order of
 * initialisation, and no map is filled elsewhere, which is all the same to escape analysis.
 */

import { type Expr, NodeKind, type Place, type Unit, type ValueSpec } from '../syntax';
import { FuncObject, type Package, SignatureType, TupleType, TypeKind } from '../types';
import { FuncBuilder, voidType } from './builder';
import { convert } from './convert';
import { expr, unparen } from './expr';
import { listOp, multiValues } from './multi';
import { type Callee, Func, Name } from './name';
import { AssignListStmt, AssignStmt, CallExpr, ClosureExpr, type IrNode } from './nodes';
import { Class, Op, Pragma } from './op';
import type { IrBuilder } from './program';
import { hasSideEffects } from './staticInit';
import { under } from './typing';
import { visit } from './visit';

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
    exprType: undefined,
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
  for (const build of initialisations(ir, func, pkg)) build(func.body);
  if (ir.isComplete) func.body = func.body.map((statement, i) => mapFiller(func, statement, i) ?? statement);
  return func;
}

type Initialisation = (out: IrNode[]) => void;

/** One for each variable, or variables that one value is for: literals are numbered as they are built. */
function initialisations(ir: IrBuilder, func: Func, pkg: Package): Initialisation[] {
  const order = ir.isComplete ? ir.program.initOrder(pkg) : [];
  const rank = new Map(order.flatMap((variables, i) => variables.map(variable => [variable, i] as const)));
  const found: { rank: number; build: Initialisation }[] = [];
  for (const each of initialisedUnits(pkg)) {
    const b = new FuncBuilder(ir, each, ir.program.info(each), pkg, func, undefined, undefined);
    for (const spec of specsOf(each)) {
      for (const part of partsOf(spec)) {
        const object = b.info.objectOf(part.names[0]);
        // What has no place in the order comes last.
        const at = (object?.kind === 'var' ? rank.get(object) : undefined) ?? order.length;
        found.push({ rank: at, build: out => initialise(b, part, out) });
      }
    }
  }
  return found.sort((a, b) => a.rank - b.rank).map(({ build }) => build);
}

/** A spec for each variable, where each has a value of its own. */
function partsOf(spec: ValueSpec): ValueSpec[] {
  const { names, values } = spec;
  if (names.length < 2 || names.length !== values.length) return [spec];
  return names.map((name, i) => ({ ...spec, names: [name], values: [values[i]] }));
}

/** Nodes of the value from which a map is filled by a function of its own (staticinit's OutlineMapInits). */
const outlinedMapSize = 20;

/** The call of a function that fills the map, in the place of the assignment; undefined where it stays. */
function mapFiller(init: Func, node: IrNode, number: number): IrNode | undefined {
  if (node.op !== Op.OAS || node.y === undefined || node.x.op !== Op.ONAME || node.x.sym === '_')
    return undefined;
  if (under(node.x.type).kind !== TypeKind.Map) return undefined;
  let size = 0;
  visit(node.y, () => {
    size++;
  });
  if (size < outlinedMapSize || hasSideEffects(node.y)) return undefined;
  const { pos } = node;
  const func = new Func(`map.init.${number}`, pos, signature, pos.unit, init.pkg, init, undefined, undefined);
  func.closure = new ClosureExpr(pos, signature, func, false);
  func.wrapper = true;
  func.pragma = Pragma.noinline;
  func.body = [node];
  init.closures.push(func);
  return new CallExpr(Op.OCALLFUNC, pos, signature.results, func.closure, [], false);
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
