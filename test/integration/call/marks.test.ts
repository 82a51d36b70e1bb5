import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Party } from '../../../contracts/domain/visit.ts';
import { type Signal, signal as signalSchema } from '../../../contracts/hub/signal.ts';
import { launchChromium } from '../../rig/chromium.ts';
import { bundlePage } from '../../rig/page-server.ts';
import type { MarksPage } from './marks-page.tsx';

const CITIZEN = '0199f000-0000-7000-8000-000000000009';
const AGENT = '0199f000-0000-7000-8000-000000000001';
const PATIENCE_MS = 120_000;
const PAGE_URL = 'http://localhost/';
const PRESSES = 12;
const PICTURES = 20;
/** Of the page: the finger is on the line that was meant. */
const MOST_APART = 0.01;
/** The dot in the page's own shares. */
const DOT = { x: 0.3, y: 0.6 };

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const most = (values: readonly number[]) => Math.max(...values);

describe('marks on a paper that moves, between two Chromium pages', { timeout: PATIENCE_MS }, () => {
  const pages = new Map<string, Page>();
  let browser: Browser;
  let script: string;

  beforeAll(async () => {
    script = await bundlePage(new URL('./marks-page.tsx', import.meta.url));
    browser = await launchChromium();
  }, PATIENCE_MS);
  afterEach(async () => {
    for (const page of pages.values()) await page.context().close();
    pages.clear();
  });
  afterAll(() => browser?.close());

  const seat = async (partyId: string, viewport: { width: number; height: number }): Promise<Page> => {
    const context = await browser.newContext({ viewport, permissions: ['camera', 'microphone'] });
    await context.route(`${PAGE_URL}**`, (route) =>
      route.request().url().endsWith('/page.js')
        ? route.fulfill({ contentType: 'text/javascript', body: script })
        : route.fulfill({
            contentType: 'text/html',
            body: '<!doctype html><meta charset="utf-8"><body><script>window.process={env:{NODE_ENV:"development"}}</script><script src="/page.js"></script>',
          }),
    );
    await context.exposeFunction('sendSignal', async (from: string, to: string, value: unknown) => {
      const signal: Signal = signalSchema.parse(value);
      await pages.get(to)?.evaluate(([sender, one]) => window.marksPage.receive(sender, one), [from, signal] as const);
    });
    const page = await context.newPage();
    await page.goto(PAGE_URL);
    pages.set(partyId, page);
    return page;
  };
  const call = <K extends keyof MarksPage>(page: Page, method: K, ...input: Parameters<MarksPage[K]>) =>
    page.evaluate(
      ([name, values]) =>
        (window.marksPage[name as 'seen'] as (...all: unknown[]) => unknown)(...(values as unknown[])),
      [method, input] as const,
    ) as Promise<Awaited<ReturnType<MarksPage[K]>>>;

  it.each([
    { widthPx: 1_280, heightPx: 960, booth: { width: 1_080, height: 900 }, desk: { width: 820, height: 640 } },
    { widthPx: 640, heightPx: 480, booth: { width: 540, height: 600 }, desk: { width: 1_300, height: 700 } },
  ])('are on the same place of the page at both sides (picture of $widthPx px)', async (given) => {
    const booth = await seat(CITIZEN, given.booth);
    const desk = await seat(AGENT, given.desk);
    await call(booth, 'start', CITIZEN, 'citizen', given.widthPx, given.heightPx);
    await call(desk, 'start', AGENT, 'agent', given.widthPx, given.heightPx);
    const party = (partyId: string, kind: Party['kind']): Party => ({
      partyId,
      kind,
      displayName: partyId,
      place: 'table',
      owner: false,
    });
    const parties = [party(CITIZEN, 'citizen'), party(AGENT, 'agent')];
    for (const page of pages.values()) await call(page, 'meet', parties);
    for (const page of pages.values()) await page.waitForFunction(() => window.marksPage.isReady());

    for (const [from, to, way] of [
      [desk, booth, 'desk to booth'],
      [booth, desk, 'booth to desk'],
    ] as const) {
      const before = (await call(to, 'seen')).length;
      const latencies: number[] = [];
      for (let press = 0; press < PRESSES; press++) {
        const { pressedAtMs } = await call(from, 'pressOnDot');
        await to.waitForFunction((count) => window.marksPage.seen().length >= count, before + press + 1);
        latencies.push(((await call(to, 'seen')).at(-1)?.atMs ?? Number.NaN) - pressedAtMs);
      }
      const places = (await call(to, 'seen')).slice(before);
      const apart = places.map(({ x, y }) => Math.hypot(x - DOT.x, y - DOT.y));
      console.info(
        `${way}, ${given.widthPx} px: a mark is seen after ${middle(latencies).toFixed(0)} ms (most ${most(latencies).toFixed(0)}), ` +
          `${(100 * middle(apart)).toFixed(2)} % of the page from where it was meant (most ${(100 * most(apart)).toFixed(2)})`,
      );
      expect(places).toHaveLength(PRESSES);
      expect(middle(apart), way).toBeLessThan(MOST_APART);
    }

    // One mark, and the paper goes on moving: the ink stays on it.
    await call(desk, 'wipe');
    await booth.waitForFunction(() => document.querySelector<HTMLElement>('[data-ink]')?.dataset.marks === '0');
    await call(desk, 'pressOnDot');
    await booth.waitForFunction(() => document.querySelector<HTMLElement>('[data-ink]')?.dataset.marks === '1');
    for (const [name, page] of [
      ['desk', desk],
      ['booth', booth],
    ] as const) {
      const apart = await call(page, 'apart', PICTURES);
      console.info(
        `ink on the moving paper at the ${name}, ${given.widthPx} px: ${(100 * middle(apart)).toFixed(2)} % of the page off (most ${(100 * most(apart)).toFixed(2)})`,
      );
      expect(middle(apart), name).toBeLessThan(MOST_APART);
    }

    // What is filed is the camera's picture, and the ink lies above it.
    await call(booth, 'move', false);
    let settled = '';
    const isSettled = async () => {
      const before = settled;
      settled = (await call(booth, 'still')).digest;
      return settled === before;
    };
    await expect.poll(isSettled, { timeout: 20_000 }).toBe(true);
    const marked = await call(booth, 'still');
    await call(desk, 'wipe');
    await booth.waitForFunction(() => document.querySelector<HTMLElement>('[data-ink]')?.dataset.marks === '0');
    expect((await call(booth, 'still')).digest).toBe(marked.digest);
    for (const page of pages.values()) expect(await call(page, 'errors')).toEqual([]);
  });
});
