/**
 * The chain from packages to verdicts: checker, IR, escape analysis. Everything is done on demand, down to
 * single functions of imported packages, and what was found stays until a change or `release` drops it.
 */

import type { GoVersion } from '../base';
import { createEscapeAnalysis, type EscapeAnalysis, type FuncEscape } from '../escape';
import { inliningText } from '../explorer';
import {
  createInliner,
  Inlinability,
  type InlineFact,
  type Inliner,
  inlineFacts,
  inlineRules,
} from '../inline';
import { type Callee, createIr, createPrinter, type IrProgram } from '../ir';
import type { BuildContext, Project, TextStore } from '../project';
import type { Unit } from '../syntax';
import { createProgram, type FuncObject, type Package, type Program, sizesFor } from '../types';
import { ContentKeys } from './contentKeys';
import { FunctionTable } from './functionTable';
import { FreshReport, type PackageReport } from './packageReport';
import { Records } from './records';
import { decodeReport, encodeReport, type RecordSources } from './reportRecord';
import { decisionCache, tagCache } from './tagStore';
import { TypeFacts } from './typeFacts';
import { toldLines, walkLines } from './walkLines';

export interface EngineOptions {
  project: Project;
  context: BuildContext;
  /** Whose compiler is taken. */
  goVersion: GoVersion;
  /** Keeps what was found out from run to run. */
  cache: TextStore | undefined;
  /** Build the steps of explanations. */
  flows: boolean;
  /** Reports are asked for verdicts, not for the lines of -m alone. */
  verdicts: boolean;
  /** Analyse bodies after inlining, as a build without -l does. */
  inline: boolean;
  /** Reports have every line that -m prints, of what lies in files of other packages too, in the compiler's order. */
  allLines: boolean;
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
  /** As another release's compiler has it, for what somebody only wonders about. */
  private other: { goVersion: GoVersion; passes: Passes } | undefined;
  /** Packages whose verdicts are wanted: of all others tags alone are kept. */
  private readonly wanted = new Set<string>();
  private readonly reports = new Map<string, PackageReport>();
  private readonly keys: ContentKeys;
  private readonly records: Records;
  private readonly facts: TypeFacts;
  private readonly tags: FunctionTable;
  private readonly decisions: FunctionTable;
  /** Packages that were edited, or that rest on one that was. */
  private readonly edited = new Set<string>();
  /** Those of them whose reports are not kept yet. */
  private readonly unrecorded = new Set<string>();
  private lastSave = Date.now();

  constructor(private readonly options: EngineOptions) {
    const { project, context, goVersion, cache, checkCancelled } = options;
    const hash = (text: string) => cache?.hash(text) ?? '';
    this.keys = new ContentKeys(project, context, goVersion, hash);
    this.records = new Records(cache, this.keys, project);
    this.tags = this.table(options.inline ? 'tags after inlining' : 'tags');
    this.decisions = this.table('inlining decisions');
    this.program = createProgram({
      source: project,
      sizes: sizesFor(archOf(options.context.goarch)),
      checkCancelled,
    });
    this.facts = new TypeFacts({
      ...{ project, program: this.program, keys: this.keys, records: this.records, hash },
      place: [...this.choice, project.modules.root ?? ''].join(' '),
    });
  }

  private get choice(): string[] {
    const { goos, goarch, tags } = this.options.context;
    return [goos, goarch, ...tags];
  }

  private table(kind: string): FunctionTable {
    const { project, goVersion, cache } = this.options;
    return new FunctionTable({
      name: [kind, goVersion, ...this.choice].join(' '),
      store: cache,
      place: project.modules.root ?? '',
      keys: this.keys,
      isStandard: path => project.isStandard(path),
    });
  }

  get passes(): Passes {
    this.made ??= this.makePasses(this.options.goVersion, true);
    return this.made;
  }

  /** What the compiler of a release makes of the same code. That of another than the engine's own is kept until a change. */
  passesOf(goVersion: GoVersion): Passes {
    if (goVersion === this.options.goVersion) return this.passes;
    if (this.other?.goVersion !== goVersion)
      this.other = { goVersion, passes: this.makePasses(goVersion, false) };
    return this.other.passes;
  }

  private makePasses(goVersion: GoVersion, isKept: boolean): Passes {
    const { project, flows, inline, allLines, checkCancelled } = this.options;
    const isWanted = (path: string) => this.wanted.has(path);
    const printer = createPrinter(this.program);
    const plain = createIr(this.program, { checkCancelled, complete: allLines, goVersion });
    const inlinability = new Inlinability(plain, {
      rules: inlineRules(goVersion),
      sizes: this.program.sizes,
      printer,
      remarks: allLines,
      full: isWanted,
      importsOf: path => project.describe(path)?.imports,
      decisionCache: isKept ? decisionCache(this.decisions, isWanted) : undefined,
      checkCancelled,
    });
    const inliner = inline ? createInliner(inlinability) : undefined;
    const ir = inliner ?? plain;
    const analysis = createEscapeAnalysis(ir, {
      printer,
      goVersion,
      flows,
      sites: !allLines,
      keepVerdicts: pkg => this.wanted.has(pkg.path),
      tagCache: isKept ? tagCache(this.tags, isWanted) : undefined,
      checkCancelled,
    });
    return { ir, inlinability, inliner, escape: analysis };
  }

  /** All that escape analysis says of a package; undefined where there is none. Kept until a change. */
  report(path: string): PackageReport | undefined {
    let report = this.reports.get(path) ?? this.recorded(path);
    if (report === undefined) {
      report = this.analyze(path);
      // Who edits will edit again: what is kept is the state in which it is saved.
      if (this.edited.has(path)) this.unrecorded.add(path);
      else if (report !== undefined) this.record(report);
      if (!this.edited.has(path) && Date.now() - this.lastSave > saveInterval) this.save();
    }
    if (report !== undefined) this.reports.set(path, report);
    return report;
  }

  /** Analyses a package even if an earlier run did. */
  prepare(path: string): void {
    const known = this.reports.get(path);
    if (known === undefined || known instanceof FreshReport) return;
    const report = this.analyze(path);
    if (report !== undefined) this.reports.set(path, report);
  }

  /** What an earlier run found; undefined once the package is analysed here, so that edits find what they need. */
  private recorded(path: string): PackageReport | undefined {
    const text = this.wanted.has(path) ? undefined : this.records.read(this.reportKind, path);
    if (text === undefined) return undefined;
    const fallback = () => this.analyze(path) ?? new FreshReport(path, [], [], []);
    return decodeReport(path, text, this.options, this.recordSources, fallback);
  }

  private record(report: PackageReport): void {
    const { allLines, cache, flows, verdicts } = this.options;
    // After an edit lines come in the order in which they were found.
    if (cache === undefined || (allLines && this.edited.has(report.path))) return;
    const text = encodeReport(report, { flows, verdicts }, this.recordSources);
    this.records.keep(this.reportKind, report.path, text);
  }

  private get reportKind(): string {
    const { allLines, inline } = this.options;
    return `${allLines ? 'lines' : 'report'}${inline ? ' after inlining' : ''}`;
  }

  private readonly recordSources: RecordSources = {
    packageOf: file => this.options.project.packageOf(file),
    folderOf: path => this.options.project.describe(path)?.dir,
    files: path => this.options.project.files(path)?.files ?? [],
    isSteady: () => this.options.project.isSteady,
  };

  private analyze(path: string): PackageReport | undefined {
    const pkg = this.program.package(path);
    if (pkg.fake) return undefined;
    this.want(pkg);
    const functions: FuncEscape[] = [];
    const failures: string[] = [];
    const callees = this.guarded('its functions', failures, () => this.passes.ir.packageFuncs(pkg)) ?? [];
    const { escape: analysis } = this.passes;
    analysis.compile(pkg, callees);
    for (const callee of callees) {
      const found =
        analysis.known(callee) ?? this.guarded(callee.name.sym, failures, () => analysis.analyze(callee));
      if (found !== undefined) functions.push(found);
    }
    const { ir, inliner } = this.passes;
    const { allLines } = this.options;
    const before = inliner?.remarksOf(pkg, callees) ?? (allLines ? toldLines(ir, callees) : []);
    const walked = () => (allLines ? walkLines(ir, callees) : []);
    const after = this.guarded('its index checks', failures, walked);
    return new FreshReport(path, pkg.files, functions, failures, before, after);
  }

  /** Groups of functions are looked at as a whole, so what was found for the sake of callers does not count. */
  private want(pkg: Package): void {
    if (this.wanted.has(pkg.path)) return;
    const { passes } = this;
    passes.escape.forget(pkg);
    passes.ir.forget(pkg);
    passes.inlinability.forgetDecisions(pkg);
    this.wanted.add(pkg.path);
  }

  /** Lines about a package that rest on its content alone: those of an earlier run, or made now. */
  lines(kind: string, path: string, make: () => Iterable<string>): string {
    const known = this.records.read(kind, path);
    if (known !== undefined) return known;
    const text = [...make()].join('\n');
    if (!this.edited.has(path)) this.records.keep(kind, path, text);
    return text;
  }

  /** The checker's facts of a package, a line each; "" where there is no such package. */
  typeFacts(path: string): string {
    return this.facts.lines(path, !this.edited.has(path));
  }

  /** Which functions of a package can be inlined; nothing where there is no such package. */
  inlineFacts(path: string): InlineFact[] {
    const pkg = this.program.package(path);
    if (pkg.fake) return [];
    this.want(pkg);
    return inlineFacts(this.passes.inlinability, pkg);
  }

  /** Whether callers take in the body of a declared function, in words; undefined where nothing is inlined. */
  inliningOf(unit: Unit): string | undefined {
    const { ir, inliner, inlinability } = this.passes;
    const pkg = this.program.packageOf(unit);
    if (inliner === undefined || pkg === undefined) return undefined;
    this.want(pkg);
    const callee = ir.packageFuncs(pkg).find(each => each.unit === unit);
    const decision = callee && inlinability.decide(callee);
    return decision && inliningText(decision, inlinability.rules.maxBudget);
  }

  /** Writes what is to be kept from run to run. */
  save(): void {
    this.lastSave = Date.now();
    for (const path of this.unrecorded) {
      const report = this.reports.get(path);
      if (report !== undefined) this.record(report);
    }
    this.unrecorded.clear();
    this.records.save();
    if (this.options.project.isSteady) {
      this.tags.save();
      this.decisions.save();
    }
    this.options.project.saveIndex();
  }

  /** The packages at hand were chosen anew, which may add test files to them. */
  rematched(): void {
    this.keys.clear();
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
    this.other = undefined;
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
    this.other = undefined;
    if (packages.length === 0) this.reports.clear();
    this.forgetContent(path, packages);
    if (this.made === undefined) return;
    if (packages.length === 0) this.made = undefined;
    else if (bodies === undefined || !this.replaceBodies(this.made, path, bodies, packages)) {
      this.made.inlinability.forgetExports();
      for (const each of packages) this.forget(this.made, this.program.package(each));
    }
  }

  private forgetContent(path: string, importers: readonly string[]): void {
    const { project } = this.options;
    for (const each of [...importers, ...this.keys.forget(path)]) {
      this.edited.add(each);
      this.reports.delete(each);
    }
    const isStandard = project.isStandard(path);
    const isAffected = (each: string) => isStandard || !project.isStandard(each);
    this.tags.drop(isAffected);
    this.decisions.drop(isAffected);
  }

  private forget({ ir, inlinability, ...passes }: Passes, pkg: Package): void {
    passes.escape.forget(pkg);
    ir.forgetNames(pkg);
    inlinability.forgetDecisions(pkg);
  }

  /** Drops the bodies, and those that they were, or are now, part of; false where that is not known. */
  private replaceBodies(
    passes: Passes,
    path: string,
    objects: readonly FuncObject[],
    dependents: readonly string[],
  ): boolean {
    const { ir, inlinability } = passes;
    const callees = objects.flatMap(object => ir.calleesOf(object));
    const wasInlined = callees.some(callee => inlinability.known(callee)?.can === true);
    this.forgetBodies(passes, callees);
    if (!this.options.inline) return true;
    if (!wasInlined && !callees.some(callee => inlinability.decide(callee)?.can === true)) return true;
    const affected = [...inlinability.dependentsOf(callees)];
    // The initialisation of variables is a function without a declaration of its own.
    if (!this.wanted.has(path) || affected.some(({ object }) => this.program.unitOf(object) === undefined))
      return false;
    this.forgetBodies(passes, affected);
    for (const each of dependents) if (each !== path) this.forget(passes, this.program.package(each));
    return true;
  }

  private forgetBodies({ escape: analysis, inlinability, ir }: Passes, callees: readonly Callee[]): void {
    analysis.edited(callees);
    for (const callee of callees) {
      inlinability.forgetFunc(callee);
      ir.forgetFunc(callee);
    }
  }
}

/** Milliseconds of work after which what was found is written before the work is done. */
const saveInterval = 30_000;

/** The architectures whose layout is known; others are read as amd64, or 386 where a word has 4 bytes. */
function archOf(goarch: string): 'amd64' | 'arm64' | '386' {
  if (goarch === 'arm64') return goarch;
  return ['386', 'arm', 'mips', 'mipsle'].includes(goarch) ? '386' : 'amd64';
}
