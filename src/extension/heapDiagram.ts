/**
 * The heap diagram's panel: one webview, its page under a strict content security policy, and its
 * messages carried to the server and back. The runs live in the server; the panel remembers what the last
 * one was made from, so that it can be made again after a reload of the window.
 */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { LineTable } from '../base';
import {
  type Answer,
  holdersMethod,
  type Run,
  type RunOptions,
  type RunSource,
  rerunMethod,
  type SourceLink,
  simulateMethod,
  sitesAtMethod,
  slotsMethod,
  stateMethod,
  stretchMethod,
  type ToHost,
  type ToWebview,
  timelineMethod,
} from '../protocol';
import type { Client } from './client';
import { diagramPage } from './diagramPage';
import { openPlace } from './placePicker';
import { saveFromDiagram } from './saveFromDiagram';
import { simulationOptions } from './settings';

const viewType = 'heapward.heapDiagram';
const sourceKey = 'heapward.heapDiagram.source';

type PageRequest = Extract<ToHost, { request: number }>;

export class HeapDiagram implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private isReady = false;
  private current: Run | undefined;
  /** What the page shall show once it is ready. */
  private pending: ToWebview | undefined;
  private running: vscode.CancellationTokenSource | undefined;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly client: Client,
  ) {
    this.subscriptions = [
      vscode.window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: async panel => this.restore(panel),
      }),
      vscode.window.onDidChangeTextEditorSelection(event => this.highlight(event.textEditor)),
    ];
  }

  /** The run that is shown. */
  get currentRun(): Run | undefined {
    return this.current;
  }

  /** Opens the panel, or brings it to the front, with what it showed last. */
  show(): void {
    if (this.panel) {
      this.panel.reveal(undefined, true);
      return;
    }
    const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const panel = vscode.window.createWebviewPanel(
      viewType,
      'Heap Diagram',
      { viewColumn: column, preserveFocus: true },
      {},
    );
    this.adopt(panel);
    if (this.current) this.post({ kind: 'run', run: this.current });
  }

  /** Makes a run and shows it. */
  async run(source: RunSource, options: RunOptions = simulationOptions()): Promise<void> {
    this.show();
    await this.context.workspaceState.update(sourceKey, source.kind === 'trace' ? undefined : source);
    const what = source.kind === 'trace' ? 'Replaying the trace …' : 'Simulating …';
    await this.make(what, token => this.client.ask(simulateMethod, { source, options }, token));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.running?.cancel();
    this.panel?.dispose();
  }

  private async restore(panel: vscode.WebviewPanel): Promise<void> {
    this.panel?.dispose();
    this.adopt(panel);
    const source = this.context.workspaceState.get<RunSource>(sourceKey);
    if (source) await this.run(source);
  }

  private adopt(panel: vscode.WebviewPanel): void {
    const { extensionUri } = this.context;
    this.panel = panel;
    this.isReady = false;
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media/icon.png');
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist')],
    };
    panel.webview.onDidReceiveMessage((message: ToHost) => this.receive(message));
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = undefined;
      this.isReady = false;
      this.running?.cancel();
    });
    panel.webview.html = diagramPage(panel.webview, extensionUri, randomBytes(18).toString('base64'));
  }

  /** A later run takes the place of one that is still being made. */
  private async make(
    what: string,
    ask: (token: vscode.CancellationToken) => Promise<Answer<Run> | undefined>,
  ): Promise<void> {
    this.running?.cancel();
    const source = new vscode.CancellationTokenSource();
    this.running = source;
    this.post({ kind: 'busy', text: what });
    const answer = await ask(source.token);
    if (source.token.isCancellationRequested) return;
    if (answer?.kind === 'ok') {
      this.current = answer.value;
      this.post({ kind: 'run', run: answer.value });
      this.setTitle(answer.value);
    } else {
      this.post({
        kind: 'failed',
        text: answer?.text ?? 'The language server gave no answer; the log says why.',
      });
    }
  }

  private async receive(message: ToHost): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.isReady = true;
        if (this.pending) this.post(this.pending);
        else if (this.current) this.post({ kind: 'run', run: this.current });
        return;
      case 'state':
      case 'slots':
      case 'stretch':
      case 'timeline':
      case 'holders':
        await this.answer(message);
        return;
      case 'rerun': {
        const { run, options } = message;
        await this.make('Running again …', token => this.client.ask(rerunMethod, { run, options }, token));
        return;
      }
      case 'reveal': {
        await this.reveal(message.link);
        return;
      }
      case 'simulate':
        await vscode.commands.executeCommand('heapward.simulate');
        return;
      case 'openTrace':
        await vscode.commands.executeCommand('heapward.replayTrace');
        return;
      case 'save':
        await saveFromDiagram(message.as, message.data, this.current?.title ?? 'heap');
    }
  }

  /** Asks the server what the page asks. */
  private async answer(message: PageRequest): Promise<void> {
    const { request } = message;
    const { client } = this;
    const told = async <T>(asked: Promise<Answer<T> | undefined>, reply: (value: T) => ToWebview) => {
      const answer = await asked;
      if (answer?.kind === 'ok') this.post(reply(answer.value));
      else this.fail(request, answer);
    };
    switch (message.kind) {
      case 'state':
        return told(client.ask(stateMethod, message), state => ({ kind: 'state', request, state }));
      case 'slots':
        return told(client.ask(slotsMethod, message), slots => ({ kind: 'slots', request, slots }));
      case 'stretch':
        return told(client.ask(stretchMethod, message), stretch => ({ kind: 'stretch', request, stretch }));
      case 'timeline':
        return told(client.ask(timelineMethod, message), timeline => ({
          kind: 'timeline',
          request,
          timeline,
        }));
      case 'holders':
        return told(client.ask(holdersMethod, message), holders => ({ kind: 'holders', request, holders }));
    }
  }

  private async reveal({ uri, line, column }: SourceLink): Promise<void> {
    if (uri === undefined) return;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    const lines = new LineTable(document.getText());
    const start = lines.editorPosition(lines.offsetAt({ line, column }));
    await openPlace({ uri, range: { start, end: start } }, false);
  }

  /** Which of the run's sites the cursor stands on. */
  private async highlight(editor: vscode.TextEditor): Promise<void> {
    if (!this.panel?.visible || !this.current || editor.document.languageId !== 'go') return;
    const { line } = editor.selection.active;
    const uri = editor.document.uri.toString();
    const sites = await this.client.ask(sitesAtMethod, { run: this.current.id, uri, line });
    if (sites) this.post({ kind: 'highlight', sites });
  }

  private setTitle(run: Run): void {
    if (this.panel) this.panel.title = `Heap Diagram: ${run.title}`;
  }

  private fail(request: number, answer: Answer<unknown> | undefined): void {
    const text = answer?.kind === 'failed' ? answer.text : 'The language server gave no answer.';
    this.post({ kind: 'failed', request, text });
  }

  private post(message: ToWebview): void {
    if (!('request' in message) && message.kind !== 'highlight') this.pending = message;
    if (this.isReady) void this.panel?.webview.postMessage(message);
  }
}
