/** Finds the builds of tree-sitter under Node.js: beside a bundle, or in installed packages. */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Backend, type BackendKind, createBackend, nativePackages, wasmPackages } from '../syntax';

export interface NodeBackendOptions {
  /** Restricts the choice; by default native is tried before WebAssembly. */
  only?: BackendKind;
  log?: (message: string) => void;
}

/** The backend for this process; undefined where neither build loads. */
export function createNodeBackend({ only, log }: NodeBackendOptions = {}): Promise<Backend | undefined> {
  const load = createRequire(__filename);
  const read = (packageName: string, file: string): Promise<Buffer> => {
    const bundled = join(__dirname, file);
    const installed = () => join(dirname(load.resolve(`${packageName}/package.json`)), file);
    return readFile(existsSync(bundled) ? bundled : installed());
  };
  return createBackend({
    native: only === 'wasm' ? undefined : () => nativePackages(load),
    wasm: only === 'native' ? undefined : () => wasmPackages(read),
    log,
  });
}
