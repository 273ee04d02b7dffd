/**
 * Tags of functions outside the packages that are looked at, kept when an edit makes the rest of the analysis
 * start anew, and, for the standard library, on disk: no call into fmt is worth reading fmt again.
 *
 * What a function's tags rest on is its own package and those that it imports. So an edit of a package drops
 * what is known of everything that may import it: all that is not of the standard library, or everything
 * where the edit is in the standard library itself.
 */

import type { FuncTags, TagCache } from '../escape';
import type { Callee } from '../ir';

/** Texts by name, kept from run to run. Neither call throws. */
export interface TextCache {
  read(name: string): string | undefined;
  write(name: string, text: string): void;
}

type PackageTags = Map<string, FuncTags>;

/** Numbers the form of the text below. */
const form = 1;

export class TagStore implements TagCache {
  private readonly packages = new Map<string, PackageTags>();
  /** Tags of the standard library that are not on disk yet. */
  private unsaved = 0;
  private loaded = false;
  /** The standard library itself was edited: what is known of it is no longer what others will find on disk. */
  private edited = false;

  constructor(
    private readonly isStandard: (path: string) => boolean,
    /** Verdicts of this package are wanted, so that its functions must be analysed. */
    private readonly isWanted: (path: string) => boolean,
    private readonly cache: TextCache | undefined,
    /** Names Go release and build context. */
    private readonly name: string,
  ) {}

  get(callee: Callee): FuncTags | undefined {
    const path = callee.name.pkg?.path;
    if (path === undefined || callee.typeArgs.length > 0 || this.isWanted(path)) return undefined;
    this.load();
    return this.packages.get(path)?.get(callee.name.sym);
  }

  set(callee: Callee, tags: FuncTags): void {
    const path = callee.name.pkg?.path;
    if (path === undefined || callee.typeArgs.length > 0 || !isNamed(callee)) return;
    const known: PackageTags = this.packages.get(path) ?? new Map();
    this.packages.set(path, known);
    if (!known.has(callee.name.sym) && this.isStandard(path)) this.unsaved++;
    known.set(callee.name.sym, tags);
  }

  /** After an edit of the package. */
  drop(path: string): void {
    const all = this.isStandard(path);
    if (all) {
      this.edited = true;
      this.loaded = true;
    }
    for (const known of this.packages.keys()) if (all || !this.isStandard(known)) this.packages.delete(known);
  }

  /** Writes what is new of the standard library, if it is worth it. */
  save(atLeast: number): void {
    if (this.cache === undefined || this.edited || this.unsaved < atLeast) return;
    this.load();
    const rows: [string, [string, string][]][] = [];
    for (const [path, known] of this.packages) {
      if (this.isStandard(path)) rows.push([path, [...known].map(([sym, tags]) => [sym, encode(tags)])]);
    }
    this.cache.write(this.name, JSON.stringify({ form, rows }));
    this.unsaved = 0;
  }

  private load(): void {
    if (this.loaded) return;
    this.loaded = true;
    const text = this.cache?.read(this.name);
    if (text === undefined) return;
    try {
      const read = JSON.parse(text) as { form: number; rows: [string, [string, string][]][] };
      if (read.form !== form) return;
      for (const [path, functions] of read.rows) {
        const known: PackageTags = this.packages.get(path) ?? new Map();
        for (const [sym, tags] of functions) if (!known.has(sym)) known.set(sym, decode(tags));
        this.packages.set(path, known);
      }
    } catch {
      // A file that was cut short is as good as none.
    }
  }
}

/** Several functions may be called init or _: their names say nothing. */
function isNamed({ name }: Callee): boolean {
  return name.sym !== 'init' && name.sym !== '_' && !name.sym.endsWith('._');
}

/** Two digits for the directives, then each tag with a comma behind it. */
function encode({ params, uintptrKeepAlive, uintptrEscapes }: FuncTags): string {
  return `${Number(uintptrKeepAlive)}${Number(uintptrEscapes)}${params.map(tag => `${tag},`).join('')}`;
}

function decode(text: string): FuncTags {
  return {
    params: text.slice(2).split(',').slice(0, -1),
    uintptrKeepAlive: text[0] === '1',
    uintptrEscapes: text[1] === '1',
  };
}
