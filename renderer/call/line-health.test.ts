import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../contracts/time.ts';
import { GIVE_UP_MS, LineHealth, POLITE_OFFER_DELAY_MS, POLITE_RESTART_DELAY_MS, RETRY_MS } from './line-health.ts';

function line(polite: boolean) {
  const clock = new VirtualClock();
  const seen: string[] = [];
  const health = new LineHealth({
    polite,
    clock,
    tryAgain: () => seen.push('try'),
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
    expect(seen.at(-1)).toBe('try');
    health.saw('connected');
    expect(seen.at(-1)).toBe('connected');
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
