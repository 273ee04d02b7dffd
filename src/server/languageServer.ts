/**
 * What the server offers, and which feature answers it. Analysis happens in this thread, in slices with the event
 * loop between them (see analyser.ts), so that an edit or a cancelled request is heard at once; functions are walked in
 * another (see walker.ts).
 */
import {
  type CancellationToken,
  type Connection,
  DidChangeWatchedFilesNotification,
  type GenericRequestHandler,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import {
  type Answer,
  allocationsMethod,
  explainMethod,
  holdersMethod,
  type Method,
  nextLockMethod,
  rerunMethod,
  runProgressNotification,
  type ServerSettings,
  simulateMethod,
  sitesAtMethod,
  sitesMethod,
  slotsMethod,
  stateMethod,
  stopRunNotification,
  stretchMethod,
  timelineMethod,
  traceMethod,
  withoutMethod,
} from '../protocol';
import { Analyser, CancelledError } from './analyser';
import type { Analyses } from './analyses';
import { codeLenses } from './codeLens';
import { OpenDocuments } from './documents';
import { explain } from './explain';
import { hover } from './hover';
import { MarksPublisher } from './marksPublisher';
import { RunError } from './runError';
import { Runs, type RunTask } from './runs';
import { readSettings } from './settings';
import { listSites } from './siteList';
import { pathOfUri } from './uri';
import { type ThreadProgram, Walker } from './walker';

/** Hears of what analyses depend on. */
type Informed = Pick<Analyses, 'configure' | 'setDocument' | 'invalidate'>;

export class LanguageServer {
  private readonly documents = new OpenDocuments();
  private readonly analyser: Analyser;
  private readonly publisher: MarksPublisher;
  private readonly runs: Runs;
  /** Who is to know documents and settings. */
  private readonly informed: readonly Informed[];
  private settings: ServerSettings = readSettings(undefined);
  private canWatchFiles = false;

  /** `walkThread`: the program of the thread that walks functions. */
  constructor(
    private readonly connection: Connection,
    walkThread: ThreadProgram,
  ) {
    const log = (line: string) => connection.console.log(line);
    this.analyser = new Analyser(log);
    const walker = new Walker(walkThread, log);
    this.informed = [this.analyser.analyses, walker];
    this.publisher = new MarksPublisher(connection, this.documents, this.analyser);
    this.runs = new Runs(walker, this.analyser.analyses, this.documents);
    connection.onInitialize(params => this.initialize(params));
    connection.onInitialized(() => this.initialized());
    this.synchronize();
    this.answer();
  }

  private initialize(params: InitializeParams): InitializeResult {
    this.settings = readSettings(params.initializationOptions);
    for (const each of this.informed) each.configure(this.settings);
    const { workspace } = params.capabilities;
    this.canWatchFiles = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    this.publisher.canRefreshLenses = workspace?.codeLens?.refreshSupport === true;
    return {
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        hoverProvider: true,
        codeLensProvider: { resolveProvider: false },
      },
      serverInfo: { name: 'Heapward' },
    };
  }

  private async initialized(): Promise<void> {
    if (!this.canWatchFiles) return;
    const watchers = ['**/*.go', '**/go.mod', '**/go.work', '**/vendor/modules.txt'].map(globPattern => ({
      globPattern,
    }));
    await this.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }

  private synchronize(): void {
    const { connection, documents, informed, publisher } = this;
    const setDocument = (path: string, text: string | undefined) => {
      for (const each of informed) each.setDocument(path, text);
    };
    connection.onDidOpenTextDocument(({ textDocument }) => {
      const document = documents.open(textDocument);
      if (!document) return;
      setDocument(document.path, document.text);
      publisher.schedule(document.path, 'opened');
    });
    connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
      const document = documents.change(textDocument.uri, textDocument.version, contentChanges);
      if (!document) return;
      setDocument(document.path, document.text);
      publisher.schedule(document.path, 'edited');
    });
    connection.onDidSaveTextDocument(() => publisher.saved());
    connection.onDidCloseTextDocument(({ textDocument }) => {
      const path = documents.close(textDocument.uri);
      if (path === undefined) return;
      setDocument(path, undefined);
      publisher.schedule(undefined, 'edited');
    });
    connection.onDidChangeWatchedFiles(({ changes }) => {
      const paths = changes.map(change => pathOfUri(change.uri)).filter(path => path !== undefined);
      // The disk behind an open document does not count.
      const changed = paths.filter(path => !documents.byPath(path));
      for (const each of informed) each.invalidate(changed);
      publisher.schedule(undefined, 'edited');
    });
    connection.onDidChangeConfiguration(({ settings }) => {
      this.settings = readSettings(settings?.heapward);
      for (const each of informed) each.configure(this.settings);
      publisher.schedule(undefined, 'opened');
    });
  }

  private answer(): void {
    const { connection, analyser, documents, runs } = this;
    connection.onHover((params, token) =>
      this.guarded(async () => {
        const document = documents.byUri(params.textDocument.uri);
        const links = this.settings.commandLinks === true;
        return document ? hover(analyser, document, params.position, documents, links, token) : null;
      }),
    );
    connection.onCodeLens((params, token) =>
      this.guarded(async () => {
        const document = documents.byUri(params.textDocument.uri);
        return document && this.settings.codeLens ? codeLenses(analyser, document, token) : [];
      }),
    );
    this.on(explainMethod, ({ uri, position }, token) => {
      const document = documents.byUri(uri);
      return document ? explain(analyser, document, position, documents, token) : null;
    });
    this.on(sitesMethod, ({ uri, func }, token) => {
      const document = documents.byUri(uri);
      return document ? listSites(analyser, document, func, token) : [];
    });
    const task = (ticket: number | undefined, token: CancellationToken): RunTask => ({
      ticket,
      token,
      progress: progress => {
        if (ticket !== undefined)
          void connection.sendNotification(runProgressNotification.method, { ticket, ...progress });
      },
    });
    this.on(simulateMethod, ({ source, options, ticket }, token) =>
      answered(() => runs.make(source, options, task(ticket, token))),
    );
    this.on(stateMethod, ({ run, k, since }) => answered(() => runs.state(run, k, since)));
    this.on(stretchMethod, ({ run, from, to }) => answered(() => runs.stretch(run, from, to)));
    this.on(timelineMethod, ({ run, from, to }) => answered(() => runs.timeline(run, from, to)));
    this.on(allocationsMethod, ({ run, from, to, sites }) =>
      answered(() => runs.allocations(run, from, to, sites)),
    );
    this.on(holdersMethod, ({ run, k, sites }) => answered(() => runs.holders(run, k, sites)));
    this.on(rerunMethod, ({ run, options, ticket }, token) =>
      answered(() => runs.again(run, options, task(ticket, token))),
    );
    connection.onNotification(stopRunNotification.method, ({ ticket }: { ticket: number }) =>
      runs.stop(ticket),
    );
    this.on(nextLockMethod, ({ run, k, forward }) => answered(() => runs.nextLock(run, k, forward)));
    this.on(withoutMethod, ({ run, site }, token) => answered(() => runs.without(run, site, token)));
    this.on(traceMethod, ({ run }) => answered(() => runs.trace(run)));
    this.on(slotsMethod, ({ run, k, span }) => answered(() => runs.slots(run, k, span)));
    this.on(sitesAtMethod, ({ run, uri, line }) => runs.sitesAt(run, uri, line));
  }

  private on<Params, Result>(
    method: Method<Params, Result>,
    handle: (params: Params, token: CancellationToken) => Result | Promise<Result>,
  ): void {
    const handler: GenericRequestHandler<unknown, void> = (params: Params, token: CancellationToken) =>
      this.guarded<unknown>(async () => handle(params, token));
    this.connection.onRequest(method.method, handler);
  }

  /** What goes wrong in one request is logged with its place and ends that request alone. */
  private async guarded<T>(work: () => Promise<T>): Promise<T | ResponseError<void>> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof CancelledError) {
        return new ResponseError<void>(LSPErrorCodes.RequestCancelled, 'cancelled');
      }
      this.connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return new ResponseError<void>(LSPErrorCodes.RequestFailed, String(error));
    }
  }
}

/** A reason that a person can act on becomes the answer. */
async function answered<T>(work: () => T | Promise<T>): Promise<Answer<T>> {
  try {
    return { kind: 'ok', value: await work() };
  } catch (error) {
    if (error instanceof RunError) return { kind: 'failed', text: error.message };
    throw error;
  }
}
