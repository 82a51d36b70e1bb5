import type { DeviceStatus } from '../../../contracts/device/device.ts';
import type { BoothStatus } from '../../../contracts/hub/technician.ts';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { useLanguage } from '../../ui/i18n.ts';
import { deviceOf, healthOf, partHealth, supportNumberOf } from '../state/health.ts';
import type { Part } from '../state/model.ts';
import { type TechnicianText, useText } from '../text.ts';
import styles from './detail.module.css';
import { sensorName, sensorWord, timeText } from './words.ts';

/** One part: what it is, what its sensors see, its fault with cause and what to do. */
export function DeviceDetail({ status, part }: { status: BoothStatus; part: Part | null }) {
  const t = useText();
  const language = useLanguage();
  if (part === null) return <aside className={styles.empty}>{t('detail.pick')}</aside>;
  const device = deviceOf(status, part);
  const name = t(`part.${part}`);
  if (device === null) {
    const health = partHealth(status, part);
    const word =
      part === 'screen'
        ? t(status.online ? 'part.hostUp' : 'part.hostDown')
        : t(part === 'face' || part === 'document' ? 'part.notReported' : 'part.notFitted');
    return (
      <aside className={styles.detail} aria-label={name}>
        <h3>{name}</h3>
        <StateBadge state={health}>{word}</StateBadge>
      </aside>
    );
  }
  const { fault } = device;
  const support = fault === null ? null : supportNumberOf(fault.code);
  return (
    <aside className={styles.detail} aria-label={name}>
      <h3>
        {name}
        <StateBadge state={healthOf(device)}>{t(`state.${device.state}`)}</StateBadge>
        <code>{device.state}</code>
      </h3>
      <p className={styles.about}>
        <span>{device.model}</span>
        <span>{device.port}</span>
        <span>{t('booth.since', { time: timeText(device.changedAt, language) })}</span>
      </p>
      {fault === null ? (
        <p className={styles.fine}>{t('detail.noFault')}</p>
      ) : (
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
      )}
      <h4>{t('detail.now')}</h4>
      <dl className={styles.rows}>
        {sensorRows(t, device.status, language).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {device.status.class === 'locker' && (
        <ul className={styles.compartments}>
          {device.status.compartments.map(({ compartment, door, item }) => (
            <li
              key={compartment}
              data-door={door}
              data-item={item}
              title={t('status.compartment', {
                number: compartment,
                door: sensorWord(t, door),
                item: t(itemKey(item)),
              })}
            >
              {compartment}
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}

function itemKey(item: 'present' | 'absent' | 'unknown') {
  return item === 'present' ? 'status.itemPresent' : item === 'absent' ? 'status.itemAbsent' : 'status.itemUnknown';
}

function sensorRows(t: TechnicianText, status: DeviceStatus, language: string): readonly (readonly [string, string])[] {
  switch (status.class) {
    case 'door':
      return (['lock', 'leaf', 'presence', 'lights'] as const).map((sensor) => [
        sensorName(t, sensor),
        sensorWord(t, status[sensor]),
      ]);
    case 'printer':
      return (['paper', 'cover', 'cutter'] as const).map((sensor) => [
        sensorName(t, sensor),
        sensorWord(t, status[sensor]),
      ]);
    case 'scanner':
      return [
        [t('status.lastScan'), status.lastScanAt === null ? t('status.never') : timeText(status.lastScanAt, language)],
      ];
    case 'locker': {
      const open = status.compartments.filter((each) => each.door === 'open').length;
      const unknown = status.compartments.filter((each) => each.door === 'unknown').length;
      const items = status.compartments.filter((each) => each.item === 'present').length;
      const words = [
        open > 0 && t('status.compartmentsOpen', { count: open }),
        unknown > 0 && t('status.compartmentsUnknown', { count: unknown }),
        open === 0 && unknown === 0 && t('status.compartmentsClosed'),
        items > 0 && t('status.items', { count: items }),
      ].filter((word) => word !== false);
      return [[t('status.compartments'), new Intl.ListFormat(language, { type: 'unit' }).format(words)]];
    }
  }
}
