/** Takes the pictures of the README from the real thing: `npx tsx test/vscode/screenshot.ts` after a build. */
import { join } from 'node:path';
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
    await page.setViewportSize({ width: 1440, height: 900 });
    await workbench.goTo(99, 8);
    await workbench.runCommand('Heapward: Simulate Allocations');
    await workbench.diagram.getByRole('region', { name: 'The whole run in figures' }).waitFor();
    await workbench.runCommand('View: Move Editor into First Group');
    await page.waitForTimeout(2000);
    await page.screenshot({ path: join(media, 'heap-diagram.png') });
  } finally {
    await workbench.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
