/**
 * What a simulated program did to the allocator, in columns: one entry an event, a few bytes each.
 * Objects are numbered by their allocations, from 0.
 */

export const allocNoscan = 0;
export const allocScan = 1;
export const dropped = 2;
/** A collection that the trace asks for. */
export const collected = 3;
/** An object becomes a root again; one holds another from now on, or once less. */
export const rooted = 4;
export const referred = 5;
export const unreferred = 6;

/** A log's columns, each as long as it is filled. */
export type LogColumns = Pick<
  EventLog,
  'count' | 'objects' | 'procs' | 'op' | 'objectEvent' | 'site' | 'value' | 'p'
>;

export class EventLog {
  count = 0;
  objects = 0;
  /** One more than the largest P of an event. */
  procs = 1;
  /** One of the numbers above. */
  op = new Uint8Array(1024);
  /** Event that allocated each object. */
  objectEvent = new Int32Array(1024);
  /** Site of an allocation, and of the object that is dropped or held again; the object that another holds. */
  site = new Int32Array(1024);
  /** Bytes asked for by an allocation; the object of any other event, the one that holds another. */
  value = new Float64Array(1024);
  /** The P on which it happens. */
  p = new Uint16Array(1024);

  /** A log with the columns of another, which gives them up. */
  static of(columns: LogColumns): EventLog {
    return Object.assign(new EventLog(), columns);
  }

  /** Copies, without the room at their ends. */
  columns(): LogColumns {
    const { count, objects, procs, op, objectEvent, site, value, p } = this;
    return {
      count,
      objects,
      procs,
      op: op.slice(0, count),
      objectEvent: objectEvent.slice(0, objects),
      site: site.slice(0, count),
      value: value.slice(0, count),
      p: p.slice(0, count),
    };
  }

  /** Adds an allocation; returns the object's number. */
  alloc(site: number, bytes: number, scan: boolean, p: number): number {
    this.add(scan ? allocScan : allocNoscan, site, bytes, p);
    if (this.objects === this.objectEvent.length)
      this.objectEvent = longer(this.objectEvent, this.objects * 2);
    this.objectEvent[this.objects] = this.count;
    return this.objects++;
  }

  /** The program lets go of the object: a later collection may free it. */
  drop(object: number, p: number): void {
    this.add(dropped, this.siteOf(object), object, p);
  }

  collect(p: number): void {
    this.add(collected, -1, 0, p);
  }

  /** A variable refers to the object again. */
  root(object: number): void {
    this.add(rooted, this.siteOf(object), object, 0);
  }

  /** An object holds another, or no longer does. */
  refer(from: number, to: number, holds: boolean): void {
    this.add(holds ? referred : unreferred, to, from, 0);
  }

  /** Forgets what came after the first `count` events. */
  cut(count: number): void {
    while (this.count > count) if (this.op[--this.count] <= allocScan) this.objects--;
  }

  /** The object has pointers. */
  isScanned(object: number): boolean {
    return this.op[this.objectEvent[object] - 1] === allocScan;
  }

  /** Bytes asked for by an object. */
  bytesOf(object: number): number {
    return this.value[this.objectEvent[object] - 1];
  }

  /** Site of an object. */
  siteOf(object: number): number {
    return this.site[this.objectEvent[object] - 1];
  }

  private add(op: number, site: number, value: number, p: number): void {
    if (this.count === this.op.length) this.grow();
    this.op[this.count] = op;
    this.site[this.count] = site;
    this.value[this.count] = value;
    this.p[this.count] = p;
    if (p >= this.procs) this.procs = p + 1;
    this.count++;
  }

  private grow(): void {
    const length = this.count * 2;
    this.op = longer(this.op, length);
    this.site = longer(this.site, length);
    this.value = longer(this.value, length);
    this.p = longer(this.p, length);
  }
}

function longer<C extends Uint8Array | Uint16Array | Int32Array | Float64Array>(
  column: C,
  length: number,
): C {
  const copy = new (column.constructor as new (length: number) => C)(length);
  copy.set(column);
  return copy;
}
