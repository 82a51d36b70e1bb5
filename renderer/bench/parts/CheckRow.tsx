import type { SelfCheckResult } from '../../../contracts/technician/self-check.ts';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { useErrorText } from '../../ui/i18n.ts';
import { checkHealth } from '../state/health.ts';
import { supportNumberOf, useText, useWordOf } from '../text.ts';
import { durationText } from '../words.ts';
import styles from './page.module.css';

/** One named result of a self-check. */
export function CheckRow({ result }: { result: SelfCheckResult }) {
  const t = useText();
  const wordOf = useWordOf();
  const errorText = useErrorText();
  const { name, outcome, code, detail, durationMs } = result;
  const support = code === null ? null : supportNumberOf(code);
  const deviceId = name.startsWith('device.') ? name.slice('device.'.length) : null;
  return (
    <li className={styles.check} data-check={name} data-outcome={outcome}>
      <StateBadge state={checkHealth(result)}>{t(`check.outcome.${outcome}`)}</StateBadge>
      <span className={styles.checkName}>
        {deviceId === null ? wordOf('check.name', name) : t('check.device', { id: deviceId })}
        {code !== null && (
          <span className={styles.soft}>
            {support !== null && `${errorText({ messageKey: `errors.${code}` })} `}
            <code>{code}</code> {support !== null && t('detail.support', { number: support })}
          </span>
        )}
        {detail !== '' && <span className={styles.soft}>{detail}</span>}
      </span>
      <span className={styles.duration}>{durationText(t, durationMs)}</span>
    </li>
  );
}
