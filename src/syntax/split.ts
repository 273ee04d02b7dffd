/**
 * Cuts a file into units without parsing it: one pass over the text that knows comments, literals, brackets
 * and automatic semicolons, and nothing else of the grammar. The units cover the text without a gap.
 *
 *   text:   [comments, package clause][comments, decl][comments, decl] …
 *   unit:    ^ header                  ^ from the end of the line of the unit before it
 *
 * Where brackets balance, the cut is exact: a unit starts at a statement outside all brackets that begins
 * with a declaration's keyword, or at a line that can be nothing but a declaration. Where they don't, a second
 * pass also starts a unit inside brackets, at a line that looks like a declaration, so that the damage stays in one
 * of them.
 *
 * After an edit of balanced text the pass begins anew one unit before the edit and stops where a unit behind it
 * starts as one did before: all that the pass remembers at such a place is that unit. Where brackets no longer
 * balance, and until they do again, the whole text is cut.
 */

import type { TextChange } from './textChange';

export type UnitKeyword = 'package' | 'import' | 'const' | 'type' | 'var' | 'func' | 'bad';

/** One unit of the text; all offsets are of the file. */
export interface Cut {
  keyword: UnitKeyword;
  start: number;
  end: number;
  /** The body of a function with its braces; -1 where there is none. */
  bodyStart: number;
  bodyEnd: number;
}

export interface Cuts {
  header: Cut;
  units: Cut[];
  /** Offsets of `//go:`, `//line`, `/*line` and `//export` comments, ascending. */
  directives: number[];
  /** All brackets, strings and comments are closed; nothing had to be guessed. */
  balanced: boolean;
}

export function split(text: string): Cuts {
  return whole(text, new Splitter(text, false));
}

/** The cuts of `text`, which `change` made of the text that `old` are the cuts of. `old` stays as it is. */
export function resplit(text: string, old: Cuts, change: TextChange): Cuts {
  const former = old.balanced ? resumable(old, change) : undefined;
  if (!former) return split(text);
  return whole(text, new Splitter(text, false, former));
}

/** The cuts that the splitter finds, or, where brackets don't balance, those of a second pass. */
function whole(text: string, splitter: Splitter): Cuts {
  const exact = splitter.run();
  if (exact.balanced) return exact;
  return { ...new Splitter(text, true, undefined, splitter.isOpenEnded).run(), balanced: false };
}

/** Cuts of a former text, and which of them an edit leaves as they are. */
interface Former {
  readonly change: TextChange;
  /** The header, unless it is empty, and the units. */
  readonly cuts: readonly Cut[];
  readonly directives: readonly number[];
  /** How many of them the pass need not look at. */
  readonly kept: number;
}

/** Undefined where the edit is so near to the start that nothing would be saved. */
function resumable(old: Cuts, change: TextChange): Former | undefined {
  const { header, directives } = old;
  const cuts = header.end > header.start ? [header, ...old.units] : old.units;
  let edited = 0;
  while (edited < cuts.length && cuts[edited].end < change.from) edited++;
  const kept = edited - 1;
  return kept > 0 ? { change, cuts, directives, kept } : undefined;
}

/** A line that looks like the start of a declaration. */
const declStart =
  /func[ \t]+(?:[\p{L}_][\p{L}\p{Nd}_]*[ \t]*[[(]|\([^()\n]*\)[ \t]*[\p{L}_])|type[ \t]+(?:[\p{L}_][\p{L}\p{Nd}_]*[ \t[]|\()|(?:var|const)[ \t]+[\p{L}_(]|import[ \t]*["(\p{L}_.]/uy;

/** The same inside a raw string that has swallowed code. */
const declInString =
  /\n(?:func[ \t]+(?:[\p{L}_][\p{L}\p{Nd}_]*|\([^()\n]*\)[ \t]*[\p{L}_][\p{L}\p{Nd}_]*)[ \t]*[[(].*\{|type[ \t]+[\p{L}_][\p{L}\p{Nd}_]*[ \t]+(?:struct|interface)\b)/u;

const declKeywords = new Set<string>(['package', 'import', 'const', 'type', 'var', 'func']);
const semiKeywords = new Set(['break', 'continue', 'fallthrough', 'return']);
const otherKeywords = new Set(
  'case chan default defer else for go goto if interface map range select struct switch'.split(' '),
);

class Splitter {
  private directives: number[] = [];
  private cuts: Cut[] = [];
  private balanced = true;
  /** Open brackets, as the units that close them. */
  private readonly open: number[] = [];
  private current: Cut | undefined;
  private unitStart: number;
  /** Where the next unit starts if the next token begins one. */
  private boundary: number;
  private atStatement = true;
  private semiPending = false;
  /** The last token was `struct` or `interface`: a `{` after it belongs to the type. */
  private afterTypeKeyword = false;
  /** Where the line after the last token starts; -1 while that token's line is being read. */
  private lineAfterToken = -1;
  /** A raw string or a comment went to the end of the text. */
  isOpenEnded = false;
  /** A bracket closed what was never opened: keywords count in column 0 alone until the next unit. */
  private damaged = false;
  /** Index of the former cut from which on nothing is new; -1 while none is found. */
  private rejoined = -1;
  private nextFormer = 0;

  constructor(
    private readonly text: string,
    private readonly recover: boolean,
    private readonly former?: Former,
    /** A raw string or comment is not closed: what looks like a declaration in one is taken for it. */
    private readonly distrust = false,
  ) {
    this.unitStart = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    this.boundary = this.unitStart;
    if (former) this.resume(former);
  }

  /** Goes to the state in which the unit after the kept ones began. */
  private resume({ cuts, directives, kept }: Former): void {
    this.boundary = cuts[kept].start;
    this.cuts = cuts.slice(0, kept);
    this.current = { ...cuts[kept - 1] };
    this.cuts[kept - 1] = this.current;
    this.directives = directives.filter(at => at < this.boundary);
    this.nextFormer = kept + 1;
  }

  /** Notes whether the unit that has just been started was started in the former text too. */
  private rejoin(cut: Cut, { change, cuts }: Former): void {
    if (cut.start < change.newTo || cut.keyword === 'bad') return;
    const start = cut.start - change.newTo + change.oldTo;
    while (this.nextFormer < cuts.length && cuts[this.nextFormer].start < start) this.nextFormer++;
    const same = cuts[this.nextFormer];
    if (same?.start === start && same.keyword === cut.keyword) this.rejoined = this.nextFormer;
  }

  /** Takes over what follows the edit from the former text. */
  private takeOver({ change, cuts, directives }: Former): void {
    const delta = change.newTo - change.oldTo;
    const oldStart = cuts[this.rejoined].start;
    const start = oldStart + delta;
    this.cuts.pop();
    for (let k = this.rejoined; k < cuts.length; k++) this.cuts.push(moved(cuts[k], delta));
    this.current = this.cuts[this.cuts.length - 1];
    while (this.directives.length > 0 && this.directives[this.directives.length - 1] >= start) {
      this.directives.pop();
    }
    for (const at of directives) if (at >= oldStart) this.directives.push(at + delta);
  }

  run(): Cuts {
    const start = this.unitStart;
    const length = this.text.length;
    let i = this.boundary;
    while (i < length && this.rejoined < 0) i = this.open.length > 0 ? this.nested(i) : this.outside(i);
    if (this.rejoined >= 0 && this.former) this.takeOver(this.former);
    if (this.open.length > 0) {
      this.balanced = false;
      if (this.current && this.current.bodyStart >= 0 && this.current.bodyEnd < 0)
        this.current.bodyEnd = length;
    }
    const first = this.cuts[0];
    if (this.current) this.current.end = length;
    const hasPackage = first?.keyword === 'package';
    const header = hasPackage ? first : newCut('package', start, first ? first.start : length);
    return {
      header,
      units: hasPackage ? this.cuts.slice(1) : this.cuts,
      directives: this.directives,
      balanced: this.balanced,
    };
  }

  /** Reads on inside brackets up to one that changes the depth; answers the offset after it. */
  private nested(from: number): number {
    const text = this.text;
    const length = text.length;
    for (let i = plainEnd(text, from); i < length; i = plainEnd(text, i + 1)) {
      const c = text.charCodeAt(i);
      switch (c) {
        case 10:
          if (this.recover && this.looksLikeDecl(i + 1)) {
            this.open.length = 0;
            this.endStatement(this.commentsAbove(i + 1));
            return i + 1;
          }
          break;
        case 34:
          i = this.stringEnd(i, 34) - 1;
          break;
        case 39:
          i = this.stringEnd(i, 39) - 1;
          break;
        case 96:
          i = this.rawStringEnd(i) - 1;
          break;
        case 47:
          i = this.commentEnd(i) - 1;
          break;
        case 40:
          this.open.push(41);
          break;
        case 91:
          this.open.push(93);
          break;
        case 123:
          this.open.push(125);
          break;
        case 41:
        case 93:
        case 125:
          this.close(c, i);
          if (this.open.length === 0) return i + 1;
          break;
      }
    }
    return length;
  }

  private close(bracket: number, i: number): void {
    if (this.open[this.open.length - 1] === bracket) this.open.pop();
    else {
      this.balanced = false;
      const opener = this.open.lastIndexOf(bracket);
      if (opener < 0) return;
      this.open.length = opener;
    }
    if (this.open.length > 0) return;
    this.semiPending = true;
    const unit = this.current;
    if (unit && unit.bodyStart >= 0 && unit.bodyEnd < 0) unit.bodyEnd = i + 1;
  }

  /** Reads one token, comment or space outside all brackets; answers the offset after it. */
  private outside(i: number): number {
    const text = this.text;
    const c = text.charCodeAt(i);
    switch (c) {
      case 32:
      case 9:
      case 13:
        return i + 1;
      case 10:
        if (this.lineAfterToken < 0) this.lineAfterToken = i + 1;
        if (this.semiPending) this.endStatement(i + 1);
        else if (this.recover && !this.atStatement && this.looksLikeDecl(i + 1)) {
          this.endStatement(this.commentsAbove(i + 1));
        }
        return i + 1;
      case 59:
        this.endStatement(i + 1);
        return i + 1;
      case 47: {
        const end = this.commentEnd(i);
        if (end === i + 1) this.token();
        else if (this.distrust && this.current && text[end] === '\n' && text[i + 1] === '*')
          this.endStatement(end);
        else if (this.semiPending && text.charCodeAt(i + 1) === 42) {
          const newline = text.indexOf('\n', i);
          if (newline >= 0 && newline < end) this.endStatement(i);
        }
        return end;
      }
      case 34:
      case 39:
        this.token();
        this.semiPending = true;
        return this.stringEnd(i, c);
      case 96:
        this.token();
        this.semiPending = true;
        return this.rawStringEnd(i);
      case 40:
      case 91:
        this.token();
        this.open.push(c === 40 ? 41 : 93);
        return i + 1;
      case 123:
        this.openBrace(i);
        return i + 1;
      case 41:
      case 93:
      case 125:
        this.balanced = false;
        this.damaged = true;
        this.token();
        this.semiPending = true;
        return i + 1;
    }
    if (isWordUnit(c) && c !== 0xfeff) return this.word(i);
    if (!isNoToken(c)) this.token();
    return i + 1;
  }

  private openBrace(i: number): void {
    const unit = this.current;
    const isType = this.afterTypeKeyword;
    const afterNewline = this.atStatement && unit?.keyword === 'func' && unit.bodyStart < 0;
    if (afterNewline) this.atStatement = false;
    this.token();
    if (this.current?.keyword === 'func' && this.current.bodyStart < 0 && !isType) this.current.bodyStart = i;
    this.open.push(125);
  }

  private word(from: number): number {
    const text = this.text;
    let i = from + 1;
    while (isWordUnit(text.charCodeAt(i))) i++;
    const word = i - from <= 11 ? text.slice(from, i) : '';
    const isDecl = declKeywords.has(word);
    if (isDecl && !this.atStatement && this.cutsShort(from)) {
      this.endStatement(this.lineAfterToken < 0 ? from : this.lineAfterToken);
    }
    if (this.atStatement && isDecl && this.startsUnit(from)) this.startUnit(word as UnitKeyword);
    else this.token();
    this.afterTypeKeyword = word === 'struct' || word === 'interface';
    this.semiPending = semiKeywords.has(word) || !(isDecl || otherKeywords.has(word));
    return i;
  }

  /** Whether a keyword in column 0 begins a declaration although the one before it is not complete: `var x =`. */
  private cutsShort(at: number): boolean {
    return (
      this.text.charCodeAt(at - 1) === 10 && this.looksLikeDecl(at) && !this.text.startsWith('func (', at)
    );
  }

  private startsUnit(at: number): boolean {
    return !this.damaged || at === 0 || this.text.charCodeAt(at - 1) === 10;
  }

  /** A token that starts no declaration. */
  private token(): void {
    if (this.atStatement && this.current?.keyword !== 'bad') {
      this.startUnit('bad');
    }
    this.atStatement = false;
    this.semiPending = false;
    this.afterTypeKeyword = false;
    this.lineAfterToken = -1;
  }

  private startUnit(keyword: UnitKeyword): void {
    if (keyword === 'package' && this.cuts.length > 0) {
      if (this.current?.keyword !== 'bad') this.startUnit('bad');
      this.atStatement = false;
      return;
    }
    if (this.current) this.current.end = this.boundary;
    this.current = newCut(keyword, this.boundary, -1);
    this.cuts.push(this.current);
    this.atStatement = false;
    this.damaged = false;
    this.lineAfterToken = -1;
    if (this.former) this.rejoin(this.current, this.former);
  }

  private endStatement(after: number): void {
    const unit = this.current;
    if (unit && unit.bodyStart >= 0 && unit.bodyEnd < 0) unit.bodyEnd = after;
    this.boundary = after;
    this.atStatement = true;
    this.semiPending = false;
    this.afterTypeKeyword = false;
  }

  private looksLikeDecl(at: number): boolean {
    const c = this.text.charCodeAt(at);
    if (c !== 102 && c !== 116 && c !== 118 && c !== 99 && c !== 105) return false;
    declStart.lastIndex = at;
    return declStart.test(this.text);
  }

  /** Where the comments and empty lines above the line at `at` start: as in balanced text, they are of its unit. */
  private commentsAbove(at: number): number {
    const text = this.text;
    const limit = (this.current?.start ?? this.unitStart) + 1;
    let start = at;
    for (;;) {
      const above = start > limit ? text.lastIndexOf('\n', start - 2) + 1 : -1;
      if (above < limit) return start;
      const isEmpty = above === start - 1;
      if (!(isEmpty || text.startsWith('//', above)) || text.slice(above, start).includes('`')) return start;
      start = above;
    }
  }

  /** The offset after the literal in quotes that starts at `from`; a newline ends it as well. */
  private stringEnd(from: number, quote: number): number {
    const text = this.text;
    for (let i = from + 1; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === quote) return i + 1;
      if (c === 10) return i;
      if (c === 92 && text.charCodeAt(i + 1) !== 10) i++;
    }
    return text.length;
  }

  private rawStringEnd(from: number): number {
    return this.longEnd(from, this.text.indexOf('`', from + 1), 1);
  }

  /** The offset after what runs over lines up to `close`, -1 where that is missing; the line's end if it swallowed code. */
  private longEnd(from: number, close: number, closeLength: number): number {
    const { text } = this;
    if (close < 0) {
      this.balanced = false;
      this.isOpenEnded = true;
    }
    const end = close < 0 ? text.length : close + closeLength;
    return this.distrust && declInString.test(text.slice(from, end)) ? text.indexOf('\n', from) : end;
  }

  /** The offset after the comment at `from`, or after the slash where it is none. */
  private commentEnd(from: number): number {
    const text = this.text;
    const next = text.charCodeAt(from + 1);
    if (next === 47) {
      const c = text.charCodeAt(from + 2);
      if (c === 103 || c === 108 || c === 101) this.directive(from);
      const newline = text.indexOf('\n', from + 2);
      return newline < 0 ? text.length : newline;
    }
    if (next !== 42) return from + 1;
    if (text.startsWith('line ', from + 2)) this.directives.push(from);
    return this.longEnd(from, text.indexOf('*/', from + 2), 2);
  }

  private directive(at: number): void {
    const text = this.text;
    if (
      text.startsWith('go:', at + 2) ||
      text.startsWith('line ', at + 2) ||
      text.startsWith('export ', at + 2)
    ) {
      this.directives.push(at);
    }
  }
}

/** What `nested` looks at: newlines, quotes, slashes, brackets. */
const marks = new Uint8Array(1 << 16);
for (const mark of '\n"\'`/()[]{}') marks[mark.charCodeAt(0)] = 1;

/** Where the next mark stands, or the text ends. Small, so that the engine has soon made fast code of it. */
function plainEnd(text: string, from: number): number {
  let i = from;
  while (i < text.length && marks[text.charCodeAt(i)] === 0) i++;
  return i;
}

function newCut(keyword: UnitKeyword, start: number, end: number): Cut {
  return { keyword, start, end, bodyStart: -1, bodyEnd: -1 };
}

function moved(cut: Cut, by: number): Cut {
  if (by === 0) return cut;
  const { keyword, start, end, bodyStart, bodyEnd } = cut;
  return {
    keyword,
    start: start + by,
    end: end + by,
    bodyStart: bodyStart < 0 ? -1 : bodyStart + by,
    bodyEnd: bodyEnd < 0 ? -1 : bodyEnd + by,
  };
}

/** What the scanner complains about and skips: `#`, `$`, `?`, `@`, backslash, control characters, the byte order mark. */
function isNoToken(c: number): boolean {
  return c < 32 || c === 35 || c === 36 || c === 63 || c === 64 || c === 92 || c === 127 || c === 0xfeff;
}

/** Letters, digits, `_`, and whatever is not ASCII. */
function isWordUnit(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95 || c >= 128;
}
