import type { ReactNode } from 'react';
import { classes } from '../../ui/classes.ts';
import { useBooth } from '../state/context.ts';
import { overlayOf } from '../state/screen.ts';
import { AskCard } from './AskCard.tsx';
import { LockerCard } from './LockerCard.tsx';
import styles from './Scene.module.css';

export interface SceneProps {
  /** Above in portrait, left in landscape: a face, the paper, a drawing. */
  readonly picture?: ReactNode;
  /** The picture lies under the top band too. */
  readonly bleed?: boolean;
  readonly question?: ReactNode;
  readonly text?: ReactNode;
  /** What stands between the question and the actions. */
  readonly children?: ReactNode;
  /** At most four; the main one first. */
  readonly actions?: ReactNode;
  /** The way out, always lower left. */
  readonly leave?: ReactNode;
  /** Beside the way out: a step back, or nothing. */
  readonly beside?: ReactNode;
}

/** One question a screen: what is seen above, what is asked and done below, the way out lower left. */
export function Scene(props: SceneProps) {
  const { picture, bleed, question, text, children, actions, leave, beside } = props;
  const hasPicture = picture !== undefined;
  const card = useCard();
  const covered = card !== null && styles.covered;
  return (
    <main className={classes(styles.scene, bleed && styles.bleed, hasPicture ? styles.pictured : styles.plain)}>
      {hasPicture && <div className={styles.picture}>{picture}</div>}
      <div className={classes(styles.words, covered)}>
        {question !== undefined && <h1>{question}</h1>}
        {text !== undefined && <p className={styles.text}>{text}</p>}
        {children}
      </div>
      {actions !== undefined && <div className={classes(styles.actions, covered)}>{actions}</div>}
      {card !== null && <div className={styles.card}>{card}</div>}
      {(leave !== undefined || beside !== undefined) && (
        <footer className={styles.foot}>
          {leave ?? <span />}
          {beside}
        </footer>
      )}
    </main>
  );
}

/** What an agent asks, or how far the locker has come: it takes the place of words and actions, so it covers no face. */
function useCard(): ReactNode {
  const { state } = useBooth();
  const overlay = overlayOf(state);
  if (overlay === 'ask' && state.ask) {
    const key = state.ask.kind === 'locker' ? state.ask.parcel.id : state.ask.displayName;
    return <AskCard key={key} ask={state.ask} />;
  }
  if (overlay === 'locker' && state.locker) return <LockerCard progress={state.locker} />;
  return null;
}

/** Actions of equal weight side by side. */
export function ActionRow({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}
