import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installVsix } from '../codeServer/launch';
import { packageExtension } from '../package';
import { Workbench } from '../workbench';

describe('the package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heapward-package-'));
  let workbench: Workbench | undefined;

  before(function () {
    // A desktop build takes its extensions from the checkout.
    if (process.env.VSCODE_EXECUTABLE) this.skip();
  });
  after(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
    execFileSync(process.execPath, ['esbuild.mjs'], { cwd: join(__dirname, '../../..'), stdio: 'pipe' });
  });

  it('installs from its .vsix and works without the checkout', async () => {
    const vsix = await packageExtension(folder);
    const extensionsFolder = join(folder, 'extensions');
    await installVsix(vsix, extensionsFolder);
    if (!readdirSync(extensionsFolder).some(name => name.startsWith('heapward.')))
      throw new Error('not installed');
    workbench = await Workbench.open({ extensionsFolder });
    await workbench.openFile('metrics/metrics.go');
    await workbench.goTo(104);
    await workbench.waitForLineEnds(ends => ends.includes('heap 192 B'));
    await workbench.goTo(111, 8);
    await workbench.runCommand('Heapward: Simulate Allocations');
    await workbench.diagram.getByRole('region', { name: 'The whole run in figures' }).waitFor();
  });
});
