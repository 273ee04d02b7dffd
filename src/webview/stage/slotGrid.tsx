/**
 * The slots of one span: filled width is what was requested, hatched is rounding, outlined is dead and not
 * yet swept, dashed is the slot handed out next. A click reveals the object's line.
 */

import { useMemo } from 'preact/hooks';
import type { Run, SlotView, SpanSlots } from '../../protocol';
import { hatch, inkOn, useCanvas } from '../elements/canvas';
import { address, bytes, integer, plural } from '../elements/format';
import { fade, type Theme } from '../elements/theme';
import { post } from '../model/host';
import type { Model } from '../model/model';

/** Pixels of a slot below which no word fits into it. */
const textWidth = 34;
const textHeight = 13;

interface Layout {
  columns: number;
  width: number;
  height: number;
}

export function SlotGrid({ model, run, theme }: { model: Model; run: Run; theme: Theme }) {
  const slots = model.slots;
  return (
    <section class="slot-grid" aria-label="Slots of the span">
      {slots === undefined ? (
        <p class="none">Select a span in the page map, or a bar in mcache, to see its slots.</p>
      ) : (
        <Grid slots={slots} model={model} run={run} theme={theme} />
      )}
    </section>
  );
}

function Grid({ slots, model, run, theme }: { slots: SpanSlots; model: Model; run: Run; theme: Theme }) {
  const layout = useMemo<Layout>(() => ({ columns: 1, width: 1, height: 1 }), []);
  const { span } = slots;
  const selected = selectedSlot(model);
  const canvas = useCanvas(
    area => {
      fitSlots(layout, slots.slots.length, area.width, area.height);
      slots.slots.forEach((slot, index) => {
        const x = (index % layout.columns) * layout.width;
        const y = Math.floor(index / layout.columns) * layout.height;
        drawSlot(
          area.context,
          slot,
          span.size || slot.bytes,
          x,
          y,
          layout.width - 2,
          layout.height - 2,
          theme,
        );
        if (index === slots.next && slot.state === 'free') dashed(area.context, x, y, layout, theme);
        if (index === selected || (slot.site >= 0 && isMarked(model, slot.site))) {
          area.context.strokeStyle = theme.way;
          area.context.lineWidth = 2;
          area.context.strokeRect(x + 1, y + 1, layout.width - 4, layout.height - 4);
        }
      });
    },
    [slots, selected, theme, model.selection, model.highlighted],
  );
  const select = (index: number, reveal: boolean) => {
    const slot = slots.slots[index];
    if (slot === undefined) return;
    model.select({ kind: 'slot', span: span.id, slot: index });
    const link = run.sites[slot.site]?.link;
    if (reveal && slot.state !== 'free' && link) post({ kind: 'reveal', link });
  };
  const at = (event: MouseEvent) =>
    Math.floor(event.offsetY / layout.height) * layout.columns +
    Math.min(layout.columns - 1, Math.floor(event.offsetX / layout.width));
  const kind = span.spanClass & 1 ? 'noscan' : 'scan';
  const title = `${span.size === 0 ? 'large' : bytes(span.size)} ${kind} · ${span.live} live of ${span.slots} · ${plural(span.pages, 'page')} · ${span.owner}`;
  return (
    <>
      <div class="caption">
        <h2>
          Span <span class="mono">{address(span.base)}</span>
        </h2>
        <span class="muted">{title}</span>
      </div>
      <div class="canvas">
        <canvas
          ref={canvas}
          tabIndex={0}
          data-keys
          role="slider"
          aria-label={`Slot of the span at ${address(span.base)}`}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, slots.slots.length - 1)}
          aria-valuenow={Math.max(0, selected)}
          aria-valuetext={
            slots.slots[selected] ? `slot ${selected}: ${slotTitle(slots.slots[selected], run)}` : title
          }
          onClick={event => select(at(event), true)}
          onMouseMove={event => {
            const slot = slots.slots[at(event)];
            (event.currentTarget as HTMLElement).title = slot ? slotTitle(slot, run) : '';
          }}
          onKeyDown={event => {
            const moves: Record<string, number> = {
              ArrowLeft: -1,
              ArrowRight: 1,
              ArrowUp: -layout.columns,
              ArrowDown: layout.columns,
            };
            if (event.key === 'Enter' && selected >= 0) select(selected, true);
            else if (moves[event.key] === undefined) return;
            else select(Math.max(0, Math.min(slots.slots.length - 1, selected + moves[event.key])), false);
            event.preventDefault();
          }}
        />
      </div>
      <div class="legend">
        {span.tailWaste > 0 && <span class="swatch tail">span end: {bytes(span.tailWaste)}</span>}
        <span class="swatch live">live</span>
        <span class="swatch dead">dead, unswept</span>
        <span class="swatch free">free</span>
        <span class="swatch rounding">rounding</span>
        {span.slots > slots.slots.length && (
          <span>
            first {integer(slots.slots.length)} of {integer(span.slots)} slots
          </span>
        )}
      </div>
    </>
  );
}

export function slotTitle(slot: SlotView, run: Run): string {
  if (slot.state === 'free') return 'free';
  const site = run.sites[slot.site];
  const what = site ? `${site.text}${site.type ? ` (${site.type})` : ''}` : 'object';
  const tiny = slot.objects > 1 ? `, ${plural(slot.objects, 'object')} in one tiny block` : '';
  return `${slot.state}: ${what}, ${bytes(slot.bytes)}${tiny}, allocated ${plural(slot.age, 'event')} ago`;
}

function drawSlot(
  context: CanvasRenderingContext2D,
  slot: SlotView,
  size: number,
  x: number,
  y: number,
  width: number,
  height: number,
  theme: Theme,
): void {
  context.fillStyle = theme.free;
  context.fillRect(x, y, width, height);
  if (slot.state === 'free') return;
  const filled = Math.max(1, Math.round(width * Math.min(1, slot.bytes / Math.max(1, size))));
  const color = theme.ramp(size);
  context.fillStyle = slot.state === 'live' ? color : theme.dead;
  context.fillRect(x, y, filled, height);
  if (filled < width) hatch(context, x + filled, y, width - filled, height, theme.waste);
  if (slot.state === 'dead') {
    context.strokeStyle = fade(theme.foreground, 0.6);
    context.lineWidth = 1;
    context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  }
  if (width > textWidth && height > textHeight) {
    context.fillStyle = slot.state === 'live' ? inkOn(color, theme) : theme.foreground;
    context.font = `11px ${theme.font}`;
    context.textBaseline = 'middle';
    context.fillText(String(slot.bytes), x + 4, y + height / 2, width - 8);
  }
}

function dashed(context: CanvasRenderingContext2D, x: number, y: number, layout: Layout, theme: Theme): void {
  context.save();
  context.setLineDash([3, 2]);
  context.strokeStyle = theme.muted;
  context.strokeRect(x + 0.5, y + 0.5, layout.width - 3, layout.height - 3);
  if (layout.width > textWidth && layout.height > textHeight) {
    context.fillStyle = theme.muted;
    context.font = `11px ${theme.font}`;
    context.textBaseline = 'middle';
    context.fillText('next', x + 4, y + layout.height / 2, layout.width - 10);
  }
  context.restore();
}

function fitSlots(layout: Layout, count: number, width: number, height: number): void {
  const columns = Math.max(
    1,
    Math.min(count, Math.ceil(Math.sqrt((count * width) / Math.max(1, height) / 2.4))),
  );
  layout.columns = columns;
  layout.width = width / columns;
  layout.height = Math.min(48, height / Math.max(1, Math.ceil(count / columns)));
}

function selectedSlot(model: Model): number {
  if (model.selection.kind === 'slot') return model.selection.slot;
  return model.selection.kind === 'event' ? (model.state?.event?.slot ?? -1) : -1;
}

function isMarked(model: Model, site: number): boolean {
  return (
    model.highlighted.includes(site) || (model.selection.kind === 'site' && model.selection.site === site)
  );
}
