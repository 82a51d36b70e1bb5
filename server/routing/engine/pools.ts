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
} from './types.ts';

/**
 * Who can do what. Works with the same need share a class, people with the same qualification a group; which group may
 * serve which class, and from which ring on, is settled once. A decision then looks at groups and classes, never at all
 * people or all who wait: their number is bounded by the catalogue and the map, not by the crowd.
 */

export interface Agent {
  readonly profile: AgentProfile;
  readonly group: Group;
  readonly order: number;
  online: boolean;
  wish: 'available' | 'break' | 'not-responding';
  reason: string | undefined;
  counter: boolean;
  offer: Offer | null;
  readonly works: Map<string, Item>;
  /** Works whose notes are being finished. */
  wrapping: { readonly item: Item; readonly endsAtMs: number }[];
  misses: number;
  freeSinceMs: number;
  /** Place among the idle of the group, when idle. */
  ticket: Ticket<Agent> | null;
  onDuty: boolean;
  told: string;
  /** Waiting works of visits that this person has served before. */
  readonly owned: Set<Item>;
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
  owner: Agent | null;
  agent: Agent | null;
  assignedAtMs: number;
  readonly tried: Map<string, number>;
  /** What was in front, by membership of the class; see `aheadOf`. */
  base: number[] | null;
  /** Its part of each place of capacity it competes for, while it waits. */
  share: number;
  told: {
    readonly atMs: number;
    readonly waitMs: number | null;
    readonly onDuty: number;
    readonly urgent: number;
  } | null;
  alternativesTold: boolean;
  callBack: boolean;
}

/** That a group may serve a class. */
export interface Membership {
  readonly group: Group;
  readonly class: WorkClass;
  /** Ring from which on the group is asked. */
  readonly ring: number;
  /** Index of the group in the class, in order of discovery. */
  readonly slot: number;
}

export interface Group {
  readonly qualification: Qualification;
  readonly idle: Line<Agent>;
  /** Those on duty. */
  readonly present: Set<Agent>;
  readonly classes: Membership[];
  /** Places of capacity of those on duty. */
  onDuty: number;
  /** Shares of works that came into the lines of this group, and that left them, by priority, ever. */
  readonly joined: Float64Array;
  readonly left: Float64Array;
}

export interface WorkClass {
  readonly need: Need;
  /** Nearest ring first. */
  readonly groups: Membership[];
  /** Those who wait, by the ring that is open to them. */
  readonly lines: readonly Line<Item>[];
  waiting: number;
  /** Shares waiting now, by priority: what a group that is found later has in front of it. */
  readonly shares: Float64Array;
  /** Places of capacity on duty, by ring. */
  readonly onDuty: number[];
}

export class Pools {
  readonly #regions: ReadonlyMap<string, Region>;
  readonly #groups = new Map<string, Group>();
  readonly #classes = new Map<string, WorkClass>();
  readonly #groupsOf = new Map<string, Group[]>();
  readonly #classesOf = new Map<string, WorkClass[]>();

  constructor(regions: readonly Region[]) {
    this.#regions = new Map(regions.map((region) => [region.id, region]));
  }

  groupOf(profile: AgentProfile): Group {
    const { id: _id, ...qualification } = profile;
    const key = JSON.stringify(qualification);
    const known = this.#groups.get(key);
    if (known) return known;
    const group: Group = {
      qualification,
      idle: new Line(),
      present: new Set(),
      classes: [],
      onDuty: 0,
      joined: new Float64Array(PRIORITIES.length),
      left: new Float64Array(PRIORITIES.length),
    };
    this.#groups.set(key, group);
    for (const departmentId of new Set(qualification.skills.map((skill) => skill.departmentId))) {
      append(this.#groupsOf, departmentId, group);
      for (const one of this.#classesOf.get(departmentId) ?? []) this.#join(group, one);
    }
    return group;
  }

  classOf(work: Work): WorkClass {
    const { departmentId, serviceId, regionId, language, authority, channel, level } = work;
    const key = `${departmentId}|${serviceId ?? ''}|${regionId}|${language}|${authority ?? ''}|${channel}|${level}`;
    const known = this.#classes.get(key);
    if (known) return known;
    const made: WorkClass = {
      need: { departmentId, serviceId, regionId, language, authority, channel, level },
      groups: [],
      lines: Array.from({ length: LAST_RING + 1 }, () => new Line<Item>()),
      waiting: 0,
      shares: new Float64Array(PRIORITIES.length),
      onDuty: Array.from({ length: LAST_RING + 1 }, () => 0),
    };
    this.#classes.set(key, made);
    append(this.#classesOf, departmentId, made);
    for (const group of this.#groupsOf.get(departmentId) ?? []) this.#join(group, made);
    return made;
  }

  #join(group: Group, one: WorkClass): void {
    const ring = ringOf(group.qualification, one.need, this.#regions);
    if (ring === null) return;
    const member: Membership = { group, class: one, ring, slot: one.groups.length };
    const at = one.groups.findIndex((other) => other.ring > ring);
    one.groups.splice(at < 0 ? one.groups.length : at, 0, member);
    group.classes.push(member);
    one.onDuty[ring] = (one.onDuty[ring] ?? 0) + group.onDuty;
    for (let p = 0; p < PRIORITIES.length; p++) group.joined[p] = (group.joined[p] ?? 0) + (one.shares[p] ?? 0);
  }
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
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

/** The ring from which on these people may be asked for this need, or null for never. */
export function ringOf(who: Qualification, need: Need, regions: ReadonlyMap<string, Region>): number | null {
  const level = levelOf(who, need);
  if (level === 0 || level < need.level - 1) return null;
  if (!who.regionIds.includes(need.regionId) || !who.languages.includes(need.language)) return null;
  if (!who.channels.includes(need.channel)) return null;
  if (need.authority !== undefined && !who.authorities.includes(need.authority)) return null;
  if (level < need.level) return LAST_RING;
  if (who.homeRegionId === need.regionId) return 0;
  const [home, here] = [regions.get(who.homeRegionId), regions.get(need.regionId)];
  return home && here && home.districtId === here.districtId ? 1 : 2;
}
