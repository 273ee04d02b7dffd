/**
 * The extension: starts the language server and hands its answers to the features, one file each.
 * Nothing is analysed here; this thread belongs to the editor.
 */
import * as vscode from 'vscode';
import { Client } from './client';
import { registerExplain } from './explain';
import { HeapDiagram } from './heapDiagram';
import { MarkDecorations } from './markDecorations';
import { Marks } from './marks';
import { registerSimulation } from './simulation';
import { registerSiteList } from './siteList';
import { StatusBar } from './statusBar';

/** What other extensions, and the tests, may ask. */
export interface HeapwardApi {
  marks: Marks;
  diagram: HeapDiagram;
}

let written: () => Promise<void> = async () => undefined;

export async function activate(context: vscode.ExtensionContext): Promise<HeapwardApi> {
  const log = vscode.window.createOutputChannel('Heapward', { log: true });
  const client = new Client(context, log);
  const marks = new Marks(client);
  const diagram = new HeapDiagram(context, client);
  context.subscriptions.push(
    log,
    client,
    marks,
    diagram,
    new MarkDecorations(context, marks),
    new StatusBar(client, marks),
    registerExplain(client),
    registerSiteList(client),
    registerSimulation(client, diagram),
    vscode.commands.registerCommand('heapward.toggleMarks', toggleMarks),
    vscode.commands.registerCommand('heapward.showLog', () => log.show()),
    vscode.commands.registerCommand('heapward.restartServer', () => client.restart()),
  );
  written = () => diagram.written();
  await client.start();
  return { marks, diagram };
}

/** The editor waits for what is not on the disk yet. */
export function deactivate(): Promise<void> {
  return written();
}

/** Off, or back to what the user had: `all` is remembered by the settings of the level below. */
async function toggleMarks(): Promise<void> {
  const settings = vscode.workspace.getConfiguration('heapward.marks');
  const level = settings.get<string>('level') === 'off' ? undefined : 'off';
  await settings.update('level', level, vscode.ConfigurationTarget.Global);
  // A workspace that sets the level itself would hide the change.
  if (settings.inspect('level')?.workspaceValue !== undefined) {
    await settings.update('level', level ?? 'heap', vscode.ConfigurationTarget.Workspace);
  }
}
