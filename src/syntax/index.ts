/**
 * Go source to syntax trees. `parseFile` needs nothing else; a Backend (tree-sitter, native or WebAssembly)
 * makes documents incremental. `./node` finds the backend under Node.js and is imported by itself.
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
export { parseFile } from './sourceFile';
export { TreeUnitReader } from './treeUnitReader';
export { directReader, type UnitReader } from './unit';
export { walkNodes } from './walk';
