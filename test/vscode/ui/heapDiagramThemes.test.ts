/** The heap diagram in each of the editor's themes: axe finds nothing in any state, and a picture of it is kept. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { Frame } from 'playwright-core';
import { Diagram } from '../diagram';
import { Workbench } from '../workbench';

const themes = [
  { name: 'Default Dark Modern', body: 'vscode-dark' },
  { name: 'Default Light Modern', body: 'vscode-light' },
  { name: 'Default High Contrast', body: 'vscode-high-contrast' },
  { name: 'Default High Contrast Light', body: 'vscode-high-contrast-light' },
];
const tabs = ['Sites', 'Size classes', 'Flame', 'Spans', 'Slots', 'Timeline', 'Collections', 'Ledger'];

describe('the heap diagram in every theme', () => {
  let workbench: Workbench;
  let diagram: Diagram;

  before(async () => {
    workbench = await Workbench.open({ settings: { 'heapward.simulation.turns': 1000 } });
    diagram = new Diagram(workbench);
    await workbench.openFile('load/load.go');
    await workbench.waitForLineEnds(ends => ends.length > 0);
    await workbench.runCommand('Heapward: Show Heap Diagram');
    await diagram.page.getByRole('heading').first().waitFor();
    await clean('empty');
    await diagram.simulate('load/load.go', 20);
    await clean('beside the editor');
    await diagram.widen();
    await diagram.timeline.press('End');
    await diagram.waitForEvent(k => k > 20_000);
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  for (const theme of themes) {
    describe(theme.name, () => {
      before(async () => {
        setTheme(workbench.folder, theme.name);
        await diagram.page.locator(`body.${theme.body}`).waitFor();
      });

      for (const tab of tabs) {
        it(`is without findings with the tab ${tab}`, async () => {
          await openTab(tab);
          await clean(tab);
          if (tab !== 'Flame') return;
          await workbench.screenshot(`diagram-${theme.body}`);
          for (const picture of ['treemap', 'table', 'flame']) {
            await diagram.button(new RegExp(`^${picture}$`)).click();
            await clean(picture);
          }
        });
      }

      it('is without findings with a range, with each kind of selection, and zoomed', async () => {
        await openTab('Sites');
        await diagram.page.locator('#sites-table tbody button').first().click();
        await clean('a site selected');
        await diagram.timeline.press('o');
        await diagram.page.locator('.range-note').waitFor();
        await clean('a range');
        await diagram.timeline.press('Escape');
        const pageMap = diagram.page.getByRole('slider', { name: 'Page map: span' });
        await pageMap.focus();
        await pageMap.press('Home');
        await pageMap.press('Enter');
        await clean('into a span');
        await pageMap.press('Escape');
        await diagram.page.locator('.matrix button[data-column="0"]').first().click();
        await clean('a class selected');
        await diagram.timeline.press('Escape');
      });
    });
  }

  describe('by itself', () => {
    it('moves nothing by itself where motion is to be reduced', async () => {
      await workbench.page.emulateMedia({ reducedMotion: 'reduce' });
      const moving = await frame().then(inner =>
        inner.evaluate('document.getAnimations().filter(each => each.playState === "running").length'),
      );
      equal(moving, 0);
      await workbench.page.emulateMedia({ reducedMotion: null });
    });

    it('shows names from Go code as text, whatever they hold', async () => {
      const inner = await frame();
      equal(
        await inner.evaluate('document.querySelectorAll("#app img, #app script, #app iframe").length'),
        0,
      );
    });

    it('closes the heat map where the window is low', async () => {
      const heat = diagram.page.getByRole('slider', { name: /^Bytes by size class/ });
      ok(await heat.isVisible());
      await workbench.page.setViewportSize({ width: 1400, height: 700 });
      await workbench.runCommand('Developer: Reload Webviews');
      const switched = diagram.page.locator('.toggle[aria-pressed="false"]', { hasText: 'Heat map' });
      await switched.waitFor();
      equal(await heat.count(), 0);
    });
  });

  async function openTab(name: string): Promise<void> {
    await diagram.page.getByRole('tab', { name, exact: true }).click();
  }

  /** The panel's own frame, in which scripts of a test run beside its policy. */
  async function frame(): Promise<Frame> {
    const outer = workbench.page.frameLocator('iframe.webview.ready').locator('iframe#active-frame');
    const inner = await (await outer.elementHandle())?.contentFrame();
    if (!inner) throw new Error('the panel has no frame');
    return inner;
  }

  async function clean(where: string): Promise<void> {
    const inner = await frame();
    await inner.evaluate(axe.source);
    const { violations } = await inner.evaluate<AxeResults>(
      "axe.run(document, { resultTypes: ['violations'] })",
    );
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, any, all }) => `${id}: ${target.join(' ')} ${[...any, ...all][0]?.message ?? ''}`),
    );
    deepEqual(found, [], where);
  }
});

/** As a setting of the workspace, which the editor takes up by itself. */
function setTheme(folder: string, name: string): void {
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify({ 'workbench.colorTheme': name }));
}
