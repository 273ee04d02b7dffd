/** A place outside all sources, for what the compiler gives no position: its `pos` is negative. */

import { LineTable } from '../base';
import { NodeKind, type Place, type SourceFile, type Unit } from '../syntax';

const noUnit: Unit = {
  file: undefined as never,
  base: 0,
  text: '',
  decl: { kind: NodeKind.BadDecl, id: 0, pos: 0, end: 0, at: 0 },
  outline: undefined,
  body: undefined,
  nodeCount: 0,
  pragmas: [],
  errors: [],
};

const noFile: SourceFile = {
  path: '',
  text: '',
  lines: new LineTable(''),
  packageName: '',
  header: noUnit,
  units: [],
  goVersion: undefined,
};

export const noPlace: Place = { unit: { ...noUnit, file: noFile }, pos: -1 };
