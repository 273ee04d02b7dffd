/** What analysis found in one package. */

import { type FuncEscape, type GcLine, gcLineAt, gcLines, type Verdict } from '../escape';
import type { Remark } from '../inline';
import type { SourceFile, Unit } from '../syntax';

export interface PackageReport {
  /** Import path. */
  readonly path: string;
  readonly files: readonly SourceFile[];
  /** Every verdict once, by file and position. */
  readonly verdicts: readonly Verdict[];
  /** The lines of `-m` for the package; with `allLines` each one, as the compiler orders them. */
  readonly gcLines: readonly GcLine[];
  /** Functions that could not be analysed, with the reason. */
  readonly failures: readonly string[];
}

/** What an analysis gives: `functions` in the compiler's order, and what -m says before and after escapes. */
export class FreshReport implements PackageReport {
  readonly verdicts: readonly Verdict[];
  private lines: readonly GcLine[] | undefined;

  constructor(
    readonly path: string,
    readonly files: readonly SourceFile[],
    private readonly functions: readonly FuncEscape[],
    readonly failures: readonly string[],
    private readonly before: readonly Remark[] = [],
    private readonly after: readonly Remark[] = [],
  ) {
    this.verdicts = distinctVerdicts(functions, files);
  }

  get gcLines(): readonly GcLine[] {
    const linesOf = (remarks: readonly Remark[]) => remarks.map(({ place, gc }) => gcLineAt(place, gc));
    this.lines ??= [...linesOf(this.before), ...gcLines(this.functions), ...linesOf(this.after)];
    return this.lines;
  }
}

/** The verdicts that lie in one unit, by position. */
export function verdictsOf(report: PackageReport, unit: Unit): Verdict[] {
  return report.verdicts.filter(verdict => verdict.place.unit === unit);
}

/** Instances of a generic function tell the same thing again: it is kept once, as instantiated if any was. */
function distinctVerdicts(functions: readonly FuncEscape[], files: readonly SourceFile[]): Verdict[] {
  const found = new Map<Unit, Map<string, Verdict>>();
  for (const result of functions) {
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
