/** Heap in use and reachable over the run's events, goal, collections, peak, locks; the cursor is a slider above it. */

import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { Run } from '../protocol';
import { bytes, integer } from './format';
import { handleKey } from './keys';
import type { Model } from './model';
import { fade, type Theme } from './theme';

const height = 112;
const axisWidth = 58;

export function Timeline({ model, run, theme }: { model: Model; run: Run; theme: Theme }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const parent = host.current;
    if (!parent) return;
    const chart = new uPlot(chartOptions(run, theme, parent.clientWidth), chartData(run), parent);
    const observer = new ResizeObserver(() => chart.setSize({ width: parent.clientWidth, height }));
    observer.observe(parent);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [run, theme]);
  const share = run.events === 0 ? 0 : model.k / run.events;
  const seek = (event: PointerEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    model.go(((event.clientX - box.left) / box.width) * run.events);
  };
  return (
    <section class="timeline" aria-label="Timeline">
      <TimelineHead model={model} run={run} />
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
            if (handleKey(model, event)) event.preventDefault();
          }}
          onPointerDown={event => {
            (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
            seek(event);
          }}
          onPointerMove={event => {
            if (event.buttons & 1) seek(event);
          }}
        >
          <div class="cursor" style={{ left: `${share * 100}%` }} />
        </div>
      </div>
    </section>
  );
}

function TimelineHead({ model, run }: { model: Model; run: Run }) {
  const earlier = run.collections.findLast(collection => collection.event < model.k);
  const later = run.collections.find(collection => collection.event > model.k);
  return (
    <div class="timeline-head">
      <h2>Heap over time</h2>
      <span class="key key-live">heap in use</span>
      <span class="key key-reachable">of it reachable</span>
      <span class="key key-goal">goal</span>
      <span class="key key-lock">took a lock</span>
      <span class="space" />
      <button type="button" class="link" onClick={() => model.go(run.figures.peakEvent)}>
        peak
      </button>
      <button
        type="button"
        class="link"
        disabled={!earlier}
        onClick={() => earlier && model.go(earlier.event)}
      >
        ‹ GC
      </button>
      <button type="button" class="link" disabled={!later} onClick={() => later && model.go(later.event)}>
        GC ›
      </button>
    </div>
  );
}

function chartData(run: Run): uPlot.AlignedData {
  const { event, heapLive, reachable, goal } = run.timeline;
  return [
    [0, ...event],
    [0, ...heapLive],
    [0, ...reachable],
    [goal[0] || null, ...goal.map(value => (value > 0 ? value : null))],
  ];
}

function chartOptions(run: Run, theme: Theme, width: number): uPlot.Options {
  const top = Math.max(1, run.figures.peakBytes * 1.25);
  const axis: uPlot.Axis = { stroke: theme.muted, font: `11px ${theme.font}`, ticks: { show: false } };
  return {
    width,
    height,
    padding: [8, 0, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: [0, Math.max(1, run.events)] }, y: { range: [0, top] } },
    axes: [
      { ...axis, size: 22, grid: { show: false }, values: (_, ticks) => ticks.map(tick => integer(tick)) },
      {
        ...axis,
        size: axisWidth,
        grid: { stroke: fade(theme.foreground, 0.09), width: 1 },
        values: (_, ticks) => ticks.map(tick => bytes(tick)),
      },
    ],
    series: [
      {},
      { stroke: theme.live, fill: fade(theme.live, 0.26), width: 1.2, points: { show: false } },
      { fill: fade(theme.live, 0.55), width: 0, points: { show: false } },
      { stroke: theme.foreground, dash: [4, 3], width: 1, points: { show: false } },
    ],
    hooks: { draw: [chart => drawMarks(chart, run, theme)] },
  };
}

/** Collections as lines, the peak as a triangle, and a tick for each slice in which an allocation took a lock. */
function drawMarks(chart: uPlot, run: Run, theme: Theme): void {
  const { ctx: context, bbox } = chart;
  const ratio = window.devicePixelRatio || 1;
  const x = (event: number) => Math.round(chart.valToPos(event, 'x', true)) + 0.5;
  const bottom = bbox.top + bbox.height;
  context.save();
  context.font = `${10.5 * ratio}px ${theme.font}`;
  context.lineWidth = ratio;
  context.strokeStyle = fade(theme.foreground, 0.34);
  context.fillStyle = theme.muted;
  const labelled = run.collections.length * 70 * ratio < bbox.width;
  run.collections.forEach((collection, index) => {
    context.beginPath();
    context.moveTo(x(collection.event), bbox.top);
    context.lineTo(x(collection.event), bottom);
    context.stroke();
    if (labelled) context.fillText(`GC ${index + 1}`, x(collection.event) + 4 * ratio, bbox.top + 10 * ratio);
  });
  context.fillStyle = theme.lock;
  let from = 0;
  run.timeline.event.forEach((event, index) => {
    if (run.timeline.locks[index] > 0)
      context.fillRect(x(from), bottom - 4 * ratio, Math.max(ratio, x(event) - x(from) - 0.5), 4 * ratio);
    from = event;
  });
  const peakX = x(run.figures.peakEvent);
  const peakY = chart.valToPos(run.figures.peakBytes, 'y', true);
  context.fillStyle = theme.foreground;
  context.beginPath();
  context.moveTo(peakX, peakY - ratio);
  context.lineTo(peakX - 4 * ratio, peakY - 7 * ratio);
  context.lineTo(peakX + 4 * ratio, peakY - 7 * ratio);
  context.fill();
  const atRight = peakX > bbox.left + bbox.width - 120 * ratio;
  context.textAlign = atRight ? 'right' : 'left';
  context.fillText(
    `peak ${bytes(run.figures.peakBytes)}`,
    peakX + (atRight ? -8 : 8) * ratio,
    peakY - 3 * ratio,
  );
  context.restore();
}
