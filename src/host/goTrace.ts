/** Execution traces of Go programs, as text: `go tool trace` of the installation on the PATH makes it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readSync } from 'node:fs';

/** The go command is not there, or can't read the trace. The message is its own, in one line. */
export class GoTraceError extends Error {}

/** Whether a file begins as an execution trace does ("go 1.26 trace"). Throws where it can't be read. */
export function isGoTrace(path: string): boolean {
  const start = Buffer.alloc(16);
  const file = openSync(path, 'r');
  try {
    readSync(file, start);
  } finally {
    closeSync(file);
  }
  return /^go 1\.\d+ trace/.test(start.toString('latin1'));
}

/** The events of a trace, printed by `go tool trace -d=parsed`, as they come. Throws GoTraceError. */
export async function* goTraceText(path: string): AsyncGenerator<string, void, void> {
  const child = spawn('go', ['tool', 'trace', '-d=parsed', path], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close').then(
    ([code]: unknown[]) => code,
    (error: Error) => error,
  );
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < 1000) complaint += text;
  });
  try {
    for await (const chunk of child.stdout.setEncoding('utf8')) yield String(chunk);
    const code = await ended;
    if (code instanceof Error) throw new GoTraceError(`the go command can't be run: ${code.message}`);
    if (code !== 0)
      throw new GoTraceError(`go tool trace: ${complaint.trim().split('\n')[0] || `exit code ${code}`}`);
  } finally {
    child.kill();
  }
}
