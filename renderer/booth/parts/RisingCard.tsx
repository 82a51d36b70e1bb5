import type { ReactNode } from 'react';
import { classes } from '../../ui/classes.ts';
import styles from './RisingCard.module.css';

export interface RisingCardProps {
  readonly label: string;
  /** A drawing or a ring, beside the words. */
  readonly picture?: ReactNode;
  /** Who it comes from. */
  readonly from?: ReactNode;
  readonly title: ReactNode;
  readonly text?: ReactNode;
  readonly actions?: ReactNode;
  /** Floats over everything and dims it: for what must be answered before anything else. */
  readonly floating?: boolean;
}

/** A card that rises from below and covers no face: it may come while people talk. */
export function RisingCard({ label, picture, from, title, text, actions, floating }: RisingCardProps) {
  return (
    <>
      {floating && <div className={styles.dim} />}
      <section className={classes(styles.card, floating && styles.floating)} role="alertdialog" aria-label={label}>
        <div className={styles.main}>
          {picture !== undefined && <div className={styles.picture}>{picture}</div>}
          <div className={styles.words}>
            {from !== undefined && <div className={styles.from}>{from}</div>}
            <h2>{title}</h2>
            {text !== undefined && <p>{text}</p>}
          </div>
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </section>
    </>
  );
}
