import type { DeviceReport } from '../../../contracts/device/device.ts';
import { healthOf } from '../../bench/state/health.ts';
import { useText } from '../../bench/text.ts';
import { stateWord } from '../../bench/words.ts';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import styles from './table.module.css';

/** Every device with its XFS4IoT state, its fault and its counters. */
export function DeviceTable({ devices }: { devices: readonly DeviceReport[] }) {
  const t = useText();
  const none = t('table.none');
  return (
    <section className={styles.section} aria-labelledby="devices-heading">
      <h3 id="devices-heading">{t('table.title')}</h3>
      {devices.length === 0 ? (
        <p className={styles.empty}>{t('table.empty')}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('table.device')}</th>
              <th scope="col">{t('table.state')}</th>
              <th scope="col">{t('table.fault')}</th>
              <th scope="col">{t('table.commands')}</th>
              <th scope="col">{t('table.retries')}</th>
              <th scope="col">{t('table.failures')}</th>
              <th scope="col">{t('table.badFrames')}</th>
              <th scope="col">{t('table.reconnects')}</th>
              <th scope="col">{t('table.roundTrip')}</th>
            </tr>
          </thead>
          <tbody>
            {devices.map((device) => {
              const { statistics, fault } = device;
              return (
                <tr key={device.id} data-device={device.id}>
                  <th scope="row">
                    <strong>{t(`part.${device.class}`)}</strong>
                    <span>{device.model}</span>
                  </th>
                  <td>
                    <StateBadge state={healthOf(device)}>{stateWord(t, device)}</StateBadge>
                    <code>{device.state}</code>
                  </td>
                  <td>{fault === null ? none : <code className={styles.fault}>{fault.code}</code>}</td>
                  <td>{statistics.commands}</td>
                  <td>{statistics.retries}</td>
                  <td>{statistics.failures}</td>
                  <td>{statistics.badFrames}</td>
                  <td>{statistics.reconnects}</td>
                  <td>
                    {statistics.meanRoundTripMs === null
                      ? none
                      : t('unit.ms', { value: statistics.meanRoundTripMs.toFixed(1) })}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
