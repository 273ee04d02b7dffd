/**
 * The time that the analyses of the open documents may take.
 *
 * The façade works until it is done, or until its `checkCancelled` throws; what was complete by then stays.
 * So work is done in slices: when a slice's time is over it is left, the event loop runs, and the same
 * question is asked again. A slice that was left gets more time the next time, so that a piece of work that is
 * larger than a slice comes to its end too: twice as much where somebody waits, a little more in the background.
 */
import { setImmediate } from 'node:timers/promises';
import type { CancellationToken } from 'vscode-languageserver/node';
import type { Analysis } from '../analysis';
import { createNodeBackend } from '../host';
import type { Backend } from '../syntax';
import { Analyses } from './analyses';

export class CancelledError extends Error {}

/** Thrown out of the façade at the end of a slice. */
class SliceEnded extends Error {}

const firstSlice = 200;
/** The first slice of what nobody waits for, which grow by half of it. */
const smallSlice = 40;
/** No question is worth more; what asks for it gets an error, and the next edit a new try. */
const longestAsk = 120_000;

export class Analyser {
  private sliceEnd = Number.POSITIVE_INFINITY;

  private readonly backend: Promise<Backend | undefined>;
  readonly analyses: Analyses;

  constructor(log: (line: string) => void) {
    this.backend = createNodeBackend({ log });
    this.analyses = new Analyses(log, () => {
      if (Date.now() > this.sliceEnd) throw new SliceEnded();
    });
  }

  /** Analyses what was only read from an earlier run, in small slices. */
  prepare(path: string, token: CancellationToken): Promise<void> {
    return this.ask(path, analysis => analysis.prepare(path), token, 'in the background');
  }

  /**
   * Asks the analysis that a file belongs to. `waiting` is told where there is no answer after a slice. Throws
   * CancelledError once the token says so.
   */
  async ask<T>(
    path: string,
    question: (analysis: Analysis) => T,
    token: CancellationToken,
    urgency: 'at once' | 'in the background' = 'at once',
    waiting?: () => void,
  ): Promise<T> {
    const backend = await this.backend;
    const started = Date.now();
    const isUrgent = urgency === 'at once';
    let slice = isUrgent ? firstSlice : smallSlice;
    for (;;) {
      if (token.isCancellationRequested) throw new CancelledError();
      if (Date.now() - started > longestAsk) throw new Error(`${path}: no answer within ${longestAsk} ms`);
      try {
        this.sliceEnd = Date.now() + slice;
        return question(this.analyses.of(path, backend));
      } catch (error) {
        if (!(error instanceof SliceEnded)) throw error;
      } finally {
        this.sliceEnd = Number.POSITIVE_INFINITY;
      }
      waiting?.();
      slice += isUrgent ? slice : smallSlice / 2;
      await setImmediate();
    }
  }
}
