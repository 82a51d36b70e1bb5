import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../fixtures/documents/random.ts';
import type { Rig } from '../hub/rig.ts';
import { DESKS } from './alphabet.ts';
import type { Bounds } from './played.ts';
import { Stage, startStageRig } from './stage.ts';
import { tour } from './tour.ts';
import { type Walked, walk } from './walk.ts';

/** `ORDERS=all` leaves nothing undone; without it the largest walks are left out, and the hub is asked for a while. */
const ALL = process.env.ORDERS === 'all';
/** Another part of the tour each day; the number in the output plays it again. */
const SEED = Number(process.env.ORDERS_SEED ?? Math.floor(Date.now() / 86_400_000));
/** Steps at the hub in the suite; those of four parties are then drawn from the shortest orders, since walking all takes minutes. */
const STEPS = 60;
const SHORTEST_STATES = 2_000;
const TIMEOUT_MS = 2 * 3_600_000;
/** Of second ways to a known state, one in so many is asked for its whole future. */
const COMPARE_EVERY = ALL ? 10 : 100;

const NO_BOUND = Number.POSITIVE_INFINITY;
const two: Bounds = { desks: DESKS.slice(0, 1), mostWaits: NO_BOUND, mostGone: NO_BOUND };
const three: Bounds = { desks: DESKS.slice(0, 2), mostWaits: 0, mostGone: NO_BOUND };
const threeWithTime: Bounds = { ...three, mostWaits: 1 };
const four: Bounds = { desks: DESKS, mostWaits: 0, mostGone: 1 };

const say = (parties: number, what: string, figures: object) =>
  process.stdout.write(`orders of ${parties}, ${what}: ${JSON.stringify(figures)}\n`);

const walks = new Map<Bounds, Walked>();
function walkedOf(bounds: Bounds): Walked {
  const walked = walks.get(bounds) ?? walk(bounds, { compareEvery: COMPARE_EVERY });
  walks.set(bounds, walked);
  return walked;
}

describe('every order of coming, leaving, crashing and hanging up', { timeout: TIMEOUT_MS }, () => {
  it.each(ALL ? [two, three, threeWithTime, four] : [two, three])(
    'by the rules: never dropped, never alone without notice, one owner, no ghost, nothing rings for ever (%j)',
    (bounds) => {
      const { nodes, transitions, left, compared, broken } = walkedOf(bounds);
      say(bounds.desks.length + 1, 'rules', { ...bounds, states: nodes.size, transitions, left, compared });
      expect(broken).toEqual([]);
      expect(left).toBe(0);
    },
  );

  describe.each([two, three, four])('at a real hub (%j)', (bounds) => {
    let rig: Rig;
    beforeAll(async () => {
      rig = await startStageRig(bounds.desks);
    }, TIMEOUT_MS);
    afterAll(() => rig?.close(), TIMEOUT_MS);

    it('tells each what the rules decide, at every step that anybody can see', async () => {
      const random = seededRandom(SEED);
      const walked = bounds === four && !ALL ? walk(four, { mostStates: SHORTEST_STATES }) : walkedOf(bounds);
      const draw = (n: number) => random.between(0, n - 1);
      const toured = await tour(new Stage(rig, bounds.desks), walked, bounds, {
        mostSteps: ALL ? NO_BOUND : STEPS,
        draw,
      });
      say(bounds.desks.length + 1, `hub, seed ${SEED}`, toured);
      expect(toured.failure).toBeNull();
      expect(toured.done).toBeGreaterThan(STEPS / 4);
      if (ALL) expect(toured.left).toBe(0);
    });
  });
});
