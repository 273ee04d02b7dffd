/**
 * Programs: packages by import path, their declarations resolved and bodies checked when asked for (the part of
 * go/types' Checker that its callers see; Go 1.26).
 */

import { NodeKind, type SourceFile, type Unit } from '../syntax';
import { Checker, Environment } from './check';
import type { PackageError, PackageFiles, Program, ProgramOptions, Update } from './checker';
import { directCycles } from './cycles';
import { rerecordConstants, resolveObject, verifyType } from './decl';
import type { Declaration } from './declaration';
import { type BodyEdit, bodyEdits, type FormerUnits, noteFormerUnits } from './edits';
import { funcBody } from './funcBody';
import type { UnitInfo } from './info';
import { initOrder } from './initOrder';
import { checkMethodName } from './methods';
import type { FuncObject, VarObject } from './object';
import type { Package } from './package';
import { checkPackage } from './packageChecks';
import { checkArity, collectObjects } from './resolver';
import { SourcePackage } from './sourcePackage';
import type { UnitFacts } from './unitFacts';
import { unsafePackage } from './universe';

export function createProgram(options: ProgramOptions): Program {
  return new SourceProgram(options);
}

interface UnitState {
  pkg: SourcePackage;
  facts: UnitFacts;
  declarations: Declaration[];
  declared: boolean;
  checked: boolean;
}

/** Whether others know a function by a former unit of it is up to how it checks now. */
interface Doubt {
  former: Unit;
  /** The former function had no error, and had this name: errors in the body count too. */
  isWhole: boolean;
}

class SourceProgram implements Program {
  private readonly check: Checker;
  private readonly packages = new Map<string, Package>();
  private readonly resolved = new Map<string, Map<string, Package>>();
  private readonly units = new Map<Unit, UnitState>();
  private readonly packageFunctions = new Map<Package, { unit: Unit; object: FuncObject }[]>();
  private readonly prepared = new Set<Package>();
  private readonly byFile = new Map<SourceFile, SourcePackage>();
  /** By package the first declaration of each unit: the unit's others follow it. */
  private readonly firstDeclarations = new Map<SourcePackage, Map<Unit, Declaration>>();
  private readonly former: FormerUnits = new WeakMap();
  /** Functions whose headers can be read but, when last looked at, were half-typed. */
  private readonly doubtful = new Map<SourcePackage, Map<Unit, Doubt>>();

  constructor(private readonly options: ProgramOptions) {
    this.check = new Checker(options.sizes);
    this.packages.set('unsafe', unsafePackage);
  }

  get sizes() {
    return this.options.sizes;
  }

  package(path: string): Package {
    const known = this.packages.get(path);
    if (known !== undefined) return known;
    const pkg: SourcePackage = new SourcePackage(
      path,
      () => (path === 'C' ? undefined : this.options.source.files(path)),
      () => this.options.source.nameOf?.(path),
      () => this.collect(pkg),
    );
    this.packages.set(path, pkg);
    return pkg;
  }

  declInfo(unit: Unit): UnitInfo {
    const state = this.stateOf(unit);
    if (state === undefined) return this.check.factsOf(unit);
    if (!state.declared) {
      this.options.checkCancelled?.();
      this.declareUnit(unit, state);
    }
    return state.facts;
  }

  info(unit: Unit): UnitInfo {
    const state = this.stateOf(unit);
    if (state === undefined) return this.check.factsOf(unit);
    if (!state.declared) this.declInfo(unit);
    if (!state.checked) {
      this.options.checkCancelled?.();
      this.checkUnit(unit, state);
    }
    return state.facts;
  }

  forgetBody(unit: Unit): void {
    const state = this.units.get(unit);
    if (state === undefined || state.facts.errors.length > 0 || state.facts.hasLocalTypes) return;
    const id = unit.forgetBody();
    if (id === undefined) return;
    state.checked = false;
    state.facts.forgetFrom(id);
  }

  functions(pkg: Package): readonly { unit: Unit; object: FuncObject }[] {
    const known = this.packageFunctions.get(pkg);
    if (known !== undefined) return known;
    const list: { unit: Unit; object: FuncObject }[] = [];
    if (pkg instanceof SourcePackage) {
      for (const { object, unit } of pkg.collected.declarations) {
        if (object.kind === 'func' && object.isDeclared) list.push({ unit, object });
      }
    }
    this.packageFunctions.set(pkg, list);
    return list;
  }

  unitOf(object: FuncObject): Unit | undefined {
    return object.origin.isDeclared ? object.origin.place?.unit : undefined;
  }

  packageOf(unit: Unit): Package | undefined {
    return this.stateOf(unit)?.pkg;
  }

  packageErrors(pkg: Package): readonly PackageError[] {
    if (!(pkg instanceof SourcePackage)) return [];
    const units = pkg.files.flatMap(file => file.units);
    for (const unit of units) this.info(unit);
    return checkPackage(
      pkg,
      units.map(unit => this.check.factsOf(unit)),
    );
  }

  initOrder(pkg: Package): readonly (readonly VarObject[])[] {
    if (!(pkg instanceof SourcePackage)) return [];
    const { order } = initOrder(pkg.collected.declarations, ({ unit }) => this.info(unit));
    return order.map(({ lhs }) => lhs);
  }

  update(path: string, files: PackageFiles): Update {
    const pkg = this.package(path);
    if (!(pkg instanceof SourcePackage)) return { bodies: undefined, packages: [] };
    const edits = pkg.isCollected ? bodyEdits(pkg.files, files.files) : undefined;
    const readable = pkg.isLoaded ? noteFormerUnits(pkg.files, files.files, this.former) : new Map();
    if (edits !== undefined && pkg.goVersion === files.goVersion) {
      this.replaceFiles(pkg, files);
      this.forgetPackage(pkg);
      for (const edit of edits) this.keepFormer(pkg, edit);
      const packages = this.dependents(path).map(each => each.path);
      const bodies = edits.flatMap(edit => this.replaceBody(pkg, edit));
      if (!edits.some(({ after }) => this.isSettled(pkg, after))) return { bodies, packages };
    }
    const affected = this.dependents(path);
    for (const [unit, former] of readable) this.doubt(pkg, unit, former);
    for (const each of affected) {
      this.forgetPackage(each);
      this.forgetUnits(each);
    }
    this.replaceFiles(pkg, files);
    for (const each of affected) each.forgetCollected();
    for (const each of affected) this.settleDoubts(each);
    return { bodies: undefined, packages: affected.map(each => each.path) };
  }

  /** Notes that others may have to go on with the former header, if only that one is sound. */
  private doubt(pkg: SourcePackage, unit: Unit, former: Unit): void {
    const known = this.doubtful.get(pkg) ?? new Map<Unit, Doubt>();
    const before = [...known.values()].find(doubt => doubt.former === former);
    const doubt = before ?? {
      former,
      isWhole: isNamedAlike(unit, former) && !this.hasError(former, Infinity),
    };
    if (before === undefined && this.hasError(former, headerEnd(former))) return;
    this.doubtful.set(pkg, known.set(unit, doubt));
  }

  /** A body was edited of a function that others know by a former header. */
  private keepFormer(pkg: SourcePackage, { before, after }: BodyEdit): void {
    const former = this.former.get(before);
    if (former === undefined) return;
    this.former.set(after, former);
    const doubts = this.doubtful.get(pkg);
    const doubt = doubts?.get(before);
    if (doubt === undefined) return;
    doubts?.delete(before);
    doubts?.set(after, doubt);
  }

  /**
   * A function whose new header may stand: it fits its body again, or that calls the function itself, which others
   * still know by the former header.
   */
  private isSettled(pkg: SourcePackage, unit: Unit): boolean {
    const doubt = this.doubtful.get(pkg)?.get(unit);
    if (doubt === undefined) return false;
    if (!this.isHalfTyped(unit, doubt)) return true;
    return this.check
      .factsOf(unit)
      .someObject(use => use.kind === 'func' && use.origin.declaration?.unit === doubt.former);
  }

  /**
   * A header that names what is not there is half-typed too, and so is one that the function's own body, sound before,
   * does not fit: others go on with the one of before.
   */
  private settleDoubts(pkg: SourcePackage): void {
    const doubtful = this.doubtful.get(pkg);
    if (doubtful === undefined) return;
    for (const unit of doubtful.keys()) {
      this.former.delete(unit);
      if (!pkg.isLoadedFile(unit.file)) doubtful.delete(unit);
    }
    for (const [unit, doubt] of doubtful) if (!this.isHalfTyped(unit, doubt)) doubtful.delete(unit);
    if (doubtful.size === 0) this.doubtful.delete(pkg);
    for (const [unit, { former }] of doubtful) this.former.set(unit, former);
    this.forgetUnits(pkg);
    pkg.forgetCollected();
  }

  private isHalfTyped(unit: Unit, { isWhole }: Doubt): boolean {
    return this.hasError(unit, isWhole ? Infinity : headerEnd(unit));
  }

  /** The unit has an error at `end` or before it. */
  private hasError(unit: Unit, end: number): boolean {
    const state = this.stateOf(unit);
    if (state !== undefined) this.checkUnit(unit, state);
    return this.check.factsOf(unit).errors.some(({ pos, soft }) => !soft && pos <= end);
  }

  private replaceFiles(pkg: SourcePackage, files: PackageFiles): void {
    for (const file of pkg.files) this.byFile.delete(file);
    pkg.replaceFiles(files);
    for (const file of pkg.files) this.byFile.set(file, pkg);
  }

  /** The function keeps its object; what the unit said before is forgotten. */
  private replaceBody(pkg: SourcePackage, { before, after }: BodyEdit): FuncObject[] {
    const state = this.units.get(before) ?? this.newState(pkg, before);
    this.units.delete(before);
    this.check.forget(before);
    const facts = this.check.factsOf(after);
    this.units.set(after, { ...state, facts, declared: false, checked: false });
    const changed: FuncObject[] = [];
    for (const decl of state.declarations) {
      const { object } = decl;
      if (object.kind !== 'func' || after.decl.kind !== NodeKind.FuncDecl) continue;
      decl.unit = after;
      decl.started = false;
      decl.deps = undefined;
      object.place = { unit: after, pos: after.decl.name.pos };
      object.resolver = each => resolveObject(this.check, each);
      changed.push(object);
    }
    this.packageFunctions.delete(pkg);
    return changed;
  }

  /** The package and all that import it, directly or not, as far as they were collected. */
  private dependents(path: string): SourcePackage[] {
    const affected = new Set<string>([path]);
    const list: SourcePackage[] = [];
    const collected = [...this.packages.values()].filter(
      pkg => pkg instanceof SourcePackage && pkg.isCollected,
    );
    for (let grown = true; grown; ) {
      grown = false;
      for (const pkg of collected) {
        if (affected.has(pkg.path) || !(pkg instanceof SourcePackage)) continue;
        if (!pkg.collected.importPaths.some(imported => affected.has(imported))) continue;
        affected.add(pkg.path);
        grown = true;
      }
    }
    for (const pkg of this.packages.values()) {
      if (pkg instanceof SourcePackage && affected.has(pkg.path)) list.push(pkg);
    }
    return list;
  }

  private forgetPackage(pkg: SourcePackage): void {
    this.packageFunctions.delete(pkg);
  }

  private forgetUnits(pkg: SourcePackage): void {
    this.prepared.delete(pkg);
    this.firstDeclarations.delete(pkg);
    if (!pkg.isCollected) return;
    for (const { object, unit } of pkg.collected.declarations) {
      object.declaration = undefined;
      this.check.forget(unit);
      this.units.delete(unit);
    }
    for (const file of pkg.files) {
      for (const unit of file.units) {
        this.check.forget(unit);
        this.units.delete(unit);
      }
    }
  }

  private collect(pkg: SourcePackage): SourcePackage['collected'] {
    const collected = collectObjects(this.check, pkg, (path, from) => this.import(path, from), this.former);
    for (const file of pkg.files) this.byFile.set(file, pkg);
    return collected;
  }

  private import(path: string, from: string): Package {
    let known = this.resolved.get(from);
    if (known === undefined) {
      known = new Map();
      this.resolved.set(from, known);
    }
    let pkg = known.get(path);
    if (pkg === undefined) {
      const actual =
        path === 'unsafe' || path === 'C' ? path : (this.options.source.resolve(path, from) ?? path);
      pkg = this.package(actual);
      known.set(path, pkg);
    }
    return pkg;
  }

  private stateOf(unit: Unit): UnitState | undefined {
    const known = this.units.get(unit);
    if (known !== undefined) return known;
    const pkg = this.byFile.get(unit.file) ?? this.loadedPackage(unit);
    return pkg === undefined || unit === unit.file.header ? undefined : this.newState(pkg, unit);
  }

  private newState(pkg: SourcePackage, unit: Unit): UnitState {
    const all = pkg.collected.declarations;
    const declarations: Declaration[] = [];
    const first = this.firstDeclaration(pkg, unit);
    for (let i = first?.order ?? all.length; all[i]?.unit === unit; i++) declarations.push(all[i]);
    const facts = this.check.factsOf(unit);
    const state = { pkg, facts, declarations, declared: false, checked: false };
    this.units.set(unit, state);
    return state;
  }

  private firstDeclaration(pkg: SourcePackage, unit: Unit): Declaration | undefined {
    let known = this.firstDeclarations.get(pkg);
    if (known === undefined) {
      known = new Map();
      let last: Unit | undefined;
      for (const decl of pkg.collected.declarations) {
        if (decl.unit !== last) known.set(decl.unit, decl);
        last = decl.unit;
      }
      this.firstDeclarations.set(pkg, known);
    }
    return known.get(unit);
  }

  /** A package whose files somebody asked for without asking for what they declare. */
  private loadedPackage(unit: Unit): SourcePackage | undefined {
    for (const pkg of this.packages.values()) {
      if (pkg instanceof SourcePackage && pkg.isLoadedFile(unit.file)) return pkg;
    }
    return undefined;
  }

  /** Cycles of types are looked for once, before anything of the package is checked for its own sake. */
  private prepare(pkg: SourcePackage): void {
    if (this.prepared.has(pkg)) return;
    this.prepared.add(pkg);
    directCycles(this.check, pkg.collected.declarations);
  }

  private declareUnit(unit: Unit, state: UnitState): void {
    if (state.declared) return;
    state.declared = true;
    this.prepare(state.pkg);
    this.guarded(unit, () => this.resolveUnit(state));
  }

  private checkUnit(unit: Unit, state: UnitState): void {
    this.declareUnit(unit, state);
    if (state.checked) return;
    state.checked = true;
    this.guarded(unit, () => this.checkBodies(unit, state));
  }

  private resolveUnit(state: UnitState): void {
    const { check } = this;
    const { facts } = state;
    const { declarations } = state;
    for (let i = 0; i < declarations.length; i++) {
      const { ident, object } = declarations[i];
      if (ident !== undefined) facts.define(ident, object);
    }
    for (let i = 0; i < declarations.length; i++) this.checkOutlined(declarations[i]);
    for (let i = 0; i < declarations.length; i++) resolveObject(check, declarations[i].object);
    if (declarations.length > 1) rerecordConstants(check, declarations);
    for (let i = 0; i < declarations.length; i++) {
      const { object } = declarations[i];
      const decl = object.declaration;
      if (decl === undefined) continue;
      if (object.kind === 'typeName') this.inUnit(decl, () => verifyType(check, object));
      else if (object.kind === 'func' && object.type.recv !== undefined)
        this.inUnit(decl, () => checkMethodName(check, object));
    }
    check.runPending(facts);
  }

  /** A variable that was collected without a look at its declaration. */
  private checkOutlined(decl: Declaration): void {
    const spec = decl.outlinedSpec;
    if (spec === undefined || spec.values.length === spec.names.length) return;
    this.inUnit(decl, () => checkArity(this.check, spec, undefined, false));
  }

  private checkBodies(unit: Unit, state: UnitState): void {
    const { check } = this;
    const { facts } = state;
    check.runBodies(facts);
    const decl = functionOf(state);
    const body = decl?.func?.hasBody ? unit.body : undefined;
    if (decl?.object.kind === 'func' && decl.scope !== undefined && body?.kind === NodeKind.BlockStmt) {
      facts.grow();
      const { object, scope } = decl;
      // The body's variables join the parameters: where it is checked again, it has not seen them.
      if (decl.parameters === undefined) decl.parameters = scope.size;
      else scope.keepFirst(decl.parameters);
      this.inUnit(decl, () => {
        funcBody(check, { decl, signature: object.type, scope, iota: undefined, body });
      });
    }
    check.runPending(facts);
  }

  private inUnit(decl: Declaration, action: () => void): void {
    const { check } = this;
    check.env = new Environment(decl.pkg, check.factsOf(decl.unit), decl.fileScope, decl.version);
    check.env.decl = decl;
    action();
  }

  /** An exception (the stack is used up, or the caller cancelled) leaves no half-done state behind. */
  private guarded(unit: Unit, action: () => void): void {
    try {
      action();
    } catch (error) {
      this.check.reset();
      if (!(error instanceof RangeError)) throw error;
      const message = 'too complex to be checked';
      this.check.factsOf(unit).errors.push({ pos: 0, message, soft: false });
    }
  }
}

/** The function that the unit declares. */
function functionOf({ declarations }: UnitState): Declaration | undefined {
  for (let i = 0; i < declarations.length; i++)
    if (declarations[i].func !== undefined) return declarations[i];
  return undefined;
}

function headerEnd({ decl }: Unit): number {
  return decl.kind === NodeKind.FuncDecl ? decl.type.end : 0;
}

function isNamedAlike({ decl }: Unit, { decl: other }: Unit): boolean {
  return (
    decl.kind === NodeKind.FuncDecl &&
    other.kind === NodeKind.FuncDecl &&
    decl.name.name === other.name.name &&
    (decl.recv === undefined) === (other.recv === undefined)
  );
}
