/** Writes what the diagram exports to a file that the user names. */
import * as vscode from 'vscode';
import type { ToHost } from '../protocol';

type Format = Extract<ToHost, { kind: 'save' }>['as'];

const formats: Readonly<Record<Format, { name: string; extension: string }>> = {
  json: { name: 'JSON', extension: 'json' },
  trace: { name: 'Allocation trace', extension: 'alloctrace' },
  svg: { name: 'SVG', extension: 'svg' },
  png: { name: 'PNG', extension: 'png' },
};

/** `data` is text, or for a picture a data URL with base64. */
export async function saveFromDiagram(format: Format, data: string, title: string): Promise<void> {
  const { name, extension } = formats[format];
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = `${title.replace(/[^\w.-]+/g, '-')}.${extension}`;
  const uri = await vscode.window.showSaveDialog({
    defaultUri: folder && vscode.Uri.joinPath(folder, file),
    filters: { [name]: [extension] },
  });
  if (!uri) return;
  const encoded = /^data:[^,]*;base64,/.exec(data);
  const bytes = encoded ? Buffer.from(data.slice(encoded[0].length), 'base64') : Buffer.from(data, 'utf8');
  try {
    await vscode.workspace.fs.writeFile(uri, bytes);
  } catch (error) {
    void vscode.window.showErrorMessage(
      `Heapward can't write ${vscode.workspace.asRelativePath(uri)}: ${error}`,
    );
  }
}
