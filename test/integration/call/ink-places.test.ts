import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../rig/chromium.ts';
import { bundleStyledPage } from '../../rig/page-server.ts';
import type { InkPlaces, Side, Target } from './ink-places-page.tsx';

const PATIENCE_MS = 120_000;
const PAGE_URL = 'http://localhost/';
/** Of the still's or the field's size, for the middle of ink whose pen has whole pixels. */
const MOST_APART = 0.01;
type Place = readonly [number, number];
const TARGETS: readonly Target[] = ['still', 'field-0', 'field-2', 'field-3'];

describe('ink on a still and on the fields of a form, at two sizes', { timeout: PATIENCE_MS }, () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const { script, styles } = await bundleStyledPage(new URL('./ink-places-page.tsx', import.meta.url));
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1_100, height: 2_400 } });
    await page.route(`${PAGE_URL}**`, (route) =>
      route.request().url().endsWith('/page.js')
        ? route.fulfill({ contentType: 'text/javascript', body: script })
        : route.fulfill({
            contentType: 'text/html',
            body: `<!doctype html><meta charset="utf-8"><style>${styles}</style><body><script>window.process={env:{NODE_ENV:"development"}}</script><script src="/page.js"></script>`,
          }),
    );
    await page.goto(PAGE_URL);
    await page.waitForFunction(() => {
      const stills = [...document.querySelectorAll('img')];
      return stills.length === 2 && stills.every((still) => still.naturalWidth > 0);
    });
  }, PATIENCE_MS);
  afterAll(() => browser?.close());

  const call = <K extends keyof InkPlaces>(method: K, ...input: Parameters<InkPlaces[K]>) =>
    page.evaluate(
      ([name, values]) =>
        (window.inkPlaces[name as 'undo'] as (...all: unknown[]) => unknown)(...(values as unknown[])),
      [method, input] as const,
    ) as Promise<Awaited<ReturnType<InkPlaces[K]>>>;
  const seen = (side: Side, on: Target) => expect.poll(() => call('inkOn', side, on));

  it.each(TARGETS)('is on the same place at both sides and is taken back (%s)', async (on) => {
    for (const [from, to] of [
      ['desk', 'booth'],
      ['booth', 'desk'],
    ] as const) {
      await seen(to, on).toBeNull();
      await call('draw', from, on, [0.3, 0.4], [0.7, 0.6], 'underline');
      await seen(to, on).not.toBeNull();
      for (const side of [from, to]) {
        const ink = await call('inkOn', side, on);
        expect(Math.hypot((ink?.x ?? 9) - 0.5, (ink?.y ?? 9) - 0.5), `${side}, drawn at the ${from}`).toBeLessThan(
          MOST_APART,
        );
        // Red is the desk's here, blue the citizen's.
        expect(await call('colourOn', side, on)).toBe(from === 'desk' ? '255,0,0' : '0,0,255');
      }
      expect(await call('undo', to, on), 'nobody takes the other side’s back').toBe(false);
      expect(await call('undo', from, on)).toBe(true);
      await seen(to, on).toBeNull();
    }
  });

  // Where a place of the file is seen on a picture that is turned, as its corners say: the upper left comes to the upper right.
  it.each([
    [0, ([x, y]: Place): Place => [x, y]],
    [1, ([x, y]: Place): Place => [1 - y, x]],
    [2, ([x, y]: Place): Place => [1 - x, 1 - y]],
    [3, ([x, y]: Place): Place => [y, 1 - x]],
  ] as const)('keeps to its place on a still that the desk sees turned by %i quarters', async (turn, seenAt) => {
    await call('turn', 'desk', turn);
    await call('draw', 'booth', 'still', [0.2, 0.1], [0.3, 0.1], 'underline');
    await seen('desk', 'still').not.toBeNull();
    const [x, y] = seenAt([0.25, 0.1]);
    const ink = await call('inkOn', 'desk', 'still');
    expect(Math.hypot((ink?.x ?? 9) - x, (ink?.y ?? 9) - y)).toBeLessThan(MOST_APART);
    await call('undo', 'booth', 'still');
    await seen('booth', 'still').toBeNull();

    await call('draw', 'desk', 'still', seenAt([0.7, 0.8]), seenAt([0.8, 0.8]), 'underline');
    await seen('booth', 'still').not.toBeNull();
    const back = await call('inkOn', 'booth', 'still');
    expect(Math.hypot((back?.x ?? 9) - 0.75, (back?.y ?? 9) - 0.8)).toBeLessThan(MOST_APART);
    await call('undo', 'desk', 'still');
    await call('turn', 'desk', 0);
  });

  it('that runs over several fields keeps to the one that it began on', async () => {
    await call('draw', 'desk', 'field-1', [0.5, 0.5], [0.5, 1.4], 'underline');
    await seen('booth', 'field-1').not.toBeNull();
    expect((await call('inkOn', 'booth', 'field-1'))?.y).toBeCloseTo(0.95, 1);
  });
});
