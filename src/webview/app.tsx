/** The panel's layout, keys, and the states in which there is no heap to show. */

import { useEffect, useMemo, useState } from 'preact/hooks';
import type { HeapState, Stretch } from '../protocol';
import { Figures } from './figures';
import { Header } from './header';
import { post } from './host';
import { Inspector } from './inspector';
import { useKeys } from './keys';
import { type Model, useModel } from './model';
import { SlotGrid } from './slotGrid';
import { Stage } from './stage';
import { Tabs } from './tabs';
import { onThemeChange, readTheme } from './theme';
import { Timeline } from './timeline';

export function App() {
  const model = useModel();
  const [themeCount, countTheme] = useState(0);
  useEffect(() => onThemeChange(() => countTheme(count => count + 1)), []);
  const theme = useMemo(readTheme, [themeCount]);
  useKeys(model);
  const narrow = useMedia('(max-width: 1100px)');
  const { run, stretch } = model;
  const state = useMemo(() => filtered(model.state, stretch), [model.state, stretch]);
  if (run === undefined || state === undefined) return <NoHeap model={model} />;
  return (
    <div class="panel">
      <Header model={model} run={run} />
      {model.failed && (
        <p class="note" role="alert">
          {model.failed}
        </p>
      )}
      {model.busy && (
        <p class="note" role="status">
          {model.busy.text}
        </p>
      )}
      {run.stopped && (
        <p class="note" role="status">
          The run stopped early: {run.stopped.reason}. What is shown is exact up to there.
        </p>
      )}
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

/** The state as of a range of events: what its sites allocated, and which levels served them, of these events alone. */
function filtered(state: HeapState | undefined, stretch: Stretch | undefined): HeapState | undefined {
  if (state === undefined || stretch === undefined) return state;
  return { ...state, siteTotals: stretch.siteTotals, served: stretch.served };
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

function NoHeap({ model }: { model: Model }) {
  if (model.failed) {
    return (
      <div class="empty" role="alert">
        <h1>No heap to show</h1>
        <p>{model.failed}</p>
        <StartButtons />
      </div>
    );
  }
  if (model.busy || model.run) {
    return (
      <div class="empty" role="status">
        <h1>{model.busy?.text ?? 'Reading the heap'}</h1>
        <vscode-progress-bar indeterminate aria-label="Working" />
      </div>
    );
  }
  return (
    <div class="empty">
      <h1>Heap diagram</h1>
      <p>
        Put the cursor in a Go function and simulate its allocations: each one takes its way through mcache,
        mcentral and mheap, and you see where it ends.
      </p>
      <StartButtons />
    </div>
  );
}

function StartButtons() {
  return (
    <p class="buttons">
      <vscode-button onClick={() => post({ kind: 'simulate' })}>Simulate Allocations</vscode-button>
      <vscode-button secondary onClick={() => post({ kind: 'openTrace' })}>
        Open Allocation Trace…
      </vscode-button>
    </p>
  );
}
