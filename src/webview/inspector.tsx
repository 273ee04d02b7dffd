/** Facts and one sentence of meaning about what is selected, or about the current event while nothing is. */

import type { EventView, HeapState, Level, Run } from '../protocol';
import { address, bytes, integer, percent, plural } from './format';
import type { Model } from './model';
import { spanTitle } from './pageMap';
import { slotTitle } from './slotGrid';
import { SourceButton } from './source';

export function Inspector({ model, run, state }: { model: Model; run: Run; state: HeapState }) {
  return (
    <aside class="inspector" aria-label="Selection" aria-live={model.playing ? 'off' : 'polite'}>
      <Selected model={model} run={run} state={state} />
      {model.selection.kind !== 'event' && (
        <button type="button" class="link" onClick={() => model.select({ kind: 'event' })}>
          Follow the event again (Escape)
        </button>
      )}
    </aside>
  );
}

function Selected({ model, run, state }: { model: Model; run: Run; state: HeapState }) {
  const { selection } = model;
  switch (selection.kind) {
    case 'event':
      return <EventFacts run={run} state={state} />;
    case 'site':
      return <SiteFacts run={run} state={state} site={selection.site} />;
    case 'class': {
      const row = state.classes.find(candidate => candidate.spanClass === selection.spanClass);
      return (
        <div>
          <h2>{row === undefined || row.size === 0 ? 'Large objects' : `Size class ${row.sizeClass}`}</h2>
          <p>
            {row === undefined || row.size === 0
              ? 'Objects above 32 KB pass by mcache and mcentral: each is a span of its own from mheap.'
              : `Slots of ${bytes(row.size)}, ${row.noscan ? 'without' : 'with'} pointers. mcentral’s lock was taken ${plural(row.mcentralLocks, 'time')}.`}
          </p>
        </div>
      );
    }
    case 'span': {
      const span = state.spans.get(selection.span);
      return (
        <div>
          <h2>Span</h2>
          <p>{span ? spanTitle(span) : 'This span is free at this event.'}</p>
        </div>
      );
    }
    case 'slot': {
      const slot = model.slots?.slots[selection.slot];
      const site = slot && run.sites[slot.site];
      return (
        <div>
          <h2>Slot {selection.slot}</h2>
          <p>{slot ? slotTitle(slot, run) : 'This slot is free at this event.'}</p>
          {site?.link && slot?.state !== 'free' && <SourceButton link={site.link} text="Show in editor" />}
        </div>
      );
    }
  }
}

function SiteFacts({ run, state, site: index }: { run: Run; state: HeapState; site: number }) {
  const site = run.sites[index];
  const totals = state.siteTotals[index];
  if (site === undefined || totals === undefined) return <p>No such site.</p>;
  return (
    <div>
      <h2 class="mono">{site.text}</h2>
      <p>
        in <span class="mono">{site.func}</span> {site.link && <SourceButton link={site.link} />}
      </p>
      <p>{site.why}</p>
      <Facts
        facts={[
          ['type', site.type || 'unknown'],
          ['objects', integer(totals.objects)],
          ['requested', bytes(totals.bytes)],
          ['rounding', bytes(totals.rounded - totals.bytes)],
          ['held now', `${bytes(totals.heldBytes)}, ${plural(totals.heldObjects, 'object')}`],
          ['took a lock', percent(totals.tookLock, totals.objects)],
        ]}
      />
    </div>
  );
}

function EventFacts({ run, state }: { run: Run; state: HeapState }) {
  const { event } = state;
  if (event === undefined)
    return <p>The empty heap: no event yet. Step forward to see the first allocation.</p>;
  const site = run.sites[event.site];
  if (event.kind !== 'alloc') {
    return (
      <div>
        <h2>Event {integer(event.k)}</h2>
        <p>
          {event.kind === 'gc'
            ? 'A collection: what is no longer reachable is freed, span by span.'
            : event.kind === 'free'
              ? 'A reference is dropped; the memory comes back at the next collection.'
              : 'An object is held by another one, or by a variable again, or no longer.'}
        </p>
      </div>
    );
  }
  return (
    <div>
      <h2>
        Event {integer(event.k)} on P{event.p}
      </h2>
      {site && (
        <p>
          <span class="mono">{site.text}</span> {site.link && <SourceButton link={site.link} />}
          <br />
          {site.why}
        </p>
      )}
      <h3>The way</h3>
      <ol class="way">
        {event.way.map(step => (
          <li key={step.level} class={step.level === event.level ? 'served' : ''}>
            <b>{step.level}</b> {step.text}
          </li>
        ))}
      </ol>
      <p>{meaning(event)}</p>
      <h3>The slot</h3>
      <Facts
        facts={[
          ['requested', bytes(event.bytes)],
          ['slot', bytes(event.slotBytes)],
          [
            'rounding',
            `${bytes(event.slotBytes - event.bytes)}, ${percent(event.slotBytes - event.bytes, event.slotBytes)}`,
          ],
          ['place', event.slot < 0 ? 'zerobase' : `slot ${event.slot}`],
          ['address', address(event.address)],
          ['locks taken', locksTaken(event)],
        ]}
      />
    </div>
  );
}

function Facts({ facts }: { facts: [string, string][] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const meanings: Record<Level, string> = {
  zerobase: 'It has no bytes: every such object has the one address that takes no memory.',
  tiny: 'It fitted beside others in a 16-byte block of the pocket: no new slot, no lock.',
  mcache: 'The pocket had a free slot. No lock was taken.',
  mcentral: 'The pocket was empty; the ATM had a span with room. One mutex was taken.',
  mheap: 'The bank had to hand out pages, under the global lock.',
  os: 'The bank itself was short of pages and asked the operating system for more.',
};

function meaning(event: EventView): string {
  return meanings[event.level];
}

function locksTaken({ locks }: EventView): string {
  const parts = [];
  if (locks.mcentral) parts.push(`mcentral ${locks.mcentral}`);
  if (locks.mheap) parts.push(`mheap ${locks.mheap}`);
  return parts.join(', ') || 'none';
}
