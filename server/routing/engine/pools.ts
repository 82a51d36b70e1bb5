import { ringOf, ringOfTown } from './fit.ts';
import { Front } from './front.ts';
import { Line, type Ticket } from './heap.ts';
import type { Department, Group, Item, Pool, WorkClass } from './kinds.ts';
import { Roster } from './roster.ts';
import { type AgentProfile, PRIORITIES, type Region, type Work } from './types.ts';

/** Keeps the kinds of works and people, and who of those on duty can do what. */
export class Pools {
  readonly #regions: ReadonlyMap<string, Region>;
  readonly #groups = new Map<string, Group>();
  readonly #classes = new Map<string, WorkClass>();
  readonly #departments = new Map<string, Department>();
  readonly front = new Front();
  /** By the number of the department. */
  readonly #rosters: Roster[] = [];
  /** Lines of a department at some regions. */
  readonly #waiting = new Map<string, readonly Line<Item>[]>();

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
      waiting: departments.map((one) => this.#waitingAt(one, qualification.regionIds)),
      present: new Set(),
      seats: departments.map((one) => this.#rosterOf(one).size),
      onDuty: 0,
    };
    this.#groups.set(key, group);
    for (const one of departments) this.#rosterOf(one).add(group);
    return group;
  }

  /** Of a group, so many more places of capacity are on duty, or fewer. */
  changeDuty(group: Group, by: number): void {
    group.onDuty += by;
    this.front.changeDuty(group, by);
    for (const [i, department] of group.departments.entries()) {
      this.#rosterOf(department).changeDuty(group.seats[i] ?? 0, by);
      department.duties++;
    }
  }

  departmentOf(id: string): Department {
    const known = this.#departments.get(id);
    if (known) return known;
    const made: Department = {
      id,
      index: this.#departments.size,
      idle: new Map(),
      free: 0,
      waiting: new Map(),
      duties: 0,
      moreUrgent: PRIORITIES.map(() => 0),
    };
    this.#departments.set(id, made);
    this.front.widen(this.#departments.size);
    this.#rosters.push(new Roster(this.#regions));
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
      row: this.front.serving.add(),
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
    if (one.pool?.duties === one.department.duties) return one.pool;
    const pool = this.#rosterOf(one.department).poolOf(one, this.front);
    one.pool = pool;
    return pool;
  }

  /** The same list for all who serve the same regions, so that it stays at hand. */
  #waitingAt({ index, waiting }: Department, regionIds: readonly string[]): readonly Line<Item>[] {
    const key = JSON.stringify([index, regionIds]);
    let lines = this.#waiting.get(key);
    if (!lines) {
      lines = [...new Set(regionIds)].map((id) => lineOf(waiting, id));
      this.#waiting.set(key, lines);
    }
    return lines;
  }

  #rosterOf({ index }: Department): Roster {
    const roster = this.#rosters[index];
    if (!roster) throw new Error(`department ${index} has no roster`);
    return roster;
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
