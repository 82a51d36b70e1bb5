import { type ReactNode, useEffect, useMemo } from 'react';
import type { TechnicianView } from '../../contracts/technician/calls.ts';
import { playPressSound } from '../ui/press-sound.ts';
import styles from './bench.module.css';
import type { BenchContext } from './context.ts';
import { BoothDrawing } from './parts/BoothDrawing.tsx';
import { ModeBar } from './parts/ModeBar.tsx';
import { PartPage } from './parts/PartPage.tsx';
import { ReportPage } from './parts/ReportPage.tsx';
import { SelfCheckPage } from './parts/SelfCheckPage.tsx';
import { ServicePage } from './parts/ServicePage.tsx';
import { WirePage } from './parts/WirePage.tsx';
import type { TechnicianPort } from './port.ts';
import { BENCH_PAGES } from './state/bench.ts';
import { type BenchBooth, faultsOf } from './state/health.ts';
import { leaveOf } from './state/leave.ts';
import { useBench } from './state/use-bench.ts';
import { useText } from './text.ts';

/** Idle is put off at most this often, however much is pressed. */
const TOUCH_EVERY_MS = 10_000;

export interface ExtraPage {
  readonly name: string;
  readonly label: string;
  readonly content: ReactNode;
}

export interface BenchProps {
  readonly port: TechnicianPort;
  /** Whether calls can reach the booth now. */
  readonly reachable: boolean;
  /** What is known of the booth while it has not told itself. */
  readonly fallback: BenchBooth;
  /** The live picture of a camera, where the page stands beside it. */
  readonly livePicture?: BenchContext['livePicture'];
  readonly extraPages?: readonly ExtraPage[];
  /** Below the drawing, where there is room for it. */
  readonly below?: ReactNode;
}

/** The technician's bench: who holds the booth, the booth as it is, and what can be done with it. */
export function Bench({ port, reachable, fallback, livePicture = null, extraPages = [], below }: BenchProps) {
  const t = useText();
  const { state, view, wireLog, act } = useBench(port);
  const booth = useMemo(() => boothOf(view, fallback), [view, fallback]);
  const leave = leaveOf(view?.mode ?? null, reachable, port);
  const bench: BenchContext = { port, view, booth, state, wireLog, leave, act, livePicture };
  useIdlePutOff(port, leave === 'mine');
  // Nobody has chosen yet: what needs somebody is shown first.
  const part = state.part ?? faultsOf(booth)[0]?.class ?? null;
  const extra = extraPages.find(({ name }) => name === state.page);
  return (
    <div className={styles.bench} data-at={port.at} data-page={state.page}>
      <ModeBar bench={bench} />
      <nav className={styles.pages} aria-label={t('page.title')}>
        {[...BENCH_PAGES.map((name) => ({ name, label: t(`page.${name}`) })), ...extraPages].map(({ name, label }) => (
          <button
            key={name}
            type="button"
            aria-current={state.page === name ? 'page' : undefined}
            data-action={`page-${name}`}
            onPointerDown={playPressSound}
            onClick={() => act.page(name)}
          >
            {label}
          </button>
        ))}
      </nav>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled must be reachable by keys */}
      <div className={styles.body} tabIndex={0}>
        {state.page === 'overview' && (
          <div className={styles.overview}>
            <div className={styles.drawing}>
              <BoothDrawing booth={booth} selected={part} onSelect={act.part} />
              {below}
            </div>
            <PartPage key={part} bench={bench} part={part} />
          </div>
        )}
        {state.page === 'self-check' && <SelfCheckPage bench={bench} />}
        {state.page === 'wire' && <WirePage bench={bench} />}
        {state.page === 'service' && <ServicePage bench={bench} />}
        {state.page === 'report' && <ReportPage bench={bench} />}
        {extra?.content}
      </div>
    </div>
  );
}

function boothOf(view: TechnicianView | null, fallback: BenchBooth): BenchBooth {
  if (view === null) return fallback;
  const { boothName: name, devices, cameras, microphones, lastSelfCheck } = view;
  return { name, online: fallback.online, devices, cameras, microphones, lastSelfCheck };
}

/** Whoever presses something is still there. */
function useIdlePutOff(port: TechnicianPort, isMine: boolean): void {
  useEffect(() => {
    if (!isMine) return;
    let lastMs = 0;
    const touch = () => {
      const nowMs = performance.now();
      if (lastMs !== 0 && nowMs - lastMs < TOUCH_EVERY_MS) return;
      lastMs = nowMs;
      // Nothing to show: were it refused, the mode's own news says so.
      void port.call('mode.touch', null);
    };
    window.addEventListener('pointerdown', touch, { capture: true });
    window.addEventListener('keydown', touch, { capture: true });
    return () => {
      window.removeEventListener('pointerdown', touch, { capture: true });
      window.removeEventListener('keydown', touch, { capture: true });
    };
  }, [port, isMine]);
}
