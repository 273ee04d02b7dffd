/** Facts and one sentence of meaning about what is selected, or about the current event while nothing is. */

import type { HeapState, Run, RunSite } from '../../protocol';
import { bytes, integer, percent, plural } from '../elements/format';
import { SourceButton } from '../elements/source';
import type { Model } from '../model/model';
import { EventFacts } from './eventFacts';
import { Acts, Facts, Section } from './facts';
import { ClassFacts, LevelFacts, SlotFacts, SpanFacts } from './heapFacts';
import { Without } from './without';

interface Props {
  model: Model;
  run: Run;
  state: HeapState;
}

export function Inspector({ model, run, state }: Props) {
  return (
    <aside class="inspector" aria-label="Selection" aria-live={model.playing ? 'off' : 'polite'}>
      <Selected model={model} run={run} state={state} />
      {model.selection.kind !== 'event' && (
        <Section>
          <button type="button" class="link" onClick={() => model.select({ kind: 'event' })}>
            Follow the current event (Escape)
          </button>
        </Section>
      )}
    </aside>
  );
}

function Selected({ model, run, state }: Props) {
  const { selection } = model;
  switch (selection.kind) {
    case 'event':
      return <EventFacts model={model} run={run} state={state} />;
    case 'site':
      return <SiteFacts model={model} run={run} state={state} site={selection.site} />;
    case 'class':
      return <ClassFacts state={state} spanClass={selection.spanClass} />;
    case 'span':
      return <SpanFacts state={state} span={selection.span} />;
    case 'slot':
      return <SlotFacts model={model} run={run} state={state} slot={selection.slot} />;
    case 'collection':
      return <CollectionFacts model={model} run={run} index={selection.index} />;
    case 'level':
      return <LevelFacts state={state} run={run} level={selection.level} />;
  }
}

function SiteFacts({ model, run, state, site: index }: Props & { site: number }) {
  const site: RunSite | undefined = run.sites[index];
  const totals = state.siteTotals[index];
  if (site === undefined || totals === undefined) return <Section>No such site in this run.</Section>;
  const { objects, bytes: asked, rounded, heldBytes, heldObjects, tookLock } = totals;
  const all = state.siteTotals.reduce((sum, each) => sum + each.bytes, 0);
  const rank = 1 + state.siteTotals.filter(each => each.bytes > asked).length;
  return (
    <>
      <Section>
        <h2 class="mono">{site.text}</h2>
        <p class="muted">
          {site.link && <SourceButton link={site.link} />}
          {site.func && (
            <>
              {' '}
              in <span class="mono">{site.func}</span>
            </>
          )}
        </p>
        <p>
          {site.why} Number {rank} of {run.sites.length} by bytes{lifeWords(asked, heldBytes)}.
        </p>
      </Section>
      <Section>
        <Facts
          facts={[
            ['type', site.type || 'unknown'],
            ['objects', integer(objects)],
            ['requested', `${bytes(asked)}, ${percent(asked, all)}`],
            ['rounding', `${bytes(rounded - asked)}, ${percent(rounded - asked, rounded)}`],
            ['held now', `${bytes(heldBytes)}, ${plural(heldObjects, 'object')}`],
            ['took a lock', `${integer(tookLock)}, ${percent(tookLock, objects)}`],
          ]}
        />
      </Section>
      <Without model={model} run={run} site={index} />
      <Acts site={site} />
    </>
  );
}

/** What the share that is still held tells of the site. */
function lifeWords(asked: number, held: number): string {
  if (asked === 0) return '';
  if (held < asked * 0.1)
    return '; almost all of it is short-lived, so a reused buffer would spare the collector';
  return '; much of it is kept, so its size decides the heap’s';
}

function CollectionFacts({ model, run, index }: { model: Model; run: Run; index: number }) {
  const collection = run.collections[index];
  if (collection === undefined) return <Section>No such collection in this run.</Section>;
  const { event, freedBytes, freedObjects, liveBytes } = collection;
  const before = freedBytes + liveBytes;
  return (
    <>
      <Section>
        <h2>
          GC {index + 1} <span class="muted">before event {integer(event)}</span>
        </h2>
        <p>
          Mark kept {bytes(liveBytes)}; {percent(freedBytes, before)} was garbage and goes back as spans are
          swept.
        </p>
      </Section>
      <Section>
        <div class="split" aria-hidden="true">
          <i class="kept" style={{ width: percentWidth(liveBytes, before) }} />
          <i class="freed" style={{ width: percentWidth(freedBytes, before) }} />
        </div>
        <Facts
          facts={[
            ['heap before', bytes(before)],
            ['kept', bytes(liveBytes)],
            ['freed', `${bytes(freedBytes)}, ${plural(freedObjects, 'object')}`],
          ]}
        />
      </Section>
      <Section>
        <button type="button" class="link" onClick={() => model.go(event)}>
          Go to its event
        </button>
      </Section>
    </>
  );
}

function percentWidth(part: number, whole: number): string {
  return `${(part / Math.max(1, whole)) * 100}%`;
}
