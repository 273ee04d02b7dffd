/**
 * The checker's state and the ways to report and record (go/types' check.go, errors.go, recording.go, Go 1.26).
 *
 * One checker serves all packages of a program. What it is doing right now is its environment: a package, a
 * unit of it, a scope. Asking for an object of another package switches the environment until that object is
 * resolved, so declarations are resolved in the order in which they are needed, across packages.
 *
 * Work put off (`later`) belongs to the statement being checked, or, outside of function bodies, to the unit:
 * it is done when somebody asks for the unit's facts, because it finds errors and nothing that others need.
 */

import type { Expr, Ident, Node, SourceFile, Unit } from '../syntax';
import { NodeKind } from '../syntax';
import type { Rules } from './conversions';
import type { Declaration } from './declaration';
import type { Context } from './instantiate';
import { type GoObject, type VarKind, VarObject } from './object';
import { Operand, type OperandMode, pkgName } from './operand';
import { isUntyped } from './predicates';
import { Scope } from './scope';
import type { Sizes } from './sizes';
import type { SourcePackage } from './sourcePackage';
import { type SignatureType, TupleType, type Type, TypeKind } from './type';
import { typeString } from './typeString';
import { UnitFacts } from './unitFacts';

export class Environment {
  decl: Declaration | undefined = undefined;
  iota: number | undefined = undefined;
  /** Where errors of an inherited constant expression are reported instead. */
  errorPos: number | undefined = undefined;
  inTypeParams = false;
  signature: SignatureType | undefined = undefined;
  /** Calls of the predeclared panic. */
  panics: Set<number> | undefined = undefined;
  hasLabel = false;
  hasCallOrRecv = false;
  /** Variables declared in the function body being checked. */
  locals: VarObject[] | undefined = undefined;
  /** Those of the version, once they were asked for. */
  rules: Rules | undefined = undefined;

  constructor(
    readonly pkg: SourcePackage,
    readonly facts: UnitFacts,
    public scope: Scope,
    readonly version: number,
  ) {}
}

type Position = number | Node | Operand | undefined;

/** Work put off, and the environment that was current then. */
export interface Action {
  environment: Environment;
  run: () => void;
}

/** Nesting of expressions, statements, types and resolutions that is still followed. */
const maxDepth = 900;

export class Checker {
  env!: Environment;
  /** Named types known not to contain themselves. */
  readonly validTypes = new Set<Type>();
  /** Those known to have values of a finite size. */
  readonly finiteTypes = new WeakSet<Type>();
  readonly path: GoObject[] = [];
  depth = 0;
  private readonly delayed: Action[] = [];
  private readonly factsByUnit = new Map<Unit, UnitFacts>();
  private readonly rulesByVersion = new Map<number, Rules>();
  private hadError = false;

  constructor(readonly sizes: Sizes) {}

  factsOf(unit: Unit): UnitFacts {
    let facts = this.factsByUnit.get(unit);
    if (facts === undefined) {
      facts = new UnitFacts(unit);
      this.factsByUnit.set(unit, facts);
    }
    return facts;
  }
  forget(unit: Unit): void {
    this.factsByUnit.delete(unit);
  }

  // -------------------------------------------------------------- work put off

  /** Runs `action` at the end of the statement, or, in a declaration, when the unit's facts are asked for. */
  later(run: () => void): void {
    const environment = this.env;
    if (environment.locals !== undefined) this.delayed.push({ environment, run });
    else this.laterInUnit(run);
  }
  private laterInUnit(run: () => void): void {
    const { facts } = this.env;
    facts.pending ??= [];
    facts.pending.push({ environment: this.env, run });
  }
  /** Like `later` for the body of a function literal: outside of functions it waits until bodies are asked for. */
  laterBody(run: () => void): void {
    const environment = this.env;
    if (environment.locals !== undefined) {
      this.delayed.push({ environment, run });
      return;
    }
    const { facts } = environment;
    facts.bodies ??= [];
    facts.bodies.push({ environment, run });
  }
  get delayedCount(): number {
    return this.delayed.length;
  }
  runDelayed(from: number): void {
    if (this.delayed.length <= from) return;
    for (let i = from; i < this.delayed.length; i++) this.runIn(this.delayed[i]);
    this.delayed.length = from;
  }
  /** Checks of the unit's declarations that were put off. */
  runPending(facts: UnitFacts): void {
    for (let actions = facts.pending; actions !== undefined; actions = facts.pending) {
      facts.pending = undefined;
      for (const action of actions) this.runIn(action);
    }
  }
  /** Bodies of function literals outside of functions. */
  runBodies(facts: UnitFacts): void {
    for (let actions = facts.bodies; actions !== undefined; actions = facts.bodies) {
      facts.bodies = undefined;
      for (const action of actions) this.runIn(action);
    }
  }
  /** The action sees the file, the scope and the version that were current when it was put off. */
  private runIn(action: Action): void {
    const saved = this.env;
    const scope = action.environment.scope;
    this.env = action.environment;
    action.run();
    action.environment.scope = scope;
    this.env = saved;
  }
  /** Forgets unfinished work after an exception. */
  reset(): void {
    this.delayed.length = 0;
    while (this.path.length > 0) this.pop();
    this.depth = 0;
  }

  // -------------------------------------------------------------- objects being resolved

  push(object: GoObject): void {
    object.pathIndex = this.path.push(object) - 1;
  }
  pop(): void {
    const object = this.path.pop();
    if (object !== undefined) object.pathIndex = -1;
  }

  /** False where the source nests deeper than is followed; then an error has been reported. */
  enter(at: Node): boolean {
    if (++this.depth <= maxDepth) return true;
    this.error(at, 'nested too deeply');
    return false;
  }
  /** As `enter`, for a chain of declarations that need each other. */
  enterResolution(): boolean {
    this.depth += 4;
    if (this.depth <= maxDepth) return true;
    this.error(undefined, 'declarations depend on each other too deeply');
    return false;
  }
  leaveResolution(): void {
    this.depth -= 4;
  }
  leave(): void {
    this.depth--;
  }

  // -------------------------------------------------------------- scopes

  openScope(): void {
    this.env.scope = new Scope(this.env.scope);
  }
  closeScope(): void {
    this.env.scope = this.env.scope.parent ?? this.env.scope;
  }
  lookup(name: string): GoObject | undefined {
    return this.env.scope.find(name);
  }
  /** Adds the object to the scope and records that `ident` declares it. */
  declare(scope: Scope, ident: Ident | undefined, object: GoObject): void {
    if (object.name !== '_') {
      if (scope.insert(object) !== undefined) {
        this.error(ident ?? object.place?.pos, `${object.name} redeclared in this block`);
        return;
      }
      if (object.kind === 'var' && object.varKind === 'local') this.env.locals?.push(object);
    }
    if (ident !== undefined) this.recordDef(ident, object);
  }
  newVar(kind: VarKind, pos: number, name: string, type?: Type): VarObject {
    return new VarObject(this.env.pkg, name, this.place(pos), kind, type);
  }
  place(pos: number): { unit: Unit; pos: number } {
    return { unit: this.env.facts.unit, pos };
  }
  /** Instances made in the current package. */
  get context(): Context {
    return this.env.pkg.context;
  }
  get rules(): Rules {
    const { env } = this;
    env.rules ??= this.rulesOf(env.version);
    return env.rules;
  }
  private rulesOf(minor: number): Rules {
    let rules = this.rulesByVersion.get(minor);
    if (rules === undefined) {
      rules = { sizes: this.sizes, goVersion: minor > 1000 ? undefined : `go1.${minor}` };
      this.rulesByVersion.set(minor, rules);
    }
    return rules;
  }
  get file(): SourceFile {
    return this.env.facts.unit.file;
  }
  allowVersion(minor: number): boolean {
    return this.env.version >= minor;
  }
  requireVersion(at: Position, minor: number, what: string): boolean {
    if (this.allowVersion(minor)) return true;
    this.error(at, `${what} requires go1.${minor} or later`);
    return false;
  }

  // -------------------------------------------------------------- errors

  error(at: Position, message: string): void {
    this.report(at, message, false);
  }
  softError(at: Position, message: string): void {
    this.report(at, message, true);
  }
  /** An error at the declaration of an object, which may be in another unit. */
  errorAtObject(object: GoObject, message: string, soft = false): void {
    const place = object.place;
    // Cycles of types are looked for before there is an environment.
    const current: Environment | undefined = this.env;
    if (current !== undefined && (place === undefined || place.unit === current.facts.unit)) {
      this.report(place?.pos, message, soft);
      return;
    }
    this.hadError = true;
    if (place === undefined) return;
    this.factsOf(place.unit).errors.push({ pos: place.pos, message, soft });
  }
  private report(at: Position, message: string, soft: boolean): void {
    // An operand or type that is invalid has been reported before.
    if (this.hadError && (message.includes('invalid operand') || message.includes('invalid type'))) return;
    this.hadError = true;
    const pos = this.env.errorPos ?? positionOf(at);
    this.env.facts.errors.push({ pos, message, soft });
  }
  /** How messages write a type: package names where they are of another package. */
  str(type: Type): string {
    return typeString(type, pkg => (pkg === this.env.pkg ? '' : pkgName(pkg)));
  }

  // -------------------------------------------------------------- records

  record(x: Operand): void {
    const { expr, mode } = x;
    if (expr === undefined || mode === 'invalid') return;
    const { facts } = this.env;
    if (mode === 'constant') facts.record(expr, mode, x.type, x.value);
    else facts.record(expr, mode, mode === 'novalue' ? noResults : x.type, undefined);
  }
  recordType(expr: Expr, mode: OperandMode, type: Type): void {
    if (mode !== 'invalid') this.env.facts.record(expr, mode, type, undefined);
  }
  /** A predeclared function has the signature of the call. */
  recordBuiltin(fun: Expr, signature: SignatureType): void {
    for (let expr = fun; ; expr = expr.x) {
      this.env.facts.record(expr, 'builtin', signature, undefined);
      if (expr.kind !== NodeKind.ParenExpr) return;
    }
  }
  /** `v, ok = expr`: the expression's type becomes the pair. */
  recordCommaOk(expr: Expr, pair: readonly [VarObject, VarObject]): void {
    const facts = this.env.facts;
    for (let e = expr; ; e = e.x) {
      facts.setType(e, new TupleType(pair));
      if (e.kind !== NodeKind.ParenExpr) return;
    }
  }
  recordDef(ident: Ident, object: GoObject): void {
    this.env.facts.define(ident, object);
  }
  recordUse(ident: Ident, object: GoObject): void {
    this.env.facts.use(ident, object);
  }
  recordInstance(expr: Expr, typeArgs: readonly Type[], type: Type): void {
    const ident = instantiatedIdent(expr);
    if (ident !== undefined) this.env.facts.instantiate(ident, { typeArgs, type });
  }
  /** The untyped type that is recorded for an expression and may still change; undefined if final. */
  pendingUntyped(expr: Expr): Type | undefined {
    const type = this.env.facts.typeOf(expr);
    return type !== undefined && type.kind === TypeKind.Basic && isUntyped(type) ? type : undefined;
  }
}

/** Type of a call without results. */
export const noResults = new TupleType([]);

export function positionOf(at: Position): number {
  if (at === undefined) return 0;
  if (typeof at === 'number') return at;
  if (at instanceof Operand) return at.expr?.pos ?? 0;
  return at.pos;
}

export function unparen(expr: Expr): Expr {
  while (expr.kind === NodeKind.ParenExpr) expr = expr.x;
  return expr;
}

function instantiatedIdent(expr: Expr): Ident | undefined {
  const x = unparen(expr.kind === NodeKind.IndexExpr ? expr.x : expr);
  if (x.kind === NodeKind.Ident) return x;
  return x.kind === NodeKind.SelectorExpr ? x.sel : undefined;
}
