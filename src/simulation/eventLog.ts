/**
 * What a simulated program did to the allocator, in columns: one entry an event, a few bytes each.
 * Objects are numbered by their allocations, from 0.
 */

export const allocNoscan = 0;
export const allocScan = 1;
export const dropped = 2;
/** A collection that the trace asks for. */
export const collected = 3;

export class EventLog {
  count = 0;
  objects = 0;
  /** allocNoscan, allocScan, dropped or collected. */
  op = new Uint8Array(1024);
  /** Site of an allocation. */
  site = new Int32Array(1024);
  /** Bytes asked for by an allocation; the object that a drop lets go. */
  value = new Float64Array(1024);
  /** The P on which it happens. */
  p = new Uint8Array(1024);

  /** Adds an allocation; returns the object's number. */
  alloc(site: number, bytes: number, scan: boolean, p: number): number {
    this.add(scan ? allocScan : allocNoscan, site, bytes, p);
    return this.objects++;
  }

  /** The program lets go of the object: a later collection may free it. */
  drop(object: number, p: number): void {
    this.add(dropped, -1, object, p);
  }

  collect(): void {
    this.add(collected, -1, 0, 0);
  }

  /** Forgets what came after the first `count` events. */
  cut(count: number): void {
    while (this.count > count) if (this.op[--this.count] <= allocScan) this.objects--;
  }

  /** The same events without the allocations of some sites and without their drops. */
  without(sites: ReadonlySet<number>): EventLog {
    const log = new EventLog();
    const numbers = new Int32Array(this.objects).fill(-1);
    let object = 0;
    for (let k = 0; k < this.count; k++) {
      const op = this.op[k];
      if (op === collected) log.collect();
      else if (op === dropped) {
        const number = numbers[this.value[k]];
        if (number >= 0) log.drop(number, this.p[k]);
      } else {
        const site = this.site[k];
        if (!sites.has(site)) numbers[object] = log.alloc(site, this.value[k], op === allocScan, this.p[k]);
        object++;
      }
    }
    return log;
  }

  private add(op: number, site: number, value: number, p: number): void {
    if (this.count === this.op.length) this.grow();
    this.op[this.count] = op;
    this.site[this.count] = site;
    this.value[this.count] = value;
    this.p[this.count] = p;
    this.count++;
  }

  private grow(): void {
    const length = this.count * 2;
    const longer = <T extends { set(from: T): void }>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.op = longer(new Uint8Array(length), this.op);
    this.site = longer(new Int32Array(length), this.site);
    this.value = longer(new Float64Array(length), this.value);
    this.p = longer(new Uint8Array(length), this.p);
  }
}
