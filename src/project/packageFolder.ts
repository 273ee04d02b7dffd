/**
 * Which files of a folder make its package: go/build's ImportDir (Go 1.26) for the gc compiler without
 * cgo. Differs where Go gives up: of several package names in one folder the one of the first file in
 * the list wins and the others are left out.
 */

import { shouldBuild } from './buildConstraint';
import { matchesFileName, type TagMatcher } from './buildContext';
import type { FileHead } from './fileIndex';
import { basename, joinPath } from './path';

export interface PackageFolder {
  dir: string;
  /** "" where only files of an external test are there. */
  name: string;
  /** Base names, sorted as the file system's bytes are. */
  goFiles: readonly string[];
  /** _test.go files of the package itself, and those of the package NAME_test. */
  testFiles: readonly string[];
  externalTestFiles: readonly string[];
  /** Import paths as written in goFiles, testFiles and externalTestFiles. */
  imports: readonly string[];
  testImports: readonly string[];
  externalTestImports: readonly string[];
  /** Assembly that fits the context: functions without a body are written there. */
  hasAssembly: boolean;
}

/** How a folder's files are read: overlays of open documents come before the disk. */
export interface FolderReader {
  names(dir: string): readonly string[];
  /** Undefined for what cannot be read. */
  head(path: string): FileHead | undefined;
}

/** The package in `dir`; undefined where no Go file fits. */
export function readPackageFolder(
  dir: string,
  reader: FolderReader,
  matches: TagMatcher,
  tests: boolean,
): PackageFolder | undefined {
  const names = reader.names(dir).filter(name => !name.startsWith('_') && !name.startsWith('.'));
  return readPackageFiles(dir, names, reader, matches, tests, false);
}

/** The same for files named one by one; `named` files need not fit the build constraints. */
export function readPackageFiles(
  dir: string,
  names: readonly string[],
  reader: FolderReader,
  matches: TagMatcher,
  tests: boolean,
  named: boolean,
): PackageFolder | undefined {
  const own = new FileGroup();
  const test = new FileGroup();
  const external = new FileGroup();
  let hasAssembly = false;
  let packageName = '';
  for (const path of names.filter(name => /\.(?:go|s|S)$/.test(name)).sort()) {
    const name = basename(path);
    const isAssembly = !name.endsWith('.go');
    const isTest = name.endsWith('_test.go');
    if (isTest && !tests && !named) continue;
    if (!named && !matchesFileName(name, matches)) continue;
    if (isAssembly && hasAssembly) continue;
    const header = reader.head(joinPath(dir, path));
    if (header === undefined || (!named && !shouldBuild(header.constraints, matches))) continue;
    if (isAssembly) {
      hasAssembly = true;
      continue;
    }
    if (header.packageName === 'documentation' || header.imports.includes('C')) continue;
    if (isTest && header.packageName.endsWith('_test')) {
      external.add(path, header.imports);
      continue;
    }
    // A file whose clause is broken stays with the others: it is being edited.
    if (packageName === '') packageName = header.packageName;
    else if (header.packageName !== packageName && header.packageName !== '') continue;
    (isTest ? test : own).add(path, header.imports);
  }
  if (own.files.length + test.files.length + external.files.length === 0) return undefined;
  return {
    dir,
    name: packageName,
    goFiles: own.files,
    testFiles: test.files,
    externalTestFiles: external.files,
    imports: [...own.imports],
    testImports: [...test.imports],
    externalTestImports: [...external.imports],
    hasAssembly,
  };
}

class FileGroup {
  readonly files: string[] = [];
  readonly imports = new Set<string>();

  add(file: string, imports: readonly string[]): void {
    this.files.push(file);
    for (const path of imports) this.imports.add(path);
  }
}
