/** One Go file as package p, from text to the compiler's lines; and what the compiler itself says, where there is one. */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEscapeAnalysis, type FuncEscape, type FuncTags, gcLines } from '../../../src/escape';
import { createNodeFileSystem } from '../../../src/host';
import { createIr, createPrinter } from '../../../src/ir';
import { createProject } from '../../../src/project';
import { parseFile, type SourceFile } from '../../../src/syntax';
import { createProgram, type PackageSource, type Program, sizesFor } from '../../../src/types';

export interface Line {
  line: number;
  column: number;
  text: string;
}

export interface Found {
  lines: Line[];
  functions: FuncEscape[];
  files: readonly SourceFile[];
}

export const nothing: PackageSource = { resolve: () => undefined, files: () => undefined };

/** Analyses one file as package p; `imports` gives the packages that it imports. */
export function analyzeText(name: string, text: string, imports: PackageSource = nothing): Found {
  const files = [parseFile(name, text)];
  const program = programOf(files, imports);
  const ir = createIr(program);
  const analysis = createEscapeAnalysis(ir, { printer: createPrinter(program) });
  const functions: FuncEscape[] = [];
  for (const callee of ir.packageFuncs(program.package('p'))) {
    const found = analysis.analyze(callee);
    if (found !== undefined) functions.push(found);
  }
  const lines = gcLines(functions).filter(({ path }) => path === files[0].path);
  return { lines: lines.map(({ line, column, text: gc }) => ({ line, column, text: gc })), functions, files };
}

/**
 * Tags of the functions of one file, by name: found with all of the package, or (`onDemand`) as those of a package
 * whose verdicts nobody wants.
 */
export function tagsOfText(name: string, text: string, onDemand: boolean): Map<string, FuncTags | undefined> {
  const program = programOf([parseFile(name, text)], nothing);
  const ir = createIr(program);
  const printer = createPrinter(program);
  const analysis = createEscapeAnalysis(ir, { printer, keepVerdicts: () => !onDemand });
  const callees = ir.packageFuncs(program.package('p'));
  return new Map(callees.map(callee => [callee.name.sym, analysis.tags(callee)]));
}

/** The files as package p. */
export function programOf(files: readonly SourceFile[], imports: PackageSource): Program {
  return createProgram({
    source: {
      resolve: (path, from) => (path === 'p' ? path : imports.resolve(path, from)),
      files: path => (path === 'p' ? { files, goVersion: 'go1.26' } : imports.files(path)),
    },
    sizes: sizesFor('amd64'),
  });
}

/** The packages of the Go installation. */
export function standardLibrary(): PackageSource {
  const goroot = goRoot();
  return createProject({
    fs: createNodeFileSystem(),
    dir: join(goroot, 'src'),
    goroot,
    moduleCache: undefined,
    parse: parseFile,
  });
}

let goFound: boolean | undefined;

export function hasGo(): boolean {
  goFound ??= spawnSync('go', ['version']).status === 0;
  return goFound;
}

/** What `go tool compile -m -l` says of escapes, in its order; undefined where the file does not compile. */
export function compilerLines(text: string): Line[] | undefined {
  const output = compile(text, ['-m', '-l']);
  return output === undefined ? undefined : parseLines(output);
}

/** The first explanation of `-m=2 -l` for each position that escapes: "line:column" to its steps. */
export function compilerFlows(text: string): Map<string, string[]> | undefined {
  const output = compile(text, ['-m=2', '-l']);
  if (output === undefined) return undefined;
  const flows = new Map<string, string[]>();
  let open: string[] | undefined;
  for (const line of output.split('\n')) {
    const match = /^\S+\.go:(\d+:\d+):(.*)$/.exec(line);
    if (match === null) continue;
    const [, at, said] = match;
    const flow = /^ {3}flow: (.*):$/.exec(said);
    const step = /^ {5}from (.*) \((.*)\) at \S+\.go:(\d+:\d+)$/.exec(said);
    if (/ escapes to heap in .*:$/.test(said)) {
      open = flows.has(at) ? undefined : [];
      if (open !== undefined) flows.set(at, open);
    } else if (flow !== null) open?.push(flow[1]);
    else if (step !== null) open?.push(`  ${step[1]} (${step[2]}) at ${step[3]}`);
    else open = undefined;
  }
  return flows;
}

function compile(text: string, flags: readonly string[]): string | undefined {
  const dir = mkdtempSync(join(tmpdir(), 'heapward-'));
  try {
    const file = join(dir, 'p.go');
    writeFileSync(file, text);
    const run = spawnSync('go', ['tool', 'compile', '-p', 'p', '-o', join(dir, 'p.a'), ...flags, file]);
    return run.status === 0 ? `${run.stdout}${run.stderr}` : undefined;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function parseLines(output: string): Line[] {
  const lines: Line[] = [];
  for (const line of output.split('\n')) {
    const match = /^\S+\.go:(\d+):(\d+): (.*)$/.exec(line);
    if (match === null || !isEscape(match[3])) continue;
    lines.push({ line: Number(match[1]), column: Number(match[2]), text: match[3] });
  }
  return lines;
}

/** The diagnostics of escape analysis among those of -m. */
export function isEscape(text: string): boolean {
  return (
    /^(moved to heap|leaking param( content)?): /.test(text) ||
    / (escapes to heap|does not escape)$/.test(text) ||
    / ignoring self-assignment in /.test(text) ||
    /^(marking|assuming) /.test(text) ||
    text === 'zero-copy string->[]byte conversion'
  );
}

export function goRoot(): string {
  return execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
}
