import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'jpeg-js';
import type { Browser, Page } from 'playwright';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PaperDocument } from '../../../contracts/domain/pages.ts';
import type { Point } from '../../../papers/geometry.ts';
import type { ColourPicture } from '../../../papers/picture.ts';
import { makeMjpeg } from '../../fixtures/documents/mjpeg.ts';
import { makeScene, type Scene } from '../../fixtures/pages/scene.ts';
import { drawnFaceCamera, FIGURES, layPaper } from '../../rig/cameras.ts';
import { launchChromium } from '../../rig/chromium.ts';

/** The booth's real screen and worker in Chromium, on a played main; papers are laid under its document camera. */

const PATIENCE_MS = 120_000;
/** A page is seen, counted down, photographed and studied, beside other work. */
const SHOT_MS = 60_000;

let server: ViteDevServer;
let folder: string;
let browser: Browser;
let filmed: Browser | null = null;
let page: Page;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'xiaowu-capture-'));
  server = await createServer({ configFile: 'vite.booth.config.ts', logLevel: 'error', server: { port: 0 } });
  await server.listen();
  browser = await launchChromium();
}, PATIENCE_MS);
afterEach(async () => {
  await page?.context().close();
  await filmed?.close();
  filmed = null;
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function openBooth(from: Browser, initScript?: string): Promise<void> {
  const context = await from.newContext({
    viewport: { width: 1_080, height: 1_920 },
    permissions: ['camera', 'microphone'],
  });
  page = await context.newPage();
  page.setDefaultTimeout(SHOT_MS);
  if (initScript !== undefined) await page.addInitScript(initScript);
  await page.goto(`${server.resolvedUrls?.local[0]}testing/harness.html?scene=in-call`);
  await page.locator('[data-action="paper"]').click();
}
const openTable = () => openBooth(browser, drawnFaceCamera(FIGURES.citizen, { paperTable: true }));

const jpegOf = ({ widthPx: width, heightPx: height, data }: ColourPicture) =>
  encode({ width, height, data: Buffer.from(data) }, 92).data;
const lay = (scene: Scene | null) => layPaper(page, scene && jpegOf(scene.picture));
/** Pixels across of the drawn document camera. */
const CAMERA_PX = 1_600;
/** The camera gives eight a second: a page that lies well is taken within half as many. */
const MANY_PICTURES = 40;
const pictures = (count: number) =>
  page.evaluate(async (many) => {
    const video = document.querySelector('video');
    for (let left = many; video && left > 0; left--) {
      await new Promise<void>((resolve) => video.requestVideoFrameCallback(() => resolve()));
    }
  }, count);
/** Takes a page by the key; ms until the screen gives it to main. */
const pressUntilGiven = () =>
  page.evaluate(async () => {
    const { fakeBooth } = window as unknown as { fakeBooth: { sent: Sent[] } };
    const count = () => fakeBooth.sent.filter(({ name }) => name === 'page.give').length;
    const before = count();
    const pressedAtMs = performance.now();
    document.querySelector<HTMLElement>('[data-action="take-page"]')?.click();
    while (count() === before) await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - pressedAtMs;
  });
const press = (action: string) => page.locator(`[data-action="${action}"]`).first().click();
const phase = (name: string) => page.locator(`[data-capture="${name}"]`).waitFor();

interface Sent {
  readonly name: string;
  readonly input: unknown;
}
/** What the screen said to main under this name, in order. */
const sent = (name: string) =>
  page.evaluate((wanted) => {
    const { fakeBooth } = window as unknown as { fakeBooth: { sent: Sent[] } };
    // A photograph crosses by its size alone.
    const plain = (_key: string, value: unknown) => (value instanceof Uint8Array ? value.length : value);
    return fakeBooth.sent
      .filter((each) => each.name === wanted)
      .map((each) => JSON.parse(JSON.stringify(each.input, plain)));
  }, name);
const given = async () => (await sent('page.give')) as { widthPx: number; heightPx: number; bytes: number }[];
const lastDocument = async () => ((await sent('pages.arrange')) as { document: PaperDocument }[]).at(-1)?.document;
const files = async () => (await lastDocument())?.pages.map(({ fileId }) => fileId.slice(-4));
const push = (name: string, payload: unknown) =>
  page.evaluate(
    ([what, given]) =>
      (window as unknown as { fakeBooth: { push(n: unknown, p: unknown): void } }).fakeBooth.push(what, given),
    [name, payload] as const,
  );

/** Corners of the outline on the screen, in shares of the picture that is shown. */
const outline = () =>
  page.evaluate(() => {
    const video = document.querySelector<HTMLVideoElement>('video');
    const polygon = document.querySelector('[data-page-outline] polygon');
    if (!video || !polygon) return null;
    const box = video.getBoundingClientRect();
    const scale = Math.min(box.width / video.videoWidth, box.height / video.videoHeight);
    const [width, height] = [video.videoWidth * scale, video.videoHeight * scale];
    const points = (polygon.getAttribute('points') ?? '').split(' ').map((point) => point.split(',').map(Number));
    return points.map(([x = 0, y = 0]) => ({
      x: (x - (box.width - width) / 2) / width,
      y: (y - (box.height - height) / 2) / height,
    }));
  });

const letter = (seed: number, defect: 'none' | 'glare' = 'none') => makeScene({ seed, defect, sheet: 'letter' });

/** How far each true corner is from the nearest one on the screen, in shares of the picture's width. */
function apart(seen: readonly Point[], { corners, picture }: Scene): number[] {
  return (corners ?? []).map(({ x, y }) =>
    Math.min(
      ...seen.map((point) =>
        Math.hypot(
          point.x - x / picture.widthPx,
          ((point.y - y / picture.heightPx) * picture.heightPx) / picture.widthPx,
        ),
      ),
    ),
  );
}

describe('taking pages at the booth', { timeout: PATIENCE_MS }, () => {
  it('shows where the page lies, says what to do about glare, and does not take it by itself', async () => {
    await openTable();
    const bad = letter(13, 'glare');
    await lay(bad);
    await page.locator('[data-page-outline]').waitFor();
    expect(Math.max(...apart((await outline()) ?? [], bad))).toBeLessThan(0.01);
    await press('capture');
    await page.locator('[data-hint="glare"]').waitFor();
    expect(await page.locator('h1').textContent()).toBe('请避开反光');
    // Longer than a good page waits; nothing is taken.
    await pictures(MANY_PICTURES);
    expect(await page.locator('[data-page]').count()).toBe(0);
    expect(await sent('page.give')).toEqual([]);
    // The citizen may: the page is kept, and said to be flawed.
    await press('take-page');
    await page.locator('[data-page="1"]').waitFor();
    expect(await page.locator('h1').textContent()).toBe('第 1 页可能看不清');
  });

  it('takes still pages by itself, each once, in their order; one is asked for again and takes its place', async () => {
    await openTable();
    await press('capture');
    await page.locator('[data-hint="no-page"]').waitFor();
    await lay(letter(13));
    await phase('counting');
    await page.locator('[role="timer"]').first().waitFor();
    await page.locator('[data-page="1"][data-state="stored"]').waitFor();
    expect(await page.locator('h1').textContent()).toBe('第 1 页拍好了');
    // It still lies there, and is not taken twice.
    await pictures(MANY_PICTURES);
    expect(await page.locator('[data-page]').count()).toBe(1);
    await lay(null);
    await lay(letter(14));
    await page.locator('[data-page="2"][data-state="stored"]').waitFor();
    await expect.poll(files).toEqual(['9001', '9002']);
    const document = await lastDocument();
    expect(document?.done).toBe(false);
    // Filed is the page, straight and of its own shape, and not the camera's picture.
    for (const { widthPx, heightPx } of await given()) {
      expect(Math.max(widthPx, heightPx) / Math.min(widthPx, heightPx)).toBeCloseTo(Math.SQRT2, 1);
      expect(Math.max(widthPx, heightPx)).toBeLessThan(CAMERA_PX);
    }

    await page.locator('[data-page="2"]').click();
    await press('page-earlier');
    await press('close-page');
    await expect.poll(files).toEqual(['9002', '9001']);
    await press('pages-done');
    await expect.poll(async () => (await lastDocument())?.done).toBe(true);

    const agent = { displayName: '演示坐席', id: '01890000-0000-7000-8000-000000000201' };
    await push('page.retake', { fileId: '01890000-0000-7000-8000-000000009002', reason: 'glare', agent });
    await page.getByText('演示坐席 请您重拍第 1 页：有反光').waitFor();
    // What lies there is not taken: it may be another page, or as bad as before.
    await pictures(MANY_PICTURES);
    expect(await sent('page.give')).toHaveLength(2);
    await lay(letter(13));
    await expect.poll(files, { timeout: SHOT_MS }).toEqual(['9003', '9001']);
    expect((await lastDocument())?.dropped.map((id) => id.slice(-4))).toEqual(['9002']);
  });

  it('takes the photograph at the full size of a camera that plays a film, while the picture runs on', async () => {
    const film = join(folder, 'licence.mjpeg');
    makeMjpeg({ kind: 'business-licence', seed: 3 }, film);
    filmed = await launchChromium(film);
    await openBooth(filmed);
    await press('capture');
    await page.locator('[data-page-outline]').waitFor();
    const tookMs = await pressUntilGiven();
    const [page1] = await given();
    console.info(
      `from the key to the straight page on its way: ${tookMs.toFixed(0)} ms, ${page1?.widthPx} × ${page1?.heightPx} px`,
    );
    // The page fills most of a picture of 1,920 × 1,080; of the live picture that is looked at it has half as many pixels.
    expect(page1?.widthPx).toBeGreaterThan(1_300);
    expect((page1?.widthPx ?? 0) / (page1?.heightPx ?? 1)).toBeCloseTo(Math.SQRT2, 1);
    await pictures(2);
  });
});
