/**
 * The text of an allocation trace as the server is to be given it: as it is in the editor where it is open, from a virtual file
 * system otherwise; undefined for a file of this machine, which the server reads itself, however large or binary.
 */
import * as vscode from 'vscode';

/** Throws where the file can't be read. */
export async function traceText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  if (uri.scheme !== 'file') return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  await vscode.workspace.fs.stat(uri);
  return undefined;
}
