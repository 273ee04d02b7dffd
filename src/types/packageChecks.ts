/**
 * What is wrong with a package as a whole, once all its units have been checked: cycles of initialisation, imports
 * that are not used or not found, names declared in the package and by an import (go/types' resolver.go, Go 1.26).
 */

import type { PackageError } from './checker';
import type { FileScope } from './fileScope';
import { initOrder } from './initOrder';
import { type InstanceLoop, instanceLoop } from './mono';
import type { GoObject, PkgNameObject } from './object';
import type { Collected, SourcePackage } from './sourcePackage';
import { guessName } from './sourcePackage';
import { TypeKind } from './type';
import { typeString } from './typeString';
import type { UnitFacts } from './unitFacts';

/** `facts` are those of all units, bodies included. */
export function checkPackage(pkg: SourcePackage, facts: readonly UnitFacts[]): PackageError[] {
  const { collected } = pkg;
  const errors: PackageError[] = [];
  for (const { header, packageName } of pkg.files) {
    if (packageName === '_') {
      const pos = header.text.search(/(?<=package\s+)_/);
      errors.push({ unit: header, pos, message: 'invalid package name _', soft: false });
    }
  }
  const { cycles } = initOrder(collected.declarations, () => {});
  for (const cycle of cycles) report(errors, cycle[0], cycleMessage(cycle), false);
  const used = new Set<PkgNameObject>();
  for (const { imports } of facts) for (const object of imports) used.add(object);
  const isUsed = (object: PkgNameObject) => used.has(object) || (object.name === '.' && object.used);
  for (const scope of collected.fileScopes) checkImports(errors, collected, scope, isUsed);
  if (errors.length === 0 && facts.every(each => each.errors.length === 0)) {
    const loop = instanceLoop(collected.declarations, facts);
    if (loop !== undefined) report(errors, loop.object, loopMessage(loop), false);
  }
  return errors;
}

function loopMessage({ steps }: InstanceLoop): string {
  const lines = steps.map(({ object, type }) => {
    const how = object.type.kind === TypeKind.Named ? 'implicitly parameterized by' : 'instantiated as';
    return `\n\t${object.name} ${how} ${typeString(type)}`;
  });
  return `instantiation cycle:${lines.join('')}`;
}

function report(errors: PackageError[], object: GoObject, message: string, soft: boolean): void {
  const place = object.place;
  if (place !== undefined) errors.push({ unit: place.unit, pos: place.pos, message, soft });
}

function cycleMessage(cycle: readonly GoObject[]): string {
  const first = cycle[0];
  if (cycle.length === 1) return `initialization cycle: ${first.name} refers to itself`;
  let message = `initialization cycle for ${first.name}`;
  let from = first;
  for (let i = cycle.length - 1; i >= 0; i--) {
    message += `\n\t${from.name} refers to ${cycle[i].name}`;
    from = cycle[i];
  }
  return message;
}

function checkImports(
  errors: PackageError[],
  collected: Collected,
  scope: FileScope,
  isUsed: (object: PkgNameObject) => boolean,
): void {
  for (const object of scope.allImports()) {
    const { imported, name } = object;
    if (imported.fake) {
      if (imported.path !== 'C')
        report(errors, object, `could not import ${imported.path} (no source)`, false);
      continue;
    }
    if (name !== '_' && !isUsed(object)) report(errors, object, unusedMessage(object), true);
  }
  for (const [name, object] of scope.importedNames()) {
    const own = collected.scope.lookup(name);
    if (own === undefined) continue;
    const through =
      object.kind === 'pkgName'
        ? `import of ${object.imported.name}`
        : `dot-import of ${object.pkg?.name ?? ''}`;
    report(errors, own, `${name} already declared through ${through}`, false);
  }
}

function unusedMessage({ imported, name }: PkgNameObject): string {
  const { path } = imported;
  const isPlain = name === '' || name === '.' || name === path.slice(path.lastIndexOf('/') + 1);
  const quoted = JSON.stringify(path);
  return isPlain || name === guessName(path)
    ? `${quoted} imported and not used`
    : `${quoted} imported as ${name} and not used`;
}
