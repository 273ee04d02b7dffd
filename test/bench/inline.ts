/** Escape analysis of net/http after inlining, against the Go compiler alone with -m; otherwise as escape.ts. */
import type { BenchRow } from './replay';
import { benchAnalysed } from './support/analysed';

export function bench(): Promise<BenchRow[]> {
  return benchAnalysed('inline', false);
}
