/** Programs for tests: files given as text, with the standard library of the Go installation behind them. */

import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { createNodeFileSystem, findGoEnvironment } from '../../../src/host';
import { createProject, type Project } from '../../../src/project';
import { parseFile } from '../../../src/syntax';
import { createProgram, type Package, type PackageFiles, type Program, sizesFor } from '../../../src/types';

export interface Fault {
  /** Base name. */
  file: string;
  /** From 1. */
  line: number;
  /** In bytes, from 1. */
  col: number;
  message: string;
}

export interface Checked {
  program: Program;
  pkg: Package;
  /** Syntax and type errors of all files, by file and place. */
  errors: readonly Fault[];
}

export const { goroot } = findGoEnvironment();
let project: Project | undefined;

/** The standard library, for linux/amd64 without cgo. */
export function standardLibrary(): Project {
  project ??= createProject({
    fs: createNodeFileSystem(),
    dir: tmpdir(),
    goroot,
    moduleCache: undefined,
    workFile: 'off',
    parse: parseFile,
  });
  return project;
}

/** One package of the given files, checked with all bodies. */
export function checkFiles(files: ReadonlyMap<string, string>, goVersion = 'go1.26'): Checked {
  const std = standardLibrary();
  const parsed = [...files].map(([path, text]) => parseFile(path, text));
  const path = parsed[0]?.packageName ?? '';
  const own: PackageFiles = { files: parsed, goVersion };
  const program = createProgram({
    sizes: sizesFor('amd64'),
    source: {
      resolve: (wanted, from) => std.resolve(wanted, from === path ? 'command-line-arguments' : from),
      files: wanted => (wanted === path ? own : std.files(wanted)),
    },
  });
  const pkg = program.package(path);
  return { program, pkg, errors: errorsOf(program, pkg) };
}

export function checkFile(path: string, text: string): Checked & { scope: Package['scope'] } {
  const checked = checkFiles(new Map([[path, text]]));
  return { ...checked, scope: checked.pkg.scope };
}

/** All errors of a package, its bodies included. */
export function errorsOf(program: Program, pkg: Package): Fault[] {
  const faults: Fault[] = [];
  for (const file of pkg.files) {
    for (const unit of [file.header, ...file.units]) {
      const found = [...program.info(unit).errors, ...unit.errors];
      for (const { pos, message } of found) {
        const { line, column } = file.lines.lineColumn(unit.base + pos);
        faults.push({ file: basename(file.path), line, col: column, message });
      }
    }
  }
  for (const { unit, pos, message } of program.packageErrors(pkg)) {
    const { line, column } = unit.file.lines.lineColumn(unit.base + pos);
    faults.push({ file: basename(unit.file.path), line, col: column, message });
  }
  return faults.sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.col - b.col,
  );
}
