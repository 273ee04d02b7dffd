/** The page map's geometry: every page has one place, also when the map is zoomed and panned. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import {
  chunkPages,
  clampedView,
  layoutPages,
  pageAtPlace,
  placeOfPage,
  viewOfPages,
  wholeView,
  zoomedView,
} from '../../../src/webview/stage/pageLayout';

const areas = [
  { width: 230, height: 220 },
  { width: 600, height: 90 },
  { width: 3, height: 3 },
];
const sizes = [1, 7, 512, 2048, 2049, 40 * chunkPages, 131_072];

describe('the layout of the page map', () => {
  for (const pages of sizes) {
    it(`of ${pages} pages gives each its own place, within the map`, () => {
      for (const area of areas) {
        const layout = layoutPages(pages, area);
        for (let page = 0; page < pages; page += Math.max(1, Math.floor(pages / 997))) {
          const [column, row] = placeOfPage(layout, page);
          ok(column >= 0 && row >= 0 && column < layout.width && row < layout.height, `page ${page}`);
          equal(pageAtPlace(layout, column + 0.5, row + 0.5), page);
        }
        equal(pageAtPlace(layout, -1, 0), -1);
        equal(pageAtPlace(layout, layout.width + 1, 0), -1);
        const { cell } = wholeView(layout, area);
        ok(layout.width * cell <= area.width * 1.000001 && layout.height * cell <= area.height * 1.000001);
      }
    });
  }

  it('keeps the point below the pointer while it is zoomed, and comes back to the whole map', () => {
    const [area] = areas;
    const layout = layoutPages(20_000, area);
    let view = wholeView(layout, area);
    const at: [number, number] = [100, 80];
    const pointed = () => pageAtPlace(layout, (at[0] - view.x) / view.cell, (at[1] - view.y) / view.cell);
    for (let i = 0; i < 8; i++) view = zoomedView(view, 1.5, at, layout, area);
    const page = pointed();
    for (let i = 0; i < 4; i++) view = zoomedView(view, 1.5, at, layout, area);
    equal(pointed(), page);
    for (let i = 0; i < 40; i++) view = zoomedView(view, 0.7, at, layout, area);
    const whole = wholeView(layout, area);
    deepEqual([view.cell, Math.abs(view.x) < 1e-6 || view.x > 0], [whole.cell, true]);
  });

  it('stays on the map while it is panned', () => {
    const [area] = areas;
    const layout = layoutPages(20_000, area);
    const view = clampedView({ cell: 10, x: 500, y: -1e9 }, layout, area);
    deepEqual(view, { cell: 10, x: 0, y: area.height - layout.height * 10 });
  });

  it('shows pages as large as they go', () => {
    const [area] = areas;
    const layout = layoutPages(20_000, area);
    for (const [first, count] of [
      [0, 1],
      [700, 4],
      [19_999, 1],
      [500, 40],
    ]) {
      const view = viewOfPages(first, count, layout, area);
      for (const page of [first, first + count - 1]) {
        const [column, row] = placeOfPage(layout, page);
        const [x, y] = [view.x + (column + 0.5) * view.cell, view.y + (row + 0.5) * view.cell];
        ok(x > 0 && y > 0 && x < area.width && y < area.height, `page ${page}: ${x}, ${y}`);
      }
      ok(view.cell > wholeView(layout, area).cell);
    }
  });
});
