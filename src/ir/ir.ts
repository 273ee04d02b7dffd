/**
 * Function bodies as the compiler's middle end sees them: typed, desugared, every conversion, address and
 * temporary written out (cmd/compile/internal/ir of Go 1.26, in the state that noder and typecheck leave it
 * in just before inlining and escape analysis).
 *
 * What holds of every tree:
 *   - An untyped constant has become a typed OLITERAL, or was converted to where it is used.
 *   - A method call on a concrete type is OCALLFUNC of an OMETHEXPR with the receiver as its first argument
 *     (address or dereference of the receiver explicit); on an interface it is OCALLINTER of an ODOTINTER.
 *   - A variadic call without `...` ends in one OSLICELIT marked implicit (or ONIL where nothing is given).
 *   - A call used for several values stands alone on the right of an OAS2FUNC.
 *   - The callee of OGO and ODEFER takes and gives nothing: other calls are wrapped in a closure.
 *   - Branches that a constant condition rules out are absent.
 *   - What could not be typed is OBAD; its operands are kept, and nothing is known of what becomes of them.
 *
 * Field names are Go's in lower camel case, so that a reader can lay both side by side. Nodes are mutable
 * only by the passes between here and escape analysis (devirtualisation, inlining).
 */

import type { GoVersion } from '../base';
import type { FuncObject, Package, Program, Type } from '../types';
import type { Callee, Func, Name } from './name';
import type { CallExpr, InlinedCallExpr, IrNode } from './nodes';

export * from './name';
export * from './nodes';
export * from './op';

export interface IrOptions {
  /**
   * Everything that the compiler compiles with a package, as it orders it: methods of all instances of generic
   * types that it comes upon, of other packages' types too; variables initialised in the order of initialisation,
   * large maps in functions of their own. It takes checking all of the package, and changes no verdict.
   */
  complete?: boolean;
  /** Whose compiler is taken; the newest without. */
  goVersion?: GoVersion;
  /** Called now and then while building; throw to cancel. */
  checkCancelled?(): void;
}

/**
 * The IR of a checked program, built function by function when asked for. A built function stays until
 * `forget`; its name (and with it its `callee`) is the same object for the life of the IrProgram.
 */
export interface IrProgram {
  readonly program: Program;
  /**
   * The functions the compiler analyses when it compiles the package, in its order: declared ones and the
   * pieces of the package's initialisation in source order, then instances of generic functions (its own
   * and imported ones) as they are found, then generic functions without an instance (`uninstantiated`).
   * Closures are reached through their outer functions. Names, so that bodies are built one by one.
   */
  packageFuncs(pkg: Package, bodyOf?: (callee: Callee) => Func | undefined): readonly Callee[];
  /** What the compiler makes for a package besides its functions; known with `complete`, after `packageFuncs`. */
  compiledWith(pkg: Package): Compiled;
  /** The function's body; undefined where there is no source. Never throws for bad input. */
  func(callee: Callee): Func | undefined;
  /** Bodies in which calls are inlined one by one, where any are inlined. */
  readonly openBodies?: OpenBodies;
  /** A new body as the noder leaves it, before devirtualisation and inlining; it is not kept. */
  build(callee: Callee): Func | undefined;
  /** A new body of what gives the package's variables their first values, nothing left out; undefined without any. */
  initialiser(pkg: Package): Func | undefined;
  /** A function for the type arguments given; none for what is not generic. */
  callee(object: FuncObject, typeArgs: readonly Type[]): Callee;
  /** The method that a receiver of that type has; undefined for methods of interfaces. */
  methodCallee(method: FuncObject, recv: Type): Callee | undefined;
  /** Devirtualisation of a function while calls in it are inlined; see Devirtualizer. */
  devirtualizer(func: Func, inlined: (call: CallExpr) => InlinedCallExpr | undefined): Devirtualizer;
  /** The passes between inlining and escape analysis, in the compiler's order. */
  finish(func: Func): void;
  /** Drops the bodies of a package; names stay. */
  forget(pkg: Package): void;
  /** Drops the names of a package too: its declarations have changed, and its importers are dropped with it. */
  forgetNames(pkg: Package): void;
  /** The function's names, one for each instance; after an edit of its body `forgetFunc` drops what was built. */
  calleesOf(object: FuncObject): readonly Callee[];
  forgetFunc(callee: Callee): void;
}

/** For who follows only some of what a function handles. */
export interface OpenBodies {
  /** The body before inlining; undefined where only the whole can be had, or is there already. It must not be changed. */
  body(callee: Callee): Func | undefined;
  /**
   * What takes the place of a call of a declared function in such a body, which stays as it is: undefined where the call
   * stays, 'whole' where that can't be told of one call alone. The first of `init` gives the parameters their values.
   */
  inlined(func: Func, call: CallExpr): InlinedCallExpr | 'whole' | undefined;
  /** A call of an interface method may be direct in the whole. `inlined`: what took the place of calls so far. */
  mayBecomeStatic(func: Func, call: CallExpr, inlined: ReadonlyMap<CallExpr, InlinedCallExpr>): boolean;
}

export interface Compiled {
  /** Instances of generic functions by the types themselves, not their shapes: "f[int]". */
  readonly names: ReadonlyMap<Callee, ReadonlySet<string>>;
  /** Types whose methods get wrappers. */
  readonly wrapped: readonly Type[];
}

/**
 * Turns calls of interface methods into direct ones where the receiver can only hold one concrete type. The
 * bodies that have taken a call's place are asked for by the call, as long as they do not stand in the tree.
 */
export interface Devirtualizer {
  staticCall(call: CallExpr): void;
  /** Whether it may be found direct once more calls are inlined. */
  mayBecomeStatic(call: CallExpr, mayBeInlined: (call: CallExpr) => boolean): boolean;
  /** Tells of a body that has come to the function. */
  inlinedCall(body: InlinedCallExpr): void;
}

/** What a call surely calls: a declared function (or method, or instance), or a closure. */
export type StaticCallee = { kind: 'func'; callee: Callee } | { kind: 'closure'; func: Func };

export interface Printer {
  /** As the compiler prints the node in a diagnostic of package `local`. */
  printExpr(node: IrNode, local: Package): string;
  printName(name: Name, local: Package): string;
  printType(type: Type, local: Package): string;
}
