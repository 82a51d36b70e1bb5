import { Button } from '../../ui/components/Button.tsx';
import { Elapsed } from '../../ui/components/Elapsed.tsx';
import { Logo } from '../../ui/components/Logo.tsx';
import { type State, StateBadge } from '../../ui/components/StateBadge.tsx';
import { Bell, BellOff, CircleHelp, LogOut, Mic, MicOff, PhoneOff, Power } from '../../ui/icons.ts';
import { useBusy, useCallSession, useDesk, useDeskState } from '../state/desk-context.ts';
import { useText } from '../text.ts';
import styles from './TopBar.module.css';
import { useCatalogue } from './use-catalogue.ts';

const PRESENCE_STATES = {
  offline: 'off',
  available: 'ok',
  offered: 'active',
  'on-call': 'active',
  'wrap-up': 'warn',
  'at-counter': 'active',
  break: 'waiting',
  'not-responding': 'warn',
} as const satisfies Record<string, State>;

export interface TopBarProps {
  readonly sound: boolean;
  readonly onSound: (on: boolean) => void;
  readonly onHelp: () => void;
  readonly onFinish: () => void;
  readonly onLogout: () => void;
}

/** Who I am, how I stand, the line, and the way out of a call: always in the same place. */
export function TopBar({ sound, onSound, onHelp, onFinish, onLogout }: TopBarProps) {
  const t = useText();
  const { link, home, presence, call } = useDeskState();
  const { departmentName } = useCatalogue();
  const session = useCallSession();
  const muted = session?.state.muted ?? false;
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
      <StateBadge state={PRESENCE_STATES[presence]}>{t(`presence.${presence}`)}</StateBadge>
      <PresenceButtons />
      {link.state !== 'connected' && (
        <StateBadge state={link.state === 'connecting' ? 'waiting' : 'warn'}>{t(`link.${link.state}`)}</StateBadge>
      )}
      <span className={styles.space} />
      {call && (
        <>
          <CallTime />
          <Button
            kind="quiet"
            icon={muted ? <MicOff /> : <Mic />}
            aria-pressed={muted}
            onPress={() => session?.session.setMuted(!muted)}
          >
            {muted ? t('bar.unmute') : t('bar.mute')}
          </Button>
          <LeaveButton />
          <Button kind="secondary" onPress={onFinish}>
            {t('bar.finish')}
          </Button>
        </>
      )}
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
        aria-label={t('bar.logout')}
        isDisabled={call !== null}
        onPress={onLogout}
      />
    </header>
  );
}

function PresenceButtons() {
  const t = useText();
  const desk = useDesk();
  const { presence, link } = useDeskState();
  const busy = useBusy('presence.set');
  const disabled = busy || link.state !== 'connected';
  if (presence === 'offline' || presence === 'break') {
    return (
      <Button kind="primary" icon={<Power />} isDisabled={disabled} onPress={() => void desk.setPresence('available')}>
        {t('presence.goAvailable')}
      </Button>
    );
  }
  if (presence !== 'available') return null;
  return (
    <>
      <Button kind="quiet" isDisabled={disabled} onPress={() => void desk.setPresence('break')}>
        {t('presence.goBreak')}
      </Button>
      <Button kind="quiet" isDisabled={disabled} onPress={() => void desk.setPresence('offline')}>
        {t('presence.goOffline')}
      </Button>
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

function LeaveButton() {
  const t = useText();
  const desk = useDesk();
  const busy = useBusy('call.leave');
  return (
    <Button kind="danger" icon={<PhoneOff />} isDisabled={busy} onPress={() => void desk.leave()}>
      {t('bar.leave')}
    </Button>
  );
}
