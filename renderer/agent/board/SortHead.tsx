import type { ReactNode } from 'react';
import { classes } from '../../ui/classes.ts';
import { pressed, type Sorting } from './order.ts';
import styles from './SortHead.module.css';

export interface SortHeadProps<Column extends string> {
  readonly column: Column;
  readonly sorting: Sorting<Column>;
  readonly onSort: (sorting: Sorting<Column>) => void;
  /** Which way a first press sorts: large numbers are looked for, names are read from the beginning. */
  readonly firstDown: boolean;
  readonly hint?: string | undefined;
  readonly children: ReactNode;
}

/** A column's head that sorts by it: Enter or a press, and again the other way. */
export function SortHead<Column extends string>(props: SortHeadProps<Column>) {
  const { column, sorting, onSort, firstDown, hint, children } = props;
  const isSorted = sorting.column === column;
  return (
    <th scope="col" aria-sort={isSorted ? (sorting.down ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        className={classes(styles.head, isSorted && styles.sorted)}
        title={hint}
        data-sort={column}
        onClick={() => onSort(pressed(sorting, column, firstDown))}
      >
        {children}
        <span className={styles.arrow} aria-hidden>
          {isSorted ? (sorting.down ? '▾' : '▴') : ''}
        </span>
      </button>
    </th>
  );
}
