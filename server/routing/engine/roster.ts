import { levelOf, ringOfTown } from './fit.ts';
import type { Front } from './front.ts';
import type { Group, Pool, Row, WorkClass } from './kinds.ts';
import { LAST_RING, type Qualification, type Region } from './types.ts';

/**
 * Who of a department could take a class of works, without a look at each of its people: for every single condition (a town,
 * a language, a licence, a level) the roster keeps one bit for each group, and those who fill all conditions are the bits that
 * stay when these rows are laid over each other, 32 groups with one instruction. A row is made when it is first asked for.
 */

/** In small pools it matters how long each call has lasted; large ones are smooth, and would cost too much. */
const FEW_PLACES = 16;

export class Roster {
  readonly #regions: ReadonlyMap<string, Region>;
  readonly #groups: Group[] = [];
  /** Of each group by its number: places on duty, and the numbers of its departments, those of the next group after them. */
  readonly #onDuty: number[] = [];
  readonly #departments: number[] = [];
  readonly #departmentsFrom = [0];
  readonly #rows = new Map<string, Row>();

  constructor(regions: ReadonlyMap<string, Region>) {
    this.#regions = regions;
  }

  get size(): number {
    return this.#groups.length;
  }

  add(group: Group): void {
    this.#groups.push(group);
    this.#onDuty.push(group.onDuty);
    this.#departments.push(...group.departments.map(({ index }) => index));
    this.#departmentsFrom.push(this.#departments.length);
    this.#rows.clear();
  }

  changeDuty(number: number, by: number): void {
    this.#onDuty[number] = at(this.#onDuty, number) + by;
  }

  /** Also says to `front` whom the pool serves. */
  poolOf({ need, department, row }: WorkClass, { serving, columns }: Front): Pool {
    const { departmentId, serviceId, regionId, language, authority, channel, level } = need;
    const able = this.#level(departmentId, serviceId, Math.max(1, level - 1));
    const skilled = this.#level(departmentId, serviceId, level);
    const town = this.#row(`town ${regionId}`, (who) => who.homeRegionId === regionId);
    const near = this.#row(`near ${regionId}`, (who) => ringOfTown(who.homeRegionId, regionId, this.#regions) < 2);
    const conditions = [
      able,
      this.#row(`region ${regionId}`, (_, { regionIds }) => regionIds.has(regionId)),
      this.#row(`language ${language}`, (who) => who.languages.includes(language)),
      this.#row(`channel ${channel}`, (who) => who.channels.includes(channel)),
    ];
    if (authority !== undefined) {
      conditions.push(this.#row(`authority ${authority}`, (who) => who.authorities.includes(authority)));
    }
    const fit = Int32Array.from(able);
    for (const row of conditions)
      for (let word = 0; word < fit.length; word++) fit[word] = at(fit, word) & at(row, word);

    const byRing = new Array<number>(LAST_RING + 1).fill(0);
    const groups: number[] = [];
    let places = 0;
    serving.clear(row);
    const { cells } = serving;
    for (let word = 0; word < fit.length; word++) {
      for (let left = at(fit, word); left !== 0; left &= left - 1) {
        const bit = left & -left;
        const group = word * 32 + 31 - Math.clz32(bit);
        const onDuty = at(this.#onDuty, group);
        if (onDuty === 0) continue;
        const nearest = at(town, word) & bit ? 0 : at(near, word) & bit ? 1 : 2;
        const ring = at(skilled, word) & bit ? nearest : LAST_RING;
        byRing[ring] = at(byRing, ring) + onDuty;
        places += onDuty;
        if (places <= FEW_PLACES) groups.push(group);
        for (let i = at(this.#departmentsFrom, group); i < at(this.#departmentsFrom, group + 1); i++) {
          const cell = row * columns + at(this.#departments, i);
          cells[cell] = at(cells, cell) + onDuty;
        }
      }
    }
    const few = places <= FEW_PLACES ? groups.flatMap((number) => this.#groups[number] ?? []) : null;
    return { duties: department.duties, few, byRing, places, row };
  }

  #level(departmentId: string, serviceId: string | undefined, level: number): Row {
    const need = { departmentId, serviceId };
    return this.#row(`level ${level} ${serviceId ?? ''}`, (who) => levelOf(who, need) >= level);
  }

  #row(key: string, fills: (who: Qualification, group: Group) => boolean): Row {
    const known = this.#rows.get(key);
    if (known) return known;
    const row = new Int32Array(Math.ceil(this.#groups.length / 32));
    for (const [number, group] of this.#groups.entries()) {
      const word = number >> 5;
      if (fills(group.qualification, group)) row[word] = at(row, word) | (1 << (number & 31));
    }
    this.#rows.set(key, row);
    return row;
  }
}

function at(list: Row | readonly number[], index: number): number {
  return list[index] ?? 0;
}
