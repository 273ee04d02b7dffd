/** One line on a terminal's standard error that says how far long work is. Silent elsewhere. */

const delay = 500;
const interval = 100;

export class Progress {
  private readonly started = Date.now();
  private last = 0;
  private shown = false;

  constructor(
    private readonly total: number,
    private readonly noun: string,
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {}

  /** `done` of `total`, and what is at hand. */
  report(done: number, name: string): void {
    const now = Date.now();
    if (!this.stream.isTTY || now - this.started < delay || now - this.last < interval) return;
    this.last = now;
    this.shown = true;
    const width = Math.max(20, (this.stream.columns ?? 80) - 1);
    const count = this.total > 0 ? `${done}/${this.total}` : `${done}`;
    this.stream.write(`\r\x1b[K${`${count} ${this.noun}  ${name}`.slice(0, width)}`);
  }

  /** Takes the line away again. */
  clear(): void {
    if (this.shown) this.stream.write('\r\x1b[K');
    this.shown = false;
  }
}
