/**
 * Escape analysis on demand. A question about one function analyses what it depends on, callees first, and
 * nothing else; what has been found stays until it is forgotten. Only the tags of functions whose verdicts
 * nobody will want are kept (`keepVerdicts`), so that a package can be checked without holding its imports.
 */

import type { Callee, Func, IrProgram, Printer } from '../ir';
import type { Package } from '../types';
import { Batch, type BatchHost } from './batch';
import { escapeRules } from './goVersion';
import { Graph } from './graph';
import { funcTags, report } from './report';
import { type FuncScan, visitBottomUp } from './scc';
import type { FuncEscape, FuncTags } from './verdict';

export interface EscapeOptions {
  printer: Printer;
  /** Toolchain whose decisions are wanted, "go1.26"; the newest known without. */
  goVersion?: string;
  /** Build the steps of explanations; true without. */
  flows?: boolean;
  /** Whether verdicts of a package's functions will be asked for; true without. Where not, only tags are kept. */
  keepVerdicts?(pkg: Package): boolean;
  /** Called often; throw to cancel. What was complete stays. */
  checkCancelled?(): void;
}

export interface EscapeAnalysis {
  /** All that a declared function, its closures included, does; undefined where it has no source. */
  analyze(callee: Callee): FuncEscape | undefined;
  /** What callers need to know; undefined where there is no source. */
  tags(callee: Callee): FuncTags | undefined;
  /** What is known already, without analysing anything. */
  known(callee: Callee): FuncEscape | undefined;
  /** Drops what is known of a package's functions (after an edit, or to save memory with `keepTags`). */
  forget(pkg: Package, keepTags?: boolean): void;
}

export function createEscapeAnalysis(ir: IrProgram, options: EscapeOptions): EscapeAnalysis {
  return new Analysis(ir, options);
}

class Analysis implements EscapeAnalysis, BatchHost {
  readonly sizes;
  readonly rules;
  private readonly tagsOf = new Map<Callee, FuncTags>();
  private readonly results = new Map<Callee, FuncEscape>();
  /** Members of groups of more than one declared function. */
  private readonly groups = new Map<Callee, readonly Callee[]>();
  private readonly noSource = new Set<Callee>();
  private graph = new Graph();
  private busy = false;

  constructor(
    private readonly ir: IrProgram,
    private readonly options: EscapeOptions,
  ) {
    this.sizes = ir.program.sizes;
    this.rules = escapeRules(options.goVersion);
  }

  analyze(callee: Callee): FuncEscape | undefined {
    const known = this.results.get(callee);
    if (known !== undefined) return known;
    // Its tags may be there without its verdicts: a group can only be analysed as a whole.
    for (const member of this.groups.get(callee) ?? [callee]) this.tagsOf.delete(member);
    this.run(callee, callee);
    return this.results.get(callee);
  }

  known(callee: Callee): FuncEscape | undefined {
    return this.results.get(callee);
  }

  tags(callee: Callee): FuncTags | undefined {
    const known = this.tagsOf.get(callee);
    if (known !== undefined || this.noSource.has(callee) || this.busy) return known;
    this.run(callee, undefined);
    return this.tagsOf.get(callee);
  }

  forget(pkg: Package, keepTags = false): void {
    for (const callee of this.results.keys()) if (callee.name.pkg === pkg) this.results.delete(callee);
    if (keepTags) return;
    for (const callee of this.tagsOf.keys()) if (callee.name.pkg === pkg) this.tagsOf.delete(callee);
    for (const callee of this.groups.keys()) if (callee.name.pkg === pkg) this.groups.delete(callee);
    for (const callee of this.noSource) if (callee.name.pkg === pkg) this.noSource.delete(callee);
  }

  checkCancelled(): void {
    this.options.checkCancelled?.();
  }

  /** `wanted`: its verdicts are asked for, whatever its package. */
  private run(root: Callee, wanted: Callee | undefined): void {
    this.busy = true;
    try {
      visitBottomUp(root, {
        isSettled: callee => this.tagsOf.has(callee) || this.noSource.has(callee),
        body: callee => this.body(callee),
        analyze: group => this.analyzeGroup(group, wanted),
      });
    } finally {
      this.busy = false;
    }
  }

  private body(callee: Callee): Func | undefined {
    this.checkCancelled();
    const func = this.ir.func(callee);
    if (func === undefined) this.noSource.add(callee);
    return func;
  }

  private analyzeGroup(group: readonly FuncScan[], wanted: Callee | undefined): void {
    const batch = new Batch(this.graph, this, group);
    try {
      batch.run();
      this.keep(batch, group, wanted);
    } finally {
      batch.release();
    }
  }

  private keep(batch: Batch, group: readonly FuncScan[], wanted: Callee | undefined): void {
    const tags = funcTags(batch);
    const { printer, flows = true, keepVerdicts } = this.options;
    const keep = (scan: FuncScan): boolean =>
      scan.callee !== undefined && (scan.callee === wanted || keepVerdicts?.(scan.func.pkg) !== false);
    const members = group.flatMap(scan => scan.callee ?? []);
    if (members.length > 1) for (const member of members) this.groups.set(member, members);
    const found = group.some(keep) ? report(batch, tags, { printer, flows }) : undefined;
    for (const scan of group) {
      const { callee, func } = scan;
      const own = tags.get(func);
      if (callee === undefined || own === undefined) continue;
      this.tagsOf.set(callee, own);
      const result = found?.get(func);
      if (result !== undefined && keep(scan)) this.results.set(callee, result);
    }
  }
}
