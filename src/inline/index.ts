/**
 * Inlining (cmd/compile/internal/inline of Go 1.26): which functions can be put in the place of a call, at what
 * cost, and why not.
 */

export {
  type Decision,
  type DecisionCache,
  Inlinability,
  type InlinabilityOptions,
} from './canInline';
export { type InlineFact, inlineFacts } from './facts';
export { type InlineRules, inlineRules } from './goVersion';
export { createInliner, type Inliner } from './inliner';
export { type InlinedPlace, inlinedNames, isInlined, sourcePlace } from './place';
export type { Remark } from './remarks';
