import type { Notice } from '../../../../contracts/domain/notice.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { Sheet } from '../../../ui/components/Sheet.tsx';
import { useLocalized } from '../../../ui/i18n.ts';
import { Volume2, VolumeX } from '../../../ui/icons.ts';
import { useBooth } from '../../state/context.ts';
import { useReadAloud } from '../../state/read-aloud.ts';
import { useText } from '../../state/text.ts';
import { useWhen } from '../../state/when.ts';
import styles from './NoticeSheet.module.css';

/** What is missing, paper by paper: why, how to cure it, by when; the same words as on the slip, large, and read aloud on a touch. */
export function NoticeSheet({ notice, onClose }: { readonly notice: Notice; readonly onClose: () => void }) {
  const t = useText();
  const localized = useLocalized();
  const { state } = useBooth();
  const { day } = useWhen();
  const aloud = useReadAloud(localized(notice.spoken), state.language);
  return (
    <Sheet
      isOpen
      onClose={onClose}
      title={t(`missing.title.${notice.kind}`, { service: localized(notice.serviceName) })}
      actions={
        <>
          <Button kind="primary" wide data-action="close-notice" onPress={onClose}>
            {t('missing.close')}
          </Button>
          {aloud.isPossible && (
            <Button
              wide
              icon={aloud.isReading ? <VolumeX aria-hidden /> : <Volume2 aria-hidden />}
              data-action="read-notice"
              onPress={() => (aloud.isReading ? aloud.stop() : aloud.read())}
            >
              {t(aloud.isReading ? 'missing.stop' : 'missing.read')}
            </Button>
          )}
        </>
      }
    >
      <p className={styles.lead}>{t(`missing.lead.${notice.kind}`, { count: notice.items.length })}</p>
      <ol className={styles.items} data-notice={notice.number}>
        {notice.items.map((item) => (
          <li key={item.paperId}>
            <h3>
              {localized(item.name)}
              <small>{t(`missing.form.${item.form}`, { copies: item.copies })}</small>
            </h3>
            <p>
              {localized(item.reason)}
              {item.remark !== undefined && `：${item.remark}`}
            </p>
            <p>{localized(item.cure)}</p>
            <p className={styles.due}>{t('missing.due', { day: day(item.dueOn) })}</p>
          </li>
        ))}
      </ol>
      <p className={styles.soft}>
        {t('missing.objection', { where: localized(notice.objection.where), day: day(notice.objection.until) })}
      </p>
      <p className={styles.soft}>{t('missing.kept', { number: notice.number })}</p>
    </Sheet>
  );
}
