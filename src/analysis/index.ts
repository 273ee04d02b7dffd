export {
  type Analysis,
  type AnalysisOptions,
  createAnalysis,
  type FileReport,
  type FunctionView,
  type PositionReport,
} from './analysis';
export type { FunctionTarget } from './find';
export { type PackageReport, verdictsOf } from './packageReport';
