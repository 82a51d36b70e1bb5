import { QrCode } from '../../ui/components/QrCode.tsx';
import { useCommonText, useLanguage } from '../../ui/i18n.ts';
import { useBooth, useNames } from '../state/context.ts';
import { useSlipPicture } from '../state/slip-picture.ts';
import { useText } from '../state/text.ts';
import styles from './Slip.module.css';

/** The slip in small: the printer's own picture of it, or what it will list until that is there. */
export function Slip({ className }: { className?: string }) {
  const { state } = useBooth();
  const { serviceName } = useNames();
  const language = useLanguage();
  const t = useText();
  const picture = useSlipPicture();
  const common = useCommonText();
  const { visit } = state;
  if (!visit) return null;
  const { receipt } = visit;
  if (picture) {
    return (
      <div className={`${styles.shadow} ${className ?? ''}`} data-testid="slip">
        <img
          className={`${styles.slip} ${styles.picture}`}
          src={picture}
          alt={`${t('printing.slip.title')} ${receipt?.number ?? ''}`}
        />
      </div>
    );
  }
  const lines = receipt
    ? receipt.cases.map((each) => ({ key: each.number, name: each.serviceName, state: each.state }))
    : visit.cases.map((each) => ({ key: each.id, name: serviceName(each.serviceId), state: each.state }));
  const when = new Date(visit.startedAt).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div className={`${styles.shadow} ${className ?? ''}`} data-testid="slip">
      <div className={styles.slip}>
        <div className={styles.title}>{t('printing.slip.title')}</div>
        <div className={styles.meta}>{receipt?.boothName ?? state.booth?.name}</div>
        <div className={styles.meta}>{when}</div>
        <dl className={styles.numbers}>
          <dt>{t('printing.slip.visit')}</dt>
          <dd>{visit.number}</dd>
          {receipt && <dt>{t('printing.slip.receipt')}</dt>}
          {receipt && <dd>{receipt.number}</dd>}
        </dl>
        <ul className={styles.lines}>
          {lines.map((line) => (
            <li key={line.key}>
              <span>{line.name}</span>
              <span>{common(`caseState.${line.state}`)}</span>
            </li>
          ))}
        </ul>
        {receipt && <QrCode className={styles.code} text={receipt.url} label={t('printing.slip.title')} />}
      </div>
    </div>
  );
}
