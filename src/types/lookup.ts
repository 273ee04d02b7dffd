/**
 * Fields and methods by name, through embedding (types2's lookup.go, Go 1.26). What is found in a defined type
 * is kept with the type: the answer does not depend on who asks, except for unexported names.
 */

import { type FuncObject, isExported, type VarObject } from './object';
import type { Package } from './package';
import { equalFold, identical, isInterface, sameId, samePackage } from './predicates';
import type { NamedType, Type } from './type';
import { TypeKind, typeChanges, unalias, underlying } from './type';
import { methodIndex, typeSetOf } from './typeSet';

export interface LookupResult {
  /** Undefined where nothing is found. */
  object: VarObject | FuncObject | undefined;
  /** Path of field indices to it. Without an object: the path to an ambiguous name; undefined otherwise. */
  index: readonly number[] | undefined;
  /** A pointer was followed on the way; without an object: the method needs a pointer receiver. */
  indirect: boolean;
}

const notFound: LookupResult = { object: undefined, index: undefined, indirect: false };
const needsPointer: LookupResult = { object: undefined, index: undefined, indirect: true };

/**
 * The field or method `name` of a value of type `type`, as package `pkg` sees it. `addressable`: the value's address
 * can be taken for a method with a pointer receiver. `foldCase` ignores letter case (for hints in messages).
 * `pointerMethods`: do not refuse methods of the type that a named pointer type points to.
 */
export function lookupFieldOrMethod(
  type: Type,
  addressable: boolean,
  pkg: Package | undefined,
  name: string,
  foldCase = false,
  pointerMethods = false,
): LookupResult {
  if (name === '_') return notFound;
  const actual = unalias(type);
  if (!pointerMethods && actual.kind === TypeKind.Named) {
    const pointer = actual.underlying;
    if (pointer.kind === TypeKind.Pointer) {
      // A named pointer type has the fields of what it points to, but not its methods.
      const found = search(pointer, false, pkg, name, foldCase);
      return found.object?.kind === 'func' ? notFound : found;
    }
  }
  return search(actual, addressable, pkg, name, foldCase);
}

function search(
  type: Type,
  addressable: boolean,
  pkg: Package | undefined,
  name: string,
  foldCase: boolean,
): LookupResult {
  const isPointer = type.kind === TypeKind.Pointer;
  const base = isPointer ? unalias(type.elem) : type;
  if (isPointer && isInterface(base)) return notFound;
  const { plain, viaPointer } =
    base.kind === TypeKind.Named ? cached(base, pkg, name, foldCase) : uncached(base, pkg, name, foldCase);
  const found = isPointer ? viaPointer : plain;
  if (
    found.object?.kind === 'func' &&
    needsPointerReceiver(found.object) &&
    !found.indirect &&
    !addressable
  ) {
    return needsPointer;
  }
  return found;
}

/** Method has a pointer receiver; of an instantiated or plain method. */
export function needsPointerReceiver(method: FuncObject): boolean {
  return method.hasPointerReceiver;
}

/** One answer for a value of the type and one for a pointer to it. */
interface Both {
  plain: LookupResult;
  viaPointer: LookupResult;
}
interface Entry extends Both {
  /** Package that an unexported name belongs to. */
  pkg: Package | undefined;
  next: Entry | undefined;
}
interface Cache {
  changes: number;
  byName: Map<string, Entry>;
}

const nothing: Both = { plain: notFound, viaPointer: notFound };

function uncached(base: Type, pkg: Package | undefined, name: string, foldCase: boolean): Both {
  return new Search(pkg, name, foldCase).run(base);
}

/** What the type itself declares, which most selectors mean; undefined where that is left to the search. */
function ownMember(base: NamedType, pkg: Package | undefined, name: string): Both | undefined {
  const { methods } = base.origin;
  for (let i = 0; i < methods.length; i++) {
    if (methods[i].name !== name || !sameId(methods[i], pkg, name)) continue;
    return direct(base.origin === base ? methods[i] : base.methods[i], i);
  }
  const under = base.underlying;
  if (under.kind !== TypeKind.Struct || !base.isComplete) return undefined;
  const i = fieldIndex(under.fields, pkg, name);
  return i < 0 ? undefined : direct(under.fields[i], i);
}

function direct(object: VarObject | FuncObject, i: number): Both {
  const index = [i];
  return { plain: { object, index, indirect: false }, viaPointer: { object, index, indirect: true } };
}

function cached(base: NamedType, pkg: Package | undefined, name: string, foldCase: boolean): Both {
  if (foldCase) return uncached(base, pkg, name, true);
  let cache = base.lookupCache as Cache | undefined;
  if (cache === undefined || cache.changes !== typeChanges.count) {
    cache = { changes: typeChanges.count, byName: new Map() };
    base.lookupCache = cache;
  }
  const first = cache.byName.get(name);
  for (let entry = first; entry !== undefined; entry = entry.next) {
    if (samePackage(entry.pkg, pkg)) return entry;
  }
  let both = ownMember(base, pkg, name);
  let complete = true;
  if (both === undefined) {
    const searching = new Search(pkg, name, false);
    both = searching.run(base);
    complete = searching.complete;
  }
  if (complete && cache.changes === typeChanges.count) {
    cache.byName.set(name, { plain: both.plain, viaPointer: both.viaPointer, pkg, next: first });
  }
  return both;
}

/** A type reached through embedded fields, all of them at one depth. */
interface Embedded {
  type: Type;
  index: readonly number[];
  indirect: boolean;
  /** The type is reached more than once at this depth: what is found in it is ambiguous. */
  multiples: boolean;
}

class Search {
  /** No type on the way was in the middle of its declaration. */
  complete = true;
  private object: VarObject | FuncObject | undefined;
  private index: readonly number[] | undefined;
  private indirect = false;
  private collision = false;
  private next: Embedded[] = [];
  private readonly seen: NamedType[] = [];

  constructor(
    private readonly pkg: Package | undefined,
    private readonly name: string,
    private readonly foldCase: boolean,
  ) {}

  run(base: Type): Both {
    let current: Embedded[] = [{ type: base, index: [], indirect: false, multiples: false }];
    while (current.length > 0) {
      this.next = [];
      for (const entry of current) {
        this.visit(entry);
        if (this.collision) {
          const ambiguous = { object: undefined, index: this.index, indirect: false };
          return { plain: ambiguous, viaPointer: ambiguous };
        }
      }
      if (this.object !== undefined) return this.result(this.object);
      current = consolidate(this.next);
    }
    return nothing;
  }

  private result(object: VarObject | FuncObject): Both {
    const viaPointer = { object, index: this.index, indirect: true };
    return { plain: this.indirect ? viaPointer : { object, index: this.index, indirect: false }, viaPointer };
  }

  private visit(entry: Embedded): void {
    const type = unalias(entry.type);
    if (type.kind === TypeKind.Named) {
      if (this.seen.some(each => identical(each, type))) return;
      this.seen.push(type);
      if (this.visitMethods(type, entry)) return;
    }
    const under = underlying(type);
    if (type.kind === TypeKind.Named && !type.isComplete) this.complete = false;
    if (under.kind === TypeKind.Struct) {
      for (let i = 0; i < under.fields.length; i++) {
        const field = under.fields[i];
        if (sameId(field, this.pkg, this.name, this.foldCase)) {
          this.found(field, i, entry);
          if (this.collision) return;
        } else if (this.object === undefined && field.embedded) {
          this.embed(field, i, entry);
        }
      }
    } else if (under.kind === TypeKind.Interface) {
      const methods = typeSetOf(under).methods;
      const i = methodIndex(methods, this.pkg, this.name, this.foldCase);
      if (i >= 0) this.found(methods[i], i, entry);
    }
  }

  private visitMethods(type: NamedType, entry: Embedded): boolean {
    const visible = this.foldCase || samePackage(type.object.pkg, this.pkg);
    // The origin's list is asked first: an instance makes its methods only where one is wanted.
    const methods = type.origin.methods;
    for (let i = 0; i < methods.length; i++) {
      const method = methods[i];
      if (this.foldCase ? !equalFold(method.name, this.name) : method.name !== this.name) continue;
      if (!visible && !isExported(method.name)) continue;
      this.found(type.origin === type ? method : type.methods[i], i, entry);
      return true;
    }
    return false;
  }

  private found(object: VarObject | FuncObject, i: number, entry: Embedded): void {
    this.index = [...entry.index, i];
    if (this.object !== undefined || entry.multiples) {
      this.collision = true;
      return;
    }
    this.object = object;
    this.indirect = entry.indirect;
  }

  private embed(field: VarObject, i: number, entry: Embedded): void {
    const type = unalias(field.type);
    const isPointer = type.kind === TypeKind.Pointer;
    this.next.push({
      type: isPointer ? unalias(type.elem) : type,
      index: [...entry.index, i],
      indirect: entry.indirect || isPointer,
      multiples: entry.multiples,
    });
  }
}

/** One entry for each type; those met more than once are marked. */
function consolidate(list: Embedded[]): Embedded[] {
  if (list.length <= 1) return list;
  const unique: Embedded[] = [];
  for (const entry of list) {
    const same = unique.find(each => identical(each.type, entry.type));
    if (same === undefined) unique.push(entry);
    else same.multiples = true;
  }
  return unique;
}

/** Index of the field of that name, -1 without. */
export function fieldIndex(
  fields: readonly VarObject[],
  pkg: Package | undefined,
  name: string,
  foldCase = false,
): number {
  if (name === '_') return -1;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i];
    if ((foldCase || field.name === name) && sameId(field, pkg, name, foldCase)) return i;
  }
  return -1;
}

/** What a pointer type points to, and whether it is one; named pointer types are left as they are. */
export function dereference(type: Type): { type: Type; isPointer: boolean } {
  const actual = unalias(type);
  if (actual.kind === TypeKind.Pointer) return { type: actual.elem, isPointer: true };
  return { type, isPointer: false };
}
