import { bearsName } from '../../../contracts/device/profile.ts';
import type { CameraPart } from '../../../contracts/technician/calls.ts';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { playPressSound } from '../../ui/press-sound.ts';
import type { BenchContext } from '../context.ts';
import { useText } from '../text.ts';
import { Failure } from './Failure.tsx';
import styles from './page.module.css';

/** Which camera looks at the citizen, and which at the paper: what the booth's screen sees, and a choice that is remembered. */
export function CameraChooser({ bench, part }: { bench: BenchContext; part: CameraPart }) {
  const t = useText();
  const { booth, view, leave, act, state } = bench;
  if (booth.cameras === null) return <p className={styles.soft}>{t('detail.camerasUnknown')}</p>;
  const wanted = view?.wantedCameras?.[part];
  const absent =
    wanted !== undefined && wanted.label !== '' && !booth.cameras.some((label) => bearsName(label, wanted.label));
  const isFree = leave === 'mine' && state.works[`camera:${part}`] === undefined;
  const choice = (label: string | null, name: string) => (
    <button
      type="button"
      data-camera={label ?? ''}
      aria-pressed={label === null ? wanted?.chosen === false : wanted?.chosen === true && wanted.label === label}
      disabled={!isFree}
      onPointerDown={playPressSound}
      onClick={() => act.chooseCamera(part, label)}
    >
      {name}
    </button>
  );
  return (
    <div className={styles.cameras} data-cameras={part}>
      {absent && (
        <p data-camera-absent>
          <StateBadge state="bad">{t('detail.cameraAbsent', { label: wanted.label })}</StateBadge>
        </p>
      )}
      <p className={styles.soft}>{booth.cameras.length === 0 ? t('detail.camerasNone') : t('detail.camerasChoose')}</p>
      {wanted !== undefined && (
        <fieldset className={styles.filters} aria-label={t('detail.camerasChoose')}>
          {choice(null, t('detail.cameraByProfile'))}
          {[...new Set(booth.cameras)]
            .filter((label) => label !== '')
            .map((label) => (
              <span key={label}>{choice(label, label)}</span>
            ))}
        </fieldset>
      )}
      <Failure error={state.failures[`camera:${part}`]} />
    </div>
  );
}
