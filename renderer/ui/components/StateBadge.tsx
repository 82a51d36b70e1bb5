import { Circle, CircleCheck, CircleDashed, CircleDot, OctagonX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from '../classes.ts';
import styles from './StateBadge.module.css';

/** How things stand: `ok` done and well, `active` going on, `waiting` not begun, `warn` needs care, `bad` failed, `off` absent. */
export type State = 'ok' | 'active' | 'waiting' | 'warn' | 'bad' | 'off';

const SHAPES = {
  ok: CircleCheck,
  active: CircleDot,
  waiting: Circle,
  warn: TriangleAlert,
  bad: OctagonX,
  off: CircleDashed,
} as const;

/** A state by word, shape and colour together. */
export function StateBadge({ state, children, className }: { state: State; children: ReactNode; className?: string }) {
  const Shape = SHAPES[state];
  return (
    <span className={classes(styles.badge, styles[state], className)}>
      <Shape aria-hidden />
      {children}
    </span>
  );
}
