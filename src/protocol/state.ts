/** A heap state on its way: its tables packed, whole or as what changed since a state that the webview holds. */
import { type Packed, type PackedRows, unpackIntegerRows, unpackIntegers, unpackNumbers } from './packed';
import type { HeapState, SiteTotals } from './run';
import { SpanTable, spanWidth } from './spanTable';

export interface PackedState extends Omit<HeapState, 'spans' | 'siteTotals' | 'released'> {
  /** The tables hold what changed since the state after this event; absent: they are whole. */
  since?: number;
  spans: PackedRows;
  siteTotals: PackedRows;
  released: Packed;
}

export const siteWidth = 6;

export function siteRows(totals: readonly SiteTotals[]): Float64Array {
  const rows = new Float64Array(totals.length * siteWidth);
  totals.forEach(({ objects, bytes, rounded, heldObjects, heldBytes, tookLock }, i) => {
    rows.set([objects, bytes, rounded, heldObjects, heldBytes, tookLock], i * siteWidth);
  });
  return rows;
}

/** The state; `former` is the one that was held when it was asked for. */
export function unpackState(packed: PackedState, former: HeapState | undefined): HeapState {
  const { since, spans, siteTotals, released, ...plain } = packed;
  const base = since === undefined ? undefined : former;
  return {
    ...plain,
    spans: new SpanTable(
      unpackIntegerRows(spans, spanWidth, base?.spans.rows),
      packed.classes,
      packed.arenas[0]?.base ?? 0,
    ),
    siteTotals: unpackSites(siteTotals, base?.siteTotals),
    released: unpackIntegers(released),
  };
}

function unpackSites(packed: PackedRows, former: readonly SiteTotals[] | undefined): SiteTotals[] {
  const values = unpackNumbers(packed.values);
  const rowAt = (row: number): SiteTotals => {
    const [objects, bytes, rounded, heldObjects, heldBytes, tookLock] = values.subarray(row * siteWidth);
    return { objects, bytes, rounded, heldObjects, heldBytes, tookLock };
  };
  if (packed.changed === undefined) return Array.from({ length: packed.count }, (_, row) => rowAt(row));
  const totals = [...(former ?? [])];
  unpackIntegers(packed.changed).forEach((site, row) => {
    totals[site] = rowAt(row);
  });
  return totals;
}
