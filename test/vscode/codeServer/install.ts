/**
 * Installs code-server (VS Code with a Node extension host, its page in a browser) from the npm
 * registry alone into a cache folder, once. Its own postinstall downloads and compiles more than a
 * test needs, so every script is left out and only the native modules that start-up needs are built.
 *
 * 4.100.3 is VS Code 1.100.3, the newest line that runs on Node 20.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

const version = '4.100.3';
const ripgrepVersion = '1.18.0';

/** Where an install lies; `HEAPWARD_CACHE` moves the cache, so that several checkouts can share one. */
export function codeServerFolder(): string {
  const cache = process.env.HEAPWARD_CACHE ?? join(__dirname, '../../../.cache');
  return resolve(cache, `code-server-${version}-node${process.versions.modules}`);
}

/** The script that node runs to start the server. */
export function codeServerEntry(folder: string): string {
  return join(folder, 'node_modules/code-server/out/node/entry.js');
}

/**
 * The folder of an install that runs, made when there is none. Throws, with what to do, when it
 * can't be had.
 */
export async function installCodeServer(log: (line: string) => void): Promise<string> {
  const folder = codeServerFolder();
  if (existsSync(join(folder, 'ready'))) return folder;
  log(`installing code-server ${version} into ${folder} (once, about 300 MB)`);
  // Built beside its final place and renamed at the end: an interrupted install is never taken for a whole one.
  const unfinished = `${folder}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  try {
    await installInto(unfinished, log);
    writeFileSync(join(unfinished, 'ready'), `${version}\n`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

async function installInto(folder: string, log: (line: string) => void): Promise<void> {
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  npm(folder, ['install', '--ignore-scripts', '--no-audit', '--no-fund', `code-server@${version}`]);
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  log('installing the modules of its editor');
  npm(vscode, ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund']);
  const modules = join(vscode, 'node_modules');
  log('building its native modules');
  for (const name of ['@vscode/spdlog', 'native-watchdog', 'node-pty']) buildNative(join(modules, name));
  // argon2 names its binding through node-pre-gyp, which would first look for a download.
  const preGyp = join(folder, 'node_modules/@mapbox/node-pre-gyp/bin/node-pre-gyp');
  run(
    process.execPath,
    [preGyp, 'rebuild', '--build-from-source', ...localHeaders()],
    join(folder, 'node_modules/argon2'),
  );
  const ripgrep = join(folder, 'ripgrep');
  const ripgrepPackage = `@vscode/ripgrep-${process.platform}-${process.arch}`;
  mkdirSync(ripgrep);
  npm(folder, ['install', '--ignore-scripts', '--prefix', ripgrep, `${ripgrepPackage}@${ripgrepVersion}`]);
  await cp(join(ripgrep, 'node_modules', ripgrepPackage, 'bin'), join(modules, '@vscode/ripgrep/bin'), {
    recursive: true,
  });
  rmSync(ripgrep, { recursive: true, force: true });
  // The built editor looks for its modules under the name they have in a packaged desktop build.
  if (!existsSync(join(vscode, 'node_modules.asar')))
    symlinkSync('node_modules', join(vscode, 'node_modules.asar'));
  const home = join(folder, 'home');
  const environment = { ...cleanEnvironment(), HOME: home };
  execFileSync(process.execPath, [codeServerEntry(folder), '--version'], { env: environment, stdio: 'pipe' });
  rmSync(home, { recursive: true, force: true });
}

function npm(cwd: string, args: readonly string[]): void {
  run('npm', [...args, '--loglevel=error'], cwd);
}

/** Compiles a package's binding with the node-gyp that npm carries. */
function buildNative(folder: string): void {
  if (!existsSync(folder)) throw new Error(`code-server ${version} has no ${folder}`);
  run(process.execPath, [nodeGyp(), 'rebuild', ...localHeaders(), '-j', 'max'], folder);
}

/** The headers that came with this node, where they did: nothing has to be downloaded then. */
function localHeaders(): string[] {
  const prefix = resolve(dirname(process.execPath), '..');
  return existsSync(join(prefix, 'include/node/node.h')) ? [`--nodedir=${prefix}`] : [];
}

function nodeGyp(): string {
  const root = execFileSync('npm', ['root', '-g'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
  const candidates = [
    join(root, 'npm/node_modules/node-gyp/bin/node-gyp.js'),
    '/usr/lib/node_modules/npm/node_modules/node-gyp/bin/node-gyp.js',
    '/usr/share/nodejs/node-gyp/bin/node-gyp.js',
  ];
  const found = candidates.find(existsSync);
  if (!found) throw new Error('no node-gyp beside npm: the native modules of code-server cannot be built');
  return found;
}

function run(command: string, args: readonly string[], cwd: string): void {
  try {
    execFileSync(command, args, { cwd, env: cleanEnvironment(), stdio: 'pipe', maxBuffer: 1 << 28 });
  } catch (error) {
    const output =
      error instanceof Error && 'stderr' in error ? String(error.stderr).slice(-2000) : String(error);
    throw new Error(`${command} ${args.join(' ')} failed:\n${output}`);
  }
}

/** The environment without what npm scripts and an editor's terminal put there, which would misdirect a server. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|CODE_SERVER|npm_(?!config_registry))/i.test(name),
  );
  return Object.fromEntries(entries);
}

/** Removes what interrupted installs of processes that are gone left behind. */
export function removeUnfinishedInstalls(): void {
  const cache = dirname(codeServerFolder());
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache)) {
    const process = /^code-server-.*\.(\d+)$/.exec(name);
    if (process && !isAlive(Number(process[1]))) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

if (require.main === module) {
  removeUnfinishedInstalls();
  installCodeServer(line => console.log(line)).then(
    folder => console.log(`code-server is in ${folder}`),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    },
  );
}
