/**
 * What the parts of the walk share: the run so far, what was assumed, and the way back to one another
 * (expressions hold calls, calls run statements, statements hold expressions).
 */

import type { FuncEscape, Verdict } from '../escape';
import type { Callee, IrNode, IrProgram } from '../ir';
import type { Place } from '../syntax';
import type { Sizes } from '../types';
import { EventLog } from './eventLog';
import type { Frame, Scope, Value } from './value';

export interface SimulationOptions {
  /** Turns of a loop whose number is not known. */
  turns: number;
  /** Elements or bytes where a length is not known. */
  length: number;
  /** Number of Ps; each `go` starts on the next one. */
  procs: number;
  /** The run stops after so many events. */
  maxEvents: number;
  /** The run stops after so many nodes. */
  maxSteps: number;
}

export const defaultOptions: SimulationOptions = {
  turns: 100,
  length: 16,
  procs: 4,
  maxEvents: 1_000_000,
  maxSteps: 20_000_000,
};

export interface SimulationInput {
  ir: IrProgram;
  /** What escapes in a declared function, its closures included; undefined where that is not known. */
  escapeOf(callee: Callee): FuncEscape | undefined;
  options?: Partial<SimulationOptions>;
  checkCancelled?(): void;
  /** Hears now and then how far the walk is. */
  observe?(progress: SimulationProgress): void;
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

/** Something the run had to take for granted, once a place. */
export interface Assumption {
  place: Place;
  text: string;
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

/** How a statement ended; undefined: it ran through. */
export type Leave = { kind: 'break' | 'continue' | 'goto' | 'return' | 'fallthrough'; label?: string };

export class Walk {
  readonly log = new EventLog();
  readonly sites: SimulationSite[] = [];
  readonly assumptions: Assumption[] = [];
  readonly options: SimulationOptions;
  readonly sizes: Sizes;
  /** Values of package-level variables and of fields: one instance stands for all. */
  readonly cells = new Map<object, Value>();
  /** The P on which the walk is. */
  p = 0;
  /** What ends when the current turn or call does. */
  scope: Scope = { objects: [] };
  steps = 0;

  evaluate!: (node: IrNode, frame: Frame) => Value;
  execute!: (list: readonly IrNode[], frame: Frame) => Leave | undefined;

  private readonly assumed = new Map<object, Set<string>>();
  private readonly dropped = new Set<number>();

  constructor(readonly input: SimulationInput) {
    this.options = { ...defaultOptions, ...input.options };
    this.sizes = input.ir.program.sizes;
  }

  /** Counts a node; stops a run that has no end in sight. */
  step(place: Place): void {
    this.steps++;
    if (this.steps > this.options.maxSteps) throw new Stopped('the program is too long to walk', place);
    if ((this.steps & 0xfff) !== 0) return;
    this.input.observe?.({ events: this.log.count, steps: this.steps });
    this.input.checkCancelled?.();
  }

  assume(place: Place, text: string): void {
    let texts = this.assumed.get(place.unit);
    if (texts === undefined) {
      texts = new Set();
      this.assumed.set(place.unit, texts);
    }
    const key = `${place.pos} ${text}`;
    if (texts.has(key)) return;
    texts.add(key);
    this.assumptions.push({ place, text });
  }

  alloc(site: number, bytes: number, scan: boolean, place: Place): number {
    if (this.log.count >= this.options.maxEvents)
      throw new Stopped(`more than ${this.options.maxEvents} events`, place);
    return this.log.alloc(site, bytes, scan, this.p);
  }

  drop(object: number): void {
    if (object < 0 || this.dropped.has(object)) return;
    this.dropped.add(object);
    this.log.drop(object, this.p);
  }

  /** Runs `body` in a scope of its own and lets go of what it held. */
  scoped<T>(scope: Scope, body: () => T): T {
    const around = this.scope;
    this.scope = scope;
    try {
      return body();
    } finally {
      this.scope = around;
      for (const object of scope.objects) this.drop(object);
    }
  }
}
