/** The sites of the whole run beside those of the pinned one, with what changed; sites of one of them alone too. */

import { useMemo } from 'preact/hooks';
import type { Run, SiteTotals } from '../../protocol';
import { bytes, change, integer } from '../elements/format';
import { SourceButton } from '../elements/source';
import type { Model } from '../model/model';
import { type PinnedRun, pairSites } from '../model/pin';
import { type Column, DataTable } from './dataTable';

interface Row {
  /** -1: gone. */
  site: number;
  text: string;
  link: Run['sites'][number]['link'];
  line: number;
  now: SiteTotals | undefined;
  before: SiteTotals | undefined;
}

const amount = (totals: SiteTotals | undefined, of: (totals: SiteTotals) => number): number =>
  totals === undefined ? 0 : of(totals);

/** A number of both runs: what it is, and what it was. */
function columnsOf(
  title: string,
  of: (totals: SiteTotals) => number,
  show: (value: number) => string,
): Column<Row>[] {
  const told = (totals: SiteTotals | undefined) => (totals === undefined ? '–' : show(of(totals)));
  return [
    { title, cell: row => told(row.now), sort: row => amount(row.now, of), isNumber: true },
    {
      title: `${title} was`,
      cell: row => told(row.before),
      sort: row => amount(row.before, of),
      isNumber: true,
    },
  ];
}

const columns: Column<Row>[] = [
  {
    title: 'Allocates',
    cell: row => <span class="mono">{row.text}</span>,
    sort: row => row.text,
    className: 'text',
  },
  {
    title: 'Line',
    cell: row => (row.site >= 0 && row.link ? <SourceButton link={row.link} /> : `was ${row.line || '–'}`),
    sort: row => row.line,
  },
  ...columnsOf('Objects', each => each.objects, integer),
  ...columnsOf('Bytes', each => each.bytes, bytes),
  {
    title: 'Change',
    cell: row => <span class={changeOf(row) === 'same' ? 'muted' : 'changed'}>{changeOf(row)}</span>,
    sort: row => amount(row.now, each => each.bytes) - amount(row.before, each => each.bytes),
    isNumber: true,
  },
];

export function ComparedSites({ model, run, pinned }: { model: Model; run: Run; pinned: PinnedRun }) {
  const rows = useMemo(
    () => pairSites(run.sites, pinned).map(pair => rowOf(run, pinned, pair)),
    [run, pinned],
  );
  return (
    <DataTable
      id="sites-table"
      caption="Allocation sites of both runs"
      columns={columns}
      rows={rows}
      sortedBy={{ column: 4, down: true }}
      isSelected={({ site }) => model.selection.kind === 'site' && model.selection.site === site}
      choose={({ site }) => site >= 0 && model.select({ kind: 'site', site })}
      none="Neither run has allocation sites."
    />
  );
}

function rowOf(run: Run, pinned: PinnedRun, pair: { site: number; pinned: number }): Row {
  const site = run.sites[pair.site];
  const former = pinned.sites[pair.pinned];
  return {
    site: pair.site,
    text: site?.text ?? former?.text ?? '',
    link: site?.link,
    line: site?.link?.line ?? former?.line ?? 0,
    now: run.siteTotals[pair.site],
    before: pinned.siteTotals[pair.pinned],
  };
}

function changeOf({ now, before }: Row): string {
  if (before === undefined) return 'new';
  if (now === undefined) return 'gone';
  return change(now.bytes, before.bytes);
}
