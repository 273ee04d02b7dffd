/** The chart of the timeline: heap in use and reachable, goal, collections, the peak, and where locks were taken. */

import uPlot from 'uplot';
import type { Run, Timeline } from '../../protocol';
import { bytes } from '../elements/format';
import { fade, type Theme } from '../elements/theme';
import type { EventRange } from '../model/model';
import type { PinnedRun } from '../model/pin';

export const axisWidth = 58;
/** Collections closer than that many pixels have no labels, and fainter lines. */
const labelWidth = 70;

export interface ChartInput {
  run: Run;
  pinned: PinnedRun | undefined;
  theme: Theme;
  view: EventRange;
  columns: Timeline;
  /** Event at which the first column begins. */
  start: number;
  /** Allocations of the lit sites in each column. */
  lit: readonly number[] | undefined;
}

/** Draws what `input` gives whenever its scale or its data change. */
export function makeChart(
  parent: HTMLElement,
  width: number,
  height: number,
  input: () => ChartInput,
): uPlot {
  const { run, pinned, theme } = input();
  const top = Math.max(1, run.figures.peakBytes, pinned?.figures.peakBytes ?? 0) * 1.25;
  const axis: uPlot.Axis = { stroke: theme.muted, font: `11px ${theme.font}`, ticks: { show: false } };
  const options: uPlot.Options = {
    width,
    height,
    padding: [8, 0, 4, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, auto: false }, y: { range: [0, top] } },
    axes: [
      { show: false },
      {
        ...axis,
        size: axisWidth,
        grid: { stroke: fade(theme.foreground, 0.09), width: 1 },
        splits: () => byteTicks(top),
        values: (_, ticks) => ticks.map(tick => (tick === 0 ? '0' : bytes(tick))),
      },
    ],
    series: [
      {},
      { stroke: theme.live, fill: fade(theme.live, 0.26), width: 1.2, points: { show: false } },
      { fill: fade(theme.live, 0.55), width: 0, points: { show: false } },
      { stroke: fade(theme.foreground, 0.75), dash: [4, 3], width: 1, points: { show: false } },
    ],
    hooks: { draw: [chart => drawMarks(chart, input())] },
  };
  return new uPlot(options, chartData(input()), parent);
}

export function chartData({ columns, start }: ChartInput): uPlot.AlignedData {
  const { event, heapMax, reachable, goal } = columns;
  return [
    [start, ...event],
    [start === 0 ? 0 : (heapMax[0] ?? 0), ...heapMax],
    [start === 0 ? 0 : (reachable[0] ?? 0), ...reachable],
    [goal[0] || null, ...goal.map(value => (value > 0 ? value : null))],
  ];
}

/** Up to four round numbers of bytes: powers of two times 1 B, 1 KB, 1 MB, … */
function byteTicks(top: number): number[] {
  let step = 1;
  while (top / step > 4) step *= 2;
  const ticks: number[] = [];
  for (let tick = 0; tick < top; tick += step) ticks.push(tick);
  return ticks;
}

function drawMarks(chart: uPlot, input: ChartInput): void {
  const { ctx: context } = chart;
  context.save();
  context.beginPath();
  context.rect(chart.bbox.left, 0, chart.bbox.width, chart.bbox.top + chart.bbox.height);
  context.clip();
  context.setLineDash([]);
  const peak = drawPeak(chart, input);
  drawCollections(chart, input, peak);
  drawLocks(chart, input);
  drawLit(chart, input);
  drawPinned(chart, input);
  context.restore();
}

/** `taken`: from where to where no label may be. */
function drawCollections(chart: uPlot, { run, theme, view }: ChartInput, taken: [number, number]): void {
  const { ctx: context, bbox } = chart;
  const ratio = deviceRatio();
  const seen = run.collections.flatMap((collection, index) =>
    collection.event >= view.from && collection.event <= view.to ? [{ ...collection, index }] : [],
  );
  const isDense = seen.length * labelWidth * ratio > bbox.width;
  context.font = `${10.5 * ratio}px ${theme.font}`;
  context.textBaseline = 'middle';
  context.lineWidth = ratio;
  context.strokeStyle = fade(theme.foreground, isDense ? 0.16 : 0.34);
  context.fillStyle = theme.muted;
  seen.forEach(({ event, index, freedBytes }, at) => {
    const x = xOf(chart, event);
    context.beginPath();
    context.moveTo(x, bbox.top);
    context.lineTo(x, bbox.top + bbox.height);
    context.stroke();
    if (isDense) return;
    const next = at + 1 < seen.length ? xOf(chart, seen[at + 1].event) : bbox.left + bbox.width;
    const room = (next - x) / ratio;
    const text = room > 105 ? `GC ${index + 1}  −${bytes(freedBytes)}` : room > 40 ? `GC ${index + 1}` : '';
    const left = x + 5 * ratio;
    const right = left + context.measureText(text).width;
    context.textAlign = 'left';
    if (right < taken[0] || left > taken[1]) context.fillText(text, left, bbox.top + 4 * ratio);
  });
}

/** Along the bottom, where locks were taken. */
function drawLocks(chart: uPlot, input: ChartInput): void {
  const { top, height } = chart.bbox;
  drawStrip(chart, input, input.columns.locks, input.theme.lock, {
    least: 0.3,
    y: top + height - 4 * deviceRatio(),
    height: 4,
  });
}

/** Along the top, where the lit sites allocated. */
function drawLit(chart: uPlot, input: ChartInput): void {
  if (input.lit) drawStrip(chart, input, input.lit, input.theme.way, { least: 0.8, y: 0, height: 6 });
}

/** A mark for each column that has such events, the stronger the larger their share, and `least` where they are few. */
function drawStrip(
  chart: uPlot,
  { columns, start }: ChartInput,
  counts: readonly number[],
  color: string,
  { least, y, height }: { least: number; y: number; height: number },
): void {
  const { ctx: context, bbox } = chart;
  const ratio = deviceRatio();
  let from = start;
  columns.event.forEach((event, index) => {
    const left = xOf(chart, from);
    const right = xOf(chart, event);
    if (counts[index] > 0 && right >= bbox.left && left <= bbox.left + bbox.width) {
      context.fillStyle = fade(color, Math.min(1, least + (counts[index] / (event - from)) * 2.2));
      context.fillRect(left, y, Math.max(1.5 * ratio, right - left - 0.5 * ratio), height * ratio);
    }
    from = event;
  });
}

function deviceRatio(): number {
  return window.devicePixelRatio || 1;
}

/** A grey line of the pinned run's heap, by the same events. */
function drawPinned(chart: uPlot, { pinned, theme }: ChartInput): void {
  if (pinned === undefined) return;
  const { ctx: context } = chart;
  const { event, heapLive } = pinned.timeline;
  context.strokeStyle = theme.muted;
  context.lineWidth = deviceRatio();
  context.beginPath();
  context.moveTo(xOf(chart, 0), chart.valToPos(0, 'y', true));
  event.forEach((at, index) => {
    context.lineTo(xOf(chart, at), chart.valToPos(heapLive[index], 'y', true));
  });
  context.stroke();
}

/** Returns from where to where its label is. */
function drawPeak(chart: uPlot, { run, theme }: ChartInput): [number, number] {
  const { ctx: context, bbox } = chart;
  const ratio = deviceRatio();
  const x = xOf(chart, run.figures.peakEvent);
  const y = chart.valToPos(run.figures.peakBytes, 'y', true);
  context.fillStyle = theme.foreground;
  context.beginPath();
  context.moveTo(x, y - ratio);
  context.lineTo(x - 4 * ratio, y - 7 * ratio);
  context.lineTo(x + 4 * ratio, y - 7 * ratio);
  context.fill();
  const isAtRight = x > bbox.left + bbox.width - 120 * ratio;
  context.textAlign = isAtRight ? 'right' : 'left';
  context.textBaseline = 'middle';
  context.font = `600 ${10.5 * ratio}px ${theme.font}`;
  const text = `peak ${bytes(run.figures.peakBytes)}`;
  context.fillText(text, x + (isAtRight ? -8 : 8) * ratio, y - 6 * ratio);
  const width = context.measureText(text).width + 12 * ratio;
  return isAtRight ? [x - width, x + 6 * ratio] : [x - 6 * ratio, x + width];
}

function xOf(chart: uPlot, event: number): number {
  return Math.round(chart.valToPos(event, 'x', true)) + 0.5;
}
