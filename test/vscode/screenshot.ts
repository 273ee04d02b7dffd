/** Takes the pictures of the README from the real thing: `npx tsx test/vscode/screenshot.ts` after a build. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Diagram } from './diagram';
import { Workbench } from './workbench';

const media = join(__dirname, '../../media');

async function main(): Promise<void> {
  const workbench = await Workbench.open({ settings: { 'editor.fontSize': 13 } });
  try {
    const { page } = workbench;
    await page.setViewportSize({ width: 1200, height: 720 });
    await workbench.openFile('metrics/metrics.go');
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await workbench.goTo(74, 2);
    await workbench.waitForLineEnds(ends => ends.includes('heap 216 B'));
    await workbench.hoverAtCursor('moves to the heap');
    await page.waitForTimeout(1000);
    await page.screenshot({ path: join(media, 'editor.png') });
    await page.keyboard.press('Escape');
    await heapDiagram(workbench);
  } finally {
    await workbench.close();
  }
}

/** Beside the code, and alone: the way of an allocation; a range of events; down to the slots of a page. */
async function heapDiagram(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  const diagram = new Diagram(workbench);
  const take = async (name: string) => {
    await page.mouse.move(0, 0);
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(media, `${name}.png`) });
  };
  const theme = async (name: string, body: string) => {
    mkdirSync(join(workbench.folder, '.vscode'), { recursive: true });
    writeFileSync(
      join(workbench.folder, '.vscode/settings.json'),
      JSON.stringify({ 'workbench.colorTheme': name }),
    );
    await diagram.page.locator(`body.${body}`).waitFor();
  };
  await page.setViewportSize({ width: 1440, height: 900 });
  await diagram.simulate('load/load.go', 20);
  // The cursor in the code lights up what its line allocates.
  await workbench.goTo(23, 3);
  await diagram.page.locator('.key-lit', { hasText: 'line 23' }).waitFor();
  await take('heap-diagram-beside');
  await page.locator('.tab', { hasText: 'Heap Diagram' }).click();
  await workbench.runCommand('View: Move Editor into First Group');
  await diagram.inspector.waitFor();
  await toFewSlots(diagram);
  await take('heap-diagram');
  await theme('Default Light Modern', 'vscode-light');
  await diagram.page.getByRole('tab', { name: 'Flame', exact: true }).click();
  const axis = await diagram.page.locator('.event-axis').boundingBox();
  if (!axis) throw new Error('the timeline has no axis');
  await page.mouse.move(axis.x + axis.width * 0.23, axis.y + 8);
  await page.mouse.down();
  await page.mouse.move(axis.x + axis.width * 0.424, axis.y + 8, { steps: 4 });
  await page.mouse.up();
  await take('heap-diagram-light');
  await diagram.timeline.press('Escape');
  await theme('Default High Contrast', 'vscode-high-contrast');
  await diagram.page.getByRole('tab', { name: 'Size classes', exact: true }).click();
  await diagram.page.locator('#classes-table tbody tr').nth(12).locator('button').click();
  await diagram.page.getByRole('tab', { name: 'Spans', exact: true }).click();
  await diagram.page.locator('#spans-table tbody tr').nth(3).locator('button').click();
  const pageMap = diagram.page.getByRole('slider', { name: 'Page map: span' });
  await pageMap.focus();
  await pageMap.press('Enter');
  await take('heap-diagram-contrast');
}

/** Back to an allocation that left its P, in a span of so few slots that each is seen. */
async function toFewSlots(diagram: Diagram): Promise<void> {
  const slots = async () => Number(/slot \d+ of (\d+)/.exec(await diagram.inspector.innerText())?.[1] ?? 0);
  for (let count = await slots(); count < 4 || count > 20; count = await slots()) {
    const before = await diagram.event();
    await diagram.button('‹ lock').click();
    await diagram.waitForEvent(k => k < before);
    await diagram.workbench.page.waitForTimeout(300);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
