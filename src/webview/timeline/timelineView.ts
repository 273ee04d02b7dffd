/** The part of the run that the timeline shows: zoomed with the wheel at the pointer, panned, and finer columns for it. */

import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Run, Timeline } from '../../protocol';
import { requestTimeline } from '../model/host';
import { useLatest } from '../model/latest';
import { useLitAllocations } from '../model/lit';
import type { EventRange, Model } from '../model/model';

/** No fewer events than that fill the width. */
const fewest = 8;

export interface TimelineView extends EventRange {
  /** Columns that cover the view: of the whole run, or finer ones. */
  columns: Timeline;
  /** Event at which the first column begins. */
  start: number;
  /** Allocations of the lit sites in each column; undefined where none is lit. */
  lit: readonly number[] | undefined;
  isWhole: boolean;
  /** Makes the view so many times as wide; the event at `anchor` (0 to 1 of the width) stays where it is. */
  zoom(factor: number, anchor: number): void;
  /** Moves the view by a part of its width. */
  pan(part: number): void;
  show(range: EventRange): void;
  showAll(): void;
  /** Brings an event into the view. */
  follow(event: number): void;
}

export function useTimelineView(model: Model, run: Run): TimelineView {
  const whole = useMemo<EventRange>(() => ({ from: 0, to: Math.max(1, run.events) }), [run]);
  const [detail, setDetail] = useState<{ run: Run; range: EventRange; columns: Timeline }>();
  const within = (from: number, width: number): EventRange => {
    const span = Math.min(whole.to, Math.max(Math.min(fewest, whole.to), width));
    const start = Math.max(0, Math.min(whole.to - span, from));
    return { from: start, to: start + span };
  };
  const { kept } = model;
  const [zoomed, setZoomed] = useState({ run, zoom: kept.view.zoom });
  const zoom = zoomed.run === run ? zoomed.zoom : undefined;
  const view = useMemo(() => (zoom ? within(zoom.from, zoom.to - zoom.from) : whole), [zoom, whole]);
  useEffect(() => kept.change({ zoom }), [zoom]);
  const setView = (next: (view: EventRange) => EventRange) =>
    setZoomed(current => {
      const changed = next((current.run === run && current.zoom) || whole);
      return { run, zoom: changed.to - changed.from < whole.to ? changed : undefined };
    });
  const width = view.to - view.from;
  const covers =
    detail?.run === run &&
    detail.range.from <= Math.floor(view.from) &&
    detail.range.to >= Math.ceil(view.to);
  const wanted = width < whole.to * 0.6 && !(covers && width > (detail.range.to - detail.range.from) * 0.25);
  useLatest(
    () => {
      if (!wanted) return undefined;
      const range = {
        from: Math.max(0, Math.floor(view.from - width / 2)),
        to: Math.min(whole.to, Math.ceil(view.to + width / 2)),
      };
      return requestTimeline(run.id, range.from, range.to).then(columns => ({ run, range, columns }));
    },
    setDetail,
    // The coarser columns stay.
    () => undefined,
    [run, view, wanted],
  );
  const shown = covers ? detail : { columns: run.timeline, range: { from: 0, to: run.events } };
  return {
    ...view,
    columns: shown.columns,
    start: shown.range.from,
    lit: useLitAllocations(model, run, shown.range),
    isWhole: width >= whole.to,
    zoom: (factor, anchor) =>
      setView(({ from, to }) => {
        const next = Math.min(whole.to, Math.max(Math.min(fewest, whole.to), (to - from) * factor));
        return within(from + (to - from - next) * anchor, next);
      }),
    pan: part => setView(({ from, to }) => within(from + (to - from) * part, to - from)),
    show: range => setView(() => within(range.from, range.to - range.from)),
    showAll: () => setView(() => whole),
    follow: event =>
      setView(current => {
        const { from, to } = current;
        return event < from || event > to ? within(event - (to - from) / 2, to - from) : current;
      }),
  };
}
