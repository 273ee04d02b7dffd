/**
 * One row is one span class, through mcache and mcentral alike: an allocation that needs a lock goes
 * straight to the right. A bar is how full a P's current span is; dotted is no span.
 */

import type { ClassRow, HeapState, Run } from '../protocol';
import { integer } from './format';
import type { Model } from './model';
import type { Theme } from './theme';

interface Props {
  model: Model;
  run: Run;
  state: HeapState;
  theme: Theme;
}

export function ClassMatrix({ model, run, state, theme }: Props) {
  const procs = Array.from({ length: run.options.procs }, (_, p) => p);
  return (
    <div class="matrix" data-keys>
      <table>
        <caption class="hidden">Span classes: what each P holds, and what mcentral holds</caption>
        <colgroup>
          <col class="column-size" />
          <col class="column-kind" />
          {procs.map(p => (
            <col key={p} style={{ width: `${34 / procs.length}%` }} />
          ))}
          <col class="column-gap" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" class="number">
              bytes
            </th>
            <th scope="col" />
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
          {state.classes.map(row => (
            <Row key={row.spanClass} row={row} model={model} state={state} theme={theme} />
          ))}
          {state.classes.length === 0 && (
            <tr>
              <td colSpan={procs.length + 7}>no span yet</td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, model, state, theme }: { row: ClassRow; model: Model; state: HeapState; theme: Theme }) {
  const event = state.event;
  const current = event !== undefined && spanClassOf(state, event.span) === row.spanClass;
  const selected = model.selection.kind === 'class' && model.selection.spanClass === row.spanClass;
  const kind = row.noscan ? 'noscan' : 'scan';
  return (
    <tr class={`${current ? 'current' : ''} ${selected ? 'selected' : ''}`}>
      <th scope="row" class="number">
        <button
          type="button"
          title={`size class ${row.sizeClass}, ${row.noscan ? 'no pointers' : 'with pointers'}`}
          onClick={() => model.select({ kind: 'class', spanClass: row.spanClass })}
        >
          {row.size === 0 ? '> 32 KB' : integer(row.size)}
        </button>
      </th>
      <td class="muted">{kind}</td>
      {row.size === 0
        ? row.procs.map((_, p) => <td key={p} class="muted" />)
        : row.procs.map((proc, p) => (
            <td key={p} class="proc">
              <Gauge
                proc={proc}
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
  label: string;
  color: string;
  current: boolean;
  press: () => void;
}

function Gauge({ proc, label, color, current, press }: GaugeProps) {
  if (proc.span < 0) return <span class="gauge none" title={`${label}: no span`} />;
  const title = `${label}: ${proc.used} of ${proc.slots} slots used`;
  return (
    <button
      type="button"
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
