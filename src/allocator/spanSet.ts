/**
 * A set of spans that mcentral takes from and gives to: first in, first out, as mspanset.go of Go 1.26 does
 * with its head and tail. The runtime needs no lock for it except to grow its spine; one thread needs neither.
 */
export class SpanSet {
  private spans: Int32Array = new Int32Array(4);
  private head = 0;
  private tail = 0;

  get size(): number {
    return this.tail - this.head;
  }

  push(span: number): void {
    if (this.tail === this.spans.length) this.makeRoom();
    this.spans[this.tail++] = span;
  }

  /** The span pushed first, or -1 where the set is empty. */
  pop(): number {
    if (this.head === this.tail) return -1;
    const span = this.spans[this.head++];
    if (this.head === this.tail) this.head = this.tail = 0;
    return span;
  }

  /** The spans in the order in which they would be popped. */
  toArray(): Int32Array {
    return this.spans.slice(this.head, this.tail);
  }

  private makeRoom(): void {
    const size = this.size;
    const spans = size * 2 > this.spans.length ? new Int32Array(Math.max(4, size * 2)) : this.spans;
    spans.set(this.spans.subarray(this.head, this.tail));
    this.spans = spans;
    this.head = 0;
    this.tail = size;
  }
}
