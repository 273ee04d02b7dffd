/** What the page map asks for beside the state: slots of the spans it looks into, and where a site's objects are. */

import { useState } from 'preact/hooks';
import { type HeapState, type Run, type SpanSlots, unpackIntegers } from '../../protocol';
import { requestHolders, requestSlots } from '../model/host';
import { useLatest } from '../model/latest';
import { useLitSites } from '../model/lit';
import type { Model } from '../model/model';

const none: ReadonlyMap<number, SpanSlots> = new Map();

/** The slots of these spans as they come, one request after the other. */
export function useSpanSlots(
  run: Run,
  state: HeapState,
  wanted: readonly number[] | undefined,
): ReadonlyMap<number, SpanSlots> {
  const [known, setKnown] = useState({ state, slots: none });
  const slots = known.state === state ? known.slots : none;
  const missing = wanted?.find(span => !slots.has(span));
  useLatest(
    () =>
      missing === undefined
        ? undefined
        : requestSlots(run.id, state.k, missing).then(found => ({ of: state, span: missing, found })),
    ({ of, span, found }) =>
      setKnown(former => ({
        state: of,
        slots: new Map([...(former.state === of ? former.slots : none), [span, found]]),
      })),
    // A span that is gone by now: the next state asks for others.
    () => undefined,
    [run, state, missing],
  );
  return slots;
}

/** How many live objects of the selected site, or of those at the editor's cursor, each span holds. */
export function useHolders(model: Model, state: HeapState): ReadonlyMap<number, number> | undefined {
  const sites = useLitSites(model);
  const [found, setFound] = useState<{ sites: readonly number[]; counts: ReadonlyMap<number, number> }>();
  useLatest(
    () =>
      sites.length === 0
        ? undefined
        : requestHolders(state.run, state.k, sites).then(({ spans }) => {
            const pairs = unpackIntegers(spans);
            const counts = new Map<number, number>();
            for (let i = 0; i < pairs.length; i += 2) counts.set(pairs[i], pairs[i + 1]);
            return { sites, counts };
          }),
    setFound,
    () => undefined,
    [sites, state.run, state.k],
  );
  return sites.length > 0 && found?.sites === sites ? found.counts : undefined;
}
