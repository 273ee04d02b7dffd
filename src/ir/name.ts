/** Names (variables, functions) and function bodies (cmd/compile/internal/ir's name.go and func.go, Go 1.26). */

import type { Place, Unit } from '../syntax';
import type { FuncObject, Package, SignatureType, Type, VarObject } from '../types';
import type { ClosureExpr, IrNode } from './nodes';
import { Class, noNodes, Op, Pragma, Trait } from './op';

/**
 * A variable or function: one object each, shared by all its uses, and itself the ONAME node that stands
 * for a use (so its `pos` is that of the declaration, as in the compiler).
 */
export class Name {
  readonly op = Op.ONAME;
  init: IrNode[] = noNodes;
  /** The function that declares it; undefined for globals and functions. */
  curfn: Func | undefined;
  /**
   * What gives it its first value: the assignment, range or switch clause that declares it; for a closure
   * variable the variable it stands for (see `canonical`). Undefined for parameters and `var x T`.
   */
  defn: IrNode | undefined;
  /** Of a closure variable: the same variable as the function directly around sees it. */
  outer: Name | undefined;
  /** Made by the compiler: a temporary (Go's AutoTemp). */
  autoTemp = false;
  /** `&x` occurs, written or implied (in any closure: set on the canonical name). */
  addrtaken = false;
  /** Captured by value; set by escape analysis. */
  byval = false;
  /** Of a parameter: declared as `...T`. */
  isDDD = false;
  /** Of a function: what it names. `func` is built by `IrProgram.func`. */
  callee: Callee | undefined;
  /** How often the source reads it, other than to give its value to a variable; while the body is built. */
  reads = 0;
  /** For the passes: dense index or location; whoever sets it clears it. */
  opt: unknown;

  constructor(
    /**
     * As printed without a package: "x", "_", "~r0" (a result without a name), ".autotmp_1", "(*T).m",
     * "f[go.shape.int]"; "" or "_" for a parameter without a name.
     */
    public sym: string,
    readonly cls: Class,
    /** Declaration; its `pos` is negative where the compiler has no position for it (then it is not reported). */
    public pos: Place,
    public type: Type,
    /** Whose source has it; undefined for what the compiler makes. */
    readonly pkg: Package | undefined,
    /** The checker's object, where there is one. */
    readonly object: VarObject | FuncObject | undefined,
  ) {}

  /** The variable itself, where this is a closure's view of it. */
  canonical(): Name {
    let name: Name = this;
    while (name.cls === Class.closureVar && name.outer !== undefined) name = name.outer;
    return name;
  }
}

/** What a function's name stands for: one object for each declared function and each instance of a generic one. */
export interface Callee {
  readonly name: Name;
  /** The declaration (origin of an instance). */
  readonly object: FuncObject;
  /** Arguments of the type parameters (of the receiver's too); empty for what is not generic. */
  readonly typeArgs: readonly Type[];
  /** With receiver, substituted. */
  readonly type: SignatureType;
  /** Undefined where there is no source. */
  unit: Unit | undefined;
  /**
   * Of an instance: some code names it with types of its own, not only with those of another instance. Complete
   * when the bodies of the package are built.
   */
  isNamed: boolean;
  /** The built body; see `IrProgram.func`. */
  func: Func | undefined;
  /** Of a method: the type of its expression, T.m, asked for last. */
  exprType: SignatureType | undefined;
}

/** A line of -m that is told when the compiler reads a body, or later when it makes calls direct. */
export interface ToldLine {
  when: 'read' | 'devirtualize';
  place: Place;
  gc: string;
}

/** An instance with the types themselves, of which the compiler makes a function that hands on a dictionary: "f[int]". */
export interface NamedInstance {
  callee: Callee;
  name: string;
}

/** Adds to what is told of a function: the declared one, for its closures too. */
export function tell(func: Func, line: ToldLine): void {
  const root = rootOf(func);
  root.told = [...(root.told ?? []), line];
}

/** The function around all others: a declared one, or init. */
export function rootOf(func: Func): Func {
  while (func.outer !== undefined) func = func.outer;
  return func;
}

/** Notes what a body holds, or what has come to it. */
export function addTraits(func: Func, traits: Trait): void {
  rootOf(func).traits |= traits;
}

/** A function body. Closures are functions of their own, reached by their OCLOSURE and by `closures`. */
export class Func {
  /** Receiver, parameters and results in `dcl` first, then the other variables in order of declaration. */
  dcl: Name[] = [];
  recv: Name | undefined;
  params: Name[] = [];
  results: Name[] = [];
  /** Of a closure: the outer variables it uses, in order of first use. */
  closureVars: Name[] = [];
  /** Closures written directly in this function. */
  closures: Func[] = [];
  /** How many of each kind were named after this function. */
  closureCounts = { literal: 0, range: 0, goDefer: 0 };
  body: IrNode[] = noNodes;
  /** The source has a body; where false (assembly, linkname) `pragma` decides what is assumed. */
  hasBody = true;
  pragma = Pragma.none;
  /** Of a function that is no closure: what it and its closures may hold. */
  traits = Trait.none;
  /** Made by the compiler around a go or defer call: not reported. */
  wrapper = false;
  /** The function that initialises the package's variables: what the linker can lay out is left out of it. */
  initialises = false;
  /** Body of a range over a function. */
  isRangeFuncBody = false;
  /** A generic function that no code of the package instantiates, built with its own type parameters. */
  uninstantiated = false;
  /** An instance of a generic function, or a closure in one: its parameters are not reported (Go's Dupok). */
  dupok = false;
  /** A literal in an instance of a generic function: it captures the dictionary of that, too, after all variables. */
  takesDictionary = false;
  /** Of a function that is no closure: the instances of generic functions that it and its closures refer to. */
  instances: Set<Callee> | undefined;
  /** Of the same (`complete`): instances that it names by types that rest on no type parameter. */
  named: NamedInstance[] | undefined;
  /** Of the same: instances of generic types that its expressions have (`complete`: all named types). */
  types: Set<Type> | undefined;
  /** Of a function that is no closure (`complete`): types of what it mentions of other packages. */
  importedTypes: Set<Type> | undefined;
  /** Of a literal that stands for a method value or expression: it captures the dictionary for what it calls. */
  capturesDictionary = false;
  /** Of an instance: methods of its type arguments that it calls. */
  dictionary: { recv: Type; method: string }[] | undefined;
  /** What -m says of the function before escape analysis; see `tell`. */
  told: readonly ToldLine[] | undefined;
  /** Holds constructs that could not be typed. */
  incomplete = false;
  /** For the passes: what one found out of the body; whoever sets it clears it. */
  opt: unknown;

  constructor(
    /** "f", "(*T).m", "f.func1", "init", "glob..func1", "f[go.shape.int]". */
    readonly sym: string,
    readonly pos: Place,
    readonly type: SignatureType,
    readonly unit: Unit,
    readonly pkg: Package,
    /** Of a closure: the function around it. */
    readonly outer: Func | undefined,
    /** The declared function; undefined for closures and init. */
    readonly nname: Name | undefined,
    /** Of a closure: its literal. */
    public closure: ClosureExpr | undefined,
  ) {}

  /**
   * A literal that captures something (Go's IsClosure). One that captures nothing is a function of its own
   * for the call graph and escape analysis, as a declared function is.
   */
  get isClosure(): boolean {
    return this.closureVars.length > 0;
  }
}
