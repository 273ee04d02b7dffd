/**
 * What is drawn is what the core holds: the run is exported as a trace, the trace goes through the allocator here,
 * and the numbers of each view are read from the page and compared with the allocator's books at the same event.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import {
  type Allocator,
  type Baseline,
  baselineOf,
  checkLedger,
  ledgerOf,
  pageSize,
  parseTrace,
  slotFree,
  slotLive,
  statisticsOf,
  viewMcaches,
  viewMheap,
  viewSlots,
  viewSpan,
  viewSpanClasses,
} from '../../../src/allocator';
import { AllocationRun, logOfTrace } from '../../../src/simulation';
import { bytes, integer, percent } from '../../../src/webview/elements/format';
import { Diagram, plain } from '../diagram';
import { Workbench } from '../workbench';

describe('the heap diagram: what is drawn is what the core holds', () => {
  let workbench: Workbench;
  let diagram: Diagram;
  let run: AllocationRun;
  let start: Baseline;

  before(async () => {
    workbench = await Workbench.open({ program: 'churn', settings: { 'heapward.simulation.turns': 1000 } });
    diagram = new Diagram(workbench);
    await diagram.simulate('churn.go', 26);
    await diagram.widen();
    const { log, sites } = logOfTrace(parseTrace((await diagram.save('.alloctrace')).toString('utf8')));
    run = new AllocationRun(log, sites.length, { procs: 4, gogc: 100 });
    start = baselineOf(run.stateAt(0).allocator);
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${this.currentTest.title}`);
  });

  it('figures and collections of the whole run', async () => {
    const { figures, collections } = run;
    equal(await diagram.events(), run.log.count);
    const shown = plain(await diagram.figures.innerText());
    for (const text of [
      bytes(figures.allocatedBytes),
      `${integer(figures.allocatedObjects)} objects`,
      bytes(figures.peakBytes),
      `at event ${integer(figures.peakEvent)}`,
      percent(figures.leftLockFree, figures.allocatedObjects),
      bytes(figures.roundingBytes),
      bytes(figures.mappedBytes),
    ])
      ok(shown.includes(plain(text)), `${text} in ${shown}`);
    const rows = await diagram.table('Collections', 'collections-table');
    deepEqual(
      rows.map(([name, event, freed, , slots, live]) => [name, event, freed, slots, live]),
      collections
        .map(({ event, freedBytes, freedObjects, liveBytes }, index) =>
          [`GC ${index + 1}`, integer(event), bytes(freedBytes), integer(freedObjects), bytes(liveBytes)].map(
            plain,
          ),
        )
        .reverse(),
    );
  });

  for (const part of [0.001, 0.3, 0.55, 1]) {
    it(`every view after ${Math.round(part * 1000) / 10} % of the events`, async () => {
      const k = Math.max(1, Math.round(run.log.count * part));
      await diagram.goTo(k);
      await diagram.waitFor(
        async () => plain((await diagram.timeline.getAttribute('aria-valuetext')) ?? ''),
        text => text === plain(heapText(k)),
      );
      const { allocator } = run.stateAt(k);
      deepEqual(checkLedger(allocator.heap), []);
      await ledgerAndOs(allocator);
      await lanes(allocator, k);
      await sites(k);
      await classesAndSpans(allocator);
      await slotsOfFirstSpan(allocator);
    });
  }

  function heapText(k: number): string {
    return `event ${k} of ${run.log.count}, heap ${bytes(run.stateAt(k).heapAlloc)}`;
  }

  async function ledgerAndOs(allocator: Allocator): Promise<void> {
    const { live, dead, rounding, freeSlots, overhead } = ledgerOf(allocator.heap);
    const { pagesInUse, freePages, releasedPages, mappedPages } = viewMheap(allocator);
    const terms = [live, dead, rounding, freeSlots, overhead, freePages * pageSize, releasedPages * pageSize];
    const rows = await diagram.table('Ledger', 'ledger-table');
    const expected = [...terms, terms.reduce((sum, term) => sum + term, 0)].map(term => plain(integer(term)));
    deepEqual(
      rows.map(([, amount]) => amount),
      expected,
    );
    equal(expected.at(-1), plain(integer(mappedPages * pageSize)));
    const os = plain(await diagram.stage.locator('.os').innerText());
    for (const pages of [pagesInUse, freePages, releasedPages])
      ok(os.includes(plain(bytes(pages * pageSize))), os);
  }

  async function lanes(allocator: Allocator, k: number): Promise<void> {
    const { served, locks, objects } = statisticsOf(allocator, k, start);
    const pocket = served.zerobase + served.tiny + served.mcache;
    const head = async (lane: string) =>
      plain(await diagram.stage.locator(`[data-lane="${lane}"] .lane-head`).innerText()).replace(/\s+/g, ' ');
    ok(
      (await head('mcache')).endsWith(plain(`${percent(pocket, objects)} served here ${integer(pocket)}`)),
      await head('mcache'),
    );
    ok((await head('mcentral')).includes(plain(`${integer(locks.mcentral)}×`)), await head('mcentral'));
    ok(
      (await head('mcentral')).endsWith(plain(`served here ${integer(served.mcentral)}`)),
      await head('mcentral'),
    );
    ok((await head('mheap')).includes(plain(`${integer(locks.mheap)}×`)), await head('mheap'));
    ok((await head('mheap')).endsWith(plain(`served here ${integer(served.mheap)}`)), await head('mheap'));
    ok((await head('os')).includes(`${served.os} grow`), await head('os'));
  }

  async function sites(k: number): Promise<void> {
    const rows = await diagram.table('Sites', 'sites-table');
    const shown = rows.map(cells => [cells[2], cells[3], cells[5]].join(' ')).sort();
    const held = run
      .stateAt(k)
      .siteTotals.map(({ objects, bytes: asked, heldBytes }) =>
        plain(`${integer(objects)} ${bytes(asked)} ${heldBytes ? bytes(heldBytes) : '–'}`),
      );
    // A site that the run has not reached yet stands in the table all the same.
    deepEqual(shown, held.sort());
  }

  async function classesAndSpans(allocator: Allocator): Promise<void> {
    const classes = await diagram.table('Size classes', 'classes-table');
    const expected = viewSpanClasses(allocator).map(row =>
      [
        row.noscan ? 'noscan' : 'scan',
        row.spans,
        row.live,
        row.taken - row.live || '–',
        row.slots,
        row.locks || '–',
      ]
        .map(cell => plain(typeof cell === 'number' ? integer(cell) : cell))
        .join(' '),
    );
    deepEqual(
      classes.map(cells => [cells[2], cells[3], cells[4], cells[5], cells[6], cells[8]].join(' ')).sort(),
      expected.sort(),
    );
    const matrix = await diagram.stage
      .locator('.gauge[aria-label]')
      .evaluateAll(gauges => gauges.map(gauge => gauge.getAttribute('aria-label') ?? ''));
    const held = viewMcaches(allocator).flatMap(({ spans }) =>
      spans.map(({ allocCount, nelems }) => `${allocCount} of ${nelems}`),
    );
    deepEqual(matrix.map(label => /\d+ of \d+/.exec(label)?.[0]).sort(), held.sort());
    const spans = await diagram.table('Spans', 'spans-table');
    const count = viewMheap(allocator).spans;
    if (count <= 200) equal(spans.length, count);
    equal(Number(await diagram.page.locator('#spans-table').getAttribute('aria-rowcount')), count + 1);
  }

  /** Slots: the table and the grid tell the same span. */
  async function slotsOfFirstSpan(allocator: Allocator): Promise<void> {
    await diagram.page.locator('#spans-table tbody button').first().click();
    // Of a long table the rows in view are there, and one that takes the room of the others.
    const rows = (await diagram.table('Slots', 'slots-table')).filter(cells => cells.length > 1);
    const address = /0x[0-9a-f]+/.exec(
      await diagram.page.getByRole('region', { name: 'Slots of the span' }).innerText(),
    )?.[0];
    let first = 0;
    while (viewSpan(allocator, first)?.address !== Number(address)) first++;
    const { state, requested } = viewSlots(allocator, first);
    const words = (slot: number) =>
      state[slot] === slotFree ? 'free' : state[slot] === slotLive ? 'live' : 'dead';
    deepEqual(
      rows.map(cells => `${cells[1]} ${cells[4]}`),
      [...state.keys()]
        .slice(0, rows.length)
        .map(slot => plain(`${words(slot)} ${requested[slot] ? bytes(requested[slot]) : '–'}`)),
    );
    await workbench.page.keyboard.press('Escape');
  }
});
