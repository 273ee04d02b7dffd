/** What a hover says, as data and as Markdown. */

import type { Verdict } from '../escape';
import type { Decision } from '../inline';
import { costOf, describeCost } from './cost';
import type { FunctionSummary } from './mark';
import { codeLensText } from './mark';
import { countOf, formatBytes } from './numbers';
import { locationLabel, locationOf, rangeAt, type SourceLocation, type SourceRange } from './sourceLocation';
import { code, type MarkKind, markKind, stepText, suggestionOf, verdictText, whySentence } from './words';

export interface HoverStep {
  /** In Markdown: "`&p` takes the address". */
  text: string;
  location: SourceLocation;
  range: SourceRange;
  /** "point.go:12:9". */
  label: string;
}

export interface HoverModel {
  kind: MarkKind;
  /** In Markdown: "`p` moves to the heap". */
  title: string;
  /** "16 B, class 16, no waste, pointers"; "" where nothing is allocated. */
  cost: string;
  /** One sentence; "" where there is nothing to say. */
  why: string;
  steps: readonly HoverStep[];
  /** One line of what would help. */
  suggestion: string | undefined;
  notes: readonly string[];
}

export function hoverOf(verdict: Verdict): HoverModel {
  const kind = markKind(verdict);
  const notes: string[] = [];
  if (verdict.loopDepth > 1 && (kind === 'moved' || kind === 'heap'))
    notes.push('Once for each turn of the loop.');
  const { inlined } = verdict;
  if (inlined.length > 0) notes.push(`Comes with ${inlined.map(code).join(' in ')}, inlined here.`);
  if (verdict.uninstantiated) notes.push('Nothing in this package instantiates the function.');
  if (verdict.note !== undefined && kind !== 'unknown') notes.push(`Assumed: ${verdict.note}.`);
  return {
    kind,
    title: verdictText(verdict),
    cost: kind === 'moved' || kind === 'heap' ? describeCost(costOf(verdict)) : '',
    why: whySentence(verdict),
    steps: verdict.flow.map(step => {
      const location = locationOf(step.place);
      return { text: stepText(step), location, range: rangeAt(step.place), label: locationLabel(location) };
    }),
    suggestion: suggestionOf(verdict),
    notes,
  };
}

/** Where a link in Markdown leads; undefined leaves the label without one. */
export type LinkTarget = (location: SourceLocation) => string | undefined;

/** `commands` are links that end the hover, in Markdown. */
export function renderHover(
  models: readonly HoverModel[],
  linkTo: LinkTarget,
  commands: readonly string[] = [],
): string {
  const hovers = models.map(model => renderModel(model, linkTo)).join('\n\n---\n\n');
  return commands.length === 0 ? hovers : `${hovers}\n\n${commands.join(' · ')}`;
}

function renderModel(model: HoverModel, linkTo: LinkTarget): string {
  const blocks = [model.cost === '' ? `**${model.title}**` : `**${model.title}**  ·  ${model.cost}`];
  if (model.why !== '') blocks[0] += `  \n${model.why}`;
  if (model.steps.length > 0) {
    blocks.push(
      model.steps
        .map((step, index) => {
          const target = linkTo(step.location);
          return `${index + 1}. ${step.text} — ${target === undefined ? step.label : `[${step.label}](${target})`}`;
        })
        .join('\n'),
    );
  }
  if (model.suggestion !== undefined) blocks.push(`To keep it on the stack: ${model.suggestion}.`);
  for (const note of model.notes) blocks.push(`_${note}_`);
  return blocks.join('\n\n');
}

/** At a function's name: its heap sites and bytes, and its leaking parameters. */
export function functionHover(summary: FunctionSummary, inlining?: string): string {
  const sites = codeLensText(summary);
  const lines = [
    sites === '' ? `${code(summary.func)} takes nothing from the heap` : `${code(summary.func)}: ${sites}`,
  ];
  if (summary.takenBytes > summary.bytes)
    lines.push(`The allocator takes ${formatBytes(summary.takenBytes)} for it.`);
  if (summary.unknown > 0) lines.push(`${countOf(summary.unknown, 'place')} can't be told.`);
  if (inlining !== undefined) lines.push(inlining);
  for (const leak of summary.leaks) lines.push(`- ${leak}`);
  return lines.join('\n\n').replace(/\n\n(?=- )/g, '\n');
}

/** Whether callers take the function's body in, and at what cost. */
export function inliningText(decision: Decision, budget: number): string {
  return decision.can
    ? `Inlined into its callers: cost ${decision.cost} of ${budget}.`
    : `Not inlined into its callers: ${decision.why}.`;
}

/** The explanation as a panel or a terminal shows it: plain text. */
export interface Explanation {
  title: string;
  why: string;
  steps: readonly HoverStep[];
}

export function explanationOf(verdict: Verdict): Explanation {
  const model = hoverOf(verdict);
  const title = model.cost === '' ? model.title : `${model.title} · ${model.cost}`;
  const plain = (text: string) => text.replaceAll('`', '');
  return {
    title: plain(title),
    why: plain(model.why),
    steps: model.steps.map(step => ({ ...step, text: plain(step.text) })),
  };
}
