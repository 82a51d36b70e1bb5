import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { touch } from '../rig/booth-screen.ts';
import { layPaper } from '../rig/cameras.ts';
import { FUND_VISIT } from '../rig/fund-visit.ts';
import { dottedPage, probeMarks } from '../rig/mark-probe.ts';
import { type House, openDesk, startHouse } from '../rig/rig.ts';

/** For whatever is waited for in one place. */
const PATIENCE_MS = 40_000;
const PRESSES = 10;
/** The paper is seen at two sizes there. */
const DESK_SIZES = [
  { width: 1_440, height: 900 },
  { width: 1_920, height: 1_080 },
] as const;
const WAYS = [
  ['desk', 'booth'],
  ['booth', 'desk'],
] as const;
/** Of the page: the finger is on the line that was meant. */
const MOST_APART = 0.01;
const BOOTH = '[data-screen="in-call"] [class*="main"]';
const DESK = 'section[aria-label="材料"]';

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const percent = (values: readonly number[]) =>
  `${(100 * middle(values)).toFixed(2)} % of the page (most ${(100 * Math.max(...values)).toFixed(2)})`;

test('a mark on the live paper is at the same place of the page at the other side, booth in Electron', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'xiaowu-e2e-'));
  const closers: (() => Promise<unknown>)[] = [];
  const problems: string[] = [];
  let house: House | undefined;
  try {
    house = await startHouse({ dir, paperTable: true });
    const desk = await openDesk(house, { closers, problems }, 'fund');
    const booth = house.booth().page;
    for (const page of [booth, desk.page]) page.setDefaultTimeout(PATIENCE_MS);
    const [walksIn, calls] = FUND_VISIT;
    for (const step of [walksIn, calls]) await step?.run({ house, desk, picturesDir: null });
    await touch(booth, 'paper');
    await layPaper(booth, dottedPage());
    await booth.locator('[data-page-outline]').waitFor();
    await desk.page.locator(`${DESK} video`).waitFor();
    await desk.page.locator(`${DESK} [data-ink-tool="stroke"]`).click();
    const sides = {
      booth: await probeMarks(booth, BOOTH),
      desk: await probeMarks(desk.page, DESK),
    };
    const wipe = async () => {
      await desk.page.locator(`${DESK} [data-ink-clear]`).click();
      for (const page of [booth, desk.page]) await page.locator('canvas[data-ink][data-marks="0"]').first().waitFor();
    };
    for (const size of DESK_SIZES) {
      await desk.page.setViewportSize(size);
      await wipe();
      for (const [from, to] of WAYS) {
        const took: number[] = [];
        const apart: number[] = [];
        for (let press = 0; press < PRESSES; press++) {
          const seen = sides[to].seen(1);
          const pressedAtMs = await sides[from].press();
          took.push((await seen) - pressedAtMs);
          apart.push(...(await sides[to].apart(1)));
          await wipe();
        }
        const how = `${from} to ${to}, desk of ${size.width} × ${size.height}`;
        console.info(
          `${how}: a mark is seen after ${middle(took).toFixed(0)} ms (most ${Math.max(...took).toFixed(0)}), ${percent(apart)} off`,
        );
        expect(apart).toHaveLength(PRESSES);
        expect(middle(apart), how).toBeLessThan(MOST_APART);
      }
    }
    expect([...house.problems, ...problems]).toEqual([]);
  } finally {
    for (const closer of closers.reverse()) await closer();
    await house?.close();
    await rm(dir, { recursive: true, force: true });
  }
});
