/** `heapward replay TRACE`: a trace of allocations through the allocator core. */

import { createReadStream, statSync } from 'node:fs';
import { OutOfMemoryError, replayTrace, TraceError } from '../allocator';
import { Output } from './output';
import { Progress } from './progress';
import { formatStatistics } from './statistics';
import { UsageError } from './usage';

export interface ReplayFlags {
  format: string;
}

export async function replay(trace: string, flags: ReplayFlags): Promise<void> {
  if (flags.format !== 'jsonl' && flags.format !== 'text') {
    throw new UsageError(`unknown format ${flags.format}: jsonl or text`);
  }
  const isFile = statSync(trace, { throwIfNoEntry: false })?.isFile() ?? false;
  if (trace !== '-' && !isFile) throw new UsageError(`cannot read ${trace}`);
  const output = new Output();
  const progress = new Progress(0, 'steps');
  const input = trace === '-' ? process.stdin : createReadStream(trace);
  input.setEncoding('utf8');
  try {
    const chunks = flags.format === 'jsonl' ? flushing(input, output) : input;
    const statistics = await replayTrace(chunks as AsyncIterable<string>, {
      onPlace:
        flags.format === 'jsonl'
          ? place => {
              const { id, span, pages, slot, offset } = place;
              output.add(`{"id":${id},"span":${span},"pages":${pages},"slot":${slot},"offset":${offset}}`);
            }
          : undefined,
      onProgress: steps => progress.report(steps, trace),
    });
    progress.clear();
    if (flags.format === 'text') for (const line of formatStatistics(statistics)) output.add(line);
  } catch (error) {
    progress.clear();
    if (error instanceof TraceError || error instanceof OutOfMemoryError)
      throw new UsageError(`${trace}: ${error.message}`);
    throw error;
  } finally {
    await output.flush();
  }
}

/** The chunks as they are, with what was written so far sent on before each: the reader sets the pace. */
async function* flushing(chunks: AsyncIterable<string | Buffer>, output: Output): AsyncGenerator<string> {
  for await (const chunk of chunks) {
    yield String(chunk);
    await output.flush();
  }
}
