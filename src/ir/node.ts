/** What all nodes of the IR have in common (cmd/compile/internal/ir's mini.go, Go 1.26). */

import type { Place } from '../syntax';
import type { Type } from '../types';
import type { IrNode } from './nodes';
import { noNodes } from './op';

export abstract class Node {
  /** Statements that run before the node. */
  init: IrNode[] = noNodes;
  constructor(
    public pos: Place,
    public type: Type,
  ) {}
}
