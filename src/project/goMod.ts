/**
 * Reads go.mod, go.work and vendor/modules.txt. Lines that make no sense are told in `errors` and skipped:
 * what remains is used. Forms as https://go.dev/ref/mod gives them (Go 1.26).
 */

export interface ModuleVersion {
  path: string;
  /** "" for "any version" of a replacement's left side and for a folder on its right. */
  version: string;
}

export interface Replacement {
  from: ModuleVersion;
  /** A module, or a folder (`./x`, `../x` or absolute) with the version "". */
  to: ModuleVersion;
}

export interface GoMod {
  module: string;
  /** As written, "1.26.1"; "" without a go line. */
  go: string;
  /** As written, "go1.26.1"; "" without a toolchain line. */
  toolchain: string;
  require: readonly ModuleVersion[];
  replace: readonly Replacement[];
  exclude: readonly ModuleVersion[];
  errors: readonly string[];
}

export interface GoWork {
  go: string;
  toolchain: string;
  use: readonly string[];
  replace: readonly Replacement[];
  errors: readonly string[];
}

/** A module in vendor/modules.txt and the packages of it that are there. */
export interface VendoredModule {
  path: string;
  version: string;
  go: string;
  packages: readonly string[];
}

export function parseGoMod(text: string): GoMod {
  const require: ModuleVersion[] = [];
  const replace: Replacement[] = [];
  const exclude: ModuleVersion[] = [];
  const errors: string[] = [];
  let module = '';
  let go = '';
  let toolchain = '';
  for (const { verb, args, line } of directives(text)) {
    switch (verb) {
      case 'module':
        if (args.length >= 1) module = args[0];
        break;
      case 'go':
        if (args.length >= 1) go = args[0];
        break;
      case 'require':
        if (args.length >= 2) require.push({ path: args[0], version: args[1] });
        else errors.push(`line ${line}: require needs a module and a version`);
        break;
      case 'exclude':
        if (args.length >= 2) exclude.push({ path: args[0], version: args[1] });
        break;
      case 'replace':
        addReplacement(args, line, replace, errors);
        break;
      case 'toolchain':
        if (args.length >= 1) toolchain = args[0];
        break;
      case 'retract':
      case 'tool':
      case 'godebug':
      case 'ignore':
        break;
      default:
        errors.push(`line ${line}: unknown directive ${verb}`);
    }
  }
  return { module, go, toolchain, require, replace, exclude, errors };
}

export function parseGoWork(text: string): GoWork {
  const use: string[] = [];
  const replace: Replacement[] = [];
  const errors: string[] = [];
  let go = '';
  let toolchain = '';
  for (const { verb, args, line } of directives(text)) {
    if (verb === 'use' && args.length >= 1) use.push(args[0]);
    else if (verb === 'go' && args.length >= 1) go = args[0];
    else if (verb === 'replace') addReplacement(args, line, replace, errors);
    else if (verb === 'toolchain' && args.length >= 1) toolchain = args[0];
    else if (verb !== 'godebug') errors.push(`line ${line}: unknown directive ${verb}`);
  }
  return { go, toolchain, use, replace, errors };
}

export function parseModulesTxt(text: string): VendoredModule[] {
  const modules: { path: string; version: string; go: string; packages: string[] }[] = [];
  for (const line of text.split('\n')) {
    const last = modules[modules.length - 1];
    if (line.startsWith('# ')) {
      const words = line.slice(2).trim().split(/\s+/);
      modules.push({
        path: words[0],
        version: /^v\d/.test(words[1] ?? '') ? words[1] : '',
        go: '',
        packages: [],
      });
    } else if (line.startsWith('## ')) {
      const go = /(?:^|;)\s*go\s+(\S+)/.exec(line.slice(3));
      if (go !== null && last !== undefined) last.go = go[1].replace(/;$/, '');
    } else if (line.trim() !== '' && !line.startsWith('#') && last !== undefined)
      last.packages.push(line.trim());
  }
  return modules;
}

function addReplacement(args: string[], line: number, replace: Replacement[], errors: string[]): void {
  const arrow = args.indexOf('=>');
  const left = args.slice(0, Math.max(arrow, 0));
  const right = args.slice(arrow + 1);
  if (left.length < 1 || left.length > 2 || right.length < 1 || right.length > 2) {
    errors.push(`line ${line}: replace needs MODULE => REPLACEMENT`);
    return;
  }
  replace.push({
    from: { path: left[0], version: left[1] ?? '' },
    to: { path: right[0], version: right[1] ?? '' },
  });
}

interface Directive {
  verb: string;
  args: string[];
  /** From 1. */
  line: number;
}

/** The directives with blocks `verb ( … )` unrolled. */
function directives(text: string): Directive[] {
  const found: Directive[] = [];
  let block = '';
  let line = 0;
  for (const row of text.split('\n')) {
    line++;
    const words = lineWords(row);
    if (words.length === 0) continue;
    if (block !== '') {
      if (words[0] === ')') block = '';
      else found.push({ verb: block, args: words, line });
    } else if (words[1] === '(') {
      block = words[2] === ')' ? '' : words[0];
    } else found.push({ verb: words[0], args: words.slice(1), line });
  }
  return found;
}

/** The words of a line: bare, "quoted" or `raw`; a comment ends it. */
function lineWords(row: string): string[] {
  const words: string[] = [];
  wordForm.lastIndex = 0;
  for (let match = wordForm.exec(row); match !== null; match = wordForm.exec(row)) {
    if (match[0].startsWith('//')) break;
    words.push(match[1] ?? match[2] ?? match[0]);
  }
  return words;
}

const wordForm = /\/\/.*|"((?:[^"\\]|\\.)*)"|`([^`]*)`|=>|[()]|(?:(?!\/\/|=>)[^\s"`()])+/g;
