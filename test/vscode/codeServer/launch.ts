/** Starts a code-server of its own: own port on 127.0.0.1, own home, settings and extensions. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cleanEnvironment, codeServerEntry, installCodeServer } from './install';

export interface CodeServer {
  /** `127.0.0.1:port`, also the authority of `vscode-remote` addresses. */
  authority: string;
  /** The folder that holds its home, settings and log. */
  folder: string;
  exited: Promise<number | null>;
  stop(): Promise<void>;
}

export interface Launch {
  log: (line: string) => void;
  /** 0 or nothing takes any free port. */
  port?: number;
  /** Extensions that are installed; without it there are none. */
  extensionsFolder?: string;
  settings?: Record<string, unknown>;
  environment?: Record<string, string>;
  /** Where home, settings and log lie and stay; without it they are made and removed. */
  keepIn?: string;
}

/** Quiet and the same on every machine. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'chat.commandCenter.enabled': false,
  'git.enabled': false,
  'files.autoSave': 'off',
};

const startLimit = 60_000;

export async function startCodeServer(launch: Launch): Promise<CodeServer> {
  const install = await installCodeServer(launch.log);
  const folder = launch.keepIn ?? mkdtempSync(join(tmpdir(), 'heapward-code-server-'));
  const data = join(folder, 'data');
  mkdirSync(join(data, 'User'), { recursive: true });
  const settings = { ...quietSettings, ...launch.settings };
  writeFileSync(join(data, 'User/settings.json'), JSON.stringify(settings, undefined, 2));
  writeFileSync(join(folder, 'config.yaml'), '');
  const logFile = join(folder, 'server.log');
  const authority = `127.0.0.1:${launch.port || (await freePort())}`;
  const output = openSync(logFile, 'w');
  const child = spawn(
    process.execPath,
    [
      ...[codeServerEntry(install), '--bind-addr', authority, '--auth', 'none'],
      ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'],
      ...['--disable-getting-started-override', '--config', join(folder, 'config.yaml')],
      ...['--user-data-dir', data, '--extensions-dir', launch.extensionsFolder ?? join(folder, 'extensions')],
    ],
    {
      env: { ...cleanEnvironment(), HOME: folder, EXTENSIONS_GALLERY: '{}', ...launch.environment },
      stdio: ['ignore', output, output],
      detached: true,
    },
  );
  closeSync(output);
  const exited = new Promise<number | null>(resolve => child.on('exit', resolve));
  const stop = async (): Promise<void> => {
    await endGroup(child, exited);
    if (!launch.keepIn) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  if (!(await answers(authority, child))) {
    const tail = readFileSync(logFile, 'utf8').slice(-2000);
    await stop();
    throw new Error(`code-server did not start:\n${tail}`);
  }
  return { authority, folder, exited, stop };
}

/** Installs a .vsix into a folder of extensions, as a person would. */
export async function installVsix(vsix: string, extensionsFolder: string): Promise<void> {
  const install = await installCodeServer(() => undefined);
  const home = mkdtempSync(join(tmpdir(), 'heapward-install-'));
  try {
    const args = ['--install-extension', vsix, '--extensions-dir', extensionsFolder, '--user-data-dir', home];
    execFileSync(process.execPath, [codeServerEntry(install), ...args], {
      env: { ...cleanEnvironment(), HOME: home, EXTENSIONS_GALLERY: '{}' },
      stdio: 'pipe',
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** The workbench's address; `payload` are the pairs that the workbench takes as its own options. */
export function workbenchAddress(
  server: CodeServer,
  folder: string,
  payload: readonly [string, string][] = [],
): string {
  const address = new URL(`http://${server.authority}/`);
  address.searchParams.set('folder', folder);
  if (payload.length > 0) address.searchParams.set('payload', JSON.stringify(payload));
  return address.href;
}

/** Ends the server with its extension hosts and nothing else: they are a process group of their own. */
async function endGroup(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  signal(pid, 'SIGTERM');
  const timer = setTimeout(() => signal(pid, 'SIGKILL'), 3000);
  await exited;
  clearTimeout(timer);
  signal(pid, 'SIGKILL');
}

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch {
    // The group is gone, which is what was wanted.
  }
}

async function answers(authority: string, child: ChildProcess): Promise<boolean> {
  const end = Date.now() + startLimit;
  while (Date.now() < end && child.exitCode === null) {
    if (await isHealthy(authority)) return true;
    await delay(100);
  }
  return false;
}

function isHealthy(authority: string): Promise<boolean> {
  return new Promise(resolve => {
    const asked = request(`http://${authority}/healthz`, response => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.on('error', () => resolve(false));
    asked.end();
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
