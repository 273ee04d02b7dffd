/**
 * What the loss of a token does to the types of the functions around it: the package is opened as documents, one
 * token of one function is taken away, the program is updated, and what is known of every other function is
 * laid beside what was known before.
 * Every difference in any other function counts, also where the header that is left is whole Go and declares something
 * else, as when a function without a body loses its result.
 */

import { createNodeBackend } from '../../../../src/host';
import {
  type Backend,
  type FuncDecl,
  type Node,
  NodeKind,
  openDocument,
  type SourceDocument,
  type SourceFile,
  type Unit,
  walkNodes,
} from '../../../../src/syntax';
import { Scanner } from '../../../../src/syntax/scanner';
import { Token } from '../../../../src/syntax/tokens';
import {
  constantString,
  createProgram,
  type Program,
  sizesFor,
  type Type,
  typeString,
  type UnitInfo,
} from '../../../../src/types';
import { standardLibrary } from '../program';

/** A function of the file at that index. */
export interface Target {
  path: string;
  file: number;
  /** See `functionKeys`. */
  key: string;
}

export interface Loss {
  target: Target;
  /** What was taken away, and where in the function: in what it declares or in its body. */
  lost: string;
  part: 'header' | 'body';
  /** The other functions whose facts differ, each with the first difference. */
  changed: string[];
  /** Milliseconds of edit, update and the facts of the whole package. */
  time: number;
}

/** [from, to) in the text of a function: what to take away. */
export type ChooseLoss = (text: string, from: number, to: number) => readonly [number, number] | undefined;

type FunctionFacts = Map<string, readonly string[]>;

/** One package as documents, and the program that checks it. */
export class EditedPackage {
  private readonly documents: SourceDocument[];
  private readonly program: Program;
  private readonly goVersion: string;
  private readonly before: FunctionFacts;

  constructor(
    readonly path: string,
    backend: Backend | undefined,
  ) {
    const std = standardLibrary();
    const files = std.files(path);
    if (!files) throw new Error(`no package ${path}`);
    this.goVersion = files.goVersion;
    this.documents = files.files.map(({ path: name, text }) => openDocument(name, text, backend));
    this.program = createProgram({
      sizes: sizesFor('amd64'),
      source: {
        resolve: (wanted, from) => std.resolve(wanted, from),
        files: wanted => (wanted === path ? this.files() : std.files(wanted)),
      },
    });
    void this.program.package(path).scope;
    this.before = this.facts();
  }

  /** Takes something of a function away, tells what changed, and puts it back. */
  lose({ file, key, path }: Target, choose: ChooseLoss): Loss | undefined {
    const document = this.documents[file];
    const unit = [...functionKeys(document.file)].find(([each]) => each === key)?.[1];
    if (!unit || unit.decl.kind !== NodeKind.FuncDecl) return undefined;
    const { text } = document.file;
    const { base } = unit;
    const { pos, type } = unit.decl;
    const chosen = choose(text, base + pos, base + functionEnd(unit));
    if (!chosen) return undefined;
    const [from, to] = chosen;
    const part = from < base + type.end ? 'header' : 'body';
    const start = performance.now();
    document.edit([{ from, to, text: '' }]);
    this.update();
    const after = this.facts();
    const time = performance.now() - start;
    const own = `${file} ${key}`;
    const changed = differences(this.before, after, own);
    const target = { path, file, key };
    document.setText(text);
    this.update();
    return { target, lost: text.slice(from, to), part, changed, time };
  }

  /** What differs from the start although every loss has been undone. */
  leftovers(): string[] {
    return differences(this.before, this.facts(), '');
  }

  close(): void {
    for (const document of this.documents) document.close();
  }

  private files() {
    return { files: this.documents.map(document => document.file), goVersion: this.goVersion };
  }

  private update(): void {
    this.program.update(this.path, this.files());
  }

  private facts(): FunctionFacts {
    const facts: FunctionFacts = new Map();
    for (const [index, { file }] of this.documents.entries()) {
      for (const [key, unit] of functionKeys(file)) facts.set(`${index} ${key}`, this.factsOf(unit));
    }
    return facts;
  }

  /** One line for each node of the function: where it is, its mode, type, constant and object. */
  private factsOf(unit: Unit): string[] {
    const info = this.program.info(unit);
    const { pos } = unit.decl;
    const lines: string[] = [];
    const add = (node: Node): undefined => {
      lines.push(factLine(info, node, pos));
    };
    walkNodes(unit.decl, add);
    walkNodes(unit.body, add);
    return lines;
  }
}

function factLine(info: UnitInfo, node: Node, pos: number): string {
  const type = info.typeOf(node);
  const value = info.valueOf(node);
  const object = node.kind === NodeKind.Ident ? info.objectOf(node) : undefined;
  const place = `${node.kind}@${node.pos - pos}-${node.end - pos}`;
  const shown = type === undefined ? '' : `${info.modeOf(node)} ${shownType(type)}`;
  const constant = value === undefined ? '' : constantString(value);
  return `${place} ${shown} ${constant} ${object ? `${object.kind} ${object.name}` : ''}`;
}

const shownTypes = new WeakMap<Type, string>();

function shownType(type: Type): string {
  let shown = shownTypes.get(type);
  if (shown === undefined) {
    shown = typeString(type);
    shownTypes.set(type, shown);
  }
  return shown;
}

/** Functions by receiver, name and how many of that name came before. */
export function functionKeys(file: SourceFile): Map<string, Unit> {
  const units = new Map<string, Unit>();
  for (const unit of file.units) {
    if (unit.decl.kind !== NodeKind.FuncDecl) continue;
    const name = `${receiverText(unit, unit.decl)}${unit.decl.name.name}`;
    let key = name;
    for (let count = 2; units.has(key); count++) key = `${name}#${count}`;
    units.set(key, unit);
  }
  return units;
}

function receiverText(unit: Unit, { recv }: FuncDecl): string {
  const type = recv?.list[0]?.type;
  return type ? `(${unit.text.slice(type.pos, type.end)}).` : '';
}

function functionEnd(unit: Unit): number {
  return unit.body?.end ?? unit.decl.end;
}

function differences(before: FunctionFacts, after: FunctionFacts, own: string): string[] {
  const changed: string[] = [];
  for (const [key, lines] of before) {
    if (key === own) continue;
    const now = after.get(key);
    if (!now) {
      changed.push(`${key}: gone`);
      continue;
    }
    const at = lines.findIndex((line, i) => line !== now[i]);
    if (at >= 0) changed.push(`${key}: ${lines[at]} => ${now[at]}`);
    else if (now.length > lines.length) changed.push(`${key}: => ${now[lines.length]}`);
  }
  return changed;
}

/** A token at random, literals being one token each. */
export function randomToken(random: Random): ChooseLoss {
  return (text, from, to) => {
    const scanner = new Scanner(text, from, () => {}, to);
    const tokens: [number, number][] = [];
    for (scanner.next(); scanner.tok !== Token.EOF; scanner.next()) {
      const isAutomatic = scanner.tok === Token.Semi && scanner.lit !== 'semicolon';
      if (!isAutomatic) tokens.push([scanner.start, scanner.end]);
    }
    return tokens[random(tokens.length)];
  };
}

/** One bracket, quote or end of a comment, alone. */
export function randomDelimiter(random: Random): ChooseLoss {
  return (text, from, to) => {
    const found = [...text.slice(from, to).matchAll(/[(){}[\]"'`]|\/\*|\*\//g)];
    const match = found[random(found.length)];
    return match && [from + match.index, from + match.index + match[0].length];
  };
}

export type Random = (below: number) => number;

/** The same numbers for the same seed. */
export function generator(seed: number): Random {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

/** Every function of the standard library, by package. */
export function standardFunctions(): Map<string, Target[]> {
  const std = standardLibrary();
  const functions = new Map<string, Target[]>();
  for (const path of std.match(['std']).packages) {
    const targets: Target[] = [];
    for (const [file, source] of (std.files(path)?.files ?? []).entries()) {
      for (const key of functionKeys(source).keys()) targets.push({ path, file, key });
    }
    if (targets.length > 0) functions.set(path, targets);
  }
  return functions;
}

export async function nodeBackend(): Promise<Backend | undefined> {
  return createNodeBackend({});
}
