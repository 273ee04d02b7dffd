/** The run that the host sends, how it stands with the next one, and where the cursor begins in it. */

import { useEffect, useState } from 'preact/hooks';
import type { Run, RunOptions, RunProgress, RunSource } from '../../protocol';
import { onMessage, post } from './host';

/**
 * What the host sends: the run, the cursor's sites, and how it stands with a new run. What was saved is of the page
 * before this one.
 */
export function useShownRun(savedSource: RunSource | undefined, savedK: number | undefined) {
  const [shown, setShown] = useState<{ run: Run; source: RunSource }>();
  const [k, setK] = useState(0);
  const [highlighted, setHighlighted] = useState<readonly number[]>([]);
  const [busy, setBusy] = useState<RunProgress>();
  const [failed, setFailed] = useState<string>();
  const [wanted, setWanted] = useState<RunOptions>();
  useEffect(() => {
    let former: FormerRun | undefined =
      savedK === undefined ? undefined : { source: savedSource, events: 0, k: savedK };
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

/** Where the cursor stands in a new run: where it stood in one of the same source, otherwise at the peak. */
function firstEvent(run: Run, source: RunSource, former: FormerRun | undefined, k: number): number {
  if (former === undefined || !isSameSource(source, former.source)) return run.figures.peakEvent;
  if (former.k !== undefined) return Math.min(run.events, former.k);
  return former.events === 0 ? 0 : Math.round((k / former.events) * run.events);
}

/** Of the same trace, or of the function of the same name. */
export function isSameSource(a: RunSource, b: RunSource | undefined): boolean {
  if (b === undefined || a.uri !== b.uri || a.kind !== b.kind) return false;
  return a.kind === 'trace' || b.kind === 'trace' || a.name === b.name;
}
