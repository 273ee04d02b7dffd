/**
 * The thread in which functions are walked: a walk may take seconds and goes as deep as the program does, so it has its
 * own event loop, its own stack, and its own analyses of what the server tells it.
 */
import { type MessagePort, parentPort, type TransferListItem } from 'node:worker_threads';
import type { Analysis, FunctionTarget } from '../analysis';
import { LineTable } from '../base';
import { shortType } from '../escape';
import { locationLabel, locationOf, whySentence } from '../explorer';
import type { Simulation, SimulationSite } from '../simulation';
import type { Place } from '../syntax';
import { Analyses } from './analyses';
import {
  cancelSignal,
  stopSignal,
  type WalkedFunction,
  type WalkedPlace,
  type WalkMessage,
  type WalkRequest,
} from './walkMessages';

class Cancelled extends Error {}

/** Milliseconds until the server hears again how far the walk is. */
const betweenProgress = 100;

class WalkThread {
  private signal: Int32Array = new Int32Array(1);
  private readonly analyses: Analyses;

  constructor(private readonly port: MessagePort) {
    this.analyses = new Analyses(
      line => this.send({ kind: 'log', line }),
      () => {
        if (this.hears(cancelSignal)) throw new Cancelled();
      },
    );
    port.on('message', (request: WalkRequest) => this.answer(request));
  }

  private answer(request: WalkRequest): void {
    const { number, signal } = request;
    this.signal = signal;
    try {
      const walked = this.walk(request);
      const buffers = walked === undefined ? [] : buffersOf(walked);
      this.send({ kind: 'walked', number, walked }, buffers);
    } catch (error) {
      if (error instanceof Cancelled) this.send({ kind: 'cancelled', number });
      else this.send({ kind: 'failed', number, ...reasonOf(error) });
    }
  }

  private walk(request: WalkRequest): WalkedFunction | undefined {
    const { analyses } = this;
    if (request.settings !== undefined) analyses.configure(request.settings);
    for (const [path, text] of request.documents) analyses.setDocument(path, text);
    if (request.invalidated.length > 0) analyses.invalidate(request.invalidated);
    if (this.hears(cancelSignal)) throw new Cancelled();
    const analysis = analyses.of(request.path, undefined);
    const target = targetOf(analysis, request);
    if (target === undefined) return undefined;
    let nextProgress = 0;
    const simulation = analysis.simulate(target, request.options, ({ events }) => {
      const now = Date.now();
      if (now >= nextProgress) {
        nextProgress = now + betweenProgress;
        this.send({ kind: 'progress', number: request.number, name: target.name, events });
      }
      return this.hears(stopSignal);
    });
    return plain(target, simulation, this.hears(stopSignal));
  }

  private hears(signal: number): boolean {
    return (Atomics.load(this.signal, 0) & signal) !== 0;
  }

  private send(message: WalkMessage, buffers: readonly TransferListItem[] = []): void {
    this.port.postMessage(message, buffers);
  }
}

function targetOf(analysis: Analysis, { path, name, position }: WalkRequest): FunctionTarget | undefined {
  const owner = name === undefined ? undefined : analysis.project.packageOf(path);
  const named = owner === undefined || name === undefined ? undefined : analysis.functionNamed(owner, name);
  if (named !== undefined) return named;
  const text = analysis.file(path)?.file.text ?? '';
  return analysis.functionAt(path, new LineTable(text).lineStart(position.line) + position.character);
}

function plain(target: FunctionTarget, simulation: Simulation, byHand: boolean): WalkedFunction {
  const { log, sites, assumptions, options, stopped } = simulation;
  return {
    name: target.name,
    place: placeOf({ unit: target.unit, pos: target.from - target.unit.base }),
    goVersion: options.goVersion,
    log: log.columns(),
    sites: sites.map(siteOf),
    assumptions: assumptions.map(({ place, ...assumption }) => ({ ...assumption, place: placeOf(place) })),
    stopped: stopped && { reason: stopped.reason, place: placeOf(stopped.place), byHand },
  };
}

function siteOf({ text, place, func, verdict }: SimulationSite): WalkedFunction['sites'][number] {
  return {
    text,
    type: verdict?.type ? shortType(verdict.type) : '',
    func,
    why: verdict ? whySentence(verdict).replaceAll('`', '') : '',
    place: placeOf(place),
  };
}

function placeOf(place: Place): WalkedPlace {
  const location = locationOf(place);
  const { path, line, column } = location;
  return { path, file: locationLabel(location, 1).replace(/:\d+:\d+$/, ''), line, column };
}

function buffersOf({ log }: WalkedFunction): TransferListItem[] {
  return Object.values(log).flatMap(column => (ArrayBuffer.isView(column) ? [column.buffer] : []));
}

/** What the program brought about is told in its words; everything else is our own mistake. */
function reasonOf(error: unknown): { message: string; isExpected: boolean } {
  if (!(error instanceof Error)) return { message: String(error), isExpected: false };
  const isExpected = / cannot be simulated: /.test(error.message);
  return { message: isExpected ? error.message : (error.stack ?? error.message), isExpected };
}

if (parentPort !== null) new WalkThread(parentPort);
