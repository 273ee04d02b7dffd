/**
 * Objects by number: the handle of each one's slot, written once, and whether the program let go of it. In pages, so that
 * ten million objects need no column that is copied as it grows, and two checkpoints share all full pages. A page of
 * objects that are all gone can be forgotten.
 */
const pageShift = 14;
const pageMask = (1 << pageShift) - 1;
const forgotten = new Int32Array(0);

export class ObjectTable {
  count = 0;
  private readonly handles: Int32Array[] = [];
  /** A bit for each object that was let go. */
  private readonly released: Int32Array[] = [];

  /** Adds the next object; returns its number. */
  add(handle: number): number {
    const object = this.count++;
    const page = object >> pageShift;
    if (page === this.handles.length) {
      this.handles.push(new Int32Array(1 << pageShift));
      this.released.push(new Int32Array(1 << (pageShift - 5)));
    }
    this.handles[page][object & pageMask] = handle;
    return object;
  }

  /** The handle that the object was added with. */
  handle(object: number): number {
    return this.handles[object >> pageShift][object & pageMask];
  }

  /** Whether there was such an object and it is not forgotten. */
  has(object: number): boolean {
    return object >= 0 && object < this.count && this.handles[object >> pageShift].length > 0;
  }

  /** Forgets the full pages whose objects were all let go and are all gone. */
  forget(isGone: (object: number) => boolean): void {
    for (let page = 0; page < this.count >> pageShift; page++) {
      if (this.handles[page].length === 0 || this.released[page].some(word => word !== -1)) continue;
      const first = page << pageShift;
      let at = 0;
      while (at <= pageMask && isGone(first + at)) at++;
      if (at > pageMask) this.handles[page] = this.released[page] = forgotten;
    }
  }

  isReleased(object: number): boolean {
    const at = object & pageMask;
    return ((this.released[object >> pageShift][at >> 5] >>> (at & 31)) & 1) === 1;
  }

  setReleased(object: number, isReleased: boolean): void {
    const page = this.released[object >> pageShift];
    const at = object & pageMask;
    if (isReleased) page[at >> 5] |= 1 << (at & 31);
    else page[at >> 5] &= ~(1 << (at & 31));
  }
}
