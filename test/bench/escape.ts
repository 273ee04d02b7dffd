/**
 * Escape analysis of net/http without inlining, against the Go compiler alone with -m -l. The compiler uses all
 * processors and also generates code; ours uses one and reads the imports from source. Edits are measured at the
 * language server, from didChange to the marks.
 */
import type { BenchRow } from './replay';
import { benchAnalysed } from './support/analysed';

export function bench(): Promise<BenchRow[]> {
  return benchAnalysed('escape', true);
}
