import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CallPages } from './pages.ts';

const CITIZEN = '0199f000-0000-7000-8000-000000000009';
const AGENT = '0199f000-0000-7000-8000-000000000001';
const SUPERVISOR = '0199f000-0000-7000-8000-000000000002';

/** Each party hums its own note; none is a harmonic of another. */
const NOTES_HZ = { [CITIZEN]: 520, [AGENT]: 890, [SUPERVISOR]: 1370 } as const;
/** A tone through Opus stands this far out of its noise at least … */
const HEARD_DB = 30;
/** … and what is not there wanders no further than noise does. */
const UNHEARD_DB = 15;

/** Six encoders and decoders may share two cores with other tests. */
const PATIENCE_MS = 120_000;
const CHANGE_PATIENCE_MS = 20_000;

describe('who hears whom', { timeout: PATIENCE_MS }, () => {
  let pages: CallPages;

  beforeAll(async () => {
    pages = await CallPages.open();
  });
  afterEach(() => pages.reset());
  afterAll(() => pages.close());

  async function seatAll(): Promise<void> {
    await pages.seat(CITIZEN, 'citizen');
    await pages.seat(AGENT, 'agent');
    await pages.seat(SUPERVISOR, 'supervisor');
    for (const [partyId, note] of Object.entries(NOTES_HZ)) await pages.call(partyId, 'hum', note);
  }

  const level = (who: string, whom: keyof typeof NOTES_HZ) => pages.call(who, 'hears', NOTES_HZ[whom]);
  const hears = (who: string, whom: keyof typeof NOTES_HZ) =>
    expect
      .poll(() => level(who, whom), { timeout: CHANGE_PATIENCE_MS, message: `${who} hears ${whom}` })
      .toBeGreaterThan(HEARD_DB);
  /** Falls silent (what is in the jitter buffer is still played), and stays so. */
  const hearsNothingOf = async (who: string, whom: keyof typeof NOTES_HZ) => {
    const message = `${who} hears nothing of ${whom}`;
    await expect.poll(() => level(who, whom), { timeout: CHANGE_PATIENCE_MS, message }).toBeLessThan(UNHEARD_DB);
    expect(await level(who, whom), message).toBeLessThan(UNHEARD_DB);
  };
  const described = () => pages.signals.filter(({ signal }) => signal.kind === 'description').length;

  it('never lets a whisper into the citizen’s sound, through monitor, whisper, barge and back', async () => {
    await seatAll();
    await pages.place({ [SUPERVISOR]: { place: 'gallery' } });
    await hears(SUPERVISOR, CITIZEN);
    await hears(SUPERVISOR, AGENT);
    await hears(AGENT, CITIZEN);
    await hears(CITIZEN, AGENT);
    for (const party of [CITIZEN, AGENT] as const) await hearsNothingOf(party, SUPERVISOR);
    expect((await pages.call(CITIZEN, 'state')).remotes[SUPERVISOR]?.tracks).toEqual([]);
    const before = described();

    await pages.place({ [SUPERVISOR]: { place: 'ear', earOf: AGENT } });
    await hears(AGENT, SUPERVISOR);
    await hearsNothingOf(CITIZEN, SUPERVISOR);
    await hears(CITIZEN, AGENT);
    expect((await pages.call(AGENT, 'state')).remotes[SUPERVISOR]?.tracks, 'heard, not seen').toEqual(['voice']);

    await pages.place({});
    await hears(CITIZEN, SUPERVISOR);
    await pages.decoded(CITIZEN, { [SUPERVISOR]: ['face'] });

    await pages.place({ [SUPERVISOR]: { place: 'ear', earOf: AGENT } });
    await hearsNothingOf(CITIZEN, SUPERVISOR);
    await hears(AGENT, SUPERVISOR);
    expect((await pages.call(CITIZEN, 'state')).remotes[SUPERVISOR]?.tracks).toEqual([]);
    expect(described(), 'places change without negotiation').toBe(before);
  });

  it('takes a citizen on hold out of the talk in both directions, and brings them back with a picture', async () => {
    await seatAll();
    await pages.place({});
    await hears(AGENT, CITIZEN);
    await hears(CITIZEN, SUPERVISOR);

    await pages.place({ [CITIZEN]: { place: 'hold' } });
    for (const other of [AGENT, SUPERVISOR] as const) {
      await hearsNothingOf(CITIZEN, other);
      await hearsNothingOf(other, CITIZEN);
    }
    await hears(AGENT, SUPERVISOR);
    const held = await pages.call(CITIZEN, 'state');
    expect(Object.values(held.remotes).map(({ tracks }) => tracks)).toEqual([[], []]);

    await pages.place({});
    await hears(AGENT, CITIZEN);
    await hears(CITIZEN, AGENT);
    await pages.decoded(AGENT, { [CITIZEN]: ['face', 'paper'] });
    await pages.decoded(CITIZEN, { [AGENT]: ['face'] });
  });

  it('lets agents talk aside with the paper before them, unheard and unseen by the citizen', async () => {
    await seatAll();
    await pages.place({ [AGENT]: { place: 'aside' }, [SUPERVISOR]: { place: 'aside' } });
    await hears(AGENT, SUPERVISOR);
    await hears(SUPERVISOR, AGENT);
    for (const agent of [AGENT, SUPERVISOR] as const) {
      await hearsNothingOf(CITIZEN, agent);
      await hearsNothingOf(agent, CITIZEN);
      await pages.decoded(agent, { [CITIZEN]: ['paper'] });
      expect((await pages.call(agent, 'state')).remotes[CITIZEN]?.tracks).toEqual(['paper']);
    }
    for (const seat of pages.seats.keys()) expect((await pages.call(seat, 'state')).errors).toEqual([]);
  });
});
