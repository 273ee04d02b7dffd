/** What each object holds of others: as the last trace found it, and as the one under way does. */

export class HeldBy {
  private readonly before: (readonly number[] | undefined)[] = [];
  private readonly found: (number[] | undefined)[] = [];
  /** By object: the last list it was met in. */
  private readonly met: number[] = [];
  private lists = 0;

  /** The trace under way finds a reference; the same one may be found several times. */
  add(from: number, to: number): void {
    const list = this.found[from];
    if (list === undefined) this.found[from] = [to];
    else list.push(to);
  }

  /** Ends the trace: calls `begin` for each reference of a living object that is new, and gives those that are gone. */
  update(
    objects: readonly number[],
    isAlive: (object: number) => boolean,
    begin: (from: number, to: number) => void,
  ): [from: number, to: number][] {
    const gone: [number, number][] = [];
    for (const from of objects) {
      const before = this.before[from];
      const found = this.found[from];
      if (before === undefined && found === undefined) continue;
      this.found[from] = undefined;
      this.before[from] = isAlive(from)
        ? this.compare(from, before ?? [], found ?? [], begin, gone)
        : undefined;
    }
    return gone;
  }

  private compare(
    from: number,
    before: readonly number[],
    found: readonly number[],
    begin: (from: number, to: number) => void,
    gone: [number, number][],
  ): readonly number[] | undefined {
    const { met } = this;
    const was = ++this.lists;
    const is = ++this.lists;
    for (const to of before) met[to] = was;
    const now = found.filter(to => {
      if (met[to] === is) return false;
      if (met[to] !== was) begin(from, to);
      met[to] = is;
      return true;
    });
    for (const to of before) if (met[to] !== is) gone.push([from, to]);
    return now.length > 0 ? now : undefined;
  }
}
