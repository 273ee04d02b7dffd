/** A package as the checker sees it: its files, its scope, what it imports. */

import type { SourceFile } from '../syntax';
import type { Scope } from './scope';

export interface Package {
  /** Import path; "main" packages have theirs too. */
  readonly path: string;
  /** From the package clauses. */
  readonly name: string;
  readonly scope: Scope;
  readonly files: readonly SourceFile[];
  /** Language version of the module, "go1.26". */
  readonly goVersion: string;
  /** There was no source: every selection from it is `unknown`. */
  readonly fake: boolean;
}
