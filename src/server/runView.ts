/** A run as the heap diagram shows it: figures, sites with their reasons, what was assumed. */
import type { FunctionTarget } from '../analysis';
import { shortType } from '../escape';
import { locationLabel, locationOf, whySentence } from '../explorer';
import type { Run, RunOptions, RunSite, SourceLink } from '../protocol';
import type { AllocationRun, Simulation, SimulationSite } from '../simulation';
import type { Place } from '../syntax';
import type { OpenDocuments } from './documents';

/** A site, and where its line is in the project's words; undefined where only a name is known. */
export interface NamedSite extends RunSite {
  path: string | undefined;
  line: number;
}

export function siteOfSimulation(site: SimulationSite, documents: OpenDocuments): NamedSite {
  const { text, place, func, verdict } = site;
  const link = linkTo(place, documents);
  return {
    text,
    type: verdict?.type ? shortType(verdict.type) : '',
    func,
    why: verdict ? whySentence(verdict).replaceAll('`', '') : '',
    link,
    path: place.unit.file.path,
    line: link.line,
  };
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
  target: FunctionTarget,
  options: RunOptions,
  allocation: AllocationRun,
  sites: readonly NamedSite[],
  simulation: Simulation,
  documents: OpenDocuments,
): Run {
  const { stopped, assumptions } = simulation;
  return {
    ...base(number, options, allocation, sites),
    title: target.name,
    link: linkTo({ unit: target.unit, pos: target.from - target.unit.base }, documents),
    adjustable: ['gogc', 'memoryLimit', 'procs', 'turns', 'goVersion'],
    assumptions: assumptions.map(({ place, ...assumption }) => ({
      ...assumption,
      link: linkTo(place, documents),
    })),
    stopped: stopped && { reason: stopped.reason, link: linkTo(stopped.place, documents), byHand: false },
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

function linkTo(place: Place, documents: OpenDocuments): SourceLink {
  const location = locationOf(place);
  const { path, line, column } = location;
  const file = locationLabel(location, 1).replace(/:\d+:\d+$/, '');
  return { uri: documents.uriOf(path), file, line, column };
}
