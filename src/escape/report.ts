/**
 * From a solved graph to tags and verdicts (escape.go's finish, paramTag and reportLeaks, Go 1.26): for
 * each function first its parameters, then everything that has a location, in the order of the walk.
 */

import { inlinedNames } from '../inline';
import { Class, type Func, type IrNode, type Name, Op, Pragma, type Printer, qualified } from '../ir';
import type { Unit } from '../syntax';
import type { Package } from '../types';
import type { Batch } from './batch';
import { pragmaRules } from './call';
import { explain, unknownReason } from './explain';
import { Attr, type FlowSegment, HEAP } from './graph';
import {
  LEAK_CALLEE,
  LEAK_HEAP,
  LEAK_MUTATOR,
  LEAK_RESULT0,
  Leaks,
  NO_LEAKS,
  NUM_ESC_RESULTS,
} from './leaks';
import { analyzedWith, isCapturing } from './scc';
import { describeSite, type SiteFacts } from './site';
import { elemOf, isUintptr } from './typeFacts';
import { typeText } from './typeText';
import type { FlowStep, FuncTags, Remark, Verdict } from './verdict';

export interface ReportOptions {
  printer: Printer;
  /** What is compiled: names of other packages are qualified. Without, the package of each function. */
  local?: Package;
  /** Build the steps of explanations. */
  flows: boolean;
  /** Numbers diagnostics in the order in which they are made. */
  nextOrder(): number;
  /** Is told what was found of each node, where somebody will ask. */
  sites: WeakMap<IrNode, Verdict> | undefined;
}

/** Tags of every function of the batch but capturing literals, which have none of their own. */
export function funcTags(batch: Batch): Map<Func, FuncTags> {
  const tags = new Map<Func, FuncTags>();
  for (const func of batch.funcs) {
    if (isCapturing(func)) continue;
    const params = inputs(func).map(param => paramTag(batch, func, param));
    tags.set(func, { params, ...pragmaRules(func) });
  }
  return tags;
}

/** The receiver, if any, and the parameters. */
export function inputs(func: Func): Name[] {
  return func.recv === undefined ? func.params : [func.recv, ...func.params];
}

export function isUnnamed(param: Name): boolean {
  return param.sym === '' || param.sym === '_';
}

export function paramTag(batch: Batch, func: Func, param: Name): string {
  if (isEscapingUintptr(func, param) || !batch.hasPointers(param.type)) return '';
  if (!func.hasBody) return (func.pragma & Pragma.noescape) === 0 ? '' : unseenTag();
  const leaks = isUnnamed(param) ? undefined : batch.graph.leaks[batch.location(param)];
  if (leaks === undefined) return NO_LEAKS;
  leaks.optimize();
  return leaks.encode();
}

/** Of a function without a body that lets nothing escape. */
function unseenTag(): string {
  const leaks = new Leaks();
  leaks.add(LEAK_MUTATOR, 0);
  leaks.add(LEAK_CALLEE, 0);
  return leaks.encode();
}

/** A uintptr that //go:uintptrescapes takes for a pointer: the parameter itself, or the elements of the last. */
function isEscapingUintptr(func: Func, param: Name): boolean {
  if (!func.hasBody || (func.pragma & Pragma.uintptrEscapes) === 0) return false;
  if (isUintptr(param.type)) return true;
  const elem = elemOf(param.type);
  return param.isDDD && elem !== undefined && isUintptr(elem);
}

/** Diagnostics of one function and the capturing literals in it. */
export interface Rows {
  verdicts: Verdict[];
  remarks: Remark[];
}

/** What the batch's functions were found to do; capturing literals count as part of the function around them. */
export function report(batch: Batch, options: ReportOptions): ReadonlyMap<Func, Rows> {
  return new Reporter(batch, options).run();
}

class Reporter {
  private readonly rows = new Map<Func, Rows>();
  /** The first flow for each position. */
  private readonly flows = new Map<Unit, Map<number, FlowSegment[]>>();

  constructor(
    private readonly batch: Batch,
    private readonly options: ReportOptions,
  ) {}

  run(): ReadonlyMap<Func, Rows> {
    const { batch } = this;
    const { graph } = batch;
    if (graph.explains) for (const location of graph.escaped) this.noteFlow(location);
    for (const { func, where } of batch.selfAssigns) this.selfAssign(func, where);
    for (const func of batch.funcs) {
      for (const param of inputs(func)) this.param(func, param);
    }
    for (let location = HEAP + 4; location < graph.count; location++) {
      const node = graph.nodes[location];
      if (node !== undefined) this.location(location, node);
    }
    return this.rows;
  }

  /**
   * Several things may stand at one position (what the compiler adds to a range over a function, an append
   * that is converted to an interface): a position is explained once, by what escaped first.
   */
  private noteFlow(location: number): void {
    const { graph } = this.batch;
    const place = graph.nodes[location]?.pos;
    const flow = graph.escapeFlows[location];
    if (place === undefined || flow === undefined) return;
    let inUnit = this.flows.get(place.unit);
    if (inUnit === undefined) {
      inUnit = new Map();
      this.flows.set(place.unit, inUnit);
    }
    if (!inUnit.has(place.pos)) inUnit.set(place.pos, flow);
  }

  private rowsOf(func: Func): Rows {
    const owner = analyzedWith(func);
    let rows = this.rows.get(owner);
    if (rows === undefined) {
      rows = { verdicts: [], remarks: [] };
      this.rows.set(owner, rows);
    }
    return rows;
  }

  private localOf(func: Func): Package {
    return this.options.local ?? func.pkg;
  }

  private remark(func: Func, node: IrNode, gc: string): void {
    if (isUninstantiated(func)) return;
    this.rowsOf(func).remarks.push({ place: node.pos, gc, order: this.options.nextOrder() });
  }

  private selfAssign(func: Func, where: IrNode): void {
    const text = this.options.printer.printExpr(where, this.localOf(func));
    this.remark(
      func,
      where,
      `${qualified(func.sym, func.pkg, this.localOf(func))} ignoring self-assignment in ${text}`,
    );
  }

  // -------------------------------------------------------------- parameters

  private param(func: Func, param: Name): void {
    const { batch } = this;
    // Nobody wrote a wrapper; an instance of a generic function is reported where it is compiled, if at all.
    if (func.wrapper || func.dupok) return;
    const name = param.sym;
    if (!func.hasBody) {
      this.bodylessParam(func, param);
      return;
    }
    if (isEscapingUintptr(func, param)) {
      const dots = isUintptr(param.type) ? '' : '...';
      this.remark(func, param, `marking ${name} as escaping ${dots}uintptr`);
      return;
    }
    if (isUnnamed(param) || !batch.hasPointers(param.type)) return;
    const location = batch.location(param);
    if (!batch.graph.has(location, Attr.escapes)) this.leaks(func, param, location);
  }

  private bodylessParam(func: Func, param: Name): void {
    if (isUintptr(param.type)) {
      this.remark(
        func,
        param,
        `assuming ${param.sym === '' || param.sym === '_' ? `~p${inputs(func).indexOf(param)}` : param.sym} is unsafe uintptr`,
      );
      return;
    }
    if (param.sym === '' || !this.batch.hasPointers(param.type)) return;
    const noescape = (func.pragma & Pragma.noescape) !== 0;
    this.addParam(func, param, noescape ? 'stack' : 'leak', undefined, []);
  }

  private leaks(func: Func, param: Name, location: number): void {
    const { graph } = this.batch;
    const leaks = graph.leaksOf(location);
    leaks.optimize();
    const flows = graph.leakFlows[location];
    let leaked = false;
    const heap = leaks.heap();
    if (heap >= 0) {
      this.addParam(func, param, heap === 0 ? 'leak' : 'content', undefined, flows?.[LEAK_HEAP]);
      leaked = true;
    }
    for (let i = 0; i < NUM_ESC_RESULTS; i++) {
      const derefs = leaks.result(i);
      if (derefs < 0) continue;
      const result = func.results[i]?.sym ?? `~r${i}`;
      this.addParam(func, param, 'leak', `${result} level=${derefs}`, flows?.[LEAK_RESULT0 + i]);
      leaked = true;
    }
    if (!leaked) this.addParam(func, param, 'stack', undefined, []);
  }

  private addParam(
    func: Func,
    param: Name,
    kind: 'leak' | 'content' | 'stack',
    to: string | undefined,
    flow: readonly FlowSegment[] = [],
  ): void {
    const name = param.sym;
    const leak = `leaking param: ${name}`;
    const gc =
      kind === 'stack'
        ? `${name} does not escape`
        : kind === 'content'
          ? `leaking param content: ${name}`
          : to === undefined
            ? leak
            : `${leak} to result ${to}`;
    const note = unknownReason(flow, this.batch.unknownAt);
    this.rowsOf(func).verdicts.push({
      kind: note === undefined ? kind : 'unknown',
      place: param.pos,
      inlined: [],
      site: 'parameter',
      name,
      to,
      expr: kind === 'stack' ? name : undefined,
      func: func.sym,
      type: typeText(param.type),
      bytes: this.batch.sizes.sizeof(param.type),
      elemBytes: undefined,
      hasPointers: this.batch.hasPointers(param.type),
      allocates: false,
      stackLimit: undefined,
      loopDepth: 1,
      flow: this.steps(func, flow),
      note,
      uninstantiated: isUninstantiated(func),
      gc,
      order: this.options.nextOrder(),
    });
  }

  // -------------------------------------------------------------- variables and allocation sites

  private location(location: number, node: IrNode): void {
    const { batch } = this;
    const { graph } = batch;
    const func = batch.funcs[Math.max(graph.func[location], 0)];
    const escapes = graph.has(location, Attr.escapes);
    if (node.op === Op.ONAME) {
      if (!escapes) return;
      const name = this.options.printer.printName(node, this.localOf(func));
      // What the compiler declares without a position cannot be shown in the source.
      const isShown = node.pos.pos >= 0;
      if (!isShown) this.remark(func, node, `moved to heap: ${name}`);
      this.addMoved(func, node, name, location, isShown);
      return;
    }
    const isZeroCopy = node.op === Op.OSTR2BYTES && !graph.has(location, Attr.mutates);
    this.addSite(func, node, location, escapes, isZeroCopy);
    if (isZeroCopy) this.remark(func, node, 'zero-copy string->[]byte conversion');
  }

  private addMoved(func: Func, node: Name, name: string, location: number, isShown: boolean): void {
    const { batch } = this;
    const bytes = batch.sizes.sizeof(node.type);
    const facts: SiteFacts = {
      site: node.cls === Class.param ? 'parameter' : 'variable',
      type: node.type,
      bytes,
      elemBytes: undefined,
      hasPointers: batch.hasPointers(node.type),
      allocates: bytes > 0,
      stackLimit: undefined,
    };
    const verdict = this.verdict(func, node, location, facts, 'moved');
    verdict.name = name;
    verdict.gc = `moved to heap: ${name}`;
    if (isShown) this.rowsOf(func).verdicts.push(verdict);
  }

  private addSite(func: Func, node: IrNode, location: number, escapes: boolean, isZeroCopy: boolean): void {
    const facts = describeSite(this.batch, node, escapes);
    if (isZeroCopy) {
      facts.allocates = false;
      facts.stackLimit = undefined;
    }
    const text = node.op === Op.OAPPEND ? 'append' : this.options.printer.printExpr(node, this.localOf(func));
    const verdict = this.verdict(func, node, location, facts, escapes ? 'heap' : 'stack');
    verdict.expr = text;
    verdict.gc = `${text} ${escapes ? 'escapes to heap' : 'does not escape'}`;
    // The closure around the call of a go or defer statement is the compiler's own.
    if (node.op !== Op.OCLOSURE || !node.func.wrapper) this.rowsOf(func).verdicts.push(verdict);
  }

  private verdict(
    func: Func,
    node: IrNode,
    location: number,
    facts: SiteFacts,
    kind: 'moved' | 'heap' | 'stack',
  ): Verdict {
    const { graph, unknownAt } = this.batch;
    const place = node.pos;
    const flow = kind === 'stack' ? [] : (this.flows.get(place.unit)?.get(place.pos) ?? []);
    const note = unknownReason(flow, unknownAt);
    const verdict: Verdict = {
      kind: note === undefined ? kind : 'unknown',
      place: { unit: place.unit, pos: place.pos },
      inlined: inlinedNames(place),
      site: facts.site,
      name: undefined,
      to: undefined,
      expr: undefined,
      func: func.sym,
      type: typeText(facts.type),
      bytes: facts.bytes,
      elemBytes: facts.elemBytes,
      hasPointers: facts.hasPointers,
      allocates: facts.allocates,
      stackLimit: facts.stackLimit,
      loopDepth: graph.writtenDepth[location],
      flow: this.steps(func, flow),
      note,
      uninstantiated: isUninstantiated(func),
      gc: undefined,
      order: this.options.nextOrder(),
    };
    this.options.sites?.set(node, verdict);
    return verdict;
  }

  private steps(func: Func, flow: readonly FlowSegment[]): readonly FlowStep[] {
    const { printer, flows } = this.options;
    return flows && flow.length > 0 ? explain(this.batch.graph, flow, printer, this.localOf(func)) : noSteps;
  }
}

const noSteps: readonly FlowStep[] = [];

function isUninstantiated(func: Func): boolean {
  for (let f: Func | undefined = func; f !== undefined; f = f.outer) if (f.uninstantiated) return true;
  return false;
}
