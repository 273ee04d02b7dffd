/**
 * A unit that converts itself when asked: the declaration first, a function's body only when it is wanted
 * too, because of an imported package hardly anything but signatures is ever looked at.
 */

import { type BlockStmt, type Decl, NodeKind } from './ast';
import { DeclParser } from './direct/declParser';
import { checkDepth, NestingError } from './nesting';
import { NodeBuilder } from './nodes';
import { type Outline, outlineOf } from './outline';
import type { ParseError, Pragma, SourceFile, Unit } from './source';
import type { Cut, UnitKeyword } from './split';

/** Reads declarations and bodies of units: from a syntax tree, or from the text alone. */
export interface UnitReader {
  decl(unit: FileUnit, nodes: NodeBuilder, errors: ParseError[]): Decl;
  body(unit: FileUnit, nodes: NodeBuilder, errors: ParseError[]): BlockStmt;
}

/** Reads the text itself, without a syntax tree. */
export const directReader: UnitReader = {
  decl: (unit, nodes, errors) =>
    DeclParser.declaration(unit.text, unit.bodyStart, unit.bodyEnd, nodes, errors),
  body: (unit, nodes, errors) => DeclParser.body(unit.text, unit.bodyStart, nodes, errors),
};

export class FileUnit implements Unit {
  readonly keyword: UnitKeyword;
  /** Offsets of a function's body in the unit's text; -1 where there is none. */
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** Made with the declaration: most units are never read. */
  private nodes: NodeBuilder | undefined = undefined;
  private found = noErrors;
  private placeErrors = noErrors;
  private declNode: Decl | undefined = undefined;
  private bodyNode: BlockStmt | undefined = undefined;
  /** The first id of the body's nodes. */
  private bodyId = 0;

  constructor(
    public file: SourceFile,
    cut: Cut,
    public base: number,
    readonly text: string,
    readonly pragmas: readonly Pragma[],
    public reader: UnitReader,
  ) {
    this.keyword = cut.keyword;
    this.bodyStart = cut.bodyStart < 0 ? -1 : cut.bodyStart - cut.start;
    this.bodyEnd = cut.bodyStart < 0 ? -1 : cut.bodyEnd - cut.start;
  }

  get decl(): Decl {
    this.declNode ??= this.readDecl();
    return this.declNode;
  }

  get body(): BlockStmt | undefined {
    if (this.bodyStart < 0) return undefined;
    void this.decl;
    if (this.nodes !== undefined) this.bodyNode ??= this.readBody(this.nodes);
    return this.bodyNode;
  }

  forgetBody(): number | undefined {
    // Trees follow edits, and errors are kept but once.
    const { nodes } = this;
    if (nodes === undefined || this.bodyNode === undefined) return undefined;
    if (this.reader !== directReader || this.found.length > 0) return undefined;
    this.bodyNode = undefined;
    nodes.count = this.bodyId;
    return this.bodyId;
  }

  get outline(): Outline | undefined {
    return this.reader === directReader ? outlineOf(this.keyword, this.text) : undefined;
  }

  get nodeCount(): number {
    return this.nodes?.count ?? 0;
  }

  get errors(): readonly ParseError[] {
    const found = this.found.some(isAtEnd) ? this.found.map(error => this.beforeNext(error)) : this.found;
    return this.placeErrors.length > 0 ? [...this.placeErrors, ...found] : found;
  }

  /** What ends a unit too early is, to the compiler, the keyword of the unit after it. */
  private beforeNext(error: ParseError): ParseError {
    if (!isAtEnd(error)) return error;
    const next = this.file.units.find(unit => unit.base >= this.base + this.text.length);
    const keyword = next && keywordOf(next);
    if (!next || !keyword) return error;
    const message = error.message.replace('unexpected EOF', `unexpected keyword ${keyword}`);
    return { pos: next.base + next.decl.pos - this.base, message };
  }

  /** Sets what is wrong with the unit's place in the file rather than with its text. */
  setPlaceErrors(errors: readonly ParseError[]): void {
    this.placeErrors = errors;
  }

  /** Whether a cut of another version of the text, whose text is `text`, is this unit. */
  isSame(cut: Cut, text: string): boolean {
    const bodyStart = cut.bodyStart < 0 ? -1 : cut.bodyStart - cut.start;
    const bodyEnd = cut.bodyStart < 0 ? -1 : cut.bodyEnd - cut.start;
    if (cut.keyword !== this.keyword || bodyStart !== this.bodyStart || bodyEnd !== this.bodyEnd)
      return false;
    return text === this.text;
  }

  private readDecl(): Decl {
    const { text } = this;
    const nodes = new NodeBuilder();
    this.nodes = nodes;
    if (this.keyword === 'package') return nodes.badDecl(0, text.length);
    const errors: ParseError[] = [];
    try {
      const decl = this.reader.decl(this, nodes, errors);
      checkDepth(decl, nodes.steps);
      return decl;
    } catch (error) {
      errors.push(nestingError(error, 0));
      return nodes.badDecl(0, text.length);
    } finally {
      this.addErrors(errors);
    }
  }

  private readBody(nodes: NodeBuilder): BlockStmt {
    const errors: ParseError[] = [];
    this.bodyId = nodes.count;
    try {
      const body = this.reader.body(this, nodes, errors);
      checkDepth(body, nodes.steps);
      return body;
    } catch (error) {
      const { bodyStart, bodyEnd } = this;
      errors.push(nestingError(error, bodyStart));
      return nodes.blockStmt(bodyStart, [nodes.badStmt(bodyStart + 1, bodyEnd)], bodyEnd, bodyEnd);
    } finally {
      this.addErrors(errors);
    }
  }

  private addErrors(errors: readonly ParseError[]): void {
    if (errors.length > 0) this.found = [...this.found, ...errors];
  }
}

const noErrors: readonly ParseError[] = [];

function nestingError(error: unknown, pos: number): ParseError {
  // A caller that is deep itself may leave less stack than the limit counts on.
  if (!(error instanceof NestingError || error instanceof RangeError)) throw error;
  return { pos, message: 'nested too deeply' };
}

function isAtEnd({ message }: ParseError): boolean {
  return message.startsWith('syntax error: unexpected EOF');
}

/** The keyword with which a unit's declaration begins; undefined where there is none. */
function keywordOf({ decl }: Unit): string | undefined {
  if (decl.kind === NodeKind.FuncDecl) return 'func';
  return decl.kind === NodeKind.GenDecl ? decl.tok : undefined;
}
