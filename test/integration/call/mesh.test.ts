import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CallPages } from './pages.ts';

/** Larger than every agent: the citizen's side offers. `EARLY_CITIZEN` is smaller: it yields. */
const CITIZEN = '0199f000-0000-7000-8000-000000000009';
const EARLY_CITIZEN = '0199f000-0000-7000-8000-000000000000';
const TAX = '0199f000-0000-7000-8000-000000000001';
const MARKET = '0199f000-0000-7000-8000-000000000002';
const SOCIAL = '0199f000-0000-7000-8000-000000000003';

/** Twelve encoders and decoders may share two cores with other tests. */
const PATIENCE_MS = 90_000;

describe('a mesh call between Chromium pages', { timeout: PATIENCE_MS }, () => {
  let pages: CallPages;

  beforeAll(async () => {
    pages = await CallPages.open();
  });
  afterEach(() => pages.reset());
  afterAll(() => pages.close());

  it.each([CITIZEN, EARLY_CITIZEN])(
    'brings faces both ways and the paper to the agent (citizen %s)',
    async (citizen) => {
      await pages.seat(citizen, 'citizen');
      await pages.seat(TAX, 'agent');
      await pages.meet();
      await pages.decoded(TAX, { [citizen]: ['face', 'paper'] });
      await pages.decoded(citizen, { [TAX]: ['face'] });

      const atAgent = await pages.call(TAX, 'state');
      expect(atAgent.remotes[citizen]?.tracks.toSorted()).toEqual(['face', 'paper', 'voice']);
      expect(atAgent.firstFrames.toSorted()).toEqual([`${citizen}/face`, `${citizen}/paper`]);
      const atCitizen = await pages.call(citizen, 'state');
      expect(atCitizen.remotes[TAX]?.tracks.toSorted()).toEqual(['face', 'voice']);
      expect([...atAgent.errors, ...atCitizen.errors]).toEqual([]);

      // The roles are not exchanged: face and paper are of different sizes at their sources.
      const face = await pages.call(TAX, 'picture', citizen, 'face');
      const paper = await pages.call(TAX, 'picture', citizen, 'paper');
      expect(face.widthPx / paper.widthPx).toBeLessThan(1);

      const descriptions = pages.signals.filter(({ signal }) => signal.kind === 'description');
      expect(descriptions.length, 'one offer, one answer: nothing crossed').toBe(2);
    },
  );

  it('joins a third and a fourth party while the others go on, and lets one go', async () => {
    await pages.seat(CITIZEN, 'citizen');
    await pages.seat(MARKET, 'agent');
    await pages.meet();
    await pages.decoded(MARKET, { [CITIZEN]: ['face', 'paper'] });

    await pages.seat(TAX, 'agent');
    await pages.meet();
    await pages.decoded(TAX, { [CITIZEN]: ['face', 'paper'], [MARKET]: ['face'] });
    await pages.decoded(MARKET, { [TAX]: ['face'] });

    await pages.seat(SOCIAL, 'agent');
    await pages.meet();
    for (const agent of [TAX, MARKET, SOCIAL]) {
      const others = [TAX, MARKET, SOCIAL].filter((other) => other !== agent);
      await pages.decoded(agent, {
        [CITIZEN]: ['face', 'paper'],
        ...Object.fromEntries(others.map((other) => [other, ['face']])),
      });
    }
    await pages.decoded(CITIZEN, { [TAX]: ['face'], [MARKET]: ['face'], [SOCIAL]: ['face'] });

    await pages.call(MARKET, 'close');
    pages.seats.delete(MARKET);
    await pages.meet();
    const before = await pages.call(TAX, 'picture', CITIZEN, 'face');
    await expect
      .poll(async () => (await pages.call(TAX, 'picture', CITIZEN, 'face')).frames, { timeout: 20_000 })
      .toBeGreaterThan(before.frames + 5);
    expect(Object.keys((await pages.call(CITIZEN, 'state')).remotes).toSorted()).toEqual([TAX, SOCIAL]);
    for (const seat of pages.seats.keys()) expect((await pages.call(seat, 'state')).errors).toEqual([]);
  });

  it('gives everyone the hands of an interpreter, and the page that an agent shows', async () => {
    await pages.seat(CITIZEN, 'citizen');
    await pages.seat(TAX, 'agent');
    await pages.seat(MARKET, 'interpreter');
    await pages.meet();
    for (const other of [CITIZEN, TAX]) {
      await pages.decoded(other, { [MARKET]: ['interpreter'] });
      expect((await pages.call(other, 'state')).remotes[MARKET]?.tracks).toContain('interpreter');
    }
    await pages.decoded(MARKET, { [CITIZEN]: ['face', 'paper'], [TAX]: ['face'] });

    await pages.call(TAX, 'showScreen', true);
    await pages.decoded(CITIZEN, { [TAX]: ['face', 'screen'] });
    await pages.decoded(MARKET, { [TAX]: ['screen'] });
    await pages.call(TAX, 'showScreen', false);
    await expect
      .poll(async () => (await pages.call(CITIZEN, 'state')).remotes[TAX]?.tracks.toSorted(), { timeout: 20_000 })
      .toEqual(['face', 'voice']);
    for (const seat of pages.seats.keys()) expect((await pages.call(seat, 'state')).errors).toEqual([]);
  });

  it('exchanges a track without negotiation, and begins and ends a role with it', async () => {
    await pages.seat(CITIZEN, 'citizen');
    await pages.seat(TAX, 'agent');
    await pages.meet();
    await pages.decoded(TAX, { [CITIZEN]: ['face', 'paper'] });
    const described = () => pages.signals.filter(({ signal }) => signal.kind === 'description').length;
    const before = described();

    await pages.call(CITIZEN, 'exchangeFace');
    const { frames } = await pages.call(TAX, 'picture', CITIZEN, 'face');
    await expect
      .poll(async () => (await pages.call(TAX, 'picture', CITIZEN, 'face')).frames, { timeout: 20_000 })
      .toBeGreaterThan(frames + 5);
    expect(described()).toBe(before);

    await pages.call(CITIZEN, 'showPaper', false);
    await expect
      .poll(async () => (await pages.call(TAX, 'state')).remotes[CITIZEN]?.tracks.toSorted(), { timeout: 20_000 })
      .toEqual(['face', 'voice']);
    // Both begin a role at the same moment: the offers cross, the smaller party id yields.
    await Promise.all([pages.call(CITIZEN, 'showPaper', true), pages.call(TAX, 'showPaper', true)]);
    await pages.decoded(TAX, { [CITIZEN]: ['face', 'paper'] });
    await pages.decoded(CITIZEN, { [TAX]: ['face', 'paper'] });
    const state = await pages.call(TAX, 'state');
    expect(
      state.firstFrames.filter((seen) => seen.endsWith('/paper')),
      'told once',
    ).toHaveLength(1);
  });
});
