import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Browser, Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webConfig } from '../../../vite.web.config.ts';
import { launchChromium } from '../../rig/chromium.ts';
import { type Coturn, hasCoturn, startCoturn } from '../../rig/coturn.ts';
import { DEMO_PASSWORD, type RigHub, startRigHub } from '../../rig/hub.ts';

const TIMEOUT_MS = 120_000;
/** Whoever comes on duty knows by then what is wrong with their place. */
const NAMED_WITHIN_MS = 10_000;
const SECRET = 'a secret of hub and relay';
/** Port 9 (discard) of this machine: nothing listens there. */
const NOWHERE = 'turn:127.0.0.1:9?transport=udp,turns:127.0.0.1:9?transport=tcp';

/** Devices that open and say that all is well: a covered camera, a microphone switched off, an output that takes nothing. */
function breakDevices(): void {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
  const context = canvas.getContext('2d');
  let turn = 0;
  setInterval(() => {
    if (!context) return;
    context.fillStyle = turn++ % 2 === 0 ? '#010101' : '#020202';
    context.fillRect(0, 0, canvas.width, canvas.height);
  }, 30);
  navigator.mediaDevices.getUserMedia = async (wanted) =>
    wanted?.video ? canvas.captureStream(30) : new MediaStreamAudioDestinationNode(new AudioContext()).stream;
  AudioContext.prototype.getOutputTimestamp = () => ({ contextTime: 0, performanceTime: 0 });
}

describe('what the desk finds at the log-in', { timeout: TIMEOUT_MS }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'xiaowu-preflight-'));
  let browser: Browser;
  const hubs: RigHub[] = [];
  const relays: Coturn[] = [];

  beforeAll(async () => {
    await build({ ...webConfig('agent'), configFile: false, logLevel: 'silent' });
    browser = await launchChromium();
  }, TIMEOUT_MS);

  afterAll(async () => {
    await browser?.close();
    for (const one of [...hubs, ...relays]) await one.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Logs in, and gives the page once the findings are there, with how long that took. */
  async function logIn(turn: Record<string, string>, before?: () => void): Promise<{ page: Page; tookMs: number }> {
    const hub = await startRigHub(join(folder, `hub-${hubs.length}`), { HUB_LOG_LEVEL: 'warn', ...turn });
    hubs.push(hub);
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    const page = await context.newPage();
    if (before) await page.addInitScript(before);
    await page.goto(`${hub.url}/agent/`);
    await page.getByLabel('账号').fill('demo-market-1');
    await page.getByLabel('密码').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
    await page.locator('[data-preflight]').waitFor();
    const startedMs = performance.now();
    await page.locator('[data-preflight=well], [data-preflight=problems]').waitFor({ timeout: 30_000 });
    return { page, tookMs: performance.now() - startedMs };
  }

  const results = (page: Page) =>
    page.locator('[data-result]').evaluateAll((all) => all.map((one) => one.getAttribute('data-result')));
  const reasons = (page: Page) =>
    page.locator('[data-reason]').evaluateAll((all) => all.map((one) => one.getAttribute('data-reason')));

  it('is one quiet line where all is well', async () => {
    const { page, tookMs } = await logIn({});
    expect(await results(page)).toEqual([
      'signalling ok',
      'udp skipped',
      'turn-udp skipped',
      'turn-tls skipped',
      // Taken from the hub, where there is no relay.
      'bandwidth ok',
      'camera ok',
      // Chromium's invented one.
      'microphone skipped',
      'speaker ok',
    ]);
    await page.getByText('线路、摄像头、麦克风、扬声器都可以用').waitFor();
    expect(tookMs).toBeLessThanOrEqual(NAMED_WITHIN_MS);
    await page.context().close();
  });

  it('names every leg that is broken, with what to do, within 10 s', async () => {
    const { page, tookMs } = await logIn({ TURN_URLS: NOWHERE, TURN_SECRET: SECRET }, breakDevices);
    expect(await reasons(page)).toEqual([
      'udp-blocked',
      'relay-udp',
      'relay-tls',
      'camera-black',
      'microphone-silent',
      'speaker-missing',
    ]);
    expect((await results(page)).filter((result) => result?.endsWith('failed'))).toHaveLength(6);
    await page.getByText('请网络管理员放行到它的 UDP 3478').waitFor();
    expect(tookMs).toBeLessThanOrEqual(NAMED_WITHIN_MS);
    await page.context().close();
  });

  it.skipIf(!hasCoturn)('tells a relay that refuses from one out of reach', async () => {
    const relay = await startCoturn(SECRET);
    relays.push(relay);
    const urls = `${relay.udpUrl},turns:127.0.0.1:9?transport=tcp`;
    const well = await logIn({ TURN_URLS: urls, TURN_SECRET: SECRET });
    expect((await results(well.page)).slice(1, 4)).toEqual(['udp ok', 'turn-udp ok', 'turn-tls warning']);
    await well.page.context().close();
    const refused = await logIn({ TURN_URLS: urls, TURN_SECRET: 'quite another secret' });
    expect(await reasons(refused.page)).toEqual(['relay-refused', 'relay-tls']);
    await refused.page.context().close();
  });
});
