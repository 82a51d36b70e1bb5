import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rig, startRig } from '../hub/rig.ts';
import { explore } from './explore.ts';
import { World } from './world.ts';

/** Bounds the time; what is left open is printed. `ORDERS_STEPS=100000` leaves nothing open. */
const MAX_STEPS = Number(process.env.ORDERS_STEPS ?? 250);
const TIMEOUT_MS = 1_200_000;

describe('every order of coming, leaving, crashing and hanging up', { timeout: TIMEOUT_MS }, () => {
  let rig: Rig;

  beforeAll(async () => {
    rig = await startRig({ database: { kind: 'embedded', folder: 'memory' } });
  }, TIMEOUT_MS);
  afterAll(() => rig?.close(), TIMEOUT_MS);

  it.each([
    { parties: 2, desks: ['demo-market-1'] },
    { parties: 3, desks: ['demo-market-1', 'demo-tax-1'] },
    { parties: 4, desks: ['demo-market-1', 'demo-market-2', 'demo-tax-1'] },
  ])(
    '$parties parties: never dropped, never alone without notice, one owner, no ghost, nothing rings for ever',
    async ({ parties, desks }) => {
      await rig.reset();
      const world = await World.open(rig, `orders-${parties}`, desks);
      const found = await explore(world, MAX_STEPS);
      process.stdout.write(`orders of ${parties}: ${found.states} states, ${found.steps} steps, ${found.left} left\n`);
      expect(found.failure).toBeNull();
    },
  );
});
