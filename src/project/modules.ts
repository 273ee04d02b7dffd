/**
 * Which modules a build is made of and where they lie: the main modules (go.mod, or go.work's), and the
 * dependencies that minimal version selection picks, from the module cache, from a replacement's folder or
 * from the vendor folder. Mirrors cmd/go/internal/modload (Go 1.26) as far as reading goes; nothing is
 * ever downloaded. Knowingly simpler: a module whose go.mod says go 1.17 or later counts with its own
 * requirements, and what those require in turn is not read (graph pruning).
 */

import type { FileSystem } from './fileSystem';
import {
  type GoMod,
  type ModuleVersion,
  parseGoMod,
  parseGoWork,
  parseModulesTxt,
  type Replacement,
} from './goMod';
import { dirname, joinPath, relativeTo, resolvePath } from './path';
import { compareVersions, goRelease } from './version';

export interface Module {
  path: string;
  /** "" for a main module. */
  version: string;
  /** Where its files are; the folder need not exist. */
  dir: string;
  /** Language version, "go1.26". */
  goVersion: string;
  main: boolean;
}

export interface ModuleSet {
  /** The folder with the go.work or go.mod; undefined where there is neither. */
  root: string | undefined;
  /** The release that go.work or go.mod asks for, by the toolchain or the go line: "go1.26.1", "1.26"; "" without. */
  toolchain: string;
  /** Longest paths first. */
  mains: readonly Module[];
  /** Longest paths first. Empty where a vendor folder is in force. */
  dependencies: readonly Module[];
  vendor: Vendor | undefined;
  notes: readonly string[];
}

export interface Vendor {
  dir: string;
  /** The module that each vendored package comes from. */
  packages: ReadonlyMap<string, Module>;
}

export interface ModuleOptions {
  fs: FileSystem;
  /** Where the search for go.work and go.mod begins. */
  dir: string;
  /** GOMODCACHE; undefined where there is none. */
  moduleCache: string | undefined;
  /** GOWORK: "off", a file, or "" to search. */
  workFile?: string;
  /** `-mod` of GOFLAGS; "" leaves the choice to the vendor folder. */
  mod?: string;
}

export function loadModules(options: ModuleOptions): ModuleSet {
  const loader = new ModuleLoader(options);
  const workFile =
    options.workFile === 'off'
      ? undefined
      : options.workFile || findUpwards(options.fs, options.dir, 'go.work');
  if (workFile !== undefined) {
    const set = loader.workspace(workFile);
    if (set !== undefined) return set;
  }
  const modFile = findUpwards(options.fs, options.dir, 'go.mod');
  if (modFile !== undefined) return loader.single(modFile);
  return {
    root: undefined,
    toolchain: '',
    mains: [],
    dependencies: [],
    vendor: undefined,
    notes: loader.notes,
  };
}

/** The nearest file of that name in `dir` or above it. */
export function findUpwards(fs: FileSystem, dir: string, name: string): string | undefined {
  for (let at = dir; ; at = dirname(at)) {
    const file = joinPath(at, name);
    if (fs.stat(file)?.kind === 'file') return file;
    if (dirname(at) === at || at === '.') return undefined;
  }
}

/** How the module cache writes a path or a version: capital letters as `!` and the small one. */
export function escapeModulePath(path: string): string {
  return path.replace(/[A-Z]/g, letter => `!${letter.toLowerCase()}`);
}

class ModuleLoader {
  readonly notes: string[] = [];
  private readonly fs: FileSystem;
  private replacements: Replacement[] = [];
  private readonly excluded = new Set<string>();

  constructor(private readonly options: ModuleOptions) {
    this.fs = options.fs;
  }

  workspace(workFile: string): ModuleSet | undefined {
    const text = this.fs.readFile(workFile);
    if (text === undefined) {
      this.notes.push(`cannot read ${workFile}`);
      return undefined;
    }
    const work = parseGoWork(text);
    for (const error of work.errors) this.notes.push(`${workFile}: ${error}`);
    const root = dirname(workFile);
    const mains: Module[] = [];
    const files: GoMod[] = [];
    for (const use of work.use) {
      const dir = resolvePath(root, use);
      const file = this.readGoMod(joinPath(dir, 'go.mod'));
      if (file === undefined) {
        this.notes.push(`${workFile}: no go.mod in ${use}`);
        continue;
      }
      mains.push(mainModule(file, dir));
      files.push(file);
      this.addReplacements(file.replace, dir);
      for (const { path, version } of file.exclude) this.excluded.add(`${path}@${version}`);
    }
    // The workspace's own replacements come first: they win over the modules'.
    this.replacements = [...absolute(work.replace, root), ...this.replacements];
    return this.finish(root, mains, files, work, goRelease(work.go) ?? 18, 22);
  }

  single(modFile: string): ModuleSet {
    const root = dirname(modFile);
    const file = this.readGoMod(modFile) ?? parseGoMod('');
    for (const error of file.errors) this.notes.push(`${modFile}: ${error}`);
    if (file.module === '') this.notes.push(`${modFile}: no module line`);
    this.addReplacements(file.replace, root);
    for (const { path, version } of file.exclude) this.excluded.add(`${path}@${version}`);
    return this.finish(root, [mainModule(file, root)], [file], file, goRelease(file.go) ?? 11, 14);
  }

  private finish(
    root: string,
    mains: Module[],
    files: GoMod[],
    { toolchain, go }: Pick<GoMod, 'toolchain' | 'go'>,
    release: number,
    vendorSince: number,
  ): ModuleSet {
    const { mod } = this.options;
    const wantsVendor = mod === 'vendor' || (mod !== 'mod' && mod !== 'readonly' && release >= vendorSince);
    const vendor = wantsVendor ? this.vendor(root) : undefined;
    const dependencies = vendor === undefined ? this.select(mains, files) : [];
    const byLength = (a: Module, b: Module) => b.path.length - a.path.length;
    return {
      root,
      toolchain: goRelease(toolchain) === undefined ? go : toolchain,
      mains: mains.sort(byLength),
      dependencies: dependencies.sort(byLength),
      vendor,
      notes: this.notes,
    };
  }

  private vendor(root: string): Vendor | undefined {
    const dir = joinPath(root, 'vendor');
    const text = this.fs.readFile(joinPath(dir, 'modules.txt'));
    if (text === undefined) return undefined;
    const packages = new Map<string, Module>();
    for (const { path, version, go, packages: names } of parseModulesTxt(text)) {
      const module = { path, version, dir: joinPath(dir, path), goVersion: languageVersion(go), main: false };
      for (const name of names) packages.set(name, module);
    }
    return { dir, packages };
  }

  /** Minimal version selection: of each module the newest version that any module in the graph asks for. */
  private select(mains: readonly Module[], files: readonly GoMod[]): Module[] {
    const own = new Set(mains.map(main => main.path));
    const selected = new Map<string, string>();
    const seen = new Set<string>();
    const queue: { module: ModuleVersion; follow: boolean }[] = [];
    const require = (list: readonly ModuleVersion[], follow: boolean) => {
      for (const module of list) {
        const key = `${module.path}@${module.version}`;
        if (own.has(module.path) || this.excluded.has(key)) continue;
        const chosen = selected.get(module.path);
        if (chosen === undefined || compareVersions(module.version, chosen) > 0) {
          selected.set(module.path, module.version);
        }
        if (!follow || seen.has(key)) continue;
        seen.add(key);
        queue.push({ module, follow });
      }
    };
    for (const file of files) require(file.require, true);
    for (let next = 0; next < queue.length; next++) {
      const file = this.dependencyGoMod(queue[next].module);
      if (file !== undefined) require(file.require, (goRelease(file.go) ?? 16) < 17);
    }
    return [...selected].map(([path, version]) => this.locate({ path, version }));
  }

  private locate(module: ModuleVersion): Module {
    const { path, version } = module;
    const target = this.replacementOf(module);
    const dir = target.version === '' && target.path !== path ? target.path : this.cacheDir(target);
    return {
      path,
      version,
      dir,
      goVersion: languageVersion(this.dependencyGoMod(module)?.go ?? ''),
      main: false,
    };
  }

  private replacementOf(module: ModuleVersion): ModuleVersion {
    const fits = (version: string) =>
      this.replacements.find(({ from }) => from.path === module.path && from.version === version);
    return (fits(module.version) ?? fits(''))?.to ?? module;
  }

  private cacheDir(module: ModuleVersion): string {
    const name = `${escapeModulePath(module.path)}@${escapeModulePath(module.version)}`;
    return joinPath(this.options.moduleCache ?? '/', name);
  }

  private readonly goMods = new Map<string, GoMod | undefined>();

  private dependencyGoMod(module: ModuleVersion): GoMod | undefined {
    const key = `${module.path}@${module.version}`;
    if (this.goMods.has(key)) return this.goMods.get(key);
    const target = this.replacementOf(module);
    const cache = this.options.moduleCache;
    let file: GoMod | undefined;
    if (target.version === '') file = this.readGoMod(joinPath(target.path, 'go.mod'));
    else if (cache !== undefined) {
      const version = `${escapeModulePath(target.version)}.mod`;
      file =
        this.readGoMod(joinPath(cache, 'cache/download', escapeModulePath(target.path), '@v', version)) ??
        this.readGoMod(joinPath(this.cacheDir(target), 'go.mod'));
    }
    this.goMods.set(key, file);
    return file;
  }

  private addReplacements(list: readonly Replacement[], dir: string): void {
    this.replacements.push(...absolute(list, dir));
  }

  private readGoMod(path: string): GoMod | undefined {
    const text = this.fs.readFile(path);
    return text === undefined ? undefined : parseGoMod(text);
  }
}

function mainModule(file: GoMod, dir: string): Module {
  return { path: file.module, version: '', dir, goVersion: languageVersion(file.go), main: true };
}

/** "go1.26" of "1.26.3"; a module without a go line is read as Go 1.16. */
function languageVersion(go: string): string {
  return `go1.${goRelease(go) ?? 16}`;
}

function absolute(list: readonly Replacement[], dir: string): Replacement[] {
  return list.map(({ from, to }) => ({
    from,
    to: to.version === '' ? { path: resolvePath(dir, to.path), version: '' } : to,
  }));
}

/** Whether `importPath` is the module's own path or lies below it; gives the part below. */
export function pathInModule(module: Module, importPath: string): string | undefined {
  return relativeTo(module.path, importPath);
}
