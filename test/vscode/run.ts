/**
 * The tests in a real VS Code, in two parts: mocha inside the extension host (host/), and what a
 * person sees, through the page (ui/). A desktop build is used where one can be had: `VSCODE_EXECUTABLE`
 * names it, or `VSCODE_DOWNLOAD` the version to fetch (`stable`). Otherwise code-server with the
 * machine's chromium.
 */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { failure, type Outcome, outcomeVariable, takeOutcome } from '../outcome';
import { findChromium, startBrowser } from './browser';
import { installCodeServer } from './codeServer/install';
import { startCodeServer, workbenchAddress } from './codeServer/launch';

type Log = (line: string) => void;

const root = join(__dirname, '../..');
const hostTests = join(root, 'out/host/index.js');
/** A run that has said nothing for so long hangs; the slowest seen took 60 s. */
const hostLimit = 900_000;

/** Runs both parts; an outcome with `skipped` says what this machine lacks. */
export async function runInVscode(log: Log): Promise<Outcome> {
  const desktop = await findDesktop(log);
  if (desktop) {
    log(`in VS Code: ${desktop}`);
    return sum(
      await withWorkspace(folder => hostInDesktop(desktop, folder)),
      await uiTests({ VSCODE_EXECUTABLE: desktop }, log),
    );
  }
  const chromium = findChromium();
  if (!chromium) {
    return {
      passed: 0,
      failed: 0,
      lines: [],
      skipped: 'no VS Code (VSCODE_EXECUTABLE) and no chromium (CHROMIUM) here',
    };
  }
  try {
    await installCodeServer(log);
  } catch (error) {
    return { passed: 0, failed: 0, lines: [], skipped: `code-server can't be installed: ${error}` };
  }
  log(`in code-server, since VSCODE_EXECUTABLE names no VS Code; browser ${chromium}`);
  return sum(
    await withWorkspace(folder => hostInCodeServer(chromium, folder, log)),
    await uiTests({ CHROMIUM: chromium, VSCODE_EXECUTABLE: '' }, log),
  );
}

async function findDesktop(log: Log): Promise<string | undefined> {
  const { VSCODE_EXECUTABLE: named, VSCODE_DOWNLOAD: version } = process.env;
  if (named || !version) return named || undefined;
  try {
    return await downloadAndUnzipVSCode({ version, cachePath: join(root, '.cache/vscode') });
  } catch (error) {
    log(`VS Code ${version} can't be downloaded: ${error}`);
    return undefined;
  }
}

async function hostInDesktop(executable: string, folder: string): Promise<Outcome> {
  const file = join(folder, '../outcome.json');
  await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: root,
    extensionTestsPath: hostTests,
    extensionTestsEnv: { [outcomeVariable]: file },
    launchArgs: [
      folder,
      '--disable-extensions',
      '--disable-workspace-trust',
      '--user-data-dir',
      join(folder, '../data'),
    ],
  }).catch(() => undefined);
  return takeOutcome(file);
}

/** The workbench runs what the page's payload names, and calls `codeAutomationExit` at its end. */
async function hostInCodeServer(chromium: string, folder: string, log: Log): Promise<Outcome> {
  const file = join(folder, '../outcome.json');
  const server = await startCodeServer({ log, environment: { [outcomeVariable]: file } });
  const browser = await startBrowser(chromium);
  try {
    const { page } = browser;
    let exit: (code: number) => void = () => undefined;
    const exited = new Promise<number>(resolve => {
      exit = resolve;
    });
    await page.exposeFunction('codeAutomationExit', (code: number) => exit(code));
    await page.exposeFunction('codeAutomationLog', (kind: string, args: unknown[]) => {
      if (process.env.VERBOSE) log(`[host] ${kind} ${args.join(' ')}`);
    });
    const remote = (path: string): string => `vscode-remote://${server.authority}${path}`;
    await page.goto(
      workbenchAddress(server, folder, [
        ['extensionDevelopmentPath', remote(root)],
        ['extensionTestsPath', remote(hostTests)],
      ]),
    );
    const code = await Promise.race([exited, delay(hostLimit, undefined, { ref: false })]);
    if (code === undefined) return failure('the extension host gave no result');
    return takeOutcome(file);
  } finally {
    await browser.stop();
    await server.stop();
  }
}

/**
 * Mocha in plain Node; its tests drive the page. An editor and a browser have timings of their own: a file that
 * fails is run once more in a new window, which is told, and what fails again has failed.
 */
async function uiTests(environment: Record<string, string>, log: Log): Promise<Outcome> {
  const folder = join(root, 'test/vscode/ui');
  let total: Outcome = { passed: 0, failed: 0, lines: [] };
  for (const file of readdirSync(folder).filter(name => name.endsWith('.test.ts'))) {
    let outcome = await uiTest(join(folder, file), environment);
    if (outcome.failed > 0) {
      log(`${file} failed; a second try`);
      outcome = await uiTest(join(folder, file), environment);
    }
    total = sum(total, outcome);
  }
  return total;
}

async function uiTest(test: string, environment: Record<string, string>): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'heapward-ui-'));
  const file = join(folder, 'outcome.json');
  const mocha = [join(root, 'node_modules/mocha/bin/mocha.js'), '--no-config', '--require', 'tsx/cjs'];
  const args = [...mocha, '--timeout', '0', '--reporter', join(root, 'test/reporter.ts'), '--spec', test];
  await new Promise(resolve => {
    const env = { ...process.env, ...environment, [outcomeVariable]: file };
    spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }).on(
      'exit',
      resolve,
    );
  });
  const outcome = takeOutcome(file);
  rmSync(folder, { recursive: true, force: true });
  return { ...outcome, lines: outcome.passed > 0 ? [] : outcome.lines };
}

/** A copy of the demo program that a test may change. */
async function withWorkspace(run: (folder: string) => Promise<Outcome>): Promise<Outcome> {
  const scratch = mkdtempSync(join(tmpdir(), 'heapward-host-'));
  try {
    const folder = join(scratch, 'workspace');
    cpSync(join(root, 'test/workspace'), folder, { recursive: true });
    return await run(folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

function sum(a: Outcome, b: Outcome): Outcome {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, lines: [...a.lines, ...b.lines] };
}
