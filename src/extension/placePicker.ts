/** A list of places: each is shown in the editor while it is chosen, and left again on Escape. */
import * as vscode from 'vscode';
import type { EditorRange, Place } from '../protocol';

export interface PlaceItem {
  label: string;
  description?: string;
  detail?: string;
  place: Place;
}

export async function pickPlace(
  title: string,
  items: readonly PlaceItem[],
  placeholder: string,
): Promise<void> {
  const before = vscode.window.activeTextEditor;
  const selection = before?.selection;
  const picker = vscode.window.createQuickPick<vscode.QuickPickItem & { place: Place }>();
  picker.title = title;
  picker.placeholder = placeholder;
  picker.matchOnDescription = true;
  // Showing a place in the editor must not count as leaving the list.
  picker.ignoreFocusOut = true;
  picker.items = items.map(item => ({ ...item }));
  let accepted = false;
  const closed = new Promise<void>(resolve => {
    picker.onDidChangeActive(([item]) => item && void preview(item.place));
    picker.onDidAccept(() => {
      accepted = true;
      const [item] = picker.activeItems;
      picker.hide();
      if (item) void openPlace(item.place, false);
    });
    picker.onDidHide(() => resolve());
  });
  picker.show();
  await closed;
  picker.dispose();
  if (!accepted && before && selection) {
    const editor = await vscode.window.showTextDocument(before.document, { viewColumn: before.viewColumn });
    editor.selection = selection;
    editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

async function preview(place: Place): Promise<void> {
  const visible = vscode.window.visibleTextEditors.find(
    editor => editor.document.uri.toString() === uriOf(place),
  );
  if (!visible) {
    await openPlace(place, true);
    return;
  }
  const range = rangeOf(place);
  visible.selection = new vscode.Selection(range.start, range.end);
  visible.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Opens a document with the place selected. */
export async function openPlace(place: { uri: string; range: EditorRange }, preview: boolean): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.parse(place.uri), {
    selection: rangeOf(place),
    preview,
    preserveFocus: preview,
    viewColumn: sourceColumn(),
  });
}

/** The column of the source in front: a click in the diagram must not cover the diagram. */
function sourceColumn(): vscode.ViewColumn {
  const visible = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  return visible?.viewColumn ?? vscode.ViewColumn.One;
}

function rangeOf({ range: { start, end } }: { range: EditorRange }): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** As this editor writes it: the server may write the same URI in another way. */
function uriOf({ uri }: Place): string {
  return vscode.Uri.parse(uri).toString();
}
