/** Texts by name in one file of a store, a line each, so that a line is understood only when somebody asks for it. */

import type { TextStore } from './fileIndex';

export class LineFile {
  private lines: Map<string, string> | undefined;
  private readonly used = new Set<string>();
  private isChanged = false;

  constructor(
    private readonly store: TextStore,
    private readonly name: string,
  ) {}

  get isEmpty(): boolean {
    return this.load().size === 0;
  }

  get(id: string): string | undefined {
    const key = JSON.stringify(id);
    this.used.add(key);
    return this.load().get(key);
  }

  /** `text` must be one line. */
  set(id: string, text: string): void {
    const key = JSON.stringify(id);
    this.used.add(key);
    this.load().set(key, text);
    this.isChanged = true;
  }

  /** Writes the file if something is new; one that has grown too large loses what was not used. */
  save(): void {
    if (!this.isChanged) return;
    this.isChanged = false;
    let lines = [...this.load()];
    const size = lines.reduce((sum, [key, text]) => sum + key.length + text.length, 0);
    if (size > largestFile) lines = lines.filter(([key]) => this.used.has(key));
    this.store.write(this.name, lines.map(([key, text]) => `${key}\t${text}`).join('\n'));
  }

  private load(): Map<string, string> {
    if (this.lines !== undefined) return this.lines;
    this.lines = new Map();
    for (const line of this.store.read(this.name)?.split('\n') ?? []) {
      const tab = line.indexOf('\t');
      if (tab > 0) this.lines.set(line.slice(0, tab), line.slice(tab + 1));
    }
    return this.lines;
  }
}

/** Characters. */
const largestFile = 1 << 24;
