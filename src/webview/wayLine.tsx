/**
 * The way of the current event as one line over the stage: from its site to the row of its span class, and on
 * to the level that served it, which has the filled dot. It is laid over what the lanes drew, so it reads
 * their places from the page.
 */

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { EventView, HeapState } from '../protocol';
import { laneOf } from './lanes';
import type { Lane, Model } from './model';

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
    // Scrolling does not bubble.
    stage.addEventListener('scroll', follow, true);
    return () => {
      observer.disconnect();
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
  const lane = (name: string) => rect(`[data-lane="${name}"]`);
  const sites = lane('sites');
  const mcache = lane('mcache');
  const row = rect('.matrix tr.current');
  const list = rect('.sites');
  const site = rect('.site.current');
  if (!sites || !mcache || !row || !list || !site) return undefined;
  const served = laneOf(event.level);
  const passesBy = !event.way.some(step => laneOf(step.level) === 'mcache');
  const y = middle(row);
  const stops: Point[] = [
    { x: sites.right, y: Math.max(list.top + 4, Math.min(list.bottom - 4, middle(site))) },
    { x: mcache.left, y },
  ];
  const dots: Way['dots'] = [{ ...stops[0], served: false }];
  if (!passesBy) dots.push({ ...stops[1], served: served === 'mcache' });
  const onward = onwardStops(served, lane, rect('[data-lane="mheap"] canvas'), y);
  for (const { dot, ...stop } of onward) {
    stops.push(stop);
    if (dot && !(passesBy && dot === 'mcentral')) dots.push({ ...stop, served: dot === served });
  }
  return { path: pathThrough(stops), dots };
}

/** From mcache's row to the lane that served: out of one lane, into the next. */
function onwardStops(
  served: Lane,
  lane: (name: string) => DOMRect | undefined,
  pages: DOMRect | undefined,
  y: number,
): (Point & { dot?: Lane })[] {
  const mcache = lane('mcache');
  const mcentral = lane('mcentral');
  const mheap = lane('mheap');
  const os = lane('os');
  if (served === 'mcache' || !mcache || !mcentral) return [];
  const stops: (Point & { dot?: Lane })[] = [
    { x: mcache.right, y },
    { x: mcentral.left, y, dot: 'mcentral' },
  ];
  if (served === 'mcentral' || !mheap) return stops;
  const into = pages ? pages.top + Math.min(pages.height, 40) / 2 : middle(mheap);
  stops.push({ x: mcentral.right, y }, { x: mheap.left, y: into, dot: 'mheap' });
  if (served === 'mheap' || !os) return stops;
  return [...stops, { x: mheap.right, y: into }, { x: os.left, y: middle(os), dot: 'os' }];
}

/** Curves across the gaps; within a lane the row is marked and needs no line. */
function pathThrough(stops: readonly Point[]): string {
  let path = `M${stops[0].x},${stops[0].y}`;
  for (let i = 1; i < stops.length; i++) {
    const from = stops[i - 1];
    const to = stops[i];
    if (i % 2 === 0) path += `M${to.x},${to.y}`;
    else {
      const half = (from.x + to.x) / 2;
      path += `C${half},${from.y} ${half},${to.y} ${to.x},${to.y}`;
    }
  }
  return path;
}

function middle({ top, height }: DOMRect): number {
  return top + height / 2;
}
