/** The language server's process: started, restarted, and asked with types. */
import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, TransportKind } from 'vscode-languageclient/node';
import {
  type DocumentMarks,
  type Method,
  marksNotification,
  type RunProgress,
  runProgressNotification,
  type ServerStatus,
  statusNotification,
} from '../protocol';
import { serverSettings } from './settings';

/** The commands that links in a hover may run; everything else in its Markdown is text. */
const linkCommands = [
  'heapward.explain',
  'heapward.simulate',
  'heapward.showHeapDiagram',
  'heapward.listSites',
];

export class Client implements vscode.Disposable {
  private readonly languageClient: LanguageClient;
  private readonly status = new vscode.EventEmitter<ServerStatus>();
  private readonly marks = new vscode.EventEmitter<DocumentMarks>();
  private readonly runProgress = new vscode.EventEmitter<RunProgress & { ticket: number }>();
  private readonly subscriptions: vscode.Disposable[] = [];
  readonly onRunProgress = this.runProgress.event;
  readonly onStatus = this.status.event;
  readonly onMarks = this.marks.event;

  constructor(
    context: vscode.ExtensionContext,
    readonly log: vscode.LogOutputChannel,
  ) {
    const module = vscode.Uri.joinPath(context.extensionUri, 'dist/server.js').fsPath;
    const options: LanguageClientOptions = {
      documentSelector: [
        { language: 'go', scheme: 'file' },
        { language: 'go', scheme: 'untitled' },
      ],
      outputChannel: log,
      initializationOptions: serverSettings(),
      markdown: { isTrusted: { enabledCommands: linkCommands }, supportHtml: false },
    };
    const run = { module, transport: TransportKind.ipc };
    const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
    this.languageClient = new LanguageClient('heapward', 'Heapward', { run, debug }, options);
    this.subscriptions.push(
      this.languageClient.onNotification(statusNotification.method, (status: ServerStatus) =>
        this.status.fire(status),
      ),
      this.languageClient.onNotification(marksNotification.method, (marks: DocumentMarks) =>
        this.marks.fire(marks),
      ),
      this.languageClient.onNotification(
        runProgressNotification.method,
        (progress: RunProgress & { ticket: number }) => this.runProgress.fire(progress),
      ),
      vscode.workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('heapward')) this.sendSettings();
      }),
    );
  }

  async start(): Promise<void> {
    try {
      await this.languageClient.start();
    } catch (error) {
      this.log.error(`The language server did not start: ${error}`);
      this.status.fire({ notes: ['The language server did not start; the log says why.'] });
    }
  }

  async restart(): Promise<void> {
    await this.languageClient.restart();
  }

  /** The server's answer; undefined where there is none, which the log explains. */
  async ask<Params, Result>(
    method: Method<Params, Result>,
    params: Params,
    token?: vscode.CancellationToken,
  ): Promise<Result | undefined> {
    try {
      // A token that is undefined would count as a second parameter.
      const { languageClient } = this;
      return token
        ? await languageClient.sendRequest<Result>(method.method, params, token)
        : await languageClient.sendRequest<Result>(method.method, params);
    } catch (error) {
      if (!token?.isCancellationRequested) this.log.error(`${method.method}: ${error}`);
      return undefined;
    }
  }

  /** Tells the server what needs no answer. */
  notify<Params>(method: Method<Params, void>, params: Params): void {
    if (this.languageClient.isRunning()) void this.languageClient.sendNotification(method.method, params);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.status.dispose();
    this.marks.dispose();
    this.runProgress.dispose();
    this.languageClient.dispose().catch(() => undefined);
  }

  private sendSettings(): void {
    if (!this.languageClient.isRunning()) return;
    void this.languageClient.sendNotification('workspace/didChangeConfiguration', {
      settings: { heapward: serverSettings() },
    });
  }
}
