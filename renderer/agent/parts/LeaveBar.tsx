import { Button } from '../../ui/components/Button.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { useBusy, useDesk } from '../state/desk-context.ts';
import { useText } from '../text.ts';
import styles from './FinishBar.module.css';

/** Asks once before the last agent goes: the citizen would be alone. Nobody is covered by the question. */
export function LeaveBar({ onDone, onTransfer }: { onDone: () => void; onTransfer: () => void }) {
  const t = useText();
  const common = useCommonText();
  const desk = useDesk();
  const busy = useBusy('call.leave');
  return (
    <section className={styles.bar} aria-label={t('bar.leave')}>
      <p>{t('bar.leaveAlone')}</p>
      <Button kind="primary" autoFocus onPress={onTransfer}>
        {t('bar.leaveTransfer')}
      </Button>
      <Button kind="danger" isDisabled={busy} onPress={() => void desk.leave().then(onDone)}>
        {t('bar.leaveYes')}
      </Button>
      <Button kind="quiet" onPress={onDone}>
        {common('cancel')}
      </Button>
    </section>
  );
}
