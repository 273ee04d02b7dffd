/**
 * From a node to its verdict, and from the verdict to an event. An object is let go where its flow ends:
 * at the end of the turn where it was only handed to a call, with the caller's frame where it is returned,
 * never where it is stored.
 */

import type { FlowStep, SiteKind, Verdict } from '../escape';
import type { Func, Name } from '../ir';
import type { Place, Unit } from '../syntax';
import type { Frame } from './value';
import type { Walk } from './walk';

export class Sites {
  /** Verdicts of the functions met so far, by unit and position. */
  private readonly verdicts = new Map<Unit, Map<number, Verdict[]>>();
  private readonly loaded = new Set<object>();
  private readonly numbers = new Map<Unit, Map<string, number>>();

  constructor(private readonly walk: Walk) {}

  /** Makes the verdicts of a function (closures: of the declared function around) known. */
  load(func: Func): void {
    let outermost = func;
    while (outermost.outer !== undefined) outermost = outermost.outer;
    const callee = outermost.nname?.callee;
    if (callee === undefined || this.loaded.has(callee)) return;
    this.loaded.add(callee);
    for (const verdict of this.walk.input.escapeOf(callee)?.verdicts ?? []) this.add(verdict);
  }

  /** The verdict of a site at this place, if it allocates on the heap. */
  heapVerdict(place: Place, kinds: readonly SiteKind[]): Verdict | undefined {
    const there = this.verdicts.get(place.unit)?.get(place.pos);
    return there?.find(
      verdict =>
        kinds.includes(verdict.site) &&
        verdict.allocates &&
        (verdict.kind === 'heap' || verdict.kind === 'moved' || verdict.kind === 'unknown'),
    );
  }

  /** The verdict of a variable, if it lives on the heap. */
  movedVerdict({ pos, sym, pkg }: Name): Verdict | undefined {
    const there = this.verdicts.get(pos.unit)?.get(pos.pos);
    // Several variables of one inlined body have one place; one of another package is named with the package.
    return there?.find(
      ({ kind, name, allocates }) =>
        kind === 'moved' && allocates && (name === sym || name === `${pkg?.name}.${sym}`),
    );
  }

  /** The place was judged, and stays on the stack. */
  stays(place: Place, kinds: readonly SiteKind[]): boolean {
    const there = this.verdicts.get(place.unit)?.get(place.pos);
    return there?.some(verdict => kinds.includes(verdict.site) && verdict.kind === 'stack') ?? false;
  }

  /** Number of the site, made when first met. */
  number(place: Place, text: string, func: string, verdict: Verdict | undefined): number {
    let numbers = this.numbers.get(place.unit);
    if (numbers === undefined) {
      numbers = new Map();
      this.numbers.set(place.unit, numbers);
    }
    const key = `${place.pos} ${text}`;
    let number = numbers.get(key);
    if (number === undefined) {
      number = this.walk.sites.length;
      this.walk.sites.push({ text, place, func, verdict });
      numbers.set(key, number);
    }
    return number;
  }

  /** Allocates for a verdict; returns the object. */
  allocate(verdict: Verdict, bytes: number, scan: boolean, frame: Frame): number {
    const text =
      verdict.kind === 'moved' ? `moved to heap: ${verdict.name}` : (verdict.expr ?? verdict.name ?? '');
    const site = this.number(verdict.place, text, verdict.func, verdict);
    const object = this.walk.alloc(site, bytes, scan, verdict.place);
    this.hold(object, verdict, frame);
    return object;
  }

  private hold(object: number, verdict: Verdict, frame: Frame): void {
    const last = verdict.flow.at(-1);
    if (last?.why === 'return') frame.caller?.scope.objects.push(object);
    else if (last === undefined || (last.why === 'call parameter' && !isAppend(last)))
      this.walk.scope.objects.push(object);
  }

  private add(verdict: Verdict): void {
    let positions = this.verdicts.get(verdict.place.unit);
    if (positions === undefined) {
      positions = new Map();
      this.verdicts.set(verdict.place.unit, positions);
    }
    const there = positions.get(verdict.place.pos);
    if (there === undefined) positions.set(verdict.place.pos, [verdict]);
    else there.push(verdict);
  }
}

/** An appended value is stored in the slice, though the compiler calls it a parameter. */
function isAppend(step: FlowStep): boolean {
  return step.text.startsWith('append(');
}
