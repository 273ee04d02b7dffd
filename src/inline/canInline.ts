/**
 * Which functions and function literals can be inlined (CanInlineFuncs and CanInline of
 * cmd/compile/internal/inline/inl.go, Go 1.26).
 *
 * Functions are decided callees first, those that call each other in the order in which they are reached: what
 * is not decided yet counts as a call that stays. Bodies are looked at as the noder left them. A question about
 * a function decides what it mentions in its own package too, and of packages that are only imported those
 * functions alone that its cost depends on.
 *
 * Differs from Go: where functions of a package that is only imported call each other in a circle, the circle
 * is entered at the one that is declared first, and not seen where a function too expensive closes it.
 */

import {
  type CallExpr,
  type Callee,
  Class,
  type Func,
  type FuncKey,
  forEachChild,
  type IrNode,
  type IrProgram,
  isCallee,
  type Name,
  Op,
  Pragma,
  type Printer,
  type Scan,
  type StaticCallee,
  StaticValues,
  visitBottomUp,
} from '../ir';
import { type Package, type Sizes, TypeKind, underlying, type VarObject } from '../types';
import { BodiesAtHand } from './bodiesAtHand';
import { bodyCost, type CostHost } from './cost';
import type { InlineRules } from './goVersion';
import type { ImportsOf } from './instanceLeads';
import { fromFirstDeclared, scanOwn } from './order';
import { Survey } from './survey';

/** Calls of functions decided by themselves inside one another; deeper, they are decided in order. */
const maxJudging = 100;

/** What is known of a function that was decided. */
export type Decision =
  | { can: true; cost: number; canDelayResults: boolean }
  /** `why` as the compiler gives it. */
  | { can: false; why: string };

/**
 * Keeps decisions beyond the life of an Inlinability. `get` must give nothing for packages whose lines of -m or
 * reasons in full are wanted.
 */
export interface DecisionCache {
  get(callee: Callee): Decision | undefined;
  set(callee: Callee, decision: Decision): void;
}

export interface InlinabilityOptions {
  rules: InlineRules;
  sizes: Sizes;
  /** For the lines of -m. */
  printer?: Printer;
  /** Packages for which reasons are wanted in full (the whole cost of what is too expensive). */
  full?(path: string): boolean;
  /** Lines of -m will be asked for. */
  remarks?: boolean;
  /** What packages import; without, every body is at hand everywhere. */
  importsOf?: ImportsOf;
  /** Decisions that were made before: of functions of which nothing they rest on has changed. */
  decisionCache?: DecisionCache;
  checkCancelled?(): void;
}

export class Inlinability implements CostHost {
  readonly rules: InlineRules;
  readonly arch;
  readonly printer: Printer | undefined;
  readonly values = new StaticValues();
  private atHand: BodiesAtHand;
  private readonly decisions = new Map<FuncKey, Decision>();
  private readonly bodies = new Map<Callee, Func | undefined>();
  /** What was decided of packages whose reasons are wanted in full. */
  private readonly decided = new Map<Package, { func: Func; key: FuncKey; decision: Decision }[]>();

  /** Of functions of packages whose reasons are wanted in full: those of the package that asked about them. */
  private readonly askedBy = new Map<Callee, Set<Callee>>();

  /** The package that instances are being compiled for; every body is at hand for them without. */
  compiled: Package | undefined;

  /** Whether the function whose cost is being counted is decided in the compiler's order. */
  private inOrder = false;
  /** Functions decided by themselves that are not done yet, and those of them that were met again. */
  private readonly judging = new Set<FuncKey>();
  private readonly circular = new Set<FuncKey>();
  private readonly decidedAlone: { key: FuncKey; func: Func }[] = [];

  constructor(
    readonly ir: IrProgram,
    private readonly options: InlinabilityOptions,
  ) {
    this.rules = options.rules;
    this.arch = options.sizes.arch;
    this.printer = options.printer;
    this.atHand = this.findBodiesAtHand();
  }

  /** Declarations or imports of some package changed, and with them what its export data hold. */
  forgetExports(): void {
    this.atHand = this.findBodiesAtHand();
  }

  private findBodiesAtHand(): BodiesAtHand {
    return new BodiesAtHand(this, this.options.importsOf ?? (() => undefined));
  }

  /**
   * The compiler can put the callee's body into the function, as far as the function's own source calls it, or that of an
   * instance of a generic function.
   */
  hasBody(caller: Func, callee: StaticCallee): boolean {
    if (callee.kind === 'closure') return true;
    if (caller.dupok && !caller.wrapper) return this.hasBodyInInstances(callee);
    return this.atHand.has(caller.pkg, callee.callee, 'source');
  }

  /** The same of the instances that are compiled with a package. */
  hasBodyInInstances(callee: StaticCallee): boolean {
    if (callee.kind === 'closure' || this.compiled === undefined) return true;
    return this.atHand.has(this.compiled, callee.callee, 'instances');
  }

  /** The body before any pass; undefined where there is no source. It must not be changed. */
  body(callee: Callee): Func | undefined {
    if (this.bodies.has(callee)) return this.bodies.get(callee);
    this.options.checkCancelled?.();
    const func = this.ir.build(callee);
    this.bodies.set(callee, func);
    return func;
  }

  /** The function as it was at first. */
  survey(func: Func): Survey {
    if (func.opt instanceof Survey) return func.opt;
    const survey = new Survey(func.body);
    func.opt = survey;
    return survey;
  }

  /** Nothing is inlined into the function: it, or a literal in it, nests too deep. */
  isTooDeep(func: Func): boolean {
    return this.survey(func).isTooDeep || func.closures.some(closure => this.isTooDeep(closure));
  }

  /** The function or literal among those that inlining orders. */
  scan(func: Func, key: FuncKey): Scan {
    return scanOwn(func, key, this.survey(func));
  }

  /** Gives the compiler's own function a body and a decision. */
  adopt(callee: Callee, func: Func, decision: Decision): void {
    this.bodies.set(callee, func);
    this.decisions.set(callee, decision);
  }

  /** While `action` runs, what is decided about instances rests on the bodies that are at hand for the package. */
  compileFor<T>(pkg: Package, action: () => T): T {
    const isKept = (key: FuncKey): boolean => (isCallee(key) ? key.typeArgs.length === 0 : !key.dupok);
    for (const key of this.decisions.keys()) if (!isKept(key)) this.decisions.delete(key);
    for (const [each, list] of this.decided)
      this.decided.set(
        each,
        list.filter(({ key }) => isKept(key)),
      );
    this.compiled = pkg;
    try {
      return action();
    } finally {
      this.compiled = undefined;
    }
  }

  /** Drops bodies that nobody will inline. */
  dropBody(callee: Callee): void {
    this.bodies.delete(callee);
  }

  /** Drops the bodies of a package; decisions stay. */
  forget(pkg: Package): void {
    for (const callee of this.bodies.keys()) if (callee.object.pkg === pkg) this.bodies.delete(callee);
  }

  /** Drops what was decided of a package, too. */
  forgetDecisions(pkg: Package): void {
    this.forget(pkg);
    this.decided.delete(pkg);
    for (const callee of this.askedBy.keys()) if (callee.object.pkg === pkg) this.askedBy.delete(callee);
    for (const key of this.decisions.keys()) if (packageOf(key) === pkg) this.decisions.delete(key);
  }

  /** The function has a new body. Whoever decided by what it was must be forgotten too. */
  forgetFunc(callee: Callee): void {
    this.decisions.delete(callee);
    this.bodies.delete(callee);
    const { pkg } = callee.object;
    const list = pkg && this.decided.get(pkg);
    if (pkg === undefined || list === undefined) return;
    for (const { func, key } of list)
      if (outermost(func).nname?.callee === callee) this.decisions.delete(key);
    this.decided.set(
      pkg,
      list.filter(({ key }) => this.decisions.has(key)),
    );
  }

  /**
   * Functions of the same package whose decisions or bodies rest on these, directly or not. Known of packages whose
   * reasons are wanted in full.
   */
  dependentsOf(callees: readonly Callee[]): ReadonlySet<Callee> {
    const found = new Set<Callee>();
    for (const callee of callees) for (const asker of this.askedBy.get(callee) ?? []) found.add(asker);
    for (const each of found) for (const asker of this.askedBy.get(each) ?? []) found.add(asker);
    return found;
  }

  /** Tells that a function, or a literal in it, rests on what is decided about another and on its body. */
  noteAsked(callee: Callee, by: Func): void {
    const asker = outermost(by).nname?.callee;
    if (asker === undefined || asker.object.pkg !== callee.object.pkg || !this.isOrdered(asker)) return;
    const askers = this.askedBy.get(callee);
    if (askers === undefined) this.askedBy.set(callee, new Set([asker]));
    else askers.add(asker);
  }

  /** The decision about a function, made now if it was not yet. */
  decide(key: FuncKey): Decision | undefined {
    const known = this.decisions.get(key) ?? this.recall(key);
    if (known !== undefined) return known;
    if (this.isOrdered(key) || this.judging.size >= maxJudging) this.decideInOrder(key);
    else this.decideAlone(key);
    return this.decisions.get(key);
  }

  /** Decides the function and what it mentions, as the compiler goes through a package. */
  private decideInOrder(root: FuncKey): void {
    const pkg = packageOf(root);
    const isLater = (key: FuncKey): boolean => packageOf(key) !== pkg && !this.isOrdered(key);
    this.inMode(true, () =>
      visitBottomUp(root, {
        isSettled: key =>
          this.decisions.has(key) || isLater(key) || (isCallee(key) && this.body(key) === undefined),
        body: callee => this.body(callee),
        scan: (func, key) => this.scan(func, key),
        analyze: group => {
          const members = this.isOrdered(root) ? group : fromFirstDeclared(group);
          for (const { func, key } of members) this.canInline(func, key);
        },
      }),
    );
  }

  private inMode(inOrder: boolean, action: () => void): void {
    const before = this.inOrder;
    this.inOrder = inOrder;
    try {
      action();
    } finally {
      this.inOrder = before;
    }
  }

  /** Decides the function and those that its cost depends on, unless one of them leads back to it. */
  private decideAlone(key: FuncKey): void {
    const func = isCallee(key) ? this.body(key) : key;
    if (func === undefined) return;
    if (this.judging.size === 0) this.decidedAlone.length = 0;
    const from = this.decidedAlone.length;
    this.judging.add(key);
    try {
      this.inMode(false, () => this.canInline(func, key));
    } finally {
      this.judging.delete(key);
    }
    this.decidedAlone.push({ key, func });
    if (this.circular.delete(key)) {
      for (const each of this.decidedAlone.splice(from)) this.decisions.delete(each.key);
      this.decideInOrder(key);
    }
    if (this.judging.size === 0) this.keepDecided();
  }

  private recall(key: FuncKey): Decision | undefined {
    const decision = isCallee(key) ? this.options.decisionCache?.get(key) : undefined;
    if (decision !== undefined) this.decisions.set(key, decision);
    return decision;
  }

  private keepDecided(): void {
    for (const { key, func } of this.decidedAlone) {
      const decision = this.decisions.get(key);
      // What is put into others brings its literals, of which nothing is kept.
      if (!isCallee(key) || decision === undefined || (decision.can && func.closures.length > 0)) continue;
      this.options.decisionCache?.set(key, decision);
    }
  }

  /** The order of decisions is the compiler's: so it is where they will be shown. */
  isOrdered(key: FuncKey): boolean {
    const { full } = this.options;
    const pkg = packageOf(key);
    return full === undefined || pkg === undefined || full(pkg.path);
  }

  /** What was decided so far. */
  known(key: FuncKey): Decision | undefined {
    return this.decisions.get(key);
  }

  /** Decides one function or literal by its body, unless that has been done. */
  canInline(func: Func, key: FuncKey): void {
    if (this.decisions.has(key)) return;
    const decision = this.judge(func);
    this.decisions.set(key, decision);
    if (func.uninstantiated || !this.isOrdered(key)) return;
    const list = this.decided.get(func.pkg);
    if (list === undefined) this.decided.set(func.pkg, [{ func, key, decision }]);
    else list.push({ func, key, decision });
  }

  get wantsRemarks(): boolean {
    return this.options.remarks ?? false;
  }

  /** Literals of a package that were decided. */
  literalsIn(pkg: Package): { func: Func; decision: Decision }[] {
    return (this.decided.get(pkg) ?? []).filter(({ key, func }) => !isCallee(key) && !func.dupok);
  }

  private judge(func: Func): Decision {
    const why = inlineImpossible(func);
    if (why !== undefined) return { can: false, why };
    const budget = func.outer === undefined ? this.rules.maxBudget : this.rules.closureBudget;
    const full = this.options.full?.(func.pkg.path) ?? false;
    const found = bodyCost(func, budget, this, full);
    if ('why' in found) return { can: false, why: found.why };
    return { can: true, cost: found.cost, canDelayResults: canDelayResults(func) };
  }

  // -------------------------------------------------------------- calls

  inlinedCost(caller: Func, call: CallExpr): number | undefined {
    const callee = this.callee(caller, call);
    if (callee === undefined) return undefined;
    if (callee.kind === 'closure') this.canInline(callee.func, callee.func);
    const decision = this.decisionOf(caller, callee);
    if (decision?.can !== true || !this.hasBody(caller, callee)) return undefined;
    return this.costOk(caller, callee, decision.cost, false) ? decision.cost : undefined;
  }

  /** What is decided in order is decided by now, or counts as undecided; everything else is when asked for. */
  private decisionOf(caller: Func, callee: StaticCallee): Decision | undefined {
    if (callee.kind === 'closure') return this.decisions.get(callee.func);
    const key = callee.callee;
    this.noteAsked(key, caller);
    const known = this.decisions.get(key);
    if (known !== undefined) return known;
    if (this.judging.has(key)) {
      this.circular.add(key);
      return undefined;
    }
    const comesInOrder = key.name.pkg === caller.pkg || (isInstance(key) && this.isOrdered(key));
    return this.inOrder && comesInOrder ? undefined : this.decide(key);
  }

  /** The body is cheap enough for a call of it. */
  costOk(caller: Func, callee: StaticCallee, cost: number, calledOnce: boolean): boolean {
    const { rules } = this;
    if (cost <= rules.bigFunctionMaxCost) return true;
    let limit = this.isBig(caller) ? rules.bigFunctionMaxCost : rules.maxBudget;
    if (callee.kind === 'closure') {
      limit *= rules.closureFactor;
      if (calledOnce) limit = Math.max(limit, rules.closureCalledOnceCost);
    }
    return cost <= limit;
  }

  /** The function has so many nodes that only small bodies are put into it. */
  private isBig(func: Func): boolean {
    return this.survey(func).nodes >= this.rules.bigFunctionNodes;
  }

  /** What a call surely calls, if it could be put in the caller's body (inlCallee). */
  callee(caller: Func, call: CallExpr, values = this.values): StaticCallee | undefined {
    const fun = values.of(call.fun);
    if (fun.op === Op.OCLOSURE) {
      const [first] = fun.func.closureVars;
      if (first !== undefined && first.outer?.curfn !== caller) return undefined;
      return { kind: 'closure', func: fun.func };
    }
    const name = fun.op === Op.OMETHEXPR ? fun.callee : fun.op === Op.ONAME ? fun : undefined;
    if (name?.cls !== Class.func || name.callee === undefined) return undefined;
    return { kind: 'func', callee: name.callee };
  }

  isFirstField(node: IrNode): boolean {
    if (node.op !== Op.ODOT && node.op !== Op.ODOTPTR) return false;
    let struct = underlying(node.x.type);
    if (struct.kind === TypeKind.Pointer) struct = underlying(struct.elem);
    if (struct.kind !== TypeKind.Struct) return false;
    const index = struct.fields.indexOf(node.selection as VarObject);
    return index >= 0 && this.options.sizes.offsets(struct)[index] === 0;
  }
}

function isInstance(callee: Callee): boolean {
  return callee.typeArgs.length > 0;
}

function packageOf(key: FuncKey): Package | undefined {
  return isCallee(key) ? key.object.pkg : key.pkg;
}

/** Why a function cannot be inlined whatever is in it. */
export function inlineImpossible(func: Func): string | undefined {
  if ((func.pragma & Pragma.noinline) !== 0) return 'marked go:noinline';
  if ((func.pragma & Pragma.uintptrKeepAlive) !== 0) return 'marked as having a keep-alive uintptr argument';
  if ((func.pragma & Pragma.uintptrEscapes) !== 0) return 'marked as having an escaping uintptr argument';
  if ((func.pragma & Pragma.yeswritebarrierrec) !== 0) return 'marked go:yeswritebarrierrec';
  if (!func.hasBody) return 'no function body';
  return undefined;
}

/** Results need no variables before the one return. */
function canDelayResults(func: Func): boolean {
  if (!func.results.every(isUnnamed)) return false;
  let returns = 0;
  // No expression holds a return.
  const look = (node: IrNode): void => {
    if (node.op === Op.ORETURN) returns += node.results.length === 0 ? 2 : 1;
    else if (node.op >= Op.ODCL) forEachChild(node, look);
  };
  for (const statement of func.body) look(statement);
  return returns === 1;
}

function isUnnamed(result: Name): boolean {
  const { object } = result;
  return object === undefined || object.name === '' || object.name === '_';
}

function outermost(func: Func): Func {
  let at = func;
  while (at.outer !== undefined) at = at.outer;
  return at;
}
