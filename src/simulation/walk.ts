/**
 * What the parts of the walk share: the run so far, what was assumed, and the way back to one another
 * (expressions hold calls, calls run statements, statements hold expressions).
 */

import { type GoVersion, newestGoVersion } from '../base';
import type { FuncEscape, Verdict } from '../escape';
import type { Callee, Func, IrNode, IrProgram, Name } from '../ir';
import type { Place } from '../syntax';
import { errorType, type Sizes } from '../types';
import { type AssumedValue, Assumptions, type Question } from './assumptions';
import { nothing } from './candidates';
import { EventLog } from './eventLog';
import { type SimulationRules, simulationRules } from './goVersion';
import { Heap } from './heap';
import { type Block, type Frame, noObject, type Value } from './value';

export interface SimulationOptions {
  /** Turns of a loop whose number is not known, and the value of an integer that is not. */
  turns: number;
  /** Elements or bytes where a length is not known. */
  length: number;
  /** Number of Ps; each `go` starts on the next one. */
  procs: number;
  /** Whose compiler and runtime are taken. */
  goVersion: GoVersion;
  /** The run stops after so many events. */
  maxEvents: number;
  /** The run stops after so many nodes. */
  maxSteps: number;
  /** Calls within calls. */
  maxDepth: number;
  /** What the user says instead of an assumption, by its id. */
  assumed: Readonly<Record<string, AssumedValue>>;
}

export const defaultOptions: SimulationOptions = {
  turns: 100,
  length: 16,
  procs: 4,
  goVersion: newestGoVersion,
  maxEvents: 2_000_000,
  maxSteps: 60_000_000,
  maxDepth: 50_000,
  assumed: {},
};

export interface SimulationInput {
  ir: IrProgram;
  /** What escapes in a declared function, its closures included; undefined where that is not known. */
  escapeOf(callee: Callee): FuncEscape | undefined;
  /** What was found of a node of the bodies that `escapeOf` was asked about. */
  siteOf(node: IrNode): Verdict | undefined;
  options?: Partial<SimulationOptions>;
  checkCancelled?(): void;
  /** Hears now and then how far the walk is; true ends it there. */
  observe?(progress: SimulationProgress): boolean;
}

export interface SimulationProgress {
  events: number;
  /** Nodes walked: with `maxSteps` of as many a walk ends there. */
  steps: number;
}

/** An allocation site that the run reached. */
export interface SimulationSite {
  /** The expression, or "moved to heap: x". */
  text: string;
  place: Place;
  func: string;
  verdict: Verdict | undefined;
}

/** Thrown inside the walk when a limit ends the run; what was done so far counts. */
export class Stopped extends Error {
  constructor(
    readonly reason: string,
    readonly place: Place,
  ) {
    super(reason);
  }
}

/** The program ends itself. */
export class Exited extends Error {}

/** A panic of the program that is walked. */
export class GoPanic extends Error {
  constructor(
    readonly value: Value,
    readonly place: Place,
  ) {
    super('panic');
  }
}

/** A `go` statement: what it calls, and on which P. */
export interface Goroutine {
  fun: Value;
  node: IrNode;
  p: number;
}

/** How a statement ended; undefined: it ran through. */
export type Leave = { kind: 'break' | 'continue' | 'goto' | 'return' | 'fallthrough'; label?: string };

/** What a panic of the runtime's own holds: an error of which no more is known. */
const runtimeError: Value = { kind: 'interface', type: errorType, value: undefined, object: noObject };

export class Walk {
  readonly log = new EventLog();
  readonly heap: Heap;
  readonly sites: SimulationSite[] = [];
  readonly assumptions: Assumptions;
  readonly options: SimulationOptions;
  readonly rules: SimulationRules;
  readonly sizes: Sizes;
  /** Calls under way, the newest last; those of goroutines among them. */
  readonly frames: Frame[] = [];
  /** Operands of statements under way: the collector must find them. */
  readonly operands: Value[] = [];
  /** Stored where it is not known: never let go. */
  readonly leaked: Value[] = [];
  /** Package variables, made when first asked for. */
  readonly globals = new Map<Name, Block>();
  /** Goroutines that have not run yet. */
  readonly ready: Goroutine[] = [];
  /** Branches that were assumed so far. */
  choices = 0;
  /** Something was taken from a sync.Pool, or a sync.Map was begun: the next call finds more there. */
  usesCaches = false;
  steps = 0;

  evaluate!: (node: IrNode, frame: Frame) => Value;
  execute!: (list: readonly IrNode[], frame: Frame) => Leave | undefined;
  /** Calls a function value; undefined results where nothing is known of it. */
  call!: (callee: Value, args: readonly Value[], node: IrNode, frame: Frame | undefined) => Value;
  callFunc!: (func: Func, args: readonly Value[], caller: Frame | undefined) => Value;
  /** Lets another goroutine run; false where none can. */
  wait!: (frame: Frame | undefined) => boolean;
  /** Allocates for a node by the runtime's hand; `text` names the site. */
  allocate!: (node: IrNode, frame: Frame, bytes: number, scan: boolean, text: string) => number;

  /** maps.Clone of an interface that holds a map. */
  cloneMap!: (map: Value, node: IrNode, frame: Frame) => Value;

  private tracedAt = 0;

  constructor(readonly input: SimulationInput) {
    this.options = { ...defaultOptions, ...input.options };
    this.rules = simulationRules(this.options.goVersion);
    this.sizes = input.ir.program.sizes;
    this.assumptions = new Assumptions(this.options.assumed);
    const { maxEvents } = this.options;
    this.heap = new Heap(this.log, place => {
      if (this.log.count >= maxEvents) throw new Stopped(`stopped after ${count(maxEvents)} events`, place);
    });
  }

  /** Counts a node; stops a run that has no end in sight. */
  step(place: Place): void {
    this.steps++;
    if (this.steps > this.options.maxSteps)
      throw new Stopped(`stopped after ${count(this.options.maxSteps)} steps`, place);
    if ((this.steps & 0xfff) !== 0) return;
    this.input.checkCancelled?.();
    if (this.input.observe?.({ events: this.log.count, steps: this.steps }) === true)
      throw new Stopped('stopped by hand', place);
  }

  assume<T extends AssumedValue>(question: Question<T>): T {
    if (question.kind === 'branch' || question.kind === 'case') this.choices++;
    if (this.heap.silent > 0) return this.assumptions.peek(question);
    return this.assumptions.take(question);
  }

  /**
   * The program would panic here. Where something was assumed, that need not be true: then nothing is known of what
   * the operation gives.
   */
  fault(place: Place): undefined {
    if (!this.isAssuming) throw new GoPanic(runtimeError, place);
    return undefined;
  }

  /**
   * A panic that nobody may recover, and to which an assumption may have led where the program does not go: the function
   * is taken to return instead.
   */
  takesAsReturn(place: Place, frame: Frame): boolean {
    if (!this.isAssuming || this.frames.some(each => each.deferred.length > 0)) return false;
    this.assume({
      kind: 'callee',
      place,
      func: frame.func,
      default: nothing,
      sentence: () => 'this panic is taken not to happen: the function returns here',
    });
    return true;
  }

  private get isAssuming(): boolean {
    return this.assumptions.list.length > 0;
  }

  /** runtime.GC() */
  collect(): undefined {
    if (this.heap.silent > 0) return;
    this.trace([]);
    this.log.collect(this.heap.p);
  }

  /** Runs what the program did before the walk began. */
  silently<T>(body: () => T): T {
    this.heap.silent++;
    try {
      return body();
    } finally {
      this.heap.silent--;
    }
  }

  /** Where a call or a turn ends: lets go of what cannot be reached, where that is worth the time. */
  safePoint(): void {
    if (this.heap.silent === 0 && this.heap.isDue(this.steps - this.tracedAt)) this.trace([]);
  }

  trace(also: readonly Value[]): void {
    this.heap.trace(visit => {
      for (const frame of this.frames) {
        for (const block of frame.cells.values()) visit(block);
        visit(frame.results);
        for (const { fun } of frame.deferred) visit(fun);
      }
      for (const block of this.globals.values()) visit(block);
      for (const value of this.operands) visit(value);
      for (const value of this.leaked) visit(value);
      for (const { fun } of this.ready) visit(fun);
      for (const value of also) visit(value);
    });
    this.tracedAt = this.steps;
  }
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}
