import { levelOf, ringOfTown } from './fit.ts';
import type { Department, Group, Pool, Row, WorkClass } from './kinds.ts';
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
  readonly #rows = new Map<string, Row>();

  constructor(regions: ReadonlyMap<string, Region>) {
    this.#regions = regions;
  }

  add(group: Group): void {
    this.#groups.push(group);
    this.#rows.clear();
  }

  poolOf({ need, department }: WorkClass, departments: readonly Department[]): Pool {
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
    const counts = new Float64Array(departments.length);
    const groups: Group[] = [];
    let places = 0;
    this.#each(fit, (group, word, bit) => {
      if (group.onDuty === 0) return;
      const nearest = at(town, word) & bit ? 0 : at(near, word) & bit ? 1 : 2;
      const ring = at(skilled, word) & bit ? nearest : LAST_RING;
      byRing[ring] = (byRing[ring] ?? 0) + group.onDuty;
      places += group.onDuty;
      if (places <= FEW_PLACES) groups.push(group);
      for (const { index } of group.departments) counts[index] = (counts[index] ?? 0) + group.onDuty;
    });
    const served = departments.filter(({ index }) => (counts[index] ?? 0) > 0);
    const serving = served.map(({ index }) => counts[index] ?? 0);
    const few = places <= FEW_PLACES ? groups : null;
    return { duties: department.duties, few, byRing, places, served, serving };
  }

  #each(row: Row, visit: (group: Group, word: number, bit: number) => void): void {
    for (let word = 0; word < row.length; word++) {
      for (let left = at(row, word); left !== 0; left &= left - 1) {
        const number = 31 - Math.clz32(left & -left);
        const group = this.#groups[word * 32 + number];
        if (group) visit(group, word, 1 << number);
      }
    }
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

function at(row: Row, word: number): number {
  return row[word] ?? 0;
}
