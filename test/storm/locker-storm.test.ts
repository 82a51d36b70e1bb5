import { describe, expect, it } from 'vitest';
import { runStorm } from './locker-storm.ts';

/** In all: a quarter on each board. `XIAOWU_TEST_STORM` sets another number, `XIAOWU_TEST_STORM_SEED` another storm. */
const COMMANDS = Number(process.env.XIAOWU_TEST_STORM ?? 100_000);
const SEED = Number(process.env.XIAOWU_TEST_STORM_SEED ?? 20_260_101);

describe.each(['kerong-cu16', 'kerong-cu48', 'locker-8a', 'modbus-locker'] as const)('a storm around %s', (driver) => {
  it('opens no wrong compartment and claims nothing that no sensor said', { timeout: 300_000 }, async () => {
    const result = await runStorm({ driver, commands: COMMANDS / 4, seed: SEED });
    expect(result.findings).toEqual([]);
    // The storm is one: all ends were met, and the locker still did most of its work.
    expect(Object.keys(result.outcomes).sort()).toEqual(['device_no_reply', 'device_offline', 'not_opened', 'opened']);
    expect(result.outcomes.opened).toBeGreaterThan(COMMANDS / 4 / 4);
  });

  it('is the same again with the same seed, and another with another', { timeout: 120_000 }, async () => {
    const short = { driver, commands: 1_000, seed: SEED };
    const first = await runStorm(short);
    expect(await runStorm(short)).toEqual(first);
    expect((await runStorm({ ...short, seed: SEED + 1 })).digest).not.toBe(first.digest);
  });
});
