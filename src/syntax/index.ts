/**
 * Go source to syntax trees. `parseFile` needs nothing else; a Backend (tree-sitter, native or WebAssembly)
 * makes documents incremental; host finds the one that runs under Node.js.
 */

export * from './ast';
export {
  type Backend,
  type BackendKind,
  type BackendOptions,
  createBackend,
  type WasmModules,
} from './backend';
export { openDocument, type SourceDocument, type TextEdit } from './document';
export { impliedGoVersion } from './goVersion';
export { hasLineDirectives, type LinePosition, linePosition, relocate } from './linePositions';
export type { Outline } from './outline';
export { nativePackages, wasmPackages } from './packages';
export * from './source';
export { parseFile } from './sourceFile';
export { TreeUnitReader } from './treeUnitReader';
export { directReader, type UnitReader } from './unit';
export { walkNodes } from './walk';
