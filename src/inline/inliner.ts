/**
 * The IR after inlining, function by function when asked for: an IrProgram like the one it is made from
 * (cmd/compile's gc/main.go from interleaved.DevirtualizeAndInlinePackage on, Go 1.26).
 */

import {
  type Callee,
  type Func,
  hasShape,
  type IrProgram,
  instanceName,
  methodValueWrapper,
  methodWrappers,
  type WrapperHost,
} from '../ir';
import type { Package, Type } from '../types';
import type { Inlinability } from './canInline';
import { copyFunc, type Origins } from './copy';
import { wrapperDecision } from './facts';
import { interleave } from './interleave';
import { createOpenBodies } from './openBodies';
import { literalsIn, type Remark, RemarkBook } from './remarks';
import { wrapperOf } from './wrapper';

export interface Inliner extends IrProgram {
  /** What -m says before escape analysis of functions compiled together as a package (see `packageFuncs`). */
  remarksOf(pkg: Package, callees: readonly Callee[]): readonly Remark[];
}

/** `func` of what this gives has calls inlined; everything else is as in the IrProgram of the decisions. */
export function createInliner(inlinability: Inlinability): Inliner {
  const { ir } = inlinability;
  const book = inlinability.wantsRemarks ? new RemarkBook(inlinability) : undefined;
  const wrappers = new Wrappers(inlinability, book);
  /** Which bodies are at hand for an instance of another package's function depends on the package compiled. */
  const builtFor = new Map<Callee, Package>();
  const isBuiltElsewhere = (callee: Callee): boolean => {
    const pkg = inlinability.compiled;
    if (pkg === undefined || callee.typeArgs.length === 0 || callee.object.pkg === pkg) return false;
    const before = builtFor.get(callee);
    builtFor.set(callee, pkg);
    return callee.func !== undefined && before !== pkg;
  };
  const func = (callee: Callee): Func | undefined => {
    if (isBuiltElsewhere(callee)) {
      callee.func = undefined;
      book?.forget(callee);
    }
    if (callee.func === undefined) callee.func = build(inlinability, callee, book);
    return callee.func;
  };
  const forget = (pkg: Package): void => {
    wrappers.forget(pkg);
    book?.forgetPackage(pkg);
  };
  return {
    program: ir.program,
    packageFuncs: (pkg, bodyOf = func) => {
      if (book !== undefined)
        return inlinability.compileFor(pkg, () => {
          const list = ir.packageFuncs(pkg, bodyOf);
          return [...list, ...wrappers.all(pkg, list)];
        });
      const list = ir.packageFuncs(pkg, bodyOf);
      const own = list.filter(callee => callee.typeArgs.length > 0 && callee.object.pkg === pkg);
      return [...list, ...own.flatMap(callee => wrappers.of(callee) ?? [])];
    },
    compiledWith: pkg => ir.compiledWith(pkg),
    func,
    openBodies: createOpenBodies(inlinability),
    build: callee => ir.build(callee),
    initialiser: pkg => ir.initialiser(pkg),
    callee: (object, typeArgs) => ir.callee(object, typeArgs),
    methodCallee: (method, recv) => ir.methodCallee(method, recv),
    devirtualizer: (each, inlined) => ir.devirtualizer(each, inlined),
    finish: each => ir.finish(each),
    forget: pkg => {
      forget(pkg);
      ir.forget(pkg);
    },
    forgetNames: pkg => {
      forget(pkg);
      ir.forgetNames(pkg);
    },
    remarksOf: (pkg, callees) => book?.of(pkg, callees) ?? [],
    calleesOf: object => ir.calleesOf(object),
    forgetFunc: callee => {
      wrappers.drop(callee);
      book?.forget(callee);
      ir.forgetFunc(callee);
    },
  };
}

/** The functions through which other code calls instances of generic functions, and methods. */
class Wrappers {
  /** By shared body: one for all instances, called "", and those of single instances by name. */
  private readonly made = new Map<Callee, Map<string, Callee>>();

  constructor(
    private readonly inlinability: Inlinability,
    private readonly book: RemarkBook | undefined,
  ) {}

  /** One that stands for all instances of a shape. */
  of(shared: Callee): Callee | undefined {
    return this.get(shared, '');
  }

  /** All that the compiler makes for a package with these functions. */
  all(pkg: Package, callees: readonly Callee[]): Callee[] {
    for (const shared of [...this.made.keys()]) this.drop(shared);
    const { names, wrapped } = this.inlinability.ir.compiledWith(pkg);
    const instances = callees.flatMap(callee =>
      [...(names.get(callee) ?? [])].flatMap(name => this.get(callee, name) ?? []),
    );
    const host: WrapperHost = {
      pkg,
      methodCallee: (method, recv) => this.inlinability.ir.methodCallee(method, recv),
      target: (method, typeArgs) => this.target(method, typeArgs),
    };
    const ofMethods = wrapped.flatMap(type => methodWrappers(host, type));
    const values = this.book?.methodValues(callees) ?? [];
    const ofValues = values.flatMap(({ recv, method }) => methodValueWrapper(host, recv, method) ?? []);
    const bySym = new Map(ofValues.map(callee => [callee.name.sym, callee]));
    const made = [...ofMethods, ...bySym.values()];
    for (const callee of made) if (callee.func !== undefined) this.finish(callee, callee.func);
    return [...instances, ...made];
  }

  drop(shared: Callee): void {
    for (const wrapper of this.made.get(shared)?.values() ?? []) {
      this.book?.forget(wrapper);
      this.inlinability.forgetFunc(wrapper);
    }
    this.made.delete(shared);
  }

  forget(pkg: Package): void {
    for (const shared of [...this.made.keys()]) if (shared.object.pkg === pkg) this.drop(shared);
  }

  /** The method, or what calls it in the instance; undefined where it can't be inlined. */
  private target(method: Callee, typeArgs: readonly Type[]): Callee | undefined {
    const isShared = typeArgs.length === 0 || typeArgs.some(hasShape);
    const called = isShared ? method : this.get(method, instanceName(method, typeArgs));
    return called && this.inlinability.decide(called)?.can === true ? called : undefined;
  }

  private get(shared: Callee, name: string): Callee | undefined {
    const known = this.made.get(shared)?.get(name);
    if (known !== undefined) return known;
    const original = this.inlinability.body(shared);
    if (original === undefined || original.uninstantiated) return undefined;
    if (original.recv === undefined && !shared.isNamed) return undefined;
    const made = wrapperOf(shared, original, name === '' ? undefined : name);
    const list = this.made.get(shared);
    if (list === undefined) this.made.set(shared, new Map([[name, made]]));
    else list.set(name, made);
    if (this.book !== undefined) this.adopt(shared, original, made);
    if (made.func !== undefined) this.finish(made, made.func);
    return made;
  }

  /** It is a function like any other to those who inline it. */
  private adopt(shared: Callee, original: Func, made: Callee): void {
    const { inlinability, book } = this;
    const { func } = wrapperOf(shared, original, made.name.sym);
    if (func === undefined) return;
    inlinability.adopt(
      made,
      func,
      wrapperDecision(original, inlinability.decide(shared), inlinability.rules),
    );
    book?.noteBody(made, func);
  }

  private finish(made: Callee, func: Func): void {
    const remarks = interleave(this.inlinability, made, func, new Map(), this.book !== undefined);
    this.book?.noteCalls(remarks);
    this.inlinability.ir.finish(func);
  }
}

function build(inlinability: Inlinability, callee: Callee, book: RemarkBook | undefined): Func | undefined {
  const original = inlinability.body(callee);
  if (original === undefined) return undefined;
  if (inlinability.isTooDeep(original)) {
    inlinability.dropBody(callee);
    inlinability.ir.finish(original);
    return original;
  }
  const decision = inlinability.decide(callee);
  const origins: Origins = new Map();
  const isNeeded = decision?.can === true || original.closures.length > 0;
  // Of imports only instances are compiled with a package.
  const isTold = !original.uninstantiated && (callee.typeArgs.length > 0 || inlinability.isOrdered(callee));
  const told = isTold ? book : undefined;
  if (told !== undefined) {
    // Where nobody asked about a literal, it is decided with the function that it is in.
    for (const literal of literalsIn(original)) inlinability.canInline(literal, literal);
    told.noteBody(callee, original);
  }
  const func = isNeeded ? copyFunc(original, origins) : original;
  if (!isNeeded) inlinability.dropBody(callee);
  const remarks = interleave(inlinability, callee, func, origins, told !== undefined);
  told?.noteCalls(remarks);
  for (const each of [original, ...literalsIn(original)]) each.opt = undefined;
  inlinability.ir.finish(func);
  return func;
}
