/**
 * The project: which packages there are, which files make each, and what an import path stands for. It
 * serves the checker as its PackageSource (`resolve`, `files`). Nothing is read before it is asked for,
 * and what was read is kept until `invalidate` or an overlay says that it changed.
 *
 * Import paths are the go command's, with three more: "P_test" is the external test package of P,
 * "command-line-arguments" the package of files named one by one, and "_/abs/dir" a folder outside every
 * module (as GOPATH mode names it). A file that imports "C" is left out; internal/ is not guarded.
 */

import { type GoVersion, nearestGoVersion, newestGoVersion } from '../base';
import type { SourceFile } from '../syntax';
import { type BuildContext, createTagMatcher, defaultBuildContext, type TagMatcher } from './buildContext';
import { type FileHead, FileIndex, readFileHead, type TextStore } from './fileIndex';
import type { FileSystem } from './fileSystem';
import { type Location, Locator } from './locate';
import { PatternMatcher } from './match';
import { loadModules, type ModuleSet } from './modules';
import { type FolderReader, type PackageFolder, readPackageFiles, readPackageFolder } from './packageFolder';
import { basename, dirname, joinPath, resolvePath } from './path';
import { goRelease } from './version';

export interface ProjectOptions {
  fs: FileSystem;
  /** Where patterns and the search for go.mod begin. */
  dir: string;
  /** GOROOT; undefined where no Go was found: the standard library is then missing. */
  goroot: string | undefined;
  /** GOMODCACHE; undefined where there is none. */
  moduleCache: string | undefined;
  context?: BuildContext;
  /** GOWORK: "off", a file, or "" to search. */
  workFile?: string;
  /** `-mod` of GOFLAGS, "" without. */
  mod?: string;
  /** Keeps what is known of files from run to run; without one files have no hashes. */
  index?: TextStore;
  /** The syntax of a file, from the tree of an open document where there is one. */
  parse(path: string, text: string): SourceFile;
}

/** Structurally types' PackageFiles. */
export interface ProjectFiles {
  files: readonly SourceFile[];
  goVersion: string;
}

export interface PackageDescription {
  path: string;
  /** From the package clauses. */
  name: string;
  dir: string;
  /** Base names of what `files` parses: test files of the package itself too where tests are on. */
  fileNames: readonly string[];
  /** Resolved import paths, sorted, without "unsafe" and without what is missing. */
  imports: readonly string[];
  /** As written; nothing of that name was found. */
  missingImports: readonly string[];
  /** "go1.26". */
  goVersion: string;
  /** Belongs to GOROOT. */
  standard: boolean;
  /** Some functions may be written in assembly. */
  hasAssembly: boolean;
}

export interface Match {
  /** Import paths in the order in which the patterns name them, each once. */
  packages: readonly string[];
  /** One line for each pattern that names nothing, and for what could not be read. */
  errors: readonly string[];
}

export interface Project {
  readonly dir: string;
  readonly goroot: string | undefined;
  /** "go1.26.8" as GOROOT/VERSION says; undefined without. */
  readonly toolchain: string | undefined;
  /** Whose compiler and runtime are taken: GOROOT's, or the newer one that go.work or go.mod asks for, as the go command chooses. */
  readonly goVersion: GoVersion;
  /** One line for each thing that is missing or could not be read. Grows as more is asked for. */
  readonly notes: readonly string[];
  readonly modules: ModuleSet;
  match(patterns: readonly string[]): Match;
  describe(path: string): PackageDescription | undefined;
  resolve(path: string, from: string): string | undefined;
  /** The name in the package clauses, for which no file is parsed; undefined where there is no such package. */
  nameOf(path: string): string | undefined;
  files(path: string): ProjectFiles | undefined;
  /** The import path of the package that a file belongs to, whether or not the file fits the context. */
  packageOf(file: string): string | undefined;
  /** Whether the package lies in GOROOT. */
  isStandard(path: string): boolean;
  /** The text of an open document in place of the one on disk; undefined when it is closed. */
  setOverlay(file: string, text: string | undefined): void;
  /** The text of a file as the project sees it: of the open document, else from the disk. */
  readText(file: string): string | undefined;
  /** Stands for the text of a file; undefined for what cannot be read. */
  hashOf(file: string): string | undefined;
  /** False where a file turned out to be another than its hash said: it was changed meanwhile. */
  readonly isSteady: boolean;
  /** An earlier run has left what it knew of files here. */
  readonly isIndexed: boolean;
  /** Writes what is to be known of files in the next run. */
  saveIndex(): void;
  /** Forgets what was read of a folder. A change of a go.mod or go.work needs a new project. */
  invalidate(dir: string): void;
}

/** The import path of the package made of files that were named one by one. */
export const commandLineArguments = 'command-line-arguments';

export function createProject(options: ProjectOptions): Project {
  return new LazyProject(options);
}

/** The release that a GOROOT is of: "go1.26.8". */
export function readToolchainVersion(fs: FileSystem, goroot: string): string | undefined {
  const version = fs.readFile(joinPath(goroot, 'VERSION'))?.split('\n')[0].trim();
  return version !== undefined && goRelease(version) !== undefined ? version : undefined;
}

/** What is assumed of a GOROOT that doesn't say (a development tree), and where there is none. */
const newestRelease = 26;

interface Found {
  folder: PackageFolder;
  location: Location;
  /** The package of the folder's tests that is another than theirs. */
  external: boolean;
}

function nameOf({ folder, external }: Found): string {
  return external ? `${folder.name}_test` : folder.name;
}

class LazyProject implements Project {
  readonly dir: string;
  readonly goroot: string | undefined;
  readonly toolchain: string | undefined;
  readonly goVersion: GoVersion;
  readonly modules: ModuleSet;
  readonly notes: string[] = [];
  private readonly fs: FileSystem;
  private readonly context: BuildContext;
  private readonly release: number;
  private readonly matches: TagMatcher;
  private readonly locator: Locator;
  private readonly reader: FolderReader;
  private readonly index: FileIndex;
  private readonly overlays = new Map<string, string>();
  private readonly names = new Map<string, readonly string[]>();
  private readonly sources = new Map<string, SourceFile>();
  private readonly folders = new Map<string, PackageFolder | undefined>();
  private readonly descriptions = new Map<string, PackageDescription | undefined>();
  private readonly missing = new Set<string>();
  /** Files named one by one. */
  private named: PackageFolder | undefined;
  /** Packages that a pattern named: with tests on, only theirs and those of main modules count. */
  private readonly matched = new Set<string>();

  constructor(private readonly options: ProjectOptions) {
    this.fs = options.fs;
    this.dir = options.dir;
    this.context = options.context ?? defaultBuildContext;
    this.goroot = options.goroot;
    if (this.goroot === undefined)
      this.notes.push('no Go installation (GOROOT) found: the standard library is missing');
    this.toolchain = this.goroot === undefined ? undefined : readToolchainVersion(this.fs, this.goroot);
    this.release = goRelease(this.toolchain ?? '') ?? newestRelease;
    this.matches = createTagMatcher(this.context, this.release);
    this.modules = loadModules(options);
    this.notes.push(...this.modules.notes);
    const releases = [goRelease(this.toolchain ?? ''), goRelease(this.modules.toolchain)];
    const known = releases.filter(release => release !== undefined);
    this.goVersion = known.length === 0 ? newestGoVersion : nearestGoVersion(`1.${Math.max(...known)}`);
    const roots = this.goroot === undefined ? [] : [this.goroot];
    this.index = new FileIndex(this.fs, options.index, roots, this.modules.root ?? '');
    this.reader = { names: dir => this.fileNames(dir), head: path => this.head(path) };
    this.locator = new Locator(
      this.goroot === undefined ? undefined : joinPath(this.goroot, 'src'),
      this.modules,
      `go1.${this.release}`,
      dir => this.hasGoFiles(dir),
    );
  }

  match(patterns: readonly string[]): Match {
    this.descriptions.clear();
    const files = patterns.filter(pattern => pattern.endsWith('.go') && !pattern.includes('...'));
    if (files.length > 0) return this.matchFiles(patterns, files);
    const matcher = new PatternMatcher(
      this.fs,
      this.dir,
      this.locator,
      this.modules,
      dir => this.folder(dir)?.name,
    );
    const errors: string[] = [];
    const packages = new Set<string>();
    for (const pattern of patterns) {
      const found = pattern === 'all' ? this.closure(matcher.match('./...')) : matcher.match(pattern);
      if (found.length === 0) errors.push(`no packages match ${pattern}`);
      for (const path of found) packages.add(path);
    }
    for (const path of packages) this.matched.add(path);
    this.descriptions.clear();
    if (!this.context.tests) return { packages: [...packages], errors };
    const withTests: string[] = [];
    for (const path of packages) {
      withTests.push(path);
      if (this.describe(`${path}_test`) !== undefined) withTests.push(`${path}_test`);
    }
    return { packages: withTests, errors };
  }

  private matchFiles(patterns: readonly string[], files: readonly string[]): Match {
    const errors: string[] = [];
    if (files.length < patterns.length)
      errors.push('named files must be .go files, without packages beside them');
    const paths = files.map(file => resolvePath(this.dir, file));
    for (const path of paths) {
      if (this.text(path) === undefined) errors.push(`cannot read ${path}`);
    }
    const dir = dirname(paths[0]);
    if (paths.some(path => dirname(path) !== dir)) errors.push('named files must all be in one directory');
    if (errors.length > 0) return { packages: [], errors };
    this.named = readPackageFiles(dir, paths.map(basename), this.reader, this.matches, true, true);
    return this.named === undefined
      ? { packages: [], errors: ['no Go files to analyse: files that import "C" are left out'] }
      : { packages: [commandLineArguments], errors };
  }

  private closure(roots: readonly string[]): string[] {
    const seen = new Set(roots);
    for (const path of seen) for (const imported of this.describe(path)?.imports ?? []) seen.add(imported);
    return [...seen].sort();
  }

  describe(path: string): PackageDescription | undefined {
    if (this.descriptions.has(path)) return this.descriptions.get(path);
    const description = this.makeDescription(path);
    this.descriptions.set(path, description);
    return description;
  }

  private makeDescription(path: string): PackageDescription | undefined {
    const found = this.find(path);
    if (found === undefined) return undefined;
    const { folder, location, external } = found;
    const tests = this.context.tests && (location.main || this.matched.has(path) || folder === this.named);
    const written = external
      ? folder.externalTestImports
      : tests || folder === this.named
        ? [...folder.imports, ...folder.testImports]
        : folder.imports;
    const imports = new Set<string>();
    const missingImports = new Set<string>();
    for (const name of written) {
      if (name === 'unsafe') continue;
      const resolved = this.resolve(name, path);
      if (resolved === undefined) missingImports.add(name);
      else imports.add(resolved);
    }
    return {
      path,
      name: nameOf(found),
      dir: folder.dir,
      fileNames: external
        ? folder.externalTestFiles
        : tests || folder === this.named
          ? [...folder.goFiles, ...folder.testFiles].sort()
          : folder.goFiles,
      imports: [...imports].sort(),
      missingImports: [...missingImports].sort(),
      goVersion: location.goVersion,
      standard: location.standard,
      hasAssembly: folder.hasAssembly,
    };
  }

  nameOf(path: string): string | undefined {
    const found = this.find(path);
    return found && nameOf(found);
  }

  private find(path: string): Found | undefined {
    if (path === commandLineArguments) {
      if (this.named === undefined) return undefined;
      const location = this.locator.locateFolder(this.named.dir);
      return { folder: this.named, location: { ...location, path }, external: false };
    }
    const location = this.locator.locate(path);
    const folder = location === undefined ? undefined : this.folder(location.dir);
    if (location !== undefined && folder !== undefined) {
      const own = folder.goFiles.length + folder.testFiles.length > 0;
      return own ? { folder, location, external: false } : undefined;
    }
    if (!this.context.tests || !path.endsWith('_test')) return undefined;
    const tested = this.locator.locate(path.slice(0, -'_test'.length));
    const testedFolder = tested === undefined ? undefined : this.folder(tested.dir);
    if (tested === undefined || testedFolder === undefined || testedFolder.externalTestFiles.length === 0)
      return undefined;
    return { folder: testedFolder, location: { ...tested, path }, external: true };
  }

  resolve(path: string, from: string): string | undefined {
    if (path === 'unsafe') return path;
    if (path === 'C' || path === '') return undefined;
    if (/^\.\.?(?:\/|$)/.test(path)) {
      const importer = this.find(from);
      if (importer === undefined) return undefined;
      const location = this.locator.locateFolder(joinPath(importer.folder.dir, path));
      return this.locator.locate(location.path)?.path;
    }
    const resolved = this.locator.resolve(path, from);
    if (resolved === undefined && !this.missing.has(path)) {
      this.missing.add(path);
      this.notes.push(this.locator.missingNote(path));
    }
    return resolved;
  }

  files(path: string): ProjectFiles | undefined {
    const description = this.describe(path);
    if (description === undefined) return undefined;
    const files: SourceFile[] = [];
    for (const name of description.fileNames) {
      const file = this.parsed(joinPath(description.dir, name));
      if (file !== undefined) files.push(file);
    }
    return { files, goVersion: description.goVersion };
  }

  private parsed(path: string): SourceFile | undefined {
    const known = this.sources.get(path);
    if (known !== undefined) return known;
    const text = this.text(path);
    const file = text === undefined ? undefined : this.options.parse(path, text);
    if (file !== undefined) this.sources.set(path, file);
    return file;
  }

  packageOf(file: string): string | undefined {
    const dir = dirname(file);
    const name = basename(file);
    if (this.named?.dir === dir && this.named.goFiles.includes(name)) return commandLineArguments;
    const location = this.locator.locateFolder(dir);
    const folder = this.folder(dir);
    return folder?.externalTestFiles.includes(name) ? `${location.path}_test` : location.path;
  }

  isStandard(path: string): boolean {
    return this.find(path)?.location.standard ?? false;
  }

  readText(file: string): string | undefined {
    return this.text(file);
  }

  hashOf(file: string): string | undefined {
    const overlay = this.overlays.get(file);
    return overlay === undefined ? this.index.hash(file) : this.options.index?.hash(overlay);
  }

  get isSteady(): boolean {
    return this.index.isSteady;
  }

  get isIndexed(): boolean {
    return this.index.isKept;
  }

  saveIndex(): void {
    this.index.save();
  }

  setOverlay(file: string, text: string | undefined): void {
    const isKnown = this.fileNames(dirname(file)).includes(basename(file));
    const before = this.head(file);
    if (text === undefined) this.overlays.delete(file);
    else this.overlays.set(file, text);
    // Most edits change nothing that the folder's package is chosen by.
    const isSame =
      isKnown && text !== undefined && JSON.stringify(before) === JSON.stringify(readFileHead(text));
    this.sources.delete(file);
    if (!isSame) this.invalidate(dirname(file));
  }

  invalidate(dir: string): void {
    this.names.delete(dir);
    for (const path of this.sources.keys()) if (dirname(path) === dir) this.sources.delete(path);
    this.folders.delete(dir);
    this.descriptions.clear();
    this.index.forget(dir);
    this.locator.forget(dir);
  }

  private folder(dir: string): PackageFolder | undefined {
    if (this.folders.has(dir)) return this.folders.get(dir);
    const folder = readPackageFolder(dir, this.reader, this.matches, this.context.tests);
    this.folders.set(dir, folder);
    return folder;
  }

  private hasGoFiles(dir: string): boolean {
    return this.fileNames(dir).some(name => name.endsWith('.go'));
  }

  /** Links to files count as files; a link to a folder does not (go/build leaves it out too). */
  private fileNames(dir: string): readonly string[] {
    const known = this.names.get(dir);
    if (known !== undefined) return known;
    const names = new Set<string>();
    for (const { name, kind } of this.fs.readDir(dir) ?? []) {
      if (kind === 'file' || (kind === 'symlink' && this.fs.stat(joinPath(dir, name))?.kind === 'file'))
        names.add(name);
    }
    for (const file of this.overlays.keys()) if (dirname(file) === dir) names.add(basename(file));
    this.names.set(dir, [...names]);
    return [...names];
  }

  private text(path: string): string | undefined {
    return this.overlays.get(path) ?? this.index.text(path);
  }

  private head(path: string): FileHead | undefined {
    const overlay = this.overlays.get(path);
    return overlay === undefined ? this.index.head(path) : readFileHead(overlay);
  }
}
