/**
 * The heap diagram's panel: one webview, its page under a strict content security policy, and its messages
 * carried to the server and back. The runs live in the server (diagramRun.ts). What the page shows and what its
 * run was made from is kept here (keptView.ts), so that both are there again in a new page and after a reload of the window.
 */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type EditorPosition, LineTable } from '../base';
import {
  type Answer,
  allocationsMethod,
  holdersMethod,
  type Method,
  nextLockMethod,
  type Run,
  type RunOptions,
  type RunSource,
  type SourceLink,
  slotsMethod,
  stateMethod,
  stretchMethod,
  type ToHost,
  type ToWebview,
  timelineMethod,
  traceMethod,
  withoutMethod,
} from '../protocol';
import type { Client } from './client';
import { diagramPage } from './diagramPage';
import { DiagramRun } from './diagramRun';
import { KeptView } from './keptView';
import { openPlace } from './placePicker';
import { saveFromDiagram } from './saveFromDiagram';
import { simulationOptions } from './settings';

const viewType = 'heapward.heapDiagram';

export class HeapDiagram implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private isReady = false;
  /** What the page shall show once it is ready. */
  private pending: ToWebview | undefined;
  private readonly shown: DiagramRun;
  private readonly kept: KeptView;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly client: Client,
  ) {
    this.shown = new DiagramRun(
      client,
      message => this.post(message),
      () => this.panel?.visible === true,
    );
    this.kept = new KeptView(context);
    this.subscriptions = [
      this.shown,
      vscode.window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: panel => this.restore(panel),
      }),
      vscode.window.onDidChangeTextEditorSelection(event => this.highlight(event.textEditor)),
    ];
  }

  /** The run that is shown. */
  get currentRun(): Run | undefined {
    return this.shown.run;
  }

  /** Opens the panel, or brings it to the front, with what it showed last, be it in a window before this one. */
  async show(): Promise<void> {
    this.open();
    await this.remake();
  }

  /** Makes a run and shows it. */
  async run(source: RunSource, options: RunOptions = simulationOptions()): Promise<void> {
    this.open();
    await this.shown.make(source, options);
    this.setTitle();
  }

  /** Resolves once what the panel shows is kept for the next window. */
  written(): Promise<void> {
    return this.kept.written();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.panel?.dispose();
  }

  private open(): void {
    if (this.panel) {
      this.panel.reveal(undefined, true);
      return;
    }
    closeSleeping();
    const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const panel = vscode.window.createWebviewPanel(
      viewType,
      'Heap Diagram',
      { viewColumn: column, preserveFocus: true },
      {},
    );
    this.adopt(panel);
  }

  private async restore(panel: vscode.WebviewPanel): Promise<void> {
    // One was opened while the window came up.
    if (this.panel) {
      panel.dispose();
      return;
    }
    this.adopt(panel);
    await this.remake();
  }

  /** The run that was shown last, where there is none yet. */
  private async remake(): Promise<void> {
    const saved = await this.kept.read();
    if (!saved?.source || this.shown.run || this.shown.isMaking) return;
    await this.shown.remake(saved.source, saved.options ?? simulationOptions());
    this.setTitle();
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
    panel.onDidChangeViewState(() => this.shown.follow());
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = undefined;
      this.isReady = false;
      this.shown.cancel();
    });
    panel.webview.html = diagramPage(panel.webview, extensionUri, randomBytes(18).toString('base64'));
  }

  private async receive(message: ToHost): Promise<void> {
    switch (message.kind) {
      case 'view': {
        const { request } = message;
        return this.post({ kind: 'view', request, saved: await this.kept.read() });
      }
      case 'keep':
        return this.kept.keep(message.saved);
      case 'ready':
        this.isReady = true;
        this.showAgain();
        return;
      case 'state':
        return this.answer(message, stateMethod, state => ({ kind: 'state', state }));
      case 'slots':
        return this.answer(message, slotsMethod, slots => ({ kind: 'slots', slots }));
      case 'stretch':
        return this.answer(message, stretchMethod, stretch => ({ kind: 'stretch', stretch }));
      case 'timeline':
        return this.answer(message, timelineMethod, timeline => ({ kind: 'timeline', timeline }));
      case 'allocations':
        return this.answer(message, allocationsMethod, counts => ({ kind: 'allocations', counts }));
      case 'holders':
        return this.answer(message, holdersMethod, holders => ({ kind: 'holders', holders }));
      case 'nextLock':
        return this.answer(message, nextLockMethod, k => ({ kind: 'nextLock', k: k ?? undefined }));
      case 'without':
        return this.answer(message, withoutMethod, figures => ({ kind: 'without', figures }));
      case 'rerun':
        return this.shown.again(message.options);
      case 'stop':
        return this.shown.stop();
      case 'reveal':
        await this.reveal(message.link);
        return;
      case 'explain': {
        const position = await this.reveal(message.link);
        const { uri } = message.link;
        if (position) await vscode.commands.executeCommand('heapward.explain', { uri, position });
        return;
      }
      case 'simulate':
        await vscode.commands.executeCommand('heapward.simulate');
        return;
      case 'openTrace':
        await vscode.commands.executeCommand('heapward.replayTrace');
        return;
      case 'save':
        return this.save(message);
    }
  }

  /** To a page that is new: the run, and how it stands with the next one. */
  private showAgain(): void {
    const { pending, shown } = this;
    if (shown.message) this.post(shown.message);
    if (pending && pending.kind !== 'run') this.post(pending);
  }

  /** Takes a question of the page to the server, and the answer back. */
  private async answer<Question extends { kind: string; request: number }, Params, Result>(
    { kind: _, request, ...params }: Question & Params,
    method: Method<Params, Answer<Result>>,
    message: (result: Result) => Distributed<ToWebview>,
  ): Promise<void> {
    const answer = await this.client.ask(method, params as unknown as Params);
    if (answer?.kind === 'ok') this.post({ ...message(answer.value), request } as ToWebview);
    else this.post({ kind: 'failed', request, text: answer?.text ?? 'The language server gave no answer.' });
  }

  private async save({ as, run, data }: Extract<ToHost, { kind: 'save' }>): Promise<void> {
    const title = this.shown.run?.title ?? 'heap';
    if (as !== 'trace') return saveFromDiagram(as, data, title);
    const trace = await this.client.ask(traceMethod, { run });
    if (trace?.kind === 'ok') await saveFromDiagram(as, trace.value, title);
    else void vscode.window.showErrorMessage(trace?.text ?? 'The language server gave no trace.');
  }

  /** Shows the place; gives where it is now. */
  private async reveal({ uri, line, column }: SourceLink): Promise<EditorPosition | undefined> {
    if (uri === undefined) return undefined;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    const now = this.shown.lineNow(uri, line) ?? line;
    const lines = new LineTable(document.getText());
    const start = lines.editorPosition(lines.offsetAt({ line: now, column }));
    await openPlace({ uri, range: { start, end: start } }, false);
    return start;
  }

  /** Which of the run's sites the cursor stands on. */
  private highlight({ document, selection }: vscode.TextEditor): void {
    if (!this.panel?.visible || document.languageId !== 'go') return;
    const sites = this.shown.sitesAt(document.uri.toString(), selection.active.line);
    this.post({ kind: 'highlight', sites });
  }

  private setTitle(): void {
    const { run } = this.shown;
    if (this.panel && run) this.panel.title = `Heap Diagram: ${run.title}`;
  }

  private post(message: ToWebview): void {
    if (!('request' in message) && message.kind !== 'highlight') this.pending = message;
    if (this.isReady || message.kind === 'view') void this.panel?.webview.postMessage(message);
    // The sites of another run have other numbers.
    const editor = vscode.window.activeTextEditor;
    if (message.kind === 'run' && editor) this.highlight(editor);
  }
}

/** Closes the tab of a window before this one that was not looked at yet: the editor makes its panel only then. */
function closeSleeping(): void {
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
  const sleeping = tabs.filter(
    ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(viewType),
  );
  if (sleeping.length > 0) void vscode.window.tabGroups.close(sleeping, true);
}

/** Each message of the union without its number. */
type Distributed<T> = T extends { request?: number } ? Omit<T, 'request'> : never;
