/** Tables behind the pictures: sites, size classes, collections, the ledger; every number of a picture stands here too. */

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { HeapState, Run } from '../protocol';
import { bytes, integer, percent } from './format';
import { Inspector } from './inspector';
import type { Model, TabName } from './model';
import { SlotGrid } from './slotGrid';
import { SourceButton } from './source';
import type { Theme } from './theme';

/** The first two stand beside the tables where there is room, and among them where there is not. */
const names: { tab: TabName; title: string }[] = [
  { tab: 'selection', title: 'Selection' },
  { tab: 'span', title: 'Span' },
  { tab: 'sites', title: 'Sites' },
  { tab: 'classes', title: 'Size classes' },
  { tab: 'collections', title: 'Collections' },
  { tab: 'ledger', title: 'Ledger' },
];

interface Props {
  model: Model;
  run: Run;
  state: HeapState;
  theme: Theme;
  /** There is no room for the inspector and the slots beside the tables. */
  narrow: boolean;
}

export function Tabs({ model, run, state, theme, narrow }: Props) {
  const shown = narrow ? names : names.slice(2);
  const selected = Math.max(
    0,
    shown.findIndex(name => name.tab === model.tab),
  );
  const panels: Partial<Record<TabName, ComponentChildren>> = {
    selection: <Inspector model={model} run={run} state={state} />,
    span: <SlotGrid model={model} run={run} theme={theme} />,
    sites: <SitesTable model={model} run={run} state={state} />,
    classes: <ClassesTable state={state} />,
    collections: <CollectionsTable model={model} run={run} />,
    ledger: <Ledger run={run} state={state} />,
  };
  return (
    <section class="tabs" aria-label="Tables">
      <vscode-tabs
        key={narrow ? 'narrow' : 'wide'}
        panel
        selected-index={selected}
        onvsc-tabs-select={event => model.showTab(shown[event.detail.selectedIndex].tab)}
      >
        {shown.map(name => (
          <vscode-tab-header key={name.tab} slot="header">
            {name.title}
          </vscode-tab-header>
        ))}
        {shown.map((name, index) => (
          <vscode-tab-panel key={name.tab} panel>
            {index === selected && panels[name.tab]}
          </vscode-tab-panel>
        ))}
      </vscode-tabs>
    </section>
  );
}

type SortKey = 'line' | 'objects' | 'bytes' | 'heldBytes' | 'rounding' | 'tookLock';
const columns: { key: SortKey; title: string }[] = [
  { key: 'objects', title: 'Objects' },
  { key: 'bytes', title: 'Bytes' },
  { key: 'heldBytes', title: 'Held now' },
  { key: 'rounding', title: 'Rounding' },
  { key: 'tookLock', title: 'Took a lock' },
];

function SitesTable({ model, run, state }: { model: Model; run: Run; state: HeapState }) {
  const [sort, setSort] = useState<{ key: SortKey; down: boolean }>({ key: 'bytes', down: true });
  const rows = run.sites.map((site, index) => {
    const totals = state.siteTotals[index];
    const rounding = totals ? totals.rounded - totals.bytes : 0;
    return { site, index, ...totals, rounding, line: site.link?.line ?? 0 };
  });
  rows.sort(
    (a, b) => (sort.down ? b[sort.key] - a[sort.key] : a[sort.key] - b[sort.key]) || a.index - b.index,
  );
  const header = (key: SortKey, title: string, className: string) => (
    <th
      key={key}
      scope="col"
      class={className}
      aria-sort={sort.key === key ? (sort.down ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" onClick={() => setSort({ key, down: sort.key === key ? !sort.down : true })}>
        {title}
      </button>
    </th>
  );
  return (
    <table class="table" id="sites-table">
      <thead>
        <tr>
          {header('line', 'Line', '')}
          <th scope="col">Allocates</th>
          {columns.map(column => header(column.key, column.title, 'number'))}
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, 500).map(row => (
          <tr
            key={row.index}
            class={model.selection.kind === 'site' && model.selection.site === row.index ? 'selected' : ''}
            onClick={() => model.select({ kind: 'site', site: row.index })}
          >
            <td>{row.site.link ? <SourceButton link={row.site.link} /> : '–'}</td>
            <td class="mono text">{row.site.text}</td>
            <td class="number">{integer(row.objects)}</td>
            <td class="number">{bytes(row.bytes)}</td>
            <td class="number">{row.heldBytes ? bytes(row.heldBytes) : '–'}</td>
            <td class="number">{row.rounding ? bytes(row.rounding) : '–'}</td>
            <td class="number">{percent(row.tookLock, row.objects)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ClassesTable({ state }: { state: HeapState }) {
  return (
    <table class="table" id="classes-table">
      <thead>
        <tr>
          <th scope="col">Size class</th>
          <th scope="col">Pointers</th>
          {['Slot', 'Spans', 'Live', 'Dead', 'Slots', 'Occupancy', 'mcentral locks'].map(title => (
            <th key={title} scope="col" class="number">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {state.classes.map(row => {
          const spans = [...state.spans].filter(span => span.spanClass === row.spanClass);
          const sum = (value: (span: (typeof spans)[number]) => number) =>
            spans.reduce((total, span) => total + value(span), 0);
          const slots = sum(span => span.slots);
          return (
            <tr key={row.spanClass}>
              <td>{row.size === 0 ? 'large' : row.sizeClass}</td>
              <td>{row.noscan ? 'noscan' : 'scan'}</td>
              <td class="number">{row.size === 0 ? '> 32 KB' : bytes(row.size)}</td>
              <td class="number">{integer(spans.length)}</td>
              <td class="number">{integer(sum(span => span.live))}</td>
              <td class="number">{integer(sum(span => span.dead))}</td>
              <td class="number">{integer(slots)}</td>
              <td class="number">
                {percent(
                  sum(span => span.live),
                  slots,
                )}
              </td>
              <td class="number lock">{integer(row.mcentralLocks)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function CollectionsTable({ model, run }: { model: Model; run: Run }) {
  if (run.collections.length === 0) return <p class="none">No collection in this run.</p>;
  return (
    <table class="table" id="collections-table">
      <thead>
        <tr>
          <th scope="col">Collection</th>
          {['At event', 'Freed', 'Objects', 'Left live'].map(title => (
            <th key={title} scope="col" class="number">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {run.collections
          .map((collection, index) => (
            <tr key={index}>
              <td>
                <button type="button" class="link" onClick={() => model.go(collection.event)}>
                  GC {index + 1}
                </button>
              </td>
              <td class="number">{integer(collection.event)}</td>
              <td class="number">{bytes(collection.freedBytes)}</td>
              <td class="number">{integer(collection.freedObjects)}</td>
              <td class="number">{bytes(collection.liveBytes)}</td>
            </tr>
          ))
          .reverse()}
      </tbody>
    </table>
  );
}

function Ledger({ run, state }: { run: Run; state: HeapState }) {
  const sum = state.ledger.reduce((total, term) => total + term.bytes, 0);
  const mapped = state.os.inSpans + state.os.idle + state.os.released;
  return (
    <>
      <table class="table" id="ledger-table">
        <caption class="hidden">Every mapped byte, in one of these terms</caption>
        <tbody>
          {state.ledger.map(term => (
            <tr key={term.name}>
              <th scope="row">{term.name}</th>
              <td class="number">{integer(term.bytes)}</td>
              <td class="number">{percent(term.bytes, mapped)}</td>
            </tr>
          ))}
          <tr class="sum">
            <th scope="row">sum</th>
            <td class="number">{integer(sum)}</td>
            <td class="number">mapped − sum = {integer(mapped - sum)}</td>
          </tr>
        </tbody>
      </table>
      {run.assumptions.length > 0 && (
        <div class="assumptions">
          <h2>Assumed for this run</h2>
          <ul>
            {run.assumptions.map((assumption, index) => (
              <li key={index}>
                {assumption.text} {assumption.link && <SourceButton link={assumption.link} />}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
