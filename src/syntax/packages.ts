/** The packages that hold the two builds of tree-sitter, loaded and read by whoever can. */

import type { NativeModules, WasmModules } from './backend';

/** `load` is Node's `require`; it throws where a package is not there or was not built. */
export function nativePackages(load: (name: string) => unknown): NativeModules {
  return { Parser: load('tree-sitter') as NativeModules['Parser'], language: load('tree-sitter-go') };
}

/** `read` gives the bytes of a file of a package. */
export async function wasmPackages(
  read: (packageName: string, file: string) => Promise<Uint8Array>,
): Promise<WasmModules> {
  return {
    library: await import('web-tree-sitter'),
    runtime: await read('web-tree-sitter', 'web-tree-sitter.wasm'),
    grammar: await read('tree-sitter-go', 'tree-sitter-go.wasm'),
  };
}
