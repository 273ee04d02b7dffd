/**
 * One row is one span class, through mcache and mcentral alike: an allocation that needs a lock goes
 * straight to the right. A bar is how full a P's current span is; dotted is no span. One of its buttons is in the
 * order of the tab key; arrow keys go to the others.
 */

import { useEffect, useRef, useState } from 'preact/hooks';
import type { ClassRow, HeapState, Run } from '../../protocol';
import { integer } from '../elements/format';
import type { Theme } from '../elements/theme';
import type { Model } from '../model/model';

interface Props {
  model: Model;
  run: Run;
  state: HeapState;
  theme: Theme;
}

/** A row's class, and its head (0) or one of the Ps (from 1). */
interface Cell {
  spanClass: number;
  column: number;
}

export function ClassMatrix({ model, run, state, theme }: Props) {
  const rows = [
    ...state.classes.filter(({ size }) => size > 0),
    ...state.classes.filter(({ size }) => size === 0),
  ];
  const { matrix, focused } = useRovingFocus(rows);
  const procs = Array.from({ length: run.options.procs }, (_, p) => p);
  return (
    <div class="matrix" data-keys ref={matrix}>
      <table>
        <caption class="hidden">Span classes: what each P holds, and what mcentral holds</caption>
        <colgroup>
          <col class="column-size" />
          <col class="column-kind" />
          {procs.map(p => (
            <col key={p} style={{ width: `${32 / procs.length}%` }} />
          ))}
          <col class="column-gap" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" class="number">
              bytes
            </th>
            <th scope="col">
              <span class="hidden">Pointers</span>
            </th>
            {procs.map(p => (
              <th key={p} scope="col">
                P{p}
              </th>
            ))}
            <td />
            <th scope="col" class="number" title="swept spans with room">
              part
            </th>
            <th scope="col" class="number" title="swept full spans">
              full
            </th>
            <th scope="col" class="number" title="spans not swept since the last mark">
              unswept
            </th>
            <th scope="col" class="number" title="times the lock was taken">
              locks
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Row key={row.spanClass} row={row} model={model} state={state} theme={theme} focused={focused} />
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={procs.length + 7}>no span yet</td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

/** Which button the tab key reaches, moved by arrow keys. */
function useRovingFocus(rows: readonly ClassRow[]) {
  const matrix = useRef<HTMLDivElement>(null);
  const [wanted, setFocused] = useState<Cell>({ spanClass: -1, column: 0 });
  const isThere = rows.some(({ spanClass }) => spanClass === wanted.spanClass);
  const focused = isThere ? wanted : { spanClass: rows[0]?.spanClass ?? -1, column: 0 };
  useEffect(() => {
    const target = matrix.current;
    if (!target) return;
    const onKey = (event: KeyboardEvent) => {
      const button = (event.target as HTMLElement).closest<HTMLElement>('[data-column]');
      const next = button && buttonBeside(target, button, event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
    };
    const onFocus = (event: FocusEvent) => {
      const { spanClass, column } = (event.target as HTMLElement).dataset;
      if (column !== undefined) setFocused({ spanClass: Number(spanClass), column: Number(column) });
    };
    target.addEventListener('keydown', onKey);
    target.addEventListener('focusin', onFocus);
    return () => {
      target.removeEventListener('keydown', onKey);
      target.removeEventListener('focusin', onFocus);
    };
  }, []);
  return { matrix, focused };
}

/** The button that an arrow key goes to; rows and columns without one are passed by. */
function buttonBeside(matrix: HTMLElement, from: HTMLElement, key: string): HTMLElement | undefined {
  const column = Number(from.dataset.column);
  const buttons = [...matrix.querySelectorAll<HTMLElement>('[data-column]')];
  const row = buttons.filter(({ dataset }) => dataset.spanClass === from.dataset.spanClass);
  const sameColumn = buttons.filter(({ dataset }) => Number(dataset.column) === column);
  switch (key) {
    case 'ArrowRight':
      return row[row.indexOf(from) + 1];
    case 'ArrowLeft':
      return row[row.indexOf(from) - 1];
    case 'ArrowDown':
      return sameColumn[sameColumn.indexOf(from) + 1];
    case 'ArrowUp':
      return sameColumn[sameColumn.indexOf(from) - 1];
    case 'Home':
      return sameColumn[0];
    case 'End':
      return sameColumn.at(-1);
    default:
      return undefined;
  }
}

interface RowProps {
  row: ClassRow;
  model: Model;
  state: HeapState;
  theme: Theme;
  focused: Cell;
}

function Row({ row, model, state, theme, focused }: RowProps) {
  const event = state.event;
  const current = event !== undefined && spanClassOf(state, event.span) === row.spanClass;
  const selected = model.selection.kind === 'class' && model.selection.spanClass === row.spanClass;
  const kind = row.noscan ? 'noscan' : 'scan';
  const tabIndex = (column: number) =>
    focused.spanClass === row.spanClass && focused.column === column ? 0 : -1;
  return (
    <tr class={`${current ? 'current' : ''} ${selected ? 'selected' : ''}`}>
      <th scope="row" class="number">
        <button
          type="button"
          data-span-class={row.spanClass}
          data-column={0}
          tabIndex={tabIndex(0)}
          title={`size class ${row.sizeClass}, ${row.noscan ? 'no pointers' : 'with pointers'}`}
          onClick={() => model.select({ kind: 'class', spanClass: row.spanClass })}
        >
          {row.size === 0 ? '> 32 KB' : integer(row.size)}
        </button>
      </th>
      <td class="muted">{kind}</td>
      {row.size === 0
        ? row.procs.length > 0 && (
            <td class="muted passes" colSpan={row.procs.length}>
              passes by, no cache
            </td>
          )
        : row.procs.map((proc, p) => (
            <td key={p} class="proc">
              <Gauge
                proc={proc}
                cell={{ spanClass: row.spanClass, column: p + 1 }}
                tabIndex={tabIndex(p + 1)}
                label={`P${p}, ${integer(row.size)} bytes ${kind}`}
                color={theme.ramp(row.size)}
                current={current && event?.p === p}
                press={() => model.select({ kind: 'span', span: proc.span })}
              />
            </td>
          ))}
      <td />
      <Count value={row.partial} />
      <Count value={row.full} />
      <Count value={row.unswept} />
      <Count value={row.mcentralLocks} className="lock" />
    </tr>
  );
}

interface GaugeProps {
  proc: ClassRow['procs'][number];
  cell: Cell;
  tabIndex: number;
  label: string;
  color: string;
  current: boolean;
  press: () => void;
}

function Gauge({ proc, cell, tabIndex, label, color, current, press }: GaugeProps) {
  if (proc.span < 0) return <span class="gauge none" title={`${label}: no span`} />;
  const title = `${label}: ${proc.used} of ${proc.slots} slots used`;
  return (
    <button
      type="button"
      data-span-class={cell.spanClass}
      data-column={cell.column}
      tabIndex={tabIndex}
      class={current ? 'gauge current' : 'gauge'}
      title={title}
      aria-label={title}
      onClick={press}
    >
      <i style={{ width: `${(proc.used / Math.max(1, proc.slots)) * 100}%`, background: color }} />
    </button>
  );
}

function Count({ value, className = '' }: { value: number; className?: string }) {
  return <td class={`number ${value ? className : 'zero'}`}>{value ? integer(value) : '·'}</td>;
}

function spanClassOf(state: HeapState, span: number): number {
  return span < 0 ? -1 : (state.spans.get(span)?.spanClass ?? -1);
}
