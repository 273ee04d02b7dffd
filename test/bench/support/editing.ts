/** The language server over standard input and output, as an editor has it: marks after an edit. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { type DocumentMarks, marksNotification } from '../../../src/protocol';
import type { Workbench } from './program';

const edits = 9;
/** Milliseconds in which nobody types, before each edit. */
const rest = 400;

export interface Editing {
  /** Milliseconds from didOpen to the marks. */
  open: number;
  /** By the function that is edited: from didChange to the marks, the median of several edits. */
  edits: number[];
}

/** Opens a file, waits until the server has come to rest, and edits functions behind their first lines. */
export async function editing(
  bench: Workbench,
  fileName: string,
  functions: readonly string[],
  noInline: boolean,
): Promise<Editing> {
  const path = bench.file(fileName);
  const uri = pathToFileURL(path).href;
  let text = readFileSync(path, 'utf8');
  const server = spawn(process.execPath, [bench.program('server'), '--stdio'], {
    env: bench.environment,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const client = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  let version = 1;
  let told: () => void = () => undefined;
  client.onNotification(marksNotification.method, (marks: DocumentMarks) => {
    if (marks.uri === uri && marks.version === version) told();
  });
  const marksAfter = async (method: string, params: object): Promise<number> => {
    const answered = new Promise<void>(resolve => {
      told = resolve;
    });
    const start = performance.now();
    await client.sendNotification(method, params);
    await answered;
    return performance.now() - start;
  };
  try {
    client.listen();
    await client.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
      initializationOptions: { goroot: bench.goroot, noInline },
    });
    await client.sendNotification('initialized', {});
    const open = await marksAfter('textDocument/didOpen', {
      textDocument: { uri, languageId: 'go', version, text },
    });
    const found: number[] = [];
    for (const behind of functions) {
      const times: number[] = [];
      for (let edit = 0; edit <= edits; edit++) {
        await delay(rest);
        const before = text.slice(0, text.indexOf(behind) + behind.length);
        const line = `\n\tvar edit${edit} int\n\t_ = edit${edit}`;
        const lines = before.split('\n');
        const position = { line: lines.length - 1, character: lines[lines.length - 1].length };
        version++;
        const change = { range: { start: position, end: position }, text: line };
        const time = await marksAfter('textDocument/didChange', {
          textDocument: { uri, version },
          contentChanges: [change],
        });
        text = before + line + text.slice(before.length);
        // The first edit of a function may wait for what was not analysed yet.
        if (edit > 0) times.push(time);
      }
      found.push(times.sort((a, b) => a - b)[times.length >> 1]);
    }
    return { open, edits: found };
  } finally {
    client.dispose();
    server.kill();
  }
}
