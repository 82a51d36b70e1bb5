import { useEffect, useMemo, useState } from 'react';
import { type BoardHour, SERVICE_LEVEL_SECONDS } from '../../../contracts/hub/agent.ts';
import { Button } from '../../ui/components/Button.tsx';
import { ArrowLeft, ChevronRight } from '../../ui/icons.ts';
import { useText } from '../text.ts';
import { Chart, type Series } from './Chart.tsx';
import { dayOf, dayPlus } from './days.ts';
import { GOAL_SHARE } from './goal.ts';
import styles from './HistoryBoard.module.css';
import { HistoryTable } from './HistoryTable.tsx';
import { type Bucket, bucketsOf, firstDay, type Range } from './history.ts';
import { useDepartmentNames } from './names.ts';
import { secondsText, shareText } from './spans.ts';

const RANGES = [1, 7, 30] as const;

export interface HistoryBoardProps {
  readonly nowMs: number;
  readonly typed: string;
  readonly departmentId: string | null;
  readonly onDepartment: (departmentId: string | null) => void;
  /** Null when it cannot be had; why is told elsewhere. */
  readonly load: (day: string, days: number) => Promise<readonly BoardHour[] | null>;
}

/** How days went: requests, waits and the promise over time, and each department in figures. */
export function HistoryBoard({ nowMs, typed, departmentId, onDepartment, load }: HistoryBoardProps) {
  const t = useText();
  const today = dayOf(nowMs);
  const [range, setRange] = useState<Range>({ day: today, days: 1 });
  const hours = useHours(range, load);
  const isLatest = range.day >= today;
  return (
    <main className={styles.history} aria-label={t('board.views.history')}>
      <div className={styles.controls}>
        <Button
          kind="quiet"
          icon={<ArrowLeft />}
          aria-label={t('board.history.previous')}
          onPress={() => setRange({ ...range, day: dayPlus(range.day, -range.days) })}
        />
        <input
          type="date"
          className={styles.day}
          aria-label={t('board.history.day')}
          value={range.day}
          max={today}
          onChange={({ target }) => target.value !== '' && setRange({ ...range, day: target.value })}
        />
        <Button
          kind="quiet"
          icon={<ChevronRight />}
          aria-label={t('board.history.next')}
          isDisabled={isLatest}
          onPress={() => setRange({ ...range, day: min(today, dayPlus(range.day, range.days)) })}
        />
        <fieldset className={styles.ranges} aria-label={t('board.history.range')}>
          {RANGES.map((days) => (
            <Button
              key={days}
              kind="quiet"
              aria-pressed={range.days === days}
              onPress={() => setRange({ ...range, days })}
            >
              {t(`board.history.last${days}`)}
            </Button>
          ))}
        </fieldset>
      </div>
      {hours === null ? (
        <p className={styles.none}>{t('board.reading')}</p>
      ) : (
        <div className={styles.columns}>
          <Charts {...{ hours, range, departmentId }} />
          <HistoryTable {...{ hours, typed, departmentId, onDepartment }} />
        </div>
      )}
    </main>
  );
}

function min(a: string, b: string): string {
  return a < b ? a : b;
}

/** The hours of a range: null until they are here. What comes late for a range that nobody looks at any more is dropped. */
function useHours(range: Range, load: HistoryBoardProps['load']): readonly BoardHour[] | null {
  const [hours, setHours] = useState<readonly BoardHour[] | null>(null);
  useEffect(() => {
    let isWanted = true;
    setHours(null);
    void load(firstDay(range), range.days).then((loaded) => {
      if (isWanted && loaded) setHours(loaded);
    });
    return () => {
      isWanted = false;
    };
  }, [range, load]);
  return hours;
}

interface ChartsProps {
  readonly hours: readonly BoardHour[];
  readonly range: Range;
  readonly departmentId: string | null;
}

function Charts({ hours, range, departmentId }: ChartsProps) {
  const t = useText();
  const { nameOf } = useDepartmentNames();
  const buckets = useMemo(() => {
    const wanted = departmentId === null ? hours : hours.filter((hour) => hour.departmentId === departmentId);
    return bucketsOf(wanted, range);
  }, [hours, range, departmentId]);
  const along = range.days === 1 ? t('board.history.hour') : t('board.history.dayColumn');
  const common = { along, labels: buckets.map((one) => one.label) };
  const whole = departmentId === null ? '' : ` · ${nameOf(departmentId)}`;
  /** One series in two tones: what is past the limit stands out. */
  const judged = (
    label: string,
    of: (bucket: Bucket) => number | null,
    isGood: (value: number) => boolean,
  ): Series => ({
    label,
    values: buckets.map(of),
    toneOf: (value) => (isGood(value) ? 'good' : 'care'),
  });
  const level = t('board.history.level', { seconds: SERVICE_LEVEL_SECONDS });
  return (
    <div className={styles.charts}>
      <Chart
        {...common}
        title={`${t('board.history.requests')}${whole}`}
        format={(value) => (value === null ? '–' : String(value))}
        series={[
          { label: t('board.history.answered'), tone: 'good', values: buckets.map((one) => one.answered) },
          { label: t('board.history.abandoned'), tone: 'care', values: buckets.map((one) => one.abandoned) },
          {
            label: t('board.history.open'),
            tone: 'rest',
            values: buckets.map((one) => one.asked - one.answered - one.abandoned),
          },
        ]}
      />
      <Chart
        {...common}
        title={`${t('board.history.meanWait')}${whole}`}
        format={secondsText}
        mark={{
          value: SERVICE_LEVEL_SECONDS,
          label: t('board.history.promise', { seconds: SERVICE_LEVEL_SECONDS }),
        }}
        series={[
          judged(
            t('board.history.meanWait'),
            (one) => one.meanWaitSeconds,
            (value) => value <= SERVICE_LEVEL_SECONDS,
          ),
        ]}
      />
      <Chart
        {...common}
        title={`${level}${whole}`}
        format={shareText}
        end={1}
        mark={{ value: GOAL_SHARE, label: t('board.history.goal', { share: shareText(GOAL_SHARE) }) }}
        series={[
          judged(
            level,
            (one) => one.serviceLevel,
            (value) => value >= GOAL_SHARE,
          ),
        ]}
      />
    </div>
  );
}
