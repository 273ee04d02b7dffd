/**
 * A table of records: sorted by a click on a column's head, rows chosen with arrow keys and Enter or by a click.
 * Above 200 rows only those in view are in the page.
 */

import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { integer } from '../elements/format';

export interface Column<Row> {
  title: string;
  cell: (row: Row) => ComponentChildren;
  /** What the rows are sorted by; a column without it cannot be sorted. */
  sort?: (row: Row) => number | string;
  isNumber?: boolean;
  className?: string;
}

interface Props<Row> {
  id: string;
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** Column of `columns` that the rows are sorted by at first, the largest or the smallest first. */
  sortedBy?: { column: number; down: boolean };
  isSelected?: (row: Row) => boolean;
  /** What a click on a row, or Enter, does; the first cell is the button for it. */
  choose?: (row: Row) => void;
  none: string;
  footer?: ComponentChildren;
}

const mostRows = 200;
const rowHeight = 21;

export function DataTable<Row>(props: Props<Row>) {
  const { id, caption, columns, isSelected, choose, none, footer } = props;
  const [sort, setSort] = useState(props.sortedBy);
  const rows = useMemo(() => sorted(props.rows, columns, sort), [props.rows, columns, sort]);
  const scroller = useRef<HTMLDivElement>(null);
  const view = useView(scroller, rows.length);
  useRowKeys(scroller, rows.length);
  if (rows.length === 0) return <p class="none">{none}</p>;
  return (
    <div class="table-scroll" ref={scroller}>
      <table class="table" id={id} aria-rowcount={rows.length + 1}>
        <caption class="hidden">
          {caption}: {integer(rows.length)} rows
        </caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <Head
                key={column.title}
                column={column}
                order={sort?.column === index ? (sort.down ? 'descending' : 'ascending') : 'none'}
                press={() =>
                  setSort({
                    column: index,
                    down: sort?.column === index ? !sort.down : column.isNumber === true,
                  })
                }
              />
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer rows={view.from} columns={columns.length} />
          {rows.slice(view.from, view.to).map((row, at) => (
            <tr
              key={view.from + at}
              aria-rowindex={view.from + at + 2}
              class={isSelected?.(row) ? 'selected' : ''}
              onClick={choose && (() => choose(row))}
            >
              {columns.map((column, index) => (
                <td key={column.title} class={classOf(column)}>
                  {index === 0 && choose ? (
                    <button type="button" data-row={view.from + at} aria-pressed={isSelected?.(row)}>
                      {column.cell(row)}
                    </button>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
          <Spacer rows={rows.length - view.to} columns={columns.length} />
        </tbody>
        {footer}
      </table>
    </div>
  );
}

function Head<Row>({
  column,
  order,
  press,
}: {
  column: Column<Row>;
  order: 'ascending' | 'descending' | 'none';
  press: () => void;
}) {
  return (
    <th scope="col" class={classOf(column)} aria-sort={column.sort && order}>
      {column.sort ? (
        <button type="button" onClick={press}>
          {column.title}
        </button>
      ) : (
        column.title
      )}
    </th>
  );
}

/** In place of the rows above and below the view. */
function Spacer({ rows, columns }: { rows: number; columns: number }) {
  if (rows <= 0) return null;
  return (
    <tr class="spacer">
      <td colSpan={columns} style={{ height: `${rows * rowHeight}px` }} />
    </tr>
  );
}

function classOf<Row>({ isNumber, className }: Column<Row>): string {
  return `${isNumber ? 'number' : ''} ${className ?? ''}`.trim();
}

function sorted<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: { column: number; down: boolean } | undefined,
): readonly Row[] {
  const key = sort && columns[sort.column]?.sort;
  if (!sort || !key) return rows;
  const sign = sort.down ? -1 : 1;
  const keyed = rows.map(row => ({ row, key: key(row) }));
  keyed.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : 0));
  return keyed.map(({ row }) => row);
}

/** The rows that are in view, with some above and below; all of them where they are few. */
function useView(scroller: { current: HTMLDivElement | null }, count: number): { from: number; to: number } {
  const [{ top, height }, setView] = useState({ top: 0, height: 600 });
  const isLong = count > mostRows;
  useEffect(() => {
    const target = scroller.current;
    if (!target || !isLong) return;
    const look = () => setView({ top: target.scrollTop, height: target.clientHeight });
    look();
    target.addEventListener('scroll', look, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(target);
    return () => {
      target.removeEventListener('scroll', look);
      observer.disconnect();
    };
  }, [isLong, count === 0]);
  if (!isLong) return { from: 0, to: count };
  const from = Math.max(0, Math.min(count - 1, Math.floor(top / rowHeight)) - 10);
  return { from, to: Math.min(count, from + Math.ceil(height / rowHeight) + 20) };
}

/** Arrow keys, Home, End and page keys move between the rows' buttons, also to those not in the page yet. */
function useRowKeys(scroller: { current: HTMLDivElement | null }, count: number): void {
  const onKey = (event: KeyboardEvent) => {
    const target = scroller.current;
    const row = Number((event.target as HTMLElement).dataset.row ?? Number.NaN);
    if (!target || Number.isNaN(row)) return;
    const page = Math.max(1, Math.floor(target.clientHeight / rowHeight) - 2);
    const moves: Record<string, number> = {
      ArrowDown: row + 1,
      ArrowUp: row - 1,
      PageDown: row + page,
      PageUp: row - page,
      Home: 0,
      End: count - 1,
    };
    if (moves[event.key] === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(count - 1, moves[event.key]));
    const top = next * rowHeight;
    if (top < target.scrollTop) target.scrollTop = top;
    else if (top + 2 * rowHeight > target.scrollTop + target.clientHeight)
      target.scrollTop = top + 3 * rowHeight - target.clientHeight;
    const focus = () => target.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus();
    focus();
    // A row that scrolling brought into the page is there after the next frame.
    requestAnimationFrame(() => requestAnimationFrame(focus));
  };
  const handler = useRef(onKey);
  handler.current = onKey;
  useEffect(() => {
    const target = scroller.current;
    if (!target) return;
    const listener = (event: KeyboardEvent) => handler.current(event);
    target.addEventListener('keydown', listener);
    return () => target.removeEventListener('keydown', listener);
  }, [count === 0]);
}
