/** The panel's layout, keys, and the states in which there is no heap to show. */

import { useEffect, useMemo, useState } from 'preact/hooks';
import type { HeapState, SavedView, Stretch } from '../protocol';
import { onThemeChange, readTheme } from './elements/theme';
import { Figures } from './header/figures';
import { Header } from './header/header';
import { Inspector } from './inspector/inspector';
import { useKeys } from './model/keys';
import { useModel } from './model/model';
import { SlotGrid } from './stage/slotGrid';
import { Stage } from './stage/stage';
import { BusyNote, NoHeap, StoppedNote, StoppedRun } from './states';
import { Tabs } from './tables/tabs';
import { Timeline } from './timeline/timeline';

export function App({ saved }: { saved: SavedView | undefined }) {
  const model = useModel(saved);
  const [themeCount, countTheme] = useState(0);
  useEffect(() => onThemeChange(() => countTheme(count => count + 1)), []);
  const theme = useMemo(readTheme, [themeCount]);
  useKeys(model);
  const narrow = useMedia('(max-width: 1100px)');
  const { run, stretch } = model;
  const state = useMemo(() => filtered(model.state, stretch), [model.state, stretch]);
  if (run === undefined || state === undefined) return <NoHeap model={model} />;
  if (model.isStoppedAnnounced) return <StoppedRun model={model} run={run} />;
  return (
    <div class="panel" data-event={state.k}>
      <Header model={model} run={run} />
      {model.failed && (
        <p class="note" role="alert">
          {model.failed}
        </p>
      )}
      {model.busy && <BusyNote progress={model.busy} />}
      <StoppedNote run={run} />
      <Figures model={model} run={stretch ? { ...run, figures: stretch.figures } : run} />
      <Timeline model={model} run={run} theme={theme} />
      <div class="body">
        <div class="left">
          <Stage model={model} run={run} state={state} theme={theme} />
          <div class="lower">
            {!narrow && <SlotGrid model={model} run={run} theme={theme} />}
            <Tabs model={model} run={run} state={state} theme={theme} narrow={narrow} />
          </div>
        </div>
        {!narrow && <Inspector model={model} run={run} state={state} />}
      </div>
    </div>
  );
}

/**
 * The state as of a range of events: what its sites allocated, which levels served them and took their locks, of these
 * events alone. Spans, pages and the ledger stay those of the cursor.
 */
function filtered(state: HeapState | undefined, stretch: Stretch | undefined): HeapState | undefined {
  if (state === undefined || stretch === undefined) return state;
  return { ...state, siteTotals: stretch.siteTotals, served: stretch.served, locks: stretch.figures.locks };
}

/** Whether the window matches a media query, now and whenever it changes. */
function useMedia(query: string): boolean {
  const list = useMemo(() => window.matchMedia(query), [query]);
  const [matches, setMatches] = useState(list.matches);
  useEffect(() => {
    const changed = () => setMatches(list.matches);
    list.addEventListener('change', changed);
    return () => list.removeEventListener('change', changed);
  }, [list]);
  return matches;
}
