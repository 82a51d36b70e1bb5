import { useState } from 'react';
import { type Board, SERVICE_LEVEL_SECONDS } from '../../../contracts/hub/agent.ts';
import { classes } from '../../ui/classes.ts';
import { useText } from '../text.ts';
import styles from './Columns.module.css';
import { isBelowGoal } from './goal.ts';
import { useDepartmentNames } from './names.ts';
import { matches, type Sorting, sortedBy } from './order.ts';
import { SortHead } from './SortHead.tsx';
import { secondsText, shareText, spanText } from './spans.ts';
import { ageSeconds, type Department } from './standing.ts';

type Column =
  | 'name'
  | 'waiting'
  | 'longest'
  | 'available'
  | 'onCall'
  | 'onDuty'
  | 'answered'
  | 'abandoned'
  | 'level'
  | 'meanWait';

const COLUMNS: readonly Exclude<Column, 'name'>[] = [
  'waiting',
  'longest',
  'available',
  'onCall',
  'onDuty',
  'answered',
  'abandoned',
  'level',
  'meanWait',
];

const VALUES: Readonly<Record<Exclude<Column, 'name'>, (row: Department) => number | null>> = {
  waiting: (row) => row.waiting,
  longest: (row) => row.longestWaitSeconds,
  available: (row) => row.available,
  onCall: (row) => row.onCall,
  onDuty: (row) => row.onDuty,
  answered: (row) => row.answeredToday,
  abandoned: (row) => row.abandonedToday,
  level: (row) => row.serviceLevelToday,
  meanWait: (row) => row.meanWaitSecondsToday,
};

export interface DepartmentTableProps {
  readonly board: Board;
  readonly nowMs: number;
  readonly typed: string;
  /** The department that the other columns are narrowed to. */
  readonly chosen: string | null;
  readonly onChoose: (departmentId: string | null) => void;
}

/** Lines and people of each department; whose line is longest stands first until somebody sorts otherwise. */
export function DepartmentTable({ board, nowMs, typed, chosen, onChoose }: DepartmentTableProps) {
  const t = useText();
  const { nameOf } = useDepartmentNames();
  const [sorting, setSorting] = useState<Sorting<Column>>({ column: 'longest', down: true });
  const { column, down } = sorting;
  const found = board.departments.filter((row) => matches([nameOf(row.departmentId)], typed));
  const rows = sortedBy(found, column === 'name' ? (row) => nameOf(row.departmentId) : VALUES[column], down);
  return (
    <section className={styles.column} aria-label={t('board.departments.heading')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className={styles.scroll} tabIndex={0} data-board="departments">
        <table className={styles.table}>
          <thead>
            <tr>
              <SortHead {...{ sorting, onSort: setSorting, column: 'name', firstDown: false }}>
                {t('board.departments.name')}
              </SortHead>
              {COLUMNS.map((one) => (
                <SortHead
                  key={one}
                  {...{ sorting, onSort: setSorting, column: one, firstDown: true }}
                  hint={
                    one === 'level' ? t('board.departments.levelHint', { seconds: SERVICE_LEVEL_SECONDS }) : undefined
                  }
                >
                  {t(`board.departments.${one}`)}
                </SortHead>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const isChosen = row.departmentId === chosen;
              const isUnmanned = row.waiting > 0 && row.onDuty === 0;
              return (
                <tr key={row.departmentId} className={classes(isChosen && styles.chosen)} data-row={row.departmentId}>
                  <th scope="row">
                    <button
                      type="button"
                      className={styles.name}
                      aria-pressed={isChosen}
                      onClick={() => onChoose(isChosen ? null : row.departmentId)}
                    >
                      {nameOf(row.departmentId)}
                    </button>
                  </th>
                  <td className={classes(row.waiting > 0 && styles.strong)}>{dim(row.waiting)}</td>
                  <td className={classes(row.waiting > 0 && styles.strong)}>
                    {row.waiting > 0 ? (
                      spanText(row.longestWaitSeconds + ageSeconds(board, nowMs))
                    ) : (
                      <span className={styles.zero}>–</span>
                    )}
                  </td>
                  <td className={classes(row.available > 0 && styles.good)}>{dim(row.available)}</td>
                  <td>{dim(row.onCall)}</td>
                  <td className={classes(isUnmanned && styles.bad)}>{isUnmanned ? row.onDuty : dim(row.onDuty)}</td>
                  <td>{dim(row.answeredToday)}</td>
                  <td>{dim(row.abandonedToday)}</td>
                  <td className={classes(isBelowGoal(row.serviceLevelToday) && styles.care)}>
                    {shareText(row.serviceLevelToday)}
                  </td>
                  <td>{secondsText(row.meanWaitSecondsToday)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
        {rows.length === 0 && <p className={styles.none}>{t('board.none')}</p>}
      </div>
    </section>
  );
}

/** Nothing is said quietly, so that what is there stands out. */
function dim(count: number) {
  return count === 0 ? <span className={styles.zero}>0</span> : count;
}
