import { Button } from '../../ui/components/Button.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { useBusy, useDesk } from '../state/desk-context.ts';
import type { DeskCall } from '../state/desk-types.ts';
import { useText } from '../text.ts';
import styles from './FinishBar.module.css';

/** Asks once before the visit is closed, in a bar below the top: no face is covered. */
export function FinishBar({ call, onDone }: { call: DeskCall; onDone: () => void }) {
  const t = useText();
  const common = useCommonText();
  const desk = useDesk();
  const busy = useBusy('visit.close');
  const finish = async () => {
    const answer = await desk.run('visit.close', { visitId: call.visit.id });
    if (answer.ok) onDone();
  };
  return (
    <section className={styles.bar} aria-label={t('bar.finish')}>
      <p>{t('bar.finishAsk')}</p>
      <Button kind="primary" autoFocus isDisabled={busy} onPress={() => void finish()}>
        {t('bar.finishYes')}
      </Button>
      <Button kind="quiet" onPress={onDone}>
        {common('cancel')}
      </Button>
    </section>
  );
}
