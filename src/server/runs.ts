/**
 * The runs that the heap diagram looks at: simulations of a function and replayed traces. The model of
 * each stays here, the last few of them; a reader asks for the heap after an event.
 */
import type { CancellationToken } from 'vscode-languageserver/node';
import { OutOfMemoryError, parseTrace, TraceError } from '../allocator';
import type { FunctionTarget } from '../analysis';
import { LineTable } from '../base';
import type {
  Holders,
  PackedState,
  Run,
  RunOptions,
  RunSource,
  SpanSlots,
  Stretch,
  Timeline,
} from '../protocol';
import { AllocationRun, logOfTrace, type Simulation } from '../simulation';
import type { Analyser } from './analyser';
import type { OpenDocuments } from './documents';
import { HeapReader } from './heapReader';
import { functionRun, type NamedSite, siteOfSimulation, siteOfTrace, traceRun } from './runView';
import { pathOfUri } from './uri';

/** Why there is no run, in words a person can act on. */
export class RunError extends Error {}

interface HeldRun {
  source: RunSource;
  run: Run;
  sites: readonly NamedSite[];
  reader: HeapReader;
}

const keptRuns = 4;

export class Runs {
  private readonly held = new Map<number, HeldRun>();
  private lastNumber = 0;

  constructor(
    private readonly analyser: Analyser,
    private readonly documents: OpenDocuments,
  ) {}

  /** Throws RunError. */
  async make(source: RunSource, options: RunOptions, token: CancellationToken): Promise<Run> {
    return this.put(++this.lastNumber, source, options, token);
  }

  /** The same run under other options. Throws RunError. */
  async again(number: number, options: RunOptions, token: CancellationToken): Promise<Run> {
    return this.put(number, this.get(number).source, options, token);
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
  holders(number: number, k: number, sites: readonly number[]): Holders {
    return this.get(number).reader.holders(number, k, sites);
  }

  /** Throws RunError. */
  slots(number: number, k: number, span: number): SpanSlots {
    const slots = this.get(number).reader.slots(number, k, span);
    if (!slots) throw new RunError(`There is no span ${span} after event ${k}.`);
    return slots;
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

  private async put(
    number: number,
    source: RunSource,
    options: RunOptions,
    token: CancellationToken,
  ): Promise<Run> {
    const asked = { ...options, procs: Math.max(1, Math.min(256, Math.trunc(options.procs) || 1)) };
    const held =
      source.kind === 'trace'
        ? this.replay(number, source, asked)
        : await this.simulate(number, source, asked, token);
    // The newest last: what is asked for least is dropped first.
    this.held.delete(number);
    this.held.set(number, held);
    for (const old of [...this.held.keys()].slice(0, -keptRuns)) this.held.delete(old);
    return held.run;
  }

  private replay(number: number, source: RunSource & { kind: 'trace' }, options: RunOptions): HeldRun {
    try {
      const { log, sites: names } = logOfTrace(parseTrace(source.text));
      const sites = names.map(siteOfTrace);
      const allocation = new AllocationRun(log, sites.length, options);
      const run = traceRun(number, source.uri, options, allocation, sites);
      return { source, run, sites, reader: new HeapReader(allocation) };
    } catch (error) {
      throw runError(error);
    }
  }

  private async simulate(
    number: number,
    source: RunSource & { kind: 'function' },
    options: RunOptions,
    token: CancellationToken,
  ): Promise<HeldRun> {
    const path = pathOfUri(source.uri);
    if (path === undefined) throw new RunError('Only functions in files can be simulated.');
    const document = this.documents.byPath(path);
    const found = await this.analyser.ask(
      path,
      analysis => {
        const target = source.name === undefined ? undefined : namedTarget(analysis, path, source.name);
        if (target) return target;
        const text = document?.text ?? analysis.file(path)?.file.text ?? '';
        const offset = new LineTable(text).lineStart(source.position.line) + source.position.character;
        return analysis.functionAt(path, offset);
      },
      token,
    );
    if (!found) throw new RunError('Put the cursor into a function: nothing there can be simulated.');
    try {
      const { turns, procs } = options;
      const simulation = await this.analyser.ask(
        path,
        analysis => analysis.simulate(found, { turns, procs }),
        token,
      );
      return this.hold(number, { ...source, name: found.name }, options, found, simulation);
    } catch (error) {
      throw runError(error);
    }
  }

  private hold(
    number: number,
    source: RunSource,
    options: RunOptions,
    target: FunctionTarget,
    simulation: Simulation,
  ): HeldRun {
    const sites = simulation.sites.map(site => siteOfSimulation(site, this.documents));
    const allocation = new AllocationRun(simulation.log, sites.length, options);
    const run = functionRun(number, target, options, allocation, sites, simulation, this.documents);
    return { source, run, sites, reader: new HeapReader(allocation) };
  }
}

/** The function of that name, so that a run can be made again after the text above it was edited. */
function namedTarget(
  analysis: Parameters<Parameters<Analyser['ask']>[1]>[0],
  path: string,
  name: string,
): FunctionTarget | undefined {
  const owner = analysis.project.packageOf(path);
  return owner === undefined ? undefined : analysis.functionNamed(owner, name);
}

/** What the program or the trace brought about is told; everything else is our own mistake. */
function runError(error: unknown): unknown {
  if (error instanceof TraceError) return new RunError(`The trace can't be read: ${error.message}.`);
  if (error instanceof OutOfMemoryError)
    return new RunError('The program takes more memory than there are addresses.');
  if (error instanceof Error && / cannot be simulated: /.test(error.message))
    return new RunError(error.message);
  return error;
}
