import { deepStrictEqual, ok } from 'node:assert/strict';
import { join } from 'node:path';
import { readSources, type Source, violations } from './imports';
import { type Layer, layers } from './table';

describe('layers', () => {
  const sources = readSources(join(__dirname, '../../../src'));

  it('every import of src is permitted by the table, and nothing turns in a circle', () => {
    ok(sources.length > 0);
    deepStrictEqual(violations(sources, layers), []);
  });

  it('the table itself goes downwards only', () => {
    const order = Object.keys(layers);
    for (const [index, folder] of order.entries()) {
      for (const below of layers[folder].folders) {
        ok(order.indexOf(below) >= 0 && order.indexOf(below) < index, `${folder} → ${below}`);
      }
    }
  });

  describe('what it finds', () => {
    const table: Record<string, Layer> = {
      low: { folders: [], modules: [] },
      high: { folders: ['low'], modules: ['node:*'] },
    };
    const cases: { name: string; sources: Record<string, string>; want: string[] }[] = [
      {
        name: 'a permitted import',
        sources: {
          'low/index.ts': '',
          'high/a.ts': "import { x } from '../low';\nimport fs from 'node:fs';",
        },
        want: [],
      },
      {
        name: 'an import upwards',
        sources: { 'low/a.ts': "\nimport type { x } from '../high';", 'high/index.ts': '' },
        want: ['low/a.ts:2: low must not import high'],
      },
      {
        name: 'an import past the face',
        sources: { 'low/a.ts': '', 'high/a.ts': "export {\n  x,\n} from '../low/a';" },
        want: ['high/a.ts:1: ../low/a reaches past the face of low'],
      },
      {
        name: 'a forbidden module, however it is loaded',
        sources: {
          'low/a.ts':
            "import 'vscode';\nconst a = require('fs');\nconst b = await import('node:path');\nlet c: import('x').T;",
        },
        want: [
          'low/a.ts:1: low must not import vscode',
          'low/a.ts:2: low must not import fs',
          'low/a.ts:3: low must not import node:path',
          'low/a.ts:4: low must not import x',
        ],
      },
      {
        name: 'no import in a comment or after a string',
        sources: { 'low/a.ts': "// import 'fs'\n/*\nimport 'fs'\n*/\nconst text = '/* import';\n" },
        want: [],
      },
      {
        name: 'files of one folder may need one another, as statements and expressions do',
        sources: { 'low/a.ts': "import { b } from './b';", 'low/b.ts': "import { a } from './a';" },
        want: [],
      },
      {
        name: 'a folder that the table does not know',
        sources: { 'other/a.ts': '' },
        want: ['other/a.ts: the folder other is not in the table'],
      },
    ];
    for (const { name, sources: files, want } of cases) {
      it(name, () => {
        const list: Source[] = Object.entries(files).map(([path, text]) => ({ path, text }));
        deepStrictEqual(violations(list, table), want);
      });
    }
  });
});
