import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Network, openNetwork, type Place, whyNoNetworks } from '../../rig/network.ts';
import { CallPages } from './pages.ts';

const CITIZEN = '0199f000-0000-7000-8000-000000000009';
const AGENT = '0199f000-0000-7000-8000-000000000001';

const PATIENCE_MS = 180_000;
const IN_PLACE = 1;

describe.skipIf(whyNoNetworks !== null)('a line that carries nothing for a while', { timeout: PATIENCE_MS }, () => {
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

  it('is called what it is at both ends, and good again afterwards', async () => {
    await pages.seat(CITIZEN, 'citizen', IN_PLACE);
    await pages.seat(AGENT, 'agent');
    for (const partyId of [CITIZEN, AGENT]) await pages.call(partyId, 'hum', 440);
    await pages.meet();
    await pages.decoded(AGENT, { [CITIZEN]: ['face', 'paper'] });
    for (const partyId of [CITIZEN, AGENT]) expect(await qualityAt(partyId)).toBe('good');

    place.cut();
    for (const partyId of [CITIZEN, AGENT]) {
      await expect.poll(() => qualityAt(partyId), { timeout: 20_000 }).toBe('none');
    }
    place.restore();
    for (const partyId of [CITIZEN, AGENT]) {
      await expect.poll(() => qualityAt(partyId), { timeout: 60_000 }).toBe('good');
    }
  });
});
