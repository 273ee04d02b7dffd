/**
 * Simulates the allocations of a function: walks it and what it calls, and writes each heap site that is
 * reached as an allocation of the right size.
 *
 * What is known of values (constants, counters, lengths) decides turns and sizes exactly; everything else
 * is assumed, and said. Worked example:
 *
 *     func fill(n int) []*item {
 *         var items []*item
 *         for i := 0; i < 10; i++ {        // known: ten turns
 *             items = append(items, &item{}) // &item{} each turn, the backing array at 1, 2, 4, 8, 16
 *         }
 *         return items
 *     }
 *
 * gives fifteen allocations and, as the array grows, four drops. With `i < n` instead, the number of turns
 * is the assumed one, and the loop's line is among the assumptions.
 */

import type { Callee } from '../ir';
import { Calls } from './calls';
import type { EventLog } from './eventLog';
import { Expressions } from './expressions';
import { Sites } from './sites';
import { Statements } from './statements';
import {
  type Assumption,
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

/** Simulates one call of the function. Never throws for bad source; `checkCancelled` may throw. */
export function simulate(input: SimulationInput, callee: Callee): Simulation {
  const walk = new Walk(input);
  const sites = new Sites(walk);
  const calls = new Calls(walk, sites);
  walk.evaluate = new Expressions(walk, sites, calls.evaluate).evaluate;
  walk.execute = new Statements(walk, sites).execute;
  let stopped: Stopped | undefined;
  const func = input.ir.func(callee);
  try {
    if (func !== undefined) calls.callFunc(func, [], undefined, undefined);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    stopped = error;
  }
  const { log, assumptions, options } = walk;
  return { log, sites: walk.sites, assumptions, options, stopped };
}
