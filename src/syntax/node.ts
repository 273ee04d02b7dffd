/**
 * Finds the builds of tree-sitter under Node.js. Not part of the folder's index: only programs that run in
 * Node.js import it (cli, server, tests).
 */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Backend, type BackendKind, createBackend } from './backend';

export interface NodeBackendOptions {
  /** A file in the folder from which packages are resolved, e.g. `__filename`. */
  from: string;
  /** Restricts the choice; by default native is tried before WebAssembly. */
  only?: BackendKind;
  log?: (message: string) => void;
}

/** The backend for this process, from installed packages; undefined where neither build loads. */
export function createNodeBackend(options: NodeBackendOptions): Promise<Backend | undefined> {
  const require = createRequire(options.from);
  const native = () => ({ Parser: require('tree-sitter'), language: require('tree-sitter-go') });
  const wasm = async () => ({
    library: require('web-tree-sitter'),
    runtime: await readFile(require.resolve('web-tree-sitter/web-tree-sitter.wasm')),
    grammar: await readFile(
      path.join(path.dirname(require.resolve('tree-sitter-go/package.json')), 'tree-sitter-go.wasm'),
    ),
  });
  return createBackend({
    native: options.only === 'wasm' ? undefined : native,
    wasm: options.only === 'native' ? undefined : wasm,
    log: options.log,
  });
}
