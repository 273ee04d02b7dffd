/**
 * The IR of a program: which functions there are, one name for each, bodies built when asked for (what
 * reader.go and unified.go of cmd/compile/internal/noder keep in tables, Go 1.26).
 *
 * A generic function is built once for each list of shapes that its arguments have. Where the package never
 * instantiates it, it is built with its own type parameters and marked `uninstantiated`.
 */

import { newestGoVersion } from '../base';
import { type FuncDecl, NodeKind, type Unit } from '../syntax';
import {
  Context,
  type FuncObject,
  identicalLists,
  invalidType,
  type NamedType,
  type Package,
  type Program,
  SignatureType,
  substitute,
  TupleType,
  type Type,
  type TypeParamType,
  VarObject,
  versionAtLeast,
} from '../types';
import { FuncBuilder, type Substitution } from './builder';
import { bindFields, bindParams, declareParams } from './closure';
import { removeDeadLocals } from './deadLocals';
import { devirtualize, newDevirtualizer } from './devirtualize';
import { FunctionList } from './functionList';
import { type IrRules, irRules } from './goVersion';
import { buildInit, initCallee } from './init';
import { instancesIn } from './instances';
import type { Compiled, Devirtualizer, IrOptions, IrProgram } from './ir';
import { separateLoopVars } from './loopvar';
import { type Callee, Func, Name, type NamedInstance } from './name';
import type { CallExpr, InlinedCallExpr } from './nodes';
import { Class, Pragma, Trait } from './op';
import { noPlace } from './place';
import { linkString, printType } from './printType';
import { isEndless, Shapes } from './shape';
import { scheduleInit } from './staticInit';
import { stmtList } from './stmt';
import { isPlainPointer, receiverBase } from './typing';

/** The IR of a checked program. */
export function createIr(program: Program, options: IrOptions = {}): IrProgram {
  return new IrBuilder(program, options);
}

export class IrBuilder implements IrProgram {
  readonly shapes = new Shapes();
  readonly context = new Context((params, args) => this.shapes.ofInstance(params, args));
  private readonly globals = new Map<VarObject, Name>();
  private readonly plain = new Map<FuncObject, Callee>();
  private readonly instances = new Map<FuncObject, Callee[]>();
  private readonly inits = new Map<Package, Callee>();
  private readonly compiled = new Map<Package, Compiled>();
  private readonly lists = new Map<Package, FunctionList>();
  readonly rules: IrRules;
  readonly isComplete: boolean;
  private blankName: Name | undefined;

  constructor(
    readonly program: Program,
    private readonly options: IrOptions,
  ) {
    this.isComplete = options.complete ?? false;
    this.rules = irRules(options.goVersion ?? newestGoVersion);
  }

  /** The blank name, to which anything can be assigned. */
  get blank(): Name {
    this.blankName ??= new Name('_', Class.auto, noPlace, invalidType, undefined, undefined);
    return this.blankName;
  }

  globalName(object: VarObject): Name {
    let name = this.globals.get(object);
    if (name === undefined) {
      name = new Name(object.name, Class.global, object.place ?? noPlace, object.type, object.pkg, object);
      this.globals.set(object, name);
    }
    return name;
  }

  /**
   * The function or method for the type arguments given (its own, or its receiver's); shapes are made of them, unless
   * they are those of the receiver's type `compiled`, which has shapes already.
   */
  callee(object: FuncObject, typeArgs: readonly Type[], compiled?: NamedType): Callee {
    const params = typeParamsOf(object);
    if (params.length === 0) {
      let callee = this.plain.get(object);
      if (callee === undefined) {
        callee = this.newCallee(object, []);
        this.plain.set(object, callee);
      }
      return callee;
    }
    return this.instanceOf(object, params, typeArgs, compiled);
  }

  private instanceOf(
    object: FuncObject,
    params: readonly TypeParamType[],
    typeArgs: readonly Type[],
    compiled: NamedType | undefined,
  ): Callee {
    const list = this.instances.get(object) ?? [];
    // A function that instantiates itself with ever larger types has no end: it is left generic there.
    const args = params.map((param, i) =>
      typeArgs[i] === undefined || isEndless([typeArgs[i]], list.length)
        ? param
        : compiled === undefined
          ? this.shapes.of(typeArgs[i], param)
          : typeArgs[i],
    );
    const found = list.find(callee => identicalLists(callee.typeArgs, args));
    if (found !== undefined) return found;
    const callee = this.newCallee(object, args, compiled);
    list.push(callee);
    this.instances.set(object, list);
    return callee;
  }

  /** The method that a receiver of that type has; undefined for methods of interfaces. */
  methodCallee(method: FuncObject, recv: Type): Callee | undefined {
    const origin = method.origin;
    if (!origin.isDeclared) return undefined;
    const base = receiverBase(recv);
    return this.callee(origin, base?.typeArgs ?? []);
  }

  distinctLoopVars(unit: Unit, pkg: Package): boolean {
    return versionAtLeast(unit.file.goVersion ?? pkg.goVersion, 1, 22);
  }

  packageFuncs(pkg: Package, bodyOf = (callee: Callee) => this.func(callee)): readonly Callee[] {
    const known = this.lists.get(pkg)?.after(bodyOf, func => this.instancesOf(pkg, func));
    if (known !== undefined) return known;
    const list = this.findFuncs(pkg, bodyOf);
    if (!this.isComplete) this.lists.set(pkg, new FunctionList(list));
    return list;
  }

  /** The instances of generic functions that a body adds to those of its package. */
  private instancesOf(pkg: Package, func: Func | undefined): Callee[] {
    const { methodsOf } = instancesIn(this, pkg, this.isComplete, () => undefined);
    return [...(func?.instances ?? []), ...methodsOf(func)];
  }

  private findFuncs(pkg: Package, bodyOf: (callee: Callee) => Func | undefined): readonly Callee[] {
    const init = this.initOf(pkg);
    const declared = this.program.functions(pkg).filter(({ object }) => object.name !== '_');
    const roots = declared.filter(({ object }) => typeParamsOf(object).length === 0);
    const list = roots.map(({ object }) => this.callee(object, []));
    const seen = new Set(list);
    // The compiler reads bodies from the end of its list, and with each the instances that it came upon.
    const pending: Callee[] = [];
    const names = new Map<Callee, Set<string>>();
    const instances = instancesIn(this, pkg, this.isComplete, name);
    const read = (callee: Callee): void => {
      this.options.checkCancelled?.();
      const func = bodyOf(callee);
      for (const instance of func?.instances ?? []) add(instance);
      for (const instance of func?.named ?? []) name(instance);
      for (const instance of instances.methodsOf(func)) add(instance);
    };
    for (const callee of instances.fromDeclarations()) add(callee);
    // Who makes bodies when asked for them decides on the way: in the order of the source.
    if (init !== undefined) read(init);
    for (const callee of list) bodyOf(callee);
    pending.push(...list);
    if (init !== undefined) list.unshift(init);
    for (let callee = pending.pop(); callee !== undefined; callee = pending.pop()) {
      read(callee);
      if (callee.typeArgs.length > 0) list.push(callee);
    }
    const instantiated = new Set(list.map(callee => callee.object));
    for (const { object } of declared) {
      if (typeParamsOf(object).length > 0 && !instantiated.has(object)) list.push(this.callee(object, []));
    }
    if (this.isComplete) this.compiled.set(pkg, { names, wrapped: instances.wrapped() });
    return list;

    function add(callee: Callee): void {
      if (seen.has(callee)) return;
      seen.add(callee);
      pending.push(callee);
    }

    function name({ callee, name: added }: NamedInstance): void {
      const known = names.get(callee);
      if (known === undefined) names.set(callee, new Set([added]));
      else known.add(added);
    }
  }

  compiledWith(pkg: Package): Compiled {
    return this.compiled.get(pkg) ?? { names: new Map(), wrapped: [] };
  }

  func(callee: Callee): Func | undefined {
    if (callee.func !== undefined) return callee.func;
    if (callee.unit === undefined) return undefined;
    const func = this.build(callee);
    if (func !== undefined) {
      devirtualize(this, func);
      this.finish(func);
    }
    callee.func = func;
    return func;
  }

  build(callee: Callee): Func | undefined {
    if (callee.unit === undefined) return undefined;
    this.options.checkCancelled?.();
    return this.buildIn(callee, callee.unit);
  }

  initialiser(pkg: Package): Func | undefined {
    const callee = this.initOf(pkg);
    return callee && this.build(callee);
  }

  devirtualizer(func: Func, inlined: (call: CallExpr) => InlinedCallExpr | undefined): Devirtualizer {
    return newDevirtualizer(this, func, inlined);
  }

  finish(func: Func): void {
    if ((func.traits & Trait.distinctVars) !== 0) separateLoopVars(func);
    if (func.initialises) scheduleInit(func);
    removeDeadLocals(func, this.blank);
  }

  forget(pkg: Package): void {
    const drop = (callee: Callee): void => {
      if (callee.object.pkg === pkg) callee.func = undefined;
    };
    for (const callee of this.plain.values()) drop(callee);
    for (const list of this.instances.values()) list.forEach(drop);
    this.inits.delete(pkg);
    this.compiled.delete(pkg);
    this.lists.delete(pkg);
  }

  forgetNames(pkg: Package): void {
    this.forget(pkg);
    for (const object of this.plain.keys()) if (object.pkg === pkg) this.plain.delete(object);
    for (const object of this.instances.keys()) if (object.pkg === pkg) this.instances.delete(object);
    for (const object of this.globals.keys()) if (object.pkg === pkg) this.globals.delete(object);
  }

  calleesOf(object: FuncObject): readonly Callee[] {
    const plain = this.plain.get(object);
    return [...(plain === undefined ? [] : [plain]), ...(this.instances.get(object) ?? [])];
  }

  forgetFunc(callee: Callee): void {
    for (const list of this.lists.values()) list.drop(callee);
    callee.func = undefined;
    callee.unit = this.program.unitOf(callee.object);
    callee.name.pos = callee.object.place ?? noPlace;
  }

  /** The init function that the package's variables are initialised in; undefined where there is nothing to do. */
  private initOf(pkg: Package): Callee | undefined {
    const known = this.inits.get(pkg);
    if (known !== undefined) return known;
    const callee = initCallee(pkg);
    if (callee !== undefined) this.inits.set(pkg, callee);
    return callee;
  }

  private newCallee(object: FuncObject, typeArgs: readonly Type[], compiled?: NamedType): Callee {
    const signature = object.type;
    const type = this.instanceType(object, signature, typeArgs);
    const unit = this.program.unitOf(object);
    const name = new Name(
      this.initSym(object) ?? funcSym(object, type, typeArgs, compiled),
      Class.func,
      object.place ?? noPlace,
      type,
      object.pkg,
      object,
    );
    const callee: Callee = {
      name,
      object,
      typeArgs,
      type,
      unit,
      func: undefined,
      isNamed: false,
      exprType: undefined,
    };
    name.callee = callee;
    return callee;
  }

  /** Functions called init are numbered: "init.0". */
  private initSym({ name, pkg, type }: FuncObject): string | undefined {
    if (name !== 'init' || type.recv !== undefined || pkg === undefined) return undefined;
    const inits = this.program
      .functions(pkg)
      .filter(({ object }) => object.name === name && object.type.recv === undefined);
    const index = inits.findIndex(({ object }) => object.type === type);
    return index < 0 ? undefined : `init.${index}`;
  }

  instanceType(object: FuncObject, signature: SignatureType, args: readonly Type[]): SignatureType {
    const params = typeParamsOf(object);
    if (params.length === 0) return signature;
    const of = (type: Type): Type => substitute(type, params, args, this.context);
    const copy = (v: VarObject): VarObject => {
      const clone = new VarObject(v.pkg, v.name, v.place, v.varKind, of(v.type));
      clone.origin = v;
      return clone;
    };
    const recv = signature.recv && copy(signature.recv);
    const tuple = (t: TupleType): TupleType => new TupleType(t.vars.map(copy));
    return new SignatureType(
      recv,
      [],
      [],
      tuple(signature.params),
      tuple(signature.results),
      signature.variadic,
    );
  }

  private buildIn(callee: Callee, unit: Unit): Func | undefined {
    const pkg = this.program.packageOf(unit) ?? callee.object.pkg;
    if (pkg === undefined) return undefined;
    const init = this.inits.get(pkg);
    if (init === callee) return buildInit(this, callee, pkg);
    const decl = unit.decl;
    if (decl.kind !== NodeKind.FuncDecl) return undefined;
    return this.buildDeclared(callee, unit, decl, pkg);
  }

  private buildDeclared(callee: Callee, unit: Unit, decl: FuncDecl, pkg: Package): Func {
    const pos = { unit, pos: decl.name.at };
    const func = new Func(callee.name.sym, pos, callee.type, unit, pkg, undefined, callee.name, undefined);
    func.pragma = pragmasOf(unit);
    const params = typeParamsOf(callee.object);
    const own = callee.typeArgs.every((arg, i) => arg === params[i]);
    func.uninstantiated = params.length > 0 && own;
    func.dupok = params.length > 0 && !own;
    const substitution: Substitution | undefined = func.dupok
      ? { params, args: callee.typeArgs, context: this.context, done: new Map() }
      : undefined;
    const b = new FuncBuilder(this, unit, this.program.info(unit), pkg, func, undefined, substitution);
    declareParams(func, callee.object.type, b);
    bindParams(b, decl.type);
    if (decl.recv !== undefined && func.recv !== undefined) bindFields(b, decl.recv.list, [func.recv]);
    const body = decl.hasBody ? unit.body : undefined;
    func.hasBody = body !== undefined;
    if (body !== undefined) func.body = stmtList(b, body.list);
    b.noteUnread();
    // Instances of a generic function are made of the same body.
    if (params.length === 0) this.program.forgetBody(unit);
    return func;
  }
}

export function typeParamsOf(object: FuncObject): readonly TypeParamType[] {
  const type = object.type;
  return type.typeParams.length > 0 ? type.typeParams : type.recvTypeParams;
}

/** The name of an instance with the types themselves: "f[int]", "(*T[int]).m". */
export function instanceName({ object, type: { recv } }: Callee, typeArgs: readonly Type[]): string {
  const list = argumentList(typeArgs);
  if (recv === undefined) return object.name + list;
  return methodSym(object, recv.type, receiverBase(recv.type)?.object.name + list);
}

/** "f", "(*T).m", "f[go.shape.int]", "(*T[go.shape.int]).m". */
function funcSym(
  object: FuncObject,
  { recv }: SignatureType,
  typeArgs: readonly Type[],
  compiled: NamedType | undefined,
): string {
  if (recv !== undefined && object.pkg !== undefined)
    return methodSym(
      object,
      recv.type,
      printType(compiled ?? receiverBase(recv.type) ?? recv.type, object.pkg),
    );
  return typeArgs.length === 0 ? object.name : object.name + argumentList(typeArgs);
}

function methodSym({ name }: FuncObject, recv: Type, base: string): string {
  return isPlainPointer(recv) ? `(*${base}).${name}` : `${base}.${name}`;
}

function argumentList(typeArgs: readonly Type[]): string {
  return `[${typeArgs.map(linkString).join(',')}]`;
}

const pragmaNames: Record<string, Pragma> = {
  'go:noinline': Pragma.noinline,
  'go:noescape': Pragma.noescape,
  'go:uintptrescapes': Pragma.uintptrEscapes | Pragma.uintptrKeepAlive,
  'go:uintptrkeepalive': Pragma.uintptrKeepAlive,
  'go:nosplit': Pragma.nosplit,
  'go:linkname': Pragma.linkname,
  'go:norace': Pragma.norace,
  'go:nocheckptr': Pragma.nocheckptr,
  'go:yeswritebarrierrec': Pragma.yeswritebarrierrec,
  'go:systemstack': Pragma.systemstack,
};

/** What is written in front of a declared function, and whether there is a body; without building it. */
export function declarationOf({ func, unit }: Callee): { hasBody: boolean; pragma: Pragma } | undefined {
  if (func !== undefined) return func;
  if (unit?.decl.kind !== NodeKind.FuncDecl) return undefined;
  return { hasBody: unit.decl.hasBody, pragma: pragmasOf(unit) };
}

export function pragmasOf(unit: Unit): Pragma {
  let bits = Pragma.none;
  for (const pragma of unit.pragmas) bits |= pragmaNames[pragma.name] ?? Pragma.none;
  return bits;
}
