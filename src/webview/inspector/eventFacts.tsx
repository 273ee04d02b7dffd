/** The current event: its site, the way it took level by level, and the slot in which it ended. */

import type { EventView, HeapState, Level, Run } from '../../protocol';
import { address, bytes, integer, percent } from '../elements/format';
import { SourceButton } from '../elements/source';
import { laneOf, lanes } from '../model/lanes';
import type { Model } from '../model/model';
import { Acts, type Fact, Facts, Section } from './facts';
import { Without } from './without';

interface Props {
  model: Model;
  run: Run;
  state: HeapState;
}

export function EventFacts({ model, run, state }: Props) {
  const { event } = state;
  if (event === undefined) {
    return (
      <Section>
        <h2>The empty heap</h2>
        <p>No event yet. Step forward to see the first allocation.</p>
      </Section>
    );
  }
  const { kind } = event;
  if (kind !== 'alloc') return <Release run={run} event={{ ...event, kind }} />;
  const site = run.sites[event.site];
  const collection = run.collections.findIndex(each => each.event === event.k);
  const spanClass = event.span < 0 ? undefined : state.spans.get(event.span)?.spanClass;
  return (
    <>
      <Section>
        <h2>
          Event {integer(event.k)} <span class="muted">on P{event.p}</span>
        </h2>
        {site && <SiteLines run={run} event={event} />}
      </Section>
      <Section title="The way">
        <Way event={event} />
        <p>{meaningOf(event)}</p>
      </Section>
      <Section title="The slot">
        <SlotBar event={event} />
        <Facts facts={slotFacts(event, state, collection)} />
      </Section>
      {site && <Without model={model} run={run} site={event.site} />}
      <Acts site={site}>
        <button type="button" class="link" onClick={() => model.select({ kind: 'site', site: event.site })}>
          Site
        </button>
        {spanClass !== undefined && (
          <button type="button" class="link" onClick={() => model.select({ kind: 'class', spanClass })}>
            Size class
          </button>
        )}
      </Acts>
    </>
  );
}

function SiteLines({ run, event }: { run: Run; event: EventView }) {
  const { text, type, func, why, link } = run.sites[event.site];
  return (
    <>
      <p class="mono">{text}</p>
      <p class="muted">
        {link && <SourceButton link={link} />}
        {func && (
          <>
            {' '}
            in <span class="mono">{func}</span>
          </>
        )}
        {type && (
          <>
            , type <span class="mono">{type}</span>
          </>
        )}
      </p>
      {why && <p>{why}</p>}
    </>
  );
}

function Release({ run, event }: { run: Run; event: EventView & { kind: keyof typeof releaseWords } }) {
  const site = run.sites[event.site];
  return (
    <>
      <Section>
        <h2>
          Event {integer(event.k)} <span class="muted">on P{event.p}</span>
        </h2>
        <p>{releaseWords[event.kind]}</p>
      </Section>
      {site && (
        <Section>
          <SiteLines run={run} event={event} />
        </Section>
      )}
      <Acts site={site} />
    </>
  );
}

const releaseWords = {
  gc: 'A collection: what is no longer reachable is freed, span by span.',
  free: 'A reference is dropped. What nothing refers to any more is garbage; its slot comes back at the next collection.',
  link: 'An object is held by another one, or by a variable again, or no longer.',
};

/** All four levels, so that it is seen how far the allocation did not have to go. */
function Way({ event }: { event: EventView }) {
  const served = laneOf(event.level);
  return (
    <ol class="way">
      {lanes.map(lane => {
        const step = event.way.find(each => laneOf(each.level) === lane);
        const isPassed = step === undefined && lanes.indexOf(lane) < lanes.indexOf(served);
        const kind = step === undefined ? 'unreached' : lane === served ? 'served' : 'tried';
        return (
          <li key={lane} class={kind}>
            <b>{lane === 'os' ? 'OS' : lane}</b>
            <span>{step?.text ?? (isPassed ? 'passed by: a large object' : 'not reached')}</span>
          </li>
        );
      })}
    </ol>
  );
}

function SlotBar({ event }: { event: EventView }) {
  if (event.slotBytes === 0 || event.level === 'tiny') return null;
  const share = Math.min(100, (event.bytes / event.slotBytes) * 100);
  return (
    <div
      class="split"
      role="img"
      aria-label={`${integer(event.bytes)} of ${integer(event.slotBytes)} bytes used`}
    >
      <i class="used" style={{ width: `${share}%` }} />
      <i class="rounding" style={{ width: `${100 - share}%` }} />
    </div>
  );
}

function slotFacts(event: EventView, state: HeapState, collection: number): Fact[] {
  const span = event.span < 0 ? undefined : state.spans.get(event.span);
  const facts: Fact[] = [['requested', `${bytes(event.bytes)}${span ? ` ${kindOf(span.spanClass)}` : ''}`]];
  if (event.level === 'zerobase') return [...facts, ['place', 'zerobase, the address that takes no memory']];
  const slot = span?.size ?? event.slotBytes;
  facts.push(['slot', `${bytes(slot)}${span && span.slots === 1 ? ', a span of its own' : ''}`]);
  if (event.level === 'tiny') facts.push(['shared', 'a 16-byte block with others']);
  else {
    const rounding = event.slotBytes - event.bytes;
    facts.push(['rounding', `${bytes(rounding)}, ${percent(rounding, event.slotBytes)}`]);
  }
  if (event.slot >= 0) facts.push(['place', `slot ${event.slot}${span ? ` of ${integer(span.slots)}` : ''}`]);
  facts.push(['address', <span class="mono">{address(event.address)}</span>]);
  facts.push(['locks taken', <LocksTaken locks={event.locks} />]);
  if (collection >= 0) facts.push(['before it', `GC ${collection + 1} ran`]);
  return facts;
}

function LocksTaken({ locks }: { locks: EventView['locks'] }) {
  const parts = [];
  if (locks.mcentral) parts.push(`mcentral ${locks.mcentral}`);
  if (locks.mheap) parts.push(`mheap ${locks.mheap}`);
  return parts.length > 0 ? <span class="lock">{parts.join(', ')}</span> : <>none</>;
}

export function kindOf(spanClass: number): string {
  return spanClass & 1 ? 'noscan' : 'scan';
}

function meaningOf({ level, locks, way }: EventView): string {
  if (level !== 'mheap') return meanings[level];
  const isLarge = !way.some(step => step.level === 'mcache');
  const why = isLarge ? 'It is too large for pocket and ATM' : 'Neither pocket nor ATM had room';
  // A P keeps some pages of its own, which it takes without the lock.
  return locks.mheap === 0
    ? `${why}; its span is cut from pages that the P had set aside, without the global lock.`
    : `${why}; ${meanings.mheap}`;
}

const meanings: Record<Level, string> = {
  zerobase: 'It has no bytes: every such object has the one address that takes no memory.',
  tiny: 'A pointer-free object under 16 bytes: it shares a block of the pocket, and the block lives as long as its longest-lived guest.',
  mcache: 'Served from the pocket: no lock, the common case.',
  mcentral: 'The pocket was empty; the ATM had a span with room. One mutex was taken.',
  mheap: 'the bank had to hand out pages, under the global lock.',
  os: 'The bank itself was short of pages and asked the operating system for more.',
};
