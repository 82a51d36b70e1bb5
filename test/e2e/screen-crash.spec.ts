import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type Page, test } from '@playwright/test';
import { playingPictures, touch } from '../rig/booth-screen.ts';
import { type House, openDesk, startHouse } from '../rig/rig.ts';

/** The screen's page after it was loaded anew: Playwright gives up the page that crashed, so it is met on a new connection. */
async function meetAgain(log: string): Promise<Page> {
  const address = /DevTools listening on ws:\/\/([\d.:]+)\//.exec(log)?.[1];
  const found: Page[] = [];
  await expect(async () => {
    const browser = await chromium.connectOverCDP(`http://${address}`, { noDefaults: true });
    const page = browser.contexts()[0]?.pages()[0];
    if (!page) {
      await browser.close();
      throw new Error('the screen is not loaded yet');
    }
    found.push(page);
  }).toPass({ timeout: 30_000 });
  const [page] = found;
  if (!page) throw new Error('the screen was not loaded again');
  return page;
}

test('the screen crashes in the middle of a call: it comes back by itself into the same call, seen and heard', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'xiaowu-e2e-'));
  const closers: (() => Promise<unknown>)[] = [];
  let house: House | undefined;
  try {
    house = await startHouse({ dir });
    const { machines } = house;
    const desk = await openDesk(house, { closers, problems: [] }, 'market');
    await desk.goAvailable();
    const { page, log } = house.booth();
    await touch(page, 'begin');
    await touch(page, 'agree');
    await machines.door.waitFor(() => machines.door.lock === 'unlocked', 20_000);
    machines.door.openLeaf();
    machines.door.enter();
    machines.door.closeLeaf();
    await touch(page, 'call');
    await desk.waitForOffer();
    await desk.accept();
    await expect.poll(() => playingPictures(page)).toBeGreaterThan(0);

    const session = await page.context().newCDPSession(page);
    const crashedMs = Date.now();
    // It answers nothing any more.
    void session.send('Page.crash').catch(() => undefined);
    await page.waitForEvent('crash');
    await expect.poll(() => log()).toContain('screen.gone');

    const screen = await meetAgain(log());
    await screen.locator('[data-screen="in-call"]').waitFor();
    // The citizen's own picture and the agent's.
    await expect.poll(() => playingPictures(screen)).toBeGreaterThan(1);
    console.log(`the picture is back ${Date.now() - crashedMs} ms after the crash`);
    await expect(screen.getByTestId('call-notice')).toHaveCount(0);
    await expect.poll(() => playingPictures(desk.page)).toBeGreaterThan(1);
    await touch(screen, 'hang-up');
    await screen.locator('[data-screen="after-call"]').waitFor();
  } finally {
    for (const closer of closers.reverse()) await closer();
    await house?.close();
    await rm(dir, { recursive: true, force: true });
  }
});
