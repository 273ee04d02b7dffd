/**
 * Pages of the arenas: hue is the size class, strength the live share of its span. The wheel zooms down to the
 * slots within a page, dragging pans; arrow keys move from span to span, a click selects one.
 */

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type HeapState, pageSize, type Run, type SpanSlots, type SpanView, spanWidth } from '../../protocol';
import { type Area, useCanvas } from '../elements/canvas';
import { address, bytes, integer, plural } from '../elements/format';
import { useSize } from '../elements/size';
import type { Theme } from '../elements/theme';
import type { MapZoom } from '../model/kept';
import { litPlace, useLitSites } from '../model/lit';
import { type Model, shownSpan } from '../model/model';
import { PageMapPainter, type Strength, slotAt, slotsFrom } from './pageDraw';
import {
  chunkPages,
  clampedView,
  layoutPages,
  type PageLayout,
  type PageView,
  pageAtPlace,
  placeOfPage,
  viewOfPages,
  wholeView,
  zoomedView,
} from './pageLayout';
import { slotTitle } from './slotGrid';
import { useHolders, useSpanSlots } from './zoomedSpans';

interface Props {
  model: Model;
  run: Run;
  state: HeapState;
  theme: Theme;
}

export function PageMap({ model, run, state, theme }: Props) {
  const pages = state.arenas.reduce((sum, arena) => sum + arena.mappedPages, 0);
  const box = useRef<HTMLDivElement>(null);
  const map = useMapView(model, box, pages);
  const { spans } = state;
  const shown = shownSpan(model.selection, state);
  const strength = useStrength(model, state);
  const lit = useLitSites(model);
  const slots = useSpanSlots(run, state, map.layout && visibleSpans(state, map.layout, map.view, map.size));
  const released = useMemo(() => releasedPages(state, pages), [state.released, pages]);
  const painter = useMemo(
    () => map.layout && new PageMapPainter({ spans, released, strength, theme, slots, lit }, map.layout),
    [spans, released, strength, theme, slots, lit, map.layout],
  );
  const canvas = useCanvas(
    area => {
      if (!painter) return;
      painter.draw(area, map.view);
      outline(area, painter, state, shown, map.view, theme);
    },
    [painter, map.view, shown],
  );
  const keys = useSpanKeys(model, state, map, shown);
  const pointer = usePointer(model, run, state, map, slots);
  const selected = shown === undefined ? undefined : spans.get(shown);
  if (pages === 0) return <p class="none">No page is mapped yet.</p>;
  return (
    <div class="page-map">
      <Caption model={model} state={state} pages={pages} map={map} />
      <div class="canvas" ref={box}>
        <canvas
          ref={canvas}
          class={map.isWhole ? '' : 'pannable'}
          tabIndex={0}
          data-keys
          role="slider"
          aria-label="Page map: span"
          aria-valuemin={0}
          aria-valuemax={Math.max(0, spans.byAddress.length - 1)}
          aria-valuenow={Math.max(0, selected ? spans.byAddress.indexOf(selected.id) : 0)}
          aria-valuetext={
            selected ? spanTitle(selected) : `${plural(spans.byAddress.length, 'span')}, none selected`
          }
          onKeyDown={keys}
          {...pointer}
        />
        <UsedSpan state={state} map={map} />
      </div>
      <Legend model={model} run={run} />
    </div>
  );
}

/** Where the first page is that the current event's object lies in: the way's line ends there. */
function UsedSpan({
  state: { spans, event },
  map: { layout, view, size },
}: {
  state: HeapState;
  map: MapView;
}) {
  const span = event && spans.get(event.span);
  if (!span || !layout) return null;
  const [column, row] = placeOfPage(layout, (span.base - spans.base) / pageSize);
  const [left, top] = [view.x + column * view.cell, view.y + row * view.cell];
  if (left < 0 || top < 0 || left > size.width || top + view.cell > size.height + 1) return null;
  return <i class="used-span" style={{ left: `${left}px`, top: `${top}px`, height: `${view.cell}px` }} />;
}

export function spanTitle(span: SpanView): string {
  const kind = span.spanClass & 1 ? 'noscan' : 'scan';
  const slots =
    span.spanClass < 2
      ? `one large object of ${bytes(span.size)}`
      : `${span.live} live of ${span.slots} slots of ${bytes(span.size)}`;
  return `span ${address(span.base)}, ${plural(span.pages, 'page')}, ${kind}: ${slots}, ${span.owner}`;
}

function Caption({
  model,
  state,
  pages,
  map,
}: Pick<Props, 'model' | 'state'> & { pages: number; map: MapView }) {
  const chunks = Math.ceil(pages / chunkPages);
  const first = state.arenas[0];
  return (
    <div class="caption">
      <span>
        {state.arenas.length === 1 ? 'arena 0' : `arenas 0–${state.arenas.length - 1}`},{' '}
        {model.range ? `at event ${integer(state.k)}` : address(first.base)}
      </span>
      {map.isWhole ? (
        <span title="mapped from the operating system">{integer(chunks)} × 4 MB</span>
      ) : (
        <button type="button" class="link" onClick={map.showAll}>
          all {bytes(pages * pageSize)}
        </button>
      )}
    </div>
  );
}

function Legend({ model, run }: { model: Model; run: Run }) {
  const lit = litWords(model, useLitSites(model), run);
  return (
    <div class="ramp">
      8 B <i /> 32 KB <span class="right">{lit}</span>
    </div>
  );
}

interface MapView {
  layout: PageLayout | undefined;
  view: PageView;
  size: { width: number; height: number };
  isWhole: boolean;
  zoom(factor: number, at: [number, number]): void;
  pan(x: number, y: number): void;
  /** Shows these pages as large as they go. */
  showPages(first: number, count: number): void;
  showAll(): void;
}

function useMapView({ kept }: Model, box: { current: HTMLDivElement | null }, pages: number): MapView {
  const size = useSize(box, [pages === 0]);
  const layout = useMemo(
    () => (size.width < 2 || size.height < 2 ? undefined : layoutPages(pages, size)),
    [pages, size],
  );
  const name = `${pages} ${size.width} ${size.height}`;
  const [zoomed, setZoomed] = useState<MapZoom | undefined>(kept.view.mapZoom);
  useEffect(() => kept.change({ mapZoom: zoomed }), [zoomed]);
  const isWhole = zoomed?.layout !== name;
  const view = isWhole ? (layout ? wholeView(layout, size) : { cell: 1, x: 0, y: 0 }) : zoomed.view;
  const change = (next: (view: PageView, layout: PageLayout) => PageView) => {
    if (!layout) return;
    setZoomed(current => {
      const whole = wholeView(layout, size);
      const changed = next(current?.layout === name ? current.view : whole, layout);
      return changed.cell <= whole.cell * 1.001 ? undefined : { layout: name, view: changed };
    });
  };
  return {
    layout,
    view,
    size,
    isWhole,
    zoom: (factor, at) => change((current, on) => zoomedView(current, factor, at, on, size)),
    pan: (x, y) =>
      change((current, on) => clampedView({ ...current, x: current.x + x, y: current.y + y }, on, size)),
    showPages: (first, count) => change((_, on) => viewOfPages(first, count, on, size)),
    showAll: () => setZoomed(undefined),
  };
}

/** Strong is live; while a site or a class is selected, what of it is there. */
function useStrength(model: Model, state: HeapState): Strength {
  const { selection } = model;
  const { rows } = state.spans;
  const holders = useHolders(model, state);
  return useMemo<Strength>(() => {
    const liveShare = (span: number) => rows[span * spanWidth + 4] / Math.max(1, rows[span * spanWidth + 3]);
    if (selection.kind === 'class') {
      const isOf = (span: number) => rows[span * spanWidth + 2] === selection.spanClass;
      return span => (isOf(span) ? 0.35 + 0.65 * liveShare(span) : 0.07);
    }
    if (holders) {
      return span => {
        const held = holders.get(span) ?? 0;
        return held === 0 ? 0.07 : 0.35 + 0.65 * Math.min(1, held / rows[span * spanWidth + 3]);
      };
    }
    return span => 0.16 + 0.84 * liveShare(span);
  }, [rows, selection, holders]);
}

function releasedPages({ released }: HeapState, pages: number): Uint8Array {
  const isReleased = new Uint8Array(pages);
  for (let i = 0; i < released.length; i += 2) isReleased.fill(1, released[i], released[i] + released[i + 1]);
  return isReleased;
}

function outline(
  area: Area,
  painter: PageMapPainter,
  { spans, event }: HeapState,
  shown: number | undefined,
  view: PageView,
  theme: Theme,
): void {
  const span = shown === undefined ? undefined : spans.get(shown);
  if (!span) return;
  const first = (span.base - spans.base) / pageSize;
  painter.outline(area, view, first, span.pages, span.id === event?.span ? theme.way : theme.foreground);
}

/** Numbers of the spans whose slots are large enough to be seen. */
function visibleSpans(
  state: HeapState,
  layout: PageLayout,
  view: PageView,
  size: { width: number; height: number },
): number[] {
  if (view.cell < slotsFrom) return [];
  const found = new Set<number>();
  for (let y = 0; y <= size.height + view.cell; y += view.cell) {
    for (let x = 0; x <= size.width + view.cell; x += view.cell) {
      const page = pageAtPlace(layout, (x - view.x) / view.cell, (y - view.y) / view.cell);
      const span = page < 0 ? -1 : (state.spans.pageSpans[page] ?? -1);
      if (span >= 0) found.add(span);
    }
  }
  return [...found];
}

/** Arrow keys go to the next span by address or by row, Enter looks into it, + and - zoom, Escape shows all. */
function useSpanKeys(model: Model, { spans }: HeapState, map: MapView, shown: number | undefined) {
  const centre: [number, number] = [map.size.width / 2, map.size.height / 2];
  return (event: KeyboardEvent) => {
    const span = shown === undefined ? undefined : spans.get(shown);
    const first = span ? (span.base - spans.base) / pageSize : 0;
    const columns = map.layout?.columns ?? 1;
    const at = span ? spans.byAddress.indexOf(span.id) : -1;
    const go = (id: number | undefined) => {
      const next = id === undefined ? undefined : spans.get(id);
      if (!next) return;
      model.select({ kind: 'span', span: next.id });
      if (!map.isWhole) map.showPages((next.base - spans.base) / pageSize, next.pages);
    };
    const nearPage = (page: number, step: number) => {
      for (let p = page; p >= 0 && p < spans.pageSpans.length; p += step)
        if (spans.pageSpans[p] >= 0 && spans.pageSpans[p] !== shown) return spans.pageSpans[p];
      return undefined;
    };
    switch (event.key) {
      case 'ArrowRight':
        go(spans.byAddress[at + 1]);
        break;
      case 'ArrowLeft':
        go(spans.byAddress[Math.max(0, at - 1)]);
        break;
      case 'ArrowDown':
        go(nearPage(first + columns, 1));
        break;
      case 'ArrowUp':
        go(nearPage(first - columns, -1));
        break;
      case 'Home':
        go(spans.byAddress[0]);
        break;
      case 'End':
        go(spans.byAddress.at(-1));
        break;
      case 'Enter':
        if (span) map.showPages(first, span.pages);
        break;
      case '+':
      case '=':
        map.zoom(1.5, centre);
        break;
      case '-':
        map.zoom(1 / 1.5, centre);
        break;
      case 'Escape':
        if (map.isWhole) return;
        map.showAll();
        break;
      default:
        return;
    }
    event.preventDefault();
  };
}

/** A click selects the span, or the slot where they are seen; dragging pans; hovering tells. */
function usePointer(
  model: Model,
  run: Run,
  { spans }: HeapState,
  map: MapView,
  slots: ReadonlyMap<number, SpanSlots>,
) {
  const drag = useRef<{ x: number; y: number; moved: boolean } | undefined>(undefined);
  const pick = (x: number, y: number): { span: SpanView; slot: number } | undefined => {
    const { layout, view } = map;
    if (!layout) return undefined;
    const [column, row] = [(x - view.x) / view.cell, (y - view.y) / view.cell];
    const page = pageAtPlace(layout, column, row);
    const span = page < 0 ? undefined : spans.get(spans.pageSpans[page] ?? -1);
    if (!span) return undefined;
    const seen = view.cell >= slotsFrom ? slots.get(span.id) : undefined;
    const [left, top] = placeOfPage(layout, page);
    const slot = seen
      ? slotAt(seen, page - (span.base - spans.base) / pageSize, column - left, row - top)
      : -1;
    return { span, slot };
  };
  return {
    onPointerDown(event: PointerEvent) {
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      drag.current = { x: event.offsetX, y: event.offsetY, moved: false };
    },
    onPointerMove(event: PointerEvent) {
      const { current } = drag;
      if (event.buttons & 1 && current) {
        const [x, y] = [event.offsetX - current.x, event.offsetY - current.y];
        if (!current.moved && Math.abs(x) + Math.abs(y) < 4) return;
        drag.current = { x: event.offsetX, y: event.offsetY, moved: true };
        map.pan(x, y);
        return;
      }
      const found = pick(event.offsetX, event.offsetY);
      const slot = found && slots.get(found.span.id)?.slots[found.slot];
      (event.currentTarget as HTMLElement).title = slot
        ? `slot ${found.slot}: ${slotTitle(slot, run)}`
        : found
          ? spanTitle(found.span)
          : '';
    },
    onPointerUp(event: PointerEvent) {
      const found = drag.current?.moved ? undefined : pick(event.offsetX, event.offsetY);
      drag.current = undefined;
      if (!found) return;
      const span = found.span.id;
      model.select(found.slot >= 0 ? { kind: 'slot', span, slot: found.slot } : { kind: 'span', span });
    },
    onDblClick(event: MouseEvent) {
      const found = pick(event.offsetX, event.offsetY);
      if (found) map.showPages((found.span.base - spans.base) / pageSize, found.span.pages);
    },
    onWheel(event: WheelEvent) {
      map.zoom(1.002 ** -event.deltaY, [event.offsetX, event.offsetY]);
      event.preventDefault();
    },
  };
}

/** What stands out in the map: a selected class, or the lit sites. */
function litWords({ selection }: Model, sites: readonly number[], run: Run): string {
  if (selection.kind === 'class') return 'lit: this class';
  const place = litPlace(sites, run);
  return place === undefined ? 'faint: mostly dead' : `lit: live from ${place}`;
}
