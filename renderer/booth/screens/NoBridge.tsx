import { LogoMark } from '../../ui/components/Logo.tsx';
import { useText } from '../state/text.ts';
import styles from './Starting.module.css';

/** Said where the page was opened without the booth's shell. Nothing is imitated. */
export function NoBridge() {
  const t = useText();
  return (
    <main className={styles.middle}>
      <LogoMark className={styles.mark} />
      <h1>{t('noBridge.title')}</h1>
      <p>{t('noBridge.text')}</p>
    </main>
  );
}
