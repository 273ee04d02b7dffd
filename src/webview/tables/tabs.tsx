/** The lower right: flame graph, and the tables behind the pictures. */

import type { ComponentChildren } from 'preact';
import type { HeapState, Run } from '../../protocol';
import { integer } from '../elements/format';
import type { Theme } from '../elements/theme';
import { Inspector } from '../inspector/inspector';
import type { Model, TabName } from '../model/model';
import type { PinnedRun } from '../model/pin';
import { SlotGrid } from '../stage/slotGrid';
import { ComparedSites } from './comparedSites';
import { Flame } from './flame';
import { Ledger } from './ledger';
import { ClassesTable, CollectionsTable, SitesTable, SlotsTable, SpansTable, TimelineTable } from './tables';

/** The first two stand beside the tables where there is room, and among them where there is not. */
const names: { tab: TabName; title: string }[] = [
  { tab: 'selection', title: 'Selection' },
  { tab: 'span', title: 'Span' },
  { tab: 'sites', title: 'Sites' },
  { tab: 'classes', title: 'Size classes' },
  { tab: 'flame', title: 'Flame' },
  { tab: 'spans', title: 'Spans' },
  { tab: 'slots', title: 'Slots' },
  { tab: 'timeline', title: 'Timeline' },
  { tab: 'collections', title: 'Collections' },
  { tab: 'ledger', title: 'Ledger' },
];

/** Of these a range of events tells its own numbers. */
const filtered: readonly TabName[] = ['sites', 'classes', 'flame', 'timeline', 'collections'];

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
  const tab = shown[selected].tab;
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
            <span class="tab-title">{name.title}</span>
          </vscode-tab-header>
        ))}
        <span slot="addons" class={model.range ? 'tabs-note of-range' : 'tabs-note'}>
          {noteOf(model, tab)}
        </span>
        {shown.map((name, index) => (
          <vscode-tab-panel key={name.tab} panel>
            {index === selected && panelOf(tab, { model, run, state, theme, narrow })}
          </vscode-tab-panel>
        ))}
      </vscode-tabs>
    </section>
  );
}

function panelOf(tab: TabName, { model, run, state, theme }: Props): ComponentChildren {
  const props = { model, run, state };
  switch (tab) {
    case 'selection':
      return <Inspector {...props} />;
    case 'span':
      return <SlotGrid model={model} run={run} theme={theme} />;
    case 'sites':
      return isCompared(model) ? (
        <ComparedSites model={model} run={run} pinned={model.pinned} />
      ) : (
        <SitesTable {...props} />
      );
    case 'classes':
      return <ClassesTable {...props} />;
    case 'flame':
      return <Flame {...props} />;
    case 'spans':
      return <SpansTable {...props} />;
    case 'slots':
      return <SlotsTable {...props} />;
    case 'timeline':
      return <TimelineTable {...props} />;
    case 'collections':
      return <CollectionsTable {...props} />;
    case 'ledger':
      return <Ledger run={run} state={state} />;
  }
}

/** Two runs are compared as wholes; a range of events is of one run. */
function isCompared(model: Model): model is Model & { pinned: PinnedRun } {
  return model.pinned !== undefined && model.range === undefined;
}

/** Which events the numbers are of. */
function noteOf(model: Model, tab: TabName): string {
  const { range, k } = model;
  if (tab === 'sites' && isCompared(model)) return 'whole runs';
  if (range && filtered.includes(tab)) return `events ${integer(range.from + 1)}–${integer(range.to)}`;
  return tab === 'timeline' || tab === 'collections' ? 'the whole run' : `up to event ${integer(k)}`;
}
