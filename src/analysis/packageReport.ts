/** What analysis found in one package. */

import { type FuncEscape, type GcLine, gcLineAt, gcLines, type Verdict } from '../escape';
import type { Remark } from '../inline';
import type { SourceFile, Unit } from '../syntax';
import { distinctVerdicts, type VerdictsByUnit, verdictsIn } from './verdictsByUnit';

export interface PackageReport {
  /** Import path. */
  readonly path: string;
  readonly files: readonly SourceFile[];
  /** Every verdict once, by file and position. */
  readonly verdicts: readonly Verdict[];
  readonly byUnit: VerdictsByUnit;
  /** The lines of `-m` for the package; with `allLines` each one, as the compiler orders them. */
  readonly gcLines: readonly GcLine[];
  /** Functions that could not be analysed, with the reason. */
  readonly failures: readonly string[];
}

/** What an analysis gives: `functions` in the compiler's order, and what -m says before and after escapes. */
export class FreshReport implements PackageReport {
  private grouped: VerdictsByUnit | undefined;
  private all: readonly Verdict[] | undefined;
  private lines: readonly GcLine[] | undefined;

  constructor(
    readonly path: string,
    readonly files: readonly SourceFile[],
    private readonly functions: readonly FuncEscape[],
    readonly failures: readonly string[],
    private readonly before: readonly Remark[] = [],
    private readonly after: readonly Remark[] = [],
  ) {}

  get byUnit(): VerdictsByUnit {
    this.grouped ??= distinctVerdicts(this.functions);
    return this.grouped;
  }

  get verdicts(): readonly Verdict[] {
    this.all ??= verdictsIn(this.files, this.byUnit);
    return this.all;
  }

  get gcLines(): readonly GcLine[] {
    const linesOf = (remarks: readonly Remark[]) => remarks.map(({ place, gc }) => gcLineAt(place, gc));
    this.lines ??= [...linesOf(this.before), ...gcLines(this.functions), ...linesOf(this.after)];
    return this.lines;
  }
}

/** The verdicts that lie in one unit, by position. */
export function verdictsOf(report: Pick<PackageReport, 'byUnit'>, unit: Unit): readonly Verdict[] {
  return report.byUnit.get(unit) ?? none;
}

const none: readonly Verdict[] = [];
