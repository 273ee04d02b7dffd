/** The tables behind the pictures: every number of a picture stands here too. */

import { useMemo } from 'preact/hooks';
import type { ClassRow, HeapState, Run, SlotView, SpanView } from '../../protocol';
import { address, bytes, integer, percent } from '../elements/format';
import { SourceButton } from '../elements/source';
import { litPlace, useLitAllocations, useLitSites } from '../model/lit';
import type { Model } from '../model/model';
import { type Column, DataTable } from './dataTable';

interface Props {
  model: Model;
  run: Run;
  state: HeapState;
}

const orDash = (value: number, show: (value: number) => string): string => (value ? show(value) : '–');
const kindOf = (spanClass: number): string => (spanClass & 1 ? 'noscan' : 'scan');

interface SiteRow {
  index: number;
  line: string;
  row: Run['sites'][number];
  objects: number;
  bytes: number;
  heldBytes: number;
  rounding: number;
  tookLock: number;
  /** Of the largest site. */
  share: number;
}

const siteColumns: Column<SiteRow>[] = [
  {
    title: 'Allocates',
    cell: ({ row }) => <span class="mono">{row.text}</span>,
    sort: ({ row }) => row.text,
    className: 'text',
  },
  {
    title: 'Line',
    cell: ({ row }) => (row.link ? <SourceButton link={row.link} /> : '–'),
    sort: ({ line }) => line,
  },
  { title: 'Objects', cell: row => integer(row.objects), sort: row => row.objects, isNumber: true },
  { title: 'Bytes', cell: row => bytes(row.bytes), sort: row => row.bytes, isNumber: true },
  {
    title: 'Share',
    className: 'share-column',
    cell: row => (
      <span class="bar wide">
        <i style={{ width: `${row.share * 100}%` }} />
        <i class="waste" style={{ width: `${row.share * (row.rounding / Math.max(1, row.bytes)) * 100}%` }} />
      </span>
    ),
  },
  {
    title: 'Held now',
    cell: row => orDash(row.heldBytes, bytes),
    sort: row => row.heldBytes,
    isNumber: true,
  },
  { title: 'Rounding', cell: row => orDash(row.rounding, bytes), sort: row => row.rounding, isNumber: true },
  {
    title: 'Took a lock',
    cell: row => percent(row.tookLock, row.objects),
    sort: row => row.tookLock / Math.max(1, row.objects),
    isNumber: true,
  },
];

export function SitesTable({ model, run, state }: Props) {
  const rows = useMemo(() => {
    const largest = state.siteTotals.reduce((most, totals) => Math.max(most, totals.bytes), 1);
    return run.sites.map((row, index): SiteRow => {
      const { objects, bytes: requested, rounded, heldBytes, tookLock } = state.siteTotals[index];
      const line = row.link ? `${row.link.file}:${String(row.link.line).padStart(7)}` : '';
      const rounding = rounded - requested;
      return {
        index,
        line,
        row,
        objects,
        bytes: requested,
        heldBytes,
        rounding,
        tookLock,
        share: requested / largest,
      };
    });
  }, [run, state.siteTotals]);
  return (
    <DataTable
      id="sites-table"
      caption="Allocation sites"
      columns={siteColumns}
      rows={rows}
      sortedBy={{ column: 3, down: true }}
      isSelected={({ index }) => model.selection.kind === 'site' && model.selection.site === index}
      choose={({ index }) => {
        model.select({ kind: 'site', site: index });
      }}
      none="This run has no allocation sites."
    />
  );
}

interface ClassLine extends ClassRow {
  allocated?: { objects: number; bytes: number; rounded: number };
}

const classColumns: Column<ClassLine>[] = [
  {
    title: 'Slot',
    cell: row => (row.size === 0 ? '> 32 KB' : bytes(row.size)),
    sort: row => row.size || Number.POSITIVE_INFINITY,
    isNumber: true,
  },
  {
    title: 'Class',
    cell: row => (row.size === 0 ? 'large' : row.sizeClass),
    sort: row => row.sizeClass,
    isNumber: true,
  },
  { title: 'Pointers', cell: row => kindOf(row.spanClass), sort: row => kindOf(row.spanClass) },
  { title: 'Spans', cell: row => integer(row.spans), sort: row => row.spans, isNumber: true },
  { title: 'Live', cell: row => integer(row.live), sort: row => row.live, isNumber: true },
  { title: 'Dead', cell: row => orDash(row.dead, integer), sort: row => row.dead, isNumber: true },
  { title: 'Slots', cell: row => integer(row.slots), sort: row => row.slots, isNumber: true },
  {
    title: 'Occupancy',
    cell: row => (
      <span class="occupancy">
        <span class="bar wide">
          <i style={{ width: `${(row.live / Math.max(1, row.slots)) * 100}%` }} />
          <i class="dead" style={{ width: `${(row.dead / Math.max(1, row.slots)) * 100}%` }} />
        </span>
        {percent(row.live, row.slots)}
      </span>
    ),
    sort: row => row.live / Math.max(1, row.slots),
    isNumber: true,
  },
  {
    title: 'Locks',
    cell: row => orDash(row.mcentralLocks, integer),
    sort: row => row.mcentralLocks,
    isNumber: true,
    className: 'lock',
  },
];

const rangeColumns: Column<ClassLine>[] = [
  ...classColumns.slice(0, 3),
  {
    title: 'Objects in range',
    cell: row => orDash(row.allocated?.objects ?? 0, integer),
    sort: row => row.allocated?.objects ?? 0,
    isNumber: true,
  },
  {
    title: 'Bytes in range',
    cell: row => orDash(row.allocated?.bytes ?? 0, bytes),
    sort: row => row.allocated?.bytes ?? 0,
    isNumber: true,
  },
  {
    title: 'Rounding in range',
    cell: row => orDash((row.allocated?.rounded ?? 0) - (row.allocated?.bytes ?? 0), bytes),
    sort: row => (row.allocated?.rounded ?? 0) - (row.allocated?.bytes ?? 0),
    isNumber: true,
  },
  ...classColumns.slice(3),
];

export function ClassesTable({ model, state }: Props) {
  const { stretch } = model;
  const rows = useMemo(() => {
    if (stretch === undefined) return state.classes;
    const allocated = new Map(stretch.classes.map(row => [row.spanClass, row]));
    return state.classes.map(row => ({ ...row, allocated: allocated.get(row.spanClass) }));
  }, [state.classes, stretch]);
  return (
    <DataTable
      key={stretch ? 'range' : 'whole'}
      id="classes-table"
      caption="Occupancy by size class"
      columns={stretch ? rangeColumns : classColumns}
      rows={rows}
      isSelected={({ spanClass }) =>
        model.selection.kind === 'class' && model.selection.spanClass === spanClass
      }
      choose={({ spanClass }) => model.select({ kind: 'class', spanClass })}
      none="No span yet: nothing was allocated up to this event."
    />
  );
}

const spanColumns: Column<SpanView>[] = [
  { title: 'Span', cell: span => <span class="mono">{address(span.base)}</span>, sort: span => span.base },
  { title: 'Pages', cell: span => integer(span.pages), sort: span => span.pages, isNumber: true },
  {
    title: 'Slot',
    cell: span => (span.spanClass < 2 ? 'large' : bytes(span.size)),
    sort: span => span.size,
    isNumber: true,
  },
  { title: 'Pointers', cell: span => kindOf(span.spanClass), sort: span => kindOf(span.spanClass) },
  { title: 'Live', cell: span => integer(span.live), sort: span => span.live, isNumber: true },
  { title: 'Dead', cell: span => orDash(span.dead, integer), sort: span => span.dead, isNumber: true },
  { title: 'Slots', cell: span => integer(span.slots), sort: span => span.slots, isNumber: true },
  {
    title: 'Occupancy',
    cell: span => percent(span.live, span.slots),
    sort: span => span.live / span.slots,
    isNumber: true,
  },
  {
    title: 'Span end',
    cell: span => orDash(span.tailWaste, bytes),
    sort: span => span.tailWaste,
    isNumber: true,
  },
  { title: 'Where', cell: span => span.owner, sort: span => span.owner },
];

/** Behind the page map: all spans, or those of the selected class. */
export function SpansTable({ model, state }: Props) {
  const { selection } = model;
  const spanClass = selection.kind === 'class' ? selection.spanClass : -1;
  const rows = useMemo(() => {
    const all = [...state.spans];
    return spanClass < 0 ? all : all.filter(span => span.spanClass === spanClass);
  }, [state.spans, spanClass]);
  return (
    <DataTable
      id="spans-table"
      caption="Spans by address"
      columns={spanColumns}
      rows={rows}
      isSelected={({ id }) => 'span' in selection && selection.span === id}
      choose={({ id }) => model.select({ kind: 'span', span: id })}
      none="No span is in use at this event."
    />
  );
}

interface SlotRow extends SlotView {
  index: number;
  what: string;
  type: string;
}

const slotColumns: Column<SlotRow>[] = [
  { title: 'Slot', cell: row => integer(row.index), sort: row => row.index, isNumber: true },
  { title: 'State', cell: row => row.state, sort: row => row.state },
  {
    title: 'Site',
    cell: row => <span class="mono">{row.what}</span>,
    sort: row => row.what,
    className: 'text',
  },
  {
    title: 'Type',
    cell: row => <span class="mono">{row.type || '–'}</span>,
    sort: row => row.type,
    className: 'text',
  },
  { title: 'Bytes', cell: row => orDash(row.bytes, bytes), sort: row => row.bytes, isNumber: true },
  { title: 'Objects', cell: row => orDash(row.objects, integer), sort: row => row.objects, isNumber: true },
  { title: 'Age in events', cell: row => orDash(row.age, integer), sort: row => row.age, isNumber: true },
];

/** Behind the slots of a span. */
export function SlotsTable({ model, run }: Props) {
  const { slots, selection } = model;
  const rows = useMemo(
    () =>
      (slots?.slots ?? []).map((slot, index): SlotRow => {
        const site = run.sites[slot.site];
        return {
          ...slot,
          index,
          what: slot.state === 'free' ? '–' : (site?.text ?? 'unknown'),
          type: site?.type ?? '',
        };
      }),
    [slots, run],
  );
  return (
    <DataTable
      id="slots-table"
      caption={slots ? `Slots of the span at ${address(slots.span.base)}` : 'Slots'}
      columns={slotColumns}
      rows={rows}
      isSelected={({ index }) => selection.kind === 'slot' && selection.slot === index}
      choose={({ index }) => slots && model.select({ kind: 'slot', span: slots.span.id, slot: index })}
      none="Select a span to see its slots."
    />
  );
}

interface CollectionRow {
  number: number;
  event: number;
  freedBytes: number;
  freedObjects: number;
  liveBytes: number;
}

const collectionColumns: Column<CollectionRow>[] = [
  { title: 'Collection', cell: row => `GC ${row.number}`, sort: row => row.number },
  { title: 'At event', cell: row => integer(row.event), sort: row => row.event, isNumber: true },
  { title: 'Freed', cell: row => bytes(row.freedBytes), sort: row => row.freedBytes, isNumber: true },
  {
    title: 'Of the heap',
    cell: row => percent(row.freedBytes, row.freedBytes + row.liveBytes),
    sort: row => row.freedBytes / Math.max(1, row.freedBytes + row.liveBytes),
    isNumber: true,
  },
  {
    title: 'Slots freed',
    cell: row => integer(row.freedObjects),
    sort: row => row.freedObjects,
    isNumber: true,
  },
  { title: 'Left live', cell: row => bytes(row.liveBytes), sort: row => row.liveBytes, isNumber: true },
];

/** Newest first; of the range, where one is selected. */
export function CollectionsTable({ model, run }: Props) {
  const { range } = model;
  const rows = useMemo(() => {
    const all = run.collections.map((collection, index) => ({ ...collection, number: index + 1 }));
    return all.filter(({ event }) => !range || (event > range.from && event <= range.to));
  }, [run, range]);
  return (
    <DataTable
      id="collections-table"
      caption="Collections"
      columns={collectionColumns}
      rows={rows}
      sortedBy={{ column: 0, down: true }}
      isSelected={({ event }) => event === model.k}
      choose={({ event }) => model.go(event)}
      none={range ? 'No collection in this range.' : 'No collection in this run.'}
    />
  );
}

interface SliceRow {
  from: number;
  event: number;
  heapLive: number;
  heapMax: number;
  reachable: number;
  goal: number;
  locks: number;
  allocated: number;
  /** Allocations of the lit sites; undefined where none is lit. */
  lit: number | undefined;
  /** Slot size of the class with the most bytes; -1 where nothing was allocated. */
  mostOf: number;
}

const sliceColumns: Column<SliceRow>[] = [
  { title: 'Up to event', cell: row => integer(row.event), sort: row => row.event, isNumber: true },
  { title: 'Heap in use', cell: row => bytes(row.heapLive), sort: row => row.heapLive, isNumber: true },
  { title: 'Most', cell: row => bytes(row.heapMax), sort: row => row.heapMax, isNumber: true },
  { title: 'Reachable', cell: row => bytes(row.reachable), sort: row => row.reachable, isNumber: true },
  { title: 'Goal', cell: row => orDash(row.goal, bytes), sort: row => row.goal, isNumber: true },
  { title: 'Took a lock', cell: row => orDash(row.locks, integer), sort: row => row.locks, isNumber: true },
  {
    title: 'Allocated',
    cell: row => orDash(row.allocated, bytes),
    sort: row => row.allocated,
    isNumber: true,
  },
  {
    title: 'Mostly of slots',
    cell: row => (row.mostOf < 0 ? '–' : row.mostOf === 0 ? '> 32 KB' : bytes(row.mostOf)),
    sort: row => row.mostOf,
    isNumber: true,
  },
];

/** What the marks of the lit sites say; `place` is where these are. */
function litColumns(place: string | undefined): Column<SliceRow>[] {
  if (place === undefined) return [];
  return [
    {
      title: `By ${place}`,
      cell: row => orDash(row.lit ?? 0, integer),
      sort: row => row.lit ?? 0,
      isNumber: true,
    },
  ];
}

/** Behind the timeline and its heat map: the slices of the run, or of the range. */
export function TimelineTable({ model, run }: Props) {
  const { range } = model;
  const sites = useLitSites(model);
  const lit = useLitAllocations(model, run, { from: 0, to: run.events });
  const rows = useMemo(
    () => slicesOf(run, lit).filter(row => !range || (row.event > range.from && row.from < range.to)),
    [run, range, lit],
  );
  const columns = useMemo(() => [...sliceColumns, ...litColumns(litPlace(sites, run))], [sites, run]);
  return (
    <DataTable
      id="timeline-table"
      caption="Heap over time"
      columns={columns}
      rows={rows}
      isSelected={({ from, event }) => model.k > from && model.k <= event}
      choose={({ event }) => model.go(event)}
      none="This run has no events."
    />
  );
}

function slicesOf({ timeline }: Run, lit: readonly number[] | undefined): SliceRow[] {
  const { event, heapLive, heapMax, reachable, goal, locks, heat } = timeline;
  return event.map((last, slice) => {
    let allocated = 0;
    let most = 0;
    let mostOf = -1;
    heat.sizes.forEach((size, row) => {
      const count = heat.bytes[row * event.length + slice];
      allocated += count;
      if (count <= most) return;
      most = count;
      mostOf = size;
    });
    return {
      from: slice === 0 ? 0 : event[slice - 1],
      event: last,
      heapLive: heapLive[slice],
      heapMax: heapMax[slice],
      reachable: reachable[slice],
      goal: goal[slice],
      locks: locks[slice],
      allocated,
      lit: lit?.[slice],
      mostOf,
    };
  });
}
