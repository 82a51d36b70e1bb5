import type { Priority } from '../../../contracts/domain/call.ts';
import { type AgentProfile, DEFAULT_SETTINGS, type Need, type Settings } from '../engine/types.ts';
import { Random } from './random.ts';

/** A made-up province: its map, its people, and what citizens come with. All of it follows from the seed. */

export interface WorldOptions {
  readonly seed: number;
  readonly agents: number;
  readonly departments: number;
  readonly regions: number;
}

export interface Worker {
  readonly profile: AgentProfile;
  readonly night: boolean;
  /** Also works at a counter of their own town. */
  readonly counter: boolean;
}

export interface World {
  readonly settings: Settings;
  readonly workers: readonly Worker[];
  /** Mean length of a call, by department. */
  readonly callMs: ReadonlyMap<string, number>;
  need(random: Random): Need;
  priority(random: Random): Priority;
}

const REGIONS_PER_DISTRICT = 4;
const SERVICES = 3;
const MINUTE_MS = 60_000;
/** Share of the people who work at night, each for many departments, as duty desks do. */
const NIGHT = 0.14;
const NIGHT_DEPARTMENTS = 8;

export function makeWorld({ seed, agents, departments, regions }: WorldOptions): World {
  const random = new Random(seed);
  const regionIds = Array.from({ length: regions }, (_, at) => `region-${at}`);
  const departmentIds = Array.from({ length: departments }, (_, at) => `department-${at}`);
  const districtOf = (at: number) => Math.floor(at / REGIONS_PER_DISTRICT);
  const districts = districtOf(regions - 1) + 1;
  const partnersOf = (at: number) => regionIds.filter((_, i) => districtOf(i) === (districtOf(at) + 1) % districts);

  const workers = Array.from({ length: agents }, (_, at): Worker => {
    const night = at < Math.max(1, Math.round(agents * NIGHT));
    const home = random.int(regions);
    const own = at % departments;
    const count = night ? Math.min(departments, NIGHT_DEPARTMENTS) : random.chance(0.5) ? 2 : 1;
    const step = night ? Math.max(1, Math.floor(departments / count)) : 1 + random.int(Math.max(1, departments - 1));
    const skilled = new Set(Array.from({ length: count }, (_, i) => (own + i * step) % departments));
    const near = regionIds.filter((_, i) => districtOf(i) === districtOf(home));
    const everywhere = night || random.chance(0.6);
    const skills = [...skilled].map((department, i) => ({
      departmentId: departmentIds[department] as string,
      // Newcomers know one service of their second department.
      ...(i > 0 && !night && random.chance(0.3) ? { serviceId: `service-${random.int(SERVICES)}` } : {}),
      level: i === 0 ? 2 + random.int(2) : 1 + random.int(2),
    }));
    return {
      night,
      counter: !night && random.chance(0.15),
      profile: {
        id: `agent-${at}`,
        homeRegionId: regionIds[home] as string,
        regionIds: everywhere ? regionIds : [...new Set([...near, ...partnersOf(home)])],
        skills,
        languages: night || random.chance(0.4) ? ['zh-CN', 'en'] : ['zh-CN'],
        authorities: [...skilled].filter(() => night || random.chance(0.7)).map((one) => `licence-${one}`),
        channels: random.chance(0.3) ? ['booth', 'phone', 'message'] : ['booth', 'phone'],
        capacity: random.chance(0.05) ? 2 : 1,
      },
    };
  });
  // People are hired where citizens come: demand follows the number of those who know a department best.
  const mainDepartments = workers.filter((one) => !one.night).map((one) => one.profile.skills[0]?.departmentId ?? '');

  return {
    workers,
    callMs: new Map(departmentIds.map((id) => [id, random.between(3, 8) * MINUTE_MS])),
    settings: {
      ...DEFAULT_SETTINGS,
      regions: regionIds.map((id, at) => ({ id, districtId: `${districtOf(at)}`, partnerIds: partnersOf(at) })),
    },
    need(from) {
      const departmentId = from.pick(mainDepartments);
      return {
        departmentId,
        ...(from.chance(0.8) ? { serviceId: `service-${from.int(SERVICES)}` } : {}),
        regionId: from.pick(regionIds),
        language: from.chance(0.96) ? 'zh-CN' : 'en',
        ...(from.chance(0.15) ? { authority: `licence-${departmentIds.indexOf(departmentId)}` } : {}),
        channel: from.chance(0.85) ? 'booth' : 'phone',
        level: from.chance(0.7) ? 1 : 2,
      };
    },
    priority(from) {
      const dice = from.next();
      if (dice < 0.01) return 'help';
      if (dice < 0.11) return 'booked';
      return dice < 0.26 ? 'senior' : 'normal';
    },
  };
}
