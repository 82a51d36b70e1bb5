import { Button } from '../../ui/components/Button.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { X } from '../../ui/icons.ts';
import { KEYS, type KeyAction } from '../state/keys.ts';
import { useText } from '../text.ts';
import styles from './KeysHelp.module.css';

/** All keys, in the left column, where no face is. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const t = useText();
  const common = useCommonText();
  const shown = (key: string) =>
    key === 'Enter' ? t('keys.enter') : key === 'Escape' ? t('keys.escape') : key.toUpperCase();
  return (
    <aside className={styles.help} aria-label={t('keys.heading')}>
      <h2>
        {t('keys.heading')}
        <Button kind="quiet" icon={<X />} aria-label={common('close')} onPress={onClose} />
      </h2>
      <dl className={styles.list}>
        {(Object.entries(KEYS) as [KeyAction, string][]).map(([action, key]) => (
          <div key={action} className={styles.row}>
            <dt>
              <kbd>{shown(key)}</kbd>
            </dt>
            <dd>{t(`keys.${action}`)}</dd>
          </div>
        ))}
        <div className={styles.row}>
          <dt>
            <kbd>1–9</kbd>
          </dt>
          <dd>{t('keys.chooseCase')}</dd>
        </div>
      </dl>
    </aside>
  );
}
