import type { ReactNode } from 'react';
import { Elapsed } from '../../ui/components/Elapsed.tsx';
import styles from './page.module.css';

/** Something is under way: what is awaited, for how long already, and the way out where there is one. */
export function Waiting({ sinceMs, children, action }: { sinceMs: number; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.waiting} role="status">
      <span className={styles.progress} aria-hidden />
      <span className={styles.awaits}>{children}</span>
      <Elapsed since={sinceMs} className={styles.elapsed} />
      {action}
    </div>
  );
}
