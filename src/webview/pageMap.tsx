/**
 * Pages of the arenas: hue is the size class, strength the live share of its span. Arrow keys move from
 * span to span, a click selects one.
 */

import { useMemo, useState } from 'preact/hooks';
import type { HeapState, SpanView } from '../protocol';
import { hatch, useCanvas } from './canvas';
import { address, bytes, plural } from './format';
import { type Model, shownSpan } from './model';
import { fade, type Theme } from './theme';

const pageSize = 8192;

interface Layout {
  columns: number;
  cell: number;
}

export function PageMap({ model, state, theme }: { model: Model; state: HeapState; theme: Theme }) {
  const [arenaIndex, setArena] = useState(0);
  const arena = state.arenas[arenaIndex] ?? state.arenas[0];
  const layout = useMemo<Layout>(() => ({ columns: 1, cell: 1 }), []);
  const spans = useMemo(
    () =>
      arena === undefined
        ? []
        : [...state.spans].filter(
            span => span.base >= arena.base && span.base < arena.base + arena.pages * pageSize,
          ),
    [state, arena],
  );
  const shown = shownSpan(model.selection, state);
  const selected = spans.findIndex(span => span.id === shown);
  const canvas = useCanvas(
    area => {
      if (arena === undefined) return;
      fitCells(layout, arena.mappedPages, area.width, area.height);
      const { context } = area;
      const cell = layout.cell;
      const gap = cell > 5 ? 1 : 0.5;
      const place = (page: number): [number, number] => [
        (page % layout.columns) * cell,
        Math.floor(page / layout.columns) * cell,
      ];
      context.fillStyle = theme.free;
      for (let page = 0; page < arena.mappedPages; page++) {
        const [x, y] = place(page);
        context.fillRect(x, y, cell - gap, cell - gap);
      }
      for (const span of spans) {
        const first = (span.base - arena.base) / pageSize;
        const share = span.slots === 0 ? 0 : span.live / span.slots;
        const lit = isLit(model, span);
        context.fillStyle = fade(theme.ramp(span.size), lit ? 0.25 + 0.75 * share : 0.12);
        for (let page = first; page < first + span.pages; page++) {
          const [x, y] = place(page);
          context.fillRect(x, y, cell - gap, cell - gap);
          if (span.size === 0 || span.spanClass < 2)
            hatch(context, x, y, cell - gap, cell - gap, fade(theme.foreground, 0.3));
        }
        if (span.id === shown) {
          const [x, y] = place(first);
          context.strokeStyle = theme.way;
          context.lineWidth = 2;
          context.strokeRect(x, y, cell * Math.min(span.pages, layout.columns) - gap, cell - gap);
        }
      }
    },
    [state, arena, spans, shown, theme, model.selection],
  );
  if (arena === undefined) return <p class="none">no page is mapped yet</p>;
  const pick = (offsetX: number, offsetY: number) => {
    const page = Math.floor(offsetY / layout.cell) * layout.columns + Math.floor(offsetX / layout.cell);
    const at = arena.base + page * pageSize;
    return spans.find(span => at >= span.base && at < span.base + span.pages * pageSize);
  };
  return (
    <div class="page-map">
      <div class="caption">
        <button
          type="button"
          disabled={state.arenas.length < 2}
          title="Next arena"
          onClick={() => setArena((arenaIndex + 1) % state.arenas.length)}
        >
          arena {state.arenas.indexOf(arena)} of {state.arenas.length}, {address(arena.base)}
        </button>
        <span>{bytes(arena.mappedPages * pageSize)} mapped</span>
      </div>
      <div class="canvas">
        <canvas
          ref={canvas}
          tabIndex={0}
          data-keys
          role="slider"
          aria-label="Page map: span"
          aria-valuemin={0}
          aria-valuemax={Math.max(0, spans.length - 1)}
          aria-valuenow={Math.max(0, selected)}
          aria-valuetext={
            selected < 0 ? `${plural(spans.length, 'span')}, none selected` : spanTitle(spans[selected])
          }
          onClick={event => {
            const span = pick(event.offsetX, event.offsetY);
            if (span) model.select({ kind: 'span', span: span.id });
          }}
          onMouseMove={event => {
            const span = pick(event.offsetX, event.offsetY);
            (event.currentTarget as HTMLElement).title = span ? spanTitle(span) : '';
          }}
          onKeyDown={event => {
            const step =
              event.key === 'ArrowRight' || event.key === 'ArrowDown'
                ? 1
                : event.key === 'ArrowLeft' || event.key === 'ArrowUp'
                  ? -1
                  : 0;
            if (step === 0 || spans.length === 0) return;
            event.preventDefault();
            const next = spans[Math.max(0, Math.min(spans.length - 1, selected + step))];
            model.select({ kind: 'span', span: next.id });
          }}
        />
      </div>
    </div>
  );
}

export function spanTitle(span: SpanView): string {
  const kind = span.spanClass & 1 ? 'noscan' : 'scan';
  const slots =
    span.size === 0 ? 'one large object' : `${span.live} live of ${span.slots} slots of ${bytes(span.size)}`;
  return `span ${address(span.base)}, ${plural(span.pages, 'page')}, ${kind}: ${slots}, ${span.owner}`;
}

function isLit(model: Model, span: SpanView): boolean {
  return model.selection.kind !== 'class' || model.selection.spanClass === span.spanClass;
}

/** The widest square cell with which all pages fit. */
function fitCells(layout: Layout, pages: number, width: number, height: number): void {
  layout.cell = 1;
  layout.columns = Math.max(1, Math.floor(width));
  for (let columns = 8; columns <= 512; columns++) {
    const cell = Math.min(16, width / columns);
    if (Math.ceil(pages / columns) * cell <= height) {
      layout.cell = cell;
      layout.columns = columns;
      return;
    }
  }
}
