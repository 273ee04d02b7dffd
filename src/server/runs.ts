/**
 * The runs that the heap diagram looks at: simulations of a function and replayed traces. The model of
 * each stays here, the last few of them; a reader asks for the heap after an event.
 *
 * A function is walked in a thread of its own (walker.ts); the events go through the allocator here, in slices with
 * the event loop between them. Both can be given up (the token) or ended early with what there is (`stop`).
 */
import { setImmediate } from 'node:timers/promises';
import type { CancellationToken } from 'vscode-languageserver/node';
import { OutOfMemoryError, readTrace, TraceError } from '../allocator';
import { isGoVersion } from '../base';
import { GoTraceError, toNativePath, traceFileText } from '../host';
import type {
  Holders,
  PackedState,
  Run,
  RunFigures,
  RunOptions,
  RunProgress,
  RunSource,
  SourceLink,
  SpanSlots,
  Stretch,
  Timeline,
} from '../protocol';
import { AllocationRun, EventLog, TraceLogReader, traceOfLog } from '../simulation';
import { CancelledError } from './analyser';
import type { Analyses } from './analyses';
import type { OpenDocuments } from './documents';
import { HeapReader } from './heapReader';
import { RunError } from './runError';
import { functionRun, type NamedSite, siteOfTrace, siteOfWalk, traceRun } from './runView';
import { pathOfUri } from './uri';
import type { Walker, Walking } from './walker';
import type { WalkedFunction } from './walkMessages';

/** The making of a run, as its asker sees it. */
export interface RunTask {
  token: CancellationToken;
  /** The asker's name for it. */
  ticket?: number;
  progress?(progress: RunProgress): void;
}

type TraceSource = RunSource & { kind: 'trace' };

interface HeldRun {
  source: RunSource;
  run: Run;
  sites: readonly NamedSite[];
  allocation: AllocationRun;
  reader: HeapReader;
  /** Figures without a site, once somebody asked. */
  without: Map<number, RunFigures>;
}

const keptRuns = 4;
/** Milliseconds until the event loop gets its turn, and until the asker hears of it again. */
const slice = 40;
const betweenProgress = 100;
/** Characters of a trace that are read at once. */
const chunk = 1 << 18;

export class Runs {
  private readonly held = new Map<number, HeldRun>();
  private readonly stopped = new Set<number>();
  /** Walks under way, by ticket. */
  private readonly walking = new Map<number, Walking>();
  private lastNumber = 0;

  constructor(
    private readonly walker: Walker,
    private readonly analyses: Pick<Analyses, 'goVersion'>,
    private readonly documents: OpenDocuments,
  ) {}

  /** Throws RunError. */
  async make(source: RunSource, options: RunOptions, task: RunTask, former?: HeldRun): Promise<Run> {
    const number = ++this.lastNumber;
    const { goVersion, ...others } = options;
    const asked = {
      ...others,
      ...(isGoVersion(goVersion) && { goVersion }),
      procs: Math.max(1, Math.min(256, Math.trunc(options.procs) || 1)),
    };
    try {
      const held =
        source.kind === 'trace'
          ? await this.replay(number, source, asked, task, former)
          : await this.simulate(number, source, asked, task);
      this.held.set(number, held);
      for (const old of [...this.held.keys()].slice(0, -keptRuns)) this.held.delete(old);
      return held.run;
    } catch (error) {
      throw runError(error);
    } finally {
      if (task.ticket !== undefined) this.stopped.delete(task.ticket);
    }
  }

  /** A run of the same source under other options. Throws RunError. */
  async again(number: number, options: RunOptions, task: RunTask): Promise<Run> {
    const former = this.get(number);
    return this.make(former.source, options, task, former);
  }

  /** Ends the making of a run; what there is by then is the run. */
  stop(ticket: number): void {
    this.stopped.add(ticket);
    this.walking.get(ticket)?.stop();
  }

  /** Throws RunError. */
  state(number: number, k: number, since?: number): PackedState {
    return this.get(number).reader.state(number, k, since);
  }

  /** Throws RunError. */
  stretch(number: number, from: number, to: number): Stretch {
    return this.get(number).reader.stretch(from, to);
  }

  /** Throws RunError. */
  timeline(number: number, from: number, to: number): Timeline {
    return this.get(number).reader.timeline(from, to);
  }

  /** Throws RunError. */
  allocations(number: number, from: number, to: number, sites: readonly number[]): number[] {
    return this.get(number).reader.allocations(from, to, sites);
  }

  /** Throws RunError. */
  holders(number: number, k: number, sites: readonly number[]): Holders {
    return this.get(number).reader.holders(number, k, sites);
  }

  /** Throws RunError. */
  slots(number: number, k: number, span: number): SpanSlots {
    const slots = this.get(number).reader.slots(number, k, span);
    if (!slots) throw new RunError(`There is no span ${span} after event ${k}.`);
    return slots;
  }

  /** The next allocation that took a lock. Throws RunError. */
  nextLock(number: number, k: number, forward: boolean): number | null {
    const { log, trail } = this.get(number).allocation;
    const direction = forward ? 1 : -1;
    for (let at = k + direction; at >= 1 && at <= log.count; at += direction) {
      if (trail.isAllocation(at) && trail.tookLock(at)) return at;
    }
    return null;
  }

  /** The figures as if a site had stayed on the stack. Throws RunError. */
  async without(number: number, site: number, token: CancellationToken): Promise<RunFigures> {
    const { allocation, sites, without } = this.get(number);
    const known = without.get(site);
    if (known) return known;
    const log = allocation.without(new Set([site]));
    const { figures } = await this.build(log, sites.length, allocation.settings, { token });
    without.set(site, figures);
    return figures;
  }

  /** The run as lines of an allocation trace. Throws RunError. */
  trace(number: number): string {
    const { allocation, sites } = this.get(number);
    const names = sites.map(({ link, text }) => (link ? `${link.file}:${link.line}:${link.column}` : text));
    return `${[...traceOfLog(allocation.log, site => names[site])].join('\n')}\n`;
  }

  /** Sites of a run on a line (from 0) of a document. */
  sitesAt(number: number, uri: string, line: number): number[] {
    const path = pathOfUri(uri);
    const sites = this.held.get(number)?.sites ?? [];
    return sites.flatMap((site, index) => (site.path === path && site.line === line + 1 ? [index] : []));
  }

  private get(number: number): HeldRun {
    const held = this.held.get(number);
    if (!held) throw new RunError('This run is no longer kept: make it again.');
    return held;
  }

  /** former is a run of the same trace; a whole one spares reading it again. */
  private async replay(
    number: number,
    source: TraceSource,
    given: RunOptions,
    task: RunTask,
    former?: HeldRun,
  ): Promise<HeldRun> {
    const isWhole = former !== undefined && former.run.stopped === undefined;
    const { log, sites } = isWhole
      ? { log: former.allocation.log, sites: former.sites }
      : await this.read(source, task);
    const options = { goVersion: this.analyses.goVersion, ...given };
    const allocation = await this.build(log, sites.length, options, task);
    const run = traceRun(number, source.uri, options, allocation, sites);
    if (this.isStopped(task)) run.stopped = { reason: stoppedByHand, byHand: true };
    return { source, run, sites, allocation, reader: new HeapReader(allocation), without: new Map() };
  }

  private async read(source: TraceSource, task: RunTask): Promise<{ log: EventLog; sites: NamedSite[] }> {
    const reader = new TraceLogReader();
    const pause = this.pauses(task);
    for await (const steps of readTrace(chunksOf(source))) {
      reader.add(steps);
      if (await pause(() => ({ text: 'Reading the trace', done: reader.log.count }))) break;
    }
    return { log: reader.log, sites: reader.sites.map(siteOfTrace) };
  }

  private async simulate(
    number: number,
    source: RunSource & { kind: 'function' },
    given: RunOptions,
    task: RunTask,
  ): Promise<HeldRun> {
    const path = pathOfUri(source.uri);
    if (path === undefined) throw new RunError('Only functions in files can be simulated.');
    const walked = await this.walk(path, source, given, task);
    if (!walked) throw new RunError('Put the cursor into a function: nothing there can be simulated.');
    const options = { goVersion: walked.goVersion, ...given };
    const log = EventLog.of(walked.log);
    const sites = walked.sites.map(site => siteOfWalk(site, this.documents));
    const whole = log.count;
    const allocation = await this.build(log, sites.length, options, task);
    const run = functionRun(number, options, allocation, sites, walked, this.documents);
    if (this.isStopped(task) && (walked.stopped || allocation.log.count < whole))
      run.stopped = { reason: stoppedByHand, link: siteLink(run, allocation), byHand: true };
    const named = { ...source, name: walked.name };
    return { source: named, run, sites, allocation, reader: new HeapReader(allocation), without: new Map() };
  }

  private async walk(
    path: string,
    { position, name }: RunSource & { kind: 'function' },
    { turns, procs, goVersion, assumed }: RunOptions,
    task: RunTask,
  ): Promise<WalkedFunction | undefined> {
    const options = { turns, procs, ...(goVersion && { goVersion }), ...(assumed && { assumed }) };
    const walking = this.walker.walk(
      { path, position, name, options },
      {
        token: task.token,
        progress: (walked, done) => task.progress?.({ text: `Walking ${walked}`, done }),
      },
    );
    const { ticket } = task;
    if (ticket !== undefined) this.walking.set(ticket, walking);
    try {
      return await walking.done;
    } finally {
      if (ticket !== undefined) this.walking.delete(ticket);
    }
  }

  /** The log through the allocator. */
  private async build(
    log: EventLog,
    siteCount: number,
    options: Pick<RunOptions, 'procs' | 'gogc' | 'memoryLimit' | 'goVersion'>,
    task: RunTask,
  ): Promise<AllocationRun> {
    const total = log.count;
    const pause = this.pauses(task);
    const steps = AllocationRun.build(log, siteCount, options);
    for (let step = steps.next(); ; ) {
      if (step.done === true) return step.value;
      const done = step.value;
      step = steps.next(await pause(() => ({ text: 'Allocating', done, total })));
    }
  }

  /** Lets the event loop run when a slice is over; tells whether to end now. Throws CancelledError. */
  private pauses(task: RunTask): (progress: () => RunProgress) => Promise<boolean> {
    let sliceEnd = Date.now() + slice;
    let nextProgress = Date.now() + betweenProgress;
    return async progress => {
      const now = Date.now();
      if (now < sliceEnd) return false;
      if (now >= nextProgress) {
        nextProgress = now + betweenProgress;
        task.progress?.(progress());
      }
      await setImmediate();
      if (task.token.isCancellationRequested) throw new CancelledError();
      sliceEnd = Date.now() + slice;
      return this.isStopped(task);
    };
  }

  private isStopped({ ticket }: RunTask): boolean {
    return ticket !== undefined && this.stopped.has(ticket);
  }
}

/** The site of the last event. */
function siteLink({ sites }: Run, { log }: AllocationRun): SourceLink | undefined {
  return sites[log.site[log.count - 1]]?.link;
}

const stoppedByHand = 'it was stopped by hand';

/** The trace's text as it was given, or from its file. Throws GoTraceError, and what the file system does. */
async function* chunksOf({ uri, text }: TraceSource): AsyncIterable<string> {
  if (text === undefined) {
    const path = pathOfUri(uri);
    if (path === undefined) throw new RunError('Only traces in files can be replayed.');
    yield* traceFileText(toNativePath(path));
    return;
  }
  for (let from = 0; from < text.length; from += chunk) yield text.slice(from, from + chunk);
}

/** Whether the operating system said no. */
function isFileError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}

/** What the program or the trace brought about is told; everything else is our own mistake. */
function runError(error: unknown): unknown {
  if (error instanceof TraceError || error instanceof GoTraceError || isFileError(error))
    return new RunError(`The trace can't be read: ${error.message}.`);
  if (error instanceof OutOfMemoryError)
    return new RunError('The program takes more memory than there are addresses.');
  return error;
}
