/**
 * Builds everything that runs: the extension, its language server, the command line and the panel.
 *
 *   node esbuild.mjs [--watch] [--production]
 *
 * The native parser stays outside the bundles: it is loaded at run time where it is there, and the
 * WebAssembly build of the same grammar, copied beside the bundles, takes its place where it is not.
 */
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

const common = {
  bundle: true,
  sourcemap: production ? false : 'linked',
  minify: production,
  legalComments: 'none',
  logLevel: 'info',
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

const targets = [
  { ...node, entryPoints: ['src/extension/main.ts'], outfile: 'dist/extension.js' },
  { ...node, entryPoints: ['src/server/main.ts'], outfile: 'dist/server.js' },
  { ...node, entryPoints: ['src/server/walkThread.ts'], outfile: 'dist/walkThread.js' },
  {
    ...node,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    banner: { js: `#!/usr/bin/env node\n${importMetaUrl}` },
  },
  { ...browser, entryPoints: ['src/webview/main.tsx'], outfile: 'dist/webview.js' },
  ...(production ? [] : [{ ...node, entryPoints: hostTests(), outdir: 'out/host' }]),
];

const grammars = [
  'node_modules/tree-sitter-go/tree-sitter-go.wasm',
  'node_modules/web-tree-sitter/web-tree-sitter.wasm',
];

clean('dist');
clean('out');
for (const file of grammars) copyFileSync(file, join('dist', file.slice(file.lastIndexOf('/') + 1)));

for (const target of targets) {
  const [entry] = target.entryPoints;
  if (!existsSync(entry)) console.log(`skipped ${target.outfile ?? target.outdir}: there is no ${entry}`);
}
const present = targets.filter(target => existsSync(target.entryPoints[0]));
if (watch) {
  const contexts = await Promise.all(present.map(target => esbuild.context(target)));
  await Promise.all(contexts.map(context => context.watch()));
} else {
  await Promise.all(present.map(target => esbuild.build(target)));
  if (existsSync('dist/cli.js')) chmodSync('dist/cli.js', 0o755);
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
