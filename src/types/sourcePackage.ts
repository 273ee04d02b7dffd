/**
 * A package whose source is loaded when something in it is asked for: its name needs the package clauses, its
 * scope the top-level declarations (resolver.ts collects them), and no more.
 */

import type { SourceFile } from '../syntax';
import type { PackageFiles } from './checker';
import type { Declaration } from './declaration';
import type { FileScope } from './fileScope';
import { Context } from './instantiate';
import type { FuncObject, PkgNameObject, TypeNameObject } from './object';
import type { Package } from './package';
import type { Scope } from './scope';

/** What collecting the declarations of a package yields. */
export interface Collected {
  scope: Scope;
  /** In source order. */
  declarations: readonly Declaration[];
  /** By the type they are declared on, in source order. */
  methods: ReadonlyMap<TypeNameObject, FuncObject[]>;
  imports: readonly PkgNameObject[];
  fileScopes: readonly FileScope[];
  /** Of all packages that are imported. */
  importPaths: readonly string[];
}

export class SourcePackage implements Package {
  context = new Context();
  private loaded: PackageFiles | undefined;
  private wasLoaded = false;
  private collection: Collected | undefined;

  constructor(
    readonly path: string,
    private readonly load: () => PackageFiles | undefined,
    private readonly knownName: () => string | undefined,
    private readonly collect: (pkg: SourcePackage) => Collected,
  ) {}

  private get source(): PackageFiles | undefined {
    if (!this.wasLoaded) {
      this.loaded = this.load();
      this.wasLoaded = true;
    }
    return this.loaded;
  }
  get name(): string {
    const known = this.wasLoaded ? undefined : this.knownName();
    if (known !== undefined && known !== '') return known;
    for (const file of this.files) if (file.packageName !== '') return file.packageName;
    return guessName(this.path);
  }
  get files(): readonly SourceFile[] {
    return this.source?.files ?? [];
  }
  get goVersion(): string {
    return this.source?.goVersion ?? '';
  }
  get fake(): boolean {
    return this.source === undefined;
  }
  get collected(): Collected {
    this.collection ??= this.collect(this);
    return this.collection;
  }
  get isLoaded(): boolean {
    return this.wasLoaded;
  }
  get isCollected(): boolean {
    return this.collection !== undefined;
  }
  get scope(): Scope {
    return this.collected.scope;
  }
  /** The file is one of those that were loaded. Loads nothing. */
  isLoadedFile(file: SourceFile): boolean {
    return this.loaded?.files.includes(file) ?? false;
  }
  /** Takes other files; what was collected stays. */
  replaceFiles(files: PackageFiles): void {
    this.loaded = files;
    this.wasLoaded = true;
  }
  /** What the package declares is collected anew when next asked for. */
  forgetCollected(): void {
    this.collection = undefined;
    this.context = new Context();
  }
}

/** The name a package most likely has, from its import path: "gopkg.in/yaml.v3" and "x/yaml/v3" are "yaml". */
export function guessName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return plainName.test(name) ? name : guessUnusual(path);
}

const plainName = /^[a-uw-z][a-z0-9]*$/;

function guessUnusual(path: string): string {
  const parts = path.split('/');
  let last = parts.pop() ?? '';
  if (parts.length > 0 && /^v[0-9]+$/.test(last)) last = parts.pop() ?? last;
  return last.replace(/\.v[0-9]+$/, '').replace(/^go-|[-.]go$/g, '');
}
