/** When the objects of a run are let go of, and which are held again: in columns, by rising event. */

export class Fates {
  count = 0;
  private event = new Int32Array(256);
  /** The object; ~object where it is held again. */
  private object = new Int32Array(256);

  add(k: number, object: number, isHeld: boolean): void {
    if (this.count === this.event.length) {
      this.event = longer(this.event);
      this.object = longer(this.object);
    }
    this.event[this.count] = k;
    this.object[this.count++] = isHeld ? ~object : object;
  }

  /** The first of those after event k; `count` where there is none. */
  firstAfter(k: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.event[middle] <= k) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  eventOf(index: number): number {
    return this.event[index];
  }

  objectOf(index: number): number {
    const object = this.object[index];
    return object < 0 ? ~object : object;
  }

  isHeldAgain(index: number): boolean {
    return this.object[index] < 0;
  }
}

function longer(column: Int32Array): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(column.length * 2);
  copy.set(column);
  return copy;
}
