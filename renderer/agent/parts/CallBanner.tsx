import type { ReactNode } from 'react';
import { classes } from '../../ui/classes.ts';
import { Button } from '../../ui/components/Button.tsx';
import { Elapsed } from '../../ui/components/Elapsed.tsx';
import { useRemainingMs } from '../../ui/components/RingCountdown.tsx';
import { placeParty } from '../state/call-deeds.ts';
import { citizenOf, heldUntilMs, placedSince, selfOf, type Unheard, unheardBecause } from '../state/call-people.ts';
import { useCallSession, useDesk, useDeskState } from '../state/desk-context.ts';
import type { DeskCall } from '../state/desk-types.ts';
import { useText } from '../text.ts';
import styles from './CallBanner.module.css';
import { WatchBar } from './WatchBar.tsx';

/** What must not be overlooked in a call: a citizen who hears nobody, a line that is lost, somebody who listens. */
export function CallBanner({ call }: { call: DeskCall }) {
  const t = useText();
  const { home, link } = useDeskState();
  const session = useCallSession();
  if (!home) return null;
  const selfId = home.agent.id;
  const why = unheardBecause(call, selfId, session?.state.muted ?? false);
  const watchers = call.parties.filter((party) => party.kind === 'supervisor' && party.partyId !== selfId);
  const lost = call.parties.filter((party) => party.kind !== 'citizen' && party.awaySince !== undefined);
  const isWatching = selfOf(call, selfId)?.kind === 'supervisor';
  return (
    <div className={styles.banners}>
      {link.state !== 'connected' && (
        <Banner tone="warn" title={t('banner.hubLost')}>
          {t('banner.hubLostMore')}
        </Banner>
      )}
      {isWatching && <WatchBar call={call} selfId={selfId} />}
      {why && why !== 'watching' && <UnheardBanner call={call} why={why} selfId={selfId} />}
      {lost.map((party) => (
        <Banner key={party.partyId} tone="quiet" title={t('banner.colleagueLost', { name: party.displayName })}>
          <Held untilMs={heldUntilMs(party, home.aheadMs)} />
        </Banner>
      ))}
      {watchers.map((party) => (
        <Banner
          key={party.partyId}
          tone="quiet"
          title={t(`banner.watched.${modeOf(party.place)}`, { name: party.displayName })}
        >
          {party.place === 'ear' && (party.earOf === selfId ? t('banner.earYou') : t('banner.earOther'))}
        </Banner>
      ))}
    </div>
  );
}

function modeOf(place: string): 'gallery' | 'ear' | 'table' {
  return place === 'gallery' || place === 'ear' ? place : 'table';
}

type Shown = Exclude<Unheard, 'watching'>;
const TONES = { 'line-lost': 'warn', 'on-hold': 'loud', aside: 'loud', muted: 'warn' } as const;

function UnheardBanner({ call, why, selfId }: { call: DeskCall; why: Shown; selfId: string }) {
  const t = useText();
  const desk = useDesk();
  const session = useCallSession();
  const { home } = useDeskState();
  const citizen = citizenOf(call);
  const owns = selfOf(call, selfId)?.owner === true;
  const aheadMs = home?.aheadMs ?? 0;
  const since = placedSince(call.timeline, why === 'aside' ? selfId : call.visit.id);
  return (
    <Banner
      tone={TONES[why]}
      title={t(`banner.${why}.title`)}
      action={
        <>
          {why === 'on-hold' && owns && citizen && (
            <Button kind="primary" data-resume onPress={() => void placeParty(desk, citizen.partyId, 'table')}>
              {t('banner.on-hold.deed')}
            </Button>
          )}
          {why === 'aside' && (
            <Button kind="primary" onPress={() => void placeParty(desk, selfId, 'table')}>
              {t('banner.aside.deed')}
            </Button>
          )}
          {why === 'muted' && (
            <Button kind="primary" onPress={() => session?.session.setMuted(false)}>
              {t('bar.unmute')}
            </Button>
          )}
        </>
      }
    >
      {t(`banner.${why}.more`)} {why === 'line-lost' && citizen && <Held untilMs={heldUntilMs(citizen, aheadMs)} />}
      {(why === 'on-hold' || why === 'aside') && since && (
        <span className={styles.time}>
          {t('banner.since')} <Elapsed since={new Date(since).getTime() - aheadMs} />
        </span>
      )}
    </Banner>
  );
}

function Held({ untilMs }: { untilMs: number | null }) {
  const t = useText();
  const leftMs = useRemainingMs(untilMs);
  if (untilMs === null) return null;
  return (
    <strong className={styles.time} role="timer">
      {leftMs > 0 ? t('banner.held', { seconds: Math.ceil(leftMs / 1000) }) : t('banner.heldOver')}
    </strong>
  );
}

interface BannerProps {
  /** `loud`: the citizen hears nobody because somebody chose so, which is easily forgotten. */
  readonly tone: 'loud' | 'warn' | 'quiet';
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

function Banner({ tone, title, children, action }: BannerProps) {
  return (
    <section className={classes(styles.banner, styles[tone])} role="status" data-banner={tone}>
      <strong className={styles.title}>{title}</strong>
      <p>{children}</p>
      <span className={styles.space} />
      {action}
    </section>
  );
}
