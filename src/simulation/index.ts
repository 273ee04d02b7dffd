/** What a function, or a trace, does to the heap: the walk that finds its allocations, and their run through the allocator. */

export {
  AllocationRun,
  type ClassTotals,
  type PathTotals,
  type RunCollection,
  type RunFigures,
  type RunSettings,
  type RunState,
  type RunTimeline,
  type SiteTotals,
} from './allocationRun';
export { allocNoscan, allocScan, collected, dropped, EventLog } from './eventLog';
export { type Simulation, simulate } from './simulate';
export { logOfTrace, type TraceLog, traceOfLog } from './traceLog';
export {
  type Assumption,
  defaultOptions,
  type SimulationInput,
  type SimulationOptions,
  type SimulationSite,
} from './walk';
