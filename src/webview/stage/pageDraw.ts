/**
 * Draws the visible part of the page map, as coarse as its scale: a block of 4 MB as its mean, a page as a pixel of
 * an image, a page as a cell, a page with its slots.
 */

import { pageSize, type SlotView, type SpanSlots, type SpanTable, spanWidth } from '../../protocol';
import { type Area, hatch } from '../elements/canvas';
import { fade, parseRgb, type Theme } from '../elements/theme';
import { type PageLayout, type PageView, placeOfPage } from './pageLayout';

/** Pixels of a cell from which pages are drawn one by one, and from which they show their slots. */
const cellsFrom = 3;
export const slotsFrom = 64;
/** Pixels of a block below which it is drawn as its mean. */
const meanBelow = 9;

/** How strongly a span is drawn: 0 to 1. */
export type Strength = (span: number) => number;

export interface PageMapInput {
  spans: SpanTable;
  /** 1 for each page whose memory the operating system has back. */
  released: Uint8Array;
  strength: Strength;
  theme: Theme;
  /** Slots of spans, where they are known. */
  slots: ReadonlyMap<number, SpanSlots>;
  /** Sites whose objects stand out; where there are none, all do. */
  lit: readonly number[];
}

/** Draws the same state many times, as the view moves. */
export class PageMapPainter {
  private readonly images = new Map<number, HTMLCanvasElement>();
  private readonly colors = new Map<number, string>();
  private readonly free: string;

  constructor(
    private readonly input: PageMapInput,
    private readonly layout: PageLayout,
  ) {
    this.free = input.theme.free;
  }

  draw(area: Area, view: PageView): void {
    const { layout } = this;
    const { blockPages, columns, blockRows, gap, blockColumns, pages } = layout;
    const blocks = Math.ceil(pages / blockPages);
    const [stepX, stepY] = [(columns + gap) * view.cell, (blockRows + gap) * view.cell];
    const firstColumn = Math.max(0, Math.floor(-view.x / stepX));
    const lastColumn = Math.min(blockColumns - 1, Math.floor((area.width - view.x) / stepX));
    const firstRow = Math.max(0, Math.floor(-view.y / stepY));
    const lastRow = Math.floor((area.height - view.y) / stepY);
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) {
        const block = row * blockColumns + column;
        if (block >= blocks) return;
        this.drawBlock(area, view, block, view.x + column * stepX, view.y + row * stepY);
      }
    }
  }

  /** A frame around the pages of a span. */
  outline({ context }: Area, view: PageView, first: number, count: number, color: string): void {
    const { columns } = this.layout;
    const gap = gapOf(view.cell);
    context.strokeStyle = color;
    context.lineWidth = 2;
    for (let page = first; page < first + count; ) {
      const [column, row] = placeOfPage(this.layout, page);
      const run = Math.min(first + count - page, columns - ((page % this.layout.blockPages) % columns));
      context.strokeRect(
        view.x + column * view.cell,
        view.y + row * view.cell,
        Math.max(3, run * view.cell - gap),
        Math.max(3, view.cell - gap),
      );
      page += run;
    }
  }

  private drawBlock(area: Area, view: PageView, block: number, x: number, y: number): void {
    const { columns, blockRows, blockPages } = this.layout;
    const { context } = area;
    const [width, height] = [columns * view.cell, blockRows * view.cell];
    if (view.cell >= cellsFrom) {
      this.drawCells(area, view, block * blockPages, x, y);
      return;
    }
    if (width < meanBelow) {
      context.fillStyle = fade(this.input.theme.live, 0.15 + 0.85 * this.meanOf(block));
      context.fillRect(x, y, width, height);
      return;
    }
    context.imageSmoothingEnabled = view.cell < 1;
    context.drawImage(this.imageOf(block), x, y, width, height);
  }

  /** Pages one by one, neighbours of one span in a row as one. */
  private drawCells(area: Area, view: PageView, first: number, x: number, y: number): void {
    const { columns, blockRows, pages } = this.layout;
    const { cell } = view;
    const gap = gapOf(cell);
    const firstRow = Math.max(0, Math.floor(-y / cell));
    const lastRow = Math.min(blockRows - 1, Math.floor((area.height - y) / cell));
    const from = Math.max(0, Math.floor(-x / cell));
    const to = Math.min(columns - 1, Math.floor((area.width - x) / cell));
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = from; column <= to; ) {
        const page = first + row * columns + column;
        if (page >= pages) return;
        const span = this.spanOf(page);
        let run = 1;
        while (column + run <= to && span >= 0 && this.spanOf(page + run) === span) run++;
        const box = { x: x + column * cell, y: y + row * cell, width: run * cell - gap, height: cell - gap };
        if (span < 0) this.drawFree(area, box, page);
        else this.drawSpan(area, view, box, page, run, span);
        column += run;
      }
    }
  }

  private drawFree({ context }: Area, box: Box, page: number): void {
    if (this.input.released[page]) {
      const dot = Math.max(1, Math.min(2, box.height / 4));
      context.fillStyle = fade(this.input.theme.foreground, 0.3);
      context.fillRect(box.x + (box.width - dot) / 2, box.y + (box.height - dot) / 2, dot, dot);
      return;
    }
    context.fillStyle = this.free;
    context.fillRect(box.x, box.y, box.width, box.height);
  }

  private drawSpan(area: Area, view: PageView, box: Box, page: number, run: number, span: number): void {
    const { context } = area;
    context.fillStyle = this.free;
    context.fillRect(box.x, box.y, box.width, box.height);
    const slots = view.cell >= slotsFrom ? this.input.slots.get(span) : undefined;
    if (slots !== undefined) {
      const first = this.input.spans.rows[span * spanWidth];
      for (let i = 0; i < run; i++) {
        const cell = { ...box, x: box.x + i * view.cell, width: view.cell - gapOf(view.cell) };
        drawPageSlots(context, slots, page + i - first, cell, this.input);
      }
      return;
    }
    context.fillStyle = this.colorOf(span);
    context.fillRect(box.x, box.y, box.width, box.height);
    if (this.isLarge(span) && view.cell >= 5)
      hatch(context, box.x, box.y, box.width, box.height, fade(this.input.theme.foreground, 0.3));
  }

  private spanOf(page: number): number {
    return this.input.spans.pageSpans[page] ?? -1;
  }

  private isLarge(span: number): boolean {
    return this.input.spans.rows[span * spanWidth + 2] < 2;
  }

  /** One string for each class and sixteenth of strength. */
  private colorOf(span: number): string {
    const { spans, strength, theme } = this.input;
    const spanClass = spans.rows[span * spanWidth + 2];
    const level = Math.round(strength(span) * 16);
    const key = spanClass * 17 + level;
    let color = this.colors.get(key);
    if (color === undefined) {
      color = fade(theme.ramp(spans.classSize(spanClass)), level / 16);
      this.colors.set(key, color);
    }
    return color;
  }

  /** Share of the block's pages that are in spans, by their strength. */
  private meanOf(block: number): number {
    const { blockPages } = this.layout;
    let sum = 0;
    for (let page = block * blockPages; page < (block + 1) * blockPages; page++) {
      const span = this.spanOf(page);
      if (span >= 0) sum += this.input.strength(span);
    }
    return sum / blockPages;
  }

  /** The block with a pixel a page. */
  private imageOf(block: number): HTMLCanvasElement {
    const known = this.images.get(block);
    if (known) return known;
    const { blockPages, columns, blockRows, pages } = this.layout;
    const image = new ImageData(columns, blockRows);
    const [fr, fg, fb] = parseRgb(this.input.theme.free);
    for (let i = 0; i < blockPages; i++) {
      const page = block * blockPages + i;
      if (page >= pages) break;
      const span = this.spanOf(page);
      if (span < 0) {
        image.data.set([fr, fg, fb, this.input.released[page] ? 90 : 255], i * 4);
        continue;
      }
      const [r, g, b, alpha] = rgbaOf(this.colorOf(span));
      image.data.set([fr + (r - fr) * alpha, fg + (g - fg) * alpha, fb + (b - fb) * alpha, 255], i * 4);
    }
    const canvas = document.createElement('canvas');
    canvas.width = columns;
    canvas.height = blockRows;
    canvas.getContext('2d')?.putImageData(image, 0, 0);
    this.images.set(block, canvas);
    return canvas;
  }
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Lines of a page in which its bytes are laid out, as in a text. */
const pageLines = 32;
const lineBytes = pageSize / pageLines;

/** The slot at a point of a page of the span: parts of its width and height, 0 to 1. */
export function slotAt({ span }: SpanSlots, page: number, across: number, down: number): number {
  const offset = page * pageSize + Math.floor(down * pageLines) * lineBytes + across * lineBytes;
  const slot = Math.floor(offset / span.size);
  return slot < span.slots ? slot : -1;
}

/** The bytes of one page of a span (from 0), line by line: slots by their state, rounding and the span's end hatched. */
function drawPageSlots(
  context: CanvasRenderingContext2D,
  { span, slots }: SpanSlots,
  page: number,
  box: Box,
  { theme, lit }: PageMapInput,
): void {
  const from = page * pageSize;
  const color = theme.ramp(span.spanClass < 2 ? 0 : span.size);
  const ink: Record<SlotView['state'], string> = { live: color, dead: theme.dead, free: theme.free };
  const waste = (x: number, y: number, width: number, height: number) =>
    hatch(context, x, y, width, height, theme.waste);
  const first = Math.floor(from / span.size);
  const last = Math.min(slots.length, span.slots) - 1;
  for (let index = first; index <= last && index * span.size < from + pageSize; index++) {
    const slot = slots[index];
    const start = index * span.size - from;
    const end = start + (slot.state === 'free' ? span.size : slot.bytes);
    const isFaint = lit.length > 0 && slot.state !== 'free' && !lit.includes(slot.site);
    eachLine(box, start, end, (x, y, w, h) => {
      context.fillStyle = isFaint ? fade(ink[slot.state], 0.2) : ink[slot.state];
      context.fillRect(x, y, w, h);
      if (slot.state !== 'dead') return;
      // Crossed out, not told by its colour alone.
      context.fillStyle = fade(theme.foreground, 0.4);
      context.fillRect(x, y + h / 2 - 0.5, w, 1);
    });
    eachLine(box, end, start + span.size, waste);
  }
  if (span.spanClass >= 2) eachLine(box, span.slots * span.size - from, pageSize, waste);
}

/** The rectangles of the bytes [start, end) of a page, which may lie outside of it in part. */
function eachLine(
  box: Box,
  start: number,
  end: number,
  draw: (x: number, y: number, width: number, height: number) => void,
): void {
  const [first, last] = [Math.max(0, start), Math.min(pageSize, end)];
  const lineHeight = box.height / pageLines;
  const perByte = box.width / lineBytes;
  for (let at = first; at < last; ) {
    const line = Math.floor(at / lineBytes);
    const until = Math.min(last, (line + 1) * lineBytes);
    // A hair of the ground stays between one object and the next.
    const hair = until === end && lineHeight > 3 ? Math.min(0.8, perByte * 2) : 0;
    draw(
      box.x + (at - line * lineBytes) * perByte,
      box.y + line * lineHeight,
      Math.max(0.5, (until - at) * perByte - hair),
      lineHeight > 3 ? lineHeight - 0.6 : lineHeight,
    );
    at = until;
  }
}

function gapOf(cell: number): number {
  return cell > 5 ? 1 : cell > cellsFrom ? 0.5 : 0;
}

function rgbaOf(color: string): [number, number, number, number] {
  const [r, g, b] = parseRgb(color);
  return [r, g, b, Number(/[\d.]+(?=\)$)/.exec(color)?.[0] ?? 1)];
}
