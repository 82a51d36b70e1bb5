import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/components/Button.tsx';
import { Notice } from '../../ui/components/Notice.tsx';
import { useCommonText, useErrorText } from '../../ui/i18n.ts';
import { X } from '../../ui/icons.ts';
import { useDesk, useDeskState } from '../state/desk-context.ts';
import { useText } from '../text.ts';
import styles from './Notices.module.css';

/** Failed actions that no other place on the desk speaks of. */
export function Notices() {
  const t = useText();
  const { i18n } = useTranslation('agent');
  const common = useCommonText();
  const errorText = useErrorText();
  const desk = useDesk();
  const { notices } = useDeskState();
  // A case says itself why it could not be decided, with what is missing.
  const shown = notices.filter((notice) => !notice.action.startsWith('case.set/'));
  const nameOf = (action: string) => {
    const key = `action|${action.split('/')[0]}`;
    // Names of actions hold dots, which are no path here.
    return i18n.exists(key, { ns: 'agent', keySeparator: '|' })
      ? i18n.t(key, { ns: 'agent', keySeparator: '|' })
      : action;
  };
  if (shown.length === 0) return null;
  return (
    <div className={styles.notices}>
      {shown.map((notice) => (
        <Notice
          key={notice.id}
          tone="error"
          action={
            <Button
              kind="quiet"
              icon={<X />}
              data-dismiss
              aria-label={common('close')}
              onPress={() => desk.dismiss(notice.id)}
            />
          }
        >
          <strong>{nameOf(notice.action)}</strong> {errorText(notice.error)}{' '}
          <span className={styles.number}>{t('support', { number: notice.error.support })}</span>
        </Notice>
      ))}
    </div>
  );
}
