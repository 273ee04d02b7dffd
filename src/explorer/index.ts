/** What the developer sees: verdicts in words and numbers. Plain data, no editor. */
export { type Cost, costOf, describeCost, formatSize, type Size, sizeOf } from './cost';
export {
  type Explanation,
  explanationOf,
  functionHover,
  type HoverModel,
  type HoverStep,
  hoverOf,
  inliningText,
  type LinkTarget,
  renderHover,
} from './hover';
export {
  codeLensText,
  countVerdicts,
  type FunctionSummary,
  isHeapMark,
  lineEndText,
  type Mark,
  markOf,
  marksOf,
  statusText,
  summarize,
  type VerdictCounts,
} from './mark';
export { countOf, formatBytes } from './numbers';
export {
  locationLabel,
  locationOf,
  rangeAt,
  rangeOf,
  type SourceLocation,
  type SourceRange,
} from './sourceLocation';
export {
  code,
  type MarkKind,
  markKind,
  stepText,
  suggestionOf,
  verdictText,
  whySentence,
} from './words';
