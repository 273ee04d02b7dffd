/**
 * What was found out about packages, kept from run to run under their content keys. A record is read whole or not
 * at all; nothing is written where a file has changed since its key was made.
 */

import type { Project, TextStore } from '../project';
import type { ContentKeys } from './contentKeys';

export class Records {
  private readonly pending = new Map<string, string>();
  private size = 0;

  constructor(
    private readonly store: TextStore | undefined,
    private readonly keys: ContentKeys,
    private readonly project: Project,
  ) {}

  /** `kind` names what is kept, and all that it rests on beside the package's content. */
  read(kind: string, path: string): string | undefined {
    // A key rests on every file that the package reaches: it is made where something may be found by it.
    if (this.pending.size === 0 && !this.project.isIndexed) return undefined;
    const name = this.nameOf(kind, path);
    return name === undefined ? undefined : this.readAt(name);
  }

  keep(kind: string, path: string, text: string): void {
    const name = this.nameOf(kind, path);
    if (name !== undefined) this.keepAt(name, text);
  }

  /** A record by its full name; undefined where `nameOf` knew none. */
  readAt(name: string): string | undefined {
    return this.pending.get(name) ?? this.store?.read(name);
  }

  keepAt(name: string, text: string): void {
    if (this.store === undefined) return;
    this.pending.set(name, text);
    this.size += text.length;
    if (this.size > mostPending) this.save();
  }

  save(): void {
    if (this.project.isSteady) for (const [name, text] of this.pending) this.store?.write(name, text);
    this.pending.clear();
    this.size = 0;
  }

  /** The name under which `read` finds it; undefined where nothing can be kept. */
  nameOf(kind: string, path: string): string | undefined {
    const key = this.store === undefined ? undefined : this.keys.keyOf(path);
    return key === undefined ? undefined : `${kind} ${key}`;
  }
}

/** Characters that wait to be written. */
const mostPending = 1 << 23;
