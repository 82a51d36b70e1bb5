import { useMemo, useState } from 'react';
import { type BoardHour, SERVICE_LEVEL_SECONDS } from '../../../contracts/hub/agent.ts';
import { classes } from '../../ui/classes.ts';
import { useText } from '../text.ts';
import styles from './Columns.module.css';
import { isBelowGoal } from './goal.ts';
import { departmentsOf, type Figures, sumUp } from './history.ts';
import { useDepartmentNames } from './names.ts';
import { matches, type Sorting, sortedBy } from './order.ts';
import { SortHead } from './SortHead.tsx';
import { secondsText, shareText } from './spans.ts';

const COLUMNS = ['asked', 'answered', 'abandoned', 'meanWait', 'level', 'meanTalk'] as const;
type Column = (typeof COLUMNS)[number] | 'name';

const VALUES: Readonly<Record<(typeof COLUMNS)[number], (row: Figures) => number | null>> = {
  asked: (row) => row.asked,
  answered: (row) => row.answered,
  abandoned: (row) => row.abandoned,
  meanWait: (row) => row.meanWaitSeconds,
  level: (row) => row.serviceLevel,
  meanTalk: (row) => row.meanTalkSeconds,
};

export interface HistoryTableProps {
  readonly hours: readonly BoardHour[];
  readonly typed: string;
  readonly departmentId: string | null;
  readonly onDepartment: (departmentId: string | null) => void;
}

/** Each department over the whole range; choosing one narrows the charts to it. */
export function HistoryTable({ hours, typed, departmentId, onDepartment }: HistoryTableProps) {
  const t = useText();
  const { nameOf } = useDepartmentNames();
  const [sorting, setSorting] = useState<Sorting<Column>>({ column: 'asked', down: true });
  const departments = useMemo(() => departmentsOf(hours), [hours]);
  const total = useMemo(() => sumUp(hours), [hours]);
  const { column, down } = sorting;
  const rows = sortedBy(
    departments.filter((row) => matches([nameOf(row.departmentId)], typed)),
    column === 'name' ? (row) => nameOf(row.departmentId) : VALUES[column],
    down,
  );
  const heading = {
    asked: t('board.history.asked'),
    answered: t('board.history.answered'),
    abandoned: t('board.history.abandoned'),
    meanWait: t('board.departments.meanWait'),
    level: t('board.departments.level'),
    meanTalk: t('board.history.meanTalk'),
  };
  const hint = { level: t('board.departments.levelHint', { seconds: SERVICE_LEVEL_SECONDS }) };
  return (
    <section className={styles.column} aria-label={t('board.history.departments')}>
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
                  hint={one === 'level' ? hint.level : undefined}
                >
                  {heading[one]}
                </SortHead>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr className={styles.total}>
              <th scope="row">{t('board.history.total')}</th>
              <Cells {...total} />
            </tr>
            {rows.map((row) => {
              const isChosen = row.departmentId === departmentId;
              return (
                <tr key={row.departmentId} className={classes(isChosen && styles.chosen)} data-row={row.departmentId}>
                  <th scope="row">
                    <button
                      type="button"
                      className={styles.name}
                      aria-pressed={isChosen}
                      onClick={() => onDepartment(isChosen ? null : row.departmentId)}
                    >
                      {nameOf(row.departmentId)}
                    </button>
                  </th>
                  <Cells {...row} />
                </tr>
              );
            })}
          </tbody>
        </table>
        {hours.length === 0 && <p className={styles.none}>{t('board.history.empty')}</p>}
      </div>
    </section>
  );
}

function Cells({ asked, answered, abandoned, meanWaitSeconds, serviceLevel, meanTalkSeconds }: Figures) {
  return (
    <>
      <td>{asked}</td>
      <td>{answered}</td>
      <td>{abandoned}</td>
      <td>{secondsText(meanWaitSeconds)}</td>
      <td className={classes(isBelowGoal(serviceLevel) && styles.care)}>{shareText(serviceLevel)}</td>
      <td>{secondsText(meanTalkSeconds)}</td>
    </>
  );
}
