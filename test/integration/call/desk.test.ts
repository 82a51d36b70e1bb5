import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webConfig } from '../../../vite.web.config.ts';
import { AgentDesk } from '../../rig/agent-desk.ts';
import { FIGURES, writeFigureFilm } from '../../rig/cameras.ts';
import { enrolPlayedBooth, type RigHub, startRigHub } from '../../rig/hub.ts';
import { PlayedBooth } from './played-booth.ts';

/** Four browsers and a hub may share two cores with other tests. */
const PATIENCE_MS = 360_000;
const STEP_PATIENCE_MS = 90_000;
/** Names a folder to keep pictures of the desk at each step. */
const PICTURES_DIR = process.env.DESK_PICTURES;

describe('the agent desk with a real hub', { timeout: PATIENCE_MS }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'xiaowu-desk-'));
  const problems: string[] = [];
  let hub: RigHub;
  let booth: PlayedBooth;
  let market: AgentDesk;
  let tax: AgentDesk;

  const picture = async (name: string, page: Page = market.page) => {
    if (!PICTURES_DIR) return;
    mkdirSync(PICTURES_DIR, { recursive: true });
    await page.screenshot({ path: join(PICTURES_DIR, `desk-${name}.png`) });
  };
  const film = async (figure: keyof typeof FIGURES) => {
    const path = join(folder, `${figure}.mjpeg`);
    await writeFigureFilm(FIGURES[figure], path);
    return path;
  };

  beforeAll(async () => {
    await build({ ...webConfig('agent'), configFile: false, logLevel: 'silent' });
    const dataDir = join(folder, 'hub');
    const token = await enrolPlayedBooth(dataDir);
    hub = await startRigHub(dataDir, { HUB_LOG_LEVEL: 'warn' });
    booth = await PlayedBooth.open({ hubUrl: hub.url, token, film: await film('citizen') });
    const note = (text: string) => problems.push(text);
    market = await AgentDesk.open(hub.url, await film('market'), note);
    tax = await AgentDesk.open(hub.url, await film('tax'), note);
    for (const { page } of [market, tax]) {
      page.setDefaultTimeout(STEP_PATIENCE_MS);
      await page.addInitScript(keepConnections);
      await page.reload();
    }
  }, PATIENCE_MS);

  afterAll(async () => {
    await market?.close();
    await tax?.close();
    await booth?.close();
    await hub?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('refuses a wrong password in plain words', async () => {
    await picture('01-login');
    await market.page.getByLabel('账号').fill('demo-market-1');
    await market.page.getByLabel('密码').fill('wrong');
    await market.page.getByRole('button', { name: '登录' }).click();
    await market.page.getByRole('alert').getByText('账号或密码不对').waitFor();
  });

  it('comes on duty', async () => {
    await market.logIn('demo-market-1');
    await picture('02-offline');
    await market.goAvailable();
    await market.page.locator('video').first().waitFor();
    await picture('03-available');
  });

  it('is offered the call and takes it by the Enter key', async () => {
    await booth.begin('close-a-company');
    await booth.call();
    await market.waitForOffer();
    // The line is made while it rings, and carries nothing yet.
    const lines = () => booth.page.evaluate(() => window.callPage.lines());
    await expect.poll(async () => (await lines()).map(({ state }) => state)).toEqual(['connected']);
    expect((await lines())[0]).toMatchObject({ mediaPacketsSent: 0, mediaPacketsReceived: 0 });
    await picture('04-offer');
    await market.page.keyboard.press('Enter');
    await market.page.getByRole('region', { name: '通话的人' }).waitFor();
    await expectPictures(market.page);
    const frames = await booth.page.evaluate(() => window.callPage.state().firstFrames);
    expect(
      frames.some((frame) => frame.endsWith('/face')),
      'the citizen sees the agent',
    ).toBe(true);
    expect(await lines(), 'the call runs on the line that was made for it').toHaveLength(1);
    await picture('05-call');
  });

  it('circles a place on the live paper, takes it back and wipes', async () => {
    const { page } = market;
    const ink = page.getByRole('img', { name: '标记' });
    const box = await ink.boundingBox();
    if (!box) throw new Error('the paper has no place on the screen');
    const draw = async (tool: string, from: number, to: number) => {
      await page.keyboard.press(tool);
      await page.mouse.move(box.x + from * box.width, box.y + 0.45 * box.height);
      await page.mouse.down();
      await page.mouse.move(box.x + to * box.width, box.y + 0.6 * box.height, { steps: 6 });
      await page.mouse.up();
    };
    const seen = (count: number) =>
      expect.poll(() => ink.getAttribute('data-marks'), { timeout: STEP_PATIENCE_MS }).toBe(String(count));
    await draw(']', 0.4, 0.6);
    await draw('[', 0.42, 0.5);
    await seen(2);
    await picture('05-marks');
    await page.keyboard.press('Shift+U');
    await seen(1);
    await page.keyboard.press('Shift+Z');
    await seen(0);
    await page.keyboard.press('[');
  });

  it('reads a still and confirms what was read', async () => {
    await market.takeStill();
    await market.page.getByRole('img', { name: '材料' }).waitFor();
    await market.page.getByRole('button', { name: '确认字段' }).waitFor();
    await picture('06-still');
    await market.confirmFields({});
    await picture('07-confirmed');
  });

  it('is told what comes first', async () => {
    await market.openCase('公司注销登记');
    await picture('08-case');
    await market.page.getByRole('button', { name: '受理', exact: true }).click();
    await market.page.getByText('还有一件事要先办').waitFor();
    await picture('09-blocked');
    const { violations } = await new AxeBuilder({ page: market.page }).analyze();
    // The check ends in a tab of its own, which leaves this one behind and without frames.
    await market.page.bringToFront();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  });

  it('asks the tax office in, who completes what comes first', async () => {
    await tax.logIn('demo-tax-1');
    await tax.goAvailable();
    await market.invite('税务局');
    await tax.waitForOffer();
    // Lines to the citizen and to the colleague are made while it rings; nothing is sent on them.
    for (const { page } of [tax, market]) {
      await expect
        .poll(async () => (await linesOf(page)).map(({ state }) => state), { timeout: STEP_PATIENCE_MS })
        .toEqual(['connected', 'connected']);
    }
    expect((await linesOf(tax.page)).map(({ mediaPacketsSent }) => mediaPacketsSent)).toEqual([0, 0]);
    await picture('10-ringing');
    await picture('11-invited', tax.page);
    await tax.accept();
    expect(await linesOf(tax.page), 'the call runs on the lines that were made for it').toHaveLength(2);
    await expectPictures(tax.page);
    await tax.openCase('清税申报');
    await tax.papersDone();
    await tax.setCase('受理');
    await tax.page.getByText('已受理').first().waitFor();
    await tax.setCase('办结');
    await tax.page.getByText('已出具：清税证明').waitFor();
    await picture('12-tax-done', tax.page);
    await picture('13-three');
  });

  it('comes back into the call after a reload, and leaves with a wrap-up', async () => {
    await tax.page.reload();
    await tax.page.getByRole('region', { name: '通话的人' }).waitFor();
    await expectPictures(tax.page);
    await tax.leaveCall();
    await tax.page.getByRole('button', { name: '整理完毕' }).waitFor();
    await picture('14-wrap-up', tax.page);
    await tax.page.getByRole('button', { name: '整理完毕' }).click();
    await tax.page.getByText('正在等候来电').waitFor();
  });

  it('asks for the locker, sees what happened, and closes the visit', async () => {
    await market.askLocker();
    await market.page.getByText('等办事人同意').first().waitFor();
    await picture('15-locker');
    await market.page.getByRole('tab', { name: '经过' }).click();
    await market.page.getByText('看到办事人的材料').first().waitFor();
    await picture('16-timeline');
    await market.page.keyboard.press('?');
    await market.page.getByRole('complementary', { name: '快捷键' }).waitFor();
    await market.page.getByRole('button', { name: '结束来访', exact: true }).click();
    await picture('17-finish');
    await market.page.getByRole('button', { name: '确认结束来访' }).click();
    await expect.poll(() => booth.news.some(({ name }) => name === 'visit.close')).toBe(true);
    await market.page.getByText('来访已办完').waitFor();
    await market.page.getByRole('button', { name: '整理完毕' }).waitFor();
    await picture('18-completed');
    expect(problems).toEqual([]);
  });
});

declare global {
  interface Window {
    /** Connections that the desk made, also those that it closed. */
    connections: RTCPeerConnection[];
  }
}

/** Runs in the page before its own scripts. */
function keepConnections(): void {
  const Given = window.RTCPeerConnection;
  window.connections = [];
  window.RTCPeerConnection = class extends Given {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      window.connections.push(this);
    }
  };
}

/** The lines of a desk that are not closed, and how much was sent on each. */
function linesOf(page: Page): Promise<{ state: string; mediaPacketsSent: number }[]> {
  return page.evaluate(() =>
    Promise.all(
      window.connections
        .filter(({ connectionState }) => connectionState !== 'closed')
        .map(async (line) => {
          let mediaPacketsSent = 0;
          for (const stats of (await line.getStats()).values()) {
            if (stats.type === 'outbound-rtp') mediaPacketsSent += stats.packetsSent;
          }
          return { state: line.connectionState, mediaPacketsSent };
        }),
    ),
  );
}

/** Oneself, the citizen and the paper are drawn; the desk shows a picture only once a frame of it was decoded. */
async function expectPictures(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll('main video')].filter(
        (video) => video instanceof HTMLVideoElement && video.videoWidth > 0 && video.currentTime > 0,
      ).length >= 3,
    undefined,
    { timeout: STEP_PATIENCE_MS },
  );
}
