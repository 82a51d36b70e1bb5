import { Button } from '../../ui/components/Button.tsx';
import { Elapsed } from '../../ui/components/Elapsed.tsx';
import { Logo } from '../../ui/components/Logo.tsx';
import { type State, StateBadge } from '../../ui/components/StateBadge.tsx';
import { Bell, BellOff, CircleHelp, LogOut, Mic, MicOff, Pause, PhoneOff, Play, Power } from '../../ui/icons.ts';
import { placeParty } from '../state/call-deeds.ts';
import { citizenOf, selfOf } from '../state/call-people.ts';
import { useBusy, useCallSession, useDesk, useDeskState } from '../state/desk-context.ts';
import type { DeskCall } from '../state/desk-types.ts';
import { useText } from '../text.ts';
import { BreakMenu } from './BreakMenu.tsx';
import { DeviceMenu } from './DeviceMenu.tsx';
import styles from './TopBar.module.css';
import { useCatalogue } from './use-catalogue.ts';

/** How each standing looks. */
export const PRESENCE_STATES = {
  offline: 'off',
  available: 'ok',
  offered: 'active',
  'on-call': 'active',
  'wrap-up': 'warn',
  'at-counter': 'active',
  break: 'waiting',
  'not-responding': 'bad',
} as const satisfies Record<string, State>;

export interface TopBarProps {
  readonly sound: boolean;
  readonly onSound: (on: boolean) => void;
  readonly onHelp: () => void;
  readonly onLeave: () => void;
  readonly onFinish: () => void;
  readonly onLogout: () => void;
}

/** Who I am, how I stand, the line, and the way out of a call: always in the same place. */
export function TopBar({ sound, onSound, onHelp, onLeave, onFinish, onLogout }: TopBarProps) {
  const t = useText();
  const { link, home, call } = useDeskState();
  const { departmentName } = useCatalogue();
  return (
    <header className={styles.bar}>
      <Logo />
      <h1 className={styles.title}>{t('title')}</h1>
      {home && (
        <span className={styles.who}>
          <strong>{home.agent.displayName}</strong>
          <span>{departmentName(home.agent.departmentId)}</span>
        </span>
      )}
      <Standing />
      {link.state !== 'connected' && (
        <StateBadge state={link.state === 'connecting' ? 'waiting' : 'warn'}>{t(`link.${link.state}`)}</StateBadge>
      )}
      <span className={styles.space} />
      {call && <CallButtons call={call} onLeave={onLeave} onFinish={onFinish} />}
      <DeviceMenu />
      <Button
        kind="quiet"
        icon={sound ? <Bell /> : <BellOff />}
        aria-label={sound ? t('bar.soundOff') : t('bar.soundOn')}
        onPress={() => onSound(!sound)}
      />
      <Button kind="quiet" icon={<CircleHelp />} aria-label={t('bar.help')} onPress={onHelp} />
      <Button
        kind="quiet"
        icon={<LogOut />}
        data-log-out
        aria-label={t('bar.logout')}
        isDisabled={call !== null}
        onPress={onLogout}
      />
    </header>
  );
}

/** How I stand and what I can change about it. Supervisors take no calls, so there is nothing to change. */
function Standing() {
  const t = useText();
  const desk = useDesk();
  const { presence, presenceReason, link, home, call } = useDeskState();
  const busy = useBusy('presence.set');
  const disabled = busy || link.state !== 'connected';
  if (home?.agent.role === 'supervisor') return <StateBadge state="ok">{t('presence.supervisor')}</StateBadge>;
  const reasons = ['rest', 'meal', 'meeting', 'training', 'paperwork', 'other'] as const;
  const reason = presence === 'break' ? reasons.find((one) => one === presenceReason) : undefined;
  const set = (next: 'available' | 'at-counter' | 'offline') => () => void desk.setPresence(next);
  return (
    <>
      <StateBadge state={PRESENCE_STATES[presence]}>
        {t(`presence.${presence}`)}
        {reason && ` · ${t(`presence.reason.${reason}`)}`}
      </StateBadge>
      {(presence === 'offline' || presence === 'break' || presence === 'at-counter') && !call && (
        <Button kind="primary" icon={<Power />} isDisabled={disabled} onPress={set('available')}>
          {t('presence.goAvailable')}
        </Button>
      )}
      {presence === 'not-responding' && (
        <Button kind="quiet" icon={<Power />} isDisabled={disabled} onPress={set('available')}>
          {t('presence.goBack')}
        </Button>
      )}
      {presence === 'available' && (
        <>
          <BreakMenu isDisabled={disabled} />
          <Button kind="quiet" isDisabled={disabled} data-counter onPress={set('at-counter')}>
            {t('presence.goCounter')}
          </Button>
        </>
      )}
      {(presence === 'available' || presence === 'break' || presence === 'at-counter') && (
        <Button kind="quiet" isDisabled={disabled} data-off-duty onPress={set('offline')}>
          {t('presence.goOffline')}
        </Button>
      )}
    </>
  );
}

interface CallButtonsProps {
  readonly call: DeskCall;
  readonly onLeave: () => void;
  readonly onFinish: () => void;
}

function CallButtons({ call, onLeave, onFinish }: CallButtonsProps) {
  const t = useText();
  const desk = useDesk();
  const { home } = useDeskState();
  const session = useCallSession();
  const leaving = useBusy('call.leave');
  const placing = useBusy(`call.place/${call.visit.id}`);
  const muted = session?.state.muted ?? false;
  const self = selfOf(call, home?.agent.id ?? '');
  const citizen = citizenOf(call);
  const isHeld = citizen?.place === 'hold';
  const watches = self?.kind === 'supervisor';
  return (
    <>
      <CallTime />
      {self?.place !== 'gallery' && (
        <Button
          kind="quiet"
          icon={muted ? <MicOff /> : <Mic />}
          aria-pressed={muted}
          onPress={() => session?.session.setMuted(!muted)}
        >
          {muted ? t('bar.unmute') : t('bar.mute')}
        </Button>
      )}
      {self?.owner && citizen && (
        <Button
          kind="quiet"
          icon={isHeld ? <Play /> : <Pause />}
          isDisabled={placing}
          onPress={() => void placeParty(desk, citizen.partyId, isHeld ? 'table' : 'hold')}
        >
          {t(isHeld ? 'bar.resume' : 'bar.hold')}
        </Button>
      )}
      <Button kind="danger" icon={<PhoneOff />} isDisabled={leaving} onPress={onLeave}>
        {t(watches ? 'watch.stop' : 'bar.leave')}
      </Button>
      {!watches && (
        <Button kind="secondary" onPress={onFinish}>
          {t('bar.finish')}
        </Button>
      )}
    </>
  );
}

function CallTime() {
  const t = useText();
  const { call, home } = useDeskState();
  if (!call || !home) return null;
  const joined = call.timeline.findLast(({ fact }) => fact.type === 'call.joined' && fact.partyId === home.agent.id);
  const sinceMs = new Date(joined?.at ?? call.visit.startedAt).getTime() - home.aheadMs;
  return (
    <span className={styles.time}>
      <span>{t('bar.duration')}</span>
      <Elapsed since={sinceMs} />
    </span>
  );
}
