/** The heap diagram as a person uses it: what it shows as text, and its controls by their names. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { Workbench } from './workbench';

export class Diagram {
  constructor(readonly workbench: Workbench) {}

  /** Runs "Simulate Allocations" for the function in whose line the text stands. */
  async simulate(file: string, line: number): Promise<void> {
    await this.workbench.openFile(file);
    await this.workbench.goTo(line, 7);
    await this.workbench.waitForLineEnds(ends => ends.length > 0);
    await this.workbench.runCommand('Heapward: Simulate Allocations');
    await this.figures.waitFor();
  }

  /** Shows the panel over the whole window, so that nothing of it is folded away. */
  async widen(): Promise<void> {
    await this.workbench.page.setViewportSize({ width: 1500, height: 950 });
    await this.workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await this.showTab('Heap Diagram');
    await this.workbench.runCommand('View: Move Editor into First Group');
    await this.inspector.waitFor();
  }

  /** Brings the editor of that title to the front: a file, or "Heap Diagram". */
  async showTab(title: string): Promise<void> {
    await this.workbench.page.locator('.tabs-container .tab', { hasText: title }).click();
  }

  get page() {
    return this.workbench.diagram;
  }

  get figures(): Locator {
    return this.page.getByRole('region', { name: 'The whole run in figures' });
  }

  get stage(): Locator {
    return this.page.getByRole('region', { name: 'The way of an allocation' });
  }

  get inspector(): Locator {
    return this.page.getByRole('complementary', { name: 'Selection' });
  }

  get timeline(): Locator {
    return this.page.getByRole('slider', { name: 'Event', exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** A figure's text: value, change, what stands beside it. */
  async figure(name: string): Promise<string> {
    const text = await this.figures.getByRole('button', { name: new RegExp(`^${name}`) }).innerText();
    return plain(text).replace(name, '').trim().replace(/\s+/g, ' ');
  }

  /** The cursor: the event after which the heap is shown. */
  async event(): Promise<number> {
    return Number(await this.timeline.getAttribute('aria-valuenow'));
  }

  async events(): Promise<number> {
    return Number(await this.timeline.getAttribute('aria-valuemax'));
  }

  /** Waits until the cursor is where the condition wants it, and the heap of there is drawn. */
  async waitForEvent(condition: (k: number) => boolean): Promise<number> {
    const k = await this.waitFor(() => this.event(), condition);
    const drawn = async () => Number(await this.page.locator('[data-event]').getAttribute('data-event'));
    await this.waitFor(drawn, condition);
    return k;
  }

  /** Moves the cursor with the keys. */
  async goTo(k: number): Promise<void> {
    await this.timeline.focus();
    const { keyboard } = this.workbench.page;
    await keyboard.press('Home');
    for (let at = 0; at + 100 <= k; at += 100) await keyboard.press('Shift+ArrowRight');
    for (let at = 0; at < k % 100; at++) await keyboard.press('ArrowRight');
    await this.waitForEvent(at => at === k);
  }

  /** The rows of a table of the lower part, as cells of text. */
  async table(tab: string, id: string): Promise<string[][]> {
    await this.page.getByRole('tab', { name: tab, exact: true }).click();
    const table = this.page.locator(`#${id}`);
    await table.waitFor();
    return table.evaluate(element =>
      [...element.querySelectorAll('tbody tr')].map(row =>
        [...row.querySelectorAll('th, td')].map(cell =>
          (cell.textContent ?? '').replace(/[\u00a0\u2009]/g, ' '),
        ),
      ),
    );
  }

  /** Exports as a person does: the menu, the dialog with a name, Enter. Gives the file. */
  async save(extension: string): Promise<Buffer> {
    const { page, folder } = this.workbench;
    const path = join(folder, `saved-${Math.random().toString(36).slice(2)}${extension}`);
    const input = page.locator('.quick-input-widget input[type="text"]');
    await input.waitFor({ state: 'hidden' });
    await this.button('Export').click();
    await this.page.getByRole('menuitem', { name: extension }).click();
    await this.workbench.nameFile(path);
    await this.waitFor(async () => existsSync(path) && readFileSync(path).length > 0, Boolean);
    return readFileSync(path);
  }

  /** Picks a value of a what-if control, or of the speed. */
  async choose(control: string, value: string): Promise<void> {
    const select = this.page.locator(`vscode-single-select[aria-label="${control}"]`);
    await select.click();
    await select.getByRole('option', { name: value, exact: true }).click();
  }

  /** Reads again and again until the condition holds; tells what it was last where it never does. */
  async waitFor<T>(read: () => Promise<T>, condition: (value: T) => boolean): Promise<T> {
    let value = await read();
    for (const until = Date.now() + 60_000; !condition(value); value = await read()) {
      if (Date.now() > until) throw new Error(`it stays ${JSON.stringify(value)}`);
      await this.workbench.page.waitForTimeout(50);
    }
    return value;
  }
}

/** Thin and no-break spaces as blanks, the minus as a hyphen. */
export function plain(text: string): string {
  return text.replace(/[\u00a0\u2009]/g, ' ').replaceAll('\u2212', '-');
}

/** For every test of a suite: the diagram of `Serve`, a thousand turns, wide; a failed test leaves a picture. */
export function openChurn(use: (diagram: Diagram) => void): void {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.open({ program: 'churn', settings: { 'heapward.simulation.turns': 1000 } });
    const diagram = new Diagram(workbench);
    use(diagram);
    await diagram.simulate('churn.go', 26);
    await diagram.widen();
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });
}
