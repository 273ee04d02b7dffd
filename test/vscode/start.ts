/**
 * `npm start [folder]`: builds, and opens the folder (without one the demo program) in a real editor with the
 * extension running: VS Code when it is there, otherwise code-server at 127.0.0.1.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { startCodeServer, workbenchAddress } from './codeServer/launch';
import { linkExtension } from './workbench';

const root = join(__dirname, '../..');

async function main(): Promise<void> {
  const folder = resolve(process.env.INIT_CWD ?? '.', process.argv[2] ?? join(root, 'test/workspace'));
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    console.error(`${folder} is not a folder`);
    process.exitCode = 2;
    return;
  }
  const built = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) {
    process.exitCode = built.status ?? 1;
    return;
  }
  const code = findCode();
  if (code) openVscode(code, folder);
  else await serve(folder);
}

/** `code` of the search path; not in the terminal of a remote editor, where it would open a file there. */
function findCode(): string | undefined {
  if (process.env.VSCODE_EXECUTABLE) return process.env.VSCODE_EXECUTABLE;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter(each => !each.includes('remote-cli'))
    .map(each => join(each, name))
    .find(existsSync);
}

function openVscode(code: string, folder: string): void {
  console.log(`opening ${folder} in ${code}`);
  const args = [`--extensionDevelopmentPath=${root}`, '--new-window', folder];
  const windows = process.platform === 'win32';
  spawn(code, args, { stdio: 'ignore', detached: true, shell: windows }).unref();
}

async function serve(folder: string): Promise<void> {
  const home = join(root, '.cache/start');
  const extensionsFolder = join(home, 'extensions');
  mkdirSync(home, { recursive: true });
  linkExtension(extensionsFolder);
  const server = await startCodeServer({
    log: line => console.log(line),
    port: Number(process.env.PORT) || 0,
    extensionsFolder,
    keepIn: home,
  });
  console.log(`\nHeapward runs in code-server: open ${workbenchAddress(server, folder)}`);
  console.log('Ctrl+C ends it.');
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void server.stop());
  await server.exited;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
