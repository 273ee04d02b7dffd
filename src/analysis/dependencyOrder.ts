/** Packages in an order in which each comes after those of them that it imports; cycles are cut where met. */

export function dependencyOrder(
  paths: readonly string[],
  importsOf: (path: string) => readonly string[],
): string[] {
  if (paths.length < 2) return [...paths];
  const wanted = new Set(paths);
  const seen = new Set<string>();
  const order: string[] = [];
  // Each frame is a package and how many of its imports were followed.
  const stack: { path: string; imports: readonly string[]; next: number }[] = [];
  const enter = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    stack.push({ path, imports: importsOf(path), next: 0 });
  };
  for (const path of paths) {
    enter(path);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      if (top.next < top.imports.length) enter(top.imports[top.next++]);
      else {
        stack.pop();
        if (wanted.has(top.path)) order.push(top.path);
      }
    }
  }
  return order;
}
