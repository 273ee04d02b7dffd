import { match, ok } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Diagram } from '../diagram';
import { Workbench } from '../workbench';

describe('the heap diagram: its states', () => {
  let workbench: Workbench;
  let diagram: Diagram;

  before(async () => {
    workbench = await Workbench.open({ program: 'churn' });
    diagram = new Diagram(workbench);
    const lines = Array.from(
      { length: 1_500_000 },
      (_, id) => `alloc ${id} ${16 + (id % 97) * 8} scan a.go:${id % 9}`,
    );
    writeFileSync(join(workbench.folder, 'long.alloctrace'), lines.join('\n'));
    writeFileSync(
      join(workbench.folder, 'short.alloctrace'),
      'alloc 1 48 scan\nalloc 2 64 noscan b.go:2\nfree 1\ngc\n',
    );
    writeFileSync(join(workbench.folder, 'broken.alloctrace'), 'alloc 1\n');
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  it('empty: says what to do, and opens a trace', async () => {
    await workbench.runCommand('Heapward: Show Heap Diagram');
    await diagram.page.getByText('Nothing simulated yet').waitFor();
    await workbench.screenshot('diagram-empty');
    await openTrace('short.alloctrace');
    await diagram.figures.waitFor();
    match(await diagram.figure('Allocated, whole run'), /^112 B/);
  });

  it('a trace that cannot be read is told by its line', async () => {
    await workbench.runCommand('View: Close Editor');
    await workbench.runCommand('Heapward: Replay Allocation Trace');
    await pick('broken.alloctrace');
    await diagram.page.getByText(/line 1:/).waitFor();
  });

  it('while it runs: how far it is, and a stop that keeps what there is', async () => {
    await workbench.runCommand('Heapward: Replay Allocation Trace');
    await pick('long.alloctrace');
    const stop = diagram.button('Stop and show what there is');
    await diagram.page
      .getByText(/\d of 1.500.000 events/)
      .first()
      .waitFor();
    await diagram.page.locator('vscode-progress-bar').first().waitFor();
    await workbench.screenshot('diagram-loading');
    await stop.first().click();
    await diagram.page.getByText('it was stopped by hand').waitFor();
    const events = await diagram.events();
    ok(events > 0 && events < 1_500_000, `${events} events`);
    await diagram.widen();
    match(await diagram.figure('Allocated, whole run'), new RegExp(` ${grouped(events)} objects$`));
  });

  async function openTrace(name: string): Promise<void> {
    await diagram.button('Open Allocation Trace').click();
    await pick(name);
  }

  /** Names the file in the dialog. */
  async function pick(name: string): Promise<void> {
    await workbench.page.locator('.quick-input-title', { hasText: 'Replay an allocation trace' }).waitFor();
    await workbench.nameFile(join(workbench.folder, name));
  }
});

/** "59 392" */
function grouped(count: number): string {
  return count.toString().replace(/\B(?=(\d{3})+$)/g, ' ');
}
