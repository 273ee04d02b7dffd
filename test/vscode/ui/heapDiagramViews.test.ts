/** The pictures of the heap diagram, each used as a person would, and their numbers checked against one another. */
import { equal, match, ok } from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { Diagram, plain } from '../diagram';
import { Workbench } from '../workbench';

describe('the pictures of the heap diagram', () => {
  let workbench: Workbench;
  let diagram: Diagram;

  before(async () => {
    workbench = await Workbench.open({ settings: { 'heapward.simulation.turns': 1000 } });
    diagram = new Diagram(workbench);
    await diagram.simulate('load/load.go', 20);
    await diagram.widen();
    await diagram.timeline.press('End');
    await diagram.waitForEvent(k => k > 20_000);
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  const openTab = async (name: string) => {
    await diagram.page.getByRole('tab', { name, exact: true }).click();
  };
  const cells = async (table: string, row: number) =>
    (await diagram.page.locator(`#${table} tbody tr`).nth(row).locator('td').allInnerTexts()).map(plain);
  const heat = () => diagram.page.getByRole('slider', { name: /^Bytes by size class over time/ });
  const pageMap = () => diagram.page.getByRole('slider', { name: 'Page map: span' });

  describe('heat map', () => {
    it('tells class and bytes below the pointer', async () => {
      const box = await boxOf(heat());
      await workbench.page.mouse.move(box.x + box.width / 2, box.y + 2);
      const tip = diagram.page.locator('.tip');
      await tip.waitFor();
      match(
        plain(await tip.innerText()),
        /^class \d, \d+ B: (nothing|\d+ B) allocated in events [\d ]+–[\d ]+$/,
      );
    });

    it('is walked with the arrow keys, and Enter moves the cursor there', async () => {
      await heat().focus();
      await heat().press('End');
      for (let i = 0; i < 30; i++) await heat().press('ArrowDown');
      await heat().press('ArrowRight');
      match(plain((await heat().getAttribute('aria-valuetext')) ?? ''), /^large objects: /);
      await heat().press('Enter');
      ok((await diagram.waitForEvent(k => k < 1000)) > 0);
      await diagram.timeline.press('End');
    });

    it('is switched off and on', async () => {
      await diagram.button('Heat map').click();
      await heat().waitFor({ state: 'detached' });
      await diagram.button('Heat map').click();
      await heat().waitFor();
    });
  });

  describe('flame graph', () => {
    const nodes = () => diagram.page.getByRole('treeitem');

    it('has the bytes of the run at its root, and its sites below package, function and type', async () => {
      await openTab('Flame');
      const [bytes] = (await diagram.figure('Allocated, whole run')).split(' MB');
      match(plain(await nodes().first().innerText()), new RegExp(`^Replay\\n?${bytes} MB$`));
      const names = (await nodes().allInnerTexts()).map(text => plain(text).split('\n')[0]);
      for (const name of ['load', 'encode', '[]byte']) ok(names.includes(name), `${name} in ${names}`);
    });

    it('is walked with tree keys, and Enter goes into a node and out of it again', async () => {
      await nodes().first().focus();
      await workbench.page.keyboard.press('ArrowDown');
      await workbench.page.keyboard.press('ArrowDown');
      await workbench.page.keyboard.press('ArrowRight');
      const focused = diagram.page.locator('[role="treeitem"]:focus');
      await diagram.waitFor(
        () => focused.getAttribute('aria-level'),
        level => level === '3',
      );
      await workbench.page.keyboard.press('Enter');
      await diagram.waitFor(
        () => diagram.page.getByRole('navigation').getByRole('button').count(),
        count => count === 3,
      );
      await workbench.page.keyboard.press('Backspace');
      await diagram.page.getByRole('navigation').getByRole('button', { name: 'Replay' }).click();
    });

    it('is measured in objects, and shown as treemap and table with the same sums', async () => {
      await diagram.button(/^objects$/).click();
      const objects = /(\d[\d ]*) objects/.exec(await diagram.figure('Allocated, whole run'))?.[1] ?? '';
      match(plain(await nodes().first().innerText()), new RegExp(`${objects} objects`));
      await diagram.button(/^treemap$/).click();
      match(
        plain((await nodes().first().getAttribute('aria-label')) ?? ''),
        new RegExp(`^Replay ${objects} objects`),
      );
      await workbench.screenshot('diagram-treemap');
      await diagram.button(/^table$/).click();
      equal((await cells('flame-table', 0))[2], objects);
      await diagram.button(/^flame$/).click();
      await diagram.button(/^bytes$/).click();
    });

    it('a click on a site selects it, and the page map lights up what it holds', async () => {
      await nodes().filter({ hasText: 'make([]byte, 1500)' }).first().click();
      await diagram.inspector.getByText('make([]byte, 1500)').first().waitFor();
      await diagram.page.getByText(/lit: live from line \d+/).waitFor();
      await workbench.screenshot('diagram-flame');
      await diagram.timeline.press('Escape');
    });
  });

  describe('range of events', () => {
    it('filters figures, sites, classes, flame graph and collections', async () => {
      const axis = await boxOf(diagram.page.locator('.event-axis'));
      await workbench.page.mouse.move(axis.x + axis.width * 0.25, axis.y + 8);
      await workbench.page.mouse.down();
      await workbench.page.mouse.move(axis.x + axis.width * 0.5, axis.y + 8, { steps: 5 });
      await workbench.page.mouse.up();
      await diagram.page.getByText(/only events [\d\u2009]+–[\d\u2009]+/).waitFor();
      const figure = diagram.page.locator('.figures button', { hasText: 'Allocated, in the range' });
      await figure.waitFor();
      const [, megabytes, objects] =
        /([\d.]+) MB\s+([\d ]+) objects/.exec(plain(await figure.innerText())) ?? [];
      ok(Number(megabytes) > 3 && Number(megabytes) < 5, megabytes);
      await openTab('Sites');
      await diagram.page.getByText(/^events [\d\u2009]+–/).waitFor();
      const sites = await diagram.page.locator('#sites-table tbody tr').count();
      let sum = 0;
      for (let row = 0; row < sites; row++)
        sum += Number((await cells('sites-table', row))[2].replaceAll(' ', ''));
      equal(String(sum), objects?.replaceAll(' ', ''));
      await openTab('Flame');
      match(
        plain(await diagram.page.getByRole('treeitem').first().innerText()),
        new RegExp(`${megabytes} MB`),
      );
      await openTab('Size classes');
      await diagram.page.getByRole('columnheader', { name: 'Objects in range' }).waitFor();
      await workbench.screenshot('diagram-range');
    });

    it('Escape clears it', async () => {
      await diagram.timeline.press('Escape');
      await diagram.page.getByText(/only events/).waitFor({ state: 'detached' });
      await diagram.waitFor(
        () => diagram.figure('Allocated, whole run'),
        text => text.startsWith('15.6 MB'),
      );
    });

    it('begins and ends at the cursor with the keys i and o', async () => {
      await diagram.timeline.press('Home');
      for (let i = 0; i < 5; i++) await diagram.timeline.press('Shift+ArrowRight');
      await diagram.waitForEvent(k => k === 500);
      await diagram.timeline.press('o');
      equal(
        plain(await diagram.page.locator('.range-note').innerText())
          .split('\n')[0]
          .trim(),
        'only events 1–500',
      );
      await diagram.timeline.press('Escape');
      await diagram.timeline.press('End');
    });
  });

  describe('timeline', () => {
    it('zooms with the wheel and pans, and shows the whole run again', async () => {
      const box = await boxOf(diagram.timeline);
      const ticks = () => diagram.page.locator('.event-axis .tick').allInnerTexts();
      const before = await ticks();
      await workbench.page.mouse.move(box.x + box.width * 0.5, box.y + 40);
      for (let i = 0; i < 12; i++) await workbench.page.mouse.wheel(0, -100);
      await diagram.waitFor(ticks, now => now.join() !== before.join());
      const zoomed = await ticks();
      await workbench.page.mouse.wheel(200, 0);
      await diagram.waitFor(ticks, now => now.join() !== zoomed.join());
      await diagram.button(/^all$/).click();
      await diagram.waitFor(ticks, now => now.join() === before.join());
    });

    it('has a table of its slices, of which those in view alone are in the page', async () => {
      await openTab('Timeline');
      const table = diagram.page.locator('#timeline-table');
      const count = Number(await table.getAttribute('aria-rowcount'));
      ok(count > 1000, String(count));
      ok((await table.locator('tbody tr').count()) < 100);
      await table.locator('[data-row="0"]').focus();
      await workbench.page.keyboard.press('End');
      const last = table.locator(`[data-row="${count - 2}"]:focus`);
      await last.waitFor();
      equal(Number(plain(await last.innerText()).replaceAll(' ', '')), await diagram.events());
    });
  });

  describe('page map', () => {
    it('tells the span below the pointer, and arrow keys go from span to span', async () => {
      const box = await boxOf(pageMap());
      await workbench.page.mouse.move(box.x + 4, box.y + 4);
      await diagram.waitFor(
        async () => plain((await pageMap().getAttribute('title')) ?? ''),
        title => /^span 0xc000000000, \d+ pages?, (no)?scan: /.test(title),
      );
      await pageMap().focus();
      await pageMap().press('Home');
      match((await pageMap().getAttribute('aria-valuetext')) ?? '', /^span 0xc000000000/);
      await pageMap().press('ArrowRight');
      const second = (await pageMap().getAttribute('aria-valuetext')) ?? '';
      ok(!second.startsWith('span 0xc000000000'), second);
    });

    it('looks into a span down to its slots, which tell site, type, size and age', async () => {
      await openTab('Spans');
      const rows = diagram.page.locator('#spans-table tbody tr', { hasText: '1.5 KB' });
      await diagram.page.getByRole('columnheader', { name: 'Live' }).getByRole('button').click();
      await openTab('Size classes');
      await diagram.page
        .locator('#classes-table')
        .getByText('1 536 B'.replace(' ', '\u2009'), { exact: true })
        .click();
      await openTab('Spans');
      await rows.first().or(diagram.page.locator('#spans-table tbody tr').first()).click();
      await pageMap().focus();
      await pageMap().press('Enter');
      const box = await boxOf(pageMap());
      const slot = await diagram.waitFor(
        async () => {
          await workbench.page.mouse.move(
            box.x + box.width * 0.4,
            box.y + box.height * (0.3 + Math.random() / 10),
          );
          return plain((await pageMap().getAttribute('title')) ?? '');
        },
        title => /^slot \d+: (live|dead): /.test(title),
      );
      match(slot, /^slot \d+: (live|dead): make\(\[\]byte, 1500\).*, 1 500 B, allocated [\d ]+ events? ago$/);
      await workbench.screenshot('diagram-page');
      await diagram.button(/^all [\d.]+ MB$/).click();
    });

    it('has as many spans in its table as the size classes have together', async () => {
      await diagram.timeline.press('Escape');
      await openTab('Size classes');
      const rows = await diagram.page.locator('#classes-table tbody tr').count();
      let counted = 0;
      for (let row = 0; row < rows; row++)
        counted += Number((await cells('classes-table', row))[3].replaceAll(' ', ''));
      await openTab('Spans');
      const spans = Number(await diagram.page.locator('#spans-table').getAttribute('aria-rowcount')) - 1;
      equal(counted, spans);
    });
  });

  it('the bars of the Ps are walked with arrow keys, one of them is in the order of the tab key', async () => {
    const matrix = diagram.page.locator('.matrix');
    equal(await matrix.locator('[tabindex="0"]').count(), 1);
    await matrix.locator('[tabindex="0"]').focus();
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('ArrowRight');
    const focused = matrix.locator('.gauge:focus');
    match((await focused.getAttribute('aria-label')) ?? '', /^P\d+, /);
    await workbench.page.keyboard.press('Enter');
    match(await diagram.inspector.innerText(), /[Ss]pan/);
    await diagram.timeline.press('Escape');
  });
});

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('it is not on the screen');
  return box;
}
