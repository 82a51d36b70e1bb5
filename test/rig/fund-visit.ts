import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect } from '@playwright/test';
import type { Page } from 'playwright';
import { type AlbumPhoto, albumPhoto } from '../fixtures/documents/album/album.ts';
import type { AgentDesk } from './agent-desk.ts';
import { touch } from './booth-screen.ts';
import { layPaper } from './cameras.ts';
import type { House } from './rig.ts';

/** Photographs of made-up papers that lie well: no glare, no shadow, hardly turned. */
export const FUND_PAPERS = {
  idFront: albumPhoto(1_022, { kind: 'id-card-front' }),
  idBack: albumPhoto(1_018, { kind: 'id-card-back' }),
  bankCard: albumPhoto(1_000, { kind: 'bank-card' }),
  lease: albumPhoto(1_001, { kind: 'contract' }),
} as const satisfies Record<string, AlbumPhoto>;

/** Mr Huang's visit: the booth, the desk of the housing fund, and where pictures of each step go, if anywhere. */
export interface FundVisit {
  readonly house: House;
  readonly desk: AgentDesk;
  readonly picturesDir: string | null;
}

export interface FundStep {
  readonly name: string;
  run(visit: FundVisit): Promise<void>;
}

const ANSWERS = {
  'home-address': '演示省演示市演示路 1 号 101 房',
  'monthly-rent': '1800',
  amount: '5400',
  phone: '13800000000',
  'bank-account': FUND_PAPERS.bankCard.truth['card-number'] ?? '',
} as const;

const screenOf = ({ house }: FundVisit) => house.booth().page;
const lay = (visit: FundVisit, paper: Pick<AlbumPhoto, 'jpeg'> | null) =>
  layPaper(screenOf(visit), paper?.jpeg ?? null);
/** The same photograph with the paper laid the other way up. */
async function upsideDown({ jpeg }: AlbumPhoto): Promise<Pick<AlbumPhoto, 'jpeg'>> {
  const image = await loadImage(jpeg);
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.rotate(Math.PI);
  context.drawImage(image, -image.width, -image.height);
  return { jpeg: canvas.toBuffer('image/jpeg', 92) };
}
/** So many pages lie with the agent, as the booth's strip says. */
const stored = (visit: FundVisit, count: number) =>
  expect(screenOf(visit).locator('[data-page][data-state="stored"]')).toHaveCount(count, { timeout: 30_000 });
/** The visit's files in the desk's strip, the first is 1; before them stands the live picture. */
const file = (page: Page, number: number) =>
  page.getByRole('toolbar', { name: '画面和照片' }).locator('button[aria-pressed]').nth(number);
/** Says how long after the booth's shutter a page is seen at the desk, the `number`th file there; what is done meanwhile brings it about. */
async function timedAtDesk(visit: FundVisit, number: number, meanwhile: () => Promise<unknown>): Promise<void> {
  const shot = screenOf(visit).evaluate(async () => {
    while (!document.querySelector('[data-capture="taking"]')) await new Promise(requestAnimationFrame);
    return performance.timeOrigin + performance.now();
  });
  const seen = visit.desk.page.evaluate(async (at) => {
    const picture = () =>
      document.querySelectorAll('[aria-label="画面和照片"] button[aria-pressed]')[at]?.querySelector('img');
    while (!picture()?.naturalWidth) await new Promise(requestAnimationFrame);
    return performance.timeOrigin + performance.now();
  }, number);
  await meanwhile();
  console.info(`file ${number}: seen at the desk ${((await seen) - (await shot)).toFixed(0)} ms after the shutter`);
}
const ink = (page: Page, scope: string) => page.locator(`${scope} canvas[data-ink]`).first();
const marks = (page: Page, scope: string) => ink(page, scope).getAttribute('data-marks');

/** Draws with the tool that is in the hand, in shares of what lies beneath the ink. */
async function draw(page: Page, scope: string, from: readonly [number, number], to: readonly [number, number]) {
  const box = await ink(page, scope).boundingBox();
  if (!box) throw new Error(`nothing to draw on in ${scope}`);
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at(to), { steps: 8 });
  await page.mouse.up();
}

/** Mr Huang draws his housing fund to pay his rent: papers shown, pointed at, read, one to follow; a form signed by hand. */
export const FUND_VISIT: readonly FundStep[] = [
  {
    name: 'the desk is on duty and the citizen walks in',
    async run(visit) {
      await visit.desk.goAvailable();
      const { door } = visit.house.machines;
      const page = screenOf(visit);
      await touch(page, 'begin');
      await touch(page, 'agree');
      await door.waitFor(() => door.lock === 'unlocked', 20_000);
      door.openLeaf();
      door.enter();
      door.closeLeaf();
    },
  },
  {
    name: 'the housing fund is asked for, and answers',
    async run(visit) {
      const page = screenOf(visit);
      await page.locator('[data-screen="ready"]').waitFor();
      await touch(page, 'choose-department');
      await page.locator('[data-department="housing-fund"]').click();
      await visit.desk.waitForOffer();
      await visit.desk.accept();
      await page.locator('[data-screen="in-call"]').waitFor();
      await visit.desk.page.locator('[data-open-other]').click();
      await visit.desk.openCase('租房提取住房公积金');
    },
  },
  {
    name: 'what has to be known is asked',
    async run({ desk }) {
      const questions = desk.page.locator('[data-questions-open]');
      for (const [question, answer] of [
        ['本人', '本人'],
        ['已婚', '否'],
        ['备案', '是'],
      ] as const) {
        const group = questions.getByRole('radiogroup').filter({ hasText: question });
        await group.locator('label').filter({ hasText: answer }).first().click();
      }
      await desk.page.locator('[data-questions-open="0"]').waitFor();
    },
  },
  {
    name: 'an empty table: the citizen is told what to do',
    async run(visit) {
      await touch(screenOf(visit), 'paper');
      await touch(screenOf(visit), 'capture');
      await screenOf(visit).locator('[data-hint="no-page"]').waitFor({ timeout: 20_000 });
    },
  },
  {
    name: 'the identity card is taken by itself, front and back',
    async run(visit) {
      await timedAtDesk(visit, 1, async () => {
        await lay(visit, FUND_PAPERS.idFront);
        await stored(visit, 1);
      });
      await timedAtDesk(visit, 2, async () => {
        await lay(visit, await upsideDown(FUND_PAPERS.idBack));
        await stored(visit, 2);
      });
    },
  },
  {
    name: 'the pages are with the agent, read',
    async run(visit) {
      await touch(screenOf(visit), 'pages-done');
      await lay(visit, null);
      const { page } = visit.desk;
      await expect(file(page, 2)).toBeVisible();
      // Laid the other way up, it stands upright once it was read.
      await file(page, 2).click();
      await page.locator('section[aria-label="材料"] [data-turn="2"] > img[alt="材料"]').waitFor();
      await takePictures(visit, 'back');
      await file(page, 1).click();
      await visit.desk.confirmFields(FUND_PAPERS.idFront.truth);
      await visit.desk.acceptPaper('居民身份证');
    },
  },
  {
    name: 'the bank card and the lease follow',
    async run(visit) {
      const page = screenOf(visit);
      await touch(page, 'capture');
      await lay(visit, FUND_PAPERS.bankCard);
      // A dark card on a dark table: its edges are not found, and the citizen takes it by the key.
      await expect(page.locator('[data-hint="too-small"], [data-hint="no-page"]')).toBeVisible();
      await timedAtDesk(visit, 3, async () => {
        await touch(page, 'take-page');
        await stored(visit, 1);
      });
      await touch(page, 'pages-done');
      await lay(visit, null);
      await file(visit.desk.page, 3).click();
      await visit.desk.acceptPaper('本人银行卡（I 类账户）');
      await touch(page, 'capture');
      await timedAtDesk(visit, 4, async () => {
        await lay(visit, FUND_PAPERS.lease);
        await stored(visit, 1);
      });
      await touch(page, 'pages-done');
    },
  },
  {
    name: 'the agent circles a place on the still, and the citizen sees it there',
    async run(visit) {
      const { page } = visit.desk;
      const paper = 'section[aria-label="材料"]';
      await file(page, 4).click();
      await page.locator(`${paper} img[alt="材料"]`).waitFor();
      await page.locator(`${paper} [data-ink-tool="circle"]`).click();
      await draw(page, paper, [0.55, 0.7], [0.7, 0.8]);
      const still = screenOf(visit).getByTestId('shown-still');
      await still.locator('img').waitFor();
      await expect.poll(() => marks(screenOf(visit), '[data-testid="shown-still"]')).toBe('1');
    },
  },
  {
    name: 'the citizen points at the live paper, and the agent sees it',
    async run(visit) {
      const page = screenOf(visit);
      // From the still back to faces, then to the paper that lies there.
      await touch(page, 'paper');
      await touch(page, 'paper');
      await visit.desk.page.getByRole('button', { name: '实时画面' }).click();
      await draw(page, '[class*="main"]', [0.4, 0.4], [0.6, 0.45]);
      await expect.poll(() => marks(visit.desk.page, 'section[aria-label="材料"]')).toBe('1');
    },
  },
  {
    name: 'the lease is sent back, and may follow: the case is accepted with gaps, the notice printed',
    async run(visit) {
      const { page } = visit.desk;
      await lay(visit, null);
      await page.getByRole('button', { name: '退回 房屋租赁合同' }).click();
      const form = page.locator('[data-refuse-form]');
      await form.locator('label').first().click();
      await form.getByRole('button', { name: '确认退回' }).click();
      const papers = page.getByRole('button', { name: /^通过 / });
      for (const name of await papers.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''))) {
        if (!name.includes('租赁合同')) await visit.desk.acceptPaper(name.replace(/^通过 /, ''));
      }
      const panel = page.locator('[data-notice-panel]');
      await panel.getByRole('button', { name: '容缺受理', exact: true }).click();
      await panel.getByRole('button', { name: '预览容缺受理告知书' }).click();
      await panel.getByRole('button', { name: '容缺受理并打印' }).click();
      const { printer } = visit.house.machines;
      await printer.waitFor(() => printer.slips().length === 1, 30_000);
      expect(printer.slips()[0]?.lines.join('\n')).toContain('房屋租赁合同');
      printer.tear();
    },
  },
  {
    name: 'the form is filled in from both sides, with a mark on a field',
    async run(visit) {
      const { page } = visit.desk;
      // What follows, and by when, came up by itself.
      await screenOf(visit).locator('[data-notice]').getByText('房屋租赁合同').waitFor();
      await touch(screenOf(visit), 'close-notice');
      await touch(screenOf(visit), 'open-form');
      const form = page.locator('[data-case-form]');
      await form.getByRole('button', { name: /填入/ }).click();
      for (const [field, answer] of Object.entries(ANSWERS)) {
        await form.locator(`[data-form-field="${field}"] input`).fill(answer);
      }
      await form.locator('[data-form-field="frequency"] select').selectOption('once');
      await form.locator('[data-form-field="married"] select').selectOption('false');
      await page.locator('[data-mark-form]').click();
      await form.locator('[data-ink-tool="circle"]').click();
      const rent = form.locator('[data-form-field="monthly-rent"]');
      await rent.scrollIntoViewIfNeeded();
      const field = await rent.boundingBox();
      if (!field) throw new Error('no such field');
      await page.mouse.move(field.x + 5, field.y + 5);
      await page.mouse.down();
      await page.mouse.move(field.x + field.width - 5, field.y + field.height - 5, { steps: 5 });
      await page.mouse.up();
      await expect.poll(() => marks(screenOf(visit), '[data-screen="in-call"]')).toBe('1');
    },
  },
  {
    name: 'the citizen confirms and signs with a finger',
    async run(visit) {
      const page = screenOf(visit);
      await touch(page, 'confirm-all');
      await touch(page, 'sign');
      const canvas = page.locator('canvas[data-signature]');
      // Which waits until the sheet has risen.
      await canvas.hover();
      const pad = await canvas.boundingBox();
      if (!pad) throw new Error('no pad to sign on');
      await page.mouse.move(pad.x + 0.2 * pad.width, pad.y + 0.6 * pad.height);
      await page.mouse.down();
      for (const [x, y] of [
        [0.35, 0.3],
        [0.45, 0.7],
        [0.6, 0.35],
        [0.8, 0.6],
      ] as const) {
        await page.mouse.move(pad.x + x * pad.width, pad.y + y * pad.height, { steps: 20 });
      }
      await page.mouse.up();
      await touch(page, 'give-signature');
      await page.getByText('已签字').first().waitFor();
      await visit.desk.page.locator('[data-signed]').waitFor();
    },
  },
  {
    name: 'the visit ends with a receipt',
    async run(visit) {
      const page = screenOf(visit);
      await visit.desk.finishVisit();
      const { printer } = visit.house.machines;
      await printer.waitFor(() => printer.slips().length === 2, 60_000);
      printer.tear();
      await touch(page, 'rate-5');
      await page.locator('[data-screen="goodbye"]').waitFor();
    },
  },
  {
    name: 'the citizen leaves, and the booth welcomes again',
    async run(visit) {
      const page = screenOf(visit);
      await touch(page, 'leave-now');
      visit.house.machines.door.leave();
      await page.locator('[data-action="begin"]').waitFor();
    },
  },
];

/** What booth and desk show after a step. */
export async function takePictures({ house, desk, picturesDir }: FundVisit, at: number | string): Promise<void> {
  if (picturesDir === null) return;
  await mkdir(picturesDir, { recursive: true });
  const name = (who: string) => join(picturesDir, `${String(at).padStart(2, '0')}-${who}.png`);
  await house.booth().page.screenshot({ path: name('booth') });
  await desk.page.screenshot({ path: name('desk') });
}
