import { equal, match } from 'node:assert/strict';
import { type Diagram, openChurn, plain } from '../diagram';
import type { Workbench } from '../workbench';

const gogc = 'Heap growth that starts a collection, in percent';
const turns = 'Turns of a loop whose number is not known';
const procs = 'Number of Ps (GOMAXPROCS), each with an mcache';
const release = 'Release of Go whose compiler and runtime decide';
const limit = 'GOMEMLIMIT: memory above which collections come more often';

describe('the heap diagram: what if', () => {
  let workbench: Workbench;
  let diagram: Diagram;

  openChurn(opened => {
    diagram = opened;
    workbench = opened.workbench;
  });

  it('opens at the peak, with the way of that allocation', async () => {
    match(await diagram.figure('Allocated, whole run'), /^5\.8 MB 4 011 objects$/);
    match(await diagram.figure('Collections'), /^1 freed \d\.\d MB$/);
    const peak = Number(
      /at event ([\d ]+)$/.exec(await diagram.figure('Peak heap'))?.[1].replaceAll(' ', ''),
    );
    equal(await diagram.event(), peak);
    await workbench.screenshot('diagram-what-if');
  });

  it('a value runs it again at once; beside a pinned run it has an edge, and the figures tell what changed', async () => {
    await diagram.button('Pin run').click();
    await diagram.button(/^Pinned: GOGC 100, 4 Ps$/).waitFor();
    await diagram.choose(gogc, '25');
    await diagram.waitFor(
      () => diagram.figure('Collections'),
      text => /was 1$/.test(text),
    );
    match(await diagram.figure('Collections'), /^\d+ \+\d+00 % was 1$/);
    match(await diagram.figure('Allocated'), /same/);
    match(await diagram.figure('Peak heap'), /-\d+ % was 3\.\d MB$/);
    const edges = await diagram.page.locator('.choice.differs').allInnerTexts();
    equal(edges.length, 1);
    match(edges[0], /GOGC/);
    await diagram.page.getByText('pinned', { exact: true }).waitFor();
    await workbench.screenshot('diagram-pinned');
    await diagram.choose(gogc, '100');
    await diagram.waitFor(
      () => diagram.page.locator('.choice.differs').count(),
      count => count === 0,
    );
  });

  it('fewer turns, other Ps and a memory limit', async () => {
    await diagram.choose(turns, '100');
    await diagram.waitFor(
      () => diagram.figure('Allocated, whole run'),
      text => text.includes('was 5.8 MB'),
    );
    equal((await diagram.events()) < 2000, true);
    await diagram.choose(turns, '1 000');
    await diagram.choose(procs, '2');
    await diagram.waitFor(
      () => diagram.stage.getByRole('columnheader', { name: 'P3' }).count(),
      count => count === 0,
    );
    await diagram.choose(procs, '4');
    await diagram.stage.getByRole('columnheader', { name: 'P3' }).waitFor();
    await diagram.choose(gogc, 'off');
    await diagram.waitFor(
      () => diagram.figure('Collections'),
      text => text.startsWith('0'),
    );
    await diagram.choose(limit, '4.0 MB');
    await diagram.waitFor(
      () => diagram.figure('Collections'),
      text => !text.startsWith('0'),
    );
    await diagram.choose(limit, 'none');
    await diagram.choose(gogc, '100');
    await diagram.waitFor(
      () => diagram.page.locator('.choice.differs').count(),
      count => count === 0,
    );
  });

  it('another release of Go: its spans end otherwise', async () => {
    const spanEnds = async (): Promise<string> => {
      const rows = await diagram.table('Ledger', 'ledger-table');
      return rows.find(([name]) => name === 'span ends')?.join(' ') ?? '';
    };
    const own = await spanEnds();
    await diagram.choose(release, '1.25');
    await diagram.waitFor(spanEnds, text => text !== own);
    const edges = diagram.page.locator('.choice.differs');
    match((await edges.allInnerTexts()).join(), /^Go\b/);
    await diagram.choose(release, '1.26');
    await diagram.waitFor(spanEnds, text => text === own);
    equal(await edges.count(), 0);
    await diagram.page.getByRole('tab', { name: 'Sites', exact: true }).click();
  });

  it('single assumptions have a control each', async () => {
    await diagram.button(/^Assumed 1/).click();
    const turnsTaken = diagram.page.getByRole('spinbutton', { name: /n is taken to be/ });
    equal(await turnsTaken.inputValue(), '1000');
    await turnsTaken.fill('10');
    await turnsTaken.press('Tab');
    await diagram.waitFor(
      () => diagram.figure('Allocated, whole run'),
      text => text.startsWith('59.'),
    );
    await diagram.page.getByText('1 changed').waitFor();
    await workbench.screenshot('diagram-assumed');
    await diagram.button('reset').click();
    await diagram.waitFor(
      () => diagram.figure('Allocated, whole run'),
      text => text.startsWith('5.8 MB'),
    );
    await workbench.page.keyboard.press('Escape');
  });

  it('tells what a run without the site would be, measured', async () => {
    await diagram.stage.locator('.site', { hasText: 'make([]byte, 6000)' }).click();
    await diagram.inspector.getByText('If line 28 stayed on the stack').waitFor();
    const facts = diagram.inspector.locator('.without:not(.stale) .facts');
    await facts.waitFor();
    const text = plain(await facts.innerText()).replace(/\s+/g, ' ');
    match(text, /allocated -5\.7 MB -99 %/);
    match(text, /objects -1 000 -25 %/);
    const [count] = (await diagram.figure('Collections')).split(' ');
    match(text, new RegExp(`collections -${count} -100 %`));
    await workbench.page.keyboard.press('Escape');
  });

  it('follows the code: after an edit both runs are seen', async () => {
    await diagram.showTab('churn.go');
    await workbench.goTo(28, 28);
    await workbench.page.keyboard.type('0');
    // 60,000 bytes are a large object.
    await diagram.showTab('Heap Diagram');
    await diagram.waitFor(
      () => diagram.figure('Allocated, whole run'),
      text => /was 5\.8 MB$/.test(text),
    );
    match(await diagram.figure('Allocated, whole run'), /^57\.3 MB \+\d+ % was 5\.8 MB$/);
    const rows = diagram.page.locator('#sites-table tbody tr');
    const cells = async (text: string): Promise<string> =>
      plain(await rows.filter({ hasText: text }).innerText());
    match(await cells('make([]byte, 60000)'), /churn\.go:28.*1 000.*–.*57\.2 MB.*–.*new/s);
    match(await cells('make([]byte, 6000)'), /was 28.*–.*1 000.*–.*5\.7 MB.*gone/s);
    match(await cells('string(buf)'), /1 000.*1 000.*same/s);
    await workbench.screenshot('diagram-edited');
  });
});
