import { deepEqual, equal } from 'node:assert/strict';
import type { Run, RunSite, SiteTotals } from '../../../src/protocol';
import { type FlameNode, flameTree, pathTo } from '../../../src/webview/tables/flameTree';

const site = (file: string, func: string, type: string, text: string): RunSite => ({
  text,
  type,
  func,
  why: '',
  link: file ? { file, line: 7, column: 1 } : undefined,
});
const totals = (objects: number, bytes: number): SiteTotals => ({
  objects,
  bytes,
  rounded: bytes,
  heldObjects: objects / 2,
  heldBytes: bytes / 2,
  tookLock: 0,
});

const run = {
  title: 'build',
  sites: [
    site('cache/lru.go', 'cache.(*LRU).Put', '*entry', '&entry{}'),
    site('cache/lru.go', 'cache.encode', '[]byte', 'append(b, c)'),
    site('cache/lru.go', 'cache.encode', '[]byte', 'make([]byte, n)'),
    site('fmt/print.go', 'Sprintf', '', 'p.buf'),
    site('', '', '', 'a site without a name'),
    site('cache/lru.go', 'cache.never', 'T', 'new(T)'),
  ],
} as unknown as Run;
const siteTotals = [totals(4, 400), totals(2, 20), totals(2, 60), totals(10, 10), totals(1, 1), totals(0, 0)];

describe('the tree of the flame graph', () => {
  const root = flameTree(run, siteTotals);

  it('has package, function, type and site, and leaves out what is not known', () => {
    deepEqual(outline(root), [
      'run build 491',
      '  package cache 480',
      '    function (*LRU).Put 400',
      '      type *entry 400',
      '        site &entry{} :7 400',
      '    function encode 80',
      '      type []byte 80',
      '        site append(b, c) :7 20',
      '        site make([]byte, n) :7 60',
      '  package fmt 10',
      '    function Sprintf 10',
      '      site p.buf :7 10',
      '  site a site without a name 1',
    ]);
  });

  it('sums in every node what is below it', () => {
    const check = (node: FlameNode): void => {
      if (node.children.length === 0) return;
      for (const measure of ['bytes', 'objects', 'heldBytes'] as const)
        equal(
          node.children.reduce((sum, child) => sum + child.totals[measure], 0),
          node.totals[measure],
        );
      node.children.forEach(check);
    };
    check(root);
  });

  it('finds the way to a node, and begins at the root where it is gone', () => {
    const leaf = root.children[0].children[1].children[0].children[1];
    deepEqual(
      pathTo(root, leaf.key).map(({ name }) => name),
      ['build', 'cache', 'encode', '[]byte', 'make([]byte, n) :7'],
    );
    deepEqual(pathTo(root, '\npackage:gone'), [root]);
  });
});

function outline({ level, name, totals: { bytes }, children }: FlameNode, indent = ''): string[] {
  return [`${indent}${level} ${name} ${bytes}`, ...children.flatMap(child => outline(child, `${indent}  `))];
}
