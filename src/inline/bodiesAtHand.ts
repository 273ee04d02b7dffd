/**
 * Which bodies the compiler has at hand when it compiles a package (exportBody of cmd/compile/internal/noder's
 * linker.go, Go 1.26). The export data of an import hold the bodies of its own functions, and those of others that
 * were inlined somewhere in it. So a method of a type that only comes along with an import, from a package that
 * the importer does not import itself, is inlined only where an import has done so before.
 *
 * Differs from Go: what an import inlines is looked for in its own source, in the bodies that come into that from the
 * function's own package, and, for a body that an instance wants, in the instances that the import seems to compile
 * (instanceLeads.ts).
 */

import { type Callee, mentioned } from '../ir';
import type { Package } from '../types';
import type { Inlinability } from './canInline';
import { entry, type ImportsOf, InstanceLeads, isGeneric, seemsToCall } from './instanceLeads';

export class BodiesAtHand {
  /** For a package's own source, and for the instances that it compiles; by import path. */
  private readonly known = { source: new Map<Callee, Answers>(), instances: new Map<Callee, Answers>() };
  private readonly callers = new Map<Callee, Map<Package, readonly Callee[]>>();
  private readonly bringers = new Map<Callee, readonly Callee[]>();
  private readonly leads: InstanceLeads;
  private readonly importsOf: ImportsOf;

  constructor(
    private readonly inlinability: Inlinability,
    importsOf: ImportsOf,
  ) {
    const known = new Map<string, readonly string[] | undefined>();
    this.importsOf = path => entry(known, path, () => importsOf(path));
    this.leads = new InstanceLeads(inlinability.ir.program, this.importsOf);
  }

  /** When the package is compiled the callee's body is there. */
  has(pkg: Package, callee: Callee, caller: 'source' | 'instances'): boolean {
    const owner = callee.object.pkg;
    // Instances and their wrappers are compiled wherever they are needed.
    const isInstance = callee.typeArgs.length > 0 || callee.func?.dupok === true;
    if (owner === undefined || owner === pkg || isInstance) return true;
    const byPath = entry(this.known[caller], callee, () => new Map<string, boolean>());
    let known = byPath.get(pkg.path);
    if (known === undefined) {
      // No package imports itself, whatever its source says.
      byPath.set(pkg.path, false);
      const imports = this.importsOf(pkg.path);
      known =
        imports === undefined ||
        imports.includes(owner.path) ||
        imports.some(path => this.exports(path, callee, caller));
      byPath.set(pkg.path, known);
    }
    return known;
  }

  /** The export data of the package, which is not the callee's own, have the body. */
  private exports(path: string, callee: Callee, caller: 'source' | 'instances'): boolean {
    if (!this.leads.reaches(path, callee.object.pkg?.path ?? '')) return false;
    const pkg = this.inlinability.ir.program.package(path);
    const isInlined = (): boolean => this.bringing(callee).some(each => this.inlines(pkg, each));
    if (caller === 'source') return isInlined();
    if (this.leads.isExported(pkg, callee) && this.leads.instantiates(pkg, callee))
      if (this.has(pkg, callee, 'instances')) return true;
    return (
      (this.imports(path, callee) && isInlined()) ||
      this.inlinedBy(path, callee).some(each => this.inlines(pkg, each))
    );
  }

  private imports(path: string, { object }: Callee): boolean {
    const owner = object.pkg?.path ?? '';
    return path === owner || this.importsOf(path)?.includes(owner) === true;
  }

  /**
   * A function of the package calls it and has that body, and what the package exports mentions it: methods come with
   * their types, functions with bodies.
   */
  private inlines(pkg: Package, callee: Callee): boolean {
    const callers = this.callersIn(pkg, callee);
    const isCalled = callers.length > 0 || (this.imports(pkg.path, callee) && this.leads.embeds(pkg, callee));
    if (!isCalled || !this.has(pkg, callee, 'source')) return false;
    return callee.type.recv !== undefined || this.isExported(pkg, callee, new Set([callee]));
  }

  /** Bodies that the package exports mention the function. */
  private isExported(pkg: Package, callee: Callee, seen: Set<Callee>): boolean {
    if (this.leads.isExported(pkg, callee)) return true;
    return this.callersIn(pkg, callee).some(caller => {
      if (seen.has(caller) || this.inlinability.decide(caller)?.can !== true) return false;
      seen.add(caller);
      const { object, type } = caller;
      return object.exported || type.recv !== undefined || this.isExported(pkg, caller, seen);
    });
  }

  /** Functions of imports that bring a call of it along when they are inlined. */
  private inlinedBy(path: string, callee: Callee): Callee[] {
    return (this.importsOf(path) ?? []).flatMap(each => {
      if (!this.imports(each, callee) || each === callee.object.pkg?.path) return [];
      const callers = this.callersIn(this.inlinability.ir.program.package(each), callee);
      return callers.filter(caller => this.inlinability.decide(caller)?.can === true);
    });
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
  private callersIn(pkg: Package, callee: Callee): readonly Callee[] {
    return entry(
      entry(this.callers, callee, () => new Map<Package, readonly Callee[]>()),
      pkg,
      () => this.findCallers(pkg, callee),
    );
  }

  private findCallers(pkg: Package, callee: Callee): readonly Callee[] {
    if (callee.type.recv === undefined && !this.imports(pkg.path, callee)) return [];
    const { ir } = this.inlinability;
    return ir.program.functions(pkg).flatMap(({ object, unit }) => {
      if (!seemsToCall(unit, callee) || isGeneric(unit)) return [];
      const caller = ir.callee(object, []);
      const func = ir.build(caller);
      const bodies = func === undefined ? [] : [func, ...func.closures];
      return bodies.some(each => mentioned(each).includes(callee)) ? [caller] : [];
    });
  }
}

type Answers = Map<string, boolean>;
