/**
 * What the panel knows: one run, one cursor `k`, the heap after event k, and what is selected.
 * Everything shows the heap at the cursor except the figures, which are the whole run's.
 */

import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { HeapState, Run, RunOptions, RunProgress, SavedView, SpanSlots, Stretch } from '../../protocol';
import { post, requestNextLock, requestSlots, requestState, requestStretch } from './host';
import { Kept } from './kept';
import { useLatest } from './latest';
import { type PinnedRun, pairSites, pinOf } from './pin';
import { fittingSpeed, usePlaying } from './playing';
import { isSameSource, useShownRun } from './shownRun';

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
  /** What is kept for the page after this one. */
  kept: Kept;
  heatOpen: boolean;
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
  showHeat(open: boolean): void;
  select(selection: Selection): void;
  showTab(tab: TabName): void;
  togglePlay(): void;
  setSpeed(speed: number): void;
  togglePin(): void;
  showStopped(): void;
}

/** The window had room for the heat map when the page was opened. */
const isHigh = !window.matchMedia('(max-height: 760px)').matches;

/** `saved`: what was kept of the page before this one. */
export function useModel(saved: SavedView | undefined): Model {
  const kept = useMemo(() => new Kept(saved), []);
  const left = kept.before;
  const shown = useShownRun(saved?.source, left.k);
  const { run, source, k, setK, setFailed } = shown;
  const [pair, setPair] = useState<{ run: Run; state: HeapState }>();
  const [slots, setSlots] = useState<SpanSlots>();
  const [range, setRange] = useState(left.range);
  const [heatWanted, showHeat] = useState(left.heatWanted);
  const heatOpen = heatWanted ?? isHigh;
  const [stretch, setStretch] = useState<Stretch>();
  const [selection, select] = useState<Selection>(left.selection ?? { kind: 'event' });
  const [tab, showTab] = useState<TabName>(left.tab ?? 'sites');
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(left.speed);
  const [pinned, setPinned] = useState(left.pinned);

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
    former.current = run;
    // The first run of a page is what the page before it showed.
    const isSame = source && isSameSource(source, saved?.source) && left.events === run.events;
    if (before === undefined && isSame) return;
    setRange(undefined);
    kept.change({ zoom: undefined, mapZoom: undefined });
    select(selected => selectionIn(run, before, selected));
  }, [run]);
  useEffect(() => {
    if (run) kept.ofRun(source, run.options);
  }, [run, source]);
  useEffect(() => {
    if (!playing) kept.change({ k, events, range, heatWanted, selection, tab, speed, pinned });
  }, [k, events, range, heatWanted, selection, tab, speed, pinned, playing]);

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
    kept,
    heatOpen,
    showHeat,
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
function selectionIn(run: Run, former: Run | undefined, selection: Selection): Selection {
  if (selection.kind === 'class' || selection.kind === 'level') return selection;
  if (former === undefined || selection.kind !== 'site') return { kind: 'event' };
  const same = pairSites(run.sites, pinOf(former)).find(pair => pair.pinned === selection.site);
  return same === undefined || same.site < 0 ? { kind: 'event' } : { kind: 'site', site: same.site };
}
