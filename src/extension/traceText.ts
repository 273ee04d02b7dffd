/** The text of an allocation trace: as it is in the editor where it is open, otherwise from its file, however large. */
import * as vscode from 'vscode';

/** Throws where the file can't be read. */
export async function traceText(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
