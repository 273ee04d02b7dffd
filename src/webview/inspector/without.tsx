/**
 * "If line N stayed on the stack": the run is made again without the site, and the differences are shown. It
 * is measured, not estimated; the last result stays until the new one is there.
 */

import { useEffect, useState } from 'preact/hooks';
import type { Run, RunFigures } from '../../protocol';
import { bytes, change, difference, integer } from '../elements/format';
import { requestWithout } from '../model/host';
import type { Model } from '../model/model';
import { type Fact, Facts, Section } from './facts';

/** Results by run and site: the run in the server is made once too. */
const known = new Map<string, RunFigures>();
/** Milliseconds on a site before it is asked for: stepping through events asks for none. */
const delay = 250;

export function Without({ model, run, site }: { model: Model; run: Run; site: number }) {
  const [last, setLast] = useState<{ key: string; figures: RunFigures }>();
  const key = `${run.id} ${site}`;
  const figures = known.get(key) ?? (last?.key === key ? last.figures : undefined);
  useEffect(() => {
    if (figures || model.playing) return;
    let isWanted = true;
    const timer = setTimeout(() => {
      requestWithout(run.id, site).then(
        result => {
          known.set(key, result);
          if (isWanted) setLast({ key, figures: result });
        },
        () => undefined,
      );
    }, delay);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [key, figures, model.playing]);
  if (model.playing) return null;
  const line = run.sites[site]?.link?.line;
  const title = line ? `If line ${line} stayed on the stack` : 'If it stayed on the stack';
  const shown = figures ?? last?.figures;
  return (
    <Section title={title}>
      <div class={figures ? 'without' : 'without stale'} aria-busy={!figures}>
        {shown ? (
          <Facts facts={differences(run.figures, shown)} />
        ) : (
          <p class="muted">running without it …</p>
        )}
      </div>
    </Section>
  );
}

function differences(now: RunFigures, without: RunFigures): Fact[] {
  const row = (name: string, of: (figures: RunFigures) => number, show: (value: number) => string): Fact => {
    const before = of(now);
    const after = of(without);
    const share = change(after, before);
    return [
      name,
      <>
        {difference(after - before, show)}
        {after !== before && share !== 'same' && <span class="muted"> {share}</span>}
      </>,
    ];
  };
  const locks = ({ locks: { mcentral, mheap } }: RunFigures) => mcentral + mheap;
  return [
    row('allocated', each => each.allocatedBytes, bytes),
    row('objects', each => each.allocatedObjects, integer),
    row('peak heap', each => each.peakBytes, bytes),
    row('collections', each => each.collections, integer),
    row('lock takings', locks, integer),
  ];
}
