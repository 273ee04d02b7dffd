/**
 * Leak sets: where the value of a parameter flows to, and at how many dereferences (leaks.go, Go 1.26).
 *
 * Eight slots, one byte each, holding the smallest number of dereferences plus one (0: no such flow):
 *
 *     slot 0    the heap
 *     slot 1    the mutator: the pointer operand of a store through a pointer
 *     slot 2    the callee: the function operand of a call
 *     slot 3…7  the first five results of the function
 *
 * A set travels between packages as a tag: "" where the parameter itself flows to the heap, otherwise
 * "esc:" and two hexadecimal digits a slot, trailing empty slots left out. (The compiler stores the bytes
 * themselves; ours are hexadecimal so that a tag can be written anywhere as text.)
 */

export const LEAK_HEAP = 0;
export const LEAK_MUTATOR = 1;
export const LEAK_CALLEE = 2;
export const LEAK_RESULT0 = 3;
/** Results beyond this many count as the heap. */
export const NUM_ESC_RESULTS = 5;
const SLOTS = LEAK_RESULT0 + NUM_ESC_RESULTS;
const MAX_SLOT = 255;
const PREFIX = 'esc:';
/** Of what leaks nowhere. */
export const NO_LEAKS = PREFIX;

export type ReadonlyLeaks = Omit<Leaks, 'add' | 'optimize'>;

export class Leaks {
  private readonly slots = [0, 0, 0, 0, 0, 0, 0, 0];

  /** Smallest number of dereferences of a flow to that slot; -1 without one. */
  get(slot: number): number {
    return this.slots[slot] - 1;
  }
  heap(): number {
    return this.get(LEAK_HEAP);
  }
  mutator(): number {
    return this.get(LEAK_MUTATOR);
  }
  callee(): number {
    return this.get(LEAK_CALLEE);
  }
  result(index: number): number {
    return this.get(LEAK_RESULT0 + index);
  }

  /** There is a flow to anywhere. */
  leaksAnywhere(): boolean {
    return this.slots.some(slot => slot > 0);
  }

  /** Notes a flow; true where it is shorter than what was known. */
  add(slot: number, derefs: number): boolean {
    const known = this.get(slot);
    if (known >= 0 && derefs >= known) return false;
    this.slots[slot] = Math.min(derefs + 1, MAX_SLOT);
    return true;
  }

  /** Drops the flows that a flow to the heap of the same or fewer dereferences makes pointless. */
  optimize(): void {
    const heap = this.heap();
    if (heap < 0) return;
    for (let slot = 1; slot < SLOTS; slot++) {
      if (this.get(slot) >= heap) this.slots[slot] = 0;
    }
  }

  encode(): string {
    if (this.heap() === 0) return '';
    let used = SLOTS;
    while (used > 0 && this.slots[used - 1] === 0) used--;
    let tag = PREFIX;
    for (let slot = 0; slot < used; slot++) tag += this.slots[slot].toString(16).padStart(2, '0');
    return tag;
  }
}

/** Made once: most parameters have one of few tags. */
const byTag = new Map<string, Leaks>();

/** The set a tag stands for, the same for all who ask; whatever is no tag leaks to the heap. */
export function parseLeaks(tag: string): ReadonlyLeaks {
  let leaks = byTag.get(tag);
  if (leaks === undefined) {
    leaks = newLeaks(tag);
    byTag.set(tag, leaks);
  }
  return leaks;
}

function newLeaks(tag: string): Leaks {
  const leaks = new Leaks();
  if (!tag.startsWith(PREFIX)) {
    leaks.add(LEAK_HEAP, 0);
    return leaks;
  }
  for (let slot = 0; slot < SLOTS; slot++) {
    const at = PREFIX.length + 2 * slot;
    if (at + 2 > tag.length) break;
    const value = Number.parseInt(tag.slice(at, at + 2), 16);
    if (value > 0) leaks.add(slot, value - 1);
  }
  return leaks;
}
