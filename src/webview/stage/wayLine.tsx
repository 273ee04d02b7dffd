/**
 * The way of the current event as one line over the stage: from its site to the row of its span class, and on
 * to the level that served it, which has the filled dot; in mheap to the pages that were cut. It is laid over what
 * the lanes drew, so it reads their places from the page.
 */

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { EventView, HeapState } from '../../protocol';
import { laneOf, lanes } from '../model/lanes';
import type { Lane, Model } from '../model/model';

interface Point {
  x: number;
  y: number;
}

interface Way {
  path: string;
  dots: (Point & { served: boolean })[];
}

/** Above so many events a second a line that draws itself would never be done. */
const animatedSpeed = 10;

export function WayLine({ model, state }: { model: Model; state: HeapState }) {
  const svg = useRef<SVGSVGElement>(null);
  const [way, setWay] = useState<Way>();
  const { event } = state;
  useLayoutEffect(() => {
    const stage = svg.current?.parentElement;
    if (!stage) return;
    const follow = () => setWay(event?.kind === 'alloc' ? wayIn(stage, event) : undefined);
    showRow(stage, '.matrix', 'tr.current');
    showRow(stage, '.sites', '.site.current');
    follow();
    const observer = new ResizeObserver(follow);
    observer.observe(stage);
    // The page map is laid out later than the lanes, and zoomed without them.
    const moved = new MutationObserver(follow);
    const pages = stage.querySelector('[data-lane="mheap"]');
    if (pages) moved.observe(pages, { subtree: true, childList: true, attributeFilter: ['style'] });
    // Scrolling does not bubble.
    stage.addEventListener('scroll', follow, true);
    return () => {
      observer.disconnect();
      moved.disconnect();
      stage.removeEventListener('scroll', follow, true);
    };
  }, [state]);
  const isDrawn = !model.playing || model.speed <= animatedSpeed;
  return (
    <svg ref={svg} class="way-line" aria-hidden="true">
      {way && (
        <g key={`${state.run} ${state.k}`} class={isDrawn ? 'drawn' : ''}>
          <path class="halo" d={way.path} />
          <path class="line" d={way.path} pathLength={1} />
          {way.dots.map(({ x, y, served }) => (
            <circle key={`${x} ${y}`} class={served ? 'served' : ''} cx={x} cy={y} r={3.5} />
          ))}
        </g>
      )}
    </svg>
  );
}

/** Scrolls a list so that its current row is seen. */
function showRow(stage: Element, list: string, row: string): void {
  const box = stage.querySelector<HTMLElement>(list);
  const current = box?.querySelector<HTMLElement>(row);
  if (!box || !current) return;
  const around = box.getBoundingClientRect();
  const inner = current.getBoundingClientRect();
  const head = box.querySelector('thead')?.getBoundingClientRect().height ?? 0;
  if (inner.top >= around.top + head && inner.bottom <= around.bottom) return;
  box.scrollTop += inner.top - around.top - around.height / 2;
}

function wayIn(stage: Element, event: EventView): Way | undefined {
  const origin = stage.getBoundingClientRect();
  const rect = (selector: string): DOMRect | undefined => {
    const found = stage.querySelector(selector)?.getBoundingClientRect();
    return found && new DOMRect(found.x - origin.x, found.y - origin.y, found.width, found.height);
  };
  const row = rect('.matrix tr.current');
  const list = rect('.sites');
  const site = rect('.site.current');
  if (!row || !list || !site) return undefined;
  const served = laneOf(event.level);
  const passesBy = !event.way.some(step => laneOf(step.level) === 'mcache');
  const pages = rect('[data-lane="mheap"] canvas');
  const span = rect('[data-lane="mheap"] .used-span');
  const heights: Record<Lane | 'sites', number> = {
    sites: Math.max(list.top + 4, Math.min(list.bottom - 4, middle(site))),
    mcache: middle(row),
    mcentral: middle(row),
    mheap: span ? middle(span) : pages ? pages.top + Math.min(pages.height, 40) / 2 : 0,
    os: 0,
  };
  const reached = ['sites', ...lanes.slice(0, lanes.indexOf(served) + 1)] as const;
  const way: Way = { path: '', dots: [] };
  for (let at = 1; at < reached.length; at++) {
    const from = rect(`[data-lane="${reached[at - 1]}"]`);
    const to = rect(`[data-lane="${reached[at]}"]`);
    if (!from || !to) return undefined;
    const [start, end] = crossing(from, heights[reached[at - 1]], to, heights[reached[at]] || middle(to));
    way.path += curve(start, end);
    if (at === 1) way.dots.push({ ...start, served: false });
    const isPassed = passesBy && (reached[at] === 'mcache' || reached[at] === 'mcentral');
    const isServed = reached[at] === served;
    const isInside = isServed && served === 'mheap' && span !== undefined;
    if (!isPassed) way.dots.push({ ...end, served: isServed && !isInside });
    if (!isInside) continue;
    const cut = { x: span.left, y: middle(span) };
    way.path += curve(end, cut);
    way.dots.push({ ...cut, served: true });
  }
  return way;
}

/** Where the line leaves a lane and comes to the next: beside it, or below or above it in a narrow panel. */
function crossing(from: DOMRect, fromY: number, to: DOMRect, toY: number): [Point, Point] {
  if (to.left >= from.right - 1)
    return [
      { x: from.right, y: fromY },
      { x: to.left, y: toY },
    ];
  const x = Math.max(from.left, to.left) + 24;
  return to.top > from.top
    ? [
        { x, y: from.bottom },
        { x, y: to.top },
      ]
    : [
        { x, y: from.top },
        { x, y: to.bottom },
      ];
}

function curve(from: Point, to: Point): string {
  const half = (from.x + to.x) / 2;
  return `M${from.x},${from.y}C${half},${from.y} ${half},${to.y} ${to.x},${to.y}`;
}

function middle({ top, height }: DOMRect): number {
  return top + height / 2;
}
