import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import type { Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOwnXvfb } from '../../../scripts/lib/display.ts';
import { webConfig } from '../../../vite.web.config.ts';
import { makeMjpeg } from '../../fixtures/documents/mjpeg.ts';
import { AgentDesk } from '../../rig/agent-desk.ts';
import { type RigBooth, startBooth } from '../../rig/booth.ts';
import { touch } from '../../rig/booth-screen.ts';
import { startMachines } from '../../rig/machines.ts';
import { whyNoNetworks } from '../../rig/network.ts';
import { through443, whyNo443 } from '../../rig/network-443.ts';
import { type NetworkHouse, openNetworkHouse } from '../../rig/network-house.ts';
import { bundlePage } from '../../rig/page-server.ts';

const TIMEOUT_MS = 240_000;
const SOUND_LIMIT_MS = 60_000;
const SCREEN_PX = 1920;
/** A state of the door counts when it was read twice; each question of Modbus RTU has eight bytes. */
const QUESTIONS = 6;
const QUESTION_BYTES = 8;

const why = whyNoNetworks ?? (whyNo443 && `${whyNo443} is not installed`);
const notRun = why === null ? '' : ` (not run: ${why})`;

describe.skipIf(why !== null)(`the real booth on a line that breaks${notRun}`, { timeout: TIMEOUT_MS }, () => {
  const closers: (() => unknown)[] = [];
  let house: NetworkHouse;
  let booth: RigBooth;
  let desk: AgentDesk;

  beforeAll(async () => {
    await build({ ...webConfig('agent'), configFile: false, logLevel: 'silent' });
    const folder = await mkdtemp(join(tmpdir(), 'xiaowu-real-booth-'));
    closers.push(() => rm(folder, { recursive: true, force: true }));
    const dataDir = join(folder, 'booth');
    house = await openNetworkHouse({ approach: through443, boothDataDir: dataDir });
    closers.push(() => house.close());
    const machines = await startMachines();
    closers.push(() => machines.close());
    const display = await startOwnXvfb(SCREEN_PX, SCREEN_PX);
    closers.push(() => display.close());
    const film = join(folder, 'licence.mjpeg');
    makeMjpeg({ kind: 'business-licence', seed: 7 }, film);
    const initScript = await bundlePage(new URL('../../rig/network-tone.ts', import.meta.url));

    desk = await AgentDesk.open(house.hubUrl, undefined, () => undefined, await house.launch('here'));
    await desk.page.addInitScript(initScript);
    await desk.page.reload();
    await desk.logIn('demo-market-1');
    await desk.goAvailable();

    booth = await startBooth({
      hubUrl: house.hubUrl,
      dataDir,
      ports: machines.ports,
      film,
      display: display.name,
      initScript,
      place: house.place,
      environment: house.boothEnvironment,
    });
    closers.push(() => booth.close());
    await touch(booth.page, 'begin');
    await touch(booth.page, 'agree');
    const { door } = machines;
    await door.waitFor(() => door.lock === 'unlocked', 20_000);
    door.openLeaf();
    // The booth asks the door again and again; one that is opened and shut between two questions was not opened.
    const asked = door.received().length;
    await door.waitFor(() => door.received().length > asked + QUESTIONS * QUESTION_BYTES, 20_000);
    door.enter();
    door.closeLeaf();
    await touch(booth.page, 'call');
    await desk.waitForOffer();
    await desk.accept();
    await soundBack(0);
  }, TIMEOUT_MS);

  afterAll(async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  }, TIMEOUT_MS);

  async function soundBack(sinceMs: number): Promise<readonly number[]> {
    const hear = async (page: Page) => {
      const atMs = await page.evaluate(([from, limit]) => window.lineMeter.soundSince(from, limit), [
        sinceMs,
        SOUND_LIMIT_MS,
      ] as const);
      if (atMs === null) throw new Error('no sound came');
      return Math.round(atMs - sinceMs);
    };
    return Promise.all([hear(booth.page), hear(desk.page)]);
  }

  // The aims are 2 and 5 s (`npm run bench -- network`); a machine that tests other things at once has twice as long.
  it.each([
    { cutMs: 2_000, backMs: 4_000 },
    { cutMs: 10_000, backMs: 10_000 },
  ])('is heard again within $backMs ms after a cut of $cutMs ms, by the same agent', async ({ cutMs, backMs }) => {
    house.place.cut();
    await pass(cutMs);
    const restoredMs = Date.now();
    house.place.restore();
    expect(Math.max(...(await soundBack(restoredMs)))).toBeLessThanOrEqual(backMs);
    await desk.page.getByRole('region', { name: '通话的人' }).waitFor();
    await booth.page.locator('[data-action="mute"]').waitFor();
  });
});
