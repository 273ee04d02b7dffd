/** What a suite of tests came to, and how it travels between processes: as one JSON file. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

export interface Outcome {
  passed: number;
  failed: number;
  /** A line for each test, for suites whose output is not on the terminal. */
  lines: string[];
  /** Why the suite could not run on this machine. */
  skipped?: string;
}

/** Names the file that a run in another process writes its outcome to. */
export const outcomeVariable = 'HEAPWARD_TEST_OUTCOME';

export function failure(reason: string): Outcome {
  return { passed: 0, failed: 1, lines: [reason] };
}

export function writeOutcome(outcome: Outcome): void {
  const file = process.env[outcomeVariable];
  if (file) writeFileSync(file, JSON.stringify(outcome));
}

/** The outcome that another process wrote; none, or one without a test, is a failure. */
export function takeOutcome(file: string): Outcome {
  if (!existsSync(file)) return failure('the run ended without an outcome');
  const outcome: Outcome = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(file);
  return outcome.passed + outcome.failed > 0 ? outcome : failure('the run had no tests');
}
