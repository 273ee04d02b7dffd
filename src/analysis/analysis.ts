/**
 * The façade of command line and language server: packages and documents in, verdicts out.
 *
 * Documents that are open come before the disk. After an edit only what rests on the changed package is
 * found anew, when somebody asks for it.
 */

import type { GoVersion } from '../base';
import type { Verdict } from '../escape';
import { codeLensText, type FunctionSummary, type HoverModel, hoverOf, summarize } from '../explorer';
import type { InlineFact } from '../inline';
import type { Callee, IrNode } from '../ir';
import {
  type BuildContext,
  createProject,
  defaultBuildContext,
  dirname,
  type FileSystem,
  type Match,
  type Project,
  type TextStore,
} from '../project';
import { type Simulation, type SimulationOptions, type SimulationProgress, simulate } from '../simulation';
import type { Backend, SourceFile } from '../syntax';
import type { Program } from '../types';
import { dependencyOrder } from './dependencyOrder';
import { Engine } from './engine';
import { type FunctionTarget, functionAt, functionNamed, unitAt, verdictsAt } from './find';
import { type PackageReport, verdictsOf } from './packageReport';
import { Sources } from './sources';
import { type VerdictsByUnit, verdictsIn } from './verdictsByUnit';

export interface AnalysisOptions {
  fs: FileSystem;
  /** Where patterns and the search for go.mod begin. */
  dir: string;
  goroot: string | undefined;
  moduleCache: string | undefined;
  workFile?: string;
  mod?: string;
  context?: BuildContext;
  /** Whose compiler and runtime are taken; the project's own without. */
  goVersion?: GoVersion;
  /** Follows the edits of open documents; without one, what changed is parsed afresh. */
  backend?: Backend;
  /** Build the steps of explanations; true without. */
  flows?: boolean;
  /** Reports are asked for verdicts, not for the lines of -m alone; true without. What was not kept is found anew. */
  verdicts?: boolean;
  /** Analyse bodies after inlining, as a build without -l does; false without. */
  inline?: boolean;
  /** Keeps what was found out from run to run. */
  cache?: TextStore;
  /** Reports have every line that -m prints, in the compiler's order; false without. */
  allLines?: boolean;
  /** Called often while working; throw to cancel. What was complete stays. */
  checkCancelled?(): void;
  log?(line: string): void;
}

/** A function of a file, for a lens above it or a hover on its name. */
export interface FunctionView {
  summary: FunctionSummary;
  /** Lens text; "" where it takes nothing from the heap. */
  lens: string;
  /** Offsets of its name in the file. */
  from: number;
  to: number;
  verdicts: readonly Verdict[];
}

export interface FileReport {
  readonly file: SourceFile;
  /** The same list as long as nothing new was found of the unit. */
  readonly byUnit: VerdictsByUnit;
  /** By position. */
  readonly verdicts: readonly Verdict[];
  readonly functions: readonly FunctionView[];
}

/** What stands at a position: verdicts, or a function's name. */
export interface PositionReport {
  verdicts: readonly Verdict[];
  models: readonly HoverModel[];
  /** Offsets in the file that the answer is about. */
  from: number;
  to: number;
  func: FunctionSummary | undefined;
  /** At a function's name: whether its callers take its body in. */
  inlining?: string;
}

export interface Analysis {
  readonly project: Project;
  /** Whose compiler and runtime are taken. */
  readonly goVersion: GoVersion;
  /** One line for each thing that is missing, with what to do. */
  readonly notes: readonly string[];
  match(patterns: readonly string[]): Match;
  /** The packages in an order in which each comes after those it imports. */
  dependencyOrder(paths: readonly string[]): string[];
  /** Undefined where there is no such package. */
  package(path: string): PackageReport | undefined;
  /** The checker, for those who print its facts. */
  readonly program: Program;
  /**
   * Lines about a package, joined, that rest on nothing but its content and the build context: those of an earlier run
   * if they were kept, else what `make` gives. `kind` names what they say.
   */
  lines(kind: string, path: string, make: () => Iterable<string>): string;
  /** The checker's facts of a package, each row of `packageFacts` as a line of JSON, joined. */
  typeFacts(path: string): string;
  /** Which functions of a package can be inlined, at what cost, or why not. */
  inlineFacts(path: string): InlineFact[];
  /** Drops what was found in a package, except what its importers need. */
  release(path: string): void;
  /** Writes what is to be kept from run to run. */
  save(): void;
  /** Analyses the package of a file, whose report was there from an earlier run, so that the next edit finds what it needs. */
  prepare(path: string): void;
  /** An open document's text, at first and after every edit; undefined when it is closed. */
  setDocument(path: string, text: string | undefined): void;
  /** Files that changed on disk. */
  invalidate(paths: readonly string[]): void;
  /** Undefined for a file that belongs to no package. */
  file(path: string): FileReport | undefined;
  /** What stands at an offset (UTF-16 units from 0). */
  at(path: string, offset: number): PositionReport | undefined;
  /** The function around an offset. */
  functionAt(path: string, offset: number): FunctionTarget | undefined;
  /** "f", "T.m", "(*T).m" in a package. */
  functionNamed(packagePath: string, name: string): FunctionTarget | undefined;
  simulate(
    target: FunctionTarget,
    options?: Partial<SimulationOptions>,
    observe?: (progress: SimulationProgress) => boolean,
  ): Simulation;
}

export function createAnalysis(options: AnalysisOptions): Analysis {
  return new LazyAnalysis(options);
}

class LazyAnalysis implements Analysis {
  readonly project: Project;
  readonly goVersion: GoVersion;
  private readonly sources: Sources;
  private readonly engine: Engine;
  /** Packages that changed since somebody asked last. */
  private readonly stale = new Set<string>();

  constructor(private readonly options: AnalysisOptions) {
    this.sources = new Sources(options.backend);
    this.project = createProject({
      ...options,
      index: options.cache,
      parse: (path, text) => this.sources.parse(path, text),
    });
    this.goVersion = options.goVersion ?? this.project.goVersion;
    this.engine = new Engine({
      project: this.project,
      context: options.context ?? defaultBuildContext,
      goVersion: this.goVersion,
      cache: options.cache,
      flows: options.flows ?? true,
      verdicts: options.verdicts ?? true,
      inline: options.inline ?? false,
      allLines: options.allLines ?? false,
      checkCancelled: options.checkCancelled,
      log: options.log ?? (() => undefined),
    });
  }

  get notes(): readonly string[] {
    return this.project.notes;
  }

  get program(): Program {
    this.refresh();
    return this.engine.program;
  }

  match(patterns: readonly string[]): Match {
    const found = this.project.match(patterns);
    this.engine.rematched();
    return found;
  }

  dependencyOrder(paths: readonly string[]): string[] {
    return dependencyOrder(paths, path => this.project.describe(path)?.imports ?? []);
  }

  package(path: string): PackageReport | undefined {
    this.refresh();
    return this.engine.report(path);
  }

  lines(kind: string, path: string, make: () => Iterable<string>): string {
    this.refresh();
    return this.engine.lines(kind, path, make);
  }

  typeFacts(path: string): string {
    this.refresh();
    return this.engine.typeFacts(path);
  }

  inlineFacts(path: string): InlineFact[] {
    this.refresh();
    return this.engine.inlineFacts(path);
  }

  release(path: string): void {
    this.engine.release(path);
  }

  save(): void {
    this.refresh();
    this.engine.save();
  }

  prepare(path: string): void {
    this.refresh();
    const owner = this.project.packageOf(path);
    if (owner !== undefined) this.engine.prepare(owner);
  }

  setDocument(path: string, text: string | undefined): void {
    const seen = this.project.readText(path);
    const owner = this.project.packageOf(path);
    this.project.setOverlay(path, text);
    if (text === undefined) this.sources.close(path);
    // Opening a document as it is on disk changes nothing.
    const now = this.project.readText(path);
    const changed = now !== seen || !this.sources.isCurrent(path, now);
    if (text !== undefined) this.sources.open(path, text);
    if (changed) this.markStale(owner, this.project.packageOf(path));
  }

  invalidate(paths: readonly string[]): void {
    for (const path of paths) {
      if (this.sources.isCurrent(path, this.project.readText(path)) && this.sources.has(path)) continue;
      const owner = this.project.packageOf(path);
      this.project.invalidate(dirname(path));
      this.markStale(owner, this.project.packageOf(path));
    }
  }

  private markStale(...paths: (string | undefined)[]): void {
    for (const path of paths) if (path !== undefined) this.stale.add(path);
  }

  private refresh(): void {
    for (const path of this.stale) this.engine.update(path);
    this.stale.clear();
  }

  file(path: string): FileReport | undefined {
    const report = this.reportOf(path);
    const file = report?.files.find(each => each.path === path);
    if (report === undefined || file === undefined) return undefined;
    return new LazyFileReport(file, report.byUnit);
  }

  at(path: string, offset: number): PositionReport | undefined {
    const report = this.reportOf(path);
    const file = report?.files.find(each => each.path === path);
    if (report === undefined || file === undefined) return undefined;
    const unit = unitAt(file, offset);
    if (unit === undefined) return undefined;
    // A report of an earlier run was read without the checker, which tells what names mean.
    void this.engine.program.package(report.path).files;
    const target = functionAt(unit);
    if (target !== undefined && target.from <= offset && offset <= target.to) {
      const func = summarize(target.name, verdictsOf(report, unit));
      const inlining = this.engine.inliningOf(unit);
      return { verdicts: [], models: [], from: target.from, to: target.to, func, inlining };
    }
    const found = verdictsAt(report, this.engine.program, unit, offset);
    return found && { ...found, models: found.verdicts.map(hoverOf), func: undefined };
  }

  functionAt(path: string, offset: number): FunctionTarget | undefined {
    const file = this.reportOf(path)?.files.find(each => each.path === path);
    const unit = file && unitAt(file, offset);
    return unit && functionAt(unit);
  }

  functionNamed(packagePath: string, name: string): FunctionTarget | undefined {
    const report = this.package(packagePath);
    return report && functionNamed(report.files, name);
  }

  simulate(
    target: FunctionTarget,
    options: Partial<SimulationOptions> = {},
    observe?: (progress: SimulationProgress) => boolean,
  ): Simulation {
    this.refresh();
    const { engine } = this;
    const goVersion = options.goVersion ?? this.goVersion;
    const passes = engine.passesOf(goVersion);
    const owner = this.project.packageOf(target.unit.file.path);
    // A report that came from the cache has not loaded its package.
    const pkg = owner === undefined ? undefined : engine.program.package(owner);
    const callee = pkg && passes.ir.packageFuncs(pkg).find(each => each.unit === target.unit);
    if (callee === undefined)
      throw new Error(`${target.name} cannot be simulated: it has no body that could be read`);
    const { checkCancelled } = this.options;
    const escapeOf = (each: Callee) => passes.escape.analyze(each);
    const siteOf = (node: IrNode) => passes.escape.siteOf(node);
    const input = { ir: passes.ir, escapeOf, siteOf, options: { ...options, goVersion } };
    return simulate({ ...input, checkCancelled, observe }, callee);
  }

  private reportOf(path: string): PackageReport | undefined {
    const owner = this.project.packageOf(path);
    return owner === undefined ? undefined : this.package(owner);
  }
}

class LazyFileReport implements FileReport {
  constructor(
    readonly file: SourceFile,
    readonly byUnit: VerdictsByUnit,
  ) {}

  get verdicts(): readonly Verdict[] {
    return verdictsIn([this.file], this.byUnit);
  }

  get functions(): readonly FunctionView[] {
    return this.file.units.flatMap(unit => {
      const target = functionAt(unit);
      if (target === undefined) return [];
      const verdicts = verdictsOf(this, unit);
      const summary = summarize(target.name, verdicts);
      return { summary, lens: codeLensText(summary), from: target.from, to: target.to, verdicts };
    });
  }
}
