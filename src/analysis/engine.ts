/**
 * The chain from packages to verdicts: checker, IR, escape analysis. Everything is done on demand, down to
 * single functions of imported packages, and what was found stays until a change or `release` drops it.
 */

import { createEscapeAnalysis, type EscapeAnalysis, type FuncEscape } from '../escape';
import { type Callee, createIrProgram, createPrinter, type IrProgram } from '../ir';
import type { Project } from '../project';
import { createProgram, type Package, type Program, sizesFor } from '../types';
import { createReport, type FunctionReport, type PackageReport } from './packageReport';

export interface EngineOptions {
  project: Project;
  goarch: string;
  /** Build the steps of explanations. */
  flows: boolean;
  /** Called often; throw to cancel. */
  checkCancelled?(): void;
  log(line: string): void;
}

export class Engine {
  readonly program: Program;
  readonly ir: IrProgram;
  readonly escape: EscapeAnalysis;
  /** Packages whose verdicts are wanted: of all others tags alone are kept. */
  private readonly wanted = new Set<string>();
  private readonly reports = new Map<string, PackageReport>();

  constructor(private readonly options: EngineOptions) {
    const { project, checkCancelled } = options;
    this.program = createProgram({
      source: project,
      sizes: sizesFor(archOf(options.goarch)),
      checkCancelled,
    });
    this.ir = createIrProgram(this.program, { checkCancelled });
    this.escape = createEscapeAnalysis(this.ir, {
      printer: createPrinter(this.program),
      goVersion: project.toolchain,
      flows: options.flows,
      keepVerdicts: pkg => this.wanted.has(pkg.path),
      checkCancelled,
    });
  }

  /** All that escape analysis says of a package; undefined where there is none. Kept until a change. */
  report(path: string): PackageReport | undefined {
    const known = this.reports.get(path);
    if (known !== undefined) return known;
    const pkg = this.program.package(path);
    if (pkg.fake) return undefined;
    this.wanted.add(path);
    const functions: FunctionReport[] = [];
    const failures: string[] = [];
    for (const callee of this.ir.packageFuncs(pkg)) {
      const found = this.analyze(callee, failures);
      if (found !== undefined) functions.push({ func: found.func, unit: callee.unit, escape: found });
    }
    const report = createReport(path, pkg.files, functions, failures);
    this.reports.set(path, report);
    return report;
  }

  /** A function that breaks our own rules is told and left out: the others are still there. */
  private analyze(callee: Callee, failures: string[]): FuncEscape | undefined {
    try {
      return this.escape.analyze(callee);
    } catch (error) {
      this.options.checkCancelled?.();
      const reason = error instanceof Error ? error.message : String(error);
      failures.push(`${callee.name.sym}: ${reason}`);
      this.options.log(
        `${callee.name.pkg?.path ?? ''}: ${callee.name.sym}: ${error instanceof Error ? error.stack : reason}`,
      );
      return undefined;
    }
  }

  /** Drops bodies and verdicts of a package; the tags that callers need stay. */
  release(path: string): void {
    this.reports.delete(path);
    this.wanted.delete(path);
    const pkg = this.program.package(path);
    this.escape.forget(pkg, true);
    this.ir.forget(pkg);
  }

  /** After a change of the files of `path`: everything that was found in it, or rests on it, is found anew. */
  update(path: string): void {
    const files = this.options.project.files(path);
    const stale = this.dependents(path);
    for (const each of stale) {
      const pkg = this.program.package(each);
      this.reports.delete(each);
      this.escape.forget(pkg);
      this.ir.forget(pkg);
    }
    if (files !== undefined) this.program.update(path, files);
  }

  /** The package and those known ones that import it, directly or not. */
  private dependents(path: string): Set<string> {
    const { project } = this.options;
    const stale = new Set([path]);
    let grew = true;
    while (grew) {
      grew = false;
      for (const each of this.wanted) {
        if (stale.has(each)) continue;
        if (project.describe(each)?.imports.some(imported => stale.has(imported))) {
          stale.add(each);
          grew = true;
        }
      }
    }
    return stale;
  }

  packageOf(path: string): Package {
    return this.program.package(path);
  }
}

/** The architectures whose layout is known; others are read as amd64, or 386 where a word has 4 bytes. */
function archOf(goarch: string): 'amd64' | 'arm64' | '386' {
  if (goarch === 'arm64') return goarch;
  return ['386', 'arm', 'mips', 'mipsle'].includes(goarch) ? '386' : 'amd64';
}
