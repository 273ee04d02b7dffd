/**
 * The heap diagram with a million live objects: the panel's bundle in a headless chromium, with the real core behind
 * it. Frames while the timeline and the page map are panned and zoomed, from the times between animation frames;
 * the time from the page's first byte to the drawn heap; the page's memory. The reference is what was promised:
 * 60 frames a second, open in a second. Build first.
 */
import type { Page } from 'playwright-core';
import { openPanel } from '../panel/page';
import { runOf } from '../panel/program';
import { findChromium, startBrowser } from '../vscode/browser';
import type { BenchRow } from './replay';

const objects = 1_000_000;
const frame_ms = 1000 / 60;
const open_ms = 1000;
const rounds = 3;

export async function bench(): Promise<BenchRow[]> {
  const chromium = findChromium();
  if (!chromium) return [{ name: 'diagram', ours_ms: 0, skipped: 'no chromium (CHROMIUM)' }];
  const start = performance.now();
  const { run, allocation } = runOf({ objects, dropsForEach: 0.2, procs: 4, gogc: 100 });
  const rows: BenchRow[] = [
    { name: 'diagram: make the run', ours_ms: performance.now() - start, skipped: `${run.events} events` },
  ];
  const browser = await startBrowser(chromium);
  try {
    const { page } = browser;
    let opened = Number.POSITIVE_INFINITY;
    await openPanel(page, run, allocation);
    for (let round = 0; round < rounds; round++) {
      if (round > 0) await page.reload();
      opened = Math.min(opened, await openingTime(page));
    }
    rows.push(row('diagram: open', opened, open_ms));
    for (const { name, act } of movements) {
      const times = await frameTimes(page, () => act(page));
      rows.push(row(`diagram: ${name}, median frame`, quantile(times, 0.5), frame_ms));
      rows.push(row(`diagram: ${name}, slowest 1% of frames`, quantile(times, 0.99), frame_ms));
    }
    rows.push({ name: 'diagram: page memory', ours_ms: 0, skipped: `${await heapMegabytes(page)} MB` });
  } finally {
    await browser.stop();
  }
  return rows;
}

function row(name: string, ours_ms: number, reference_ms: number): BenchRow {
  return { name, ours_ms, reference_ms, ratio: ours_ms / reference_ms };
}

const movements: { name: string; act: (page: Page) => Promise<void> }[] = [
  { name: 'zoom the timeline', act: page => wheel(page, '.scrub', step => [0, step < 40 ? -60 : 60]) },
  {
    name: 'pan the timeline',
    async act(page) {
      for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Zoom in' }).click();
      await wheel(page, '.scrub', step => [step < 40 ? 40 : -40, 0]);
    },
  },
  {
    name: 'zoom the page map',
    act: page => wheel(page, '.page-map canvas', step => [0, step < 40 ? -70 : 70]),
  },
  {
    name: 'pan the page map',
    async act(page) {
      await wheel(page, '.page-map canvas', () => [0, -60], 16);
      await drag(page, '.page-map canvas');
    },
  },
];

/** Milliseconds from the start of the navigation to the frame in which the heap is drawn. */
async function openingTime(page: Page): Promise<number> {
  await page.locator('.page-map canvas').waitFor();
  return page.evaluate<number>('nextFrame()');
}

async function wheel(
  page: Page,
  selector: string,
  deltas: (step: number) => [number, number],
  steps = 80,
): Promise<void> {
  const box = await boxOf(page, selector);
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.4);
  for (let step = 0; step < steps; step++) await page.mouse.wheel(...deltas(step));
}

async function drag(page: Page, selector: string): Promise<void> {
  const box = await boxOf(page, selector);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 0; step < 80; step++) {
    const turn = (step / 80) * Math.PI * 4;
    await page.mouse.move(x + (Math.sin(turn) * box.width) / 3, y + (Math.cos(turn) * box.height) / 3);
  }
  await page.mouse.up();
}

async function boxOf(
  page: Page,
  selector: string,
): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not there`);
  return box;
}

/** Times between animation frames while something is done, in milliseconds. */
async function frameTimes(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate('recordFrames()');
  await act();
  return page.evaluate<number[]>('recordedFrames()');
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** After a collection, in the page's own JavaScript heap. */
async function heapMegabytes(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return (usedSize / 2 ** 20).toFixed(1);
}
