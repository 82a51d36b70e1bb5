import type { QuarterTurns } from '../../contracts/domain/paper.ts';
import { classes } from '../ui/classes.ts';
import styles from './TurnedPicture.module.css';

interface TurnedPictureProps {
  readonly src: string;
  readonly alt: string;
  readonly turn: QuarterTurns;
  /** Whether the picture is seen whole, or fills its box. */
  readonly fit?: 'contain' | 'cover';
  readonly className?: string | undefined;
}

/** A picture shown turned by quarters, as large as its box allows. The file stays as it is. */
export function TurnedPicture({ src, alt, turn, fit = 'contain', className }: TurnedPictureProps) {
  return (
    <div className={classes(styles.box, className)} data-turn={turn}>
      <img className={styles[fit]} src={src} alt={alt} />
    </div>
  );
}
