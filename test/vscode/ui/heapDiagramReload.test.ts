import { equal, match } from 'node:assert/strict';
import { Diagram } from '../diagram';
import { Workbench } from '../workbench';

const gogc = 'Heap growth that starts a collection, in percent';

describe('the heap diagram: after a reload of the window', () => {
  let workbench: Workbench;
  let diagram: Diagram;

  before(async () => {
    workbench = await Workbench.open({ program: 'churn', settings: { 'heapward.simulation.turns': 1000 } });
    diagram = new Diagram(workbench);
    await diagram.simulate('churn.go', 26);
    await diagram.widen();
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  it('function, settings, cursor, selection, tab and pinned run are there again', async () => {
    await diagram.button('Pin run').click();
    await diagram.choose(gogc, '50');
    await diagram.waitFor(
      () => diagram.figure('Collections'),
      text => /was 1$/.test(text),
    );
    const collections = await diagram.figure('Collections');
    await diagram.button('To the empty heap').click();
    await diagram.timeline.focus();
    await workbench.page.keyboard.press('Shift+ArrowRight');
    await workbench.page.keyboard.press('Shift+ArrowRight');
    await diagram.waitForEvent(k => k === 200);
    await diagram.page.getByRole('tab', { name: 'Ledger' }).click();
    await diagram.stage.locator('.site', { hasText: 'make([]byte, 6000)' }).click();
    await diagram.inspector.getByText('Number 1 of 5 by bytes').waitFor();
    // VS Code in a browser writes what it remembers every five seconds.
    await workbench.page.waitForTimeout(6000);

    await workbench.page.reload();
    await diagram.figures.waitFor();
    equal(await diagram.waitForEvent(k => k === 200), 200);
    equal(await diagram.figure('Collections'), collections);
    match(await diagram.page.locator('h1').innerText(), /^Serve$/);
    await diagram.button(/^Pinned: GOGC 100, 4 Ps$/).waitFor();
    await diagram.inspector.getByText('Number 1 of 5 by bytes').waitFor();
    await diagram.page.locator('#ledger-table').waitFor();
    await workbench.screenshot('diagram-reloaded');
  });

  it('a panel that was hidden shows what it did', async () => {
    await diagram.showTab('churn.go');
    await diagram.showTab('Heap Diagram');
    await diagram.figures.waitFor();
    await diagram.waitForEvent(k => k === 200);
    await diagram.button(/^Pinned: GOGC 100, 4 Ps$/).waitFor();
  });
});
