import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { HeapwardApi } from '../../../src/extension/main';

describe('the extension in the extension host', () => {
  let api: HeapwardApi;

  before(async () => {
    const extension = vscode.extensions.getExtension<HeapwardApi>('heapward.heapward');
    ok(extension, 'the extension is there');
    await vscode.window.showTextDocument(await document('cache/lru.go'));
    api = await extension.activate();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('gives marks for an open document', async () => {
    const { lru } = await open();
    const marks = await marksOf(api, lru);
    const heap = marks.filter(mark => mark.kind === 'heap').map(mark => lru.getText(toRange(mark.range)));
    ok(heap.includes('new(entry[K, V])'), JSON.stringify(heap));
  });

  it('answers a hover on a variable', async () => {
    const { metrics } = await open();
    await marksOf(api, metrics);
    const [hover] = await hovers(metrics, position(metrics, 's := h.Snapshot()'));
    match(hover, /\*\*`s` moves to the heap\*\* +· +216 B, class 224, 8 B waste, pointers/);
  });

  it('puts code lenses above functions that allocate', async () => {
    const { metrics } = await open();
    await marksOf(api, metrics);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      metrics.uri,
    );
    const titles = lenses.map(lens => `${metrics.lineAt(lens.range.start).text} ${lens.command?.title}`);
    ok(titles.includes('func Grid() [][]Point { 2 heap sites · 448 B · 1 in a loop'), JSON.stringify(titles));
  });

  it('keeps marks of a broken buffer, moves them with the text, and finds new ones', async () => {
    const { metrics } = await open();
    const before = await marksOf(api, metrics);
    const grid = before.find(mark => metrics.getText(toRange(mark.range)) === 'make([][]Point, 8)');
    ok(grid);
    const editor = await vscode.window.showTextDocument(metrics);
    const at = new vscode.Position(position(metrics, '// Grid allocates').line, 0);
    await editor.edit(edit =>
      edit.insert(at, 'func broken( {\n\nfunc fresh() *int { x := 1; return &x }\n\n'),
    );
    const moved = api.marks.of(metrics.uri.toString()) ?? [];
    const texts = moved.map(mark => metrics.getText(toRange(mark.range)));
    ok(texts.includes('make([][]Point, 8)'), 'the mark moved with its text at once');
    const after = await marksOf(api, metrics);
    const kinds = after.map(mark => `${mark.kind} ${metrics.getText(toRange(mark.range))}`);
    ok(kinds.includes('heap make([][]Point, 8)'), JSON.stringify(kinds));
    ok(kinds.includes('moved x'), JSON.stringify(kinds));
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('an edit in one package changes the verdicts of those that import it', async () => {
    const main = await document('cmd/tuned/main.go');
    await vscode.window.showTextDocument(main);
    const closure = async (): Promise<string | undefined> =>
      (await marksOf(api, main)).find(mark =>
        main.getText(toRange(mark.range)).startsWith('func(source string, value float64) bool'),
      )?.kind;
    // Each is inlined, and the literal with it: as the compiler, we say nothing of it.
    equal(await closure(), undefined);
    const lru = await document('cache/lru.go');
    const editor = await vscode.window.showTextDocument(lru, vscode.ViewColumn.Beside);
    const declaration = position(lru, '// Each calls f');
    const body = position(lru, 'for e := l.root.next; e != &l.root; e = e.next {\n\t\tif !f(');
    await editor.edit(edit => {
      edit.insert(body, 'kept = f\n\t');
      edit.insert(declaration, 'var kept any\n\n');
    });
    await until(async () => (await closure()) === 'heap');
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('simulates the function at the cursor and shows the run', async () => {
    const { metrics } = await open();
    await marksOf(api, metrics);
    const at = position(metrics, 'func Pointers').translate(0, 6);
    await vscode.commands.executeCommand('heapward.simulate', { uri: metrics.uri.toString(), position: at });
    await until(() => api.diagram.currentRun?.title === 'Pointers');
    equal(api.diagram.currentRun?.figures.allocatedObjects, 101);
    equal(api.diagram.currentRun?.figures.allocatedBytes, 2400);
    await until(() =>
      vscode.window.tabGroups.all.some(group =>
        group.tabs.some(tab => tab.label === 'Heap Diagram: Pointers'),
      ),
    );
  });

  it('replays a trace that is open', async () => {
    const trace = await vscode.workspace.openTextDocument({
      language: 'alloctrace',
      content: 'alloc 1 48 scan a.go:3\nalloc 2 40000 noscan b.go:4\nfree 1\ngc\n',
    });
    await vscode.window.showTextDocument(trace);
    await vscode.commands.executeCommand('heapward.replayTrace');
    await until(() => api.diagram.currentRun?.events === 4);
    deepEqual(
      api.diagram.currentRun?.sites.map(site => site.text),
      ['a.go:3', 'b.go:4'],
    );
  });

  it('replays a trace from its file, which no editor shows', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'heapward-trace-'));
    try {
      const file = join(folder, 'two.alloctrace');
      writeFileSync(file, 'alloc 1 48 scan c.go:5\nalloc 2 40000 noscan d.go:6\n');
      await vscode.commands.executeCommand('heapward.replayTrace', vscode.Uri.file(file));
      await until(() => api.diagram.currentRun?.sites[0]?.text === 'c.go:5');
      equal(api.diagram.currentRun?.title, 'two.alloctrace');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('registers every command that package.json names', async () => {
    const extension = vscode.extensions.getExtension('heapward.heapward');
    const named: { command: string }[] = extension?.packageJSON.contributes.commands;
    const registered = new Set(await vscode.commands.getCommands(true));
    deepEqual(
      named.filter(({ command }) => !registered.has(command)),
      [],
    );
  });
});

async function open(): Promise<{ lru: vscode.TextDocument; metrics: vscode.TextDocument }> {
  const lru = await document('cache/lru.go');
  const metrics = await document('metrics/metrics.go');
  for (const each of [lru, metrics]) await vscode.window.showTextDocument(each);
  return { lru, metrics };
}

async function document(path: string): Promise<vscode.TextDocument> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, path));
}

/** The marks of the document's present version. */
async function marksOf(api: HeapwardApi, { uri, version }: vscode.TextDocument) {
  await until(() => api.marks.versionOf(uri.toString()) === version);
  return api.marks.of(uri.toString()) ?? [];
}

async function hovers(document: vscode.TextDocument, at: vscode.Position): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    at,
  );
  return found.flatMap(hover =>
    hover.contents.map(content => (typeof content === 'string' ? content : content.value)),
  );
}

function position(document: vscode.TextDocument, text: string): vscode.Position {
  return document.positionAt(document.getText().indexOf(text));
}

function toRange({
  start,
  end,
}: {
  start: vscode.Position | { line: number; character: number };
  end: { line: number; character: number };
}): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** Polls: what the server finds arrives a moment later. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 180_000; Date.now() < end; ) {
    if (await condition()) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`not within three minutes: ${condition}`);
}
