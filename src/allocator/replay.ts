/**
 * Replays a trace through the allocator: where each object comes to lie, and the statistics at the end.
 * Collections run where the trace says `gc`, each swept to its end, and at no other time. The heap at the first
 * step is that of a running process (see processStart); the figures are those of the trace alone.
 */
import type { GoVersion } from '../base';
import { Allocator } from './allocator';
import { IdTable } from './idTable';
import { objectOffset } from './malloc';
import { pageAddress } from './mheap';
import { startProcess, usualStart } from './processStart';
import { type Baseline, baselineOf, type Statistics, statisticsOf } from './statistics';
import { readTrace } from './trace';
import type { TraceStep } from './traceStep';

/** Where an object lies, as `oracle heap` prints it: the span by its address, pages of 8 KB, offset in bytes. */
export interface Place {
  id: number;
  span: number;
  pages: number;
  slot: number;
  offset: number;
}

export interface ReplayOptions {
  /** Called for each object in the order of the allocations. The record is used again: copy what is to be kept. */
  onPlace?: (place: Place) => void;
  /** Called now and then with the number of steps done. */
  onProgress?: (steps: number) => void;
  /** Whose runtime it is; the newest by default. */
  goVersion?: GoVersion;
  /** Stops between two chunks; the replay ends with what was done so far. */
  isCancelled?: () => boolean;
}

/** Replays a trace given in chunks of text. Throws TraceError for a line that is no step, OutOfMemoryError. */
export async function replayTrace(
  chunks: AsyncIterable<string> | Iterable<string>,
  options: ReplayOptions = {},
): Promise<Statistics> {
  const replay = new TraceReplay(usualStart, options.goVersion);
  for await (const steps of readTrace(chunks)) {
    replay.run(steps, options.onPlace);
    options.onProgress?.(replay.steps);
    if (options.isCancelled?.()) break;
  }
  return replay.statistics();
}

/** A replay under way. */
export class TraceReplay {
  readonly allocator: Allocator;
  steps = 0;
  private readonly objects = new IdTable();
  /** IDs let go whose objects others may still hold. */
  private dropped: number[] = [];
  private readonly place: Place = { id: 0, span: 0, pages: 0, slot: 0, offset: 0 };

  private readonly base: Baseline;

  constructor(start = usualStart, goVersion?: GoVersion) {
    this.allocator = new Allocator({ gcPercent: -1, goVersion });
    startProcess(this.allocator, start);
    this.base = baselineOf(this.allocator);
  }

  /** The figures of the steps so far. */
  statistics(): Statistics {
    return statisticsOf(this.allocator, this.steps, this.base);
  }

  run(steps: readonly TraceStep[], onPlace?: (place: Place) => void): void {
    for (const step of steps) {
      this.steps++;
      switch (step.kind) {
        case 'alloc':
          this.alloc(step, onPlace);
          break;
        case 'free':
          this.free(step.id);
          break;
        case 'root':
          this.allocator.root(this.objects.get(step.id));
          break;
        case 'ref':
          this.allocator.refer(this.objects.get(step.from), this.objects.get(step.to));
          break;
        case 'unref':
          this.allocator.unrefer(this.objects.get(step.from), this.objects.get(step.to));
          break;
        case 'gc':
          this.collect(step.p);
          break;
      }
    }
  }

  private alloc(step: TraceStep & { kind: 'alloc' }, onPlace?: (place: Place) => void): void {
    const { id, size, scan, p } = step;
    const { allocator } = this;
    if (p >= allocator.procs) allocator.setProcs(p + 1);
    const object = allocator.allocateFast(size, scan, p);
    const former = this.objects.get(id);
    if (former >= 0) allocator.free(former);
    this.objects.set(id, object);
    if (onPlace) onPlace(this.placeOf(id, object));
  }

  private free(id: number): void {
    const object = this.objects.get(id);
    if (object < 0) return;
    this.allocator.free(object);
    if (this.allocator.hasReferences) this.dropped.push(id);
    else this.objects.delete(id);
  }

  private collect(p: number): void {
    const { allocator, objects } = this;
    if (p >= allocator.procs) allocator.setProcs(p + 1);
    allocator.gc({ p });
    this.dropped = this.dropped.filter(id => {
      const object = objects.get(id);
      const isThere = allocator.handleOf(object) !== undefined;
      if (!isThere) objects.delete(id);
      return isThere && allocator.heap.objects.isReleased(object);
    });
    allocator.forgetGone();
  }

  private placeOf(id: number, object: number): Place {
    const { place } = this;
    const { heap } = this.allocator;
    const handle = this.allocator.handleOf(object);
    place.id = id;
    if (handle === undefined) {
      place.span = place.pages = place.slot = place.offset = 0;
      return place;
    }
    const span = heap.slots.span[handle];
    place.span = pageAddress(heap.spans.base[span]);
    place.pages = heap.spans.npages[span];
    place.slot = handle - heap.spans.slots[span];
    place.offset = objectOffset(heap, handle, object);
    return place;
  }
}
