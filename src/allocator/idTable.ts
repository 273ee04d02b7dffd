/**
 * Objects by the ID that a trace gives them: a plain column while IDs are about as many as allocations, as they
 * are where a program counts them up; a map for IDs far above that.
 */
import { longer } from './heapState';

const none = -1;
const denseFrom = 1 << 20;

export class IdTable {
  private dense: Int32Array = new Int32Array(1024).fill(none);
  private readonly sparse = new Map<number, number>();
  private sets = 0;

  /** The object of the ID, or -1. */
  get(id: number): number {
    if (id < this.dense.length) return this.dense[id];
    return this.sparse.get(id) ?? none;
  }

  set(id: number, object: number): void {
    this.sets++;
    if (id >= this.dense.length && id < Math.max(denseFrom, this.sets * 4)) this.makeRoom(id + 1);
    if (id < this.dense.length) this.dense[id] = object;
    else this.sparse.set(id, object);
  }

  delete(id: number): void {
    if (id < this.dense.length) this.dense[id] = none;
    else this.sparse.delete(id);
  }

  private makeRoom(length: number): void {
    const used = this.dense.length;
    this.dense = longer(this.dense, Math.max(length, used * 2)).fill(none, used);
    for (const [id, object] of this.sparse) {
      if (id >= this.dense.length) continue;
      this.dense[id] = object;
      this.sparse.delete(id);
    }
  }
}
