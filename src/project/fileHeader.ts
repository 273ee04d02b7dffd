/**
 * The package clause and the imports of a file, read without parsing the rest (go/build's read.go). Stops
 * at the first declaration that is no import, and at the first thing it does not understand.
 */

export interface FileHeader {
  /** Where the package clause, or whatever comes first, begins. */
  start: number;
  /** "" where there is no package clause. */
  packageName: string;
  /** Import paths as written, unquoted, in order, each once. */
  imports: readonly string[];
}

export function readFileHeader(text: string): FileHeader {
  const scanner = new HeaderScanner(text);
  const first = scanner.next();
  const start = scanner.offset - first.length;
  const packageName = first === 'package' ? scanner.next() : '';
  if (!isName(packageName)) return { start, packageName: '', imports: [] };
  const imports = new Set<string>();
  let token = scanner.next();
  for (;;) {
    if (token === ';') {
      token = scanner.next();
      continue;
    }
    if (token !== 'import') break;
    token = scanner.next();
    if (token !== '(') {
      token = readSpec(scanner, token, imports);
      continue;
    }
    token = scanner.next();
    while (token !== ')' && token !== '') {
      if (token === ';') token = scanner.next();
      else {
        const before = scanner.offset;
        token = readSpec(scanner, token, imports);
        if (scanner.offset === before) return { start, packageName, imports: [...imports] };
      }
    }
    token = scanner.next();
  }
  return { start, packageName, imports: [...imports] };
}

/** Reads `[name|.] "path"` beginning with `token`; returns the token after it. */
function readSpec(scanner: HeaderScanner, token: string, imports: Set<string>): string {
  if (token === '.' || isName(token)) token = scanner.next();
  const quote = token[0];
  if (quote !== '"' && quote !== '`') return token === '' ? token : scanner.next();
  const path = token.slice(1, -1);
  if (path !== '') imports.add(path);
  return scanner.next();
}

function isName(token: string): boolean {
  return token !== '' && wordEnd(token, 0) === token.length;
}

/** Where the word that begins at an offset ends; the offset itself where none does. */
function wordEnd(text: string, start: number): number {
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at);
    const isLetter = (97 <= code && code <= 122) || (65 <= code && code <= 90) || code === 95;
    if (isLetter || (at > start && 48 <= code && code <= 57)) continue;
    if (!(code >= 128)) return at;
    wordForm.lastIndex = start;
    return start + (wordForm.exec(text)?.[0].length ?? 0);
  }
}

const wordForm = /[\p{L}_][\p{L}\p{Nd}_]*/uy;

/** Words, strings and single characters; comments and white space are skipped. "" at the end. */
class HeaderScanner {
  offset = 0;
  constructor(private readonly text: string) {}

  next(): string {
    this.skipBlank();
    const { text } = this;
    const start = this.offset;
    if (start >= text.length) return '';
    const first = text[start];
    if (first === '"' || first === '`') {
      let end = text.indexOf(first, start + 1);
      const newline = first === '"' ? text.indexOf('\n', start) : -1;
      if (end < 0 || (newline >= 0 && newline < end)) end = text.length - 1;
      this.offset = end + 1;
      return end > start ? text.slice(start, end + 1) : '';
    }
    this.offset = Math.max(wordEnd(text, start), start + 1);
    return text.slice(start, this.offset);
  }

  private skipBlank(): void {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.offset);
      if (code === 32 || code === 9 || code === 10 || code === 13 || code === 0xfeff) {
        this.offset++;
        continue;
      }
      if (code !== 47) return;
      const marker = text.charCodeAt(this.offset + 1);
      if (marker !== 47 && marker !== 42) return;
      const end = marker === 47 ? text.indexOf('\n', this.offset) : text.indexOf('*/', this.offset + 2);
      this.offset = end < 0 ? text.length : marker === 47 ? end : end + 2;
    }
  }
}
