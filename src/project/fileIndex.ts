/**
 * What is known of files without reading them: a hash of the text and what their heads say, kept from run to run
 * and taken for true as long as a file's stamp (size, times, inode) is the same, as git's index does.
 *
 * A file that was changed within the last moments could be changed again without a new stamp: it is not kept.
 */

import { type Constraints, readConstraints } from './buildConstraint';
import { type FileHeader, readFileHeader } from './fileHeader';
import type { FileStat, FileSystem } from './fileSystem';
import { LineFile } from './lineFile';
import { basename, dirname, relativeTo } from './path';

export interface FileHead extends Omit<FileHeader, 'start'> {
  constraints: Constraints;
}

/** Texts by name, kept from run to run, and the hash that stands for a text. No call throws. */
export interface TextStore {
  /** Of a text, or of its bytes. */
  hash(text: string | Uint8Array): string;
  read(name: string): string | undefined;
  write(name: string, text: string): void;
}

export function readFileHead(text: string): FileHead {
  const { start, packageName, imports } = readFileHeader(text);
  return { packageName, imports, constraints: readConstraints(text.slice(0, start + 1)) };
}

interface Entry {
  head: FileHead;
  /** "" without a store. */
  hash: string;
  /** Undefined for what is not to be kept. */
  stamp: Stamp | undefined;
}

/** Size, times of content and of status in milliseconds, inode. */
type Stamp = readonly [number, number, number, number];

export class FileIndex {
  private readonly entries = new Map<string, Entry | undefined>();
  /** What was read for its head, until somebody asks for the text. */
  private readonly texts = new Map<string, string>();
  /** Files whose text was, when read, another than the index says. */
  private readonly changed = new Set<string>();
  private readonly shelves: readonly Shelf[];

  constructor(
    private readonly fs: FileSystem,
    private readonly store: TextStore | undefined,
    /** Folders of which each has a file of its own in the store, before all that lie elsewhere. */
    roots: readonly string[],
    /** Names that file. */
    place: string,
  ) {
    this.shelves =
      store === undefined
        ? []
        : [...roots.map(root => new Shelf(store, root)), new Shelf(store, undefined, place)];
  }

  head(path: string): FileHead | undefined {
    return this.entry(path)?.head;
  }

  /** Undefined for what cannot be read. */
  hash(path: string): string | undefined {
    return this.entry(path)?.hash;
  }

  text(path: string): string | undefined {
    const read = this.texts.get(path);
    if (read !== undefined) {
      this.texts.delete(path);
      return read;
    }
    const stat = this.fs.stat(path);
    const content = stat && this.fs.read(path, stat);
    const entry = this.entries.get(path);
    if (this.store !== undefined && entry !== undefined) {
      if (content === undefined || this.store.hash(content.bytes) !== entry.hash) this.changed.add(path);
    }
    return content?.text();
  }

  /** Every text that was handed out is the one that its hash stands for. */
  get isSteady(): boolean {
    return this.changed.size === 0;
  }

  /** An earlier run has written something. */
  get isKept(): boolean {
    return this.shelves.some(shelf => !shelf.isEmpty);
  }

  forget(dir: string): void {
    for (const known of [this.entries, this.texts, this.changed])
      for (const path of known.keys()) if (dirname(path) === dir) known.delete(path);
  }

  /** Writes what is new. */
  save(): void {
    this.texts.clear();
    for (const shelf of this.shelves) shelf.save();
  }

  private entry(path: string): Entry | undefined {
    if (this.entries.has(path)) return this.entries.get(path);
    const entry = this.look(path);
    this.entries.set(path, entry);
    return entry;
  }

  private look(path: string): Entry | undefined {
    const { store } = this;
    const stat = this.fs.stat(path);
    if (stat === undefined) return undefined;
    const shelf = this.shelves.find(each => each.holds(path));
    const kept = shelf?.get(path);
    if (kept?.stamp !== undefined && isSameStamp(kept.stamp, stampOf(stat))) return kept;
    const content = this.fs.read(path, stat);
    if (content === undefined) return undefined;
    const text = content.text();
    this.texts.set(path, text);
    const isSettled = Date.now() - Math.max(stat.modified, stat.changed) > settling;
    const stamp = isSettled ? stampOf(stat) : undefined;
    const entry = { head: readFileHead(text), hash: store?.hash(content.bytes) ?? '', stamp };
    if (stamp !== undefined) shelf?.set(path, entry);
    return entry;
  }
}

/** Milliseconds within which some file system may give two changes one time. */
const settling = 3000;

function stampOf({ size, modified, changed, inode }: FileStat): Stamp {
  return [size, modified, changed, inode];
}

function isSameStamp(a: Stamp, b: Stamp): boolean {
  return a.every((value, i) => value === b[i]);
}

/** The entries below one folder: a line for each folder with files. */
class Shelf {
  private readonly file: LineFile;
  private readonly folders = new Map<string, Map<string, Entry>>();
  private readonly touched = new Set<string>();

  constructor(
    store: TextStore,
    /** Undefined: every folder. */
    private readonly root: string | undefined,
    place = root ?? '',
  ) {
    this.file = new LineFile(store, `files ${place}`);
  }

  get isEmpty(): boolean {
    return this.file.isEmpty;
  }

  holds(path: string): boolean {
    return this.root === undefined || relativeTo(this.root, path) !== undefined;
  }

  get(path: string): Entry | undefined {
    return this.folder(dirname(path)).get(basename(path));
  }

  set(path: string, entry: Entry): void {
    this.folder(dirname(path)).set(basename(path), entry);
    this.touched.add(dirname(path));
  }

  save(): void {
    for (const dir of this.touched) this.file.set(dir, encode(this.folder(dir)));
    this.touched.clear();
    this.file.save();
  }

  private folder(dir: string): Map<string, Entry> {
    const known = this.folders.get(dir);
    if (known !== undefined) return known;
    const line = this.file.get(dir);
    const folder = line === undefined ? new Map<string, Entry>() : decode(line);
    this.folders.set(dir, folder);
    return folder;
  }
}

type Row = [name: string, stamp: Stamp, hash: string, packageName: string, imports: string[], Constraints];

function encode(folder: ReadonlyMap<string, Entry>): string {
  const rows: Row[] = [];
  for (const [name, { head, hash, stamp }] of folder) {
    if (stamp === undefined) continue;
    rows.push([name, stamp, hash, head.packageName, [...head.imports], head.constraints]);
  }
  return JSON.stringify(rows);
}

function decode(line: string): Map<string, Entry> {
  const rows: Row[] = JSON.parse(line);
  return new Map(
    rows.map(([name, stamp, hash, packageName, imports, constraints]) => [
      name,
      { stamp, hash, head: { packageName, imports, constraints } },
    ]),
  );
}
