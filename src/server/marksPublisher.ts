/** Finds the verdicts of the open documents anew after a change, and pushes those that are different. */
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { CancellationToken, CancellationTokenSource, type Connection } from 'vscode-languageserver/node';
import { type DocumentMarks, marksNotification, type ServerStatus, statusNotification } from '../protocol';
import { type Analyser, CancelledError } from './analyser';
import type { OpenDocument, OpenDocuments } from './documents';
import { documentMarks, noMarks } from './marks';

/** The first keystroke is answered at once; between those that follow fast nothing is begun. */
const pause = 120;
/** Milliseconds without a change or an answer after which what was found is kept, and edits are prepared for. */
const idle = 1500;

export class MarksPublisher {
  canRefreshLenses = false;
  private running: CancellationTokenSource | undefined;
  private lastEdit = 0;
  /** Something was opened or saved since what was found was kept. */
  private isUnsaved = false;
  private isBusy = false;
  /** The documents, the one that changed last first. */
  private order: string[] = [];
  /** What was sent last, by URI, to send only what is different. */
  private readonly sent = new Map<string, DocumentMarks>();
  private status = '';
  /** Notes that the log has. */
  private readonly told = new Set<string>();

  constructor(
    private readonly connection: Connection,
    private readonly documents: OpenDocuments,
    private readonly analyser: Analyser,
  ) {}

  /** After a change, of one document or of anything else. */
  schedule(path: string | undefined, reason: 'opened' | 'edited'): void {
    if (path !== undefined) this.order = [path, ...this.order.filter(each => each !== path)];
    this.running?.cancel();
    const source = new CancellationTokenSource();
    this.running = source;
    const now = Date.now();
    const isBurst = reason === 'edited' && now - this.lastEdit < pause;
    if (reason === 'edited') this.lastEdit = now;
    else this.isUnsaved = true;
    void this.run(source.token, isBurst ? pause : 0);
  }

  /** What is found from now on rests on what is on disk again. */
  saved(): void {
    this.isUnsaved = true;
    if (!this.isBusy) void this.whenIdle(this.running?.token ?? CancellationToken.None);
  }

  private async run(token: CancellationToken, wait: number): Promise<void> {
    await (wait > 0 ? delay(wait) : nextTurn());
    if (token.isCancellationRequested) return;
    this.isBusy = true;
    await this.publishAll(token);
    if (token.isCancellationRequested) return;
    this.isBusy = false;
    await this.whenIdle(token);
  }

  private async whenIdle(token: CancellationToken): Promise<void> {
    await delay(idle);
    if (token.isCancellationRequested) return;
    try {
      if (this.isUnsaved) this.analyser.analyses.save();
      this.isUnsaved = false;
      const [document] = this.inOrder();
      if (document !== undefined) await this.analyser.prepare(document.path, token);
    } catch (error) {
      if (!(error instanceof CancelledError)) this.logError(error);
    }
  }

  private logError(error: unknown): void {
    this.connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }

  private async publishAll(token: CancellationToken): Promise<void> {
    try {
      let changed = false;
      for (const document of this.inOrder()) changed = (await this.publish(document, token)) || changed;
      if (changed && this.canRefreshLenses) void this.connection.sendRequest('workspace/codeLens/refresh');
    } catch (error) {
      if (error instanceof CancelledError) return;
      this.logError(error);
    }
    const notes = this.analyser.analyses.notes();
    for (const note of notes) {
      if (!this.told.has(note)) this.connection.console.warn(note);
      this.told.add(note);
    }
    this.report({ notes });
  }

  private async publish(document: OpenDocument, token: CancellationToken): Promise<boolean> {
    const { path } = document;
    const busy = `Analysing ${path.slice(path.lastIndexOf('/') + 1)}`;
    const waiting = () => this.report({ busy, notes: [] });
    const report = await this.analyser
      .ask(path, analysis => analysis.file(path), token, 'at once', waiting)
      .catch((error: unknown) => {
        if (error instanceof CancelledError) throw error;
        // One file that can't be analysed keeps its marks, and the others get theirs.
        this.logError(error);
        return 'failed' as const;
      });
    if (report === 'failed') return false;
    const { uri, version } = document;
    const marks = report ? documentMarks(uri, version, report) : noMarks(uri, version);
    const before = this.sent.get(uri);
    if (before?.version === version && JSON.stringify(before) === JSON.stringify(marks)) return false;
    this.sent.set(uri, marks);
    await this.connection.sendNotification(marksNotification.method, marks);
    return true;
  }

  private inOrder(): OpenDocument[] {
    const all = this.documents.all();
    const rank = (document: OpenDocument): number => {
      const at = this.order.indexOf(document.path);
      return at < 0 ? this.order.length : at;
    };
    for (const uri of this.sent.keys()) if (!this.documents.byUri(uri)) this.sent.delete(uri);
    return all.sort((a, b) => rank(a) - rank(b));
  }

  private report(status: ServerStatus): void {
    const text = JSON.stringify(status);
    if (text === this.status) return;
    this.status = text;
    void this.connection.sendNotification(statusNotification.method, status);
  }
}
