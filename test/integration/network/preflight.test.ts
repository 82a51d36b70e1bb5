import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webConfig } from '../../../vite.web.config.ts';
import { DEMO_PASSWORD } from '../../rig/hub.ts';
import { whyNoNetworks } from '../../rig/network.ts';
import { through443, whyNo443 } from '../../rig/network-443.ts';
import { type NetworkHouse, openNetworkHouse } from '../../rig/network-house.ts';

const TIMEOUT_MS = 180_000;
const NAMED_WITHIN_MS = 10_000;
const NARROW_KBIT_PER_S = 600;
/** Names a folder to keep pictures of the desk. */
const PICTURES_DIR = process.env.DESK_PICTURES;

const why = whyNoNetworks ?? (whyNo443 && `${whyNo443} is not installed`);
const notRun = why === null ? '' : ` (not run: ${why})`;

describe.skipIf(why !== null)(`what a desk finds behind bad networks${notRun}`, { timeout: TIMEOUT_MS }, () => {
  let house: NetworkHouse;
  let page: Page;

  beforeAll(async () => {
    await build({ ...webConfig('agent'), configFile: false, logLevel: 'silent' });
    house = await openNetworkHouse({ approach: through443 });
    const context = await (await house.launch('place')).newContext({
      locale: 'zh-CN',
      viewport: { width: 1440, height: 900 },
    });
    page = await context.newPage();
    await page.goto(`${house.hubUrl}/agent/`);
    await page.getByLabel('账号').fill('demo-market-1');
    await page.getByLabel('密码').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
    await findings();
  }, TIMEOUT_MS);

  afterAll(() => house?.close());

  async function findings(): Promise<Readonly<Record<string, string>>> {
    await page.locator('[data-preflight=well], [data-preflight=problems]').waitFor({ timeout: 30_000 });
    const results = await page
      .locator('[data-result]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-result') ?? ''));
    return Object.fromEntries(results.map((result) => result.split(' ') as [string, string]));
  }

  /** Looks again, as somebody at the desk would. */
  async function lookAgain(): Promise<{ found: Readonly<Record<string, string>>; tookMs: number }> {
    const details = page.locator('[data-preflight] details');
    if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
    const startedMs = performance.now();
    await page.getByRole('button', { name: '再检查一次' }).click();
    await page.locator('[data-preflight=running]').waitFor();
    return { found: await findings(), tookMs: performance.now() - startedMs };
  }

  it('finds every way open, and what they carry', async () => {
    house.place.restore();
    const { found } = await lookAgain();
    expect(found).toMatchObject({
      signalling: 'ok',
      udp: 'ok',
      'turn-udp': 'ok',
      'turn-tls': 'ok',
      bandwidth: 'ok',
    });
    expect(await page.locator('[data-result="bandwidth ok"]').textContent()).toMatch(/^带宽 · 正常 · \d+ kbit\/s$/);
  });

  it('names the ways that a strict network shuts, and finds TLS on 443 open, within 10 s', async () => {
    house.place.onlyTcp(443);
    const { found, tookMs } = await lookAgain();
    house.place.restore();
    expect(found).toMatchObject({
      signalling: 'ok',
      udp: 'warning',
      'turn-udp': 'warning',
      'turn-tls': 'ok',
      bandwidth: 'ok',
    });
    expect(tookMs).toBeLessThanOrEqual(NAMED_WITHIN_MS);
  });

  it('says what a narrow line carries, and what to do', async () => {
    house.place.narrow(NARROW_KBIT_PER_S);
    const { found, tookMs } = await lookAgain();
    const text = await page.locator('[data-leg=bandwidth]').textContent();
    if (PICTURES_DIR) await page.screenshot({ path: join(PICTURES_DIR, 'desk-narrow.png') });
    house.place.restore();
    expect(found.bandwidth).toMatch(/warning|failed/);
    const measured = Number(/线路只有 (\d+) kbit\/s/.exec(text ?? '')?.[1]);
    expect(measured).toBeGreaterThan(0);
    expect(measured).toBeLessThan(1.5 * NARROW_KBIT_PER_S);
    expect(tookMs).toBeLessThanOrEqual(NAMED_WITHIN_MS);
  });
});
