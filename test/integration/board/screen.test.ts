import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../../contracts/result.ts';
import { webConfig } from '../../../vite.web.config.ts';
import { launchChromium } from '../../rig/chromium.ts';
import { DEMO_PASSWORD } from '../../rig/hub.ts';
import { type Rig, startRig, type TestAgent } from '../hub/rig.ts';

const PATIENCE_MS = 240_000;
/** Names a folder to keep pictures. */
const PICTURES_DIR = process.env.BOARD_PICTURES;

describe('the board at its page', { timeout: PATIENCE_MS }, () => {
  let rig: Rig;
  let browser: Browser;
  let page: Page;
  let tax: TestAgent;
  const problems: string[] = [];

  const picture = async (name: string) => {
    if (!PICTURES_DIR) return;
    mkdirSync(PICTURES_DIR, { recursive: true });
    await page.screenshot({ path: join(PICTURES_DIR, `board-${name}.png`) });
  };
  const logIn = async (username: string) => {
    await page.getByLabel('账号').fill(username);
    await page.getByLabel('密码').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
  };

  beforeAll(async () => {
    await build({ ...webConfig('agent'), configFile: false, logLevel: 'silent' });
    rig = await startRig({ database: { kind: 'embedded', folder: 'memory' } });
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${rig.hub.url}/agent/`);
  }, PATIENCE_MS);

  afterAll(async () => {
    await browser?.close();
    await rig?.close();
  });

  it('is where a supervisor lands, and shows a running call', async () => {
    const booth = await rig.booth('screen-1');
    tax = await rig.agent('demo-tax-1');
    await tax.available();
    const visit = await booth.begin({ serviceId: 'tax-clearance' });
    unwrap(await booth.call('call.request', { visitId: visit.id }));
    await tax.accept();
    await logIn('demo-supervisor-1');
    await page.getByRole('heading', { name: '主管看板' }).waitFor();
    await page.getByRole('region', { name: '通话' }).getByText('测试晓屋 screen-1').waitFor();
    await picture('with-a-call');
    expect(await page.getByRole('button', { name: '上线接单' }).count()).toBe(0);
  });

  it('lets a supervisor listen in by keyboard, and is there again afterwards', async () => {
    await page.keyboard.press('c');
    await page.keyboard.press('Shift+L');
    await page.getByRole('region', { name: '通话的人' }).waitFor();
    const { parties } = await tax.next<{ parties: { kind: string; place: string }[] }>('call.parties', (news) =>
      news.parties.some((party) => party.kind === 'supervisor'),
    );
    expect(parties.find((party) => party.kind === 'supervisor')).toMatchObject({ place: 'gallery' });
    await picture('listening');
    await page.getByRole('button', { name: '停止旁听' }).click();
    await page.getByRole('heading', { name: '主管看板' }).waitFor();
  });

  it('reads history, with a table behind each chart', async () => {
    await page.keyboard.press('2');
    await page.getByRole('button', { name: '看表格' }).first().click();
    expect(await page.getByRole('table').count()).toBe(2);
    await picture('history');
  });

  it('is not for agents', async () => {
    await page.getByRole('button', { name: '退出登录' }).click();
    await logIn('demo-market-1');
    await page.getByRole('button', { name: '上线接单' }).first().waitFor();
    expect(await page.getByRole('heading', { name: '主管看板' }).count()).toBe(0);
    expect(problems).toEqual([]);
  });
});
