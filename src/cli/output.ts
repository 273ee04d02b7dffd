/**
 * Standard output in large pieces: writing waits where the reader is slow, and ends quietly where it has
 * gone (`heapward check std | head`).
 */

import { once } from 'node:events';

/** Thrown where nobody reads any more. */
export class ReaderGone extends Error {}

const pieceSize = 1 << 16;

export class Output {
  private pieces: string[] = [];
  private length = 0;
  private gone = false;

  constructor(private readonly stream: NodeJS.WriteStream = process.stdout) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.gone = true;
      if (error.code !== 'EPIPE') process.exitCode = 2;
    });
  }

  /** Adds a line. Callers flush where `isFull` says so, and at the end. */
  add(text: string): void {
    this.pieces.push(text, '\n');
    this.length += text.length + 1;
  }

  /** Adds lines that are joined already; nothing for "". */
  addAll(text: string): void {
    if (text !== '') this.add(text);
  }

  get isFull(): boolean {
    return this.length >= pieceSize;
  }

  /** Resolves when the reader can take more. Throws ReaderGone. */
  async flush(): Promise<void> {
    if (this.gone) throw new ReaderGone();
    if (this.length === 0) return;
    const text = this.pieces.join('');
    this.pieces = [];
    this.length = 0;
    if (this.stream.write(text)) return;
    const waiting = new AbortController();
    const ends = ['drain', 'close'].map(event => once(this.stream, event, { signal: waiting.signal }));
    await Promise.race(ends).catch(() => undefined);
    waiting.abort();
    await Promise.allSettled(ends);
    if (this.gone) throw new ReaderGone();
  }
}
