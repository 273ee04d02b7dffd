/**
 * The chain from packages to verdicts: checker, IR, escape analysis. Everything is done on demand, down to
 * single functions of imported packages, and what was found stays until a change or `release` drops it.
 */

import { createEscapeAnalysis, type EscapeAnalysis } from '../escape';
import { inliningText } from '../explorer';
import {
  createInliner,
  Inlinability,
  type InlineFact,
  type Inliner,
  inlineFacts,
  inlineRules,
} from '../inline';
import { createIr, createPrinter, type IrProgram } from '../ir';
import type { BuildContext, Project } from '../project';
import type { Unit } from '../syntax';
import { createProgram, type FuncObject, type Package, type Program, sizesFor } from '../types';
import { createReport, type FunctionReport, type PackageReport } from './packageReport';
import { TagStore, type TextCache } from './tagStore';

export interface EngineOptions {
  project: Project;
  context: BuildContext;
  /** Keeps tags of the standard library from run to run. */
  cache: TextCache | undefined;
  /** Build the steps of explanations. */
  flows: boolean;
  /** Analyse bodies after inlining, as a build without -l does. */
  inline: boolean;
  /** Called often; throw to cancel. */
  checkCancelled?(): void;
  log(line: string): void;
}

/** What rests on the checker's facts, and ends with them. */
interface Passes {
  ir: IrProgram;
  inlinability: Inlinability;
  /** `ir`, where calls are inlined. */
  inliner: Inliner | undefined;
  escape: EscapeAnalysis;
}

export class Engine {
  readonly program: Program;
  private made: Passes | undefined;
  /** Packages whose verdicts are wanted: of all others tags alone are kept. */
  private readonly wanted = new Set<string>();
  private readonly reports = new Map<string, PackageReport>();
  private readonly tags: TagStore;

  constructor(private readonly options: EngineOptions) {
    const { project, context, cache, checkCancelled } = options;
    const { goos, goarch, tags } = context;
    const release = project.toolchain;
    this.tags = new TagStore(
      path => project.isStandard(path),
      path => this.wanted.has(path),
      release === undefined ? undefined : cache,
      [options.inline ? 'inlined-tags' : 'tags', release, goos, goarch, ...tags].join('-'),
    );
    this.program = createProgram({
      source: project,
      sizes: sizesFor(archOf(options.context.goarch)),
      checkCancelled,
    });
  }

  get passes(): Passes {
    if (this.made !== undefined) return this.made;
    const { project, flows, inline, checkCancelled } = this.options;
    const printer = createPrinter(this.program);
    const plain = createIr(this.program, { checkCancelled });
    const inlinability = new Inlinability(plain, {
      rules: inlineRules(project.toolchain),
      sizes: this.program.sizes,
      printer,
      remarks: pkg => this.wanted.has(pkg.path),
      full: path => this.wanted.has(path),
      checkCancelled,
    });
    const inliner = inline ? createInliner(inlinability) : undefined;
    const ir = inliner ?? plain;
    const analysis = createEscapeAnalysis(ir, {
      printer,
      goVersion: project.toolchain,
      flows,
      keepVerdicts: pkg => this.wanted.has(pkg.path),
      tagCache: this.tags,
      checkCancelled,
    });
    this.made = { ir, inlinability, inliner, escape: analysis };
    return this.made;
  }

  /** All that escape analysis says of a package; undefined where there is none. Kept until a change. */
  report(path: string): PackageReport | undefined {
    const known = this.reports.get(path);
    if (known !== undefined) return known;
    const pkg = this.program.package(path);
    if (pkg.fake) return undefined;
    if (!this.wanted.has(path)) {
      // Groups of functions are analysed as a whole, so nothing of the package may be known already.
      this.passes.escape.forget(pkg);
      this.wanted.add(path);
    }
    const functions: FunctionReport[] = [];
    const failures: string[] = [];
    for (const callee of this.guarded('its functions', failures, () => this.passes.ir.packageFuncs(pkg)) ??
      []) {
      const found = this.guarded(callee.name.sym, failures, () => this.passes.escape.analyze(callee));
      if (found !== undefined) functions.push({ func: found.func, unit: callee.unit, escape: found });
    }
    const inlining = this.passes.inliner?.remarksOf(pkg);
    const report = createReport(path, pkg.files, functions, failures, inlining);
    this.reports.set(path, report);
    this.tags.save(worthSaving);
    return report;
  }

  /** Which functions of a package can be inlined; nothing where there is no such package. */
  inlineFacts(path: string): InlineFact[] {
    const pkg = this.program.package(path);
    if (pkg.fake) return [];
    this.wanted.add(path);
    return inlineFacts(this.passes.inlinability, pkg);
  }

  /** Whether callers take in the body of a declared function, in words; undefined where nothing is inlined. */
  inliningOf(unit: Unit): string | undefined {
    const { ir, inliner, inlinability } = this.passes;
    const pkg = this.program.packageOf(unit);
    if (inliner === undefined || pkg === undefined) return undefined;
    const callee = ir.packageFuncs(pkg).find(each => each.unit === unit);
    const decision = callee && inlinability.decide(callee);
    return decision && inliningText(decision, inlinability.rules.maxBudget);
  }

  /** Writes what is to be kept from run to run. */
  save(): void {
    this.tags.save(1);
  }

  /** What breaks our own rules is told and left out: everything else is still there. */
  private guarded<T>(name: string, failures: string[], action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      // Being cancelled is no failure: it throws here again.
      this.options.checkCancelled?.();
      const reason = error instanceof Error ? error.message : String(error);
      failures.push(`${name}: ${reason}`);
      this.options.log(`${name}: ${error instanceof Error ? error.stack : reason}`);
      return undefined;
    }
  }

  /** Drops bodies and verdicts of a package; the tags that callers need stay. */
  release(path: string): void {
    this.reports.delete(path);
    this.wanted.delete(path);
    if (this.made === undefined) return;
    const pkg = this.program.package(path);
    this.made.escape.forget(pkg, true);
    this.made.ir.forget(pkg);
    this.made.inlinability.forget(pkg);
  }

  /**
   * After a change of the files of `path`. Where only bodies of functions changed, everything but these, and
   * what their tags reach, stays as it was found; otherwise the package and those that depend on it begin anew.
   */
  update(path: string): void {
    const files = this.options.project.files(path);
    const { bodies, packages } = this.program.update(path, files ?? { files: [], goVersion: '' });
    this.reports.clear();
    this.tags.drop(path);
    if (this.made === undefined) return;
    if (packages.length === 0) this.made = undefined;
    else if (bodies === undefined || !this.replaceBodies(this.made, bodies))
      for (const each of packages) this.forget(this.made, this.program.package(each));
  }

  private forget({ ir, inlinability, ...passes }: Passes, pkg: Package): void {
    passes.escape.forget(pkg);
    ir.forgetNames(pkg);
    inlinability.forgetDecisions(pkg);
  }

  /** False where a body was, or is now, part of others. */
  private replaceBodies(passes: Passes, objects: readonly FuncObject[]): boolean {
    const { ir, inlinability } = passes;
    const callees = objects.flatMap(object => ir.calleesOf(object));
    const { inline } = this.options;
    if (inline && callees.some(callee => inlinability.known(callee)?.can === true)) return false;
    passes.escape.edited(callees);
    for (const callee of callees) {
      inlinability.forgetFunc(callee);
      ir.forgetFunc(callee);
    }
    return !inline || !callees.some(callee => inlinability.decide(callee)?.can === true);
  }
}

/** New tags that are worth writing while work goes on. */
const worthSaving = 1000;

/** The architectures whose layout is known; others are read as amd64, or 386 where a word has 4 bytes. */
function archOf(goarch: string): 'amd64' | 'arm64' | '386' {
  if (goarch === 'arm64') return goarch;
  return ['386', 'arm', 'mips', 'mipsle'].includes(goarch) ? '386' : 'amd64';
}
