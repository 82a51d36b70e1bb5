import { useMemo } from 'react';
import { Bench } from '../../bench/Bench.tsx';
import type { BenchBooth } from '../../bench/state/health.ts';
import { LogoMark } from '../../ui/components/Logo.tsx';
import { LivePicture } from '../parts/LivePicture.tsx';
import { useBooth } from '../state/context.ts';
import { useTechnicianText } from '../state/text.ts';
import styles from './Starting.module.css';
import benchStyles from './Technician.module.css';

/** A technician works on the booth: at this screen the bench, from afar only words for whoever stands before it. */
export function Technician() {
  const { state, setup, technician } = useBooth();
  const t = useTechnicianText();
  const name = state.booth?.name ?? '';
  const fallback = useMemo(
    // The machines are here: what they say is known whether the hub answers or not.
    (): BenchBooth => ({ name, online: true, devices: [], cameras: null, microphones: null, lastSelfCheck: null }),
    [name],
  );
  const mode = state.technician;
  if (mode.phase !== 'inactive' && mode.by.from === 'hub') return <FromAfar displayName={mode.by.displayName} />;
  return (
    <main className={benchStyles.place}>
      <h1 className="visually-hidden">{name}</h1>
      <h2 className="visually-hidden">{t('mode.title')}</h2>
      <Bench
        port={technician}
        reachable
        fallback={fallback}
        livePicture={(part) => <LivePicture part={part} wanted={setup.cameras} />}
      />
    </main>
  );
}

function FromAfar({ displayName }: { displayName: string }) {
  const t = useTechnicianText();
  return (
    <main className={styles.middle}>
      <LogoMark className={styles.mark} />
      <h1>{t('away.title')}</h1>
      <p>{t('away.who', { name: displayName })}</p>
      <p>{t('away.text')}</p>
    </main>
  );
}
