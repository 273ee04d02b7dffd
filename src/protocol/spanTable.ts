/** The spans in use, in columns: an array of records would be the heaviest part of a large heap's state. */
import type { ClassRow, SpanView } from './run';

/** Numbers of a row: first page (from the heap's first), pages, span class, slots, live, dead, owner. */
export const spanWidth = 7;

/** Who has a span, beside the Ps with their numbers from 0. */
export const owners = [
  'mcentral, partly free',
  'mcentral, full',
  'mcentral, partly free, not swept yet',
  'mcentral, full, not swept yet',
  'large object',
  'large object, not swept yet',
] as const;

export const pageSize = 8192;

/** Rows go by the number of the span; a row without pages is a number that is not in use. */
export class SpanTable {
  private addressOrder: Int32Array | undefined;
  private ofPage: Int32Array | undefined;
  private readonly classes: ReadonlyMap<number, ClassRow>;

  constructor(
    readonly rows: Int32Array,
    classes: readonly ClassRow[],
    /** Address of the heap's first page. */
    readonly base: number,
  ) {
    this.classes = new Map(classes.map(row => [row.spanClass, row]));
  }

  get(id: number): SpanView | undefined {
    const { rows } = this;
    const at = id * spanWidth;
    if (!(id >= 0 && at < rows.length) || rows[at + 1] === 0) return undefined;
    const spanClass = rows[at + 2];
    const pages = rows[at + 1];
    const row = this.classes.get(spanClass);
    return {
      id,
      base: this.base + rows[at] * pageSize,
      pages,
      spanClass,
      size: row === undefined || row.size === 0 ? pages * pageSize : row.size,
      slots: rows[at + 3],
      live: rows[at + 4],
      dead: rows[at + 5],
      tailWaste: row?.tailWaste ?? 0,
      owner: ownerName(rows[at + 6], spanClass),
    };
  }

  /** Slot size of a span of this class; 0 for large objects. */
  classSize(spanClass: number): number {
    return this.classes.get(spanClass)?.size ?? 0;
  }

  /** Numbers of the spans in use, by address. */
  get byAddress(): Int32Array {
    if (this.addressOrder === undefined) {
      const { rows } = this;
      const used: number[] = [];
      for (let id = 0; id * spanWidth < rows.length; id++) if (rows[id * spanWidth + 1] > 0) used.push(id);
      used.sort((a, b) => rows[a * spanWidth] - rows[b * spanWidth]);
      this.addressOrder = Int32Array.from(used);
    }
    return this.addressOrder;
  }

  /** The span of each page up to the last one in use; -1 where a page is in none. */
  get pageSpans(): Int32Array {
    if (this.ofPage === undefined) {
      const { rows, byAddress } = this;
      const last = (byAddress.at(-1) ?? -1) * spanWidth;
      this.ofPage = new Int32Array(last < 0 ? 0 : rows[last] + rows[last + 1]).fill(-1);
      for (const id of byAddress) {
        const first = rows[id * spanWidth];
        this.ofPage.fill(id, first, first + rows[id * spanWidth + 1]);
      }
    }
    return this.ofPage;
  }

  *[Symbol.iterator](): Iterator<SpanView> {
    for (const id of this.byAddress) {
      const span = this.get(id);
      if (span) yield span;
    }
  }
}

function ownerName(owner: number, spanClass: number): string {
  if (owner >= 0) return `mcache of P${owner}`;
  const name = owners[-1 - owner] ?? '';
  return spanClass === 0 ? name.replace('large object', 'large object with pointers') : name;
}
