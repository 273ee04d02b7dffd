/**
 * A pinned run: what of it is compared with the runs after it. It is plain data that outlives the run in the
 * server, an edit of the code, and a reload of the window.
 */
import type { Run, RunFigures, RunOptions, RunSite, SiteTotals } from '../../protocol';

export interface PinnedRun {
  title: string;
  options: RunOptions;
  events: number;
  figures: RunFigures;
  sites: { text: string; func: string; line: number }[];
  /** Of the whole run. */
  siteTotals: SiteTotals[];
  timeline: { event: number[]; heapLive: number[] };
}

export function pinOf(run: Run): PinnedRun {
  const { title, options, events, figures, siteTotals, timeline } = run;
  return {
    title,
    options,
    events,
    figures,
    sites: run.sites.map(({ text, func, link }) => ({ text, func, line: link?.line ?? 0 })),
    siteTotals,
    timeline: { event: timeline.event, heapLive: timeline.heapLive },
  };
}

/** A site of the run, of the pinned run, or of both. */
export interface SitePair {
  /** Index in the run; -1 for a site that is gone. */
  site: number;
  /** Index in the pinned run; -1 for one that is new. */
  pinned: number;
}

/**
 * The sites of both runs: the same one has the same text in the same function, and where there are several of
 * these they are paired in the order of their lines. So a site stays itself when lines are added above it.
 */
export function pairSites(sites: readonly RunSite[], pinned: PinnedRun): SitePair[] {
  const former = new Map<string, number[]>();
  for (const index of byLine(pinned.sites)) {
    const key = keyOf(pinned.sites[index]);
    former.set(key, [...(former.get(key) ?? []), index]);
  }
  const lines = sites.map(({ text, func, link }) => ({ text, func, line: link?.line ?? 0 }));
  const pairs = byLine(lines).map(site => ({ site, pinned: former.get(keyOf(lines[site]))?.shift() ?? -1 }));
  pairs.sort((a, b) => a.site - b.site);
  const gone = [...former.values()].flat().sort((a, b) => a - b);
  return [...pairs, ...gone.map(index => ({ site: -1, pinned: index }))];
}

function byLine(sites: readonly { line: number }[]): number[] {
  return [...sites.keys()].sort((a, b) => sites[a].line - sites[b].line || a - b);
}

function keyOf({ text, func }: { text: string; func: string }): string {
  return `${func}\n${text}`;
}
