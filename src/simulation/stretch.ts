/** A stretch of a run, the events (from, to]: the figures of the whole run, of these events alone. */
import type { Level } from '../allocator';
import type { AllocationRun, RunFigures, SiteTotals } from './allocationRun';
import { type ClassTotals, classTotals } from './eventTrail';

export interface Stretch {
  from: number;
  to: number;
  figures: RunFigures;
  /** Its allocations by the level that served them. */
  served: Record<Level, number>;
  /** By site; held is what was allocated in the stretch and not let go of in it. */
  sites: SiteTotals[];
  classes: ClassTotals[];
}

export function stretchOf(run: AllocationRun, from: number, to: number): Stretch {
  return {
    from,
    to,
    figures: figuresOf(run, from, to),
    served: servedOf(run, from, to),
    sites: sitesOf(run, from, to),
    classes: classTotals(run.log, run.trail, from, to),
  };
}

export function emptyTotals(): SiteTotals {
  return { objects: 0, bytes: 0, rounded: 0, heldObjects: 0, heldBytes: 0, tookLock: 0 };
}

function servedOf({ trail }: AllocationRun, from: number, to: number): Record<Level, number> {
  const served = { zerobase: 0, tiny: 0, mcache: 0, mcentral: 0, mheap: 0, os: 0 };
  for (let k = from + 1; k <= to; k++) if (trail.isAllocation(k)) served[trail.levelOf(k)]++;
  return served;
}

function sitesOf(run: AllocationRun, from: number, to: number): SiteTotals[] {
  const { log, trail, fates } = run;
  const sites = Array.from({ length: run.siteCount }, emptyTotals);
  for (let k = from + 1; k <= to; k++) {
    if (trail.isAllocation(k)) {
      const bytes = log.value[k - 1];
      const site = sites[log.site[k - 1]];
      site.objects++;
      site.bytes += bytes;
      site.rounded += trail.roundedOf(k);
      site.heldObjects++;
      site.heldBytes += bytes;
      if (trail.tookLock(k)) site.tookLock++;
    }
  }
  for (let index = fates.firstAfter(from); index < fates.firstAfter(to); index++) {
    const object = fates.objectOf(index);
    if (log.objectEvent[object] <= from) continue;
    const change = fates.isHeldAgain(index) ? 1 : -1;
    const site = sites[log.siteOf(object)];
    site.heldObjects += change;
    site.heldBytes += change * log.bytesOf(object);
  }
  return sites;
}

export function figuresOf(run: AllocationRun, from: number, to: number): RunFigures {
  const { log, trail } = run;
  const collections = run.collections.filter(({ event }) => event > from && event <= to);
  const growths = run.growths.filter(({ event }) => event > from && event <= to);
  const figures: RunFigures = {
    allocatedBytes: 0,
    allocatedObjects: 0,
    peakBytes: 0,
    peakEvent: from,
    collections: collections.length,
    freedBytes: collections.reduce((sum, { freedBytes }) => sum + freedBytes, 0),
    lastFreedBytes: collections.at(-1)?.freedBytes ?? 0,
    leftLockFree: 0,
    locks: trail.locks(from, to),
    roundingBytes: 0,
    mappedBytes: run.mappedAt(to),
    grows: growths.length,
  };
  for (let k = from + 1; k <= to; k++) {
    if (trail.heap[k - 1] > figures.peakBytes) {
      figures.peakBytes = trail.heap[k - 1];
      figures.peakEvent = k;
    }
    if (!trail.isAllocation(k)) continue;
    const bytes = log.value[k - 1];
    figures.allocatedObjects++;
    figures.allocatedBytes += bytes;
    figures.roundingBytes += trail.roundedOf(k) - bytes;
    if (trail.tookLock(k)) figures.leftLockFree++;
  }
  return figures;
}
