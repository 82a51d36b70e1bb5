import { Notice } from '../../ui/components/Notice.tsx';
import { useErrorText } from '../../ui/i18n.ts';
import { Scene } from '../parts/Scene.tsx';
import { Slip } from '../parts/Slip.tsx';
import { useBooth } from '../state/context.ts';
import { useText } from '../state/text.ts';
import styles from './Printing.module.css';

/** The slip comes out: printed when the printer says so. */
export function Printing() {
  const { state } = useBooth();
  const t = useText();
  const errorText = useErrorText();
  const { print, visit } = state;
  const phase = print?.phase ?? 'preparing';
  // The text of a printer's error promises the slip on the phone, which only holds where a phone takes part.
  const safe = t(visit?.phoneConnected ? 'printing.safePhone' : 'printing.safeNumber', { number: visit?.number ?? '' });
  return (
    <Scene
      picture={
        <div className={styles.printer} data-phase={phase}>
          <div className={styles.body}>
            <div className={styles.slot} />
          </div>
          <div className={styles.window}>
            <Slip className={styles[phase]} />
          </div>
        </div>
      }
      question={t(`printing.${phase}`)}
      text={phase === 'failed' ? safe : t('printing.text')}
    >
      {phase === 'failed' && (
        <Notice tone="warning">
          {print?.error && visit?.phoneConnected ? errorText(print.error) : t('printing.told')}
        </Notice>
      )}
    </Scene>
  );
}
