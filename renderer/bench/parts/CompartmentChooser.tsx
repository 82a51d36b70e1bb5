import type { DeviceReport } from '../../../contracts/device/device.ts';
import { playPressSound } from '../../ui/press-sound.ts';
import { useText } from '../text.ts';
import { sensorWord } from '../words.ts';
import styles from './page.module.css';

const ITEM_KEYS = {
  present: 'status.itemPresent',
  absent: 'status.itemAbsent',
  unknown: 'status.itemUnknown',
} as const;

export interface CompartmentChooserProps {
  readonly device: DeviceReport;
  readonly value: number | null;
  readonly onChange: (compartment: number) => void;
}

/** Every compartment with its size and what its sensors see; a press chooses the one to try. */
export function CompartmentChooser({ device, value, onChange }: CompartmentChooserProps) {
  const t = useText();
  if (device.status.class !== 'locker') return null;
  const sizes = device.capabilities.class === 'locker' ? device.capabilities.sizes : [];
  return (
    <fieldset className={styles.compartments} aria-label={t('step.choose')}>
      {device.status.compartments.map(({ compartment, door, item }) => {
        const size = sizes[compartment - 1] ?? null;
        const name = t('status.compartment', {
          number: compartment,
          door: sensorWord(t, 'door', door),
          item: t(ITEM_KEYS[item]),
        });
        return (
          <button
            key={compartment}
            type="button"
            data-compartment={compartment}
            data-door={door}
            aria-pressed={compartment === value}
            aria-label={size === null ? name : `${name} ${t(`size.${size}`)}`}
            onPointerDown={playPressSound}
            onClick={() => onChange(compartment)}
          >
            <strong>{compartment}</strong>
            <span>
              {size !== null && t(`size.${size}`)}
              {item === 'present' && ' ●'}
            </span>
            {door !== 'closed' && <span>{sensorWord(t, 'door', door)}</span>}
          </button>
        );
      })}
    </fieldset>
  );
}
