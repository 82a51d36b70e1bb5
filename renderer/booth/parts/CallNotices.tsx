import { useEffect, useMemo, useState } from 'react';
import type { MediaPart } from '../../../contracts/ipc/booth-function.ts';
import { classes } from '../../ui/classes.ts';
import { Notice } from '../../ui/components/Notice.tsx';
import { RingCountdown, useRemainingMs } from '../../ui/components/RingCountdown.tsx';
import { type CallNotice, type CallNoticeKey, type CallView, callAsides, callNotice } from '../state/call-notice.ts';
import { useBooth, useCall, useNames } from '../state/context.ts';
import { useText, useWaitText } from '../state/text.ts';
import styles from './CallNotices.module.css';

/** Notices under which the talk goes on, or is about to: the picture stays. The others stand in its place. */
const BESIDE_PICTURE: readonly CallNoticeKey[] = ['weak', 'connecting'];

const MEDIA_KEYS: Readonly<Record<MediaPart, 'face' | 'document' | 'microphone'>> = {
  'camera.face': 'face',
  'camera.document': 'document',
  microphone: 'microphone',
};

export interface CallNews {
  /** What goes on instead of the talk. */
  readonly notice: CallNotice | null;
  /** It stands where the large picture was. */
  readonly isLarge: boolean;
  readonly asides: readonly CallNotice[];
}

/** What is to be said of the call that is on. */
export function useCallNews(): CallNews {
  const { state } = useBooth();
  const { session } = useCall();
  const { call, online } = state;
  return useMemo(() => {
    if (!call) return { notice: null, isLarge: false, asides: [] };
    const lines = new Map((session?.remotes ?? []).map(({ party, connection }) => [party.partyId, connection]));
    const view: CallView = { call, online, lines };
    const notice = callNotice(view);
    return { notice, isLarge: notice !== null && !BESIDE_PICTURE.includes(notice.key), asides: callAsides(view) };
  }, [call, online, session]);
}

/** A notice in words; place and estimate of somebody who is being asked follow it. */
function useNoticeText(): (notice: CallNotice) => string {
  const t = useText();
  const waitText = useWaitText();
  const { departmentName } = useNames();
  return ({ key, values }) => {
    const { names, departmentId, place, estimatedWaitSeconds } = values;
    const department = departmentId === undefined ? t('callNotice.anyDepartment') : departmentName(departmentId);
    const said = t(`callNotice.${key}`, { names: names.join(t('inCall.and')), department });
    const wait = [
      ...(place && place > 1 ? [t('callNotice.ahead', { count: place - 1 })] : []),
      ...(estimatedWaitSeconds ? [t('callNotice.about', { wait: waitText(estimatedWaitSeconds) })] : []),
    ];
    return wait.length > 0 ? `${said} ${wait.join(t('callNotice.comma'))}${t('callNotice.stop')}` : said;
  };
}

/**
 * Until when a place is kept, by this machine's clock. The instant is the hub's; should the clocks differ, the time runs
 * from when it was first seen here.
 */
function useKeptUntil({ awaySince, keptMs }: CallNotice['values']): number | null {
  const [seen, setSeen] = useState<{ readonly awaySince: string; readonly untilMs: number } | null>(null);
  useEffect(() => {
    if (awaySince === undefined || keptMs === undefined) return;
    const told = Date.parse(awaySince) + keptMs;
    const now = Date.now();
    const fits = told > now && told <= now + keptMs;
    setSeen({ awaySince, untilMs: fits ? told : now + keptMs });
  }, [awaySince, keptMs]);
  return seen !== null && seen.awaySince === awaySince ? seen.untilMs : null;
}

function Kept({ values }: { values: CallNotice['values'] }) {
  const t = useText();
  const untilMs = useKeptUntil(values);
  const seconds = Math.ceil(useRemainingMs(untilMs) / 1000);
  if (untilMs === null || values.keptMs === undefined) return null;
  return (
    <div className={styles.kept}>
      <RingCountdown className={styles.ring} until={untilMs} totalMs={values.keptMs} />
      <span>{t('callNotice.lostSeconds', { count: seconds })}</span>
    </div>
  );
}

/** Large, where the picture of who is away would be: what goes on. */
export function LargeNotice({ notice }: { notice: CallNotice }) {
  const text = useNoticeText();
  return (
    <div className={classes(styles.large, notice.tone === 'warning' && styles.warning)}>
      <p data-testid="call-notice" data-notice={notice.key} aria-live="polite">
        {text(notice)}
      </p>
      <Kept values={notice.values} />
    </div>
  );
}

/** One line each, below the pictures: how the line is, who listens, who is asked, what of this booth is not heard or seen. */
export function NoticeStrip({ news }: { news: CallNews }) {
  const { lost } = useCall();
  const t = useText();
  const text = useNoticeText();
  const { notice, isLarge, asides } = news;
  const lines = notice && !isLarge ? [notice, ...asides] : asides;
  return (
    <div className={styles.strip} aria-live="polite">
      {lines.map((each) => (
        <Notice key={`${each.key} ${each.values.names.join()}`} tone={each.tone}>
          <span data-notice={each.key} {...(each === notice ? { 'data-testid': 'call-notice' } : {})}>
            {text(each)}
          </span>
        </Notice>
      ))}
      {lost.map((part) => (
        <Notice key={part} tone="warning">
          <span data-notice={part}>{t(`callNotice.media.${MEDIA_KEYS[part]}`)}</span>
        </Notice>
      ))}
    </div>
  );
}
