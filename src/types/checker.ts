/**
 * The checker's public face. `createProgram` knows packages by import path, checks declarations when
 * somebody asks for them and bodies when their types are asked for.
 */

import type { SourceFile, Unit } from '../syntax';
import type { UnitInfo } from './info';
import type { FuncObject, VarObject } from './object';
import type { Package } from './package';
import type { Sizes } from './sizes';

/** Where packages come from; `src/project` implements it. */
export interface PackageSource {
  /** The import path that `path`, as written in a file of package `from`, stands for (vendoring); undefined if missing. */
  resolve(path: string, from: string): string | undefined;
  /** The name in a package's clauses, if that is known without its files. */
  nameOf?(path: string): string | undefined;
  /** The files of a package, parsed; undefined if there is no such package. Asked once. */
  files(path: string): PackageFiles | undefined;
}
export interface PackageFiles {
  files: readonly SourceFile[];
  /** "go1.26": language version of the module. */
  goVersion: string;
}

export interface ProgramOptions {
  source: PackageSource;
  sizes: Sizes;
  /** Asked between declarations; throw to cancel. */
  checkCancelled?(): void;
}

/** An error that shows only when a whole package has been checked. */
export interface PackageError {
  unit: Unit;
  /** Offset from the unit's base. */
  pos: number;
  message: string;
  soft: boolean;
}

/** What an update left invalid. */
export interface Update {
  /** Functions with new bodies, if nothing else changed; undefined where declarations changed. */
  bodies: readonly FuncObject[] | undefined;
  /**
   * Import paths of the edited package and of those that depend on it. Where declarations changed, their
   * objects and facts are void.
   */
  packages: readonly string[];
}

export interface Program {
  readonly sizes: Sizes;
  /** The package of that import path, its declarations collected; a `fake` one where there is no source. */
  package(path: string): Package;
  /** Facts of the unit's declaration, without the body of a function. */
  declInfo(unit: Unit): UnitInfo;
  /** Facts of the whole unit, its function body included. */
  info(unit: Unit): UnitInfo;
  /**
   * Drops the nodes of a function's body and the facts of them, for who has taken from these what there is to know:
   * they are made again when somebody asks. Those of open documents, and of bodies with
   * errors or types of their own, stay.
   */
  forgetBody(unit: Unit): void;
  /** All functions and methods declared in the package with a body or without, in source order, and their units. */
  functions(pkg: Package): readonly { unit: Unit; object: FuncObject }[];
  /** The unit that declares a function or method (its origin); undefined for what has no source. */
  unitOf(object: FuncObject): Unit | undefined;
  packageOf(unit: Unit): Package | undefined;
  /** Errors of the package as a whole (initialisation cycles, imports); checks all its units. */
  packageErrors(pkg: Package): readonly PackageError[];
  /** Groups of package-level variables in the order of their initialisation; checks all units of the package. */
  initOrder(pkg: Package): readonly (readonly VarObject[])[];
  /**
   * Replaces the files of a package after an edit. Where only function bodies changed (of functions whose
   * headers are the same text), the facts of all other units stay, and so do all objects but those of the bodies.
   * Otherwise the package and those that import it, directly or through others, are resolved anew when asked.
   *
   * A function whose header the edit left unreadable stays for all others what it was: they see an object with the
   * last readable header and without a declaration, and `unitOf` knows no unit of it.
   */
  update(path: string, files: PackageFiles): Update;
}
