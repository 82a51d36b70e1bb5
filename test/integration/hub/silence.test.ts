import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boothOrders } from '../../../contracts/hub/booth.ts';
import type { BoothStatus } from '../../../contracts/hub/technician.ts';
import { ok, unwrap } from '../../../contracts/result.ts';
import { systemClock } from '../../../contracts/time.ts';
import { createHubLink, type HubLink, type HubLinkOptions } from '../../../electron/booth/hub-link.ts';
import { openIdentity } from '../../../electron/booth/identity.ts';
import { enrol } from '../../../scripts/enrol.ts';
import { type Line, layLine } from '../../rig/line.ts';
import { type Rig, startRig } from './rig.ts';

/** A citizen who sits before a dead line is told before they wonder. Socket.IO by itself takes up to 45 s. */
const NOTICED_WITHIN_MS = 8_000;
/** An attempt that fell into the silence is given up and another made. */
const BACK_WITHIN_MS = 8_000;
const TIMEOUT_MS = 60_000;
const SILENT_BOOTH = 'silent-booth';

describe('a line that falls silent without being closed', { timeout: TIMEOUT_MS }, () => {
  let rig: Rig;
  let line: Line;
  let link: HubLink;
  let boothDataDir: string;
  let wentMs: number | undefined;
  let comes: () => void;
  let came: Promise<void>;

  beforeAll(async () => {
    rig = await startRig({ database: { kind: 'embedded', folder: 'memory' } });
    line = await layLine(rig.hub.url);
    boothDataDir = await mkdtemp(join(tmpdir(), 'xiaowu-silence-'));
    const booth = { id: SILENT_BOOTH, name: '测试晓屋', address: '测试路 1 号', regionId: 'guangzhou-panyu' };
    enrol({ booth, boothDataDir, hubDataDir: rig.dataDir });
    const identity = openIdentity(boothDataDir, SILENT_BOOTH, rig.clock);
    const orders = Object.fromEntries(Object.keys(boothOrders).map((name) => [name, () => ok(undefined)]));
    link = createHubLink({
      hubUrl: line.url,
      ca: null,
      token: identity.hubToken,
      clock: systemClock,
      log: () => undefined,
      onConnect: () => comes(),
      onDisconnect: () => {
        wentMs = performance.now();
      },
      onPush: () => undefined,
      orders: orders as unknown as HubLinkOptions['orders'],
    });
  }, TIMEOUT_MS);

  afterAll(async () => {
    link?.close();
    await line?.close();
    await rig?.close();
    await rm(boothDataDir, { recursive: true, force: true });
  }, TIMEOUT_MS);

  function waitForBooth(): void {
    came = new Promise((resolve) => {
      comes = resolve;
    });
  }

  it('is noticed at the hub and at the booth within 8 s, and the booth is back within 8 s of its return', async () => {
    const technician = await rig.technician();
    waitForBooth();
    link.connect();
    await came;
    unwrap(await link.call('hello', { version: 'test', activeVisitId: null, lastSeq: 0 }));
    // The worst moment: a ping was just answered, so the next is a whole interval away.
    await line.said();
    technician.heard.length = 0;
    waitForBooth();
    line.freeze();
    const frozenMs = performance.now();

    await technician.next<BoothStatus>('booth.changed', (status) => status.booth.id === SILENT_BOOTH && !status.online);
    const hubMs = performance.now() - frozenMs;
    await expect.poll(() => wentMs, { timeout: NOTICED_WITHIN_MS }).toBeDefined();
    const boothMs = (wentMs ?? Number.NaN) - frozenMs;
    expect(link.isConnected()).toBe(false);

    // The first attempt of the booth falls into the silence too.
    await expect.poll(() => line.attempts(), { timeout: NOTICED_WITHIN_MS }).toBeGreaterThan(0);
    line.thaw();
    const thawedMs = performance.now();
    await came;
    const backMs = performance.now() - thawedMs;
    expect(hubMs).toBeLessThanOrEqual(NOTICED_WITHIN_MS);
    expect(boothMs).toBeLessThanOrEqual(NOTICED_WITHIN_MS);
    expect(backMs).toBeLessThanOrEqual(BACK_WITHIN_MS);
  });
});
