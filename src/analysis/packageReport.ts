/** What analysis found in one package. */

import { type FuncEscape, gcLineAt, gcLines, type Verdict } from '../escape';
import type { Remark } from '../inline';
import type { SourceFile, Unit } from '../syntax';

export interface FunctionReport {
  /** As the compiler prints it. */
  func: string;
  /** The declaration. */
  unit: Unit | undefined;
  escape: FuncEscape;
}

export interface PackageReport {
  /** Import path. */
  path: string;
  files: readonly SourceFile[];
  /** In the order of the compiler: declared functions, then instances of generic ones. */
  functions: readonly FunctionReport[];
  /** Every verdict once, by file and position. */
  verdicts: readonly Verdict[];
  /** What -m says of inlining, in the compiler's order. */
  inlining: readonly Remark[];
  /** Functions that could not be analysed, with the reason. */
  failures: readonly string[];
}

export function createReport(
  path: string,
  files: readonly SourceFile[],
  functions: readonly FunctionReport[],
  failures: readonly string[],
  inlining: readonly Remark[] = [],
): PackageReport {
  return { path, files, functions, failures, inlining, verdicts: distinctVerdicts(functions, files) };
}

/** The lines of `-m` for the package, as the compiler orders them. */
export function reportGcLines(report: PackageReport): ReturnType<typeof gcLines> {
  return [
    ...report.inlining.map(({ place, gc }) => gcLineAt(place, gc)),
    ...gcLines(report.functions.map(each => each.escape)),
  ];
}

/** The verdicts that lie in one unit, by position. */
export function verdictsOf(report: PackageReport, unit: Unit): Verdict[] {
  return report.verdicts.filter(verdict => verdict.place.unit === unit);
}

/** Instances of a generic function tell the same thing again: it is kept once, as instantiated if any was. */
function distinctVerdicts(functions: readonly FunctionReport[], files: readonly SourceFile[]): Verdict[] {
  const found = new Map<Unit, Map<string, Verdict>>();
  for (const { escape: result } of functions) {
    for (const verdict of result.verdicts) {
      const { unit, pos } = verdict.place;
      let inUnit = found.get(unit);
      if (inUnit === undefined) {
        inUnit = new Map();
        found.set(unit, inUnit);
      }
      const key = `${pos} ${verdict.kind} ${verdict.name} ${verdict.to} ${verdict.expr}`;
      const known = inUnit.get(key);
      if (known === undefined || (known.uninstantiated && !verdict.uninstantiated)) inUnit.set(key, verdict);
    }
  }
  const own = new Map(files.map((file, index) => [file, index]));
  const verdicts = [...found]
    .filter(([unit]) => own.has(unit.file))
    .flatMap(([, inUnit]) => [...inUnit.values()]);
  const offset = ({ place }: Verdict) => place.unit.base + place.pos;
  const fileOf = ({ place }: Verdict) => own.get(place.unit.file) ?? 0;
  return verdicts.sort((a, b) => fileOf(a) - fileOf(b) || offset(a) - offset(b));
}
