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
    return readFile(existsSync(bundled) ? bundled : installedFile(load, packageName, file));
  };
  return createBackend({
    native: only === 'wasm' ? undefined : () => nativePackages(load),
    wasm: only === 'native' ? undefined : () => wasmPackages(read),
    log,
  });
}

/** A package with a list of exports names the file there; of any other the folder is known. */
function installedFile(load: NodeJS.Require, packageName: string, file: string): string {
  try {
    return load.resolve(`${packageName}/${file}`);
  } catch {
    return join(dirname(load.resolve(`${packageName}/package.json`)), file);
  }
}
