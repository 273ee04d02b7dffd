import { deepEqual } from 'node:assert/strict';
import type { RunSite } from '../../../src/protocol';
import { type PinnedRun, pairSites } from '../../../src/webview/model/pin';

const site = (text: string, line: number): RunSite => ({
  text,
  type: '',
  func: 'f',
  why: '',
  link: { file: 'f.go', line, column: 1 },
});

const pinned = (...sites: [text: string, line: number][]): PinnedRun =>
  ({ sites: sites.map(([text, line]) => ({ text, func: 'f', line })) }) as unknown as PinnedRun;

describe('sites of a run beside those of the pinned one', () => {
  it('are the same ones when lines move', () => {
    deepEqual(
      pairSites(
        [site('new(T)', 12), site('make([]byte, n)', 14)],
        pinned(['make([]byte, n)', 4], ['new(T)', 2]),
      ),
      [
        { site: 0, pinned: 1 },
        { site: 1, pinned: 0 },
      ],
    );
  });

  it('are paired by their order where the text is the same', () => {
    deepEqual(pairSites([site('new(T)', 9), site('new(T)', 3)], pinned(['new(T)', 2], ['new(T)', 5])), [
      { site: 0, pinned: 1 },
      { site: 1, pinned: 0 },
    ]);
  });

  it('are new, or gone', () => {
    deepEqual(pairSites([site('new(U)', 3)], pinned(['new(T)', 2])), [
      { site: 0, pinned: -1 },
      { site: -1, pinned: 0 },
    ]);
  });
});
