/**
 * Which bodies the compiler has at hand when it compiles a package (exportBody of cmd/compile/internal/noder's
 * linker.go, Go 1.26). The export data of an import hold the bodies of its own functions, and those of others that
 * were inlined somewhere in it. So a method of a type that only comes along with an import, from a package that
 * the importer does not import itself, is inlined only where an import has done so before.
 *
 * Differs from Go: what an import inlines is looked for in its own source, and in the bodies that come into that from
 * the function's own package.
 */

import { type Callee, mentioned } from '../ir';
import { type Package, TypeKind } from '../types';
import type { Inlinability } from './canInline';

/** Import paths of what a package imports; undefined where that is not known. */
export type ImportsOf = (path: string) => readonly string[] | undefined;

export class BodiesAtHand {
  private readonly known = new Map<Callee, Map<string, boolean>>();
  private readonly bringers = new Map<Callee, readonly Callee[]>();
  private readonly instantiating = new Map<Package, boolean>();

  constructor(
    private readonly inlinability: Inlinability,
    private readonly importsOf: ImportsOf,
  ) {}

  has(pkg: Package, callee: Callee): boolean {
    const owner = callee.object.pkg;
    // Instances are compiled wherever they are needed.
    if (owner === undefined || owner === pkg || callee.typeArgs.length > 0) return true;
    let byPath = this.known.get(callee);
    if (byPath === undefined) {
      byPath = new Map();
      this.known.set(callee, byPath);
    }
    const known = byPath.get(pkg.path);
    if (known !== undefined) return known;
    // No package imports itself, whatever its source says.
    byPath.set(pkg.path, false);
    const found = this.find(pkg.path, owner.path, callee);
    byPath.set(pkg.path, found);
    return found;
  }

  /**
   * An instance of a generic function is compiled where it is needed, with the bodies that are at hand there: those that
   * the function's own package has inlined into its own instances, and methods, which come with their types.
   */
  hasForInstance(pkg: Package, instance: Package, callee: Callee): boolean {
    if (callee.type.recv !== undefined || this.instantiates(instance)) return true;
    return this.has(pkg, callee);
  }

  /** A function of the package that is not generic mentions one of its generic functions or types. */
  private instantiates(pkg: Package): boolean {
    const known = this.instantiating.get(pkg);
    if (known !== undefined) return known;
    const names: string[] = [];
    for (const [name, object] of pkg.scope.entries()) {
      if (object.kind !== 'func' && object.kind !== 'typeName') continue;
      const { type } = object;
      const mayBeGeneric = type.kind === TypeKind.Named || type.kind === TypeKind.Signature;
      if (mayBeGeneric && type.typeParams.length > 0) names.push(name);
    }
    const words = new RegExp(`\\b(?:${names.join('|')})\\b`);
    const found = this.inlinability.ir.program
      .functions(pkg)
      .some(
        ({ unit, object: { type } }) =>
          type.typeParams.length === 0 && type.recvTypeParams.length === 0 && words.test(unit.text),
      );
    this.instantiating.set(pkg, names.length > 0 && found);
    return names.length > 0 && found;
  }

  private find(path: string, owner: string, callee: Callee): boolean {
    const imports = this.importsOf(path);
    return (
      imports === undefined || imports.includes(owner) || imports.some(each => this.inlines(each, callee))
    );
  }

  /** A function of the package itself calls it, or what brings a call of it along, and has that body. */
  private inlines(path: string, callee: Callee): boolean {
    if (!this.reaches(path, callee.object.pkg?.path ?? '')) return false;
    const { program } = this.inlinability.ir;
    const pkg = program.package(path);
    return this.bringing(callee).some(each => this.callersIn(pkg, each).length > 0 && this.has(pkg, each));
  }

  /** The function, and functions of its package that bring a call of it along when they are inlined. */
  private bringing(callee: Callee): readonly Callee[] {
    const known = this.bringers.get(callee);
    if (known !== undefined) return known;
    const found = [callee];
    this.bringers.set(callee, found);
    const owner = callee.object.pkg;
    for (const each of found) {
      for (const caller of owner === undefined ? [] : this.callersIn(owner, each))
        if (!found.includes(caller) && this.inlinability.decide(caller)?.can === true) found.push(caller);
    }
    return found;
  }

  /** Functions of the package that mention it, as far as they are not generic. */
  private callersIn(pkg: Package, callee: Callee): Callee[] {
    const { ir } = this.inlinability;
    const word = new RegExp(`\\b${callee.object.name}\\b`);
    return ir.program.functions(pkg).flatMap(({ unit, object }) => {
      if (object.type.typeParams.length > 0 || object.type.recvTypeParams.length > 0) return [];
      if (!word.test(unit.text)) return [];
      const caller = ir.callee(object, []);
      const func = ir.build(caller);
      const bodies = func === undefined ? [] : [func, ...func.closures];
      return bodies.some(each => mentioned(each).includes(callee)) ? [caller] : [];
    });
  }

  /** The package imports the other, directly or through what it imports. */
  private reaches(path: string, other: string): boolean {
    const seen = new Set([path]);
    for (const each of seen) {
      if (each === other) return true;
      for (const next of this.importsOf(each) ?? []) seen.add(next);
    }
    return false;
  }
}
