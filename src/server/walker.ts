/**
 * Has functions walked in a thread of its own, so that the server answers meanwhile: started when the first is asked
 * for, ended when none was for a while. It is told of documents and settings with the next walk.
 */
import { Worker } from 'node:worker_threads';
import type { CancellationToken } from 'vscode-languageserver/node';
import type { ServerSettings } from '../protocol';
import { CancelledError } from './analyser';
import { RunError } from './runError';
import {
  cancelSignal,
  stopSignal,
  type WalkedFunction,
  type WalkMessage,
  type WalkRequest,
} from './walkMessages';

/** Where the thread's program is. */
export interface ThreadProgram {
  file: string;
  execArgv?: string[];
}

export interface WalkTask {
  token: CancellationToken;
  progress(name: string, events: number): void;
}

/** A walk under way. */
export interface Walking {
  /** Undefined where there is no function. Throws CancelledError and RunError. */
  done: Promise<WalkedFunction | undefined>;
  /** Ends it with what there is. */
  stop(): void;
}

interface Pending {
  task: WalkTask;
  resolve(walked: WalkedFunction | undefined): void;
  reject(error: Error): void;
}

/** Megabytes: a call of the program takes some kilobytes. */
const stackSizeMb = 256;
/** Milliseconds without a walk after which the thread gives its memory back. */
const idleTime = 300_000;

export class Walker {
  private worker: Worker | undefined;
  private readonly pending = new Map<number, Pending>();
  private lastNumber = 0;
  private settings: ServerSettings | undefined;
  private readonly texts = new Map<string, string>();
  /** What the thread does not know yet. */
  private areSettingsNew = true;
  private readonly changed = new Set<string>();
  private readonly invalidated = new Set<string>();
  private idle: NodeJS.Timeout | undefined;

  constructor(
    private readonly program: ThreadProgram,
    private readonly log: (line: string) => void,
  ) {}

  configure(settings: ServerSettings): void {
    this.settings = settings;
    this.areSettingsNew = true;
  }

  setDocument(path: string, text: string | undefined): void {
    if (text === undefined) this.texts.delete(path);
    else this.texts.set(path, text);
    this.changed.add(path);
  }

  invalidate(paths: readonly string[]): void {
    for (const path of paths) this.invalidated.add(path);
  }

  walk(asked: Pick<WalkRequest, 'path' | 'position' | 'name' | 'options'>, task: WalkTask): Walking {
    clearTimeout(this.idle);
    const worker = this.worker ?? this.start();
    const number = ++this.lastNumber;
    const signal = new Int32Array(new SharedArrayBuffer(4));
    const done = new Promise<WalkedFunction | undefined>((resolve, reject) => {
      this.pending.set(number, { task, resolve, reject });
    });
    task.token.onCancellationRequested(() => Atomics.or(signal, 0, cancelSignal));
    const request: WalkRequest = {
      number,
      signal,
      settings: this.areSettingsNew ? this.settings : undefined,
      documents: [...this.changed].map(path => [path, this.texts.get(path)]),
      invalidated: [...this.invalidated],
      ...asked,
    };
    this.areSettingsNew = false;
    this.changed.clear();
    this.invalidated.clear();
    worker.postMessage(request);
    return { done, stop: () => void Atomics.or(signal, 0, stopSignal) };
  }

  private start(): Worker {
    const { file, execArgv } = this.program;
    const worker = new Worker(file, { execArgv, resourceLimits: { stackSizeMb } });
    worker.unref();
    worker.on('message', (message: WalkMessage) => this.hear(message));
    worker.on('error', error => this.end(worker, new RunError(`The walk ended early: ${error.message}.`)));
    worker.on('exit', () => this.end(worker, new CancelledError()));
    this.worker = worker;
    this.areSettingsNew = this.settings !== undefined;
    for (const path of this.texts.keys()) this.changed.add(path);
    return worker;
  }

  private hear(message: WalkMessage): void {
    if (message.kind === 'log') {
      this.log(message.line);
      return;
    }
    const pending = this.pending.get(message.number);
    if (pending === undefined) return;
    if (message.kind === 'progress') {
      pending.task.progress(message.name, message.events);
      return;
    }
    this.pending.delete(message.number);
    if (this.pending.size === 0) this.idle = setTimeout(() => this.worker?.terminate(), idleTime).unref();
    if (message.kind === 'walked') pending.resolve(message.walked);
    else if (message.kind === 'cancelled') pending.reject(new CancelledError());
    else pending.reject(message.isExpected ? new RunError(message.message) : new Error(message.message));
  }

  private end(worker: Worker, reason: Error): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    for (const { reject } of this.pending.values()) reject(reason);
    this.pending.clear();
  }
}
