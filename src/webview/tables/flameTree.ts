/** What a run allocated, as a tree: package, function, type, site. Levels that are not known are left out. */
import type { Run, SiteTotals } from '../../protocol';

export type Measure = 'bytes' | 'objects' | 'heldBytes';

export interface FlameNode {
  /** Names from the root on: the same for the same node of another state of the run. */
  key: string;
  name: string;
  level: 'run' | 'package' | 'function' | 'type' | 'site';
  /** Index of the site, -1 above sites. */
  site: number;
  totals: Record<Measure, number>;
  children: FlameNode[];
}

export function flameTree(run: Run, siteTotals: readonly SiteTotals[]): FlameNode {
  const root = nodeOf('', run.title, 'run');
  run.sites.forEach(({ text, type, func, link }, site) => {
    const { bytes, objects, heldBytes } = siteTotals[site];
    if (objects === 0) return;
    const owner = packageOf(link?.file);
    const prefix = `${owner.slice(owner.lastIndexOf('/') + 1)}.`;
    const path: [string, FlameNode['level']][] = [
      [owner, 'package'],
      [func.startsWith(prefix) ? func.slice(prefix.length) : func, 'function'],
      [type, 'type'],
    ];
    let node = root;
    add(node, bytes, objects, heldBytes);
    for (const [name, level] of path) {
      if (name === '') continue;
      node = childOf(node, name, level);
      add(node, bytes, objects, heldBytes);
    }
    const leaf = nodeOf(`${node.key}\n${site}`, link ? `${text} :${link.line}` : text, 'site');
    leaf.site = site;
    add(leaf, bytes, objects, heldBytes);
    node.children.push(leaf);
  });
  return root;
}

/** The nodes from the root down to the one of that key. */
export function pathTo(root: FlameNode, key: string): FlameNode[] {
  const path: FlameNode[] = [];
  for (let node: FlameNode | undefined = root; node; ) {
    path.push(node);
    if (node.key === key) return path;
    node = node.children.find(child => key === child.key || key.startsWith(`${child.key}\n`));
  }
  return [root];
}

function childOf(node: FlameNode, name: string, level: FlameNode['level']): FlameNode {
  const key = `${node.key}\n${level}:${name}`;
  let child = node.children.find(each => each.key === key);
  if (child === undefined) {
    child = nodeOf(key, name, level);
    node.children.push(child);
  }
  return child;
}

function nodeOf(key: string, name: string, level: FlameNode['level']): FlameNode {
  return { key, name, level, site: -1, totals: { bytes: 0, objects: 0, heldBytes: 0 }, children: [] };
}

function add({ totals }: FlameNode, bytes: number, objects: number, heldBytes: number): void {
  totals.bytes += bytes;
  totals.objects += objects;
  totals.heldBytes += heldBytes;
}

/** The folder of the file, which is the package's path as far as it is told. */
function packageOf(file: string | undefined): string {
  return file?.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}
