/**
 * What of the IR depends on the version of Go, in one place. What the language version decides (variables of each
 * turn of a loop, new(value)) goes by go.mod and is not here.
 *
 * Sources: cmd/compile/internal/devirtualize/devirtualize.go of Go 1.24 to 1.26.
 */

import { type GoVersion, isSince } from '../base';

export interface IrRules {
  /** What an interface variable holds is told by all that is assigned to it (1.26), else only by a value that it surely keeps. */
  devirtualizesByAssignments: boolean;
}

export function irRules(version: GoVersion): IrRules {
  return { devirtualizesByAssignments: isSince(version, '1.26') };
}
