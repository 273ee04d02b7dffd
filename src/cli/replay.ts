/**
 * `heapward replay TRACE`: a trace of allocations through the allocator core: an `.alloctrace`, or what a Go program
 * recorded with GODEBUG=traceallocfree=1, as it is or as `go tool trace -d=parsed` prints it.
 */

import { statSync } from 'node:fs';
import { OutOfMemoryError, replayTrace, TraceError } from '../allocator';
import type { GoVersion } from '../base';
import { GoTraceError, traceFileText } from '../host';
import { Output } from './output';
import { Progress } from './progress';
import { formatStatistics } from './statistics';
import { UsageError } from './usage';

export interface ReplayFlags {
  format: string;
  go?: GoVersion;
}

export async function replay(trace: string, flags: ReplayFlags): Promise<void> {
  if (flags.format !== 'jsonl' && flags.format !== 'text') {
    throw new UsageError(`unknown format ${flags.format}: jsonl or text`);
  }
  const isFile = statSync(trace, { throwIfNoEntry: false })?.isFile() ?? false;
  if (trace !== '-' && !isFile) throw new UsageError(`cannot read ${trace}`);
  const output = new Output();
  const progress = new Progress(0, 'steps');
  try {
    const input = textOf(trace);
    const statistics = await replayTrace(flags.format === 'jsonl' ? flushing(input, output) : input, {
      onPlace:
        flags.format === 'jsonl'
          ? place => {
              const { id, span, pages, slot, offset } = place;
              output.add(`{"id":${id},"span":${span},"pages":${pages},"slot":${slot},"offset":${offset}}`);
            }
          : undefined,
      goVersion: flags.go,
      onProgress: steps => progress.report(steps, trace),
    });
    progress.clear();
    if (flags.format === 'text') for (const line of formatStatistics(statistics)) output.add(line);
  } catch (error) {
    progress.clear();
    if (error instanceof TraceError || error instanceof OutOfMemoryError || error instanceof GoTraceError)
      throw new UsageError(`${trace}: ${error.message}`);
    throw error;
  } finally {
    await output.flush();
  }
}

/** The text of a trace, or of standard input. */
function textOf(trace: string): AsyncIterable<string> {
  return trace === '-' ? process.stdin.setEncoding('utf8') : traceFileText(trace);
}

/** The chunks as they are, with what was written so far sent on before each: the reader sets the pace. */
async function* flushing(chunks: AsyncIterable<string>, output: Output): AsyncGenerator<string> {
  for await (const chunk of chunks) {
    yield chunk;
    await output.flush();
  }
}
