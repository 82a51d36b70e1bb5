import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../contracts/time.ts';
import {
  GIVE_UP_MS,
  HOLDS_MS,
  LineHealth,
  POLITE_OFFER_DELAY_MS,
  POLITE_REJOIN_DELAY_MS,
  POLITE_RESTART_DELAY_MS,
  REJOIN_AFTER_MS,
  REJOIN_AGAIN_MS,
  RETRY_MS,
} from './line-health.ts';

function line(polite: boolean) {
  const clock = new VirtualClock();
  const seen: string[] = [];
  const health = new LineHealth({
    polite,
    clock,
    tryAgain: () => seen.push('try'),
    rejoin: () => seen.push('rejoin'),
    onConnection: (connection) => seen.push(connection),
  });
  return { clock, seen, health };
}

describe('LineHealth', () => {
  it('lets the polite side offer itself when no offer came', async () => {
    const { clock, seen } = line(true);
    await clock.advance(POLITE_OFFER_DELAY_MS - 1);
    expect(seen).toEqual([]);
    await clock.advance(1);
    expect(seen).toEqual(['try']);
  });

  it('tries until the line is up, then rests', async () => {
    const { clock, seen, health } = line(false);
    await clock.advance(2 * RETRY_MS);
    expect(seen).toEqual(['try', 'try']);
    health.saw('connected');
    await clock.advance(10 * RETRY_MS);
    expect(seen).toEqual(['try', 'try', 'connected']);
    expect(clock.pending).toBe(0);
  });

  it('restarts a broken path at once, the polite side a little later', async () => {
    const impolite = line(false);
    impolite.health.saw('connected');
    impolite.health.saw('disconnected');
    expect(impolite.seen).toEqual(['connected', 'interrupted', 'try']);

    const polite = line(true);
    polite.health.saw('connected');
    polite.health.saw('disconnected');
    expect(polite.seen).toEqual(['connected', 'interrupted']);
    await polite.clock.advance(POLITE_RESTART_DELAY_MS);
    expect(polite.seen).toEqual(['connected', 'interrupted', 'try']);
  });

  it('calls a line failed after long, goes on trying, and takes it back', async () => {
    const { clock, seen, health } = line(false);
    health.saw('connected');
    await clock.advance(60_000);
    health.saw('failed');
    await clock.advance(GIVE_UP_MS);
    expect(seen.filter((word) => word === 'failed')).toHaveLength(1);
    health.saw('failed');
    expect(['try', 'rejoin']).toContain(seen.at(-1));
    health.saw('connected');
    expect(seen.at(-1)).toBe('connected');
  });

  it('makes the line anew when restarts did not help, the impolite side first, and then seldom', async () => {
    for (const [polite, afterMs] of [
      [false, REJOIN_AFTER_MS],
      [true, REJOIN_AFTER_MS + POLITE_REJOIN_DELAY_MS],
    ] as const) {
      const { clock, seen, health } = line(polite);
      health.saw('connected');
      health.saw('disconnected');
      await clock.advance(afterMs - 1);
      expect(seen).not.toContain('rejoin');
      await clock.advance(RETRY_MS + 1);
      expect(seen.filter((word) => word === 'rejoin')).toHaveLength(1);
      await clock.advance(REJOIN_AGAIN_MS - RETRY_MS);
      expect(seen.filter((word) => word === 'rejoin')).toHaveLength(1);
      await clock.advance(2 * RETRY_MS);
      expect(seen.filter((word) => word === 'rejoin')).toHaveLength(2);
    }
  });

  it('never makes a line anew that was not up yet: both sides are still finding each other', async () => {
    const { clock, seen } = line(false);
    await clock.advance(GIVE_UP_MS - 1);
    expect(seen).not.toContain('rejoin');
  });

  it('tries nothing while nobody can be told, and at once when somebody can', async () => {
    const { clock, seen, health } = line(false);
    health.saw('connected');
    health.signalling(false);
    health.saw('disconnected');
    await clock.advance(2 * REJOIN_AFTER_MS);
    expect(seen).toEqual(['connected', 'interrupted']);
    health.signalling(true);
    expect(seen.at(-1)).toBe('try');
    await clock.advance(REJOIN_AFTER_MS - 1);
    expect(seen, 'the time without signals does not count').not.toContain('rejoin');
    await clock.advance(RETRY_MS);
    expect(seen).toContain('rejoin');
  });

  it('calls a line failed that sides agree upon again and again and that never comes up', async () => {
    const { clock, seen, health } = line(true);
    health.saw('failed');
    for (let passedMs = 0; passedMs < GIVE_UP_MS; passedMs += RETRY_MS / 2) {
      await clock.advance(RETRY_MS / 2);
      health.agreed();
    }
    expect(seen.filter((one) => one !== 'try')).toEqual(['interrupted', 'failed']);
  });

  it('calls a line failed that comes up again and again and is refused at once, and takes it back when it holds', async () => {
    const { clock, seen, health } = line(false);
    for (let ms = 0; ms < GIVE_UP_MS; ms += REJOIN_AGAIN_MS) {
      await clock.advance(REJOIN_AGAIN_MS);
      health.saw('connected');
      await clock.advance(HOLDS_MS - 1);
      health.saw('failed');
    }
    expect(seen.findLast((word) => ['connected', 'interrupted', 'failed'].includes(word))).toBe('failed');
    health.saw('connected');
    await clock.advance(HOLDS_MS);
    health.saw('failed');
    expect(seen.slice(-3)).toEqual(['connected', 'interrupted', 'try']);
  });

  it('does not ask again for paths that were agreed upon before it was told that it may', async () => {
    const { clock, seen, health } = line(false);
    health.saw('connected');
    health.signalling(false);
    health.saw('disconnected');
    await clock.advance(40_000);
    health.agreed();
    await clock.advance(RETRY_MS / 2);
    health.signalling(true);
    expect(seen).toEqual(['connected', 'interrupted']);
    await clock.advance(RETRY_MS / 2);
    expect(seen.at(-1), 'they did not help').toBe('try');
  });

  it('leaves a line alone that is up', () => {
    const { seen, health } = line(true);
    health.saw('connected');
    health.signalling(false);
    health.signalling(true);
    health.nudge();
    expect(seen).toEqual(['connected']);
    health.saw('failed');
    health.nudge();
    expect(seen).toEqual(['connected', 'interrupted', 'try', 'try']);
  });

  it('counts a replaced connection as an interruption', () => {
    const { seen, health } = line(false);
    health.renewed();
    expect(seen).toEqual([]);
    health.saw('connected');
    health.renewed();
    expect(seen).toEqual(['connected', 'interrupted']);
  });
});
