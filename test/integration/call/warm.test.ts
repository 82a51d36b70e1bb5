import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CallPages } from './pages.ts';

/** Larger than every agent: the citizen's side offers. `EARLY_CITIZEN` is smaller: it waits for the agent's offer. */
const CITIZEN = '0199f000-0000-7000-8000-000000000009';
const EARLY_CITIZEN = '0199f000-0000-7000-8000-000000000000';
const TAX = '0199f000-0000-7000-8000-000000000001';
const MARKET = '0199f000-0000-7000-8000-000000000002';

/** Encoders and decoders may share two cores with other tests. */
const PATIENCE_MS = 90_000;

describe('a line made while an offer rings', { timeout: PATIENCE_MS }, () => {
  let pages: CallPages;

  beforeAll(async () => {
    pages = await CallPages.open();
  });
  afterEach(() => pages.reset());
  afterAll(() => pages.close());

  async function ring(citizen: string, agent: string): Promise<void> {
    await Promise.all([pages.expect(citizen, [agent]), pages.expect(agent, [citizen])]);
  }

  const lastState = async (partyId: string) => (await pages.call(partyId, 'lines')).at(-1)?.state;

  async function connected(...partyIds: string[]): Promise<void> {
    for (const partyId of partyIds) {
      await expect.poll(() => lastState(partyId), { timeout: 20_000 }).toBe('connected');
    }
  }

  const descriptions = () => pages.signals.filter(({ signal }) => signal.kind === 'description').length;

  it.each([CITIZEN, EARLY_CITIZEN])(
    'carries no media and shows nothing before both have joined (citizen %s)',
    async (citizen) => {
      await pages.seat(citizen, 'citizen');
      await pages.seat(TAX, 'agent');
      await ring(citizen, TAX);
      await connected(citizen, TAX);
      const checks = async () => (await pages.call(citizen, 'lines'))[0]?.pathChecks ?? 0;
      const before = await checks();
      // Checks of the path go on every second or so: cameras and encoders would have had the time to send.
      await expect.poll(checks, { timeout: 20_000 }).toBeGreaterThan(before + 2);
      for (const partyId of [citizen, TAX]) {
        const lines = await pages.call(partyId, 'lines');
        expect(lines).toMatchObject([{ state: 'connected', mediaPacketsSent: 0, mediaPacketsReceived: 0 }]);
        expect(await pages.call(partyId, 'state')).toMatchObject({ remotes: {}, firstFrames: [], errors: [] });
      }

      await pages.meet();
      await pages.decoded(TAX, { [citizen]: ['face', 'paper'] });
      await pages.decoded(citizen, { [TAX]: ['face'] });
      expect((await pages.call(TAX, 'state')).remotes[citizen]?.tracks.toSorted()).toEqual(['face', 'paper', 'voice']);
      expect((await pages.call(citizen, 'state')).remotes[TAX]?.tracks.toSorted()).toEqual(['face', 'voice']);
      const face = await pages.call(TAX, 'picture', citizen, 'face');
      const paper = await pages.call(TAX, 'picture', citizen, 'paper');
      expect(face.widthPx / paper.widthPx, 'the roles are not exchanged').toBeLessThan(1);
      expect(descriptions(), 'one offer, one answer: joining negotiates nothing').toBe(2);
      expect(await pages.call(citizen, 'lines')).toHaveLength(1);
    },
  );

  it('sends the agent nothing while only the agent believes that the call was taken', async () => {
    await pages.seat(CITIZEN, 'citizen');
    await pages.seat(TAX, 'agent');
    await ring(CITIZEN, TAX);
    await connected(CITIZEN, TAX);
    await pages.meet([CITIZEN, TAX], [TAX]);
    await expect
      .poll(async () => (await pages.call(CITIZEN, 'lines'))[0]?.mediaPacketsReceived, { timeout: 20_000 })
      .toBeGreaterThan(20);
    expect((await pages.call(CITIZEN, 'lines'))[0]?.mediaPacketsSent).toBe(0);
    expect((await pages.call(CITIZEN, 'state')).remotes, 'and shows nothing of it').toEqual({});
  });

  it('is made between a colleague who is asked and everybody in the call, and joining negotiates nothing', async () => {
    await pages.seat(CITIZEN, 'citizen');
    await pages.seat(TAX, 'agent');
    await pages.meet();
    await pages.decoded(TAX, { [CITIZEN]: ['face', 'paper'] });
    await pages.seat(MARKET, 'agent');
    await Promise.all([
      pages.expect(CITIZEN, [MARKET]),
      pages.expect(TAX, [MARKET]),
      pages.expect(MARKET, [CITIZEN, TAX]),
    ]);
    const standing = async (partyId: string) =>
      (await pages.call(partyId, 'lines')).filter(({ state }) => state === 'connected').length;
    for (const partyId of [CITIZEN, TAX, MARKET]) {
      await expect.poll(() => standing(partyId), { timeout: 20_000 }).toBe(2);
    }
    expect((await pages.call(MARKET, 'lines')).map(({ mediaPacketsReceived }) => mediaPacketsReceived)).toEqual([0, 0]);
    expect((await pages.call(CITIZEN, 'state')).remotes[MARKET]).toBeUndefined();
    const before = descriptions();

    await pages.meet();
    await pages.decoded(MARKET, { [CITIZEN]: ['face', 'paper'], [TAX]: ['face'] });
    await pages.decoded(CITIZEN, { [MARKET]: ['face'] });
    await pages.decoded(TAX, { [MARKET]: ['face'] });
    expect(descriptions()).toBe(before);
  });

  it('lets a colleague who is asked aside see the paper alone from the first moment', async () => {
    await pages.seat(CITIZEN, 'citizen');
    await pages.seat(MARKET, 'agent');
    await ring(CITIZEN, MARKET);
    await connected(CITIZEN, MARKET);
    await pages.place({ [MARKET]: { place: 'aside' } });
    await pages.decoded(MARKET, { [CITIZEN]: ['paper'] });
    expect((await pages.call(MARKET, 'state')).remotes[CITIZEN]?.tracks).toEqual(['paper']);
    expect((await pages.call(CITIZEN, 'state')).remotes[MARKET]?.tracks).toEqual([]);
    expect((await pages.call(CITIZEN, 'lines'))[0]?.mediaPacketsReceived, 'not a packet of their voice or face').toBe(
      0,
    );
  });

  it('is dropped on both sides when the offer is gone, and begun anew with the next agent', async () => {
    await pages.seat(CITIZEN, 'citizen');
    await pages.seat(TAX, 'agent');
    await pages.seat(MARKET, 'agent');
    await ring(CITIZEN, TAX);
    await connected(CITIZEN, TAX);
    await pages.expect(CITIZEN, []);
    await pages.expect(TAX, []);
    for (const partyId of [CITIZEN, TAX]) expect(await lastState(partyId)).toBe('closed');

    await ring(CITIZEN, MARKET);
    await connected(CITIZEN, MARKET);
    await pages.meet([CITIZEN, MARKET]);
    await pages.decoded(MARKET, { [CITIZEN]: ['face', 'paper'] });
    await pages.decoded(CITIZEN, { [MARKET]: ['face'] });
    const lines = await pages.call(CITIZEN, 'lines');
    expect(lines.map(({ state }) => state)).toEqual(['closed', 'connected']);
    expect((await pages.call(TAX, 'lines')).map(({ state }) => state)).toEqual(['closed']);
    expect((await pages.call(TAX, 'state')).remotes).toEqual({});
  });

  it('asks the same agent again with a fresh line', async () => {
    await pages.seat(CITIZEN, 'citizen');
    await pages.seat(TAX, 'agent');
    for (let round = 0; round < 2; round++) {
      await ring(CITIZEN, TAX);
      await connected(CITIZEN, TAX);
      if (round === 0) for (const partyId of [CITIZEN, TAX]) await pages.expect(partyId, []);
    }
    await pages.meet();
    await pages.decoded(TAX, { [CITIZEN]: ['face', 'paper'] });
    await pages.decoded(CITIZEN, { [TAX]: ['face'] });
  });

  it.each([CITIZEN, TAX])('comes up as ever when only %s made the line ahead', async (only) => {
    await pages.seat(CITIZEN, 'citizen');
    await pages.seat(TAX, 'agent');
    await pages.expect(only, [only === CITIZEN ? TAX : CITIZEN]);
    await pages.meet();
    await pages.decoded(TAX, { [CITIZEN]: ['face', 'paper'] });
    await pages.decoded(CITIZEN, { [TAX]: ['face'] });
  });

  it('comes up when the call is taken in the middle of the negotiation', async () => {
    await pages.seat(CITIZEN, 'citizen');
    await pages.seat(TAX, 'agent');
    await ring(CITIZEN, TAX);
    await pages.meet();
    await pages.decoded(TAX, { [CITIZEN]: ['face', 'paper'] });
    await pages.decoded(CITIZEN, { [TAX]: ['face'] });
    expect(descriptions()).toBe(2);
  });
});
