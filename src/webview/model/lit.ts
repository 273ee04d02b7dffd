/** What stands out in every picture: the selected site, otherwise those that the cursor in the editor is on. */

import { useMemo, useState } from 'preact/hooks';
import type { Run } from '../../protocol';
import { requestAllocations } from './host';
import { useLatest } from './latest';
import type { EventRange, Model } from './model';

/** The same array as long as the same sites are lit; empty where none is. */
export function useLitSites({ selection, highlighted }: Model): readonly number[] {
  return useMemo(
    () => (selection.kind === 'site' ? [selection.site] : highlighted),
    [selection, highlighted],
  );
}

/** "line 28"; undefined where no site is lit. */
export function litPlace(sites: readonly number[], run: Run): string | undefined {
  if (sites.length === 0) return undefined;
  const line = run.sites[sites[0]]?.link?.line;
  return line === undefined ? 'this site' : `line ${line}`;
}

/** How often the lit sites allocated in each slice of the timeline of a range of events. */
export function useLitAllocations(
  model: Model,
  run: Run,
  { from, to }: EventRange,
): readonly number[] | undefined {
  const sites = useLitSites(model);
  const [found, setFound] = useState<{ key: string; counts: readonly number[] }>();
  const key = [run.id, from, to, ...sites].join(' ');
  useLatest(
    () =>
      sites.length === 0
        ? undefined
        : requestAllocations(run.id, { from, to }, sites).then(counts => ({ key, counts })),
    setFound,
    () => undefined,
    [key],
  );
  return sites.length > 0 && found?.key === key ? found.counts : undefined;
}
