/**
 * Bytes and objects by package, function, type and site: as a flame graph, a treemap or a table. A click goes into
 * a node, on a site it selects it; arrow keys go from node to node as the picture lies. Stronger: more of it is held.
 */

import { hierarchy, partition, treemap, treemapSquarify } from 'd3-hierarchy';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { HeapState, Run } from '../../protocol';
import { bytes, integer, percent, plural } from '../elements/format';
import { useSize } from '../elements/size';
import type { Model } from '../model/model';
import { type Column, DataTable } from './dataTable';
import { type FlameNode, flameTree, type Measure, pathTo } from './flameTree';

type Picture = 'flame' | 'treemap' | 'table';

const pictures: { value: Picture; text: string }[] = [
  { value: 'flame', text: 'flame' },
  { value: 'treemap', text: 'treemap' },
  { value: 'table', text: 'table' },
];
const measures: { value: Measure; text: string }[] = [
  { value: 'bytes', text: 'bytes' },
  { value: 'objects', text: 'objects' },
  { value: 'heldBytes', text: 'held now' },
];

/** Narrower nodes are left out: they can be seen by going into their parent. */
const narrowest = 3;
const rowHeight = 36;
const headHeight = 17;

export function Flame({ model, run, state }: { model: Model; run: Run; state: HeapState }) {
  const [picture, setPicture] = useState<Picture>('flame');
  const [measure, setMeasure] = useState<Measure>('bytes');
  const [key, setKey] = useState('');
  const root = useMemo(() => flameTree(run, state.siteTotals), [run, state.siteTotals]);
  const path = pathTo(root, key);
  const node = path[path.length - 1];
  return (
    <div class="flame">
      <div class="flame-head">
        <nav class="crumbs" aria-label="Where the picture begins">
          {path.map((each, index) => (
            <button
              key={each.key}
              type="button"
              class="link mono"
              disabled={index === path.length - 1}
              onClick={() => setKey(each.key)}
            >
              {each.name}
            </button>
          ))}
        </nav>
        <span class="space" />
        <Switch label="Picture" choices={pictures} value={picture} choose={setPicture} />
        <Switch label="Measured in" choices={measures} value={measure} choose={setMeasure} />
      </div>
      {node.totals[measure] === 0 ? (
        <p class="none">
          {measure === 'heldBytes' ? 'Nothing is held at this event.' : 'Nothing was allocated.'}
        </p>
      ) : picture === 'table' ? (
        <FlameTable model={model} root={node} />
      ) : (
        <Rectangles model={model} root={root} node={node} picture={picture} measure={measure} go={setKey} />
      )}
    </div>
  );
}

interface SwitchProps<T extends string> {
  label: string;
  choices: readonly { value: T; text: string }[];
  value: T;
  choose: (value: T) => void;
}

function Switch<T extends string>({ label, choices, value, choose }: SwitchProps<T>) {
  return (
    <fieldset class="switch" aria-label={label}>
      {choices.map(choice => (
        <button
          key={choice.value}
          type="button"
          class="toggle"
          aria-pressed={choice.value === value}
          onClick={() => choose(choice.value)}
        >
          {choice.text}
        </button>
      ))}
    </fieldset>
  );
}

interface Rectangle {
  node: FlameNode;
  depth: number;
  /** Index of the parent in the list, -1 for the first. */
  parent: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

interface RectanglesProps {
  model: Model;
  root: FlameNode;
  node: FlameNode;
  picture: 'flame' | 'treemap';
  measure: Measure;
  go: (key: string) => void;
}

function Rectangles({ model, root, node, picture, measure, go }: RectanglesProps) {
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const shown = useMemo(
    () => layout(node, picture, measure, width, height),
    [node, picture, measure, width, height],
  );
  const [focused, setFocused] = useState('');
  const wantsFocus = useRef(false);
  const current = Math.max(
    0,
    shown.findIndex(each => each.node.key === focused),
  );
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    box.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  });
  const focus = (key: string) => {
    wantsFocus.current = true;
    setFocused(key);
  };
  const open = (each: FlameNode) => {
    focus(each.key);
    if (each.site >= 0) model.select({ kind: 'site', site: each.site });
    else go(each.key);
  };
  const out = () => {
    const path = pathTo(root, node.key);
    go(path[Math.max(0, path.length - 2)].key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = beside(shown, current, event.key);
    if (next !== undefined) focus(shown[next].node.key);
    else if (event.key === 'Enter' || event.key === ' ') open(shown[current].node);
    else if (event.key === 'Backspace' || (event.key === 'Escape' && node !== root)) out();
    else return;
    event.preventDefault();
  };
  return (
    <div
      class={`rectangles ${picture}`}
      ref={box}
      role="tree"
      aria-label={`${node.name}: ${amount(node, measure)} by package, function, type and site`}
      data-keys
      onKeyDown={onKeyDown}
      onClick={event => {
        const index = (event.target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset.index;
        if (index !== undefined) open(shown[Number(index)].node);
      }}
    >
      {shown.map((each, index) => (
        <div
          key={each.node.key}
          role="treeitem"
          tabIndex={index === current ? 0 : -1}
          aria-level={each.depth + 1}
          aria-expanded={each.node.children.length > 0 ? true : undefined}
          aria-selected={model.selection.kind === 'site' && model.selection.site === each.node.site}
          aria-label={titleOf(each.node, node, measure)}
          title={titleOf(each.node, node, measure)}
          class={`node strength-${strengthOf(each.node)}`}
          style={{
            left: `${each.x}px`,
            top: `${each.y}px`,
            width: `${each.width}px`,
            height: `${each.height}px`,
          }}
          data-index={index}
          onFocus={() => setFocused(each.node.key)}
        >
          {each.width > 34 && <span class="mono">{each.node.name}</span>}{' '}
          {each.width > 60 && each.height > 30 && <small>{amount(each.node, measure)}</small>}
        </div>
      ))}
    </div>
  );
}

function layout(
  root: FlameNode,
  picture: 'flame' | 'treemap',
  measure: Measure,
  width: number,
  height: number,
): Rectangle[] {
  if (width < 10 || height < 10) return [];
  const tree = hierarchy(root)
    .sum(({ children, totals }) => (children.length > 0 ? 0 : totals[measure]))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const laid =
    picture === 'flame'
      ? partition<FlameNode>().size([width, Math.min(height, (tree.height + 1) * rowHeight)])(tree)
      : treemap<FlameNode>()
          .tile(treemapSquarify)
          .size([width, height])
          .paddingTop(each => (each.children ? headHeight : 0))
          .paddingInner(1)
          .paddingLeft(each => (each.depth > 0 && each.children ? 2 : 0))
          .paddingBottom(each => (each.depth > 0 && each.children ? 2 : 0))(tree);
  const shown: Rectangle[] = [];
  const indices = new Map<FlameNode, number>();
  laid.eachBefore(each => {
    const rectangle = { x: each.x0, y: each.y0, width: each.x1 - each.x0, height: each.y1 - each.y0 };
    if (rectangle.width < narrowest || rectangle.height < narrowest) return;
    const parent = each.parent ? (indices.get(each.parent.data) ?? -1) : -1;
    if (each.parent && parent < 0) return;
    indices.set(each.data, shown.length);
    shown.push({ node: each.data, depth: each.depth, parent, ...rectangle });
  });
  return shown;
}

/** The node that a key goes to: down to the first child, up to the parent, to the sides among siblings. */
function beside(shown: readonly Rectangle[], at: number, key: string): number | undefined {
  const siblings = shown.flatMap((each, index) => (each.parent === shown[at]?.parent ? [index] : []));
  const place = siblings.indexOf(at);
  const found = (() => {
    switch (key) {
      case 'ArrowDown':
        return shown.findIndex(each => each.parent === at);
      case 'ArrowUp':
        return shown[at].parent;
      case 'ArrowLeft':
        return siblings[place - 1];
      case 'ArrowRight':
        return siblings[place + 1];
      case 'Home':
        return siblings[0];
      case 'End':
        return siblings[siblings.length - 1];
      default:
        return undefined;
    }
  })();
  if (found === undefined) return key.startsWith('Arrow') ? at : undefined;
  return found < 0 ? at : found;
}

const flameColumns: Column<FlatNode>[] = [
  {
    title: 'Where',
    cell: ({ node, depth }) => <span class={`mono indent-${Math.min(4, depth)}`}>{node.name}</span>,
    className: 'text',
  },
  { title: 'Is a', cell: ({ node }) => node.level },
  { title: 'Objects', cell: ({ node }) => integer(node.totals.objects), isNumber: true },
  { title: 'Bytes', cell: ({ node }) => bytes(node.totals.bytes), isNumber: true },
  { title: 'Share', cell: ({ node, whole }) => percent(node.totals.bytes, whole), isNumber: true },
  { title: 'Held now', cell: ({ node }) => bytes(node.totals.heldBytes), isNumber: true },
];

interface FlatNode {
  node: FlameNode;
  depth: number;
  whole: number;
}

function FlameTable({ model, root }: { model: Model; root: FlameNode }) {
  const rows = useMemo(() => flatten(root, 0, root.totals.bytes), [root]);
  return (
    <DataTable
      id="flame-table"
      caption="Bytes and objects by package, function, type and site"
      columns={flameColumns}
      rows={rows}
      isSelected={({ node }) => model.selection.kind === 'site' && model.selection.site === node.site}
      choose={({ node }) => {
        if (node.site >= 0) model.select({ kind: 'site', site: node.site });
      }}
      none="Nothing was allocated."
    />
  );
}

function flatten(node: FlameNode, depth: number, whole: number): FlatNode[] {
  const children = [...node.children].sort((a, b) => b.totals.bytes - a.totals.bytes);
  return [{ node, depth, whole }, ...children.flatMap(child => flatten(child, depth + 1, whole))];
}

function amount({ totals }: FlameNode, measure: Measure): string {
  return measure === 'objects' ? plural(totals.objects, 'object') : bytes(totals[measure]);
}

/** Begins with what stands in the rectangle. */
function titleOf(node: FlameNode, whole: FlameNode, measure: Measure): string {
  const { totals, name, level } = node;
  const share = percent(totals[measure], whole.totals[measure]);
  const sums = `${bytes(totals.bytes)}, ${plural(totals.objects, 'object')}, ${bytes(totals.heldBytes)} held now`;
  return `${name} ${amount(node, measure)}: ${level}, ${share} of ${whole.name}; ${sums}`;
}

/** 0 to 4: how much of what a node allocated is held. */
function strengthOf({ totals }: FlameNode): number {
  return totals.bytes === 0 ? 0 : Math.min(4, Math.round((totals.heldBytes / totals.bytes) * 4));
}
