/** Finds the verdicts of the open documents anew after a change, and pushes those that are different. */
import { setTimeout as delay } from 'node:timers/promises';
import { type CancellationToken, CancellationTokenSource, type Connection } from 'vscode-languageserver/node';
import { marksNotification, type ServerStatus, statusNotification } from '../protocol';
import { type Analyser, CancelledError } from './analyser';
import type { OpenDocument, OpenDocuments } from './documents';
import { documentMarks, noMarks } from './marks';

/** Between two keystrokes of somebody who types fast nothing is begun. */
const pause = 120;

export class MarksPublisher {
  canRefreshLenses = false;
  private running: CancellationTokenSource | undefined;
  /** The documents, the one that changed last first. */
  private order: string[] = [];
  /** What was sent last, by URI, to send only what is different. */
  private readonly sent = new Map<string, string>();
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
    void this.run(source.token, reason === 'edited' ? pause : 0);
  }

  private async run(token: CancellationToken, wait: number): Promise<void> {
    await delay(wait);
    if (token.isCancellationRequested) return;
    try {
      let changed = false;
      for (const document of this.inOrder()) {
        this.report({
          busy: `Analysing ${document.path.slice(document.path.lastIndexOf('/') + 1)}`,
          notes: [],
        });
        changed = (await this.publish(document, token)) || changed;
      }
      if (changed && this.canRefreshLenses) void this.connection.sendRequest('workspace/codeLens/refresh');
    } catch (error) {
      if (error instanceof CancelledError) return;
      this.connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    const notes = this.analyser.notes();
    for (const note of notes) {
      if (!this.told.has(note)) this.connection.console.warn(note);
      this.told.add(note);
    }
    this.report({ notes });
  }

  private async publish(document: OpenDocument, token: CancellationToken): Promise<boolean> {
    const report = await this.analyser
      .ask(document.path, analysis => analysis.file(document.path), token)
      .catch((error: unknown) => {
        if (error instanceof CancelledError) throw error;
        // One file that can't be analysed keeps its marks, and the others get theirs.
        this.connection.console.error(
          error instanceof Error ? (error.stack ?? error.message) : String(error),
        );
        return 'failed' as const;
      });
    if (report === 'failed') return false;
    const { uri, version } = document;
    const marks = report ? documentMarks(uri, version, report) : noMarks(uri, version);
    const text = JSON.stringify(marks);
    if (this.sent.get(uri) === text) return false;
    this.sent.set(uri, text);
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
