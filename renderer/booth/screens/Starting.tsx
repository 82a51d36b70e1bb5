import type { XiaowuError } from '../../../contracts/errors.ts';
import { LogoMark } from '../../ui/components/Logo.tsx';
import { useText } from '../state/text.ts';
import styles from './Starting.module.css';

/** Main is joining its parts, or has not answered yet. */
export function Starting({ problem }: { problem?: XiaowuError | null }) {
  const t = useText();
  return (
    <main className={styles.middle} data-screen="starting">
      <LogoMark className={styles.mark} />
      <h1>{t(problem ? 'setupFailed.title' : 'starting.title')}</h1>
      <p>{problem ? t('setupFailed.text', { error: `XW-${problem.support}` }) : t('starting.text')}</p>
    </main>
  );
}
