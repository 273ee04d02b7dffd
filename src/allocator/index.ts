/** The model of Go's memory allocator: its public face. */
export {
  type Allocation,
  Allocator,
  type AllocatorCheckpoint,
  type AllocatorOptions,
  CheckpointBytes,
} from './allocator';
export type { GcCycle, SweptSpan } from './gcCycle';
export { IdTable } from './idTable';
export { checkLedger, type Ledger, ledgerOf } from './ledger';
export { type Level, levels, OutOfMemoryError } from './mheap';
export { type Leftover, type ProcessStart, usualStart } from './processStart';
export type { MemStats, SizeClassStats } from './readMemStats';
export { ReferenceTable } from './references';
export { type Place, type ReplayOptions, replayTrace, TraceReplay } from './replay';
export {
  allocatedSize,
  isNoscan,
  makeSpanClass,
  numSizeClasses,
  numSpanClasses,
  pageSize,
  type SizeClassInfo,
  type SpanLayout,
  sizeClassInfo,
  sizeClassOf,
  sizeClassToSize,
  sizeToClass,
  spanLayout,
} from './sizeClasses';
export { type Baseline, baselineOf, type Contention, type Statistics, statisticsOf } from './statistics';
export { formatStep, parseTrace, readTrace } from './trace';
export { TraceError, type TraceStep } from './traceStep';
export {
  type ArenaView,
  type McacheView,
  type MheapView,
  type SlotsView,
  type SpanClassView,
  type SpanPlace,
  type SpanView,
  slotDead,
  slotFree,
  slotLive,
  slotUnswept,
  type TinyObjectView,
  viewArenas,
  viewHolders,
  viewMcaches,
  viewMheap,
  viewObject,
  viewPages,
  viewSlots,
  viewSpan,
  viewSpanClasses,
  viewSpanRows,
  viewTinyBlock,
} from './view';
