/**
 * The run that the heap diagram shows: made from a source, again under other options, and again after an
 * edit, one at a time. A later one takes the place of one that is still being made. Between an edit and the
 * next run the lines of its sites move with the text.
 */
import * as vscode from 'vscode';
import {
  type Answer,
  type Run,
  type RunOptions,
  type RunSource,
  rerunMethod,
  simulateMethod,
  stopRunNotification,
  type ToWebview,
} from '../protocol';
import type { Client } from './client';
import { MovedLines } from './movedLines';
import { traceText } from './traceText';

/** Milliseconds without an edit after which the run follows. */
const afterEdit = 500;

interface Making {
  ticket: number;
  token: vscode.CancellationTokenSource;
  /** Since the source was read for it. */
  moved: MovedLines;
}

export class DiagramRun implements vscode.Disposable {
  /** The run that is shown. */
  run: Run | undefined;
  private source: RunSource | undefined;
  private moved = new MovedLines();
  /** The code was edited after the run was asked for. */
  private isStale = false;
  private making: Making | undefined;
  private lastTicket = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly client: Client,
    private readonly post: (message: ToWebview) => void,
    private readonly isVisible: () => boolean,
  ) {
    this.subscriptions = [
      client.onRunProgress(({ ticket, ...progress }) => {
        if (ticket === this.making?.ticket) this.post({ kind: 'busy', progress });
      }),
      vscode.workspace.onDidChangeTextDocument(event => this.edited(event)),
    ];
  }

  get isMaking(): boolean {
    return this.making !== undefined;
  }

  /** What shows the run in a page that is new. */
  get message(): ToWebview | undefined {
    return this.run && this.source && { kind: 'run', run: this.run, source: withoutText(this.source) };
  }

  async make(source: RunSource, options: RunOptions): Promise<void> {
    const what = source.kind === 'trace' ? 'Reading the trace' : 'Reading the code';
    await this.ask(source, what, (ticket, token) =>
      this.client.ask(simulateMethod, { source, options, ticket }, token),
    );
  }

  /** As `make`, from a source that was saved: a trace is read from its file. */
  async remake(source: RunSource, options: RunOptions): Promise<void> {
    if (source.kind === 'function') return this.make(source, options);
    try {
      await this.make({ ...source, text: await traceText(vscode.Uri.parse(source.uri)) }, options);
    } catch {
      const file = vscode.workspace.asRelativePath(vscode.Uri.parse(source.uri));
      this.post({ kind: 'failed', text: `The trace ${file} can't be read any more.` });
    }
  }

  /** The same source, as it is now, under other options. */
  async again(options: RunOptions): Promise<void> {
    const { run, source } = this;
    if (!run || !source) return;
    await this.ask(source, 'Running again', (ticket, token) =>
      this.client.ask(rerunMethod, { run: run.id, options, ticket }, token),
    );
  }

  /** Ends what is being made; what there is by then is shown. */
  stop(): void {
    if (this.making) this.client.notify(stopRunNotification, { ticket: this.making.ticket });
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.making?.token.cancel();
    this.making = undefined;
  }

  /** Sites of the run on a line (from 0) of a document as it is now. */
  sitesAt(uri: string, line: number): number[] {
    const sites = this.run?.sites ?? [];
    return sites.flatMap(({ link }, index) => {
      if (link?.uri === undefined || canonical(link.uri) !== uri) return [];
      return this.lineNow(link.uri, link.line) === line + 1 ? [index] : [];
    });
  }

  /** Where a line (from 1) of the run's source is now; undefined where it was deleted. */
  lineNow(uri: string, line: number): number | undefined {
    const now = this.moved.now(canonical(uri), line - 1);
    return now === undefined ? undefined : now + 1;
  }

  /** Runs again where the code was edited since, once it is seen and nobody types. */
  follow(): void {
    if (!this.isStale || !this.isVisible()) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run && this.again(this.run.options), afterEdit);
  }

  dispose(): void {
    this.cancel();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async ask(
    source: RunSource,
    what: string,
    start: (ticket: number, token: vscode.CancellationToken) => Promise<Answer<Run> | undefined>,
  ): Promise<void> {
    this.cancel();
    const making: Making = {
      ticket: ++this.lastTicket,
      token: new vscode.CancellationTokenSource(),
      moved: new MovedLines(),
    };
    this.making = making;
    this.isStale = false;
    this.post({ kind: 'busy', progress: { text: what } });
    const answer = await start(making.ticket, making.token.token);
    if (this.making !== making) return;
    this.making = undefined;
    if (answer?.kind === 'ok') {
      this.run = answer.value;
      this.source = source.kind === 'function' ? { ...source, name: answer.value.title } : source;
      this.moved = making.moved;
      if (this.message) this.post(this.message);
    } else {
      const text = answer?.text ?? 'The language server gave no answer; the log says why.';
      this.post({ kind: 'failed', text });
    }
  }

  private edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (document.languageId !== 'go' || contentChanges.length === 0) return;
    const edits = contentChanges.map(({ range, text }) => ({ start: range.start, end: range.end, text }));
    const uri = document.uri.toString();
    this.moved.edit(uri, edits);
    this.making?.moved.edit(uri, edits);
    if (this.source?.kind !== 'function') return;
    this.isStale = true;
    this.follow();
  }
}

/** As this editor writes it: the server may write the same URI in another way. */
function canonical(uri: string): string {
  return vscode.Uri.parse(uri).toString();
}

/** What the page keeps: a trace is read from its file again. */
function withoutText(source: RunSource): RunSource {
  return source.kind === 'trace' ? { ...source, text: undefined } : source;
}
