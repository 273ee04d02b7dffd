/**
 * Where a page lies in the page map, in cells: one grid while little is mapped, above 16 MB blocks of 4 MB with a
 * gap between them. The view scales cells to pixels; it is zoomed at a point and panned, and stays on the map.
 */

/** 4 MB. */
export const chunkPages = 512;
const chunkColumns = 32;
const chunkRows = chunkPages / chunkColumns;
const mostInOneGrid = 4 * chunkPages;
const largestCell = 16;
const chunkGap = 2;

export interface PageLayout {
  pages: number;
  /** Pages in a row of a block, pages of a block, blocks in a row. */
  columns: number;
  blockPages: number;
  blockRows: number;
  blockColumns: number;
  gap: number;
  /** Of the whole map, in cells. */
  width: number;
  height: number;
}

/** Pixels of a cell, and the pixel of the map's upper left. */
export interface PageView {
  cell: number;
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** The layout with the largest cells with which all pages are in the area. */
export function layoutPages(pages: number, area: Size): PageLayout {
  return pages <= mostInOneGrid ? oneGrid(pages, area) : chunked(pages, area);
}

/** The cell of a page: column and row. */
export function placeOfPage(layout: PageLayout, page: number): [number, number] {
  const { columns, blockPages, blockRows, blockColumns, gap } = layout;
  const block = Math.floor(page / blockPages);
  const within = page % blockPages;
  return [
    (block % blockColumns) * (columns + gap) + (within % columns),
    Math.floor(block / blockColumns) * (blockRows + gap) + Math.floor(within / columns),
  ];
}

/** The page at a point of the map, in cells; -1 between blocks and behind the last page. */
export function pageAtPlace(layout: PageLayout, column: number, row: number): number {
  const { columns, blockPages, blockRows, blockColumns, gap, pages } = layout;
  const across = Math.floor(column / (columns + gap));
  const down = Math.floor(row / (blockRows + gap));
  const x = Math.floor(column - across * (columns + gap));
  const y = Math.floor(row - down * (blockRows + gap));
  if (across < 0 || down < 0 || x >= columns || y >= blockRows || across >= blockColumns) return -1;
  const page = (down * blockColumns + across) * blockPages + y * columns + x;
  return page < pages ? page : -1;
}

/** All of the map. */
export function wholeView(layout: PageLayout, area: Size): PageView {
  return { cell: fittingCell(layout, area), x: 0, y: 0 };
}

/** So many times as large, with the point of the area where it is. */
export function zoomedView(
  view: PageView,
  factor: number,
  at: [number, number],
  layout: PageLayout,
  area: Size,
): PageView {
  const cell = Math.min(mostCell(area), Math.max(fittingCell(layout, area), view.cell * factor));
  const scale = cell / view.cell;
  return clampedView(
    { cell, x: at[0] - (at[0] - view.x) * scale, y: at[1] - (at[1] - view.y) * scale },
    layout,
    area,
  );
}

/** The view that shows these pages as large as they go. */
export function viewOfPages(first: number, count: number, layout: PageLayout, area: Size): PageView {
  const box = boxOfPages(first, first + count - 1, layout);
  const cell = Math.min(mostCell(area), (area.width * 0.92) / box.width, (area.height * 0.92) / box.height);
  const x = (area.width - box.width * cell) / 2 - box.left * cell;
  const y = (area.height - box.height * cell) / 2 - box.top * cell;
  return clampedView({ cell: Math.max(fittingCell(layout, area), cell), x, y }, layout, area);
}

/** The cells around a run of pages; of a run that goes over several rows or blocks, all their columns. */
function boxOfPages(first: number, last: number, layout: PageLayout): Size & { left: number; top: number } {
  const { columns, blockPages, blockRows } = layout;
  const [from, to] = [placeOfPage(layout, first), placeOfPage(layout, last)];
  if (from[1] === to[1] && to[0] - from[0] === last - first)
    return { left: from[0], top: from[1], width: last - first + 1, height: 1 };
  const blocks = [first, last].map(page => placeOfPage(layout, page - (page % blockPages)));
  const left = Math.min(...blocks.map(([column]) => column));
  const right = Math.max(...blocks.map(([column]) => column + columns));
  const isOneBlock = blocks[0][0] === blocks[1][0] && blocks[0][1] === blocks[1][1];
  const top = isOneBlock ? from[1] : blocks[0][1];
  const bottom = isOneBlock ? to[1] + 1 : blocks[1][1] + blockRows;
  return { left, top, width: right - left, height: bottom - top };
}

/** No empty border while the map is larger than the area. */
export function clampedView({ cell, x, y }: PageView, layout: PageLayout, area: Size): PageView {
  const clamp = (at: number, size: number, room: number) =>
    size <= room ? Math.max(0, Math.min(room - size, at)) : Math.max(room - size, Math.min(0, at));
  return {
    cell,
    x: clamp(x, layout.width * cell, area.width),
    y: clamp(y, layout.height * cell, area.height),
  };
}

function fittingCell(layout: PageLayout, area: Size): number {
  return Math.min(largestCell, area.width / layout.width, area.height / layout.height);
}

/** One page fills the area. */
function mostCell({ width, height }: Size): number {
  return Math.max(largestCell, Math.min(width, height) * 0.92);
}

function oneGrid(pages: number, area: Size): PageLayout {
  let columns = 8;
  while (columns < 512) {
    const cell = Math.min(largestCell, area.width / columns);
    if (Math.ceil(pages / columns) * cell <= area.height) break;
    columns++;
  }
  const rows = Math.max(1, Math.ceil(pages / columns));
  return {
    pages,
    columns,
    blockPages: Math.max(1, columns * rows),
    blockRows: rows,
    blockColumns: 1,
    gap: 0,
    width: columns,
    height: rows,
  };
}

function chunked(pages: number, area: Size): PageLayout {
  const blocks = Math.ceil(pages / chunkPages);
  let best = sizeOf(1, blocks);
  let bestCell = 0;
  let blockColumns = 1;
  for (let each = 1; each <= blocks && each <= 512; each++) {
    const size = sizeOf(each, blocks);
    const cell = Math.min(area.width / size.width, area.height / size.height);
    if (cell <= bestCell) continue;
    bestCell = cell;
    best = size;
    blockColumns = each;
  }
  return {
    pages,
    columns: chunkColumns,
    blockPages: chunkPages,
    blockRows: chunkRows,
    blockColumns,
    gap: chunkGap,
    ...best,
  };
}

function sizeOf(blockColumns: number, blocks: number): Size {
  return {
    width: blockColumns * (chunkColumns + chunkGap) - chunkGap,
    height: Math.ceil(blocks / blockColumns) * (chunkRows + chunkGap) - chunkGap,
  };
}
