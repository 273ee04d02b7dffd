/** What of the page is kept for the one after it, in this window or the next: told to the host soon after a change. */
import type { RunOptions, RunSource, SavedView } from '../../protocol';
import type { PageView } from '../stage/pageLayout';
import { post } from './host';
import type { EventRange, Selection, TabName } from './model';
import type { PinnedRun } from './pin';

export interface ViewState {
  k: number;
  /** Of the run; one with others has other spans, sites and collections too. */
  events: number;
  range: EventRange | undefined;
  /** Undefined until somebody switches it. */
  heatWanted: boolean | undefined;
  selection: Selection;
  tab: TabName;
  speed: number | undefined;
  pinned: PinnedRun | undefined;
  /** The events that the timeline shows; undefined: all. */
  zoom: EventRange | undefined;
  mapZoom: MapZoom | undefined;
}

/** Which part of the page map is seen, in a layout of so many pages on so many pixels: in another one all is. */
export interface MapZoom {
  layout: string;
  view: PageView;
}

/** Milliseconds from one telling to the next, at least: a cursor that is dragged is not told at each step. */
const interval = 250;

export class Kept {
  /** As the page before this one left it. */
  readonly before: Readonly<Partial<ViewState>>;
  /** As it is now. */
  readonly view: Partial<ViewState>;
  private run: { source: RunSource | undefined; options: RunOptions } | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = 0;

  constructor(saved: SavedView | undefined) {
    this.before = (saved?.view as Partial<ViewState> | undefined) ?? {};
    this.view = { ...this.before };
  }

  /** Without a run there is nothing to come back to. */
  ofRun(source: RunSource | undefined, options: RunOptions): void {
    this.run = { source, options };
    this.tellSoon();
  }

  change(part: Partial<ViewState>): void {
    Object.assign(this.view, part);
    this.tellSoon();
  }

  private tellSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), this.last + interval - performance.now());
  }

  private tell(): void {
    if (this.run === undefined) return;
    this.last = performance.now();
    post({ kind: 'keep', saved: { ...this.run, view: this.view } });
  }
}
