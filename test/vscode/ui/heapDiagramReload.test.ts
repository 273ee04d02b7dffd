/**
 * What the diagram shows is there again: in a page that was hidden, and in the next window. Which tabs an editor in a
 * browser brings back, and where, depends on when it wrote them; "Show Heap Diagram" opens the panel where it is missing.
 */
import { equal, match } from 'node:assert/strict';
import { type Diagram, openChurn } from '../diagram';

const gogc = 'Heap growth that starts a collection, in percent';

describe('the heap diagram: after a reload of the window', () => {
  let diagram: Diagram;
  let collections: string;
  let zoomed: string;
  openChurn(opened => {
    diagram = opened;
  });

  const ticks = (): Promise<string> => diagram.page.locator('.event-axis').innerText();
  const isAsBefore = async (): Promise<void> => {
    await diagram.figures.waitFor();
    await diagram.waitForEvent(k => k === 200);
    equal(await diagram.figure('Collections'), collections);
    match(await diagram.page.locator('h1').innerText(), /^Serve$/);
    await diagram.button(/^Pinned: GOGC 100, 4 Ps$/).waitFor();
    await diagram.inspector.getByText('Number 1 of 5 by bytes').waitFor();
    await diagram.page.locator('#ledger-table').waitFor();
    equal(await diagram.button('Heat map').getAttribute('aria-pressed'), 'false');
    equal(await ticks(), zoomed);
  };

  it('a panel that was hidden shows what it did', async () => {
    await diagram.button('Pin run').click();
    await diagram.choose(gogc, '50');
    await diagram.waitFor(
      () => diagram.figure('Collections'),
      text => /was 1$/.test(text),
    );
    collections = await diagram.figure('Collections');
    await diagram.goTo(200);
    await diagram.button('Zoom in').click();
    zoomed = await ticks();
    await diagram.button('Heat map').click();
    await diagram.page.getByRole('slider', { name: /^Page map/ }).press('+');
    await diagram.button(/^all [\d.]+ MB$/).waitFor();
    await diagram.page.getByRole('tab', { name: 'Ledger' }).click();
    await diagram.stage.locator('.site', { hasText: 'make([]byte, 6000)' }).click();
    await diagram.inspector.getByText('Number 1 of 5 by bytes').waitFor();
    // A panel is kept a moment after its last change.
    await diagram.page.locator('body').evaluate(() => new Promise(resolve => setTimeout(resolve, 500)));
    await diagram.showTab('churn.go');
    await diagram.figures.waitFor({ state: 'hidden' });
    await diagram.showTab('Heap Diagram');
    await isAsBefore();
    await diagram.button(/^all [\d.]+ MB$/).waitFor();
  });

  it('so does the panel of the next window', async () => {
    const { page } = diagram.workbench;
    await page.reload();
    await page.locator('.monaco-workbench .part.editor').waitFor();
    await diagram.workbench.runCommand('Heapward: Show Heap Diagram');
    await diagram.figures.waitFor();
    // Where it stood may come back, or not.
    await diagram.showTab('Heap Diagram');
    await diagram.workbench.runCommand('View: Move Editor into First Group');
    await isAsBefore();
    await diagram.workbench.screenshot('diagram-reloaded');
  });
});
