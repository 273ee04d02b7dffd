/** What a function, or a trace, does to the heap: the walk that finds its allocations, and their run through the allocator. */

export {
  AllocationRun,
  type Growth,
  type PathTotals,
  type RunCollection,
  type RunFigures,
  type RunSettings,
  type RunState,
  type SiteTotals,
  timelineSlices,
} from './allocationRun';
export type { AssumedValue, Assumption } from './assumptions';
export { allocNoscan, allocScan, collected, dropped, EventLog, type LogColumns } from './eventLog';
export { type ClassTotals, EventTrail, type RunTimeline } from './eventTrail';
export { type Simulation, simulate } from './simulate';
export { type Stretch, stretchOf } from './stretch';
export { logOfTrace, type TraceLog, TraceLogReader, traceOfLog } from './traceLog';
export {
  defaultOptions,
  type SimulationInput,
  type SimulationOptions,
  type SimulationProgress,
  type SimulationSite,
} from './walk';
