/**
 * Finds a reference by its two ends: an open hash table, in columns so that checkpoints share it. A reference that
 * is there more than once has as many entries.
 */

const empty = 0;
const none = -1;

export class ReferenceIndex {
  private count = 0;
  /** Number of the reference and 1, and its ends; a power of two of them, at most half full. */
  private entry = new Int32Array(2048);
  private from = new Int32Array(2048);
  private to = new Int32Array(2048);

  add(from: number, to: number, reference: number): void {
    if (++this.count * 2 > this.entry.length) this.grow();
    this.put(from, to, reference + 1);
  }

  /** One of the references between the two; -1 where there is none. */
  find(from: number, to: number): number {
    const mask = this.entry.length - 1;
    for (let at = this.home(from, to); this.entry[at] !== empty; at = (at + 1) & mask)
      if (this.from[at] === from && this.to[at] === to) return this.entry[at] - 1;
    return none;
  }

  /** Takes the entry of a reference away, and closes the gap. */
  remove(from: number, to: number, reference: number): void {
    const { entry } = this;
    const mask = entry.length - 1;
    let gap = this.home(from, to);
    while (entry[gap] !== reference + 1) {
      if (entry[gap] === empty) return;
      gap = (gap + 1) & mask;
    }
    this.count--;
    for (let at = (gap + 1) & mask; entry[at] !== empty; at = (at + 1) & mask) {
      const home = this.home(this.from[at], this.to[at]);
      if (((at - home) & mask) < ((at - gap) & mask)) continue;
      entry[gap] = entry[at];
      this.from[gap] = this.from[at];
      this.to[gap] = this.to[at];
      gap = at;
    }
    entry[gap] = empty;
  }

  private put(from: number, to: number, value: number): void {
    const mask = this.entry.length - 1;
    let at = this.home(from, to);
    while (this.entry[at] !== empty) at = (at + 1) & mask;
    this.entry[at] = value;
    this.from[at] = from;
    this.to[at] = to;
  }

  private grow(): void {
    const { entry, from, to } = this;
    const length = entry.length * 2;
    this.entry = new Int32Array(length);
    this.from = new Int32Array(length);
    this.to = new Int32Array(length);
    for (let at = 0; at < entry.length; at++) if (entry[at] !== empty) this.put(from[at], to[at], entry[at]);
  }

  private home(from: number, to: number): number {
    const mixed = Math.imul(from, 0x9e3779b1) ^ Math.imul(to, 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & (this.entry.length - 1);
  }
}
