/** The panel without a heap: nothing simulated yet, a run being made, no run, a run that ended early. */

import type { Run, RunProgress } from '../protocol';
import { integer } from './elements/format';
import { SourceButton } from './elements/source';
import { post } from './model/host';
import type { Model } from './model/model';

export function NoHeap({ model }: { model: Model }) {
  if (model.busy) return <Loading progress={model.busy} />;
  if (model.failed) {
    return (
      <div class="empty" role="alert">
        <h1>No heap to show</h1>
        <p>{model.failed}</p>
        <StartButtons />
      </div>
    );
  }
  if (model.isLoading) return <Loading progress={{ text: 'Reading the heap' }} />;
  return (
    <div class="empty">
      <h1>Nothing simulated yet</h1>
      <p>
        Put the cursor into a Go function and simulate its allocations. Each allocation then passes through a
        model of the runtime’s allocator, and you can step through it here.
      </p>
      <StartButtons />
    </div>
  );
}

function Loading({ progress }: { progress: RunProgress }) {
  return (
    <div class="empty" role="status">
      <h1>{progress.text}</h1>
      <p>{counts(progress)}</p>
      <ProgressBar progress={progress} />
      <p class="buttons">
        <vscode-button secondary onClick={() => post({ kind: 'stop' })}>
          Stop and show what there is
        </vscode-button>
      </p>
    </div>
  );
}

/** While a run is made again the former one stays; a line above it tells how far it is. */
export function BusyNote({ progress }: { progress: RunProgress }) {
  return (
    <div class="note busy" role="status">
      <span>
        {progress.text} <span class="muted">{counts(progress)}</span>
      </span>
      <button type="button" class="link" onClick={() => post({ kind: 'stop' })}>
        Stop and show what there is
      </button>
      <ProgressBar progress={progress} />
    </div>
  );
}

function counts({ done, total }: RunProgress): string {
  if (done === undefined) return '';
  return total === undefined
    ? `${integer(done)} events so far`
    : `${integer(done)} of ${integer(total)} events`;
}

function ProgressBar({ progress: { text, done, total } }: { progress: RunProgress }) {
  if (done === undefined || total === undefined) {
    return <vscode-progress-bar indeterminate aria-label={text} />;
  }
  const share = Math.round((done / Math.max(1, total)) * 100);
  return <vscode-progress-bar value={share} aria-label={text} />;
}

/** A run that ended before the program did: where and why, and the exact part before it. */
export function StoppedRun({ model, run }: { model: Model; run: Run }) {
  const { stopped } = run;
  return (
    <div class="empty" role="alert">
      <h1>The run stopped after event {integer(run.events)}</h1>
      <p>
        {stopped?.link && (
          <>
            At <SourceButton link={stopped.link} />:{' '}
          </>
        )}
        {stopped?.reason}. All before it is exact.
      </p>
      <p class="buttons">
        <vscode-button onClick={model.showStopped}>Show the {integer(run.events)} events</vscode-button>
        {run.adjustable.includes('turns') && run.options.turns > 1 && (
          <vscode-button
            secondary
            onClick={() =>
              model.rerun({ ...run.options, turns: Math.max(1, Math.floor(run.options.turns / 10)) })
            }
          >
            Take fewer turns
          </vscode-button>
        )}
      </p>
    </div>
  );
}

export function StoppedNote({ run }: { run: Run }) {
  const { stopped } = run;
  if (!stopped) return null;
  return (
    <p class="note" role="status">
      The run ended after event {integer(run.events)}
      {stopped.link && (
        <>
          {' '}
          at <SourceButton link={stopped.link} />
        </>
      )}
      : {stopped.reason}. What is shown is exact up to there.
    </p>
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
