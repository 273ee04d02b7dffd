export {
  type Analysis,
  type AnalysisOptions,
  createAnalysis,
  type FileReport,
  type FunctionView,
  type PositionReport,
} from './analysis';
export type { FunctionTarget } from './find';
export { type FunctionReport, type PackageReport, reportGcLines, verdictsOf } from './packageReport';
export type { TextCache } from './tagStore';
