/**
 * The text of a trace's file. An execution trace of a Go program is made into text by `go tool trace` of the installation, run
 * in a neutral folder with GOTOOLCHAIN=local, so nothing of a workspace is executed or downloaded.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { goCommand } from './goEnvironment';

/** The go command is not there, or can't read the trace. The message is one line. */
export class GoTraceError extends Error {}

/** The text of a trace as it comes. Throws GoTraceError, and what the file system does. */
export function traceFileText(path: string): AsyncIterable<string> {
  return isGoTrace(path) ? goTraceText(path) : createReadStream(path, 'utf8');
}

/** Whether a file begins as an execution trace does ("go 1.26 trace"). Throws where it can't be read. */
function isGoTrace(path: string): boolean {
  const start = Buffer.alloc(16);
  const file = openSync(path, 'r');
  try {
    readSync(file, start);
  } finally {
    closeSync(file);
  }
  return /^go 1\.\d+ trace/.test(start.toString('latin1'));
}

/** The events, printed by `go tool trace -d=parsed`. */
async function* goTraceText(path: string): AsyncGenerator<string> {
  const go = goCommand();
  if (go === undefined)
    throw new GoTraceError('an execution trace, and there is no go command to make text of it');
  const child = spawn(go, ['tool', 'trace', '-d=parsed', resolve(path)], {
    cwd: tmpdir(),
    env: { ...process.env, GOTOOLCHAIN: 'local', GOWORK: 'off', GOFLAGS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
