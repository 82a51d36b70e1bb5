import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Network, openNetwork, type Place, whyNoNetworks } from '../../rig/network.ts';
import { CallPages } from './pages.ts';

/** Larger than every agent: the citizen's side is the impolite one. `EARLY_CITIZEN` is polite. */
const CITIZEN = '0199f000-0000-7000-8000-000000000009';
const EARLY_CITIZEN = '0199f000-0000-7000-8000-000000000000';
const AGENT = '0199f000-0000-7000-8000-000000000001';

const PATIENCE_MS = 180_000;
const IN_PLACE = 1;
/** The line to the hub is found again so long after the network: the shortest pauses between attempts are of this size. */
const HUB_BACK_MS = 600;
/** A browser keeps a path for 30 s or so; a longer cut leaves none. */
const PATH_LOST_MS = 40_000;
/** What a citizen is promised after a short and after a long cut. How fast it really is, the benchmark says. */
const BACK_AFTER_SHORT_MS = 5_000;
const BACK_AFTER_LONG_MS = 8_000;

describe.skipIf(whyNoNetworks !== null)('a call whose network was cut', { timeout: PATIENCE_MS }, () => {
  let network: Network;
  let place: Place;
  let pages: CallPages;

  beforeAll(async () => {
    network = openNetwork();
    place = network.place('booth');
    pages = await CallPages.open(place);
  });
  afterEach(async () => {
    place?.restore();
    await pages.reset();
  });
  afterAll(async () => {
    await pages?.close();
    network?.close();
  });

  async function begin(citizen: string): Promise<void> {
    await pages.seat(citizen, 'citizen', IN_PLACE);
    await pages.seat(AGENT, 'agent');
    for (const partyId of [citizen, AGENT]) await pages.call(partyId, 'hum', 440);
    await pages.meet();
    await pages.decoded(AGENT, { [citizen]: ['face', 'paper'] });
    await pages.decoded(citizen, { [AGENT]: ['face'] });
  }

  const arrived = async (partyId: string) =>
    (await pages.call(partyId, 'lines')).reduce((sum, line) => sum + line.mediaPacketsReceived, 0);
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  /** Milliseconds from `sinceMs` until packets of the other side come in at both ends. */
  async function mediaBack(citizen: string, sinceMs: number): Promise<number> {
    await Promise.all(
      [citizen, AGENT].map(async (partyId) => {
        const before = await arrived(partyId);
        await expect
          .poll(() => arrived(partyId), { timeout: 30_000, interval: 20, message: `media at ${partyId}` })
          .toBeGreaterThan(before);
      }),
    );
    return Date.now() - sinceMs;
  }

  /** Cuts the place and its line to the hub; the line to the hub comes back a little after the network. */
  async function cut(citizen: string, ms: number, told: boolean): Promise<number> {
    place.cut();
    pages.unreachable.add(citizen);
    if (told) await pages.call(citizen, 'signalling', false);
    await pause(ms);
    place.restore();
    const restoredMs = Date.now();
    setTimeout(() => {
      pages.unreachable.delete(citizen);
      // The page may have been closed by then, when the path came back by itself.
      if (told) pages.call(citizen, 'signalling', true).catch(() => undefined);
    }, HUB_BACK_MS);
    return mediaBack(citizen, restoredMs);
  }

  it.each([CITIZEN, EARLY_CITIZEN])(
    'is back at once while the browser keeps the path (citizen %s)',
    async (citizen) => {
      await begin(citizen);
      expect(await cut(citizen, 8_000, true)).toBeLessThan(BACK_AFTER_SHORT_MS);
      expect((await pages.call(citizen, 'lines')).map(({ state }) => state)).toEqual(['connected']);
    },
  );

  it.each([
    [EARLY_CITIZEN, true],
    [CITIZEN, false],
  ])('finds another path as soon as signals go through again (citizen %s, told so: %s)', async (citizen, told) => {
    await begin(citizen);
    expect(await cut(citizen, PATH_LOST_MS, told)).toBeLessThan(BACK_AFTER_LONG_MS);
    for (const partyId of [citizen, AGENT]) {
      await expect
        .poll(async () => Object.values((await pages.call(partyId, 'state')).remotes)[0]?.connection, {
          timeout: 20_000,
        })
        .toBe('connected');
      expect((await pages.call(partyId, 'lines')).filter(({ state }) => state !== 'closed')).toHaveLength(1);
    }
  });
});

describe('relays whose credentials are renewed in a call', { timeout: PATIENCE_MS }, () => {
  let pages: CallPages;

  beforeAll(async () => {
    pages = await CallPages.open();
  });
  afterAll(() => pages.close());

  it('are used by every line from then on, and the call goes on', async () => {
    await pages.seat(CITIZEN, 'citizen');
    await pages.seat(AGENT, 'agent');
    await pages.meet();
    await pages.decoded(AGENT, { [CITIZEN]: ['face'] });
    expect(await pages.call(CITIZEN, 'relays')).toEqual([]);
    const relay = { urls: ['turn:127.0.0.1:9?transport=udp'], username: '1790000000:booth', credential: 'secret' };
    await pages.call(CITIZEN, 'iceServers', [relay]);
    expect(await pages.call(CITIZEN, 'relays')).toEqual([`${relay.urls[0]} ${relay.username}`]);
    const { frames } = await pages.call(AGENT, 'picture', CITIZEN, 'face');
    await expect
      .poll(async () => (await pages.call(AGENT, 'picture', CITIZEN, 'face')).frames, { timeout: 20_000 })
      .toBeGreaterThan(frames + 5);
    expect((await pages.call(CITIZEN, 'lines')).map(({ state }) => state)).toEqual(['connected']);
  });
});
