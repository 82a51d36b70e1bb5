import type { Group, Item, Pool } from './kinds.ts';
import { Table } from './table.ts';
import { PRIORITIES } from './types.ts';

/**
 * What stands in front of a work. Those who could serve me also serve others: each place of my pool has in front of me what
 * waits for its departments, spread evenly over their places. Only numbers of works that came and went are kept, so that it
 * costs one look at a number of each department, however many wait.
 */

const FIRST_COLUMNS = 16;
/** What a work has in front in a department that its pool did not serve when it came: never above nothing. */
const UNSERVED = -(2 ** 30);
/** Of a work that is in no row. */
export const NO_ROW = -1;

/** One column for each department, by its number. */
export class Front {
  #columns = FIRST_COLUMNS;
  /** One row for each work that waits or rings: what was in front when it came, less `flow` of then. */
  readonly #base = new Table(FIRST_COLUMNS, UNSERVED);
  /** One row for each class: how many places of its pool serve each department. */
  readonly serving = new Table(FIRST_COLUMNS, 0);
  /** One row for each priority: more urgent works that ever came, less those at least as urgent that left. */
  readonly #flow = new Table(FIRST_COLUMNS, 0);
  /** One row for each priority: works at least as urgent that now stand in the line. */
  readonly #standing = new Table(FIRST_COLUMNS, 0);
  /** One row: places of capacity on duty. */
  readonly #onDuty = new Table(FIRST_COLUMNS, 0);

  constructor() {
    this.#onDuty.add();
    for (const _ of PRIORITIES) {
      this.#flow.add();
      this.#standing.add();
    }
  }

  get columns(): number {
    return this.#columns;
  }

  /** Makes room for so many departments. */
  widen(departments: number): void {
    if (departments <= this.#columns) return;
    this.#columns = Math.max(departments, 2 * this.#columns);
    for (const table of [this.#base, this.serving, this.#flow, this.#standing, this.#onDuty])
      table.widen(this.#columns);
  }

  changeDuty({ departments }: Group, by: number): void {
    const { cells } = this.#onDuty;
    for (const { index } of departments) cells[index] = at(cells, index) + by;
  }

  /** Remembers what is in front of a work that now comes into the line. */
  join(item: Item, pool: Pool): void {
    item.row = this.#base.add();
    const [own, theirs, line] = [item.row * this.#columns, pool.row * this.#columns, item.priority * this.#columns];
    const [base, serving, flow, standing] = [
      this.#base.cells,
      this.serving.cells,
      this.#flow.cells,
      this.#standing.cells,
    ];
    for (let d = 0; d < this.#columns; d++) {
      if (at(serving, theirs + d) > 0) base[own + d] = at(standing, line + d) - at(flow, line + d);
    }
  }

  /** A work that never comes back into the line. */
  forget(item: Item): void {
    if (item.row === NO_ROW) return;
    this.#base.remove(item.row);
    item.row = NO_ROW;
  }

  /** Works in front: those that were there, and more urgent ones since, less those that have left. */
  ahead({ row, priority }: Item, pool: Pool): number {
    if (row === NO_ROW) return 0;
    const columns = this.#columns;
    const [own, theirs, line] = [row * columns, pool.row * columns, priority * columns];
    const [base, serving, flow, onDuty] = [this.#base.cells, this.serving.cells, this.#flow.cells, this.#onDuty.cells];
    let ahead = 0;
    for (let d = 0; d < columns; d++) {
      const places = at(serving, theirs + d);
      if (places === 0) continue;
      const front = at(base, own + d) + at(flow, line + d);
      if (front > 0) ahead += (front * places) / at(onDuty, d);
    }
    return ahead;
  }

  /** Into the line, for the first time or again. */
  enter({ class: { department }, priority }: Item): void {
    const [flow, standing] = [this.#flow.cells, this.#standing.cells];
    for (let p = priority; p < PRIORITIES.length; p++) {
      const cell = p * this.#columns + department.index;
      standing[cell] = at(standing, cell) + 1;
      if (p === priority) continue;
      flow[cell] = at(flow, cell) + 1;
      department.moreUrgent[p] = (department.moreUrgent[p] ?? 0) + 1;
    }
  }

  leave({ class: { department }, priority, row }: Item): void {
    const [base, flow, standing] = [this.#base.cells, this.#flow.cells, this.#standing.cells];
    for (let p = priority; p < PRIORITIES.length; p++) {
      const cell = p * this.#columns + department.index;
      standing[cell] = at(standing, cell) - 1;
      flow[cell] = at(flow, cell) - 1;
    }
    // It is not in front of itself when it comes back.
    const own = row * this.#columns + department.index;
    if (row !== NO_ROW) base[own] = at(base, own) + 1;
  }
}

/** More urgent works that ever came: when it grows, somebody has come in front. */
export function urgentOf({ class: { department }, priority }: Item): number {
  return department.moreUrgent[priority] ?? 0;
}

function at(cells: Int32Array, index: number): number {
  return cells[index] ?? 0;
}
