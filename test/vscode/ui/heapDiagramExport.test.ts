import { equal, match, ok } from 'node:assert/strict';
import { join } from 'node:path';
import { parseTrace } from '../../../src/allocator';
import type { Run } from '../../../src/protocol';
import { AllocationRun, logOfTrace } from '../../../src/simulation';
import { type Diagram, openChurn, plain } from '../diagram';
import type { Workbench } from '../workbench';

describe('the heap diagram: export', () => {
  let workbench: Workbench;
  let diagram: Diagram;

  openChurn(opened => {
    diagram = opened;
    workbench = opened.workbench;
  });

  it('the numbers of the run, as JSON', async () => {
    const run: Run = JSON.parse((await diagram.save('.json')).toString('utf8'));
    equal(run.title, 'Serve');
    equal(
      run.siteTotals.reduce((sum, site) => sum + site.bytes, 0),
      run.figures.allocatedBytes,
    );
    match(
      await diagram.figure('Allocated'),
      new RegExp(plain(run.figures.allocatedObjects.toLocaleString('en')).replace(',', ' ')),
    );
  });

  it('an allocation trace that allocates the same', async () => {
    const { log, sites } = logOfTrace(parseTrace((await diagram.save('.alloctrace')).toString('utf8')));
    const { figures } = new AllocationRun(log, sites.length, { procs: 4, gogc: 100 });
    equal(
      plain(await diagram.figure('Allocated, whole run')),
      `5.8 MB ${figures.allocatedObjects.toLocaleString('en').replace(',', ' ')} objects`,
    );
    ok(
      sites.some(site => /churn\.go:28:\d+$/.test(site)),
      sites.join(', '),
    );
    match(await diagram.figure('Peak heap'), new RegExp(`^${(figures.peakBytes / 2 ** 20).toFixed(1)} MB`));
  });

  it('the picture as SVG: shapes and text, nothing from elsewhere', async () => {
    const svg = (await diagram.save('.svg')).toString('utf8');
    const found = await pictureFacts(svg);
    equal(found.error, '');
    ok(found.width > 1300 && found.height > 700, `${found.width} × ${found.height}`);
    for (const text of [
      'Serve',
      'mcache',
      'mcentral',
      'mheap',
      'pocket',
      'Peak heap',
      'Ledger',
      'make([]byte, 6000)',
    ])
      ok(found.texts.includes(text), `${text} in ${found.texts.slice(0, 60).join(' | ')}`);
    ok(found.images >= 3, `${found.images} canvases`);
    equal(found.foreign, 0);
    equal(/(href|src)="(?!data:image\/png)/.test(svg), false, 'no link to elsewhere');
    ok(found.background[0] < 80, `dark: ${found.background}`);
    await see('exported-dark', svg);
  });

  it('the picture as PNG', async () => {
    const png = await diagram.save('.png');
    equal(png.subarray(1, 4).toString('latin1'), 'PNG');
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    ok(width >= 2 * 1300 && height >= 2 * 700, `${width} × ${height}`);
    ok(png.length > 60_000, `${png.length} bytes`);
  });

  it('in a light theme a light picture', async () => {
    await workbench.runCommand('Preferences: Toggle between Light/Dark Themes');
    await diagram.page.locator('body.vscode-light').waitFor();
    const svg = (await diagram.save('.svg')).toString('utf8');
    const found = await pictureFacts(svg);
    ok(found.background[0] > 200, `light: ${found.background}`);
    await see('exported-light', svg);
  });

  it('Escape closes the menu, and nothing is saved where the dialog is left', async () => {
    await diagram.button('Export').click();
    await diagram.page.getByRole('menu', { name: 'Export' }).waitFor();
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('Escape');
    await diagram.page.getByRole('menu', { name: 'Export' }).waitFor({ state: 'hidden' });
  });

  /** What a browser finds in the picture. */
  function pictureFacts(svg: string) {
    return workbench.page.evaluate(source => {
      const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
      const root = parsed.documentElement;
      return {
        error: parsed.querySelector('parsererror')?.textContent ?? '',
        width: Number(root.getAttribute('width')),
        height: Number(root.getAttribute('height')),
        texts: [...parsed.querySelectorAll('text')].map(text => text.textContent?.trim() ?? ''),
        images: parsed.querySelectorAll('image').length,
        foreign: parsed.querySelectorAll('foreignObject, script').length,
        background: (parsed.querySelector('svg > rect')?.getAttribute('fill')?.match(/\d+/g) ?? []).map(
          Number,
        ),
      };
    }, svg);
  }

  /** Keeps what the picture looks like beside the screenshots. */
  async function see(name: string, svg: string): Promise<void> {
    const page = await workbench.page.context().newPage();
    await page.setViewportSize({ width: 1500, height: 920 });
    await page.setContent(svg);
    await page.screenshot({ path: join(__dirname, '../screenshots', `${name}.png`) });
    await page.close();
  }
});
