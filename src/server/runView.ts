/** A run as the heap diagram shows it: figures, sites with their reasons, what was assumed. */
import type { Run, RunOptions, RunSite, SourceLink } from '../protocol';
import type { AllocationRun } from '../simulation';
import type { OpenDocuments } from './documents';
import type { WalkedFunction, WalkedPlace } from './walkMessages';

/** A site, and where its line is in the project's words; undefined where only a name is known. */
export interface NamedSite extends RunSite {
  path: string | undefined;
  line: number;
}

export function siteOfWalk(
  { place, ...site }: WalkedFunction['sites'][number],
  documents: OpenDocuments,
): NamedSite {
  return { ...site, link: linkTo(place, documents), path: place.path, line: place.line };
}

/** A trace names its sites as it likes; `file.go:12` is taken for a line. */
export function siteOfTrace(name: string): NamedSite {
  const place = /(?:^|\s)(\S+\.go):(\d+)(?::(\d+))?$/.exec(name);
  const link = place && { file: place[1], line: Number(place[2]), column: Number(place[3] ?? 1) };
  return {
    text: name || 'a site without a name',
    type: '',
    func: '',
    why: '',
    link: link ?? undefined,
    path: undefined,
    line: link?.line ?? 0,
  };
}

export function functionRun(
  number: number,
  options: RunOptions,
  allocation: AllocationRun,
  sites: readonly NamedSite[],
  { name, place, stopped, assumptions }: WalkedFunction,
  documents: OpenDocuments,
): Run {
  return {
    ...base(number, options, allocation, sites),
    title: name,
    link: linkTo(place, documents),
    adjustable: ['gogc', 'memoryLimit', 'procs', 'turns', 'goVersion'],
    assumptions: assumptions.map(({ place: at, ...assumption }) => ({
      ...assumption,
      link: linkTo(at, documents),
    })),
    stopped: stopped && {
      reason: stopped.reason,
      link: linkTo(stopped.place, documents),
      byHand: stopped.byHand,
    },
  };
}

export function traceRun(
  number: number,
  uri: string,
  options: RunOptions,
  allocation: AllocationRun,
  sites: readonly NamedSite[],
): Run {
  const file = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  return {
    ...base(number, options, allocation, sites),
    title: file,
    link: { uri, file, line: 1, column: 1 },
    adjustable: ['gogc', 'memoryLimit', 'goVersion'],
    assumptions: [],
  };
}

function base(
  id: number,
  options: RunOptions,
  allocation: AllocationRun,
  sites: readonly NamedSite[],
): Omit<Run, 'title' | 'adjustable' | 'assumptions'> {
  return {
    id,
    options,
    events: allocation.log.count,
    figures: allocation.figures,
    sites: sites.map(({ text, type, func, why, link }) => ({ text, type, func, why, link })),
    siteTotals: [...allocation.siteTotals],
    timeline: allocation.timeline,
    collections: [...allocation.collections],
    growths: allocation.growths.slice(1),
  };
}

function linkTo({ path, file, line, column }: WalkedPlace, documents: OpenDocuments): SourceLink {
  return { uri: documents.uriOf(path), file, line, column };
}
