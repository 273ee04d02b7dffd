/** Mocha's own `spec` reporter, which also leaves the outcome for the process that started the run. */
import Mocha from 'mocha';
import { type Outcome, writeOutcome } from './outcome';

export default class OutcomeReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const outcome: Outcome = { passed: 0, failed: 0, lines: [] };
    runner.on('pass', test => {
      outcome.passed++;
      outcome.lines.push(`  ok    ${test.fullTitle()}`);
    });
    runner.on('fail', (test, error: Error) => {
      outcome.failed++;
      outcome.lines.push(`  FAIL  ${test.fullTitle()}`, indent(error.stack ?? error.message));
    });
    runner.once('end', () => writeOutcome(outcome));
  }
}

function indent(text: string): string {
  return text.replace(/^/gm, '          ');
}
