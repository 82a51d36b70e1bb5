import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Party } from '../../../contracts/domain/visit.ts';
import { webConfig } from '../../../vite.web.config.ts';
import { launchChromium } from '../../rig/chromium.ts';
import { DEMO_PASSWORD, enrolPlayedBooth, type RigHub, startRigHub } from '../../rig/hub.ts';
import { PlayedBooth } from '../call/played-booth.ts';

/** Two browsers and a hub may share two cores with other tests. */
const PATIENCE_MS = 240_000;
const STEP_PATIENCE_MS = 60_000;
/** Names a folder to keep pictures of the desks at each step. */
const PICTURES_DIR = process.env.DESK_PICTURES;

describe('two desks and a citizen with a real hub', { timeout: PATIENCE_MS }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'xiaowu-desks-'));
  const problems: string[] = [];
  let hub: RigHub;
  let booth: PlayedBooth;
  let browser: Browser;
  let market: Page;
  let tax: Page;

  const newPage = async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    const page = await context.newPage();
    page.setDefaultTimeout(STEP_PATIENCE_MS);
    page.on('pageerror', (error) => problems.push(error.message));
    return page;
  };
  const logIn = async (username: string) => {
    const page = await newPage();
    await page.goto(`${hub.url}/agent/`);
    await page.getByLabel('账号').fill(username);
    await page.getByLabel('密码').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
    return page;
  };
  const picture = async (name: string, page: Page) => {
    if (!PICTURES_DIR) return;
    mkdirSync(PICTURES_DIR, { recursive: true });
    await page.screenshot({ path: join(PICTURES_DIR, `hub-${name}.png`) });
  };
  /** Where everybody stands, as the booth was told last. */
  const places = () => {
    const last = booth.news.findLast(({ name }) => name === 'call.parties');
    const { parties = [] } = (last?.payload ?? {}) as { parties?: readonly Party[] };
    return parties.map((party) => `${party.departmentId ?? party.kind} ${party.place}${party.owner ? ' owner' : ''}`);
  };

  beforeAll(async () => {
    await build({ ...webConfig('agent'), configFile: false, logLevel: 'silent' });
    const dataDir = join(folder, 'hub');
    const token = await enrolPlayedBooth(dataDir);
    hub = await startRigHub(dataDir, { HUB_LOG_LEVEL: 'warn' });
    booth = await PlayedBooth.open({ hubUrl: hub.url, token });
    browser = await launchChromium();
    market = await logIn('demo-market-1');
    tax = await logIn('demo-tax-1');
    for (const page of [market, tax]) {
      await page.getByRole('button', { name: '上线接单' }).click();
      await page.getByText('正在等候来电').waitFor();
    }
  }, PATIENCE_MS);

  afterAll(async () => {
    await browser?.close();
    await booth?.close();
    await hub?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes a colleague aside with a word, and the citizen is told that they stand there', async () => {
    await booth.begin('close-a-company');
    await booth.call();
    await market.getByRole('alertdialog', { name: '有人呼叫' }).waitFor();
    await market.keyboard.press('Enter');
    await market.getByRole('region', { name: '材料', exact: true }).waitFor();
    await market.getByRole('button', { name: '旁商', exact: true }).click();
    await market.getByLabel('写给同事的话').fill('请看清税证明');
    await market.getByRole('button', { name: '旁商 税务局', exact: true }).click();
    const card = tax.getByRole('alertdialog', { name: '有人呼叫' });
    await card.getByText('请看清税证明').waitFor();
    await picture('consult-offer', tax);
    await tax.keyboard.press('Enter');
    await tax.getByRole('region', { name: '到目前为止' }).getByText('请看清税证明').waitFor();
    await market.getByText('您在旁商席').first().waitFor();
    await expect.poll(places).toEqual(['citizen table', 'market-regulation aside owner', 'tax aside']);
    await picture('aside', market);
  });

  it('comes back to the talk, brings the colleague along, holds the citizen and resumes', async () => {
    await market.locator('[data-banner="loud"]').getByRole('button', { name: '回到通话' }).click();
    await market.getByRole('button', { name: /^请到通话席/ }).click();
    await expect.poll(places).toEqual(['citizen table', 'market-regulation table owner', 'tax table']);
    await market.getByRole('button', { name: /^请到旁商/ }).waitFor();
    await market.keyboard.press('h');
    await tax.getByText('办事人听不见也看不见您们').waitFor();
    await picture('hold', market);
    await expect.poll(places).toEqual(['citizen hold', 'market-regulation table owner', 'tax table']);
    await market.locator('[data-resume]').click();
    await tax.getByText('办事人听不见也看不见您们').waitFor({ state: 'detached' });
  });

  it('is watched: the desk sees who listens and whispers, until they stop', async () => {
    const boss = await logIn('demo-supervisor-1');
    await boss.locator('[data-way="monitor"]').click();
    await boss.getByText('您在旁听').waitFor();
    await market
      .getByText(/正在旁听$/)
      .first()
      .waitFor();
    await boss.getByRole('button', { name: /^耳语给演示坐席·市监一/ }).click();
    await boss.getByText('您在对演示坐席·市监一耳语').waitFor();
    await market.getByText('并在对您耳语，办事人听不见').waitFor();
    await tax.getByText('并在对一位坐席耳语').waitFor();
    await picture('watched', market);
    await picture('whispers', boss);
    await boss.getByRole('button', { name: '停止旁听' }).click();
    await boss.locator('[data-way="monitor"]').waitFor();
    await market.getByText('并在对您耳语，办事人听不见').waitFor({ state: 'detached' });
    await boss.context().close();
  });

  it('hands over and leaves; what is written is read by who stayed', async () => {
    await market.getByRole('button', { name: /^移交/ }).click();
    await expect.poll(places).toEqual(['citizen table', 'market-regulation table', 'tax table owner']);
    await market.getByRole('button', { name: '离开通话' }).click();
    await market.getByLabel('小结').fill('差公章，其余都齐。');
    await market.getByText('已保存').waitFor();
    await tax.getByRole('region', { name: '到目前为止' }).getByText('差公章，其余都齐。').waitFor();
    await picture('brief', tax);
    await market.getByText('只咨询').click();
    await market.getByRole('button', { name: '整理完毕' }).click();
    await market.getByText('正在等候来电').waitFor();
  });

  it('goes on in a second page of the same agent; the first is still', async () => {
    const second = await logIn('demo-tax-1');
    await second.getByRole('region', { name: '材料', exact: true }).waitFor();
    await tax.getByRole('heading', { name: '坐席台已在别处打开' }).waitFor();
    await tax.getByText('进行中的通话已转到那边').waitFor();
    await picture('elsewhere', tax);
    await second.getByRole('button', { name: '离开通话' }).click();
    await second.getByText('现在只有您一位坐席').waitFor();
    expect(problems).toEqual([]);
  });
});
