/**
 * Collects what the files of a package declare, without resolving any of it (go/types' resolver.go, Go 1.26).
 * Every object gets a resolver that runs when its type is first asked for.
 */

import type { Outline, SourceFile, TypeSpec, Unit, ValueSpec } from '../syntax';
import { type Expr, type FuncDecl, type GenDecl, type Ident, type ImportSpec, NodeKind } from '../syntax';
import { type Checker, Environment, unparen } from './check';
import { parseLiteral } from './constant';
import { resolveObject } from './decl';
import { Declaration, type DeclarationParts } from './declaration';
import type { FormerUnits } from './edits';
import { FileScope } from './fileScope';
import { minorVersion } from './goVersion';
import {
  ConstObject,
  FuncObject,
  PkgNameObject,
  type TypedObject,
  TypeNameObject,
  VarObject,
} from './object';
import type { Package } from './package';
import { Scope } from './scope';
import { type Collected, guessName, type SourcePackage } from './sourcePackage';

/** Finds the package that an import path means in a file of the package `from`. */
export type Importer = (path: string, from: string) => Package;

interface Method {
  object: FuncObject;
  pointer: boolean;
  /** Name of the receiver's type. */
  base: string;
}

/** Functions whose headers can't be read are declared as their former units say. */
export function collectObjects(
  check: Checker,
  pkg: SourcePackage,
  importer: Importer,
  former: FormerUnits,
): Collected {
  return new Collector(check, pkg, importer, former).collect();
}

class Collector {
  private readonly scope = new Scope(undefined);
  private readonly declarations: Declaration[] = [];
  private readonly imports: PkgNameObject[] = [];
  private readonly fileScopes: FileScope[] = [];
  private readonly importPaths = new Set<string>();
  private readonly methods: Method[] = [];
  private readonly aliases = new Map<TypeNameObject, TypeSpec>();
  private fileScope!: FileScope;
  private version = 0;
  private unit!: Unit;
  private readonly resolve = (object: TypedObject) => resolveObject(this.check, object);

  constructor(
    private readonly check: Checker,
    private readonly pkg: SourcePackage,
    private readonly importer: Importer,
    private readonly former: FormerUnits,
  ) {}

  collect(): Collected {
    const saved = this.check.env;
    for (const file of this.pkg.files) this.file(file);
    this.check.env = saved;
    return {
      scope: this.scope,
      declarations: this.declarations,
      methods: this.methodsByType(),
      imports: this.imports,
      fileScopes: this.fileScopes,
      importPaths: [...this.importPaths],
    };
  }

  private file(file: SourceFile): void {
    this.fileScope = new FileScope(this.scope);
    this.fileScopes.push(this.fileScope);
    this.version = minorVersion(this.pkg.goVersion, file.goVersion);
    for (const unit of file.units) {
      this.unit = unit;
      const former = this.former.get(unit);
      const outline = former === undefined ? unit.outline : undefined;
      if (outline !== undefined && this.outlined(outline)) continue;
      const decl = unit.decl;
      if (decl.kind === NodeKind.FuncDecl && former === undefined) this.funcDecl(decl);
      else if (decl.kind === NodeKind.FuncDecl) this.unreadable(decl);
      else if (decl.kind === NodeKind.GenDecl) this.genDecl(decl);
      if (former !== undefined) this.standIn(former, unit);
    }
  }

  /** Declares what the unit's first words tell; false where more of it must be read. */
  private outlined({ kind, name, pos, receiver, isComposite }: Outline): boolean {
    if (receiver === undefined && this.isSpecial(name)) return false;
    const place = { unit: this.unit, pos };
    const object =
      kind === 'func'
        ? new FuncObject(this.pkg, name, place)
        : kind === 'type'
          ? new TypeNameObject(this.pkg, name, place)
          : new VarObject(this.pkg, name, place, 'package');
    if (object.kind === 'func') object.isDeclared = true;
    if (object.kind === 'func' && receiver !== undefined)
      this.method(object, receiver.pointer, receiver.base);
    else if (this.scope.insert(object) !== undefined) return false;
    this.add(true, object, undefined).isComposite = isComposite;
    return true;
  }

  private method(object: FuncObject, pointer: boolean, base: string): void {
    object.hasPointerReceiver = pointer;
    if (object.name !== '_') this.methods.push({ object, pointer, base });
  }

  /** A function whose header can't be read: known to itself alone. */
  private unreadable(decl: FuncDecl): void {
    const object = new FuncObject(this.pkg, decl.name.name, this.place(decl.name));
    object.isDeclared = true;
    this.add(true, object, undefined);
  }

  /** What others see of it: the function that was there before, without a body. */
  private standIn(former: Unit, unit: Unit): void {
    if (former.decl.kind !== NodeKind.FuncDecl) return;
    this.unit = former;
    const object = this.funcDecl(former.decl);
    object.isDeclared = false;
    object.place = { unit, pos: unit.decl.pos };
  }

  private genDecl(decl: GenDecl): void {
    let last: ValueSpec | undefined;
    for (const spec of decl.specs) {
      if (spec.kind === NodeKind.ImportSpec) this.importSpec(spec);
      else if (spec.kind === NodeKind.TypeSpec) this.typeSpec(spec);
      else if (decl.tok === 'const') {
        const inherited = spec.type === undefined && spec.values.length === 0;
        if (!inherited) last = spec;
        const source = inherited ? last : undefined;
        if ((source ?? spec).values.length !== spec.names.length)
          checkArity(this.report(), spec, source, true);
        this.constSpec(spec, last, inherited && last !== undefined);
      } else {
        if (spec.values.length !== spec.names.length) checkArity(this.report(), spec, undefined, false);
        this.varSpec(spec);
      }
    }
  }

  private importSpec(spec: ImportSpec): void {
    const literal = parseLiteral('STRING', spec.path.value);
    const path = literal?.kind === 'string' ? literal.value : '';
    if (path === '') {
      this.report().error(spec.path, 'invalid import path');
      return;
    }
    const imported = this.importer(path, this.pkg.path);
    this.importPaths.add(imported.path);
    const { check, unit } = this;
    const place = { unit: this.unit, pos: spec.pos };
    const explicit = spec.name?.name;
    if (path === 'C' && spec.name !== undefined) {
      this.report().error(spec.name, 'cannot rename import "C"');
      return;
    }
    const clash = this.fileScope.addImport({
      explicit,
      imported,
      guess: guessName(imported.path),
      make: name => {
        const object = new PkgNameObject(this.pkg, name, place, imported);
        const facts = check.factsOf(unit);
        this.imports.push(object);
        if (spec.name !== undefined) facts.define(spec.name, object);
        else facts.declareImplicitly(spec, object);
        return object;
      },
    });
    if (clash !== undefined) this.report().error(spec, `${clash} redeclared in this block`);
  }

  private constSpec(spec: ValueSpec, source: ValueSpec | undefined, inherited: boolean): void {
    spec.names.forEach((name, i) => {
      const object = new ConstObject(this.pkg, name.name, this.place(name));
      const type = source?.type;
      const init = source?.values[i];
      this.declare({ ident: name, spec, type, init, inherited, iota: spec.iota }, object);
    });
  }

  private varSpec(spec: ValueSpec): void {
    const lhs: VarObject[] = spec.names.map(
      name => new VarObject(this.pkg, name.name, this.place(name), 'package'),
    );
    const shared = spec.values.length === 1;
    spec.names.forEach((name, i) => {
      const init = shared ? spec.values[0] : spec.values[i];
      this.declare({ ident: name, spec, type: spec.type, init, lhs: shared ? lhs : undefined }, lhs[i]);
    });
  }

  private typeSpec(spec: TypeSpec): void {
    const object = new TypeNameObject(this.pkg, spec.name.name, this.place(spec.name));
    if (spec.isAlias) this.aliases.set(object, spec);
    this.declare({ ident: spec.name, spec }, object);
  }

  private funcDecl(decl: FuncDecl): FuncObject {
    const name = decl.name.name;
    const object = new FuncObject(this.pkg, name, this.place(decl.name));
    object.isDeclared = true;
    const receiver = decl.recv?.list[0];
    let isNew = true;
    if (decl.recv !== undefined && receiver === undefined)
      this.report().error(decl.recv, 'method has no receiver');
    if (receiver === undefined) {
      this.checkSpecial(decl);
      if (name !== 'init') isNew = this.insert(decl.name, object);
    } else {
      const { pointer, base } = unpackReceiver(receiver.type);
      object.hasPointerReceiver = pointer;
      if (base.kind === NodeKind.Ident) this.method(object, pointer, base.name);
    }
    this.add(isNew, object, undefined);
    return object;
  }

  private isSpecial(name: string): boolean {
    return name === 'init' || (name === 'main' && this.pkg.name === 'main');
  }

  /** init, and main of a program, take and return nothing. */
  private checkSpecial(decl: FuncDecl): void {
    const name = decl.name.name;
    if (!this.isSpecial(name)) return;
    const typeParams = decl.type.typeParams;
    if (typeParams !== undefined && typeParams.list.length > 0) {
      this.report().softError(typeParams.list[0], `func ${name} must have no type parameters`);
    }
    if (decl.type.params.list.length > 0 || decl.type.results !== undefined) {
      this.report().softError(decl.name, `func ${name} must have no arguments and no return values`);
    }
    if (name === 'init' && !decl.hasBody) this.report().softError(decl.name, 'func init must have a body');
  }

  private declare(parts: DeclarationParts, object: TypedObject): void {
    const name = parts.ident;
    let isNew = false;
    if (name.name === 'init') this.report().error(name, 'cannot declare init - must be func');
    else if (name.name === 'main' && this.pkg.name === 'main') {
      this.report().error(name, 'cannot declare main - must be func');
    } else isNew = this.insert(name, object);
    this.add(isNew, object, parts);
  }

  /** Adds the object to the package's scope; false, with an error, if its name is taken. */
  private insert(name: Ident, object: TypedObject): boolean {
    if (this.scope.insert(object) === undefined) return true;
    this.report().error(name, `${name.name} redeclared in this block`);
    return false;
  }

  /** The checker, ready to report errors in the current unit. */
  private report(): Checker {
    const { check } = this;
    check.env = new Environment(this.pkg, check.factsOf(this.unit), this.fileScope, this.version);
    return check;
  }

  private add(isNew: boolean, object: TypedObject, parts: DeclarationParts | undefined): Declaration {
    const { pkg, unit, fileScope, version } = this;
    const order = this.declarations.length;
    const declaration = new Declaration(object, pkg, unit, fileScope, version, order, isNew, parts);
    this.declarations.push(declaration);
    object.declaration = declaration;
    object.resolver = this.resolve;
    return declaration;
  }

  private place(ident: Ident): { unit: Unit; pos: number } {
    return { unit: this.unit, pos: ident.pos };
  }

  private methodsByType(): Map<TypeNameObject, FuncObject[]> {
    const byType = new Map<TypeNameObject, FuncObject[]>();
    for (const method of this.methods) {
      const base = this.baseType(method);
      if (base === undefined) continue;
      const list = byType.get(base);
      if (list === undefined) byType.set(base, [method.object]);
      else list.push(method.object);
    }
    return byType;
  }

  /** The defined type a method belongs to, found by name alone, through aliases. */
  private baseType(method: Method): TypeNameObject | undefined {
    let name: string | undefined = method.base;
    let seen: Set<TypeNameObject> | undefined;
    while (name !== undefined) {
      const object = this.scope.lookup(name);
      if (object?.kind !== 'typeName' || seen?.has(object) === true) return undefined;
      const spec = this.aliases.get(object);
      if (spec === undefined) return object;
      if (spec.typeParams !== undefined) return undefined;
      seen ??= new Set();
      seen.add(object);
      let target = unparen(spec.type);
      if (target.kind === NodeKind.StarExpr) {
        if (method.pointer) return undefined;
        method.pointer = true;
        method.object.hasPointerReceiver = true;
        target = unparen(target.x);
      }
      name = target.kind === NodeKind.Ident ? target.name : undefined;
    }
    return undefined;
  }
}

/** The parts of a receiver's type: *T[P, Q] is a pointer, T, and P, Q. */
export function unpackReceiver(type: Expr): { pointer: boolean; base: Expr; typeParams: Expr[] } {
  let base = unparen(type);
  let pointer = false;
  if (base.kind === NodeKind.StarExpr) {
    pointer = true;
    base = unparen(base.x);
  }
  if (base.kind === NodeKind.IndexExpr) return { pointer, base: base.x, typeParams: base.indices };
  return { pointer, base, typeParams: [] };
}

/** Reports a declaration with more names than values or the other way round. */
export function checkArity(
  check: Checker,
  spec: ValueSpec,
  source: ValueSpec | undefined,
  isConst: boolean,
): void {
  const names = spec.names.length;
  const values = (source ?? spec).values.length;
  if (!isConst && values === 0) {
    if (spec.type === undefined) check.error(spec, 'missing type or init expr');
    return;
  }
  if (isConst && values === 0 && source === undefined && spec.type === undefined) {
    check.error(spec.names[0] ?? spec, `missing init expr for ${spec.names[0]?.name ?? '_'}`);
    return;
  }
  if (names < values) {
    if (names < spec.values.length) check.error(spec.values[names], 'extra init expr');
    else check.error(spec, 'extra init expr');
  } else if (names > values && (isConst || values !== 1)) {
    check.error(spec.names[values], `missing init expr for ${spec.names[values].name}`);
  }
}
