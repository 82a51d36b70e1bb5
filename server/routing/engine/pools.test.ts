import { expect, it } from 'vitest';
import { Random } from '../simulation/random.ts';
import { makeWorld } from '../simulation/world.ts';
import { ringOf } from './fit.ts';
import { Pools } from './pools.ts';

/** More than the tables have columns at first. */
const DEPARTMENTS = 18;

it('finds the same people by rows of bits as one look at each', () => {
  const random = new Random(3);
  const { settings, workers, need } = makeWorld({ seed: 3, agents: 300, departments: DEPARTMENTS, regions: 9 });
  const regions = new Map(settings.regions.map((one) => [one.id, one]));
  const pools = new Pools(settings.regions);
  const agents = workers.map(({ profile }) => ({ profile, group: pools.groupOf(profile) }));
  const present = agents.filter(() => random.chance(0.6));
  for (const { group, profile } of present) pools.changeDuty(group, profile.capacity);

  const departmentIds = Array.from({ length: DEPARTMENTS }, (_, at) => `department-${at}`);

  let found = 0;
  for (let i = 0; i < 500; i++) {
    const one = pools.classOf({ id: `${i}`, visitId: `${i}`, priority: 'normal', ...need(random) });
    const byRing = [0, 0, 0, 0];
    const serving = new Map<string, number>();
    for (const { profile } of present) {
      const ring = profile.regionIds.includes(one.need.regionId) ? ringOf(profile, one.need, regions) : null;
      if (ring === null) continue;
      byRing[ring] = (byRing[ring] ?? 0) + profile.capacity;
      for (const id of new Set(profile.skills.map(({ departmentId }) => departmentId))) {
        serving.set(id, (serving.get(id) ?? 0) + profile.capacity);
      }
    }
    const pool = pools.poolOf(one);
    expect(pool.byRing).toEqual(byRing);
    expect(pool.places).toBe(byRing.reduce((sum, places) => sum + places, 0));
    const { columns, serving: table } = pools.front;
    for (const id of departmentIds) {
      expect(table.cells[pool.row * columns + pools.departmentOf(id).index]).toBe(serving.get(id) ?? 0);
    }
    found += pool.places;
  }
  expect(found).toBeGreaterThan(500);
});
