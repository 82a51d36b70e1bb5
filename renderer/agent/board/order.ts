/** How lists of the board are put in order and narrowed; pure, so that a list looks the same after each news. */

export interface Sorting<Column extends string> {
  readonly column: Column;
  readonly down: boolean;
}

/** The next sorting when a column's head is pressed: its own first direction, then the other. */
export function pressed<Column extends string>(
  now: Sorting<Column>,
  column: Column,
  firstDown: boolean,
): Sorting<Column> {
  return now.column === column ? { column, down: !now.down } : { column, down: firstDown };
}

/** In order of a value; what has none comes last either way, and equals keep their order. */
export function sortedBy<T>(rows: readonly T[], value: (row: T) => number | string | null, down: boolean): T[] {
  return rows.toSorted((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    const order =
      typeof left === 'string' && typeof right === 'string'
        ? left.localeCompare(right, 'zh-CN')
        : Number(left) - Number(right);
    return down ? -order : order;
  });
}

/** Whether every word that was typed stands somewhere in the texts. */
export function matches(texts: readonly string[], typed: string): boolean {
  const hay = texts.join(' ').toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word));
}
