/** "Simulate Allocations", "Replay Allocation Trace", "Show Heap Diagram": what fills the diagram. */
import * as vscode from 'vscode';
import type { Client } from './client';
import type { HeapDiagram } from './heapDiagram';
import { argumentPosition } from './position';
import { traceText } from './traceText';

export function registerSimulation(client: Client, diagram: HeapDiagram): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('heapward.simulate', (argument?: unknown) => simulate(diagram, argument)),
    vscode.commands.registerCommand('heapward.replayTrace', (argument?: unknown) =>
      replay(client, diagram, argument),
    ),
    vscode.commands.registerCommand('heapward.showHeapDiagram', () => diagram.show()),
  );
}

async function simulate(diagram: HeapDiagram, argument: unknown): Promise<void> {
  const at = argumentPosition(argument);
  if (at) await diagram.run({ kind: 'function', ...at });
  else await diagram.show();
}

async function replay(client: Client, diagram: HeapDiagram, argument: unknown): Promise<void> {
  const uri = await traceUri(argument);
  if (!uri) return;
  try {
    await diagram.run({ kind: 'trace', uri: uri.toString(), text: await traceText(uri) });
  } catch (error) {
    client.log.error(`${uri.toString()}: ${error}`);
    void vscode.window.showErrorMessage(`Heapward can't read ${vscode.workspace.asRelativePath(uri)}.`);
  }
}

/** The trace of the title bar's button, of the editor in front, or one that the user picks. */
async function traceUri(argument: unknown): Promise<vscode.Uri | undefined> {
  if (argument instanceof vscode.Uri) return argument;
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId === 'alloctrace') return document.uri;
  const picked = await vscode.window.showOpenDialog({
    title: 'Replay an allocation trace',
    openLabel: 'Replay',
    filters: {
      'Allocation traces': ['alloctrace'],
      'Go execution traces': ['trace', 'out'],
      'All files': ['*'],
    },
  });
  return picked?.[0];
}
