/**
 * The package clause and the imports of a file, read without parsing the rest (go/build's read.go). Stops
 * at the first declaration that is no import, and at the first thing it does not understand.
 */

export interface FileHeader {
  /** "" where there is no package clause. */
  packageName: string;
  /** Import paths as written, unquoted, in order, each once. */
  imports: readonly string[];
}

export function readFileHeader(text: string): FileHeader {
  const scanner = new HeaderScanner(text);
  if (scanner.next() !== 'package') return { packageName: '', imports: [] };
  const packageName = scanner.next();
  if (!isName(packageName)) return { packageName: '', imports: [] };
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
        if (scanner.offset === before) return { packageName, imports: [...imports] };
      }
    }
    token = scanner.next();
  }
  return { packageName, imports: [...imports] };
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
  return /^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(token);
}

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
    wordForm.lastIndex = start;
    const word = wordForm.exec(text);
    this.offset = start + (word === null ? 1 : word[0].length);
    return word === null ? first : word[0];
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

const wordForm = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
