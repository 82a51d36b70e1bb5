import { Button } from '../../ui/components/Button.tsx';
import { useRemainingMs } from '../../ui/components/RingCountdown.tsx';
import { type State, StateBadge } from '../../ui/components/StateBadge.tsx';
import { LogOut } from '../../ui/icons.ts';
import type { BenchContext } from '../context.ts';
import type { Leave } from '../state/leave.ts';
import { useText } from '../text.ts';
import { Failure } from './Failure.tsx';
import styles from './mode.module.css';

const BADGE: Readonly<Record<Leave, State>> = {
  mine: 'active',
  waiting: 'waiting',
  exiting: 'active',
  other: 'warn',
  inactive: 'off',
  offline: 'bad',
  unknown: 'waiting',
};

/** Who holds the booth and until when; the way in, and the way out always in the same place. */
export function ModeBar({ bench }: { bench: BenchContext }) {
  const t = useText();
  const { view, leave, state, act } = bench;
  const isBusy = state.works.mode !== undefined;
  const canExit = leave === 'mine' || leave === 'waiting';
  return (
    <section className={styles.bar} aria-label={t('mode.title')} data-mode={view?.mode.phase ?? 'unknown'}>
      <Button
        icon={<LogOut aria-hidden />}
        isDisabled={!canExit || isBusy}
        data-action="exit-mode"
        onPress={() => act.exit()}
      >
        {t(leave === 'waiting' ? 'mode.withdraw' : 'mode.exit')}
      </Button>
      <StateBadge state={BADGE[leave]}>{t(`mode.leave.${leave}`)}</StateBadge>
      <div className={styles.words}>
        <Words bench={bench} />
        <Failure error={state.failures.mode} />
      </div>
      {leave === 'inactive' && bench.port.at === 'hub' && (
        <div className={styles.ask}>
          <Button kind="primary" isDisabled={isBusy} data-action="request-mode" onPress={() => act.request(false)}>
            {t(view?.visitActive ? 'mode.requestAfter' : 'mode.request')}
          </Button>
          {view?.visitActive && (
            <Button isDisabled={isBusy} data-action="request-consent" onPress={() => act.request(true)}>
              {t('mode.requestConsent')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function Words({ bench: { view, leave } }: { bench: BenchContext }) {
  const t = useText();
  const mode = view?.mode ?? null;
  if (leave === 'offline') return <p>{t('mode.offline')}</p>;
  if (mode === null) return <p>{t('mode.unknown')}</p>;
  switch (mode.phase) {
    case 'inactive':
      return <p>{t(view?.visitActive ? 'mode.inactiveVisit' : 'mode.inactive')}</p>;
    case 'requested':
      return <p>{t(`mode.waitingFor.${mode.waitingFor}`, { name: mode.by.displayName })}</p>;
    case 'exiting':
      return <p>{t('mode.exiting')}</p>;
    case 'active':
      return (
        <p>
          {t('mode.active', { name: mode.by.displayName, from: t(`mode.from.${mode.by.from}`) })}{' '}
          <IdleEnd until={mode.idleAt} />
          {mode.duringVisit && ` ${t('mode.duringVisit')}`}
          {view?.online === false && ` ${t('mode.hubDown')}`}
        </p>
      );
  }
}

function IdleEnd({ until }: { until: string }) {
  const t = useText();
  const seconds = Math.ceil(useRemainingMs(until) / 1000);
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return <span>{t('mode.idle', { time: clock })}</span>;
}
