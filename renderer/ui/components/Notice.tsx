import { CircleCheck, Info, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from '../classes.ts';
import styles from './Notice.module.css';

export type Tone = 'info' | 'success' | 'warning' | 'error';

const SHAPES = { info: Info, success: CircleCheck, warning: TriangleAlert, error: OctagonAlert } as const;

export interface NoticeProps {
  readonly tone: Tone;
  readonly children: ReactNode;
  /** What can be done about it. */
  readonly action?: ReactNode;
  readonly className?: string;
}

/** Says what happened, what is still safe, and what happens next. Colour never stands alone: each tone has its shape. */
export function Notice({ tone, children, action, className }: NoticeProps) {
  const Shape = SHAPES[tone];
  return (
    <div role={tone === 'error' ? 'alert' : 'status'} className={classes(styles.notice, styles[tone], className)}>
      <Shape aria-hidden className={styles.shape} />
      <div className={styles.text}>{children}</div>
      {action}
    </div>
  );
}
