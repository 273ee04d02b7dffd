/**
 * The two builds of tree-sitter behind one interface. The native one is used where it loads, otherwise the
 * WebAssembly one; neither is looked for here: modules and bytes are handed in (see packages.ts).
 */

import type { Tree } from 'web-tree-sitter';
import type { Cursor } from './tree/flatTree';

export type BackendKind = 'native' | 'wasm';

/** A change of a text: offsets in UTF-16 units, with their rows and columns in units, from 0. */
export interface TreeEdit {
  startIndex: number;
  oldEndIndex: number;
  newEndIndex: number;
  startPosition: Point;
  oldEndPosition: Point;
  newEndPosition: Point;
}

export interface Point {
  row: number;
  column: number;
}

/** A syntax tree; whoever holds it deletes it. */
export interface SyntaxTree {
  /** Whether the tree holds an error or a token that is missing in the text, visible or not. */
  readonly hasError: boolean;
  /** Calls `read` with a cursor at the root. */
  visit<T>(read: (cursor: Cursor) => T): T;
  edit(edit: TreeEdit): void;
  delete(): void;
}

export interface Backend {
  readonly kind: BackendKind;
  /** Parses a text, reusing what an edited tree of its former version still tells. Undefined: it could not. */
  parse(text: string, old?: SyntaxTree): SyntaxTree | undefined;
}

/** The part of a native tree that is used. */
interface NativeTree {
  readonly rootNode: { readonly hasError: boolean };
  walk(): Cursor;
  edit(edit: TreeEdit): void;
}

interface NativeParser {
  setLanguage(language: unknown): unknown;
  parse(text: string, old: unknown, options: { bufferSize: number }): NativeTree;
}

/** What `require('tree-sitter')` and `require('tree-sitter-go')` give. */
export interface NativeModules {
  Parser: new () => unknown;
  language: unknown;
}

type WebTreeSitter = Pick<typeof import('web-tree-sitter'), 'Parser' | 'Language' | 'Edit'>;

/** The package web-tree-sitter, and the bytes of web-tree-sitter.wasm and of tree-sitter-go.wasm. */
export interface WasmModules {
  library: WebTreeSitter;
  runtime: Uint8Array;
  grammar: Uint8Array;
}

export interface BackendOptions {
  /** Loads the native modules; throws where they are not there or don't run. */
  native?: () => NativeModules;
  wasm?: () => Promise<WasmModules>;
  /** Hears which backend was chosen and why. */
  log?: (message: string) => void;
}

/** The first backend that works, native before WebAssembly; undefined where none does. */
export async function createBackend(options: BackendOptions): Promise<Backend | undefined> {
  const log = options.log ?? (() => undefined);
  let reason = 'no native module was offered';
  if (options.native) {
    try {
      const backend = tried(new NativeBackend(options.native()));
      log('syntax: native tree-sitter');
      return backend;
    } catch (error) {
      reason = `the native module does not load (${messageOf(error)})`;
    }
  }
  if (!options.wasm) {
    log(`syntax: no tree-sitter, because ${reason}; files are parsed without it`);
    return undefined;
  }
  try {
    const backend = tried(await loadWasm(await options.wasm()));
    log(`syntax: WebAssembly tree-sitter, because ${reason}`);
    return backend;
  } catch (error) {
    const wasm = `the WebAssembly module does not load (${messageOf(error)})`;
    log(`syntax: no tree-sitter, because ${reason} and ${wasm}; files are parsed without it`);
    return undefined;
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}

/** A backend that has shown that it parses. */
function tried(backend: Backend): Backend {
  const tree = backend.parse('var x = 1\n');
  if (!tree) throw new Error('it does not parse');
  tree.delete();
  return backend;
}

class NativeBackend implements Backend {
  readonly kind = 'native';
  private readonly parser: NativeParser;

  constructor(modules: NativeModules) {
    this.parser = new modules.Parser() as NativeParser;
    this.parser.setLanguage(modules.language);
  }

  parse(text: string, old?: SyntaxTree): SyntaxTree | undefined {
    const former = old instanceof NativeSyntaxTree ? old.tree : undefined;
    // The default buffer holds 32 KB, and a text that does not fit is refused.
    const bufferSize = Math.max(4096, 2 * text.length + 2);
    const tree = this.parser.parse(text, former, { bufferSize });
    return tree && new NativeSyntaxTree(tree);
  }
}

class NativeSyntaxTree implements SyntaxTree {
  constructor(readonly tree: NativeTree) {}

  get hasError(): boolean {
    return this.tree.rootNode.hasError;
  }

  visit<T>(read: (cursor: Cursor) => T): T {
    return read(this.tree.walk());
  }

  edit(edit: TreeEdit): void {
    this.tree.edit(edit);
  }

  delete(): void {
    // The garbage collector frees native trees.
  }
}

async function loadWasm(modules: WasmModules): Promise<Backend> {
  const { library } = modules;
  await library.Parser.init({ wasmBinary: modules.runtime });
  return new WasmBackend(library, await library.Language.load(modules.grammar));
}

class WasmBackend implements Backend {
  readonly kind = 'wasm';
  private readonly parser: InstanceType<WebTreeSitter['Parser']>;

  constructor(
    private readonly library: WebTreeSitter,
    language: InstanceType<WebTreeSitter['Language']>,
  ) {
    this.parser = new library.Parser();
    this.parser.setLanguage(language);
  }

  parse(text: string, old?: SyntaxTree): SyntaxTree | undefined {
    const former = old instanceof WasmSyntaxTree ? old.tree : undefined;
    const tree = this.parser.parse(text, former);
    return tree ? new WasmSyntaxTree(tree, this.library) : undefined;
  }
}

class WasmSyntaxTree implements SyntaxTree {
  constructor(
    readonly tree: Tree,
    private readonly library: WebTreeSitter,
  ) {}

  get hasError(): boolean {
    return this.tree.rootNode.hasError;
  }

  visit<T>(read: (cursor: Cursor) => T): T {
    const cursor = this.tree.walk();
    try {
      return read(cursor);
    } finally {
      cursor.delete();
    }
  }

  edit(edit: TreeEdit): void {
    this.tree.edit(new this.library.Edit(edit));
  }

  delete(): void {
    this.tree.delete();
  }
}
