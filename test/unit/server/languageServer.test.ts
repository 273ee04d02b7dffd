import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  CancellationTokenSource,
  type CodeLens,
  createConnection,
  createProtocolConnection,
  type Hover,
  type Position,
  ProposedFeatures,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { newestGoVersion } from '../../../src/base';
import {
  type Answer,
  type DocumentMarks,
  type Explanation,
  explainMethod,
  type HeapState,
  marksNotification,
  type PackedState,
  type Run,
  type RunFigures,
  rerunMethod,
  runProgressNotification,
  type SiteItem,
  type SpanSlots,
  simulateMethod,
  sitesAtMethod,
  sitesMethod,
  slotsMethod,
  stateMethod,
  stopRunNotification,
  traceMethod,
  unpackState,
  withoutMethod,
} from '../../../src/protocol';
import { LanguageServer } from '../../../src/server/languageServer';

const source = `package p

type T struct{ next *T; n int }

func newT() *T {
	t := T{n: 1}
	return &t
}

func many() []*T {
	var ts []*T
	for i := 0; i < 10; i++ {
		ts = append(ts, &T{n: i})
	}
	return ts
}

func quiet(b []byte) int { return len(b) }

func buffer(n int) int { return len(make([]byte, n&15)) }
`;

describe('the language server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'heapward-server-'));
  const path = join(folder, 'p.go');
  const uri = pathToFileURL(path).href;
  let client: ProtocolConnection;
  let marks: DocumentMarks[] = [];
  let text = source;
  let version = 0;

  before(async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'go.mod'), 'module example.com/p\n\ngo 1.26\n');
    writeFileSync(path, source);
    client = startServer();
    client.onNotification(marksNotification.method, (found: DocumentMarks) => {
      marks.push(found);
    });
    await client.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {},
      initializationOptions: { commandLinks: true },
    });
    await client.sendNotification('initialized', {});
  });
  after(() => {
    client.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    marks = [];
    text = source;
    const textDocument = { uri, languageId: 'go', version: ++version, text };
    await client.sendNotification('textDocument/didOpen', { textDocument });
  });
  afterEach(() => client.sendNotification('textDocument/didClose', { textDocument: { uri } }));

  it('pushes the marks of an open document, with one text for each line that allocates', async () => {
    const { marks: found, counts } = await marksOf(version);
    deepEqual(
      found
        .filter(({ kind }) => kind === 'heap' || kind === 'moved')
        .map(mark => [mark.range.start.line + 1, mark.kind, textAt(mark.range), mark.lineEnd]),
      [
        [6, 'moved', 't', 'heap 16 B'],
        [13, 'heap', 'append(ts, &T{n: i})', 'heap n × 8 B + 16 B'],
        [13, 'heap', '&T{n: i}', undefined],
      ],
    );
    deepEqual(
      found.filter(mark => mark.inLoop && textAt(mark.range).startsWith('&')).map(mark => textAt(mark.range)),
      ['&T{n: i}'],
    );
    equal(counts.heap, 3);
  });

  it('hovers on a variable, with steps that are links and commands', async () => {
    const hover = await client.sendRequest<Hover>('textDocument/hover', at('t := T'));
    const { contents } = hover;
    const value = typeof contents === 'object' && 'value' in contents ? contents.value : '';
    match(value, /^\*\*`t` moves to the heap\*\* {2}· {2}16 B, class 16, no waste, pointers/);
    match(value, /1\. `&t` takes the address — \[p\.go:7:9\]\(file:[^)]*#L7,9\)/);
    match(value, /\[Explain\]\(command:heapward\.explain\?/);
    equal(await client.sendRequest('textDocument/hover', at('package')), null);
  });

  it('puts a lens above what allocates, and nothing above what does not', async () => {
    const lenses = await client.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    deepEqual(
      lenses.map(({ range, command }) => [
        range.start.line + 1,
        command?.title.replace(/ · \d in a loop$/, ''),
        command?.arguments?.[1],
      ]),
      [
        [5, '1 heap site · 16 B', 'newT'],
        [10, '2 heap sites · 16 B · 1 of unknown size', 'many'],
      ],
    );
  });

  it('lists the sites of a function, and explains one', async () => {
    const sites = await client.sendRequest<SiteItem[]>(sitesMethod.method, { uri, func: 'newT' });
    deepEqual(
      sites.map(({ text: what, detail, place }) => [what, detail, place.label]),
      [['t moves to the heap', '16 B, class 16, no waste, pointers', 'p.go:6:2']],
    );
    const { position } = at('t := T');
    const explanation = await client.sendRequest<Explanation>(explainMethod.method, { uri, position });
    deepEqual(
      explanation.steps.map(step => [step.text, step.place.label]),
      [
        ['&t takes the address', 'p.go:7:9'],
        ['return &t hands it to the caller', 'p.go:7:2'],
      ],
    );
  });

  it('finds the verdicts of what is typed, broken or not, without a save', async () => {
    await marksOf(version);
    await edit('func quiet', 'func broken( {\n\nfunc fresh() *int { x := 1; return &x }\n\nfunc quiet');
    const { marks: found } = await marksOf(version);
    const names = found.map(mark => `${mark.kind} ${textAt(mark.range)}`);
    ok(names.includes('moved x'), names.join(', '));
    ok(names.includes('moved t'), names.join(', '));
  });

  it('simulates a function, and answers what the heap was after each event', async () => {
    const { position } = at('many()');
    const options = { turns: 100, procs: 2, gogc: 100 };
    const run = value(
      await client.sendRequest<Answer<Run>>(simulateMethod.method, {
        source: { kind: 'function', uri, position },
        options,
      }),
    );
    equal(run.title, 'many');
    equal(run.figures.allocatedObjects, 12);
    deepEqual(
      run.sites.map(site => site.link?.line),
      [13, 13],
    );
    let former: HeapState | undefined;
    for (let k = 0; k <= run.events; k++) {
      const packed = value(
        await client.sendRequest<Answer<PackedState>>(stateMethod.method, {
          run: run.id,
          k,
          since: former?.k,
        }),
      );
      const state = unpackState(packed, former);
      former = state;
      const mapped = state.os.inSpans + state.os.idle + state.os.released;
      equal(
        state.ledger.reduce((sum, term) => sum + term.bytes, 0),
        mapped,
        `ledger after event ${k}`,
      );
      const served = Object.values(state.served).reduce((sum, count) => sum + count, 0);
      equal(
        served,
        state.siteTotals.reduce((sum, site) => sum + site.objects, 0),
        `served after event ${k}`,
      );
      for (const span of state.spans) {
        const slots = value(
          await client.sendRequest<Answer<SpanSlots>>(slotsMethod.method, { run: run.id, k, span: span.id }),
        );
        equal(slots.slots.filter(slot => slot.state === 'live').length, span.live);
      }
    }
    const sites = await client.sendRequest<number[]>(sitesAtMethod.method, { run: run.id, uri, line: 12 });
    deepEqual(sites, [0, 1]);
    const again = await client.sendRequest<Answer<Run>>(rerunMethod.method, {
      run: run.id,
      options: { ...options, gogc: -1 },
    });
    deepEqual([value(again).id > run.id, value(again).options.gogc], [true, -1]);
  });

  it('makes a run as another release of Go would have it', async () => {
    const { position } = at('buffer(');
    const options = { turns: 100, procs: 1, gogc: 100 };
    const source = { kind: 'function', uri, position };
    const run = value(await client.sendRequest<Answer<Run>>(simulateMethod.method, { source, options }));
    deepEqual([run.figures.allocatedObjects, run.options.goVersion], [0, newestGoVersion]);
    const before = { ...options, goVersion: '1.24' };
    const asked = { run: run.id, options: before };
    const again = value(await client.sendRequest<Answer<Run>>(rerunMethod.method, asked));
    deepEqual([again.figures.allocatedObjects, again.options.goVersion], [1, '1.24']);
    const wrong = { run: run.id, options: { ...options, goVersion: '1.0' } };
    const own = value(await client.sendRequest<Answer<Run>>(rerunMethod.method, wrong));
    deepEqual([own.figures.allocatedObjects, own.options.goVersion], [0, newestGoVersion]);
  });

  it('tells the run without a site, and writes it as a trace', async () => {
    const { position } = at('many()');
    const options = { turns: 100, procs: 2, gogc: 100 };
    const source = { kind: 'function', uri, position };
    const run = value(await client.sendRequest<Answer<Run>>(simulateMethod.method, { source, options }));
    const site = run.siteTotals.findIndex(each => each.objects === 10);
    const without = value(
      await client.sendRequest<Answer<RunFigures>>(withoutMethod.method, { run: run.id, site }),
    );
    equal(without.allocatedObjects, run.figures.allocatedObjects - 10);
    equal(without.allocatedBytes, run.figures.allocatedBytes - 160);
    const text = value(await client.sendRequest<Answer<string>>(traceMethod.method, { run: run.id }));
    match(text, /^alloc 0 16 scan \S+p\.go:13:/);
    const replayed = value(
      await client.sendRequest<Answer<Run>>(simulateMethod.method, {
        source: { kind: 'trace', uri: 'file:///many.alloctrace', text },
        options,
      }),
    );
    equal(replayed.figures.allocatedBytes, run.figures.allocatedBytes);
    equal(replayed.events, run.events);
  });

  it('makes a long run in slices, tells how far it is, and ends it with what there is', async () => {
    const lines = Array.from({ length: 400_000 }, (_, id) => `alloc ${id} 48 scan f.go:${id % 9}`);
    const source = { kind: 'trace', uri: 'file:///long.alloctrace', text: lines.join('\n') };
    const progress: { ticket: number; done?: number; total?: number }[] = [];
    const options = { turns: 1, procs: 1, gogc: 100 };
    const told = client.onNotification(runProgressNotification.method, each => {
      progress.push(each);
      if (each.total) void client.sendNotification(stopRunNotification.method, { ticket: 7 });
    });
    const run = value(
      await client.sendRequest<Answer<Run>>(simulateMethod.method, { source, options, ticket: 7 }),
    );
    told.dispose();
    ok(progress.every(each => each.ticket === 7));
    ok(run.events > 0 && run.events < lines.length, `${run.events} events`);
    equal(run.stopped?.reason, 'it was stopped by hand');
    equal(run.figures.allocatedObjects, run.events);
    const state = value(
      await client.sendRequest<Answer<HeapState>>(stateMethod.method, { run: run.id, k: run.events }),
    );
    equal(state.k, run.events);
  });

  it('reads a trace from its file, and again only where it has to', async () => {
    const file = join(folder, 'few.alloctrace');
    writeFileSync(file, 'alloc 1 48 scan\nalloc 2 5000 noscan\nfree 1\n');
    const source = { kind: 'trace', uri: pathToFileURL(file).href };
    const options = { turns: 1, procs: 1, gogc: 100 };
    const run = value(await client.sendRequest<Answer<Run>>(simulateMethod.method, { source, options }));
    equal(run.events, 3);
    rmSync(file);
    const asked = { run: run.id, options: { ...options, gogc: 50 } };
    const again = value(await client.sendRequest<Answer<Run>>(rerunMethod.method, asked));
    equal(again.figures.allocatedBytes, 5048);
  });

  it("has a Go program's execution trace read by the go command", async () => {
    const file = join(folder, 'broken.trace');
    writeFileSync(file, 'go 1.26 trace\0\0\0 and nothing of sense');
    const source = { kind: 'trace', uri: pathToFileURL(file).href };
    const options = { turns: 1, procs: 1, gogc: 100 };
    const answer = await client.sendRequest<Answer<Run>>(simulateMethod.method, { source, options });
    match(
      answer.kind === 'failed' ? answer.text : '',
      /^The trace can't be read: (go tool trace: |an execution trace, and there is no go command)/,
    );
  });

  describe('while a function is walked', () => {
    const slow = join(folder, 'slow', 'slow.go');
    const source = { kind: 'function', uri: pathToFileURL(slow).href, position: { line: 5, character: 6 } };
    const options = { turns: 1, procs: 1, gogc: 100 };

    before(() => {
      mkdirSync(join(folder, 'slow'));
      writeFileSync(
        slow,
        `package slow

var sink []byte

// It has no end.
func endless() {
	for n := 0; ; n = (n + 1) % 10 {
		sink = make([]byte, 100+n)
	}
}

func down(n int) *int {
	if n == 0 {
		return new(int)
	}
	return down(n - 1)
}

func deep() { sink = make([]byte, *down(20_000)) }
`,
      );
    });

    /** Calls `then` when the walk is under way. */
    function underWay(ticket: number, then: () => unknown): void {
      const told = client.onNotification(runProgressNotification.method, each => {
        if (each.ticket !== ticket || !each.done) return;
        told.dispose();
        then();
      });
    }

    it('hovers are answered, and a stop ends it with what there is', async () => {
      const order: string[] = [];
      underWay(21, async () => {
        ok(await client.sendRequest<Hover>('textDocument/hover', at('t := T')));
        order.push('hover');
        await client.sendNotification(stopRunNotification.method, { ticket: 21 });
      });
      const run = value(
        await client.sendRequest<Answer<Run>>(simulateMethod.method, { source, options, ticket: 21 }),
      );
      order.push('run');
      deepEqual(order, ['hover', 'run']);
      equal(run.stopped?.reason, 'it was stopped by hand');
      ok(run.events > 0 && run.events < 2_000_000, `${run.events} events`);
    });

    it('it can be given up, and the next one begins', async () => {
      const cancelled = new CancellationTokenSource();
      underWay(22, () => cancelled.cancel());
      await rejects(
        client.sendRequest(simulateMethod.method, { source, options, ticket: 22 }, cancelled.token),
      );
      const position = { line: 18, character: 6 };
      const run = value(
        await client.sendRequest<Answer<Run>>(simulateMethod.method, {
          source: { ...source, position },
          options,
        }),
      );
      equal(run.title, 'deep');
      equal(run.stopped, undefined);
      equal(run.figures.allocatedObjects, 1);
    });
  });

  it('says in words why there is no run', async () => {
    const options = { turns: 1, procs: 1, gogc: 100 };
    const ask = (from: unknown) =>
      client.sendRequest<Answer<Run>>(simulateMethod.method, { source: from, options });
    deepEqual(await ask({ kind: 'function', uri, position: { line: 0, character: 0 } }), {
      kind: 'failed',
      text: 'Put the cursor into a function: nothing there can be simulated.',
    });
    const trace = await ask({ kind: 'trace', uri: 'file:///a.alloctrace', text: 'alloc 1 8\n' });
    match(trace.kind === 'failed' ? trace.text : '', /^The trace can't be read: line 1: /);
    const gone = await ask({ kind: 'trace', uri: 'file:///no/such/file.alloctrace' });
    match(gone.kind === 'failed' ? gone.text : '', /^The trace can't be read: ENOENT: /);
    const lost = await client.sendRequest<Answer<PackedState>>(stateMethod.method, { run: 999, k: 0 });
    equal(lost.kind, 'failed');
  });

  function at(find: string): { textDocument: { uri: string }; position: Position } {
    const lines = text.slice(0, text.indexOf(find)).split('\n');
    return {
      textDocument: { uri },
      position: { line: lines.length - 1, character: lines[lines.length - 1].length },
    };
  }

  async function edit(find: string, replacement: string): Promise<void> {
    const { position: start } = at(find);
    const end = { line: start.line, character: start.character + find.length };
    text = text.replace(find, replacement);
    await client.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: ++version },
      contentChanges: [{ range: { start, end }, text: replacement }],
    });
  }

  function textAt({ start, end }: { start: Position; end: Position }): string {
    return text.split('\n')[start.line].slice(start.character, end.character);
  }

  async function marksOf(wanted: number): Promise<DocumentMarks> {
    for (;;) {
      const found = marks.find(each => each.version === wanted);
      if (found) return found;
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }
});

function startServer(): ProtocolConnection {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const server = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  const walkThread = join(__dirname, '../../../src/server/walkThread.ts');
  new LanguageServer(server, { file: walkThread, execArgv: ['--require', 'tsx/cjs'] });
  server.listen();
  const client = createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  client.listen();
  return client;
}

function value<T>(answer: Answer<T>): T {
  if (answer.kind === 'failed') throw new Error(answer.text);
  return answer.value;
}
