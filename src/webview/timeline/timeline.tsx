/**
 * Heap in use and reachable over the run's events, with the heat map of size classes below it. Dragging moves the
 * cursor; with shift, or along the axis, it selects the range that filters everything else. The wheel zooms.
 */

import { useEffect, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import type { Run } from '../../protocol';
import { bytes, integer } from '../elements/format';
import type { Theme } from '../elements/theme';
import { handleKey } from '../model/keys';
import { litPlace, useLitSites } from '../model/lit';
import type { EventRange, Model } from '../model/model';
import type { PinnedRun } from '../model/pin';
import { HeatMap } from './heatMap';
import { axisWidth, type ChartInput, chartData, makeChart } from './timelineChart';
import { TimelineHead } from './timelineHead';
import { type TimelineView, useTimelineView } from './timelineView';

const chartHeight = 88;

export function Timeline({ model, run, theme }: { model: Model; run: Run; theme: Theme }) {
  const view = useTimelineView(model, run);
  const [told, setTold] = useState<{ text: string; at: number }>();
  const drag = useDrag(model, run, view);
  const host = useChart(run, model.pinned, theme, view);
  const wheel = useWheel(view);
  const lit = useLitSites(model);
  const { k } = model;
  const followed = useRef(k);
  useEffect(() => {
    // A view that was panned away from the cursor comes back as it was.
    if (k !== followed.current) view.follow(k);
    followed.current = k;
  }, [k]);
  const place = (event: number) => `${((event - view.from) / (view.to - view.from)) * 100}%`;
  const tell = (text: string | undefined, at: number) => setTold(text ? { text, at } : undefined);
  return (
    <section class="timeline" aria-label="Timeline">
      <TimelineHead model={model} run={run} view={view} />
      <div class="plot" ref={wheel}>
        <div class="chart">
          <div ref={host} aria-hidden="true" />
          <div
            class="scrub"
            role="slider"
            tabIndex={0}
            data-keys
            aria-label="Event"
            aria-valuemin={0}
            aria-valuemax={run.events}
            aria-valuenow={model.k}
            aria-valuetext={`event ${model.k} of ${run.events}, heap ${bytes(model.state?.heapLive ?? 0)}`}
            onKeyDown={event => {
              if (handleViewKey(view, model, event) || handleKey(model, event)) event.preventDefault();
            }}
            {...drag}
            onPointerMove={event => {
              drag.onPointerMove(event);
              const at = event.offsetX / event.currentTarget.clientWidth;
              tell(columnText(view, at, litPlace(lit, run)), at);
            }}
            onPointerLeave={() => setTold(undefined)}
          />
        </div>
        {model.heatOpen && <HeatMap model={model} view={view} theme={theme} tell={tell} />}
        <EventAxis view={view} k={model.k} drag={drag} />
        <div class="marks" aria-hidden="true">
          {model.range && (
            <div
              class="range"
              style={{
                left: place(Math.max(view.from, model.range.from)),
                right: `calc(100% - ${place(Math.min(view.to, model.range.to))})`,
              }}
            />
          )}
          {model.k < view.to && <div class="future" style={{ left: place(Math.max(view.from, model.k)) }} />}
          {model.k >= view.from && model.k <= view.to && (
            <div class="cursor" style={{ left: place(model.k) }} />
          )}
          {told && (
            <div class={told.at > 0.5 ? 'tip left' : 'tip'} style={{ left: `${told.at * 100}%` }}>
              {told.text}
            </div>
          )}
        </div>
      </div>
    </section>
  );
}

/** Labels of the view's events; dragging along it selects a range. */
function EventAxis({ view, k, drag }: { view: TimelineView; k: number; drag: Drag }) {
  const width = view.to - view.from;
  const step = roundStep(width / 9);
  const ticks: number[] = [];
  for (let tick = Math.ceil(view.from / step) * step; tick <= view.to; tick += step) ticks.push(tick);
  const place = (event: number) => ((event - view.from) / width) * 100;
  return (
    <div class="event-axis" title="Drag here to select a range of events" data-range {...drag}>
      <span class="name">event</span>
      {ticks
        .filter(tick => Math.abs(place(tick) - place(k)) > 3 && place(tick) < 98.5)
        .map(tick => (
          <span key={tick} class="tick" style={{ left: `${place(tick)}%` }}>
            {integer(tick)}
          </span>
        ))}
      {k >= view.from && k <= view.to && (
        <span class="tick now" style={{ left: `${Math.min(98, Math.max(1, place(k)))}%` }}>
          {integer(k)}
        </span>
      )}
    </div>
  );
}

/** The chart, made once a run and theme; a change of the view redraws it. */
function useChart(run: Run, pinned: PinnedRun | undefined, theme: Theme, view: TimelineView) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  const given: ChartInput = {
    run,
    pinned,
    theme,
    view,
    columns: view.columns,
    start: view.start,
    lit: view.lit,
  };
  const input = useRef(given);
  input.current = given;
  const shown = useRef(view.columns);
  useEffect(() => {
    const parent = host.current;
    if (!parent) return;
    const made = makeChart(parent, parent.clientWidth, chartHeight, () => input.current);
    chart.current = made;
    shown.current = input.current.columns;
    const { from, to } = input.current.view;
    made.setScale('x', { min: from, max: to });
    const observer = new ResizeObserver(() =>
      made.setSize({ width: parent.clientWidth, height: chartHeight }),
    );
    observer.observe(parent);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = undefined;
    };
  }, [run, pinned, theme]);
  useEffect(() => {
    const made = chart.current;
    if (!made) return;
    made.batch(() => {
      if (shown.current !== view.columns) made.setData(chartData(input.current), false);
      shown.current = view.columns;
      made.redraw(false, false);
      made.setScale('x', { min: view.from, max: view.to });
    });
  }, [view.columns, view.from, view.to, view.lit]);
  return host;
}

type Drag = Record<'onPointerDown' | 'onPointerMove' | 'onPointerUp', (event: PointerEvent) => void>;

/** Dragging moves the cursor; with shift, or where `data-range` is, it selects a range. */
function useDrag(model: Model, run: Run, view: TimelineView): Drag {
  const begun = useRef<number | undefined>(undefined);
  const eventAt = (pointer: PointerEvent) => {
    const target = pointer.currentTarget as HTMLElement;
    const box = target.getBoundingClientRect();
    const part = Math.max(0, Math.min(1, (pointer.clientX - box.left) / box.width));
    return Math.max(0, Math.min(run.events, Math.round(view.from + part * (view.to - view.from))));
  };
  return {
    onPointerDown(pointer) {
      if (pointer.button !== 0) return;
      const target = pointer.currentTarget as HTMLElement;
      target.setPointerCapture(pointer.pointerId);
      begun.current = pointer.shiftKey || 'range' in target.dataset ? eventAt(pointer) : undefined;
      if (begun.current === undefined) model.go(eventAt(pointer));
    },
    onPointerMove(pointer) {
      if (!(pointer.buttons & 1)) return;
      if (begun.current === undefined) model.go(eventAt(pointer));
      else model.setRange(rangeOf(begun.current, eventAt(pointer)));
    },
    onPointerUp(pointer) {
      // A click there, not a drag, takes the range away.
      if (begun.current === eventAt(pointer)) model.setRange(undefined);
      begun.current = undefined;
    },
  };
}

function rangeOf(a: number, b: number): EventRange | undefined {
  return a === b ? undefined : { from: Math.min(a, b), to: Math.max(a, b) };
}

/** The wheel zooms at the pointer; sideways, or with shift, it pans. */
function useWheel(view: TimelineView) {
  const plot = useRef<HTMLDivElement>(null);
  const current = useRef(view);
  current.current = view;
  useEffect(() => {
    const target = plot.current;
    if (!target) return;
    const turned = (event: WheelEvent) => {
      const width = Math.max(1, target.clientWidth - axisWidth);
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY))
        current.current.pan(sideways / width);
      else {
        const at = (event.clientX - target.getBoundingClientRect().left - axisWidth) / width;
        current.current.zoom(1.0016 ** event.deltaY, Math.max(0, Math.min(1, at)));
      }
      event.preventDefault();
    };
    target.addEventListener('wheel', turned, { passive: false });
    return () => target.removeEventListener('wheel', turned);
  }, []);
  return plot;
}

/** + and - zoom at the cursor, 0 shows the whole run, i and o begin and end a range at the cursor. */
function handleViewKey(view: TimelineView, model: Model, event: KeyboardEvent): boolean {
  const { k, range } = model;
  const anchor = Math.max(0, Math.min(1, (k - view.from) / (view.to - view.from)));
  switch (event.key) {
    case '+':
    case '=':
      view.zoom(0.6, anchor);
      return true;
    case '-':
      view.zoom(1 / 0.6, anchor);
      return true;
    case '0':
      view.showAll();
      return true;
    case 'i':
      model.setRange(rangeOf(k, range && range.to > k ? range.to : (model.run?.events ?? k)));
      return true;
    case 'o':
      model.setRange(rangeOf(range && range.from < k ? range.from : 0, k));
      return true;
    default:
      return false;
  }
}

/** `place` is where the lit sites are. */
function columnText(
  { columns, start, from, to, lit }: TimelineView,
  at: number,
  place: string | undefined,
): string | undefined {
  const event = from + at * (to - from);
  const column = columns.event.findIndex(last => last >= event);
  if (column < 0) return undefined;
  const first = (column === 0 ? start : columns.event[column - 1]) + 1;
  const last = columns.event[column];
  const when = first === last ? `event ${integer(last)}` : `events ${integer(first)}–${integer(last)}`;
  const locks = columns.locks[column];
  const took = locks === 0 ? 'no lock' : `${integer(locks)} took a lock`;
  const ofLit = lit && place ? `, ${integer(lit[column])} by ${place}` : '';
  return `${when}: heap ${bytes(columns.heapMax[column])}, reachable ${bytes(columns.reachable[column])}, ${took}${ofLit}`;
}

/** 1, 2 or 5 times a power of ten, at least as large. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return ([1, 2, 5, 10].find(times => times * power >= least) ?? 10) * power;
}
