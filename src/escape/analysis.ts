/**
 * Escape analysis on demand. A question about one function analyses what it depends on in its own package, and
 * where verdicts are wanted (`keepVerdicts`), callees first; of all other functions only the tags that are
 * needed are found (see demand.ts). What has been found stays until it is forgotten.
 */

import { type GoVersion, newestGoVersion } from '../base';
import {
  type CallExpr,
  type Callee,
  declarationOf,
  type Func,
  type FuncKey,
  hasShape,
  type InlinedCallExpr,
  type IrNode,
  type IrProgram,
  isCallee,
  mentioned,
  type Printer,
  type Scan,
  visitBottomUp,
} from '../ir';
import type { Package } from '../types';
import { Batch, type BatchHost } from './batch';
import { pragmaRules } from './call';
import { Demand, type DemandHost } from './demand';
import { escapeRules } from './goVersion';
import { Graph } from './graph';
import { funcTags, type Rows, report } from './report';
import { analyzedWith, isCapturing } from './scc';
import { Solver } from './solve';
import type { FuncDirectives, FuncEscape, FuncTags, Verdict } from './verdict';

export interface EscapeOptions {
  printer: Printer;
  /** Whose compiler is taken; the newest without. */
  goVersion?: GoVersion;
  /** Build the steps of explanations; true without. */
  flows?: boolean;
  /** Answer `siteOf`; true without. */
  sites?: boolean;
  /** Whether verdicts of a package's functions will be asked for; true without. Where not, only tags are kept. */
  keepVerdicts?(pkg: Package): boolean;
  /** Tags that were found before: of functions of which nothing they rest on has changed. */
  tagCache?: TagCache;
  /** Called often; throw to cancel. What was complete stays. */
  checkCancelled?(): void;
}

/** Keeps tags beyond the life of an analysis. `get` must give nothing for packages whose verdicts are wanted. */
export interface TagCache {
  get(callee: Callee): FuncTags | undefined;
  set(callee: Callee, tags: FuncTags): void;
}

export interface EscapeAnalysis {
  /**
   * These functions are compiled together, as a package: their diagnostics are wanted, in the order in which the
   * compiler comes upon them. An instance of another package's generic function is judged anew for each package.
   */
  compile(pkg: Package, callees: readonly Callee[]): void;
  /** All that a declared function, its closures included, does; undefined where it has no source. */
  analyze(callee: Callee): FuncEscape | undefined;
  /**
   * What was found of a node (a site, or a variable that was moved) of bodies that were analysed and stand as they
   * are; closures that wrap the call of a go or defer statement are among them.
   */
  siteOf(node: IrNode): Verdict | undefined;
  /** What callers need to know; undefined where there is no source. */
  tags(callee: Callee): FuncTags | undefined;
  /** What `analyze` would give, where that is known already. */
  known(callee: Callee): FuncEscape | undefined;
  /** Drops what is known of a package's functions (after an edit, or to save memory with `keepTags`). */
  forget(pkg: Package, keepTags?: boolean): void;
  /**
   * These functions have new bodies; their IR is still the old one. They are analysed again when somebody asks
   * for anything, and what calls them only where their tags, or who calls whom in a circle, have changed.
   */
  edited(callees: readonly Callee[]): void;
}

export function createEscapeAnalysis(ir: IrProgram, options: EscapeOptions): EscapeAnalysis {
  return new Analysis(ir, options);
}

class Analysis implements EscapeAnalysis, BatchHost, DemandHost {
  readonly sizes;
  readonly rules;
  readonly flows: boolean;
  /** Of functions that were analysed as the compiler does. */
  private readonly tagsOf = new Map<FuncKey, FuncTags>();
  /** Of functions that were only asked for tags. */
  private readonly demanded = new Map<FuncKey, FuncTags>();
  /** Diagnostics of functions whose verdicts were wanted. */
  private readonly rows = new Map<FuncKey, Rows>();
  private readonly sites: WeakMap<IrNode, Verdict> | undefined;
  private readonly results = new Map<Callee, FuncEscape>();
  /** Members of groups of more than one. */
  private readonly groups = new Map<FuncKey, readonly FuncKey[]>();
  private readonly noSource = new Set<Callee>();
  /** What each function mentions, and the capturing literals that it is analysed with. */
  private readonly refs = new Map<FuncKey, readonly FuncKey[]>();
  /** Edited functions that have not been analysed since, and what was known of them. */
  private readonly edits = new Map<Callee, Known>();
  private readonly graph = new Graph();
  private readonly solver = new Solver(this.graph);
  private readonly batch: Batch;
  private readonly demand: Demand;
  private compiled: { pkg: Package; members: ReadonlySet<Callee> } | undefined;
  /** Instances of generic functions of other packages, and the package that they were judged for. */
  private readonly foreign = new Map<Callee, Package>();
  /** A group of these is being analysed. */
  private inCompiled = false;
  private diagnostics = 0;

  constructor(
    private readonly ir: IrProgram,
    private readonly options: EscapeOptions,
  ) {
    this.sizes = ir.program.sizes;
    this.rules = escapeRules(options.goVersion ?? newestGoVersion);
    this.flows = options.flows ?? true;
    this.sites = options.sites === false ? undefined : new WeakMap();
    this.batch = new Batch(this.graph, this);
    this.demand = new Demand(this);
  }

  compile(pkg: Package, callees: readonly Callee[]): void {
    this.compiled = { pkg, members: new Set(callees) };
    for (const callee of callees) {
      if (callee.object.pkg === pkg || this.foreign.get(callee) === pkg) continue;
      this.foreign.set(callee, pkg);
      this.dropWithLiterals(callee);
    }
  }

  analyze(callee: Callee): FuncEscape | undefined {
    this.settleEdits();
    const known = this.known(callee);
    if (known !== undefined) return known;
    const func = this.body(callee);
    if (func === undefined) return undefined;
    const keys: FuncKey[] = [callee, ...ownLiterals(func)];
    for (const key of keys) if (!this.rows.has(key)) this.unsettle(key);
    for (const key of keys) this.run(key, keys);
    const result = this.assemble(callee, func, keys);
    if (result !== undefined) this.results.set(callee, result);
    return result;
  }

  siteOf(node: IrNode): Verdict | undefined {
    return this.sites?.get(node);
  }

  known(callee: Callee): FuncEscape | undefined {
    return this.edits.size > 0 ? undefined : this.results.get(callee);
  }

  tags(key: FuncKey, index?: number): FuncTags | undefined {
    if (index === undefined) return this.allTags(key);
    if (this.isLeftOut(key)) return leftOut(key);
    const known = this.knownTags(key);
    if (known !== undefined && (index >= known.params.length || known.params[index] !== undefined))
      return known;
    this.demand.run(key, index);
    return this.knownTags(key);
  }

  private allTags(key: FuncKey): FuncTags | undefined {
    this.settleEdits();
    if (this.isFull(key)) this.run(key, []);
    let tags = this.tags(key, 0);
    for (let i = 1; tags !== undefined && i < tags.params.length; i++) tags = this.tags(key, i);
    return tags;
  }

  knownTags(key: FuncKey): FuncTags | undefined {
    return this.tagsOf.get(key) ?? this.demanded.get(key) ?? (isCallee(key) ? this.recall(key) : undefined);
  }

  keepTags(found: ReadonlyMap<FuncKey, readonly (string | undefined)[]>, used: Iterable<FuncKey>): void {
    const refs = [...used];
    for (const [key, params] of found) {
      const before = this.demanded.get(key);
      const tags: FuncTags = {
        params: params.map((tag, i) => tag ?? before?.params[i]),
        ...(isCallee(key) ? this.directives(key) : noDirectives),
      };
      this.demanded.set(key, tags);
      const known = this.refs.get(key);
      this.refs.set(key, known === undefined ? refs : [...new Set([...known, ...refs])]);
      if (isCallee(key)) this.options.tagCache?.set(key, tags);
    }
  }

  directives(callee: Callee): FuncDirectives {
    const declaration = declarationOf(callee);
    return declaration === undefined ? noDirectives : pragmaRules(declaration);
  }

  bodyOf(key: FuncKey): Func | undefined {
    return isCallee(key) ? this.body(key) : key;
  }

  openBody(key: FuncKey): Func | undefined {
    if (!isCallee(key) || this.isFull(key)) return undefined;
    this.checkCancelled();
    return this.ir.openBodies?.body(key);
  }

  inlined(func: Func, call: CallExpr): InlinedCallExpr | 'whole' | undefined {
    return this.ir.openBodies?.inlined(func, call);
  }

  mayBecomeStatic(func: Func, call: CallExpr, inlined: ReadonlyMap<CallExpr, InlinedCallExpr>): boolean {
    return this.ir.openBodies?.mayBecomeStatic(func, call, inlined) ?? false;
  }

  forget(pkg: Package, keepTags = false): void {
    const drop = <T>(from: Map<FuncKey, T> | Set<Callee>): void => {
      for (const key of from.keys()) if (packageOf(key) === pkg) from.delete(key as Callee);
    };
    drop(this.rows);
    for (const callee of this.results.keys()) if (packageOf(callee) === pkg) this.results.delete(callee);
    for (const [callee, owner] of this.foreign) {
      if (owner !== pkg) continue;
      this.foreign.delete(callee);
      this.dropWithLiterals(callee);
    }
    if (keepTags) return;
    drop(this.tagsOf);
    drop(this.demanded);
    drop(this.groups);
    drop(this.edits);
    drop(this.refs);
    drop(this.noSource);
  }

  edited(callees: readonly Callee[]): void {
    for (const callee of callees) {
      const tags = this.tagsOf.get(callee);
      // The members of a group may not be one group any more.
      if (this.groups.has(callee) || this.demanded.has(callee)) this.dropCallers(callee);
      else if (tags !== undefined && !this.edits.has(callee))
        this.edits.set(callee, { tags, mentions: this.mentionedIn(callee) });
      this.dropWithLiterals(callee);
    }
  }

  private settleEdits(): void {
    for (const [callee, before] of this.edits) {
      this.run(callee, []);
      if (this.affectsCallers(callee, before)) this.dropCallers(callee);
      this.edits.delete(callee);
    }
  }

  private affectsCallers(callee: Callee, before: Known): boolean {
    const tags = this.tagsOf.get(callee);
    if (tags === undefined || !sameTags(tags, before.tags) || this.groups.has(callee)) return true;
    const added = [...this.mentionedIn(callee)].filter(each => !before.mentions.has(each));
    if (added.length === 0) return false;
    const callers = this.callersOf(callee);
    return added.some(each => callers.has(each));
  }

  /** The declared functions that a function and the literals in it mention. */
  private mentionedIn(callee: Callee): Set<Callee> {
    const found = new Set<Callee>();
    const bodies = new Set<FuncKey>([callee]);
    for (const body of bodies) {
      for (const ref of this.refs.get(body) ?? []) {
        if (isCallee(ref)) found.add(ref);
        else bodies.add(ref);
      }
    }
    return found;
  }

  /** The function and all that reach it by what they mention. */
  private callersOf(key: FuncKey): Set<FuncKey> {
    const mentions = new Map<FuncKey, FuncKey[]>();
    for (const [caller, refs] of this.refs) {
      for (const ref of refs) {
        const list = mentions.get(ref);
        if (list === undefined) mentions.set(ref, [caller]);
        else list.push(caller);
      }
    }
    const found = new Set([key]);
    for (const each of found) for (const caller of mentions.get(each) ?? []) found.add(caller);
    return found;
  }

  private dropCallers(key: FuncKey): void {
    for (const caller of this.callersOf(key)) this.drop(caller);
  }

  private dropWithLiterals(callee: Callee): void {
    this.drop(callee);
    for (const literal of callee.func === undefined ? [] : ownLiterals(callee.func)) this.drop(literal);
  }

  private drop(key: FuncKey): void {
    this.tagsOf.delete(key);
    this.demanded.delete(key);
    this.rows.delete(key);
    this.groups.delete(key);
    this.refs.delete(key);
    const callee = isCallee(key) ? key : outermost(key).nname?.callee;
    if (callee !== undefined) this.results.delete(callee);
  }

  checkCancelled(): void {
    this.options.checkCancelled?.();
  }

  /** Its tags may be there without its diagnostics: a group can only be analysed as a whole. */
  private unsettle(key: FuncKey): void {
    for (const member of this.groups.get(key) ?? [key]) this.tagsOf.delete(member);
  }

  /** Verdicts of the function are wanted: it is analysed together with what it mentions. */
  private isFull(key: FuncKey): boolean {
    const pkg = packageOf(key);
    return pkg === undefined || this.options.keepVerdicts?.(pkg) !== false || this.isCompiled(key);
  }

  /**
   * An instance that only an inlined body of another package mentions is compiled where that body was. The compiler
   * has no tags of it here, so that everything leaks.
   */
  private isLeftOut(key: FuncKey): key is Callee {
    if (!this.inCompiled || !isCallee(key) || this.compiled?.members.has(key) !== false) return false;
    // Methods come with their type, which the compiler has read before.
    return key.type.recv === undefined && key.typeArgs.some(hasShape);
  }

  private isCompiled(key: FuncKey): boolean {
    const callee = isCallee(key) ? key : outermost(key).nname?.callee;
    return callee !== undefined && this.compiled?.members.has(callee) === true;
  }

  /**
   * `wanted`: diagnostics of these are asked for, whatever their package; where the package's are not, of what they call
   * only tags are needed.
   */
  private run(root: FuncKey, wanted: readonly FuncKey[]): void {
    const pkg = this.isFull(root) ? packageOf(root) : undefined;
    visitBottomUp(root, {
      isSettled: key =>
        this.tagsOf.has(key) ||
        (isCallee(key) && this.noSource.has(key)) ||
        !(packageOf(key) === pkg || this.isFull(key) || wanted.includes(key)),
      body: callee => this.body(callee),
      scan: (func, key) => ({ func, key, refs: mentioned(func) }),
      analyze: group => this.analyzeGroup(group, wanted),
    });
  }

  private recall(callee: Callee): FuncTags | undefined {
    const tags = this.options.tagCache?.get(callee);
    if (tags !== undefined) this.demanded.set(callee, tags);
    return tags;
  }

  private body(callee: Callee): Func | undefined {
    this.checkCancelled();
    const func = this.ir.func(callee);
    if (func === undefined) this.noSource.add(callee);
    return func;
  }

  private analyzeGroup(group: readonly Scan[], wanted: readonly FuncKey[]): void {
    const { batch } = this;
    this.inCompiled = group.some(({ key, func }) => !func.uninstantiated && this.isCompiled(key));
    try {
      batch.add(group.map(({ func }) => func));
      this.solver.solve(batch);
      this.keep(batch, group, wanted);
    } finally {
      this.inCompiled = false;
      batch.clear();
    }
  }

  private keep(batch: Batch, group: readonly Scan[], wanted: readonly FuncKey[]): void {
    const tags = funcTags(batch);
    const refs = refsOf(group);
    const { printer } = this.options;
    const keep = ({ key }: Scan): boolean => wanted.includes(key) || this.isFull(key);
    const settled = group.filter(({ func }) => tags.has(func));
    const local = settled.some(({ key }) => this.isCompiled(key)) ? this.compiled?.pkg : undefined;
    const members = settled.map(({ key }) => key);
    if (members.length > 1) for (const member of members) this.groups.set(member, members);
    const found = settled.some(keep)
      ? report(batch, {
          printer,
          local,
          flows: this.flows,
          nextOrder: () => this.diagnostics++,
          sites: this.sites,
        })
      : undefined;
    for (const scan of settled) {
      this.refs.set(scan.key, refs.get(scan.func)!);
      this.tagsOf.set(scan.key, tags.get(scan.func)!);
      if (isCallee(scan.key)) this.options.tagCache?.set(scan.key, tags.get(scan.func)!);
      if (keep(scan)) this.rows.set(scan.key, found?.get(scan.func) ?? noRows);
    }
  }

  /** The diagnostics of a declared function and of all literals in it. */
  private assemble(callee: Callee, func: Func, keys: readonly FuncKey[]): FuncEscape | undefined {
    const tags = this.tagsOf.get(callee);
    if (tags === undefined) return undefined;
    const rows = keys.map(key => this.rows.get(key) ?? noRows);
    return {
      func: func.sym,
      tags,
      verdicts: rows.flatMap(({ verdicts }) => verdicts),
      remarks: rows.flatMap(({ remarks }) => remarks),
    };
  }
}

/** What was known of a function before an edit. */
interface Known {
  tags: FuncTags;
  mentions: ReadonlySet<Callee>;
}

/** What each function of a group mentions, together with the capturing literals in it. */
function refsOf(group: readonly Scan[]): Map<Func, readonly FuncKey[]> {
  const found = new Map<Func, readonly FuncKey[]>();
  for (const { func, refs } of group) {
    const owner = analyzedWith(func);
    const known = found.get(owner);
    found.set(owner, known === undefined ? refs : [...known, ...refs]);
  }
  return found;
}

function sameTags(a: FuncTags, b: FuncTags): boolean {
  return (
    a.uintptrKeepAlive === b.uintptrKeepAlive &&
    a.uintptrEscapes === b.uintptrEscapes &&
    a.params.length === b.params.length &&
    a.params.every((tag, i) => tag === b.params[i])
  );
}

function leftOut(callee: Callee): FuncTags {
  const { recv, params } = callee.type;
  return { ...noDirectives, params: Array(params.vars.length + (recv === undefined ? 0 : 1)).fill('') };
}

const noDirectives: FuncDirectives = { uintptrKeepAlive: false, uintptrEscapes: false };

const noRows: Rows = { verdicts: [], remarks: [] };

/** The literals in a function that are analysed on their own, whether or not they are still mentioned. */
function ownLiterals(func: Func): Func[] {
  const found: Func[] = [];
  const pending = [...func.closures];
  for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
    if (!isCapturing(at)) found.push(at);
    pending.push(...at.closures);
  }
  return found;
}

function outermost(func: Func): Func {
  while (func.outer !== undefined) func = func.outer;
  return func;
}

function packageOf(key: FuncKey): Package | undefined {
  return isCallee(key) ? key.name.pkg : key.pkg;
}
