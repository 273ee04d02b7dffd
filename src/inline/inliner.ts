/**
 * The IR after inlining, function by function when asked for: an IrProgram like the one it is made from
 * (cmd/compile's gc/main.go from interleaved.DevirtualizeAndInlinePackage on, Go 1.26).
 */

import { type Callee, type Func, type FuncKey, forEachChild, type IrNode, type IrProgram } from '../ir';
import type { Package } from '../types';
import type { Decision, Inlinability } from './canInline';
import { copyFunc, type Origins } from './copy';
import { wrapperDecision } from './facts';
import { interleave, literalsIn } from './interleave';
import { type Remark, RemarkBook } from './remarks';
import { wrapperOf } from './wrapper';

export interface Inliner extends IrProgram {
  /** What -m says before escape analysis of functions compiled together as a package (see `packageFuncs`). */
  remarksOf(pkg: Package, callees: readonly Callee[]): readonly Remark[];
}

/** `func` of what this gives has calls inlined; everything else is as in the IrProgram of the decisions. */
export function createInliner(inlinability: Inlinability): Inliner {
  const { ir } = inlinability;
  const book = inlinability.wantsRemarks ? new RemarkBook() : undefined;
  const wrappers = new Wrappers(inlinability, book);
  const func = (callee: Callee): Func | undefined => {
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
      const list = ir.packageFuncs(pkg, bodyOf);
      const names = ir.namesIn(pkg);
      if (book !== undefined)
        return [...list, ...list.flatMap(callee => wrappers.named(callee, names.get(callee)))];
      const own = list.filter(callee => callee.typeArgs.length > 0 && callee.object.pkg === pkg);
      return [...list, ...own.flatMap(callee => wrappers.of(callee) ?? [])];
    },
    namesIn: pkg => ir.namesIn(pkg),
    func,
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
    remarksOf: (pkg, callees) =>
      book?.of(pkg, callees, key => wrappers.decision(key) ?? inlinability.known(key)) ?? [],
    calleesOf: object => ir.calleesOf(object),
    forgetFunc: callee => {
      wrappers.drop(callee);
      book?.forget(callee);
      ir.forgetFunc(callee);
    },
  };
}

/** The functions through which other code calls instances of generic functions. */
class Wrappers {
  /** By shared body: one for all instances, called "", and those of single instances by name. */
  private readonly made = new Map<Callee, Map<string, Callee>>();
  private readonly decisions = new Map<FuncKey, Decision>();

  constructor(
    private readonly inlinability: Inlinability,
    private readonly book: RemarkBook | undefined,
  ) {}

  /** One that stands for all instances of a shape. */
  of(shared: Callee): Callee | undefined {
    return this.get(shared, '');
  }

  /** One for each of the names. */
  named(shared: Callee, names: ReadonlySet<string> = new Set()): Callee[] {
    return [...names].flatMap(name => this.get(shared, name) ?? []);
  }

  decision(key: FuncKey): Decision | undefined {
    return this.decisions.get(key);
  }

  drop(shared: Callee): void {
    for (const wrapper of this.made.get(shared)?.values() ?? []) {
      this.decisions.delete(wrapper);
      this.book?.forget(wrapper);
    }
    this.made.delete(shared);
  }

  forget(pkg: Package): void {
    for (const shared of [...this.made.keys()]) if (shared.object.pkg === pkg) this.drop(shared);
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
    if (made.func !== undefined) this.finish(shared, original, made, made.func);
    return made;
  }

  private finish(shared: Callee, original: Func, made: Callee, func: Func): void {
    const { inlinability, book } = this;
    if (book !== undefined) {
      this.decisions.set(made, wrapperDecision(original, inlinability.decide(shared), inlinability.rules));
      book.noteBody(made, func);
    }
    const remarks = interleave(inlinability, made, func, new Map());
    book?.noteCalls(remarks);
    inlinability.ir.finish(func);
  }
}

function build(inlinability: Inlinability, callee: Callee, book: RemarkBook | undefined): Func | undefined {
  const original = inlinability.body(callee);
  if (original === undefined) return undefined;
  if (isTooDeep(original)) {
    inlinability.dropBody(callee);
    inlinability.ir.finish(original);
    return original;
  }
  const decision = inlinability.decide(callee);
  const origins: Origins = new Map();
  const isNeeded = decision?.can === true || original.closures.length > 0;
  if (book !== undefined && !original.uninstantiated) {
    // Where nobody asked about a literal, it is decided with the function that it is in.
    for (const literal of literalsIn(original)) inlinability.canInline(literal, literal);
    book.noteBody(callee, original);
  }
  const func = isNeeded ? copyFunc(original, origins) : original;
  if (!isNeeded) inlinability.dropBody(callee);
  const remarks = interleave(inlinability, callee, func, origins);
  book?.noteCalls(remarks);
  inlinability.ir.finish(func);
  return func;
}

/** Nesting of nodes beyond which nothing is inlined into a function: the passes go down a tree by recursion. */
const maxNesting = 2500;

function isTooDeep(func: Func): boolean {
  let level: IrNode[] = [...func.body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxNesting) return true;
    const next: IrNode[] = [];
    for (const node of level) forEachChild(node, child => next.push(child));
    level = next;
  }
  return func.closures.some(isTooDeep);
}
