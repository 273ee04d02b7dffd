/** A small Go program records its allocations; the record is replayed. Skipped without a go command. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replayTrace } from '../../../src/allocator';
import { GoTraceError, traceFileText } from '../../../src/host';
import { goVersion } from '../../oracle/compare';

const program = `package main

import (
	"os"
	"runtime"
	"runtime/trace"
)

type node struct {
	next *node
	data [200]byte
}

var kept *node
var large [][]byte

func main() {
	f, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	defer f.Close()
	trace.Start(f)
	for i := range 1000 {
		kept = &node{next: kept}
		if i == 699 {
			kept = nil
			runtime.GC()
		}
	}
	large = append(large, make([]byte, 100000))
	trace.Stop()
}
`;

describe('the record of a real program', () => {
  let folder = '';
  before(function () {
    if (!goVersion()?.startsWith('go1.26')) this.skip();
    folder = mkdtempSync(join(tmpdir(), 'heapward-gotrace-'));
    writeFileSync(join(folder, 'main.go'), program);
    const env = { ...process.env, GODEBUG: 'traceallocfree=1', GOTOOLCHAIN: 'local', GOFLAGS: '' };
    execFileSync('go', ['run', join(folder, 'main.go'), join(folder, 'program.trace')], { env });
  });
  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  it('is replayed: its objects, what was collected, and what is left', async () => {
    const file = join(folder, 'program.trace');
    const { memStats, liveObjects } = await replayTrace(traceFileText(file));
    const nodes = memStats.BySize.find(({ Size }) => Size === 208);
    assert.ok(nodes !== undefined && nodes.Mallocs >= 1000 && nodes.Frees >= 699, JSON.stringify(nodes));
    assert.equal(memStats.NumGC, 1);
    assert.ok(liveObjects >= 300);
  });

  it('says so where the tool can not read it', async () => {
    const file = join(folder, 'broken.trace');
    writeFileSync(file, 'go 1.26 trace\0\0\0 and then nothing of sense');
    await assert.rejects(replayTrace(traceFileText(file)), GoTraceError);
  });
});
