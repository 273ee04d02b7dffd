/**
 * The one table of permitted imports: for each folder of src/, the folders it may import (through
 * their index.ts alone) and the modules from outside. Anything that is not written here fails.
 */

export interface Layer {
  /** Folders of src/ that this one may import. */
  folders: readonly string[];
  /** Modules from outside; a name ending in `*` permits all that begin so. */
  modules: readonly string[];
}

const toEscape = ['base', 'syntax', 'project', 'types', 'ir', 'inline', 'escape'] as const;
const toAnalysis = [...toEscape, 'allocator', 'simulation', 'explorer', 'analysis'] as const;

export const layers: Readonly<Record<string, Layer>> = {
  base: { folders: [], modules: [] },
  syntax: { folders: ['base'], modules: ['tree-sitter', 'tree-sitter-go', 'web-tree-sitter'] },
  project: { folders: ['base', 'syntax'], modules: [] },
  types: { folders: ['base', 'syntax', 'project'], modules: [] },
  ir: { folders: ['base', 'syntax', 'project', 'types'], modules: [] },
  inline: { folders: ['base', 'syntax', 'project', 'types', 'ir'], modules: [] },
  escape: { folders: ['base', 'syntax', 'project', 'types', 'ir', 'inline'], modules: [] },
  allocator: { folders: ['base'], modules: [] },
  simulation: { folders: [...toEscape, 'allocator'], modules: [] },
  explorer: { folders: [...toEscape, 'allocator', 'simulation'], modules: [] },
  analysis: { folders: [...toEscape, 'allocator', 'simulation', 'explorer'], modules: [] },
  protocol: { folders: ['base'], modules: [] },
  // Node's file system and where Go is on this machine: what cli and server hand to the core.
  host: { folders: ['base', 'syntax', 'project'], modules: ['node:*'] },
  cli: { folders: [...toAnalysis, 'host'], modules: ['node:*', 'commander', 'picocolors'] },
  server: { folders: [...toAnalysis, 'host', 'protocol'], modules: ['node:*', 'vscode-languageserver*'] },
  extension: {
    folders: ['base', 'protocol'],
    modules: ['vscode', 'vscode-languageclient*', 'node:*'],
  },
  webview: {
    folders: ['base', 'protocol'],
    modules: ['preact', 'preact/*', '@vscode-elements/*', 'uplot', 'd3-hierarchy'],
  },
};
