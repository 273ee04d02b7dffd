/**
 * What the panel knows: one run, one cursor `k`, the heap after event k, and what is selected.
 * Everything shows the heap at the cursor except the figures, which are the whole run's.
 */

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { HeapState, Run, RunOptions, RunProgress, RunSource, SpanSlots, Stretch } from '../../protocol';
import {
  onMessage,
  post,
  requestNextLock,
  requestSlots,
  requestState,
  requestStretch,
  savedView,
  saveView,
} from './host';
import { useLatest } from './latest';
import { type PinnedRun, pairSites, pinOf } from './pin';
import { fittingSpeed, usePlaying } from './playing';

export type Lane = 'mcache' | 'mcentral' | 'mheap' | 'os';

export type Selection =
  | { kind: 'event' }
  | { kind: 'site'; site: number }
  | { kind: 'class'; spanClass: number }
  | { kind: 'span'; span: number }
  | { kind: 'slot'; span: number; slot: number }
  | { kind: 'collection'; index: number }
  | { kind: 'level'; level: Lane };

export type TabName =
  | 'sites'
  | 'classes'
  | 'flame'
  | 'spans'
  | 'slots'
  | 'collections'
  | 'ledger'
  | 'timeline'
  | 'selection'
  | 'span';

/** The events (from, to]. */
export interface EventRange {
  from: number;
  to: number;
}

export interface Model {
  run: Run | undefined;
  state: HeapState | undefined;
  slots: SpanSlots | undefined;
  k: number;
  /** The events that everything else is filtered by, and what they did. */
  range: EventRange | undefined;
  stretch: Stretch | undefined;
  selection: Selection;
  tab: TabName;
  highlighted: readonly number[];
  busy: RunProgress | undefined;
  failed: string | undefined;
  /** There is a run, and its heap is on its way. */
  isLoading: boolean;
  /** The run ended before the program did, and this was not read yet. */
  isStoppedAnnounced: boolean;
  /** Options of the run, or of the one that is being made: a second change comes before the first is done. */
  options: RunOptions | undefined;
  /** The run that the later ones are compared with. */
  pinned: PinnedRun | undefined;
  playing: boolean;
  /** Events a second. */
  speed: number;
  go(k: number): void;
  /** To the next allocation that took a lock. */
  goToLock(forward: boolean): void;
  /** Makes the run again under other options. */
  rerun(options: RunOptions): void;
  setRange(range: EventRange | undefined): void;
  select(selection: Selection): void;
  showTab(tab: TabName): void;
  togglePlay(): void;
  setSpeed(speed: number): void;
  togglePin(): void;
  showStopped(): void;
}

/** What survives a reload of the window beside the run's source and options. */
interface ViewState {
  k: number;
  selection: Selection;
  tab: TabName;
  speed: number | undefined;
  pinned: PinnedRun | undefined;
}

/** Milliseconds after the last change until it is saved: a cursor that runs is not saved at each step. */
const saveDelay = 150;

export function useModel(): Model {
  const saved = useRef(savedView()?.view as ViewState | undefined).current;
  const shown = useShownRun(saved?.k);
  const { run, source, k, setK, setFailed } = shown;
  const [pair, setPair] = useState<{ run: Run; state: HeapState }>();
  const [slots, setSlots] = useState<SpanSlots>();
  const [range, setRange] = useState<EventRange>();
  const [stretch, setStretch] = useState<Stretch>();
  const [selection, select] = useState<Selection>(saved?.selection ?? { kind: 'event' });
  const [tab, showTab] = useState<TabName>(saved?.tab ?? 'sites');
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<number | undefined>(saved?.speed);
  const [pinned, setPinned] = useState<PinnedRun | undefined>(saved?.pinned);

  const newest = useRef(run);
  newest.current = run;
  const runId = run?.id;
  const events = run?.events ?? 0;
  /** The state that came last: a later one comes as what changed since it. */
  const held = useRef<HeapState | undefined>(undefined);
  useLatest(
    () => (runId === undefined ? undefined : requestState(runId, k, held.current)),
    next => {
      held.current = next;
      // What was shown stays until the new run's state is there.
      if (newest.current?.id === next.run) setPair({ run: newest.current, state: next });
    },
    setFailed,
    [runId, k],
  );
  useLatest(
    () =>
      runId === undefined || range === undefined ? undefined : requestStretch(runId, range.from, range.to),
    setStretch,
    setFailed,
    [runId, range],
  );
  const state = pair?.state;
  const span = shownSpan(selection, state);
  useLatest(
    () => (state === undefined || span === undefined ? undefined : requestSlots(state.run, state.k, span)),
    setSlots,
    setFailed,
    [state?.run, state?.k, span],
  );
  const [stoppedRead, setStoppedRead] = useState<string>();
  const former = useRef<Run | undefined>(undefined);
  useEffect(() => {
    if (run === undefined) return;
    const before = former.current;
    setRange(undefined);
    if (before) select(selected => selectionIn(run, before, selected));
    former.current = run;
  }, [run]);
  useEffect(() => {
    if (run === undefined) return;
    const view: ViewState = { k, selection, tab, speed, pinned };
    const timer = setTimeout(() => saveView({ source, options: run.options, view }), saveDelay);
    return () => clearTimeout(timer);
  }, [run, source, k, selection, tab, speed, pinned]);

  const go = useCallback((to: number) => setK(Math.max(0, Math.min(events, Math.round(to)))), [events]);
  const fitting = speed ?? fittingSpeed(events);
  usePlaying(playing, fitting, events, setK, () => setPlaying(false));
  const togglePlay = useCallback(() => {
    if (!playing) setK(at => (at >= events ? 0 : at));
    setPlaying(!playing);
  }, [playing, events]);
  return {
    run: pair?.run,
    state,
    slots: span === undefined ? undefined : slots,
    k,
    range,
    stretch: range === undefined ? undefined : stretch,
    setRange,
    selection,
    tab,
    highlighted: shown.highlighted,
    busy: shown.busy,
    failed: shown.failed,
    isLoading: run !== undefined,
    isStoppedAnnounced: pair?.run.stopped?.byHand === false && stoppedRead !== stopOf(pair.run),
    options: shown.wanted ?? run?.options,
    pinned,
    playing,
    speed: fitting,
    go,
    goToLock: forward => {
      if (runId === undefined) return;
      requestNextLock(runId, k, forward).then(
        found => {
          if (found === undefined) return;
          select({ kind: 'event' });
          go(found);
        },
        (error: Error) => setFailed(error.message),
      );
    },
    rerun: options => {
      shown.setWanted(options);
      post({ kind: 'rerun', options });
    },
    select,
    showTab,
    togglePlay,
    setSpeed,
    showStopped: () => setStoppedRead(pair && stopOf(pair.run)),
    togglePin: () => setPinned(pinned === undefined && run ? pinOf(run) : undefined),
  };
}

/** The span whose slots are shown: the selected one, otherwise the one the current event used. */
export function shownSpan(selection: Selection, state: HeapState | undefined): number | undefined {
  if (selection.kind === 'span' || selection.kind === 'slot') return selection.span;
  const span = state?.event?.span;
  return span === undefined || span < 0 ? undefined : span;
}

/** Runs that end at the same place for the same reason are told once. */
function stopOf({ title, stopped }: Run): string {
  return `${title} ${stopped?.reason} ${stopped?.link?.line}`;
}

/** What is selected in the next run: what it has too. Spans and collections have other numbers in it. */
function selectionIn(run: Run, former: Run, selection: Selection): Selection {
  if (selection.kind === 'class' || selection.kind === 'level') return selection;
  if (selection.kind !== 'site') return { kind: 'event' };
  const same = pairSites(run.sites, pinOf(former)).find(pair => pair.pinned === selection.site);
  return same === undefined || same.site < 0 ? { kind: 'event' } : { kind: 'site', site: same.site };
}

/** What the host sends: the run, the cursor's sites, and how it stands with a new run. */
function useShownRun(savedK: number | undefined) {
  const [shown, setShown] = useState<{ run: Run; source: RunSource }>();
  const [k, setK] = useState(0);
  const [highlighted, setHighlighted] = useState<readonly number[]>([]);
  const [busy, setBusy] = useState<RunProgress>();
  const [failed, setFailed] = useState<string>();
  const [wanted, setWanted] = useState<RunOptions>();
  useEffect(() => {
    let former = formerlyShown(savedK);
    const stop = onMessage(message => {
      switch (message.kind) {
        case 'run': {
          const { run, source } = message;
          const before = former;
          setK(at => firstEvent(run, source, before, at));
          former = { source, events: run.events };
          setShown({ run, source });
          setHighlighted([]);
          setBusy(undefined);
          setFailed(undefined);
          setWanted(undefined);
          return;
        }
        case 'busy':
          setBusy(message.progress);
          return;
        case 'failed':
          setBusy(undefined);
          setFailed(message.text);
          setWanted(undefined);
          return;
        case 'highlight':
          setHighlighted(message.sites);
      }
    });
    post({ kind: 'ready' });
    return stop;
  }, []);
  return {
    run: shown?.run,
    source: shown?.source,
    k,
    setK,
    highlighted,
    busy,
    failed,
    setFailed,
    wanted,
    setWanted,
  };
}

interface FormerRun {
  source: RunSource | undefined;
  events: number;
  /** Of a page that is gone. */
  k?: number;
}

function formerlyShown(k: number | undefined): FormerRun | undefined {
  return k === undefined ? undefined : { source: savedView()?.source, events: 0, k };
}

/** Where the cursor stands in a new run: where it stood in one of the same source, otherwise at the peak. */
function firstEvent(run: Run, source: RunSource, former: FormerRun | undefined, k: number): number {
  if (former === undefined || !isSameSource(source, former.source)) return run.figures.peakEvent;
  if (former.k !== undefined) return Math.min(run.events, former.k);
  return former.events === 0 ? 0 : Math.round((k / former.events) * run.events);
}

function isSameSource(a: RunSource, b: RunSource | undefined): boolean {
  if (b === undefined || a.uri !== b.uri || a.kind !== b.kind) return false;
  return a.kind === 'trace' || b.kind === 'trace' || a.name === b.name;
}
