/**
 * The trace format `.alloctrace`, read as a stream and written.
 *
 *   alloc ID SIZE scan|noscan [SITE]   ID and SIZE decimal, a scan SIZE a multiple of 8; SITE is the rest of the line
 *   free ID                            drops the reference that alloc ID made
 *   gc                                 a collection
 *   # …                                a comment, also behind a step
 *
 * Words are parted by blanks and tabs; empty lines are nothing; a line may end in CR LF.
 * An ID may be allocated again: the former object is dropped then. A free of an ID that has none does nothing.
 */
export type TraceStep =
  | { kind: 'alloc'; id: number; size: number; scan: boolean; site: string }
  | { kind: 'free'; id: number }
  | { kind: 'gc' };

/** A line that is no step. The message says which and why. */
export class TraceError extends Error {
  constructor(
    readonly line: number,
    reason: string,
  ) {
    super(`line ${line}: ${reason}`);
  }
}

const maxLine = 1 << 20;

/** The steps of a trace, in batches of what a chunk held. Throws TraceError at the first line that is no step. */
export async function* readTrace(
  chunks: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<TraceStep[], void, void> {
  let rest = '';
  let line = 1;
  for await (const chunk of chunks) {
    const text = rest + chunk;
    const end = text.lastIndexOf('\n') + 1;
    const steps: TraceStep[] = [];
    line = parseLines(text, end, line, steps);
    rest = text.slice(end);
    if (rest.length > maxLine) throw new TraceError(line, `longer than ${maxLine} characters`);
    if (steps.length > 0) yield steps;
  }
  if (rest !== '') {
    const steps: TraceStep[] = [];
    parseLines(`${rest}\n`, rest.length + 1, line, steps);
    if (steps.length > 0) yield steps;
  }
}

/** The steps of a whole trace. Throws TraceError. */
export function parseTrace(text: string): TraceStep[] {
  const steps: TraceStep[] = [];
  parseLines(text.endsWith('\n') ? text : `${text}\n`, text.length + 1, 1, steps);
  return steps;
}

/** The line of a step, without its end. */
export function formatStep(step: TraceStep): string {
  switch (step.kind) {
    case 'alloc': {
      const site = step.site.replace(/[\s#]+/g, ' ').trim();
      return `alloc ${step.id} ${step.size} ${step.scan ? 'scan' : 'noscan'}${site === '' ? '' : ` ${site}`}`;
    }
    case 'free':
      return `free ${step.id}`;
    case 'gc':
      return 'gc';
  }
}

function parseLines(text: string, end: number, firstLine: number, steps: TraceStep[]): number {
  let line = firstLine;
  for (let from = 0; from < end; line++) {
    const to = text.indexOf('\n', from);
    const stop = to < 0 ? end : to;
    const step = parseLine(text.slice(from, stop), line);
    if (step !== undefined) steps.push(step);
    from = stop + 1;
  }
  return line;
}

function parseLine(text: string, line: number): TraceStep | undefined {
  const comment = text.indexOf('#');
  const content = (comment < 0 ? text : text.slice(0, comment)).trim();
  if (content === '') return undefined;
  const words = content.split(/[ \t]+/);
  switch (words[0]) {
    case 'alloc':
      return parseAlloc(words, line);
    case 'free':
      if (words.length !== 2) throw new TraceError(line, 'free takes one ID');
      return { kind: 'free', id: parseNumber(words[1], 'ID', line) };
    case 'gc':
      if (words.length !== 1) throw new TraceError(line, 'gc takes nothing');
      return { kind: 'gc' };
    default:
      throw new TraceError(line, `not a step: ${quote(content)}`);
  }
}

function parseAlloc(words: string[], line: number): TraceStep {
  if (words.length < 4) throw new TraceError(line, 'alloc takes ID, SIZE and scan or noscan');
  const id = parseNumber(words[1], 'ID', line);
  const size = parseNumber(words[2], 'SIZE', line);
  const scan = words[3] === 'scan';
  if (!scan && words[3] !== 'noscan')
    throw new TraceError(line, `neither scan nor noscan: ${quote(words[3])}`);
  if (scan && size % 8 !== 0)
    throw new TraceError(line, `the SIZE of pointers is a multiple of 8, not ${size}`);
  return { kind: 'alloc', id, size, scan, site: words.length > 4 ? words.slice(4).join(' ') : '' };
}

function parseNumber(word: string, what: string, line: number): number {
  const value = /^[0-9]{1,16}$/.test(word) ? Number(word) : Number.NaN;
  if (!Number.isSafeInteger(value))
    throw new TraceError(line, `not ${what === 'ID' ? 'an' : 'a'} ${what}: ${quote(word)}`);
  return value;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
