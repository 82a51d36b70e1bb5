import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Network, openNetwork, type Place, whyNoNetworks } from '../../rig/network.ts';
import { CallPages } from './pages.ts';

const CITIZEN = '0199f000-0000-7000-8000-000000000009';
const AGENT = '0199f000-0000-7000-8000-000000000001';

const PATIENCE_MS = 180_000;
const IN_PLACE = 1;
const LOSS_PERCENT = 25;

describe.skipIf(whyNoNetworks !== null)('a line that loses packets', { timeout: PATIENCE_MS }, () => {
  let network: Network;
  let place: Place;
  let pages: CallPages;

  beforeAll(async () => {
    network = openNetwork();
    place = network.place('booth');
    pages = await CallPages.open(place);
  });
  afterAll(async () => {
    await pages?.close();
    network?.close();
  });

  const qualityAt = async (partyId: string) => Object.values((await pages.call(partyId, 'state')).remotes)[0]?.quality;
  const widthOf = async (role: 'face' | 'paper') => (await pages.call(AGENT, 'picture', CITIZEN, role)).widthPx;

  it('is called what it is at both ends, costs the face its size and the paper nothing of its own, and recovers', async () => {
    await pages.seat(CITIZEN, 'citizen', IN_PLACE);
    await pages.seat(AGENT, 'agent');
    for (const partyId of [CITIZEN, AGENT]) await pages.call(partyId, 'hum', 440);
    await pages.meet();
    await pages.decoded(AGENT, { [CITIZEN]: ['face', 'paper'] });
    const paperPx = await widthOf('paper');
    // The first frames may be smaller, until the encoder knows the line.
    await expect.poll(() => widthOf('face'), { timeout: 20_000 }).toBe(320);
    for (const partyId of [CITIZEN, AGENT]) expect(await qualityAt(partyId)).toBe('good');

    place.loss(LOSS_PERCENT);
    for (const partyId of [CITIZEN, AGENT]) {
      await expect.poll(() => qualityAt(partyId), { timeout: 30_000 }).toBe('poor');
    }
    await expect.poll(() => widthOf('face'), { timeout: 60_000 }).toBeLessThan(320);
    const { frames } = await pages.call(AGENT, 'picture', CITIZEN, 'paper');
    await expect
      .poll(async () => (await pages.call(AGENT, 'picture', CITIZEN, 'paper')).frames, { timeout: 60_000 })
      .toBeGreaterThan(frames + 2);
    expect(await widthOf('paper')).toBe(paperPx);
    expect((await pages.call(AGENT, 'lines')).map(({ state }) => state)).toEqual(['connected']);

    place.restore();
    for (const partyId of [CITIZEN, AGENT]) {
      await expect.poll(() => qualityAt(partyId), { timeout: 60_000 }).toBe('good');
    }
  });
});
