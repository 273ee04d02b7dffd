/** The heap sites of a file, or of the function below a code lens. */
import * as vscode from 'vscode';
import { sitesMethod } from '../protocol';
import type { Client } from './client';
import { pickPlace } from './placePicker';

export function registerSiteList(client: Client): vscode.Disposable {
  return vscode.commands.registerCommand('heapward.listSites', async (uri?: unknown, func?: unknown) => {
    const document = vscode.window.activeTextEditor?.document;
    const given = typeof uri === 'string' ? uri : document?.uri.toString();
    if (given === undefined) return;
    const name = typeof func === 'string' ? func : undefined;
    const sites = await client.ask(sitesMethod, { uri: given, func: name });
    if (!sites) return;
    const where = name ?? vscode.workspace.asRelativePath(vscode.Uri.parse(given));
    const items = sites.map(({ text, detail, place }) => ({ label: text, description: detail, place }));
    await pickPlace(
      `Heap sites of ${where}`,
      items,
      items.length > 0 ? 'Go to a site' : 'Nothing is allocated on the heap',
    );
  });
}
