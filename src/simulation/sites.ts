/** From a node to its verdict, and from the verdict to an event. */

import type { Verdict } from '../escape';
import type { IrNode } from '../ir';
import type { Place, Unit } from '../syntax';
import { type Frame, noObject } from './value';
import { Stopped, type Walk } from './walk';

/** Bytes of the address space. */
const maxAlloc = 2 ** 47;

export class Sites {
  private readonly numbers = new Map<Unit, Map<string, number>>();

  constructor(private readonly walk: Walk) {}

  /** The verdict of a site that takes heap memory when it runs. */
  heap(node: IrNode): Verdict | undefined {
    const verdict = this.walk.input.siteOf(node);
    return verdict?.allocates && isOnHeap(verdict) ? verdict : undefined;
  }

  /** What the node makes may not lie on the stack. */
  escapes(node: IrNode): boolean {
    const verdict = this.walk.input.siteOf(node);
    return verdict !== undefined && isOnHeap(verdict);
  }

  /** So many bytes for the node come from the heap: because it escapes, or because they are too many for the stack. */
  takes(node: IrNode, bytes: number): boolean {
    const verdict = this.walk.input.siteOf(node);
    if (verdict === undefined) return false;
    if (isOnHeap(verdict)) return verdict.allocates;
    return verdict.stackLimit !== undefined && bytes > verdict.stackLimit;
  }

  /** Allocates for a node: named by its verdict, or by `text` where it is the runtime that takes the memory. */
  alloc(node: IrNode, frame: Frame, bytes: number, scan: boolean, text?: string): number {
    if (bytes === 0 || this.walk.heap.silent > 0) return noObject;
    if (bytes > maxAlloc)
      throw new Stopped('the program takes more memory than there are addresses', node.pos);
    const verdict = text === undefined ? this.walk.input.siteOf(node) : undefined;
    const place = verdict?.place ?? node.pos;
    const name =
      verdict?.kind === 'moved' ? `moved to heap: ${verdict.name}` : (verdict?.expr ?? text ?? 'runtime');
    const site = this.number(place, name, verdict?.func ?? frame.func.sym, verdict);
    return this.walk.heap.alloc(site, bytes, scan, place);
  }

  /** Number of the site, made when first met. */
  private number(place: Place, text: string, func: string, verdict: Verdict | undefined): number {
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
}

function isOnHeap({ kind }: Verdict): boolean {
  return kind === 'heap' || kind === 'moved' || kind === 'unknown';
}
