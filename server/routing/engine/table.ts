const FIRST_ROWS = 64;

/**
 * Rows of whole numbers, one column for each department, side by side in memory: with 10,000 who wait, what is summed up for one
 * of them should lie in a few lines of a core's cache, not in an object for each number.
 */
export class Table {
  readonly #fill: number;
  readonly #free: number[] = [];
  #rows = 0;
  #columns: number;
  #cells: Int32Array;

  constructor(columns: number, fill: number) {
    this.#fill = fill;
    this.#columns = columns;
    this.#cells = new Int32Array(FIRST_ROWS * columns).fill(fill);
  }

  /** A row begins at its number times the columns. Another array after `add` and `widen`. */
  get cells(): Int32Array {
    return this.#cells;
  }

  /** The number of a row with nothing in it. */
  add(): number {
    const row = this.#free.pop() ?? this.#rows++;
    if (this.#rows * this.#columns > this.#cells.length) this.#grow();
    return row;
  }

  clear(row: number): void {
    this.#cells.fill(this.#fill, row * this.#columns, (row + 1) * this.#columns);
  }

  remove(row: number): void {
    this.clear(row);
    this.#free.push(row);
  }

  widen(columns: number): void {
    const [old, oldColumns] = [this.#cells, this.#columns];
    const rows = old.length / oldColumns;
    this.#cells = new Int32Array(rows * columns).fill(this.#fill);
    this.#columns = columns;
    for (let row = 0; row < this.#rows; row++) {
      this.#cells.set(old.subarray(row * oldColumns, (row + 1) * oldColumns), row * columns);
    }
  }

  #grow(): void {
    const old = this.#cells;
    this.#cells = new Int32Array(2 * old.length).fill(this.#fill, old.length);
    this.#cells.set(old);
  }
}
