/**
 * A text for each function, by package: kept when an edit makes the rest of the analysis start anew, and on disk, where
 * a package's texts count as long as its content key is the same.
 */

import { LineFile, type TextStore } from '../project';
import type { ContentKeys } from './contentKeys';

export interface FunctionTableOptions {
  /** Names the table; its rows must mean the same under the same name. */
  name: string;
  /** The store, and the folder of the project at hand. */
  store: TextStore | undefined;
  place: string;
  keys: ContentKeys;
  isStandard(path: string): boolean;
}

interface Rows {
  texts: Map<string, string>;
  isChanged: boolean;
}

export class FunctionTable {
  private readonly packages = new Map<string, Rows>();
  private readonly standard: LineFile | undefined;
  private readonly others: LineFile | undefined;

  constructor(private readonly options: FunctionTableOptions) {
    const { store, name, place } = options;
    if (store === undefined) return;
    this.standard = new LineFile(store, `${name} of the standard library`);
    this.others = new LineFile(store, `${name} of ${place}`);
  }

  get(path: string, name: string): string | undefined {
    return this.rows(path).texts.get(name);
  }

  set(path: string, name: string, text: string): void {
    const rows = this.rows(path);
    if (rows.texts.get(name) === text) return;
    rows.texts.set(name, text);
    rows.isChanged = true;
  }

  /** What is said of these packages does not hold any more. */
  drop(isAffected: (path: string) => boolean): void {
    for (const path of this.packages.keys()) if (isAffected(path)) this.packages.delete(path);
  }

  save(): void {
    if (this.options.store === undefined) return;
    for (const [path, rows] of this.packages) {
      const key = rows.isChanged ? this.options.keys.keyOf(path) : undefined;
      if (key !== undefined) this.fileOf(path)?.set(path, `${key} ${JSON.stringify([...rows.texts])}`);
      rows.isChanged = false;
    }
    this.standard?.save();
    this.others?.save();
  }

  private rows(path: string): Rows {
    let rows = this.packages.get(path);
    if (rows === undefined) {
      rows = { texts: this.load(path), isChanged: false };
      this.packages.set(path, rows);
    }
    return rows;
  }

  private load(path: string): Map<string, string> {
    const line = this.fileOf(path)?.get(path);
    const key = line === undefined ? undefined : this.options.keys.keyOf(path);
    if (line === undefined || key === undefined || !line.startsWith(`${key} `)) return new Map();
    return new Map(JSON.parse(line.slice(key.length + 1)));
  }

  private fileOf(path: string): LineFile | undefined {
    return this.options.isStandard(path) ? this.standard : this.others;
  }
}
