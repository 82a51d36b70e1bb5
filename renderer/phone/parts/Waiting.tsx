import styles from './waiting.module.css';

/** Says what is being waited for; three quiet lights, still when motion is not wanted. */
export function Waiting({ children }: { children: string }) {
  return (
    <p className={styles.waiting} role="status">
      <span className={styles.lights} aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {children}
    </p>
  );
}
