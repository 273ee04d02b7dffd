/**
 * What the panel knows: one run, one cursor `k`, the heap after event k, and what is selected.
 * Everything shows the heap at the cursor except the figures, which are the whole run's.
 */

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { HeapState, Run, RunProgress, SpanSlots, Stretch } from '../protocol';
import { onMessage, post, requestSlots, requestState, requestStretch, savedView, saveView } from './host';
import { type PinnedRun, pinOf } from './pin';

export type Selection =
  | { kind: 'event' }
  | { kind: 'site'; site: number }
  | { kind: 'class'; spanClass: number }
  | { kind: 'span'; span: number }
  | { kind: 'slot'; span: number; slot: number };

export type TabName =
  | 'sites'
  | 'classes'
  | 'flame'
  | 'spans'
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
  /** The run that the later ones are compared with. */
  pinned: PinnedRun | undefined;
  playing: boolean;
  go(k: number): void;
  setRange(range: EventRange | undefined): void;
  select(selection: Selection): void;
  showTab(tab: TabName): void;
  togglePlay(): void;
  togglePin(): void;
}

export function useModel(): Model {
  const [run, setRun] = useState<Run>();
  const [state, setState] = useState<HeapState>();
  const [slots, setSlots] = useState<SpanSlots>();
  const [k, setK] = useState(0);
  const [range, setRange] = useState<EventRange>();
  const [stretch, setStretch] = useState<Stretch>();
  const [selection, select] = useState<Selection>({ kind: 'event' });
  const [tab, setTab] = useState<TabName>((savedView()?.tab as TabName | undefined) ?? 'sites');
  const [highlighted, setHighlighted] = useState<readonly number[]>([]);
  const [busy, setBusy] = useState<RunProgress>();
  const [failed, setFailed] = useState<string>();
  const [playing, setPlaying] = useState(false);
  const [pinned, setPinned] = useState<PinnedRun>();

  /** The state that came last: a later one comes as what changed since it. */
  const held = useRef<HeapState | undefined>(undefined);

  useEffect(() => {
    let restored = savedView()?.k;
    const stop = onMessage(message => {
      if (message.kind === 'run') {
        setRun(message.run);
        held.current = undefined;
        setState(undefined);
        setK(Math.min(message.run.events, restored ?? message.run.events));
        restored = undefined;
        setRange(undefined);
        select({ kind: 'event' });
        setBusy(undefined);
        setFailed(undefined);
      } else if (message.kind === 'busy') setBusy(message.progress);
      else if (message.kind === 'failed') {
        setBusy(undefined);
        setFailed(message.text);
      } else if (message.kind === 'highlight') setHighlighted(message.sites);
    });
    post({ kind: 'ready' });
    return stop;
  }, []);

  const runId = run?.id;
  useLatest(
    () => (runId === undefined ? undefined : requestState(runId, k, held.current)),
    state => {
      held.current = state;
      setState(state);
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

  const span = shownSpan(selection, state);
  const stateK = state?.k;
  useLatest(
    () =>
      runId === undefined || stateK === undefined || span === undefined
        ? undefined
        : requestSlots(runId, stateK, span),
    setSlots,
    setFailed,
    [runId, stateK, span],
  );
  useEffect(() => {
    if (runId !== undefined) saveView({ k, tab });
  }, [runId, k, tab]);

  const events = run?.events ?? 0;
  const go = useCallback((to: number) => setK(Math.max(0, Math.min(events, Math.round(to)))), [events]);
  usePlaying(playing, events, setK, () => setPlaying(false));
  const togglePlay = useCallback(() => {
    if (!playing) setK(at => (at >= events ? 0 : at));
    setPlaying(!playing);
  }, [playing, events]);
  return {
    run,
    state,
    slots: span === undefined ? undefined : slots,
    k,
    range,
    stretch: range === undefined ? undefined : stretch,
    setRange,
    selection,
    tab,
    highlighted,
    busy,
    failed,
    pinned,
    playing,
    go,
    select,
    showTab: setTab,
    togglePlay,
    togglePin: () => setPinned(pinned === undefined && run ? pinOf(run) : undefined),
  };
}

/** The span whose slots are shown: the selected one, otherwise the one the current event used. */
export function shownSpan(selection: Selection, state: HeapState | undefined): number | undefined {
  if (selection.kind === 'span' || selection.kind === 'slot') return selection.span;
  const span = state?.event?.span;
  return span === undefined || span < 0 ? undefined : span;
}

/** Runs one request at a time; while one is under way only the newest of the later ones is kept. */
export function useLatest<T>(
  start: () => Promise<T> | undefined,
  done: (value: T) => void,
  failed: (text: string) => void,
  inputs: readonly unknown[],
): void {
  const pending = useRef({ active: false, again: undefined as (() => Promise<T> | undefined) | undefined });
  useEffect(() => {
    const run = (begin: () => Promise<T> | undefined) => {
      const promise = begin();
      if (promise === undefined) return;
      pending.current.active = true;
      promise
        .then(done, (error: Error) => failed(error.message))
        .finally(() => {
          pending.current.active = false;
          const next = pending.current.again;
          pending.current.again = undefined;
          if (next) run(next);
        });
    };
    if (pending.current.active) pending.current.again = start;
    else run(start);
  }, inputs);
}

/** Moves the cursor through the run in about twelve seconds; in four steps a second where motion is reduced. */
function usePlaying(
  playing: boolean,
  events: number,
  setK: (step: (k: number) => number) => void,
  stop: () => void,
): void {
  useEffect(() => {
    if (!playing) return;
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const period = calm ? 250 : 50;
    const step = Math.max(1, Math.round((events * period) / 12_000));
    const timer = setInterval(() => {
      setK(k => {
        if (k + step >= events) stop();
        return Math.min(events, k + step);
      });
    }, period);
    return () => clearInterval(timer);
  }, [playing, events]);
}
