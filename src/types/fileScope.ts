/**
 * The scope of a file: its imports, then what its package declares, then what is predeclared. An import
 * without a name is called as its package is; packages are loaded only where a name cannot be told otherwise
 * (knowingly unlike go/types: an import does not hide a predeclared name that its path does not suggest).
 */

import type { GoObject, PkgNameObject } from './object';
import { isExported } from './object';
import type { Package } from './package';
import { Scope } from './scope';
import { universe } from './universe';

export interface Import {
  /** As in the source: undefined, "_", "." or a name. */
  readonly explicit: string | undefined;
  readonly imported: Package;
  /** The name that the import path suggests. */
  readonly guess: string;
  /** Makes the import's object once its name is known. */
  make(name: string): PkgNameObject;
}

export class FileScope extends Scope {
  private readonly known = new Map<string, GoObject>();
  /** What names were found to denote. */
  private readonly found = new Map<string, GoObject>();
  private readonly unnamed: Import[] = [];
  /** Names that the paths of `unnamed` suggest. */
  private readonly guesses = new Set<string>();
  private readonly dots: { pkg: Package; object: PkgNameObject }[] = [];
  private readonly imports: PkgNameObject[] = [];

  constructor(private readonly pkgScope: Scope) {
    super(undefined);
  }

  /** Adds an import; the name it collides with, if any. */
  addImport(entry: Import): string | undefined {
    if (entry.explicit === undefined) {
      this.unnamed.push(entry);
      this.guesses.add(entry.guess);
      return undefined;
    }
    const object = this.make(entry, entry.explicit);
    if (entry.explicit === '.') this.dots.push({ pkg: entry.imported, object });
    else if (entry.explicit !== '_') return this.add(object);
    return undefined;
  }

  override lookup(name: string): GoObject | undefined {
    let object = this.found.get(name);
    if (object === undefined) {
      object = this.search(name);
      if (object !== undefined) this.found.set(name, object);
    }
    return object;
  }

  private search(name: string): GoObject | undefined {
    return (
      this.known.get(name) ??
      this.loadGuessed(name) ??
      this.pkgScope.lookup(name) ??
      this.lookupDots(name) ??
      universe.lookup(name) ??
      this.load(() => true, name)
    );
  }

  /** All imports of the file; their packages are loaded. */
  allImports(): readonly PkgNameObject[] {
    this.load(() => true, '');
    return this.imports;
  }

  /** The names that imports bring into the file, with those of dot-imports. */
  *importedNames(): Generator<readonly [string, GoObject]> {
    yield* this.known;
    for (const { pkg } of this.dots) {
      for (const entry of pkg.scope.entries()) if (isExported(entry[0])) yield entry;
    }
  }

  private make(entry: Import, name: string): PkgNameObject {
    const object = entry.make(name);
    this.imports.push(object);
    return object;
  }

  private add(object: PkgNameObject): string | undefined {
    if (this.known.has(object.name)) return object.name;
    this.known.set(object.name, object);
    return undefined;
  }

  private loadGuessed(name: string): GoObject | undefined {
    if (!this.guesses.delete(name)) return undefined;
    return this.load(each => each.guess === name, name);
  }

  /** Loads the imports whose names are asked for, then answers. */
  private load(wanted: (entry: Import) => boolean, name: string): GoObject | undefined {
    for (let i = 0; i < this.unnamed.length; i++) {
      const entry = this.unnamed[i];
      if (!wanted(entry)) continue;
      this.unnamed.splice(i--, 1);
      this.add(this.make(entry, entry.imported.name));
    }
    return this.known.get(name);
  }

  private lookupDots(name: string): GoObject | undefined {
    if (this.dots.length === 0 || !isExported(name)) return undefined;
    for (const { pkg, object } of this.dots) {
      const found = pkg.scope.lookup(name);
      if (found === undefined) continue;
      object.used = true;
      return found;
    }
    return undefined;
  }
}
