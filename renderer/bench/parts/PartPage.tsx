import type { DeviceReport } from '../../../contracts/device/device.ts';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import type { BenchContext } from '../context.ts';
import { checksOf, deviceOf, partHealth } from '../state/health.ts';
import { type Part, STEPS_OF_PART } from '../state/parts.ts';
import { useText } from '../text.ts';
import { wordOf } from './BoothDrawing.tsx';
import { CameraChooser } from './CameraChooser.tsx';
import { CheckRow } from './CheckRow.tsx';
import { DeviceDetail, DeviceFacts } from './DeviceDetail.tsx';
import styles from './page.module.css';
import { StepCard } from './StepCard.tsx';

/** A part of the booth: how it is, and the guided steps that try it. */
export function PartPage({ bench, part }: { bench: BenchContext; part: Part | null }) {
  const t = useText();
  const { booth } = bench;
  if (part === null) return <p className={styles.pick}>{t('detail.pick')}</p>;
  const devices = booth.devices.filter((device) => device.class === part);
  const checks = checksOf(booth, part);
  return (
    <section className={styles.part} aria-label={t(`part.${part}`)} data-part-page={part}>
      <h3 className={styles.partTitle}>
        {t(`part.${part}`)}
        {deviceOf(booth, part) === null && (
          <StateBadge state={partHealth(booth, part)}>{wordOf(t, booth, part)}</StateBadge>
        )}
      </h3>
      <Withdrawn bench={bench} causes={causesOf(part, devices)} />
      {devices.map((device) => (
        <DeviceDetail key={device.id} device={device} />
      ))}
      {(part === 'face' || part === 'document') && (
        <>
          <CameraChooser bench={bench} part={part} />
          {bench.leave === 'mine' && bench.livePicture?.(part)}
        </>
      )}
      {checks.length > 0 && (
        <ul className={styles.checks}>
          {checks.map((result) => (
            <CheckRow key={result.name} result={result} />
          ))}
        </ul>
      )}
      {STEPS_OF_PART[part].map((step) => (
        <StepCard key={step} bench={bench} step={step} device={devices[0] ?? null} />
      ))}
      {devices.map((device) => (
        <DeviceFacts key={device.id} device={device} />
      ))}
    </section>
  );
}

const MEDIA_OF_PART: Partial<Record<Part, readonly string[]>> = {
  face: ['camera.face'],
  document: ['camera.document'],
  sound: ['microphone'],
  screen: ['hub'],
};

/** What the booth calls this part where it says why a function is withdrawn. */
function causesOf(part: Part, devices: readonly DeviceReport[]): readonly string[] {
  return [...devices.map(({ id }) => id), part, ...(MEDIA_OF_PART[part] ?? [])];
}

/** What citizens cannot do now because of this part. */
function Withdrawn({ bench: { view }, causes }: { bench: BenchContext; causes: readonly string[] }) {
  const t = useText();
  const functions = (view?.withdrawn ?? []).filter((each) => each.causes.some((cause) => causes.includes(cause)));
  if (functions.length === 0) return null;
  const list = functions.map((each) => t(`withdrawn.function.${each.function}`)).join(' · ');
  return (
    <p data-withdrawn={functions.map((each) => each.function).join(' ')}>
      <StateBadge state="warn">{t('withdrawn.title', { list })}</StateBadge>
    </p>
  );
}
