import { type ReactNode, useEffect, useState } from 'react';
import { classes } from '../classes.ts';
import styles from './RingCountdown.module.css';

const TICK_MS = 200;
const RADIUS = 44;
const LENGTH = 2 * Math.PI * RADIUS;

/** Milliseconds left until an instant, never negative; re-renders five times a second. */
export function useRemainingMs(until: string | number | null): number {
  const untilMs = until === null ? null : new Date(until).getTime();
  const left = () => (untilMs === null ? 0 : Math.max(0, untilMs - Date.now()));
  const [remainingMs, setRemainingMs] = useState(left);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `left` follows from `untilMs`
  useEffect(() => {
    setRemainingMs(left());
    if (untilMs === null) return;
    const timer = setInterval(() => setRemainingMs(left()), TICK_MS);
    return () => clearInterval(timer);
  }, [untilMs]);
  return remainingMs;
}

export interface RingCountdownProps {
  /** When the ring is closed. */
  readonly until: string | number;
  /** The whole time, so that the ring knows its share. */
  readonly totalMs: number;
  /** In the middle; the seconds left when absent. */
  readonly children?: ReactNode;
  readonly className?: string;
}

/** A ring that closes as time runs out, with the seconds in it. */
export function RingCountdown({ until, totalMs, children, className }: RingCountdownProps) {
  const remainingMs = useRemainingMs(until);
  const share = Math.min(1, remainingMs / totalMs);
  return (
    <div className={classes(styles.ring, className)} role="timer">
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle className={styles.track} cx="50" cy="50" r={RADIUS} />
        <circle
          className={styles.hand}
          cx="50"
          cy="50"
          r={RADIUS}
          strokeDasharray={LENGTH}
          strokeDashoffset={LENGTH * (1 - share)}
        />
      </svg>
      <span className={styles.middle}>{children ?? Math.ceil(remainingMs / 1000)}</span>
    </div>
  );
}
