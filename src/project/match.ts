/** Turns one package pattern into import paths, by walking the folders that it can name. */

import type { FileSystem } from './fileSystem';
import { isStandardImportPath, type Locator } from './locate';
import type { ModuleSet } from './modules';
import { joinPath, relativeTo, resolvePath } from './path';
import { hasWildcard, isLocalPattern, literalPrefix, matchPattern, walkFolders } from './patterns';

export class PatternMatcher {
  constructor(
    private readonly fs: FileSystem,
    private readonly dir: string,
    private readonly locator: Locator,
    private readonly modules: ModuleSet,
    /** The name of the package in a folder ("" where only external tests are); undefined where no Go file fits. */
    private readonly packageName: (dir: string) => string | undefined,
  ) {}

  /** Import paths of the packages that the pattern names, sorted; empty where there are none. */
  match(pattern: string): string[] {
    if (isLocalPattern(pattern)) return this.local(pattern);
    if (pattern === 'std') return this.standard(path => !isCommand(path));
    if (pattern === 'cmd') return this.standard(isCommand).filter(path => !this.isVendoredCommand(path));
    const clean = pattern.replace(/\/+$/, '');
    if (!hasWildcard(clean)) {
      const location = this.locator.locate(clean);
      return location !== undefined && this.hasPackage(location.dir) ? [clean] : [];
    }
    const matches = matchPattern(clean);
    return [...new Set([...this.standard(matches), ...this.inModules(clean, matches)])];
  }

  private hasPackage(dir: string): boolean {
    return this.packageName(dir) !== undefined;
  }

  private local(pattern: string): string[] {
    if (!hasWildcard(pattern)) {
      const dir = resolvePath(this.dir, pattern);
      return this.hasPackage(dir) ? [this.locator.locateFolder(dir).path] : [];
    }
    const root = resolvePath(this.dir, literalPrefix(pattern) || '.');
    const rest = pattern.slice(literalPrefix(pattern).length).replace(/^\//, '');
    const matches = matchPattern(rest);
    const found: string[] = [];
    walkFolders({
      fs: this.fs,
      root,
      visit: (dir, relative) => {
        if (relative !== '' && this.isBoundary(dir)) return false;
        if ((relative === '' ? rest === '...' : matches(relative)) && this.hasPackage(dir)) {
          found.push(this.locator.locateFolder(dir).path);
        }
        return true;
      },
    });
    return found;
  }

  /** A nested module that is no main module, or a vendor folder: `...` stops there. */
  private isBoundary(dir: string): boolean {
    if (this.modules.vendor?.dir === dir || dir.endsWith('/vendor')) {
      return relativeTo(this.locator.standardRoot ?? '\0', dir) === undefined;
    }
    if (this.fs.stat(joinPath(dir, 'go.mod'))?.kind !== 'file') return false;
    return !this.modules.mains.some(main => main.dir === dir);
  }

  private standard(matches: (path: string) => boolean): string[] {
    const root = this.locator.standardRoot;
    if (root === undefined) return [];
    const found: string[] = [];
    walkFolders({
      fs: this.fs,
      root,
      visit: (dir, path) => {
        if (path === '') return true;
        if (!isStandardImportPath(path)) return false;
        if (!standardExceptions.has(path) && matches(path) && this.hasPackage(dir)) found.push(path);
        return true;
      },
    });
    return found.sort();
  }

  private isVendoredCommand(path: string): boolean {
    if (!path.startsWith('cmd/vendor/')) return false;
    return this.packageName(this.locator.locate(path)?.dir ?? '') === 'main';
  }

  private inModules(pattern: string, matches: (path: string) => boolean): string[] {
    const prefix = literalPrefix(pattern);
    const found: string[] = [];
    const { mains, dependencies } = this.modules;
    for (const module of [...mains, ...dependencies]) {
      const related =
        relativeTo(module.path, prefix) !== undefined ||
        relativeTo(prefix, module.path) !== undefined ||
        prefix === '';
      if (!related) continue;
      walkFolders({
        fs: this.fs,
        root: module.dir,
        visit: (dir, relative) => {
          if (relative !== '' && this.isBoundary(dir)) return false;
          const path = relative === '' ? module.path : `${module.path}/${relative}`;
          if (matches(path) && this.hasPackage(dir)) found.push(path);
          return true;
        },
      });
    }
    return found.sort();
  }
}

/** Documentation only, and what is cgo's. */
const standardExceptions = new Set(['builtin', 'runtime/cgo']);

function isCommand(path: string): boolean {
  return path === 'cmd' || path.startsWith('cmd/');
}
