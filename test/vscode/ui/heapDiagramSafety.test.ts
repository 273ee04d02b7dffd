/** Names from Go code never become markup, the page makes no request, and cursor and objects find each other. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Diagram } from '../diagram';
import { Workbench } from '../workbench';

const evil = '<img src=x onerror=alert(1)>';
const source = `package churn

var box []*struct {
	N int \`json:"${evil}"\`
}

func Names(n int) string {
	for i := 0; i < n; i++ {
		box = append(box, &struct {
			N int \`json:"${evil}"\`
		}{N: i})
	}
	return string(append([]byte("${evil}"), byte(len(box))))
}
`;

/** A site may have any character but a blank that ends its line. */
const trace = `alloc 1 48 scan ${evil}\u0001\ufffe a.go:3
alloc 2 40000 noscan ${evil}.go:4
free 1
gc
`;

describe('the heap diagram: names, requests, links', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'heapward-names-'));
  const folder = join(scratch, 'workspace');
  const name = process.platform === 'win32' ? 'names.go' : `a${evil}.go`;
  let workbench: Workbench;
  let diagram: Diagram;
  const dialogs: string[] = [];
  const requests: string[] = [];
  const refused: string[] = [];

  before(async () => {
    cpSync(join(__dirname, '../workspaces/churn'), folder, { recursive: true });
    writeFileSync(join(folder, name), source);
    writeFileSync(join(folder, 'names.alloctrace'), trace);
    workbench = await Workbench.open({ folder });
    const { page } = workbench;
    page.on('dialog', dialog => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    page.context().on('request', request => requests.push(request.url()));
    page.on('console', message => {
      if (
        /Content Security Policy|Refused to/.test(message.text()) &&
        /webview|fake\.html|index\.html/.test(message.location().url)
      )
        refused.push(message.text());
    });
    diagram = new Diagram(workbench);
    await workbench.openFile(name);
    await workbench.goTo(7, 7);
    await workbench.waitForLineEnds(ends => ends.length > 0);
    await workbench.runCommand('Heapward: Simulate Allocations');
    await diagram.figures.waitFor();
  });
  after(async () => {
    await workbench?.close();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  it('strings, types and paths of Go code are text wherever they stand', async () => {
    const text = await diagram.page.locator('body').innerText();
    ok(text.includes(evil), 'the name is shown');
    const count = await diagram.stage.locator('.site').count();
    for (let site = 0; site < count; site++) {
      await diagram.stage.locator('.site').nth(site).click();
      await isText(`site ${site}`);
    }
    await everyView();
    await diagram.button(/^Assumed/).click();
    await isText('assumptions');
    await workbench.page.keyboard.press('Escape');
    await diagram.button('Pin run').click();
    await diagram.page.getByRole('tab', { name: 'Sites', exact: true }).click();
    await diagram.page.locator('#sites-table').waitFor();
    await isText('compared sites');
    await workbench.screenshot('diagram-names');
  });

  it('nor do they become markup in what is exported', async () => {
    const { active, error, text } = await pictureFacts((await diagram.save('.svg')).toString('utf8'));
    equal(error, '');
    equal(active, 0);
    ok(text.includes(evil));
    JSON.parse((await diagram.save('.json')).toString('utf8'));
    ok((await diagram.save('.png')).length > 10_000);
    deepEqual(dialogs, []);
  });

  it('nor those of the hover in the code', async () => {
    await workbench.runCommand('View: Focus First Editor Group');
    await workbench.goTo(9, 24);
    const hover = await workbench.hoverAtCursor('heap');
    equal(await hover.locator('img, [onerror]').count(), 0);
    await workbench.page.keyboard.press('Escape');
    deepEqual(dialogs, []);
  });

  it('nor those of a trace, whatever characters they have', async () => {
    await workbench.runCommand('View: Focus First Editor Group');
    await workbench.openFile('names.alloctrace');
    await workbench.runCommand('Heapward: Replay Allocation Trace');
    await diagram.stage.locator('.site', { hasText: evil }).first().waitFor();
    await everyView();
    const { active, error, text } = await pictureFacts((await diagram.save('.svg')).toString('utf8'));
    equal(error, '');
    equal(active, 0);
    ok(text.includes(evil));
    ok((await diagram.save('.png')).length > 10_000);
    deepEqual(dialogs, []);
  });

  async function everyView(): Promise<void> {
    const tabs = await diagram.page.getByRole('tab').allInnerTexts();
    ok(tabs.length >= 8, tabs.join());
    for (const tab of tabs) {
      await diagram.page.getByRole('tab', { name: tab, exact: true }).click();
      await isText(tab);
    }
    await diagram.page.getByRole('tab', { name: 'Flame', exact: true }).click();
    for (const picture of ['treemap', 'table', 'flame']) {
      await diagram.page.getByRole('button', { name: picture, exact: true }).click();
      await isText(picture);
    }
    deepEqual(dialogs, []);
  }

  async function isText(where: string): Promise<void> {
    equal(await diagram.page.locator('img, [onerror], [onclick]').count(), 0, where);
  }

  /** What a browser finds in the picture. */
  function pictureFacts(svg: string) {
    return workbench.page.evaluate(source => {
      const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
      return {
        error: parsed.querySelector('parsererror')?.textContent ?? '',
        active: parsed.querySelectorAll('img, script, foreignObject, a, [onerror], [onload], [onclick]')
          .length,
        text: parsed.documentElement.textContent ?? '',
      };
    }, svg);
  }

  it('the page asks for its script and its style sheet, and then for nothing', async () => {
    const before = requests.length;
    await diagram.button('To the empty heap').click();
    await diagram.button('Step forward').click();
    await diagram.button('Play').click();
    await workbench.page.waitForTimeout(1500);
    const own = (url: string): boolean =>
      /^(data|blob):/.test(url) || ['127.0.0.1', 'localhost'].includes(new URL(url).hostname);
    deepEqual(
      requests.filter(url => !own(url) && !/vscode-resource|vscode-cdn/.test(url)),
      [],
    );
    const later = requests.slice(before).filter(url => /webview|vscode-resource/.test(url));
    deepEqual(later, []);
    const resources = await diagram.page
      .locator('body')
      .evaluate(() => performance.getEntriesByType('resource').map(entry => entry.name.replace(/^.*\//, '')));
    deepEqual(
      [...new Set(resources)].filter(file => !/^webview\.(js|css)$/.test(file) && !file.startsWith('data:')),
      [],
    );
    deepEqual(refused, []);
    const policy = await diagram.page
      .locator('meta[http-equiv="Content-Security-Policy"]')
      .getAttribute('content');
    match(policy ?? '', /^default-src 'none'; script-src 'nonce-[^']+'; style-src [^;]+;/);
    equal(/unsafe|\*/.test((policy ?? '').replaceAll(/https:\/\/\*\.[\w.-]+/g, '')), false, policy ?? '');
  });

  it('the cursor in the code lights up its objects, before an edit and after', async () => {
    await workbench.runCommand('View: Focus First Editor Group');
    await workbench.openFile('churn.go');
    await workbench.goTo(26, 7);
    await workbench.waitForLineEnds(ends => ends.length > 0);
    await workbench.runCommand('Heapward: Simulate Allocations');
    await diagram.waitFor(
      () => diagram.page.locator('h1').innerText(),
      title => title === 'Serve',
    );
    await workbench.goTo(28, 3);
    const lit = diagram.stage.locator('.site.highlighted');
    await lit.filter({ hasText: 'make([]byte, 6000)' }).waitFor();
    equal(await lit.count(), 1);
    await diagram.page.getByText('lit: live from line 28').waitFor();
    await diagram.page.locator('.key-lit', { hasText: 'line 28' }).waitFor();
    await workbench.goTo(30, 3);
    await diagram.waitFor(
      () => lit.count(),
      count => count === 3,
    );

    // Two lines more above; the run is made again, and both ways lead to the right line all the while.
    await workbench.goTo(24, 1);
    await workbench.page.keyboard.type('\n\n');
    await workbench.goTo(30, 3);
    await lit.filter({ hasText: 'make([]byte, 6000)' }).waitFor();
    await diagram.stage.locator('.site', { hasText: 'make([]byte, 6000)' }).click();
    await diagram.page.getByRole('tab', { name: 'Selection', exact: true }).click();
    const there = workbench.page.locator('.statusbar-item', { hasText: 'Ln 30' });
    await workbench.untilSeen(there, () =>
      diagram.inspector.getByRole('button', { name: 'Show in editor' }).click(),
    );
    await workbench.runCommand('Revert File');
  });

  it('an object reveals its line, and why it escapes', async () => {
    await diagram.page.getByRole('tab', { name: 'Slots', exact: true }).click();
    await diagram.page.getByRole('tab', { name: 'Selection', exact: true }).click();
    await diagram.inspector.getByRole('button', { name: 'Why it escapes' }).click();
    await workbench.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await workbench.page.keyboard.press('Escape');
  });
});
