import { Line, type Ticket } from './heap.ts';
import {
  type AgentProfile,
  LAST_RING,
  type Need,
  type Offer,
  PRIORITIES,
  type Qualification,
  type Region,
  type Work,
  type WrapUp,
} from './types.ts';

/**
 * Who can do what. Works with the same need share a class, people with the same qualification a group. Those who are free
 * stand in a line for each of their departments and their town, those who wait in one for their department and town: a
 * decision looks at the heads of lines, whose number the map bounds, never at all people or all who wait.
 */

export interface Agent {
  profile: AgentProfile;
  group: Group;
  readonly order: number;
  online: boolean;
  wish: 'available' | 'break' | 'not-responding';
  reason: string | undefined;
  counter: boolean;
  offer: Offer | null;
  readonly works: Map<string, Item>;
  /** Works whose notes are being finished. */
  wrapping: readonly WrapUp[];
  misses: number;
  freeSinceMs: number;
  /** Place in the lines of the free, when free. */
  ticket: Ticket<Agent> | null;
  onDuty: boolean;
  told: string;
}

/** A work on its way. */
export interface Item {
  readonly work: Work;
  readonly class: WorkClass;
  readonly order: number;
  readonly priority: number;
  readonly askedAtMs: number;
  /** When it was asked, less the head start of its priority: the order of the line. */
  readonly keyMs: number;
  stage: 'waiting' | 'offered' | 'assigned' | 'over';
  ring: number;
  ticket: Ticket<Item> | null;
  /** Who has served the visit first. */
  readonly ownerId: string | null;
  agent: Agent | null;
  assignedAtMs: number;
  readonly tried: Map<string, number>;
  /** What was in front, by department; see `aheadOf`. Null before it has ever been in the line. */
  base: Map<Department, number> | null;
  told: {
    readonly atMs: number;
    readonly waitMs: number | null;
    readonly onDuty: number;
    readonly urgent: number;
  } | null;
  alternativesTold: boolean;
  callBack: boolean;
}

export interface Group {
  readonly qualification: Qualification;
  readonly regionIds: ReadonlySet<string>;
  readonly departments: readonly Department[];
  /** Where they stand while free: in each department, at their home region. */
  readonly idle: readonly Line<Agent>[];
  /** Those on duty. */
  readonly present: Set<Agent>;
  /** Places of capacity of those on duty. */
  onDuty: number;
}

export interface Department {
  readonly id: string;
  /** Its number among the departments. */
  readonly index: number;
  readonly groups: Group[];
  /** Free people by home region. */
  readonly idle: Map<string, Line<Agent>>;
  /** Works that wait, by the citizen's region. */
  readonly waiting: Map<string, Line<Item>>;
  /** Places of capacity on duty. */
  onDuty: number;
  /** Grows whenever duty changes: pools reckoned before are void. */
  duties: number;
  /** Works that ever came into the line and that left it, by priority. */
  readonly joined: Float64Array;
  readonly left: Float64Array;
}

export interface WorkClass {
  readonly need: Need;
  readonly department: Department;
  readonly line: Line<Item>;
  pool: Pool | null;
}

/** Those on duty who could take a class. */
export interface Pool {
  readonly duties: number;
  readonly groups: readonly Group[];
  /** Places of capacity, by ring and in all. */
  readonly byRing: readonly number[];
  readonly places: number;
  /** How many of these places also serve each department. */
  readonly byDepartment: ReadonlyMap<Department, number>;
}

export class Pools {
  readonly #regions: ReadonlyMap<string, Region>;
  readonly #groups = new Map<string, Group>();
  readonly #classes = new Map<string, WorkClass>();
  readonly #departments = new Map<string, Department>();

  constructor(regions: readonly Region[]) {
    this.#regions = new Map(regions.map((region) => [region.id, region]));
  }

  groupOf(profile: AgentProfile): Group {
    const { id: _id, ...qualification } = profile;
    const key = JSON.stringify(qualification);
    const known = this.#groups.get(key);
    if (known) return known;
    const departmentIds = new Set(qualification.skills.map((skill) => skill.departmentId));
    const departments = [...departmentIds].map((id) => this.departmentOf(id));
    const group: Group = {
      qualification,
      regionIds: new Set(qualification.regionIds),
      departments,
      idle: departments.map((one) => lineOf(one.idle, qualification.homeRegionId)),
      present: new Set(),
      onDuty: 0,
    };
    this.#groups.set(key, group);
    for (const one of departments) one.groups.push(group);
    return group;
  }

  departmentOf(id: string): Department {
    const known = this.#departments.get(id);
    if (known) return known;
    const made: Department = {
      id,
      index: this.#departments.size,
      groups: [],
      idle: new Map(),
      waiting: new Map(),
      onDuty: 0,
      duties: 0,
      joined: new Float64Array(PRIORITIES.length),
      left: new Float64Array(PRIORITIES.length),
    };
    this.#departments.set(id, made);
    return made;
  }

  classOf(work: Work): WorkClass {
    const { departmentId, serviceId, regionId, language, authority, channel, level } = work;
    const key = `${departmentId}|${serviceId ?? ''}|${regionId}|${language}|${authority ?? ''}|${channel}|${level}`;
    const known = this.#classes.get(key);
    if (known) return known;
    const department = this.departmentOf(departmentId);
    const made: WorkClass = {
      need: { departmentId, serviceId, regionId, language, authority, channel, level },
      department,
      line: lineOf(department.waiting, regionId),
      pool: null,
    };
    this.#classes.set(key, made);
    return made;
  }

  /** The ring from which on a group may be asked for a class, or null for never. */
  ringOf({ qualification, regionIds }: Group, { need }: WorkClass): number | null {
    if (!regionIds.has(need.regionId)) return null;
    return ringOf(qualification, need, this.#regions);
  }

  /** The ring of a town, seen from a class: what somebody there is with skill enough. */
  ringOfTown(homeRegionId: string, { need }: WorkClass): number {
    return ringOfTown(homeRegionId, need.regionId, this.#regions);
  }

  poolOf(one: WorkClass): Pool {
    const { department } = one;
    if (one.pool?.duties === department.duties) return one.pool;
    const groups: Group[] = [];
    const byRing = new Array<number>(LAST_RING + 1).fill(0);
    // By number, since a map would cost more than all the rest.
    const counts = new Float64Array(this.#departments.size);
    let places = 0;
    for (const group of department.groups) {
      if (group.onDuty === 0) continue;
      const ring = this.ringOf(group, one);
      if (ring === null) continue;
      groups.push(group);
      places += group.onDuty;
      byRing[ring] = (byRing[ring] ?? 0) + group.onDuty;
      for (const other of group.departments) counts[other.index] = (counts[other.index] ?? 0) + group.onDuty;
    }
    const byDepartment = new Map<Department, number>();
    for (const other of this.#departments.values()) {
      const count = counts[other.index] ?? 0;
      if (count > 0) byDepartment.set(other, count);
    }
    one.pool = { duties: department.duties, groups, byRing, places, byDepartment };
    return one.pool;
  }
}

function lineOf<T extends { ticket: Ticket<T> | null }>(lines: Map<string, Line<T>>, key: string): Line<T> {
  let line = lines.get(key);
  if (!line) {
    line = new Line();
    lines.set(key, line);
  }
  return line;
}

/** Whether a work may not be asked of somebody, whatever they can. */
export function isBarred({ onlyAgentId, notAgentIds }: Work, agentId: string): boolean {
  return (onlyAgentId !== undefined && onlyAgentId !== agentId) || notAgentIds?.includes(agentId) === true;
}

/** Asked of one person by name. */
export function isNamed({ work }: Item): boolean {
  return work.onlyAgentId !== undefined;
}

/** Level of the skill for a need; 0 without it. */
export function levelOf({ skills }: Qualification, { departmentId, serviceId }: Need): number {
  let level = 0;
  for (const skill of skills) {
    const fits =
      skill.departmentId === departmentId &&
      (skill.serviceId === undefined || serviceId === undefined || skill.serviceId === serviceId);
    if (fits && skill.level > level) level = skill.level;
  }
  return level;
}

/** The same of people who serve the region. Cheap conditions come first: this is asked more often than anything. */
function ringOf(who: Qualification, need: Need, regions: ReadonlyMap<string, Region>): number | null {
  if (!who.languages.includes(need.language) || !who.channels.includes(need.channel)) return null;
  if (need.authority !== undefined && !who.authorities.includes(need.authority)) return null;
  const level = levelOf(who, need);
  if (level === 0 || level < need.level - 1) return null;
  return level < need.level ? LAST_RING : ringOfTown(who.homeRegionId, need.regionId, regions);
}

function ringOfTown(homeId: string, hereId: string, regions: ReadonlyMap<string, Region>): number {
  if (homeId === hereId) return 0;
  const [home, here] = [regions.get(homeId), regions.get(hereId)];
  return home && here && home.districtId === here.districtId ? 1 : 2;
}
