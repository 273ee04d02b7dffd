/**
 * Builds everything that runs: the extension, its language server, the command line and the panel.
 *
 *   node esbuild.mjs [--watch] [--production] [--out FOLDER [--only NAME,…]]
 *
 * Tests have single programs (`cli`, `server`, …) built into a folder of their own.
 *
 * The native parser stays outside the bundles: it is loaded at run time where it is there, and the
 * WebAssembly build of the same grammar, copied beside the bundles, takes its place where it is not.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';

const { watch, production, out, only } = parseArgs({
  options: {
    watch: { type: 'boolean', default: false },
    production: { type: 'boolean', default: false },
    out: { type: 'string', default: 'dist' },
    only: { type: 'string' },
  },
}).values;

const common = {
  bundle: true,
  sourcemap: production ? false : 'linked',
  minify: production,
  legalComments: 'none',
  logLevel: only === undefined ? 'info' : 'warning',
  logOverride: { 'empty-glob': 'silent' },
};

const importMetaUrl = "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;";

const node = {
  ...common,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode', 'tree-sitter', 'tree-sitter-go', 'mocha'],
  mainFields: ['module', 'main'],
  // web-tree-sitter asks for the module's address, which a CommonJS bundle has not.
  define: {
    'import.meta.url': 'importMetaUrl',
    HEAPWARD_BUILD: JSON.stringify(buildName()),
    HEAPWARD_VERSION: JSON.stringify(JSON.parse(readFileSync('package.json', 'utf8')).version),
  },
  banner: { js: importMetaUrl },
};

const browser = {
  ...common,
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
  loader: { '.svg': 'dataurl', '.woff': 'dataurl', '.woff2': 'dataurl', '.ttf': 'dataurl' },
};

/** What is built under which name. */
const programs = {
  extension: { ...node, entryPoints: ['src/extension/main.ts'] },
  server: { ...node, entryPoints: ['src/server/main.ts'] },
  walkThread: { ...node, entryPoints: ['src/server/walkThread.ts'] },
  // The command, and what it runs.
  cli: { ...node, banner: {}, entryPoints: ['src/cli/launch.ts'] },
  cliMain: { ...node, entryPoints: ['src/cli/main.ts'] },
  webview: { ...browser, entryPoints: ['src/webview/main.tsx'] },
};

const grammars = [
  'node_modules/tree-sitter-go/tree-sitter-go.wasm',
  'node_modules/web-tree-sitter/web-tree-sitter.wasm',
];

const names = only?.split(',') ?? Object.keys(programs);
const targets = names.map(name => ({ ...programs[name], outfile: join(out, `${name}.js`) }));
if (only === undefined && !production)
  targets.push({ ...node, entryPoints: hostTests(), outdir: 'out/host' });

clean(out);
if (only === undefined) clean('out');
for (const file of grammars) copyFileSync(file, join(out, parse(file).base));

if (watch) {
  const contexts = await Promise.all(targets.map(target => esbuild.context(target)));
  await Promise.all(contexts.map(context => context.watch()));
} else {
  await Promise.all(targets.map(target => esbuild.build(target)));
  if (names.includes('cli')) chmodSync(join(out, 'cli.js'), 0o755);
  if (names.includes('cliMain')) keepCode();
}

/**
 * Has the command line keep V8's code of what it runs over the Go files of our tests; Go itself is not needed.
 * Without that code it does the same, and begins later.
 */
function keepCode() {
  const folder = mkdtempSync(join(tmpdir(), 'heapward-build-'));
  writeFileSync(join(folder, 'go.mod'), 'module example.com/sample\n');
  for (const area of ['escape', 'inline', 'ir']) {
    for (const file of readdirSync(join('test/fixtures', area)).filter(name => name.endsWith('.go'))) {
      const dir = join(folder, area, parse(file).name);
      mkdirSync(dir, { recursive: true });
      copyFileSync(join('test/fixtures', area, file), join(dir, file));
    }
  }
  const goroot = join(folder, 'goroot');
  spawnSync(
    process.execPath,
    [resolve(out, 'cli.js'), 'check', '--format', 'gc', '--goroot', goroot, './...'],
    {
      cwd: folder,
      env: { ...process.env, HEAPWARD_KEEP_CODE: '1', HEAPWARD_CACHE: join(folder, 'cache') },
      stdio: 'ignore',
    },
  );
  rmSync(folder, { recursive: true });
  if (!existsSync(join(out, 'cliMain.code'))) console.log('the command line begins without code of its own');
}

/** What one build reads of what another kept on disk: nothing. Empty, so that nothing is kept, where builds follow edits. */
function buildName() {
  if (watch) return '';
  const hash = createHash('sha1').update(readFileSync('package-lock.json'));
  const sources = readdirSync('src', { recursive: true }).filter(name => /\.tsx?$/.test(name));
  for (const name of sources.sort()) hash.update(name).update(readFileSync(join('src', name)));
  return hash.digest('hex');
}

/** The tests that run in the extension host, and what starts them there. */
function hostTests() {
  const folder = 'test/vscode/host';
  return readdirSync(folder)
    .filter(name => name === 'index.ts' || name.endsWith('.test.ts'))
    .map(name => join(folder, name));
}

/** Empties a folder of what a build made, and keeps the folder itself, which a running server may watch. */
function clean(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}
