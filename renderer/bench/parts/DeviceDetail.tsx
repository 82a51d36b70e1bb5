import type { DeviceReport } from '../../../contracts/device/device.ts';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { useLanguage } from '../../ui/i18n.ts';
import { healthOf } from '../state/health.ts';
import { supportNumberOf, useText } from '../text.ts';
import { capabilityRows, type Row, sensorRows, stateWord, timeText } from '../words.ts';
import styles from './detail.module.css';

/** One device now: its state, its fault with cause and what to do, and what its sensors see. */
export function DeviceDetail({ device }: { device: DeviceReport }) {
  const t = useText();
  const language = useLanguage();
  return (
    <div className={styles.detail} data-device={device.id}>
      <p className={styles.about}>
        <StateBadge state={healthOf(device)}>{stateWord(t, device)}</StateBadge>
        <code>{device.state}</code>
        <span>{device.model}</span>
        <span>{device.port}</span>
        <span>{t('booth.since', { time: timeText(device.changedAt, language) })}</span>
      </p>
      <Fault device={device} />
      <Rows title={t('detail.now')} rows={sensorRows(t, device.status, language)} />
    </div>
  );
}

/** What a device can do and how it has done since it started: read after the tests, so it stands below them. */
export function DeviceFacts({ device }: { device: DeviceReport }) {
  const t = useText();
  const { statistics } = device;
  const round = statistics.meanRoundTripMs;
  return (
    <div className={styles.detail}>
      <Rows title={t('detail.can')} rows={capabilityRows(t, device.capabilities)} />
      <Rows
        title={t('detail.statistics')}
        rows={[
          [t('table.commands'), String(statistics.commands)],
          [t('table.retries'), String(statistics.retries)],
          [t('table.failures'), String(statistics.failures)],
          [t('table.badFrames'), String(statistics.badFrames)],
          [t('table.reconnects'), String(statistics.reconnects)],
          [t('table.roundTrip'), round === null ? t('table.none') : t('unit.ms', { value: round.toFixed(1) })],
        ]}
      />
    </div>
  );
}

function Fault({ device: { fault } }: { device: DeviceReport }) {
  const t = useText();
  if (fault === null) return <p className={styles.fine}>{t('detail.noFault')}</p>;
  const support = supportNumberOf(fault.code);
  return (
    <section className={styles.fault} aria-label={t('detail.fault')}>
      <p>
        <code>{fault.code}</code>
        {support !== null && <span>{t('detail.support', { number: support })}</span>}
      </p>
      <dl>
        <dt>{t('detail.cause')}</dt>
        <dd>{fault.cause}</dd>
        <dt>{t('detail.action')}</dt>
        <dd className={styles.action}>
          {t(`action.${fault.action}`)} <code>{fault.action}</code>
        </dd>
      </dl>
    </section>
  );
}

function Rows({ title, rows }: { title: string; rows: readonly Row[] }) {
  if (rows.length === 0) return null;
  return (
    <section className={styles.rows}>
      <h4>{title}</h4>
      <dl>
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
