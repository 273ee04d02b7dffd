/**
 * Objects by the ID that a trace gives them. IDs that are about as many as allocations, as they are where a program counts
 * them up, are kept in pages, and a page that holds none any more is let go; IDs far above that in a map.
 */
const none = -1;
const pageShift = 12;
const pageSize = 1 << pageShift;
const denseFrom = 1 << 20;

interface Page {
  objects: Int32Array;
  used: number;
}

export class IdTable {
  private readonly pages: (Page | undefined)[] = [];
  private readonly sparse = new Map<number, number>();
  private sets = 0;

  /** The object of the ID, or -1. */
  get(id: number): number {
    const object = this.pageOf(id)?.objects[id % pageSize] ?? none;
    return object === none && this.sparse.size > 0 ? (this.sparse.get(id) ?? none) : object;
  }

  set(id: number, object: number): void {
    this.sets++;
    const page = this.pageOf(id) ?? this.makePage(id);
    if (page === undefined) {
      this.sparse.set(id, object);
      return;
    }
    if (this.sparse.size > 0) this.sparse.delete(id);
    const at = id % pageSize;
    if (page.objects[at] === none) page.used++;
    page.objects[at] = object;
  }

  delete(id: number): void {
    if (this.sparse.size > 0 && this.sparse.delete(id)) return;
    const page = this.pageOf(id);
    if (page === undefined || page.objects[id % pageSize] === none) return;
    page.objects[id % pageSize] = none;
    if (--page.used === 0) this.pages[Math.floor(id / pageSize)] = undefined;
  }

  private pageOf(id: number): Page | undefined {
    return this.pages[Math.floor(id / pageSize)];
  }

  private makePage(id: number): Page | undefined {
    if (id >= Math.max(denseFrom, this.sets * 4)) return undefined;
    const page = { objects: new Int32Array(pageSize).fill(none), used: 0 };
    const at = Math.floor(id / pageSize);
    while (this.pages.length <= at) this.pages.push(undefined);
    this.pages[at] = page;
    return page;
  }
}
