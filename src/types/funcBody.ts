/** Bodies of functions (go/types' stmt.go, Go 1.26). */

import type { BlockStmt } from '../syntax';
import { type Checker, Environment } from './check';
import type { Declaration } from './declaration';
import { checkLabels } from './labels';
import type { Scope } from './scope';
import { statements } from './stmt';
import { isTerminating } from './terminating';
import type { SignatureType } from './type';

export interface Body {
  decl: Declaration | undefined;
  signature: SignatureType;
  /** Of the parameters. */
  scope: Scope;
  iota: number | undefined;
  body: BlockStmt;
}

/** Checks a body in the file that is current. */
export function funcBody(check: Checker, { decl, signature, scope, iota, body }: Body): void {
  const saved = check.env;
  const env = new Environment(saved.pkg, saved.facts, scope, saved.version);
  env.decl = decl;
  env.iota = iota;
  env.signature = signature;
  env.locals = [];
  check.env = env;
  statements(check, 0, body.list);
  env.scope = scope;
  if (env.hasLabel) checkLabels(check, body);
  if (signature.results.vars.length > 0 && !isTerminating(body, '', env.panics)) {
    check.error(body.rbrace, 'missing return');
  }
  const { locals } = env;
  for (let i = 0; i < locals.length; i++) {
    const variable = locals[i];
    if (!variable.used) check.errorAtObject(variable, `declared and not used: ${variable.name}`, true);
  }
  check.env = saved;
}
