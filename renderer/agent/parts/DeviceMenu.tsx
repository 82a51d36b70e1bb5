import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { Button } from '../../ui/components/Button.tsx';
import { Headphones } from '../../ui/icons.ts';
import { useDesk, useDevices } from '../state/desk-context.ts';
import { DEVICE_PARTS, type DevicePart } from '../state/devices.ts';
import { useText } from '../text.ts';
import styles from './DeviceMenu.module.css';

const OWN = '';

/** What one hears, speaks and is seen with; in words on the button itself when what was chosen is not plugged in. */
export function DeviceMenu() {
  const t = useText();
  const { away, chosen } = useDevices();
  // Sound that others hear comes first: a citizen's words are nobody else's.
  const [first] = away;
  const news = first && t(`devices.awayNow.${first}`, { name: chosen[first]?.name });
  const name = news ? `${t('devices.open')} ${news}` : t('devices.open');
  return (
    <DialogTrigger>
      <Button kind="quiet" icon={<Headphones />} aria-label={name} data-devices data-away={first}>
        {news && <span className={styles.away}>{news}</span>}
      </Button>
      <Popover className={styles.popover} placement="bottom end">
        <Dialog className={styles.dialog} aria-label={t('devices.heading')}>
          <h2 className={styles.heading}>{t('devices.heading')}</h2>
          {DEVICE_PARTS.map((part) => (
            <DeviceChoice key={part} part={part} />
          ))}
          <p className={styles.soft}>{t('devices.kept')}</p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function DeviceChoice({ part }: { part: DevicePart }) {
  const t = useText();
  const { devices } = useDesk();
  const { found, chosen, away } = useDevices();
  const wanted = chosen[part];
  const isAway = away.includes(part);
  if (part === 'speaker' && found.speaker.length === 0) return <p className={styles.soft}>{t('devices.noOutputs')}</p>;
  return (
    <label className={styles.choice}>
      {t(`devices.${part}`)}
      <select
        className={styles.select}
        data-device={part}
        value={isAway ? wanted?.id : (devices.idOf(part) ?? OWN)}
        onChange={({ target }) => devices.choose(part, target.value === OWN ? null : target.value)}
      >
        <option value={OWN}>{t('devices.own')}</option>
        {found[part].map(({ id, name }, index) => (
          <option key={id} value={id}>
            {name || t('devices.nameless', { number: index + 1 })}
          </option>
        ))}
        {isAway && wanted && (
          <option value={wanted.id} disabled>
            {t('devices.away', { name: wanted.name })}
          </option>
        )}
      </select>
    </label>
  );
}
