/**
 * Bytes of each size class over time: a row a class, as an image of the view. The
 * hue is the class, the strength its bytes beside the most the class had in a column. Arrow keys walk the cells.
 */

import { useMemo, useState } from 'preact/hooks';
import type { Timeline } from '../../protocol';
import { useCanvas } from '../elements/canvas';
import { bytes, integer } from '../elements/format';
import { parseRgb, type Theme } from '../elements/theme';
import type { EventRange, Model } from '../model/model';
import type { TimelineView } from './timelineView';

const mostHeight = 84;
/** Finer columns are noise to the eye. */
const columnWidth = 4;

/** Height of the map of so many classes, in pixels. */
export function heatHeight(classes: number): number {
  return Math.ceil(Math.min(mostHeight, Math.max(10, classes * 4)));
}

interface Cell {
  row: number;
  column: number;
}

interface Props {
  model: Model;
  view: TimelineView;
  theme: Theme;
  /** Tells what is below the pointer or chosen by key; `at` is its place in the view, 0 to 1. */
  tell: (text: string | undefined, at: number) => void;
}

export function HeatMap({ model, view, theme, tell }: Props) {
  const { columns, start } = view;
  const { heat } = columns;
  const rows = heat.classes.length;
  const [cell, setCell] = useState<Cell>({ row: 0, column: 0 });
  const colors = useMemo(() => heat.sizes.map(size => parseRgb(theme.ramp(size))), [heat, theme]);
  const canvas = useCanvas(
    ({ context, width, height }) => {
      const image = heatImage(columns, start, view, Math.ceil(width / columnWidth), colors);
      if (!image) return;
      context.imageSmoothingEnabled = false;
      context.drawImage(image, 0, 0, width, height);
    },
    [columns, view.from, view.to, colors],
  );
  const columnAt = (event: number) => {
    const found = columns.event.findIndex(last => last >= event);
    return found < 0 ? columns.event.length - 1 : found;
  };
  const pointed = (event: MouseEvent): Cell => {
    const { clientWidth, clientHeight } = event.currentTarget as HTMLElement;
    const at = view.from + (event.offsetX / clientWidth) * (view.to - view.from);
    return {
      row: Math.max(0, Math.min(rows - 1, Math.floor((event.offsetY / clientHeight) * rows))),
      column: columnAt(Math.ceil(at)),
    };
  };
  const move = (to: Cell) => {
    const next = {
      row: Math.max(0, Math.min(rows - 1, to.row)),
      column: Math.max(0, Math.min(columns.event.length - 1, to.column)),
    };
    setCell(next);
    view.follow(columns.event[next.column]);
    tell(cellText(columns, start, next), (columns.event[next.column] - view.from) / (view.to - view.from));
  };
  if (rows === 0) return <p class="none">No size class was used yet.</p>;
  return (
    <div class="heat" style={{ height: `${heatHeight(rows)}px` }}>
      <span class="heat-label">{sizeName(heat.sizes[0])}</span>
      {rows > 3 && <span class="heat-label last">{sizeName(heat.sizes[rows - 1])}</span>}
      <div class="canvas">
        <canvas
          ref={canvas}
          tabIndex={0}
          data-keys
          role="slider"
          aria-orientation="vertical"
          aria-label="Bytes by size class over time: arrow keys go to a class and a time, Enter moves the cursor there"
          aria-valuemin={0}
          aria-valuemax={rows - 1}
          aria-valuenow={Math.min(rows - 1, cell.row)}
          aria-valuetext={cellText(columns, start, cell)}
          onMouseMove={event => {
            const { clientWidth } = event.currentTarget;
            tell(cellText(columns, start, pointed(event)), event.offsetX / clientWidth);
          }}
          onMouseLeave={() => tell(undefined, 0)}
          onBlur={() => tell(undefined, 0)}
          onClick={event => model.go(columns.event[pointed(event).column] ?? model.k)}
          onKeyDown={event => {
            if (event.key === 'Enter') model.go(columns.event[cell.column] ?? model.k);
            else {
              const to = cellBeside(cell, event.key, event.shiftKey ? 20 : 1);
              if (to === undefined) return;
              move(to);
            }
            event.preventDefault();
          }}
        />
      </div>
    </div>
  );
}

function cellBeside({ row, column }: Cell, key: string, step: number): Cell | undefined {
  switch (key) {
    case 'ArrowUp':
      return { row: row - 1, column };
    case 'ArrowDown':
      return { row: row + 1, column };
    case 'ArrowLeft':
      return { row, column: column - step };
    case 'ArrowRight':
      return { row, column: column + step };
    default:
      return undefined;
  }
}

function cellText({ event, heat }: Timeline, start: number, { row, column }: Cell): string {
  if (row >= heat.classes.length || column >= event.length) return '';
  const from = column === 0 ? start : event[column - 1];
  const count = heat.bytes[row * event.length + column];
  const name =
    heat.classes[row] === 0 ? 'large objects' : `class ${heat.classes[row]}, ${sizeName(heat.sizes[row])}`;
  const when =
    event[column] === from + 1
      ? `at event ${integer(event[column])}`
      : `in events ${integer(from + 1)}–${integer(event[column])}`;
  return `${name}: ${count === 0 ? 'nothing' : bytes(count)} allocated ${when}`;
}

function sizeName(size: number): string {
  return size === 0 ? '> 32 KB' : bytes(size);
}

/** An image of the view, so many columns wide and a pixel a row; a column that covers several slices shows their mean. */
function heatImage(
  { event, heat }: Timeline,
  start: number,
  { from, to }: EventRange,
  width: number,
  colors: readonly (readonly [number, number, number])[],
): HTMLCanvasElement | undefined {
  const rows = heat.classes.length;
  const slices = event.length;
  if (rows === 0 || slices === 0 || width < 1) return undefined;
  const image = new ImageData(width, rows);
  const perSlice = slices > 1 ? event[1] - event[0] : event[0] - start;
  const perPixel = (to - from) / width;
  const sliceAt = (pixel: number) =>
    Math.max(0, Math.min(slices - 1, Math.floor((from + pixel * perPixel - start) / perSlice)));
  const means = new Float64Array(width);
  for (let row = 0; row < rows; row++) {
    const line = heat.bytes.slice(row * slices, (row + 1) * slices);
    let most = 0;
    for (let pixel = 0; pixel < width; pixel++) {
      const first = sliceAt(pixel);
      const last = Math.max(first, sliceAt(pixel + 1) - 1);
      let sum = 0;
      for (let slice = first; slice <= last; slice++) sum += line[slice];
      means[pixel] = sum / (last - first + 1);
      most = Math.max(most, means[pixel]);
    }
    const [r, g, b] = colors[row];
    for (let pixel = 0; pixel < width; pixel++) {
      if (means[pixel] === 0) continue;
      const alpha = Math.round(255 * (0.25 + 0.75 * Math.sqrt(means[pixel] / most)));
      image.data.set([r, g, b, alpha], (row * width + pixel) * 4);
    }
  }
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = rows;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
