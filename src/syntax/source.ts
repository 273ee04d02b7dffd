/** What a file consists of: units, each with a declaration, its directives and its errors. See ast.ts for the model. */

import type { LineTable } from '../base';
import type { BlockStmt, Decl } from './ast';
import type { Outline } from './outline';

/** A `//go:name args` line (or `//export`, `//line`, `/*line`) and where it stands, relative to the unit's base. */
export interface Pragma {
  /** "go:noinline", "go:linkname", … */
  name: string;
  args: string;
  pos: number;
}

export interface ParseError {
  /** Offset relative to the unit's base. */
  pos: number;
  message: string;
}

/**
 * One top-level declaration. `decl` and `body` are converted when first asked for; `nodeCount` is an upper
 * bound of the ids handed out so far, so side tables grow when the body is converted.
 */
export interface Unit {
  readonly file: SourceFile;
  /** Offset of the unit's text in the file. Moves when text before it is edited. */
  readonly base: number;
  /** The unit's own text; the leading comment that belongs to it is included. */
  readonly text: string;
  /** What it declares, where that can be told without converting `decl`. */
  readonly outline: Outline | undefined;
  /** The declaration; for a function without its body. */
  readonly decl: Decl;
  /** The body of a FuncDecl that has one; undefined otherwise. */
  readonly body: BlockStmt | undefined;
  readonly nodeCount: number;
  /** `//go:` directives directly above or inside the declaration. */
  readonly pragmas: readonly Pragma[];
  /** Found so far: complete once `decl` and `body` have been asked for. */
  readonly errors: readonly ParseError[];
  /**
   * Drops the body's nodes, which have the same ids when they are asked for again. Answers the first of these ids;
   * undefined where the nodes stay.
   */
  forgetBody(): number | undefined;
}

export interface SourceFile {
  /** As handed in: a name for messages, e.g. the absolute path. */
  readonly path: string;
  readonly text: string;
  readonly lines: LineTable;
  /** The name in the package clause, "" where there is none. */
  readonly packageName: string;
  /** Package clause (as a unit of its own, before all others, its decl a BadDecl) and declarations in order. */
  readonly header: Unit;
  readonly units: readonly Unit[];
  /** Version of a `//go:build go1.N` constraint as "go1.N"; undefined without. */
  readonly goVersion: string | undefined;
}

/** A place in a source file that survives edits elsewhere: a unit, and an offset from its base. */
export interface Place {
  unit: Unit;
  pos: number;
}
