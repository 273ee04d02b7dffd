import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { type Diagram, openChurn, plain } from '../diagram';
import type { Workbench } from '../workbench';

describe('the heap diagram: moving through a run', () => {
  let workbench: Workbench;
  let diagram: Diagram;

  openChurn(opened => {
    diagram = opened;
    workbench = opened.workbench;
  });

  it('buttons and keys step, to the ends and by collections', async () => {
    const end = await diagram.events();
    await diagram.button('To the empty heap').click();
    await diagram.waitForEvent(k => k === 0);
    await diagram.inspector.getByText('The empty heap').waitFor();
    await diagram.button('Step forward').click();
    await diagram.waitForEvent(k => k === 1);
    await diagram.timeline.focus();
    for (const [key, at] of [
      ['ArrowRight', 2],
      ['Shift+ArrowRight', 102],
      ['ArrowLeft', 101],
      ['End', end],
      ['Home', 0],
    ] as const) {
      await workbench.page.keyboard.press(key);
      await diagram.waitForEvent(k => k === at);
    }
    await workbench.page.keyboard.press(']');
    const collection = await diagram.waitForEvent(k => k > 0);
    await workbench.page.keyboard.press('End');
    await diagram.waitForEvent(k => k === end);
    await workbench.page.keyboard.press('[');
    await diagram.waitForEvent(k => k === collection);
    await diagram.inspector.getByText('GC 1 ran').waitFor();
  });

  it('jumps: peak, collection, grow, the next lock', async () => {
    const { page } = diagram;
    await diagram.button('peak').first().click();
    const peak = Number(/event ([\d ]+)/.exec(await diagram.figure('Peak heap'))?.[1].replaceAll(' ', ''));
    await diagram.waitForEvent(k => k === peak);
    await diagram.button('To the empty heap').click();
    await page.getByRole('button', { name: 'grow ›' }).click();
    await diagram.waitForEvent(k => k > 0);
    match(plain(await diagram.stage.locator('[data-lane="os"] .lane-head').innerText()), /1 grow/);
    const before = await diagram.event();
    await page.getByRole('button', { name: 'lock ›' }).click();
    const locked = await diagram.waitForEvent(k => k > before);
    ok(locked > before);
    await page.getByRole('button', { name: '‹ lock' }).click();
    await diagram.waitForEvent(k => k < locked);
  });

  it('the way of an allocation is drawn along the lanes to the level that served it', async () => {
    await diagram.button('To the empty heap').click();
    const seen: Record<string, number> = {};
    for (let lock = 0; lock < 6; lock++) {
      const before = await diagram.event();
      await diagram.page.getByRole('button', { name: 'lock ›' }).click();
      await diagram.waitForEvent(k => k > before);
      const served = await diagram.stage.locator('.lane.serve').getAttribute('data-lane');
      const taken = await diagram.stage.locator('.lock.taken').count();
      const words = plain(await diagram.inspector.locator('.way li.served').innerText());
      match(words.replace(/^OS/, 'os'), new RegExp(`^${served}`));
      ok(taken > 0, `event ${before}: a lock word is filled`);
      seen[served ?? ''] = (seen[served ?? ''] ?? 0) + 1;
      const { dots, drawn } = await wayLine();
      equal(dots.filter(Boolean).length, 1, 'one dot is filled');
      equal(dots.at(-1), true, 'the last one');
      ok(drawn > 20, 'the line has a length');
    }
    ok(
      Object.keys(seen).some(lane => lane !== 'mcache'),
      JSON.stringify(seen),
    );
    await diagram.button('Step forward').click();
    await diagram.button('Step forward').click();
    await workbench.screenshot('diagram-way');
  });

  it('plays with a speed, and pauses', async () => {
    await diagram.button('To the empty heap').click();
    await diagram.choose('Speed, events a second', '100/s');
    await diagram.button('Play').click();
    const first = await diagram.waitForEvent(k => k > 5);
    await diagram.waitForEvent(k => k > first);
    await diagram.button('Pause').click();
    const paused = await diagram.event();
    await workbench.page.waitForTimeout(300);
    equal(await diagram.event(), paused);
    await diagram.choose('Speed, events a second', '10 000/s');
    await diagram.button('Play').click();
    const end = await diagram.events();
    await diagram.waitForEvent(k => k === end);
    await diagram.button('Play').waitFor();
  });

  it('moves in four steps a second where motion is reduced', async () => {
    const { page } = workbench;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await diagram.choose('Speed, events a second', '100/s');
    await diagram.button('To the empty heap').click();
    await diagram.button('Play').click();
    const steps = new Set<number>();
    for (const until = Date.now() + 2000; Date.now() < until; ) steps.add(await diagram.event());
    await diagram.button('Pause').click();
    await page.emulateMedia({ reducedMotion: null });
    ok(steps.size >= 3 && steps.size <= 11, `${steps.size} positions in two seconds`);
    const distances = [...steps].slice(1).map((k, i) => k - [...steps][i]);
    ok(
      distances.every(distance => distance >= 20),
      `steps of ${distances}`,
    );
  });

  it('a level tells what it does, how many it served and how often its lock was taken', async () => {
    await diagram.button('To the end').click();
    const head = diagram.stage.locator('[data-lane="mcentral"] .lane-head');
    await head.click();
    await diagram.inspector.getByText('mcentral, the ATM').waitFor();
    const counts = async (): Promise<(string | undefined)[]> => [
      /mutex (\d+)×/.exec(plain(await head.innerText()))?.[1],
      /lock taken\s+(\d+)/.exec(plain(await diagram.inspector.innerText()))?.[1],
    ];
    await diagram.waitFor(counts, ([inLane, inInspector]) => Number(inLane) > 0 && inLane === inInspector);
    await workbench.page.keyboard.press('Escape');
    deepEqual(await diagram.inspector.getByText('mcentral, the ATM').count(), 0);
  });

  async function wayLine(): Promise<{ dots: boolean[]; drawn: number }> {
    return diagram.stage.locator('.way-line').evaluate(svg => ({
      dots: [...svg.querySelectorAll('circle')].map(dot => dot.classList.contains('served')),
      drawn: svg.querySelector<SVGPathElement>('path.line')?.getTotalLength() ?? 0,
    }));
  }
});
