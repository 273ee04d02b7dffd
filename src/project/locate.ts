/**
 * From an import path to a folder and back: the standard library (with its vendor folder), the main
 * modules, the vendor folder, the dependencies (cmd/go/internal/modload's import.go, Go 1.26).
 */

import { type Module, type ModuleSet, pathInModule } from './modules';
import { joinPath, relativeTo } from './path';

export interface Location {
  path: string;
  dir: string;
  /** Language version, "go1.26". */
  goVersion: string;
  standard: boolean;
  /** In a main module, or in a folder outside every module. */
  main: boolean;
}

export class Locator {
  private readonly located = new Map<string, Location | undefined>();
  private readonly withGoFiles = new Map<string, boolean>();

  constructor(
    /** GOROOT/src. */
    readonly standardRoot: string | undefined,
    private readonly modules: ModuleSet,
    private readonly standardVersion: string,
    private readonly hasGoFiles: (dir: string) => boolean,
  ) {}

  /** The import path that `path` stands for in a file of package `from`. */
  resolve(path: string, from: string): string | undefined {
    const importer =
      this.locate(from.endsWith('_test') ? from.slice(0, -'_test'.length) : from) ?? this.locate(from);
    if (importer?.standard) {
      const vendor = from === 'cmd' || from.startsWith('cmd/') ? 'cmd/vendor' : 'vendor';
      if (this.locate(`${vendor}/${path}`) !== undefined) return `${vendor}/${path}`;
    }
    return this.locate(path)?.path;
  }

  /** Where the package of that import path lies; undefined where no folder with Go files has it. */
  locate(path: string): Location | undefined {
    if (this.located.has(path)) return this.located.get(path);
    const location = this.search(path);
    this.located.set(path, location);
    return location;
  }

  private search(path: string): Location | undefined {
    if (path.startsWith('_/')) return this.isPackage(path.slice(1)) ? this.outside(path.slice(1)) : undefined;
    if (!isSafeImportPath(path)) return undefined;
    const { standardRoot, modules } = this;
    if (standardRoot !== undefined && isStandardImportPath(path)) {
      const dir = joinPath(standardRoot, path);
      if (this.isPackage(dir)) return this.standard(path, dir);
    }
    const inMain = this.inModules(modules.mains, path);
    if (inMain !== undefined) return inMain;
    if (modules.vendor === undefined) return this.inModules(modules.dependencies, path);
    const dir = joinPath(modules.vendor.dir, path);
    if (!this.isPackage(dir)) return undefined;
    const module = modules.vendor.packages.get(path);
    return { path, dir, goVersion: module?.goVersion ?? 'go1.16', standard: false, main: false };
  }

  private inModules(list: readonly Module[], path: string): Location | undefined {
    for (const module of list) {
      const below = pathInModule(module, path);
      if (below === undefined) continue;
      const dir = joinPath(module.dir, below);
      if (this.isPackage(dir))
        return { path, dir, goVersion: module.goVersion, standard: false, main: module.main };
    }
    return undefined;
  }

  /** What a folder is as a package, whether or not there is one in it. */
  locateFolder(dir: string): Location {
    const { standardRoot, modules } = this;
    const standard = standardRoot === undefined ? undefined : relativeTo(standardRoot, dir);
    if (standard) return this.standard(standard, dir);
    const { vendor } = modules;
    const vendored = vendor === undefined ? undefined : relativeTo(vendor.dir, dir);
    if (vendored) {
      const goVersion = vendor?.packages.get(vendored)?.goVersion ?? 'go1.16';
      return { path: vendored, dir, goVersion, standard: false, main: false };
    }
    let best: { module: Module; below: string } | undefined;
    for (const module of [...modules.mains, ...modules.dependencies]) {
      const below = relativeTo(module.dir, dir);
      if (below === undefined || module.path === '') continue;
      if (best === undefined || module.dir.length > best.module.dir.length) best = { module, below };
    }
    if (best === undefined) return this.outside(dir);
    const { module, below } = best;
    const path = below === '' ? module.path : `${module.path}/${below}`;
    return { path, dir, goVersion: module.goVersion, standard: false, main: module.main };
  }

  forget(dir: string): void {
    this.withGoFiles.delete(dir);
    for (const [path, location] of this.located) {
      if (location === undefined || location.dir === dir) this.located.delete(path);
    }
  }

  missingNote(path: string): string {
    if (isStandardImportPath(path) && this.standardRoot !== undefined)
      return `package ${path} is not in GOROOT`;
    if (this.standardRoot === undefined && isStandardImportPath(path)) return `package ${path}: no GOROOT`;
    const { mains, dependencies, vendor } = this.modules;
    const module = [...mains, ...dependencies].find(candidate => pathInModule(candidate, path) !== undefined);
    if (vendor !== undefined) return `package ${path} is not in the vendor folder`;
    if (module === undefined) return `package ${path}: no required module provides it`;
    return module.main
      ? `package ${path} is not in module ${module.path}`
      : `package ${path} is not in the module cache (${module.path}@${module.version}): go mod download`;
  }

  private standard(path: string, dir: string): Location {
    return { path, dir, goVersion: this.standardVersion, standard: true, main: false };
  }

  private outside(dir: string): Location {
    return { path: `_${dir}`, dir, goVersion: this.standardVersion, standard: false, main: true };
  }

  private isPackage(dir: string): boolean {
    let known = this.withGoFiles.get(dir);
    if (known === undefined) {
      known = this.hasGoFiles(dir);
      this.withGoFiles.set(dir, known);
    }
    return known;
  }
}

/** The first element has no dot: reserved for the standard library, though modules without one exist. */
export function isStandardImportPath(path: string): boolean {
  const slash = path.indexOf('/');
  return !(slash < 0 ? path : path.slice(0, slash)).includes('.');
}

/** No way out of the folder that the path is looked up in. */
function isSafeImportPath(path: string): boolean {
  if (path === '' || path.startsWith('/') || path.includes('\\') || path.includes('\0') || path.length > 4096)
    return false;
  return path.split('/').every(element => element !== '' && element !== '.' && element !== '..');
}
