import styles from './Face.module.css';

/** Depth of the mouth's curve by level: down for 1, up for 5. */
const MOUTHS: Readonly<Record<number, string>> = {
  1: 'M32 72q18-18 36 0',
  2: 'M34 70q16-9 32 0',
  3: 'M34 67h32',
  4: 'M33 64q17 13 34 0',
  5: 'M29 60q21 28 42 0z',
};

/** A face of one of the five levels, in flat shapes. */
export function Face({ level }: { level: number }) {
  return (
    <svg className={styles.face} viewBox="0 0 100 100" aria-hidden="true" data-level={level}>
      <circle className={styles.round} cx="50" cy="50" r="46" />
      <circle className={styles.eye} cx="35" cy="42" r="5" />
      <circle className={styles.eye} cx="65" cy="42" r="5" />
      <path className={level === 5 ? styles.laugh : styles.mouth} d={MOUTHS[level]} />
    </svg>
  );
}
