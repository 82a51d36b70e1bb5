import type { XiaowuError } from '../../../contracts/errors.ts';
import { Notice } from '../../ui/components/Notice.tsx';
import { useFailureText, useText } from '../text.ts';
import styles from './page.module.css';

/** What went wrong: in words, with its support number and, for whoever mends it, what the machine said. */
export function Failure({ error }: { error: XiaowuError | undefined }) {
  const t = useText();
  const failureText = useFailureText();
  if (error === undefined) return null;
  return (
    <Notice tone={error.code === 'cancelled' ? 'info' : 'error'}>
      {failureText(error.code)} <strong>{t('detail.support', { number: error.support })}</strong>
      {error.detail !== undefined && <code className={styles.said}>{error.detail}</code>}
    </Notice>
  );
}
