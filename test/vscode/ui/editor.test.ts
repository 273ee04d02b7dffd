import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { Workbench } from '../workbench';

describe('in the editor', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open();
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  it('lines that allocate say how much at their end, have a mark in the gutter and an underline', async () => {
    await workbench.openFile('metrics/metrics.go');
    await workbench.goTo(104);
    const ends = await workbench.waitForLineEnds(found => found.includes('heap 192 B'));
    ok(ends.includes('heap 256 B'), JSON.stringify(ends));
    const gutter = await workbench.editor.evaluate(editor =>
      [...editor.querySelectorAll('.glyph-margin-widgets > *')].map(
        glyph => getComputedStyle(glyph).backgroundImage,
      ),
    );
    ok(
      gutter.some(image => /heap-dark\.svg/.test(image)),
      JSON.stringify(gutter),
    );
    ok(await workbench.isUnderlined('rows := make([][]Point, 8)'));
    ok(!(await workbench.isUnderlined('for i := range rows {')));
    await workbench.screenshot('marks');
  });

  it('a code lens above a function counts its heap sites', async () => {
    const lens = workbench.editor.locator('.codelens-decoration', {
      hasText: '2 heap sites · 448 B · 1 in a loop',
    });
    await lens.waitFor();
    await lens.locator('a').first().click();
    await workbench.page.locator('.quick-input-title', { hasText: 'Heap sites of Grid' }).waitFor();
    const rows = workbench.page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'make([]Point, 16) is allocated on the heap' }).waitFor();
    equal(await rows.count(), 2);
    await workbench.page.keyboard.press('Escape');
    await workbench.page.locator('.quick-input-title').waitFor({ state: 'hidden' });
  });

  it('the status bar counts the sites of the file', async () => {
    await workbench.statusItem.filter({ hasText: /^heap 16 · stack \d+$/ }).waitFor();
  });

  it('a hover says what, why and what would help, with links to the steps', async () => {
    await workbench.goTo(74, 2);
    const hover = await workbench.hoverAtCursor('moves to the heap');
    const text = (await hover.innerText()).replaceAll('\u00a0', ' ');
    match(text, /^s moves to the heap\s+·\s+216 B, class 224, 8 B waste, pointers$/m);
    match(text, /^Its address is returned, so it must outlive \(\*Histogram\)\.SnapshotPointer\.$/m);
    match(text, /^To keep it on the stack: /m);
    const links = await hover.locator('a').allInnerTexts();
    deepEqual(links, ['metrics.go:75:9', 'metrics.go:75:2', 'Explain', 'Simulate', 'Heap diagram']);
    await workbench.screenshot('hover');
    await hover.locator('a', { hasText: 'metrics.go:75:9' }).click();
    await workbench.page.locator('.statusbar-item', { hasText: /Ln 75, Col \d+/ }).waitFor();
  });

  it('"Explain Escape" lists the steps, and Escape leads back', async () => {
    await workbench.goTo(74, 2);
    await workbench.runCommand('Heapward: Explain Escape');
    const row = workbench.page.locator('.quick-input-list .monaco-list-row');
    await row.filter({ hasText: '2. return &s hands it to the caller' }).waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.page.locator('.statusbar-item', { hasText: 'Ln 74, Col' }).waitFor();
  });

  it('an unsaved edit that breaks the file keeps the marks, and what follows is analysed all the same', async () => {
    await workbench.openFile('metrics/metrics.go');
    await workbench.goTo(97);
    const before = await workbench.waitForLineEnds(ends => ends.includes('heap 192 B'));
    ok(!before.includes('heap 8 B'));
    const seen: boolean[] = [];
    const look = async (): Promise<void> => {
      seen.push((await workbench.lineEnds()).includes('heap 192 B'));
    };
    for (const text of ['\nfunc broken( {', '\n\nfunc fresh() *int { x := 1; return &x }\n']) {
      await workbench.page.keyboard.insertText(text);
      for (let i = 0; i < 10; i++) await look();
    }
    await workbench.waitForLineEnds(ends => ends.includes('heap 8 B'));
    await look();
    deepEqual([...new Set(seen)], [true], 'the marks behind the broken piece never went away');
    await workbench.screenshot('broken');
    await workbench.runCommand('Revert File');
    await workbench.waitForLineEnds(ends => !ends.includes('heap 8 B') && ends.includes('heap 192 B'));
  });

  it('"Toggle Heap Marks" takes the marks away and brings them back', async () => {
    await workbench.openFile('metrics/metrics.go');
    await workbench.goTo(104);
    await workbench.waitForLineEnds(ends => ends.length > 0);
    await workbench.runCommand('Heapward: Toggle Heap Marks');
    await workbench.waitForLineEnds(ends => ends.length === 0);
    await workbench.runCommand('Heapward: Toggle Heap Marks');
    await workbench.waitForLineEnds(ends => ends.includes('heap 192 B'));
  });
});
