import type { SelfCheckResult } from '../../../contracts/technician/self-check.ts';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { checkHealth } from '../state/health.ts';
import { PARTS } from '../state/parts.ts';
import { supportNumberOf, useFailureText, useText, useWordOf } from '../text.ts';
import { durationText } from '../words.ts';
import styles from './page.module.css';

/** One named result of a self-check. */
export function CheckRow({ result }: { result: SelfCheckResult }) {
  const t = useText();
  const wordOf = useWordOf();
  const failureText = useFailureText();
  const { name, outcome, code, detail, durationMs } = result;
  const support = code === null ? null : supportNumberOf(code);
  const deviceId = name.startsWith('device.') ? name.slice('device.'.length) : null;
  // Most booths name a device by its class.
  const part = PARTS.find((each) => each === deviceId);
  const title = () => {
    if (deviceId === null) return wordOf('check.name', name);
    return part === undefined ? t('check.device', { id: deviceId }) : t(`part.${part}`);
  };
  return (
    <li className={styles.check} data-check={name} data-outcome={outcome}>
      <StateBadge state={checkHealth(result)}>{t(`check.outcome.${outcome}`)}</StateBadge>
      <span className={styles.checkName}>
        {title()}
        {code !== null && (
          <span className={styles.soft}>
            {support !== null && `${failureText(code)} `}
            <code>{code}</code> {support !== null && t('detail.support', { number: support })}
          </span>
        )}
        {detail !== '' && <span className={styles.soft}>{detail}</span>}
      </span>
      <span className={styles.duration}>{durationText(t, durationMs)}</span>
    </li>
  );
}
