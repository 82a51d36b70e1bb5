import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IceServer } from '../../../contracts/hub/relay.ts';
import { unwrap } from '../../../contracts/result.ts';
import { RELAY_LIFETIME_MS, RELAY_RENEWAL_MS, relayCredential } from '../../../server/realtime/relays.ts';
import { launchChromium } from '../../rig/chromium.ts';
import { type Coturn, hasCoturn, startCoturn } from '../../rig/coturn.ts';
import { servePage } from '../../rig/page-server.ts';
import { type Rig, startRig } from '../hub/rig.ts';
import type {} from './page.ts';

const SECRET = 'a secret of hub and relay';
const TIMEOUT_MS = 120_000;
/** Refusals of each kind. */
const ATTEMPTS = 20;
/** "Unauthenticated" (RFC 8489, section 14.8). */
const UNAUTHENTICATED = 401;

// Skipped, and named so by the runner, where Debian's coturn is not installed.
describe.skipIf(!hasCoturn)('a relay (coturn) with the credentials of the hub', { timeout: TIMEOUT_MS }, () => {
  let coturn: Coturn;
  let rig: Rig;
  let server: Awaited<ReturnType<typeof servePage>>;
  let browser: Browser;
  let page: Page;
  const logged: string[] = [];

  beforeAll(async () => {
    coturn = await startCoturn(SECRET);
    rig = await startRig({
      database: { kind: 'embedded', folder: 'memory' },
      config: { relays: { urls: [coturn.udpUrl, coturn.tcpUrl], secret: SECRET } },
      log: (line) => logged.push(line),
    });
    server = await servePage(new URL('./page.ts', import.meta.url));
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(server.url);
  }, TIMEOUT_MS);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rig?.close();
    await coturn?.close();
  }, TIMEOUT_MS);

  const gather = (servers: IceServer[]) => page.evaluate((all) => window.relayPage.gather(all), servers);

  it('carries a picture by each transport, for the booth and for the desk', async () => {
    const booth = await rig.booth();
    const agent = await rig.agent('demo-tax-1');
    const [forBooth] = (await booth.hello()).iceServers;
    const [forDesk] = unwrap(await agent.call('hello')).iceServers;
    if (!forBooth || !forDesk) throw new Error('the hub names no relay');
    expect(forBooth.username).toMatch(/^\d{10}:demo-booth-01$/);
    expect(forDesk.username).toBe(`${forBooth.username?.split(':')[0]}:${agent.id}`);
    for (const [servers, url, protocol] of [
      [forBooth, coturn.udpUrl, 'udp'],
      [forDesk, coturn.tcpUrl, 'tcp'],
    ] as const) {
      const seen = await page.evaluate((all) => window.relayPage.picture(all), [{ ...servers, urls: [url] }]);
      expect(seen).toEqual({ widthPx: 320, type: 'relay', protocol });
    }
  });

  it('refuses every credential that is expired, forged or altered', async () => {
    const urls = [coturn.udpUrl];
    const good = relayCredential(SECRET, 'booth-1', Date.now() + RELAY_LIFETIME_MS);
    expect(await gather([{ urls, ...good }])).toMatchObject({ relayed: expect.any(Number), errors: [] });
    const refused = {
      expired: (turn: number) => relayCredential(SECRET, 'booth-1', Date.now() - 2_000 * (turn + 1)),
      'made with another secret': (turn: number) =>
        relayCredential(`another secret, number ${turn}`, 'booth-1', Date.now() + RELAY_LIFETIME_MS),
      'prolonged by hand': (turn: number) => ({
        ...good,
        username: `${Number.parseInt(good.username, 10) + turn + 1}:booth-1`,
      }),
      'of somebody else': (turn: number) => ({ ...good, username: `${good.username}${turn}` }),
    };
    for (const [kind, make] of Object.entries(refused)) {
      for (let turn = 0; turn < ATTEMPTS; turn++) {
        const seen = await gather([{ urls, ...make(turn) }]);
        expect(seen, kind).toMatchObject({ relayed: 0 });
        expect(new Set(seen.errors), kind).toEqual(new Set([UNAUTHENTICATED]));
      }
    }
  });

  it('gets new credentials to connected booths and desks in time, and none into the log', async () => {
    const booth = await rig.booth('relayed-booth');
    const agent = await rig.agent('demo-tax-1');
    const first = await booth.hello();
    const pushed = [
      booth.next<{ iceServers: IceServer[] }>('ice.servers'),
      agent.next<{ iceServers: IceServer[] }>('ice.servers'),
    ];
    await rig.clock.advance(RELAY_RENEWAL_MS);
    const fresh = (await Promise.all(pushed)).map(({ iceServers }) => iceServers[0]);
    const expiry = (server: IceServer | undefined) => Number.parseInt(server?.username ?? '', 10);
    for (const server of fresh) {
      expect(expiry(server) - expiry(first.iceServers[0])).toBe(RELAY_RENEWAL_MS / 1000);
      expect((await gather([server as IceServer])).relayed).toBeGreaterThan(0);
    }
    expect(logged.length).toBeGreaterThan(0);
    for (const secret of [SECRET, ...fresh.map((server) => server?.credential ?? '?')]) {
      expect(logged.join('\n')).not.toContain(secret);
    }
  });
});
