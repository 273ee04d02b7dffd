/** Where the compiler reports nodes: every 20th file of GOROOT/src; all of them by `tsx test/oracle/ast/positions.ts`. */

import assert from 'node:assert/strict';
import { comparePositions } from '../../oracle/ast/positions';
import { standardLibrary } from './goroot';

describe('positions', () => {
  it("are those of the compiler's parser", function () {
    const files = standardLibrary() ?? this.skip();
    const { nodes, differences } = comparePositions(files.filter((_, i) => i % 20 === 0));
    assert.ok(nodes > files.length);
    assert.deepEqual(differences, []);
  });
});
