/** Above the timeline: what its marks mean, jumps, the range, zoom, and the switch of the heat map. */

import type { Run } from '../../protocol';
import { integer } from '../elements/format';
import { litPlace, useLitSites } from '../model/lit';
import type { Model } from '../model/model';
import type { TimelineView } from './timelineView';

interface Props {
  model: Model;
  run: Run;
  view: TimelineView;
}

export function TimelineHead({ model, run, view }: Props) {
  const place = litPlace(useLitSites(model), run);
  return (
    <div class="timeline-head">
      <h2>Heap over time</h2>
      <span class="key key-live">heap in use</span>
      <span class="key key-reachable">of it reachable</span>
      <span class="key key-goal">goal</span>
      {model.pinned && <span class="key key-pinned">pinned</span>}
      <span class="key key-lock">took a lock</span>
      {place && <span class="key key-lit">{place}</span>}
      <span class="space" />
      <RangeNote model={model} view={view} />
      <Jumps model={model} run={run} />
      <span class="zoom">
        <button
          type="button"
          class="link"
          aria-label="Zoom in"
          onClick={() => view.zoom(0.6, anchorOf(model, view))}
        >
          +
        </button>
        <button
          type="button"
          class="link"
          aria-label="Zoom out"
          disabled={view.isWhole}
          onClick={() => view.zoom(1 / 0.6, anchorOf(model, view))}
        >
          −
        </button>
        <button type="button" class="link" disabled={view.isWhole} onClick={view.showAll}>
          all
        </button>
      </span>
      <button
        type="button"
        class="toggle"
        aria-pressed={model.heatOpen}
        onClick={() => model.showHeat(!model.heatOpen)}
      >
        Heat map
      </button>
    </div>
  );
}

/** Which range everything else is filtered by, and the way out of it. */
function RangeNote({ model, view }: { model: Model; view: TimelineView }) {
  const { range } = model;
  if (range === undefined)
    return (
      <span class="range-hint" title="Or with the keys i and o at the cursor">
        shift-drag selects a range
      </span>
    );
  return (
    <span
      class="range-note"
      role="status"
      title="Sites, levels, figures and tables of these events alone; spans, pages and the ledger are those of the cursor"
    >
      only events {integer(range.from + 1)}–{integer(range.to)}
      <button type="button" class="link" onClick={() => view.show(range)}>
        zoom
      </button>
      <button type="button" class="link" title="Escape" onClick={() => model.setRange(undefined)}>
        clear
      </button>
    </span>
  );
}

function Jumps({ model, run }: { model: Model; run: Run }) {
  const { k } = model;
  const jumps = [
    { text: 'peak', title: 'To the largest heap', to: run.figures.peakEvent },
    {
      text: '‹ GC',
      title: 'To the collection before',
      to: run.collections.findLast(({ event }) => event < k)?.event,
    },
    {
      text: 'GC ›',
      title: 'To the next collection',
      to: run.collections.find(({ event }) => event > k)?.event,
    },
    {
      text: '‹ grow',
      title: 'To where the heap grew before',
      to: run.growths.findLast(({ event }) => event < k)?.event,
    },
    {
      text: 'grow ›',
      title: 'To where the heap grows next',
      to: run.growths.find(({ event }) => event > k)?.event,
    },
  ];
  return (
    <span class="jumps">
      {jumps.map(({ text, title, to }) => (
        <button
          key={text}
          type="button"
          class="link"
          title={title}
          disabled={to === undefined}
          onClick={() => to !== undefined && model.go(to)}
        >
          {text}
        </button>
      ))}
      <button
        type="button"
        class="link"
        title="To the allocation before that took a lock"
        onClick={() => model.goToLock(false)}
      >
        ‹ lock
      </button>
      <button
        type="button"
        class="link"
        title="To the next allocation that took a lock"
        onClick={() => model.goToLock(true)}
      >
        lock ›
      </button>
    </span>
  );
}

function anchorOf(model: Model, view: TimelineView): number {
  return Math.max(0, Math.min(1, (model.k - view.from) / (view.to - view.from)));
}
