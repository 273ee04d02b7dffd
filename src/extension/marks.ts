/**
 * The marks of the open documents. Between an edit and the next verdict a mark moves with its text;
 * one whose own text was edited is stale. A verdict replaces all marks of a document at once, so nothing
 * is taken away before its successor is there.
 */
import * as vscode from 'vscode';
import type { DocumentMarks, MarkCounts } from '../protocol';
import type { Client } from './client';
import type { ShownMark } from './lineMarks';
import { shiftMarks, type TextEdit } from './shiftMarks';

interface Held {
  version: number;
  marks: ShownMark[];
  counts: MarkCounts;
}

/** Edits that a verdict in flight may not know; more are dropped, and the verdict is then not shown. */
const keptEdits = 200;

export class Marks implements vscode.Disposable {
  private readonly held = new Map<string, Held>();
  private readonly edits = new Map<string, { version: number; edits: TextEdit[] }[]>();
  private readonly changed = new vscode.EventEmitter<string>();
  private readonly subscriptions: vscode.Disposable[];
  /** Fires with the document's URI. */
  readonly onDidChange = this.changed.event;

  constructor(client: Client) {
    this.subscriptions = [
      client.onMarks(marks => this.take(marks)),
      vscode.workspace.onDidChangeTextDocument(event => this.edit(event)),
      vscode.workspace.onDidCloseTextDocument(document => this.forget(document.uri.toString())),
    ];
  }

  /** What is shown now; undefined before the first verdict. */
  of(uri: string): readonly ShownMark[] | undefined {
    return this.held.get(uri)?.marks;
  }

  /** As the last verdict counted them. */
  countsOf(uri: string): MarkCounts | undefined {
    return this.held.get(uri)?.counts;
  }

  /** The version whose verdicts are shown. */
  versionOf(uri: string): number | undefined {
    return this.held.get(uri)?.version;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private take({ uri: given, version, marks, counts }: DocumentMarks): void {
    const uri = vscode.Uri.parse(given).toString();
    const missed = (this.edits.get(uri) ?? []).filter(entry => entry.version > version);
    this.edits.set(uri, missed);
    let shown: ShownMark[] = marks.map(mark => ({ ...mark, stale: false }));
    for (const { edits } of missed) shown = shiftMarks(shown, edits);
    this.held.set(uri, { version, marks: shown, counts });
    this.changed.fire(uri);
  }

  private edit({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (document.languageId !== 'go' || contentChanges.length === 0) return;
    const uri = document.uri.toString();
    const edits = contentChanges.map(({ range, text }) => ({ start: range.start, end: range.end, text }));
    const log = this.edits.get(uri) ?? [];
    log.push({ version: document.version, edits });
    this.edits.set(uri, log.slice(-keptEdits));
    const held = this.held.get(uri);
    if (!held) return;
    held.marks = shiftMarks(held.marks, edits);
    this.changed.fire(uri);
  }

  private forget(uri: string): void {
    this.held.delete(uri);
    this.edits.delete(uri);
  }
}
