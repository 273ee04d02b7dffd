/**
 * Simulates the allocations of a function: walks it and what it calls as an interpreter does, and writes each
 * allocation that the program would make, with its size, and what the collector could free.
 *
 * What is known of values (constants, counters, lengths, contents) decides turns, branches and sizes exactly; what is
 * not (the function's own arguments, what comes from outside) is assumed, listed, and can be changed. Worked example:
 *
 *     func fill(n int) []*item {
 *         var items []*item
 *         for i := 0; i < 10; i++ {        // known: ten turns
 *             items = append(items, &item{}) // &item{} each turn, the backing array at 1, 2, 4, 8, 16
 *         }
 *         return items
 *     }
 *
 * With `i < n` instead, n is assumed, and stands among the assumptions with an id by which it can be changed.
 *
 *   values       value.ts, numbers.ts, operators.ts
 *   the walk     statements.ts, loops.ts, switches.ts; expressions.ts, memory.ts, calls.ts, goroutines.ts
 *   allocations  slices.ts, sliceMoves.ts, growth.ts, maps.ts, swissMap.ts, texts.ts, interfaces.ts; sites.ts
 *   lifetimes    heap.ts, heldBy.ts; of the log: reachability.ts, fates.ts
 *   assumptions  assumptions.ts, parameters.ts, candidates.ts
 *   the outside  initialisers.ts (what happened before), natives.ts (no body), reflection.ts, rawMemory.ts
 *
 * The model is the compiler's output of Go 1.24 to 1.26 (goVersion.ts) on 64-bit machines without the race detector. Not modelled: the
 * runtime's own records (goroutines, deferred calls in loops, timers), which it reuses.
 */

import type { Callee, Func } from '../ir';
import type { Assumption } from './assumptions';
import { Calls } from './calls';
import type { EventLog } from './eventLog';
import { Expressions, type Parts } from './expressions';
import { Goroutines } from './goroutines';
import { Interfaces } from './interfaces';
import { Loops } from './loops';
import { Maps } from './maps';
import { Memory } from './memory';
import { Parameters } from './parameters';
import { Sites } from './sites';
import { SliceMoves } from './sliceMoves';
import { Slices } from './slices';
import { Statements } from './statements';
import { Switches } from './switches';
import { Texts } from './texts';
import { newFrame } from './value';
import {
  Exited,
  GoPanic,
  type SimulationInput,
  type SimulationOptions,
  type SimulationSite,
  Stopped,
  Walk,
} from './walk';

export interface Simulation {
  log: EventLog;
  sites: readonly SimulationSite[];
  assumptions: readonly Assumption[];
  options: SimulationOptions;
  /** A limit ended the walk; what is there is exact up to it. */
  stopped: Stopped | undefined;
}

/**
 * Simulates one call of the function: its second one, where it takes something from a sync.Pool or a sync.Map, since by
 * then there is something in it. Never throws for bad source; `checkCancelled` may throw.
 */
export function simulate(input: SimulationInput, callee: Callee): Simulation {
  const first = simulateCall(input, callee, false);
  if (!first.usesCaches || first.stopped !== undefined || isStart(callee)) return first;
  const second = simulateCall(input, callee, true);
  return second.stopped === undefined ? second : first;
}

/** Runs once in a program. */
function isStart({ object }: Callee): boolean {
  return (object.name === 'main' && object.pkg?.name === 'main') || object.name === 'init';
}

/** `again`: after a call that does not count. */
function simulateCall(
  input: SimulationInput,
  callee: Callee,
  again: boolean,
): Simulation & { usesCaches: boolean } {
  const walk = new Walk(input);
  const { parameters, goroutines } = connect(walk);
  const func = input.ir.func(callee);
  let stopped: Stopped | undefined;
  const call = (of: Func): void => {
    const result = walk.callFunc(of, parameters.of(of, newFrame(of, undefined)), undefined);
    walk.leaked.push(result);
    goroutines.runAll(undefined);
  };
  try {
    if (func !== undefined) {
      if (again) walk.silently(() => call(func));
      walk.steps = 0;
      call(func);
      walk.trace([]);
    }
  } catch (error) {
    if (!(error instanceof Exited)) stopped = reasonOf(error, walk, callee);
  }
  const { log, assumptions, options, sites, usesCaches } = walk;
  return { log, sites, assumptions: assumptions.list, options, stopped, usesCaches };
}

function connect(walk: Walk): { parameters: Parameters; goroutines: Goroutines } {
  const sites = new Sites(walk);
  const moves = new SliceMoves(walk.input, walk.rules);
  const maps = new Maps(walk, sites);
  const memory = new Memory(walk, sites, maps);
  const interfaces = new Interfaces(walk, sites);
  const calls = new Calls(walk, memory, interfaces, maps);
  const goroutines = new Goroutines(walk, sites);
  const slices = new Slices(walk, sites, memory, moves);
  const texts = new Texts(walk, sites);
  const parts: Parts = { sites, memory, slices, maps, texts, interfaces, goroutines, calls };
  const expressions = new Expressions(walk, parts);
  const statements = new Statements(
    walk,
    parts,
    expressions,
    new Loops(walk, parts),
    new Switches(walk, parts),
    moves,
  );
  walk.evaluate = expressions.evaluate;
  walk.execute = statements.execute;
  walk.call = calls.call;
  walk.callFunc = calls.callFunc;
  walk.wait = frame => goroutines.runOne(frame);
  walk.allocate = (node, frame, bytes, scan, text) => sites.alloc(node, frame, bytes, scan, text);
  walk.cloneMap = maps.clone;
  return { parameters: new Parameters(walk, maps), goroutines };
}

/** Why the walk ended early; what is no end of the program's is thrown on. */
function reasonOf(error: unknown, walk: Walk, callee: Callee): Stopped {
  if (error instanceof Stopped) return error;
  if (error instanceof GoPanic) return new Stopped('the program panics here', error.place);
  // The walk goes down the program's calls and expressions by recursion.
  const place = walk.frames.at(-1)?.func.pos ?? callee.name.pos;
  if (error instanceof RangeError && /call stack/.test(error.message))
    return new Stopped('calls and expressions are nested too deep', place);
  throw error;
}
