/**
 * The state of building one function body (what reader and writer of cmd/compile/internal/noder keep, Go
 * 1.26): where it stands in the source, the facts of the checker under the substitution of an instance, the
 * variables in reach, and the making of names and temporaries.
 */

import type { Place, Node as SyntaxNode, Unit } from '../syntax';
import {
  Basic,
  type Context,
  invalidType,
  type Package,
  substitute,
  TupleType,
  type Type,
  TypeKind,
  type TypeParamType,
  typ,
  type UnitInfo,
  unalias,
  type VarObject,
} from '../types';
import { addTraits, type Callee, type Func, Name, rootOf } from './name';
import { AssignStmt, BadNode, ConvExpr, Decl, type IrNode, Literal } from './nodes';
import { Class, noNodes, Op, Trait } from './op';
import type { IrBuilder } from './program';
import type { RangeLoop } from './rangeFunc';
import { outerValue } from './static';
import type { BranchTarget } from './stmt';
import { idealType } from './typing';

/** Type parameters of a generic function and what stands for them in the instance that is built. */
export interface Substitution {
  params: readonly TypeParamType[];
  args: readonly Type[];
  context: Context;
  /** Types already substituted. */
  done: Map<Type, Type>;
}

/** No result, as a type. */
export const voidType = new TupleType([]);

/** Nesting of expressions beyond this becomes OBAD. */
export const maxDepth = 600;

export class FuncBuilder {
  readonly locals = new Map<VarObject, Name>();
  /** Current nesting of expressions and statements. */
  depth = 0;
  /** Label directly before the statement being built. */
  label: string | undefined;
  /** Of the body of a range over a function: its loop (see rangeFunc.ts). */
  rangeLoop: RangeLoop | undefined;
  /** Loops over functions that this function's own body has had so far. */
  rangeLoops = 0;
  /** Statements around the current one that break and continue can mean, outermost first. */
  readonly targets: BranchTarget[] = [];
  /** Variables that were given values without effect, in this function and those around it. */
  private readonly given: Name[];
  /** What was asked for last: of one node several are made. */
  private last: Place;

  constructor(
    readonly ir: IrBuilder,
    readonly unit: Unit,
    readonly info: UnitInfo,
    readonly pkg: Package,
    readonly func: Func,
    readonly outer: FuncBuilder | undefined,
    readonly substitution: Substitution | undefined,
  ) {
    this.last = this.place(-1);
    this.given = outer === undefined ? [] : outer.given;
  }

  place(pos: number): Place {
    return { unit: this.unit, pos };
  }
  at({ at }: SyntaxNode): Place {
    if (this.last.pos !== at) this.last = { unit: this.unit, pos: at };
    return this.last;
  }

  /** Type of an expression in this instance; of an untyped one the type that the compiler gives it. */
  typeOf(node: SyntaxNode): Type {
    const type = this.info.typeOf(node);
    if (type === undefined) return invalidType;
    if (type.kind === TypeKind.Basic) {
      if (type.basic < Basic.UntypedBool) return type;
      const value = this.info.valueOf(node);
      return idealType(type, value?.kind === 'int' && value.value < 0n);
    }
    const result = this.instance(type);
    if (this.ir.isComplete) this.mention(result, this.pkg);
    else if (result.kind === TypeKind.Named || result.kind === TypeKind.Pointer) this.note(result);
    return result;
  }

  /** The place of a type parameter's method in the dictionary: in the order of first use. */
  dictionaryIndex(recv: Type, method: string): number {
    const root = rootOf(this.func);
    root.dictionary ??= [];
    const known = root.dictionary.findIndex(entry => entry.recv === recv && entry.method === method);
    return known < 0 ? root.dictionary.push({ recv, method }) - 1 : known;
  }

  /** The type of a variable or function that is mentioned: the compiler reads it, as the package `from` has it. */
  mention(type: Type, from: Package | undefined): void {
    if (!this.ir.isComplete || type.kind === TypeKind.Basic) return;
    const root = rootOf(this.func);
    if (from === this.pkg) {
      root.types ??= new Set();
      root.types.add(type);
    } else {
      root.importedTypes ??= new Set();
      root.importedTypes.add(type);
    }
  }

  private note(type: Type): void {
    const named = type.kind === TypeKind.Pointer ? unalias(type.elem) : type;
    if (named.kind !== TypeKind.Named || named.typeArgs.length === 0) return;
    const root = rootOf(this.func);
    root.types ??= new Set();
    root.types.add(named);
  }

  /** A type with the arguments of this instance in place of the type parameters. */
  instance(type: Type): Type {
    const { substitution } = this;
    if (substitution === undefined || type.kind === TypeKind.Basic) return type;
    const known = substitution.done.get(type);
    if (known !== undefined) return known;
    const result = substitute(type, substitution.params, substitution.args, substitution.context);
    substitution.done.set(type, result);
    return result;
  }

  /** A new local variable of the source. */
  declare(object: VarObject, pos: Place, type = this.instance(object.type), sym = object.name): Name {
    const name = this.newLocal(sym, pos, type, object);
    this.locals.set(object, name);
    return name;
  }

  /** A variable is given a value without effect: where nothing reads it, it need not be. */
  giveTo(name: Name): void {
    this.given.push(name);
  }

  /** The outermost function is built: notes whether it has variables that nothing reads. */
  noteUnread(): void {
    for (const { reads } of this.given) if (reads <= 0) addTraits(this.func, Trait.unread);
  }

  newLocal(sym: string, pos: Place, type: Type, object?: VarObject): Name {
    const name = new Name(sym, Class.auto, pos, type, this.pkg, object);
    name.curfn = this.func;
    this.func.dcl.push(name);
    return name;
  }

  temp(pos: Place, type: Type): Name {
    return newTemp(this.func, pos, type);
  }

  /** The variable as this function sees it: its own, or a closure variable made at its first use. */
  use(object: VarObject, pos: Place): Name | undefined {
    const known = this.locals.get(object);
    if (known !== undefined) return known;
    const outer = this.outer?.use(object, pos);
    if (outer === undefined) return undefined;
    const name = newClosureVar(this.func, outer, pos);
    this.locals.set(object, name);
    return name;
  }

  /** A name of a function around this one (a variable that the source does not have) as this one sees it. */
  capture(name: Name, pos: Place): Name {
    if (name.curfn === this.func) return name;
    const canonical = name.canonical();
    if (canonical.curfn === this.func) return canonical;
    const known = this.func.closureVars.find(cv => cv.canonical() === canonical);
    if (known !== undefined) return known;
    if (this.outer === undefined) return name;
    return newClosureVar(this.func, this.outer.capture(name, pos), pos);
  }

  blank(): Name {
    return this.ir.blank;
  }

  /** What has no type: nothing is known of what happens to the operands. */
  bad(pos: Place, why: string, args: IrNode[] = noNodes, type: Type = invalidType): BadNode {
    this.func.incomplete = true;
    return new BadNode(pos, type, args, why);
  }
}

/** Notes that a function refers to the instance of a generic function. */
export function referTo(func: Func, callee: Callee): void {
  if (callee.typeArgs.length === 0) return;
  const root = rootOf(func);
  root.instances ??= new Set();
  root.instances.add(callee);
}

/** A temporary of a function. */
export function newTemp(func: Func, pos: Place, type: Type): Name {
  const name = new Name(`.autotmp_${func.dcl.length}`, Class.auto, pos, type, undefined, undefined);
  name.autoTemp = true;
  name.curfn = func;
  func.dcl.push(name);
  return name;
}

export function newClosureVar(func: Func, outer: Name, pos: Place): Name {
  const name = new Name(outer.sym, Class.closureVar, pos, outer.type, outer.pkg, outer.object);
  name.curfn = func;
  name.outer = outer;
  name.defn = outer.canonical();
  name.autoTemp = outer.autoTemp;
  outer.canonical().reads++;
  func.closureVars.push(name);
  return name;
}

/** `name := value`, declaring it. */
export function define(pos: Place, name: Name, value: IrNode): AssignStmt {
  const assign = new AssignStmt(pos, voidType, name, value, true);
  assign.init = [new Decl(pos, voidType, name)];
  name.defn = assign;
  return assign;
}

/** `var name T`. */
export function declareZero(pos: Place, name: Name): AssignStmt {
  const assign = new AssignStmt(pos, voidType, name, undefined, false);
  assign.init = [new Decl(pos, voidType, name)];
  return assign;
}

/** `expr` with statements before it; names and literals, which are shared, are wrapped to hold them. */
export function withInit(init: IrNode[], expr: IrNode): IrNode {
  if (init.length === 0) return expr;
  if (expr.op === Op.ONAME || expr.op === Op.OLITERAL || expr.op === Op.ONIL || expr.op === Op.OTYPE) {
    const wrapped = new ConvExpr(Op.OCONVNOP, expr.pos, expr.type, expr, true);
    wrapped.init = init;
    return wrapped;
  }
  expr.init = expr.init.length === 0 ? init : [...init, ...expr.init];
  return expr;
}

export function intLiteral(pos: Place, value: number, type: Type = typ[Basic.Int]): Literal {
  return new Literal(pos, type, { kind: 'int', value: BigInt(value) }, undefined);
}

export function boolLiteral(pos: Place, value: boolean): Literal {
  return new Literal(pos, typ[Basic.Bool], { kind: 'bool', value }, undefined);
}

/** Marks the variable whose memory `&x` gives away. */
export function markAddrtaken(x: IrNode): void {
  const outer = outerValue(x);
  if (outer.op !== Op.ONAME) return;
  outer.addrtaken = true;
  outer.canonical().addrtaken = true;
}
