/** Where a command applies: what a link or a lens hands over, otherwise the cursor. */
import * as vscode from 'vscode';
import type { DocumentPosition } from '../protocol';

export function argumentPosition(argument: unknown): DocumentPosition | undefined {
  if (isDocumentPosition(argument)) return argument;
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'go') return undefined;
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}

function isDocumentPosition(value: unknown): value is DocumentPosition {
  if (typeof value !== 'object' || value === null) return false;
  const { uri, position } = value as Partial<DocumentPosition>;
  return (
    typeof uri === 'string' && typeof position?.line === 'number' && typeof position.character === 'number'
  );
}
