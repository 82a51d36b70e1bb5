import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { touch } from '../rig/booth-screen.ts';
import { missingFirefox } from '../rig/firefox.ts';
import { FirefoxDesk } from '../rig/firefox-desk.ts';
import { type House, openDesk, startHouse } from '../rig/rig.ts';

const TIMEOUT_MS = 300_000;

/** Counts the moving pictures in which something is to be seen, by their pixels; the own one is among them. */
const PLAYING = () => {
  const SIDE_PX = 16;
  const BLACK = 32;
  const canvas = document.createElement('canvas');
  canvas.width = SIDE_PX;
  canvas.height = SIDE_PX;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return [...document.querySelectorAll('video')].filter((video) => {
    if (!context || video.videoWidth === 0 || video.currentTime === 0) return false;
    context.drawImage(video, 0, 0, SIDE_PX, SIDE_PX);
    const { data } = context.getImageData(0, 0, SIDE_PX, SIDE_PX);
    return data.some((value, index) => index % 4 !== 3 && value > BLACK);
  }).length;
};

test('four parties in one call: booth in Electron, two desks in Chromium, one in Firefox', async () => {
  test.setTimeout(TIMEOUT_MS);
  const missing = await missingFirefox();
  test.skip(missing !== undefined, missing);
  const dir = await mkdtemp(join(tmpdir(), 'xiaowu-four-'));
  const closers: (() => Promise<unknown>)[] = [() => rm(dir, { recursive: true, force: true })];
  const pictures = process.env.SESSION_PICTURES;
  try {
    const house = await startHouse({ dir, drawnFace: true });
    closers.push(() => house.close());
    const problems: string[] = [];
    const market = await openDesk(house, { closers, problems }, 'market');
    const tax = await openDesk(house, { closers, problems }, 'tax');
    const social = await FirefoxDesk.open(house.hub.url, (text) => problems.push(`firefox: ${text}`));
    closers.push(() => social.close());
    await social.logIn('demo-social-1');
    for (const desk of [market, tax, social]) await desk.goAvailable();

    const booth = house.booth().page;
    await walkIn(house);
    await touch(booth, 'choose-department');
    await booth.locator('[data-department="market-regulation"]').click();
    await market.waitForOffer();
    await market.accept();
    await market.invite('税务局');
    await tax.waitForOffer();
    await tax.accept();
    await market.invite('社会保险基金管理中心');
    await social.accept();

    // The booth shows itself and three agents, each desk itself, two colleagues, the citizen and the paper.
    const pages = [
      { name: 'booth', count: 4, see: () => booth.evaluate(PLAYING), shoot: shooter(booth) },
      { name: 'market', count: 5, see: () => market.page.evaluate(PLAYING), shoot: shooter(market.page) },
      { name: 'tax', count: 5, see: () => tax.page.evaluate(PLAYING), shoot: shooter(tax.page) },
      { name: 'firefox', count: 5, see: () => social.page.evaluate(PLAYING), shoot: shooter(social.page) },
    ];
    for (const { name, count, see, shoot } of pages) {
      await expect.poll(see, { timeout: 60_000, message: name }).toBeGreaterThanOrEqual(count);
      if (pictures) await shoot(join(pictures, `four-${name}.png`));
    }
    // The citizen goes on hearing everybody when one leaves.
    await tax.leaveCall();
    await expect.poll(() => booth.evaluate(PLAYING), { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
    expect([...problems, ...house.problems]).toEqual([]);
  } finally {
    for (const closer of closers.reverse()) await closer();
  }
});

/** The two drivers agree on how a picture is taken, and disagree on the type of its name. */
function shooter(page: { screenshot(options: { path: `${string}.png` }): Promise<unknown> }) {
  return (path: string) => page.screenshot({ path: path as `${string}.png` });
}

/** A citizen without a phone comes in from the street. */
async function walkIn(house: House): Promise<void> {
  const { door } = house.machines;
  const { page } = house.booth();
  await touch(page, 'begin');
  await touch(page, 'agree');
  await door.waitFor(() => door.lock === 'unlocked', 20_000);
  door.openLeaf();
  door.enter();
  door.closeLeaf();
  await page.locator('[data-action="call"]').waitFor();
}
