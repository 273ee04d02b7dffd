/**
 * The content key of a package: a hash of all that anything found out about it can rest on. That is our own
 * files' texts and everything the package imports, directly or not, with what chose those files: the build context,
 * the release of Go and the one whose compiler is taken, the modules' language versions. Where packages lie does not count.
 *
 * Each package has a hash of its own; its key is that of the hashes of all it reaches. So packages that import
 * each other in a circle have keys as well, and imports that are missing count as missing.
 */

import type { GoVersion } from '../base';
import type { BuildContext, Project } from '../project';

export class ContentKeys {
  private readonly owns = new Map<string, Own | undefined>();
  private readonly keys = new Map<string, string | undefined>();

  constructor(
    private readonly project: Project,
    private readonly context: BuildContext,
    private readonly goVersion: GoVersion,
    private readonly hash: (text: string) => string,
  ) {}

  /** Undefined where there is no such package. */
  keyOf(path: string): string | undefined {
    if (this.keys.has(path)) return this.keys.get(path);
    const key = this.make(path);
    this.keys.set(path, key);
    return key;
  }

  /** As the key, but for the texts of the package's own files; undefined where there is no such package. */
  surroundingsOf(path: string): string | undefined {
    const own = this.own(path);
    return own && this.hash([this.chosen, own.frame, ...this.reachedFrom(path, own).sort()].join('\n'));
  }

  /** After a change of the package: its key is found anew, and so are those of all that import it, which are given. */
  forget(path: string): ReadonlySet<string> {
    this.owns.delete(path);
    const affected = new Set([path]);
    for (const [importer, own] of this.owns) {
      if (!own?.isIncomplete) continue;
      // What was missing may be there now.
      this.owns.delete(importer);
      affected.add(importer);
    }
    for (let before = 0; before < affected.size; ) {
      before = affected.size;
      for (const [importer, own] of this.owns)
        if (own?.imports.some(imported => affected.has(imported))) affected.add(importer);
    }
    for (const each of affected) this.keys.delete(each);
    return affected;
  }

  /** After another choice of files. */
  clear(): void {
    this.owns.clear();
    this.keys.clear();
  }

  private make(path: string): string | undefined {
    const first = this.own(path);
    if (first === undefined) return undefined;
    const hashes = [first.hash, ...this.reachedFrom(path, first)];
    return this.hash([this.chosen, first.hash, ...hashes.sort()].join('\n'));
  }

  /** The hashes of all other packages that a package reaches. */
  private reachedFrom(path: string, first: Own): string[] {
    const reached = new Set(first.imports);
    reached.delete(path);
    const hashes: string[] = [];
    for (const each of reached) {
      const own = this.own(each);
      hashes.push(own?.hash ?? `nothing in ${each}`);
      for (const imported of own?.imports ?? []) if (imported !== path) reached.add(imported);
    }
    return hashes;
  }

  private get chosen(): string {
    const { goos, goarch, tags } = this.context;
    return [this.project.toolchain ?? '', this.goVersion, goos, goarch, ...tags].join(' ');
  }

  private own(path: string): Own | undefined {
    if (this.owns.has(path)) return this.owns.get(path);
    const own = this.describe(path);
    this.owns.set(path, own);
    return own;
  }

  private describe(path: string): Own | undefined {
    const { project } = this;
    const description = project.describe(path);
    if (description === undefined) return undefined;
    const { dir, fileNames, imports, missingImports, name, goVersion, standard, hasAssembly } = description;
    const files = fileNames.map(file => [file, project.hashOf(`${dir}/${file}`) ?? '']);
    const facts = [path, name, goVersion, standard, hasAssembly, imports, missingImports];
    const isIncomplete = missingImports.length > 0;
    const frame = JSON.stringify([...facts, fileNames]);
    return { imports, isIncomplete, frame, hash: this.hash(JSON.stringify([...facts, files])) };
  }
}

/** What a package says by itself. */
interface Own {
  hash: string;
  /** The same without what the files say. */
  frame: string;
  imports: readonly string[];
  /** Some import is missing. */
  isIncomplete: boolean;
}
