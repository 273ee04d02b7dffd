/** `heap 12 · stack 41` for the Go file in front; a spinner while work takes longer than half a second. */
import * as vscode from 'vscode';
import type { ServerStatus } from '../protocol';
import type { Client } from './client';
import type { Marks } from './marks';
import { isStatusBarShown } from './settings';

const spinnerAfter = 500;

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'heapward.status',
    vscode.StatusBarAlignment.Right,
    90,
  );
  private readonly subscriptions: vscode.Disposable[];
  private status: ServerStatus = { notes: [] };
  private isSpinning = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    client: Client,
    private readonly marks: Marks,
  ) {
    this.item.name = 'Heapward';
    this.item.command = 'heapward.listSites';
    this.subscriptions = [
      client.onStatus(status => this.take(status)),
      marks.onDidChange(() => this.show()),
      vscode.window.onDidChangeActiveTextEditor(() => this.show()),
      vscode.workspace.onDidChangeConfiguration(() => this.show()),
    ];
    this.show();
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
    this.item.dispose();
  }

  private take(status: ServerStatus): void {
    this.status = status;
    if (status.busy === undefined) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.isSpinning = false;
    } else {
      this.timer ??= setTimeout(() => {
        this.isSpinning = true;
        this.show();
      }, spinnerAfter);
    }
    this.show();
  }

  private show(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (document?.languageId !== 'go' || !isStatusBarShown()) {
      this.item.hide();
      return;
    }
    const counts = this.marks.countsOf(document.uri.toString());
    const text = counts ? `heap ${counts.heap} · stack ${counts.stack}` : 'heap …';
    this.item.text = this.isSpinning ? `$(loading~spin) ${text}` : text;
    const unknown = counts?.unknown ?? 0;
    this.item.accessibilityInformation = {
      label: `Heapward: ${counts?.heap ?? 0} sites on the heap, ${counts?.stack ?? 0} on the stack, ${unknown} can't be told`,
    };
    this.item.tooltip = this.tooltip(unknown);
    this.item.show();
  }

  private tooltip(unknown: number): vscode.MarkdownString {
    const lines = ['Heapward: the sites of this file, on the heap and on the stack.'];
    if (unknown > 0) lines.push(unknown === 1 ? "1 can't be told." : `${unknown} can't be told.`);
    if (this.isSpinning && this.status.busy) lines.push(this.status.busy);
    lines.push(...this.status.notes.map(note => `$(info) ${note}`));
    return new vscode.MarkdownString(lines.join('\n\n'), true);
  }
}
