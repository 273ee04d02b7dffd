/**
 * The verdicts of a package, each once, by the unit that they lie in. What is found of one function is put in order
 * once: after an edit all others are as they were.
 */

import type { FuncEscape, Verdict } from '../escape';
import type { SourceFile, Unit } from '../syntax';

/** Of each unit the verdicts by position. */
export type VerdictsByUnit = ReadonlyMap<Unit, readonly Verdict[]>;

/** Instances of a generic function tell the same thing again: it is kept once, as instantiated if any was. */
export function distinctVerdicts(functions: readonly FuncEscape[]): VerdictsByUnit {
  const found = new Map<Unit, readonly Verdict[]>();
  const shared = new Map<Unit, (readonly Verdict[])[]>();
  for (const func of functions) {
    for (const { unit, verdicts } of verdictsOfFunction(func)) {
      const known = found.get(unit);
      if (known === undefined) found.set(unit, verdicts);
      else shared.set(unit, [...(shared.get(unit) ?? [known]), verdicts]);
    }
  }
  for (const [unit, lists] of shared) found.set(unit, distinct(lists.flat()));
  return found;
}

/** All verdicts that lie in the files, by file and position. */
export function verdictsIn(files: readonly SourceFile[], verdicts: VerdictsByUnit): Verdict[] {
  return files.flatMap(file => file.units.flatMap(unit => verdicts.get(unit) ?? []));
}

/** The same verdicts by unit again. */
export function groupVerdicts(verdicts: readonly Verdict[]): VerdictsByUnit {
  const found = new Map<Unit, Verdict[]>();
  for (const verdict of verdicts) {
    const list = found.get(verdict.place.unit);
    if (list === undefined) found.set(verdict.place.unit, [verdict]);
    else list.push(verdict);
  }
  return found;
}

interface UnitVerdicts {
  unit: Unit;
  verdicts: readonly Verdict[];
}

const ofFunctions = new WeakMap<FuncEscape, readonly UnitVerdicts[]>();

function verdictsOfFunction(func: FuncEscape): readonly UnitVerdicts[] {
  let known = ofFunctions.get(func);
  if (known === undefined) {
    known = Array.from(groupVerdicts(func.verdicts), ([unit, verdicts]) => ({
      unit,
      verdicts: distinct(verdicts),
    }));
    ofFunctions.set(func, known);
  }
  return known;
}

/** Verdicts of one unit. What comes with several calls of an inlined function, all inlined here, is several sites. */
function distinct(verdicts: readonly Verdict[]): readonly Verdict[] {
  const found = new Map<string, Verdict>();
  const comings = new Map<string, number>();
  for (const verdict of verdicts) {
    const { place, kind, name, to, expr, inlined, func } = verdict;
    let key = `${place.pos} ${kind} ${name} ${to} ${expr}`;
    if (inlined.length > 0) {
      const coming = `${key} ${inlined} ${func}`;
      const count = comings.get(coming) ?? 0;
      comings.set(coming, count + 1);
      key += ` ${inlined} ${count}`;
    }
    const known = found.get(key);
    if (known === undefined || (known.uninstantiated && !verdict.uninstantiated)) found.set(key, verdict);
  }
  return [...found.values()].sort((a, b) => a.place.pos - b.place.pos);
}
