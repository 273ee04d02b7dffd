/**
 * Which packages compile instances whose bodies mention a function, seen from their source alone: by the words in
 * declarations, not by what these stand for. For bodiesAtHand.ts, which asks where bodies get inlined.
 */

import { type Callee, receiverBase } from '../ir';
import type { Unit } from '../syntax';
import type { FuncObject, Package, Program, TypeNameObject, VarObject } from '../types';

/** Import paths of what a package imports; undefined where that is not known. */
export type ImportsOf = (path: string) => readonly string[] | undefined;

export interface Declared {
  object: FuncObject | TypeNameObject | VarObject;
  unit: Unit;
}

interface Leads {
  names: readonly string[];
  /** How the package itself mentions them, and those of its imports. */
  words: RegExp | undefined;
}

const noLeads: Leads = { names: [], words: undefined };

export class InstanceLeads {
  private readonly known = new Map<Callee, Map<string, Leads>>();
  private readonly generics = new Map<string, readonly Declared[]>();

  constructor(
    private readonly program: Program,
    private readonly importsOf: ImportsOf,
  ) {}

  /** Code of the package that is not generic leads to an instance whose body mentions the callee. */
  instantiates(pkg: Package, callee: Callee): boolean {
    const { words } = this.leads(pkg.path, callee);
    return (
      words !== undefined && mentioning(this.declarations(pkg), words).some(({ unit }) => !isGeneric(unit))
    );
  }

  /** A type of the package embeds the method's, and has a wrapper for it. */
  embeds(pkg: Package, { object: { type } }: Callee): boolean {
    const base = type.recv && receiverBase(type.recv.type);
    if (base === undefined) return false;
    const field = new RegExp(`[{;\\n]\\s*\\*?(?:\\w+\\.)?${base.object.name}\\s*(?:[}\\n;\`]|//)`);
    return this.declarations(pkg).some(
      ({ object, unit }) => object.kind === 'typeName' && field.test(unit.text),
    );
  }

  /** What leads to such an instance can be named by other packages. */
  isExported(pkg: Package, callee: Callee): boolean {
    return this.leads(pkg.path, callee).names.some(name => /^\p{Lu}/u.test(name));
  }

  /** The package imports the other, directly or through what it imports. */
  reaches(path: string, other: string): boolean {
    const seen = new Set([path]);
    for (const each of seen) {
      if (each === other) return true;
      for (const next of this.importsOf(each) ?? []) seen.add(next);
    }
    return false;
  }

  /** The package's generic functions and types that mention the callee, or such in turn; and types that do the latter. */
  private leads(path: string, callee: Callee): Leads {
    const byPath = entry(this.known, callee, () => new Map<string, Leads>());
    const known = byPath.get(path);
    if (known !== undefined) return known;
    // No package imports itself, whatever its source says.
    byPath.set(path, noLeads);
    const leads = this.findLeads(path, callee);
    byPath.set(path, leads);
    return leads;
  }

  private findLeads(path: string, callee: Callee): Leads {
    const owner = callee.object.pkg?.path ?? '';
    if (!this.reaches(path, owner)) return noLeads;
    const pkg = this.program.package(path);
    const imports = this.importsOf(path) ?? [];
    const imported = imports.flatMap(each => {
      const { names } = this.leads(each, callee);
      return names.length === 0 ? [] : `(?:${this.namesOf(each, pkg).join('|')})\\.(?:${names.join('|')})`;
    });
    const isNear = path === owner || imports.includes(owner);
    const own = isNear ? this.genericsWith(pkg, callee) : [];
    if (imported.length + own.length === 0) return noLeads;
    const holders = this.declarations(pkg).filter(
      ({ object, unit }) => object.kind === 'typeName' || isGeneric(unit),
    );
    const names = reached(holders, own, imported);
    return { names, words: wordsOf([...imported, ...names]) };
  }

  private genericsWith(pkg: Package, callee: Callee): string[] {
    return mentioning(this.genericsOf(pkg), calleeWord(callee)).map(nameOf);
  }

  /** What the package's files call an import. */
  private namesOf(path: string, importer: Package): string[] {
    const renamed = new RegExp(`(\\w+) "${path.replaceAll('.', '\\.')}"`);
    return [
      this.program.package(path).name,
      ...importer.files.flatMap(({ text }) => renamed.exec(text)?.[1] ?? []),
    ];
  }

  private genericsOf(pkg: Package): readonly Declared[] {
    return entry(this.generics, pkg.path, () => this.declarations(pkg).filter(({ unit }) => isGeneric(unit)));
  }

  /** Functions, types and variables. */
  private declarations(pkg: Package): Declared[] {
    const found: Declared[] = [...this.program.functions(pkg)];
    for (const [, object] of pkg.scope.entries()) {
      const unit = object.place?.unit;
      if (unit !== undefined && (object.kind === 'typeName' || object.kind === 'var'))
        found.push({ object, unit });
    }
    return found;
  }
}

/** The names, and those of the holders that mention one of them, or something of imports, directly or through others. */
function reached(
  holders: readonly Declared[],
  names: readonly string[],
  imported: readonly string[] = [],
): string[] {
  const found = new Set(names);
  for (let count = -1; count < found.size; ) {
    count = found.size;
    for (const holder of mentioning(holders, wordsOf([...imported, ...found]))) found.add(nameOf(holder));
  }
  return [...found];
}

/** How the function is called. */
export function calleeWord({ object, type }: Callee): RegExp {
  return new RegExp(`${type.recv === undefined ? '\\b' : '\\.\\s*'}${object.name}\\b`);
}

/** Nothing has none of the words. */
function wordsOf(parts: readonly string[]): RegExp {
  return parts.length === 0 ? /(?!)/ : new RegExp(`\\b(?:${parts.join('|')})\\b`);
}

/** Those that have one of the words outside comments. */
export function mentioning<D extends { unit: Unit }>(declared: readonly D[], words: RegExp): readonly D[] {
  return declared.filter(
    ({ unit: { text } }) => words.test(text) && words.test(text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '')),
  );
}

/** "func f[", "func (x *T[", "type T[". */
const genericHead = /^(?:func (?:\([^()\n]*?(?<base>\w+)\[|\w+\[)|type \w+\[)/m;

export function isGeneric({ text }: Unit): boolean {
  return genericHead.test(text);
}

/** For a method of a generic type the type's. */
function nameOf({ object, unit }: Declared): string {
  return genericHead.exec(unit.text)?.groups?.base ?? object.name;
}

/** What the map has at the key, made where there is nothing yet. */
export function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
