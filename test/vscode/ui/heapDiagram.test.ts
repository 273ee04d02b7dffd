import { equal, match, ok } from 'node:assert/strict';
import { Workbench } from '../workbench';

describe('the heap diagram', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open();
    await workbench.openFile('metrics/metrics.go');
    await workbench.goTo(111, 8);
    await workbench.waitForLineEnds(ends => ends.includes('heap 800 B'));
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  it('shows what "Simulate Allocations" found for the function at the cursor', async () => {
    await workbench.runCommand('Heapward: Simulate Allocations');
    const { diagram } = workbench;
    const figures = diagram.getByRole('region', { name: 'The whole run in figures' });
    await figures.waitFor();
    match((await figures.innerText()).replaceAll('\\u00a0', ' '), /2.?400 B/);
    const sites = diagram.locator('#sites-table');
    await sites.getByText('metrics/metrics.go:114').waitFor();
    await workbench.screenshot('diagram');
  });

  it('has the levels of the allocator, and a ledger that sums to what is mapped', async () => {
    const { diagram } = workbench;
    const stage = diagram.getByRole('region', { name: 'The way of an allocation' });
    for (const level of ['mcache', 'mcentral', 'mheap', 'OS']) {
      ok(await stage.getByText(level, { exact: true }).first().isVisible(), level);
    }
    await diagram.getByRole('tab', { name: 'Ledger' }).click();
    match(await diagram.locator('#ledger-table .sum').innerText(), /mapped − sum = 0/);
    await diagram.getByRole('tab', { name: 'Sites' }).click();
  });

  it('a click on a site reveals its line', async () => {
    await workbench.diagram.locator('#sites-table').getByText('metrics/metrics.go:112').click();
    await workbench.page.locator('.statusbar-item', { hasText: 'Ln 112' }).waitFor();
  });

  it('runs under a content security policy that permits nothing inline', async () => {
    const policy = await workbench.diagram
      .locator('meta[http-equiv="Content-Security-Policy"]')
      .getAttribute('content');
    ok(policy?.startsWith("default-src 'none'"));
    equal(/unsafe/.test(policy ?? ''), false);
  });
});
