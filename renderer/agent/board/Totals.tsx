import { type Board, SERVICE_LEVEL_SECONDS } from '../../../contracts/hub/agent.ts';
import { classes } from '../../ui/classes.ts';
import { useText } from '../text.ts';
import { isBelowGoal } from './goal.ts';
import { secondsText, shareText, spanText } from './spans.ts';
import { ageSeconds, totalsOf } from './standing.ts';
import styles from './Totals.module.css';

/** The house in one line: who waits, who talks, who is free, and how the day went. */
export function Totals({ board, nowMs }: { board: Board; nowMs: number }) {
  const t = useText();
  const totals = totalsOf(board);
  const figures: readonly { readonly name: string; readonly value: string | number; readonly isCare?: boolean }[] = [
    { name: t('board.totals.waiting'), value: totals.waiting, isCare: totals.waiting > totals.available },
    {
      name: t('board.totals.longest'),
      value: totals.waiting === 0 ? '–' : spanText(totals.longestWaitSeconds + ageSeconds(board, nowMs)),
    },
    { name: t('board.totals.calls'), value: totals.talking },
    { name: t('board.totals.available'), value: totals.available },
    { name: t('board.totals.onDuty'), value: totals.onDuty },
    { name: t('board.totals.answered'), value: totals.answered },
    { name: t('board.totals.abandoned'), value: totals.abandoned },
    {
      name: t('board.totals.level', { seconds: SERVICE_LEVEL_SECONDS }),
      value: shareText(totals.serviceLevel),
      isCare: isBelowGoal(totals.serviceLevel),
    },
    { name: t('board.totals.meanWait'), value: secondsText(totals.meanWaitSeconds) },
  ];
  return (
    <dl className={styles.totals} aria-label={t('board.totals.heading')}>
      {figures.map(({ name, value, isCare }) => (
        <div key={name} className={classes(styles.one, isCare && styles.care)}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
