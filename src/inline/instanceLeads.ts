/**
 * Which packages compile instances whose bodies mention a function, seen from their source alone: by the words in
 * declarations, not by what these stand for. For bodiesAtHand.ts, which asks where bodies get inlined.
 */

import { type Callee, receiverBase } from '../ir';
import type { Unit } from '../syntax';
import type { FuncObject, Package, Program, TypeNameObject, VarObject } from '../types';

/** Import paths of what a package imports; undefined where that is not known. */
export type ImportsOf = (path: string) => readonly string[] | undefined;

interface Declared {
  object: FuncObject | TypeNameObject | VarObject;
  unit: Unit;
  isGeneric: boolean;
}

interface Leads {
  names: readonly string[];
  /** How the package itself mentions them, and those of its imports. */
  words: RegExp | undefined;
}

const noLeads: Leads = { names: [], words: undefined };

export class InstanceLeads {
  private readonly known = new Map<Callee, Map<string, Leads>>();
  private readonly declared = new Map<Package, readonly Declared[]>();
  private readonly reached = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly program: Program,
    private readonly importsOf: ImportsOf,
  ) {}

  /** Code of the package that is not generic leads to an instance whose body mentions the callee. */
  instantiates(pkg: Package, callee: Callee): boolean {
    const { words } = this.leads(pkg.path, callee);
    return (
      words !== undefined &&
      this.declarations(pkg).some(each => !each.isGeneric && mentions(each.unit.text, words))
    );
  }

  /** What leads to such an instance can be named by other packages. */
  isExported(pkg: Package, callee: Callee): boolean {
    return this.leads(pkg.path, callee).names.some(name => /^\p{Lu}/u.test(name));
  }

  /** A type of the package embeds the method's, and has a wrapper for it. */
  embeds(pkg: Package, { object: { type } }: Callee): boolean {
    const base = type.recv && receiverBase(type.recv.type);
    if (base === undefined) return false;
    const { name } = base.object;
    const field = new RegExp(`[{;\\n]\\s*\\*?(?:\\w+\\.)?${name}\\s*(?:[}\\n;\`]|//)`);
    return this.declarations(pkg).some(
      ({ object, unit: { text } }) => object.kind === 'typeName' && text.includes(name) && field.test(text),
    );
  }

  /** The package imports the other, directly or through what it imports. */
  reaches(path: string, other: string): boolean {
    return this.closure(path).has(other);
  }

  private closure(path: string): ReadonlySet<string> {
    let known = this.reached.get(path);
    if (known === undefined) {
      const found = new Set([path]);
      for (const each of found) for (const next of this.importsOf(each) ?? []) found.add(next);
      known = found;
      this.reached.set(path, known);
    }
    return known;
  }

  /** The package's generic functions and types that mention the callee, or such in turn; and types that do the latter. */
  private leads(path: string, callee: Callee): Leads {
    const byPath = entry(this.known, callee, () => new Map<string, Leads>());
    let known = byPath.get(path);
    if (known === undefined) {
      // No package imports itself, whatever its source says.
      byPath.set(path, noLeads);
      known = this.reaches(path, callee.object.pkg?.path ?? '') ? this.findLeads(path, callee) : noLeads;
      byPath.set(path, known);
    }
    return known;
  }

  /** Looks into no package that has nothing to do with the callee. */
  private findLeads(path: string, callee: Callee): Leads {
    const owner = callee.object.pkg?.path ?? '';
    const imports = this.importsOf(path) ?? [];
    const imported = imports.flatMap(each => {
      const { names } = this.leads(each, callee);
      return names.length === 0 ? [] : this.qualified(path, each, names);
    });
    const isNear = path === owner || imports.includes(owner);
    if (!isNear && imported.length === 0) return noLeads;
    const holders = this.declarations(this.program.package(path)).filter(
      ({ object, isGeneric }) => isGeneric || object.kind === 'typeName',
    );
    const own = isNear
      ? holders.filter(each => each.isGeneric && seemsToCall(each.unit, callee)).map(nameOf)
      : [];
    if (own.length + imported.length === 0) return noLeads;
    const names = leading(holders, own, imported);
    return { names, words: wordsOf([...imported, ...names]) };
  }

  /** How files of a package write names of an import. */
  private qualified(importer: string, path: string, names: readonly string[]): string {
    const renamed = new RegExp(`(\\w+) "${path.replace(/\W/g, '\\$&')}"`);
    const { files } = this.program.package(importer);
    const known = [
      this.program.package(path).name,
      ...files.flatMap(({ text }) => renamed.exec(text)?.[1] ?? []),
    ];
    return `(?:${known.join('|')})\\.(?:${names.join('|')})`;
  }

  /** Functions, types and variables. */
  private declarations(pkg: Package): readonly Declared[] {
    return entry(this.declared, pkg, () => {
      const found: { object: Declared['object']; unit: Unit }[] = [...this.program.functions(pkg)];
      for (const [, object] of pkg.scope.entries()) {
        const unit = object.place?.unit;
        if (unit !== undefined && (object.kind === 'typeName' || object.kind === 'var'))
          found.push({ object, unit });
      }
      return found.map(each => ({ ...each, isGeneric: isGeneric(each.unit) }));
    });
  }
}

/** The names, and those of the holders that mention one of them, or something of imports, directly or through others. */
function leading(
  holders: readonly Declared[],
  names: readonly string[],
  imported: readonly string[],
): string[] {
  const found = new Set(names);
  let left = holders;
  for (let count = -1; count < found.size; ) {
    count = found.size;
    const words = wordsOf([...imported, ...found]);
    left = left.filter(holder => {
      const isFound = found.has(nameOf(holder)) || mentions(holder.unit.text, words);
      if (isFound) found.add(nameOf(holder));
      return !isFound;
    });
  }
  return [...found];
}

/** The source seems to call the function, outside comments. */
export function seemsToCall({ text }: Unit, { object: { name }, type }: Callee): boolean {
  if (!text.includes(name)) return false;
  return mentions(text, new RegExp(`${type.recv === undefined ? '\\b' : '\\.\\s*'}${name}\\b`));
}

function wordsOf(parts: readonly string[]): RegExp {
  return new RegExp(`\\b(?:${parts.join('|')})\\b`);
}

function mentions(text: string, words: RegExp): boolean {
  return words.test(text) && words.test(text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, ''));
}

const head = /^(?:func|type|var|const)\b.*/m;
/** "func f[", "func (x *T[", "type T[". */
const genericHead = /^(?:func (?:\([^()\n]*?(?<base>\w+)\[|\w+\[)|type \w+\[)/;

export function isGeneric({ text }: Unit): boolean {
  return genericHead.test(head.exec(text)?.[0] ?? '');
}

/** For a method of a generic type the type's. */
function nameOf({ object, unit, isGeneric: mayHaveBase }: Declared): string {
  if (!mayHaveBase) return object.name;
  return genericHead.exec(head.exec(unit.text)?.[0] ?? '')?.groups?.base ?? object.name;
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
