import { describe, expect, it } from 'vitest';
import { type ErrorCode, fail } from '../../contracts/errors.ts';
import { err, ok } from '../../contracts/result.ts';
import { VirtualClock } from '../../contracts/time.ts';
import { createLink } from './link.ts';
import { createMemoryPair } from './memory-port.ts';
import type { Port } from './port.ts';

function setUp(random = 0) {
  const clock = new VirtualClock(0);
  const news: string[] = [];
  const triesMs: number[] = [];
  let refusal: ErrorCode | null = null;
  let device: Port | null = null;
  const link = createLink({
    line: { path: 'test', baudRate: 9600 },
    clock,
    random: () => random,
    openPort: async () => {
      triesMs.push(clock.nowMs());
      if (refusal) return err(fail(refusal));
      const pair = createMemoryPair();
      device = pair.device;
      return ok(pair.host);
    },
    onUp: () => news.push('up'),
    onDown: (error) => news.push(error.code),
    onData: () => undefined,
  });
  return {
    clock,
    link,
    news,
    triesMs,
    refuse: (code: ErrorCode | null) => {
      refusal = code;
    },
    cut: () => device?.close(),
  };
}

describe('a link', () => {
  it('finds a replugged port within 3 s, however long it was missing', async () => {
    const { clock, link, news, refuse, cut } = setUp();
    link.start();
    await clock.advance(0);
    refuse('device_missing');
    await cut();
    await clock.advance(3_600_000);
    refuse(null);
    await clock.advance(1_000);
    expect(link.isUp).toBe(true);
    expect(news.at(-1)).toBe('up');
    expect(link.reconnects).toBe(1);
  });

  it('asks a port that is there and refuses less and less often', async () => {
    const { clock, link, refuse, triesMs } = setUp();
    refuse('device_busy');
    link.start();
    await clock.advance(40_000);
    expect(triesMs).toEqual([0, 500, 1_500, 3_500, 7_500, 15_500, 23_500, 31_500, 39_500]);
  });

  it('waits a little less by chance, so that not all knock at once', async () => {
    const { clock, link, refuse, triesMs } = setUp(0.8);
    refuse('device_busy');
    link.start();
    await clock.advance(1_300);
    expect(triesMs).toEqual([0, 400, 1_200]);
  });

  it('makes no news of a restart that works, and counts nothing', async () => {
    const { clock, link, news, refuse } = setUp();
    link.start();
    await clock.advance(0);
    await link.restart();
    expect(news).toEqual(['up', 'up']);
    refuse('device_missing');
    await link.restart();
    expect(news).toEqual(['up', 'up', 'device_missing']);
    refuse(null);
    await clock.advance(1_000);
    expect(link.isUp).toBe(true);
    expect(link.reconnects).toBe(0);
    await link.close();
    expect(clock.pending).toBe(0);
  });
});
