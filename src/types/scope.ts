/** Scopes: names to objects, nested (go/types' scope.go). */

import type { GoObject } from './object';

export class Scope {
  /** Made with the first name: most scopes stay empty. */
  private names: Map<string, GoObject> | undefined = undefined;
  constructor(readonly parent: Scope | undefined) {}

  /** The object of that name in this scope or one around it. */
  find(name: string): GoObject | undefined {
    let scope: Scope = this;
    for (let outer = scope.parent; outer !== undefined; outer = scope.parent) {
      const object = scope.names?.get(name);
      if (object !== undefined) return object;
      scope = outer;
    }
    return scope.lookup(name);
  }
  /** The object of that name in this scope alone. */
  lookup(name: string): GoObject | undefined {
    return this.names?.get(name);
  }
  /** Adds an object; returns the one already there under its name, which then stays. "_" is never added. */
  insert(object: GoObject, name = object.name): GoObject | undefined {
    if (name === '_') return undefined;
    if (this.names === undefined) this.names = new Map();
    const there = this.names.get(name);
    if (there !== undefined) return there;
    this.names.set(name, object);
    return undefined;
  }
  get size(): number {
    return this.names?.size ?? 0;
  }
  /** Forgets the names that were added after the first so many. */
  keepFirst(count: number): void {
    let rank = 0;
    for (const name of this.names?.keys() ?? []) if (rank++ >= count) this.names?.delete(name);
  }
  entries(): IterableIterator<[string, GoObject]> {
    return (this.names ?? new Map<string, GoObject>()).entries();
  }
}
