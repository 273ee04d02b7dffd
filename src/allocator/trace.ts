/**
 * The trace format `.alloctrace`, read as a stream and written. One step a line:
 *
 *   alloc ID SIZE scan|noscan [p=N] [SITE]   an allocation on P N; a variable refers to the object: it is a root
 *   free ID [p=N]                            the variable lets go of it: no root any more
 *   root ID                                  a variable refers to the object (again)
 *   ref FROM TO                              object FROM holds object TO, once more than before
 *   unref FROM TO                            object FROM holds object TO once less
 *   gc [p=N]                                 a collection: what no root leads to is freed
 *   # …                                      a comment, also behind a step
 *
 * ID and SIZE are decimal, a scan SIZE a multiple of 8; N is 0 to 1023, and 0 where it is not said; SITE is the rest of the
 * line. Words are parted by blanks and tabs; empty lines are nothing; a line may end in CR LF.
 *
 * An ID stands for its object while that can be reached, and may be allocated again: the former object is let go then.
 * Steps about an ID that stands for nothing do nothing, and so does unref where FROM does not hold TO. A noscan object
 * may be FROM, but the collector never looks into it, so it keeps nothing alive.
 *
 * Traces without the words in brackets, root, ref and unref are those of the format's first version, and mean what they
 * meant there, but for a SITE whose first word looks like p=N: formatStep writes a P before such a one.
 */
import { maxProcs } from './mcache';
import { isRuntimeRecord, RuntimeRecord } from './runtimeRecord';
import { TraceError, type TraceStep } from './traceStep';

const maxLine = 1 << 20;
/** A word that tells the P, at the beginning of what it is looked for in. */
const procWord = /^p=([0-9]+)(?= |$)/;

/**
 * The steps of a trace, or of the runtime's own record (see runtimeRecord.ts), in batches of what a chunk held.
 * Throws TraceError at the first line that is no step.
 */
export async function* readTrace(
  chunks: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<TraceStep[], void, void> {
  const lines = new LineReader();
  for await (const chunk of chunks) {
    const steps = lines.read(chunk);
    if (steps.length > 0) yield steps;
  }
  const steps = lines.end();
  if (steps.length > 0) yield steps;
}

/** The steps of a whole trace. Throws TraceError. */
export function parseTrace(text: string): TraceStep[] {
  const lines = new LineReader();
  const steps = lines.read(text);
  for (const step of lines.end()) steps.push(step);
  return steps;
}

/** Parts chunks of text into lines, and these into steps. */
class LineReader {
  private rest = '';
  private line = 1;
  /** Where the text is a runtime's record; null where it is not, undefined while nobody can know. */
  private record: RuntimeRecord | null | undefined;

  read(chunk: string): TraceStep[] {
    const text = this.rest + chunk;
    const end = text.lastIndexOf('\n') + 1;
    const steps: TraceStep[] = [];
    this.parseLines(text, end, steps);
    this.rest = text.slice(end);
    if (this.rest.length > maxLine) throw new TraceError(this.line, `longer than ${maxLine} characters`);
    return steps;
  }

  /** What the last line, without an end, held. */
  end(): TraceStep[] {
    const steps: TraceStep[] = [];
    if (this.rest !== '') this.parseLines(`${this.rest}\n`, this.rest.length + 1, steps);
    this.rest = '';
    this.record?.end(this.line, steps);
    return steps;
  }

  private parseLines(text: string, end: number, steps: TraceStep[]): void {
    for (let from = 0; from < end; this.line++) {
      const to = text.indexOf('\n', from);
      this.parseLine(text.slice(from, to), steps);
      from = to + 1;
    }
  }

  private parseLine(text: string, steps: TraceStep[]): void {
    if (this.line === 1 && /^go 1\.\d+ trace/.test(text))
      throw new TraceError(1, 'an execution trace: `go tool trace -d=parsed` makes text of it');
    if (this.record === undefined && text.trim() !== '')
      this.record = isRuntimeRecord(text) ? new RuntimeRecord() : null;
    if (this.record) {
      this.record.line(text, this.line, steps);
      return;
    }
    const step = parseLine(text, this.line);
    if (step !== undefined) steps.push(step);
  }
}

/** The line of a step, without its end. */
export function formatStep(step: TraceStep): string {
  switch (step.kind) {
    case 'alloc': {
      const site = step.site.replace(/[\s#]+/g, ' ').trim();
      const p = step.p > 0 || procWord.test(site) ? ` p=${step.p}` : '';
      return `alloc ${step.id} ${step.size} ${step.scan ? 'scan' : 'noscan'}${p}${site === '' ? '' : ` ${site}`}`;
    }
    case 'free':
      return `free ${step.id}${formatProc(step.p)}`;
    case 'root':
      return `root ${step.id}`;
    case 'ref':
    case 'unref':
      return `${step.kind} ${step.from} ${step.to}`;
    case 'gc':
      return `gc${formatProc(step.p)}`;
  }
}

function formatProc(p: number): string {
  return p > 0 ? ` p=${p}` : '';
}

function parseLine(text: string, line: number): TraceStep | undefined {
  const comment = text.indexOf('#');
  const content = (comment < 0 ? text : text.slice(0, comment)).trim();
  if (content === '') return undefined;
  const words = content.split(/[ \t]+/);
  switch (words[0]) {
    case 'alloc':
      return parseAlloc(words, line);
    case 'free': {
      const p = parseProc(words[2], line);
      if (words.length !== (p === undefined ? 2 : 3)) throw new TraceError(line, 'free takes one ID');
      return { kind: 'free', id: parseNumber(words[1], 'ID', line), p: p ?? 0 };
    }
    case 'root':
      if (words.length !== 2) throw new TraceError(line, 'root takes one ID');
      return { kind: 'root', id: parseNumber(words[1], 'ID', line) };
    case 'ref':
    case 'unref':
      if (words.length !== 3) throw new TraceError(line, `${words[0]} takes two IDs`);
      return {
        kind: words[0],
        from: parseNumber(words[1], 'ID', line),
        to: parseNumber(words[2], 'ID', line),
      };
    case 'gc': {
      const p = parseProc(words[1], line);
      if (words.length !== (p === undefined ? 1 : 2)) throw new TraceError(line, 'gc takes nothing but p=N');
      return { kind: 'gc', p: p ?? 0 };
    }
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
  const p = parseProc(words[4], line);
  const siteFrom = p === undefined ? 4 : 5;
  const site = words.length > siteFrom ? words.slice(siteFrom).join(' ') : '';
  return { kind: 'alloc', id, size, scan, p: p ?? 0, site };
}

/** The P of a word p=N; undefined where the word is another or none. */
function parseProc(word: string | undefined, line: number): number | undefined {
  const digits = word === undefined ? undefined : procWord.exec(word)?.[1];
  if (digits === undefined) return undefined;
  const p = Number(digits);
  if (p >= maxProcs) throw new TraceError(line, `P ${p} is above ${maxProcs - 1}`);
  return p;
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
