/** Facts about the heap's parts: a size class, a span, a slot, a level of the allocator. */

import type { HeapState, Run } from '../../protocol';
import { address, bytes, integer, percent, plural } from '../elements/format';
import { SourceButton } from '../elements/source';
import { servedIn } from '../model/lanes';
import type { Lane, Model } from '../model/model';
import { kindOf } from './eventFacts';
import { Acts, type Fact, Facts, Section } from './facts';

export function ClassFacts({ state, spanClass }: { state: HeapState; spanClass: number }) {
  const row = state.classes.find(candidate => candidate.spanClass === spanClass);
  const isLarge = spanClass < 2;
  return (
    <>
      <Section>
        <h2>
          {isLarge ? 'Large objects' : `Size class ${spanClass >> 1}`}{' '}
          <span class="muted">
            {row && !isLarge ? `${bytes(row.size)} ` : ''}
            {kindOf(spanClass)}
          </span>
        </h2>
        <p>
          {isLarge
            ? 'Over 32 KB there are no classes: each object gets a span of whole pages from the bank, under the global lock.'
            : spanClass & 1
              ? 'No pointers inside: the collector never looks into these slots.'
              : 'Slots hold pointers: the collector scans them.'}
        </p>
      </Section>
      <Section>
        {row === undefined || row.spans === 0 ? (
          <p class="muted">No span of this class now.</p>
        ) : (
          <>
            <Split parts={{ kept: row.live, freed: row.dead }} whole={row.slots} />
            <Facts
              facts={[
                [
                  'live slots',
                  `${integer(row.live)} of ${integer(row.slots)}, ${percent(row.live, row.slots)}`,
                ],
                ['dead slots', integer(row.dead)],
                ['spans', integer(row.spans)],
                ['not swept yet', integer(row.unswept)],
                ['lost at a span’s end', bytes(row.tailWaste)],
                ['mutex taken', <span class="lock">{integer(row.mcentralLocks)}</span>],
              ]}
            />
          </>
        )}
      </Section>
    </>
  );
}

export function SpanFacts({ state, span: id }: { state: HeapState; span: number }) {
  const span = state.spans.get(id);
  if (span === undefined) return <Section>This span is free at this event.</Section>;
  const free = span.slots - span.live - span.dead;
  return (
    <>
      <Section>
        <h2>
          Span <span class="mono">{address(span.base)}</span>
        </h2>
        <p>{spanMeaning(span.slots, span.live, free, span.owner)}</p>
      </Section>
      <Section>
        <Split parts={{ kept: span.live, freed: span.dead }} whole={span.slots} />
        <Facts
          facts={[
            [
              'class',
              span.spanClass < 2
                ? 'large'
                : `${span.spanClass >> 1}, ${bytes(span.size)} ${kindOf(span.spanClass)}`,
            ],
            ['pages', integer(span.pages)],
            ['slots', `${integer(span.live)} live, ${integer(span.dead)} dead, ${integer(free)} free`],
            ['span end', bytes(span.tailWaste)],
            ['held by', span.owner],
          ]}
        />
      </Section>
    </>
  );
}

function spanMeaning(slots: number, live: number, free: number, owner: string): string {
  if (slots === 1) return 'One large object fills it; its pages go back when it dies.';
  if (free === 0 && owner.startsWith('mcache'))
    return 'Full: the next allocation of this class on its P must refill.';
  if (live < slots * 0.3) return 'Mostly empty: few survivors keep its pages from going back.';
  return owner.startsWith('mcache')
    ? 'Has room: it serves without a lock while a P holds it.'
    : 'It waits until a P takes it, or until its slots are swept.';
}

interface SlotProps {
  model: Model;
  run: Run;
  state: HeapState;
  slot: number;
}

export function SlotFacts({ model, run, slot: index }: SlotProps) {
  const slot = model.slots?.slots[index];
  const span = model.slots?.span;
  const site = slot && run.sites[slot.site];
  if (slot === undefined || span === undefined || slot.state === 'free') {
    return (
      <Section>
        <h2>
          Slot {index} <span class="muted">free</span>
        </h2>
        <p>Nothing lies here at this event; a P that holds the span may hand it out.</p>
      </Section>
    );
  }
  const facts: Fact[] = [
    ['type', site?.type || 'unknown'],
    ['requested', bytes(slot.bytes)],
    ['slot', bytes(span.size)],
    ['rounding', `${bytes(span.size - slot.bytes)}, ${percent(span.size - slot.bytes, span.size)}`],
    ['age', plural(slot.age, 'event')],
    ['address', <span class="mono">{address(span.base + index * span.size)}</span>],
  ];
  if (slot.objects > 1) facts.splice(1, 0, ['tiny block of', plural(slot.objects, 'object')]);
  return (
    <>
      <Section>
        <h2>
          Slot {index} <span class="muted">{slot.state === 'live' ? 'live' : 'dead, to be swept'}</span>
        </h2>
        {site && (
          <>
            <p class="mono">{site.text}</p>
            <p class="muted">{site.link && <SourceButton link={site.link} />}</p>
          </>
        )}
      </Section>
      <Section>
        <Facts facts={facts} />
      </Section>
      <Acts site={site}>
        {site && (
          <button type="button" class="link" onClick={() => model.select({ kind: 'site', site: slot.site })}>
            Site
          </button>
        )}
      </Acts>
    </>
  );
}

const levelWords: Record<Lane, { title: string; meaning: string }> = {
  mcache: {
    title: 'mcache, the pocket',
    meaning:
      'Each P has its own, so nobody waits: one current span for each span class, and one 16-byte tiny block.',
  },
  mcentral: {
    title: 'mcentral, the ATM',
    meaning:
      'One for each span class, shared by all Ps behind a mutex: it takes full spans in and hands out spans with room, sweeping as it goes.',
  },
  mheap: {
    title: 'mheap, the bank',
    meaning: 'Cuts spans out of 8 KB pages under one global lock, and serves objects over 32 KB itself.',
  },
  os: {
    title: 'The operating system',
    meaning: 'Gives address space in arenas of 64 MB, and memory when the bank has no pages left.',
  },
};

export function LevelFacts({ state, run, level }: { state: HeapState; run: Run; level: Lane }) {
  const { title, meaning } = levelWords[level];
  return (
    <>
      <Section>
        <h2>{title}</h2>
        <p>{meaning}</p>
      </Section>
      <Section>
        <Facts facts={levelFacts(state, run, level)} />
      </Section>
    </>
  );
}

function levelFacts(state: HeapState, run: Run, level: Lane): Fact[] {
  const { served, locks, classes, os } = state;
  const all = Object.values(served).reduce((sum, count) => sum + count, 0);
  const count = servedIn(level, state);
  const servedFact: Fact = ['served', `${integer(count)}, ${percent(count, all)}`];
  const lock = (taken: number): Fact => ['lock taken', <span class="lock">{integer(taken)}</span>];
  switch (level) {
    case 'mcache':
      return [
        servedFact,
        ['tiny hits', integer(served.tiny)],
        ['Ps', integer(run.options.procs)],
        [
          'spans held',
          integer(classes.reduce((sum, row) => sum + row.procs.filter(each => each.span >= 0).length, 0)),
        ],
        ['lock', 'none'],
      ];
    case 'mcentral':
      return [
        servedFact,
        lock(locks.mcentral),
        ['lists in use', integer(classes.filter(row => row.size > 0).length)],
        ['spans not swept', integer(classes.reduce((sum, row) => sum + row.unswept, 0))],
      ];
    case 'mheap': {
      const large = classes.filter(row => row.size === 0).reduce((sum, row) => sum + row.spans, 0);
      return [
        servedFact,
        lock(locks.mheap),
        ['in spans', `${bytes(os.inSpans)} of ${bytes(os.inSpans + os.idle + os.released)}`],
        ['large objects', integer(large)],
      ];
    }
    case 'os':
      return [
        ['grows', integer(served.os)],
        ['mapped', bytes(os.inSpans + os.idle + os.released)],
        ['released', bytes(os.released)],
        ['reserved only', bytes(os.reserved)],
      ];
  }
}

function Split({ parts: { kept, freed }, whole }: { parts: { kept: number; freed: number }; whole: number }) {
  const width = (part: number) => `${(part / Math.max(1, whole)) * 100}%`;
  return (
    <div class="split" aria-hidden="true">
      <i class="kept" style={{ width: width(kept) }} />
      <i class="freed" style={{ width: width(freed) }} />
    </div>
  );
}
