import { useState } from 'react';
import type { Board } from '../../../contracts/hub/agent.ts';
import { classes } from '../../ui/classes.ts';
import { Button } from '../../ui/components/Button.tsx';
import { type State, StateBadge } from '../../ui/components/StateBadge.tsx';
import { useText } from '../text.ts';
import styles from './CallList.module.css';
import column from './Columns.module.css';
import { useDepartmentNames } from './names.ts';
import { matches } from './order.ts';
import { sinceText } from './spans.ts';
import { callsInOrder, type RunningCall, whisperable } from './standing.ts';

const STATES = { waiting: 'waiting', talking: 'ok', held: 'warn' } as const satisfies Record<
  RunningCall['state'],
  State
>;

/** Places that say something; at the table one simply is. */
const SAID_PLACES = ['aside', 'hold', 'gallery', 'ear'] as const;

export type WatchMode = 'monitor' | 'whisper' | 'barge';

export interface CallListProps {
  readonly board: Board;
  readonly nowMs: number;
  readonly typed: string;
  readonly departmentId: string | null;
  /** Nothing can be asked of the hub now. */
  readonly isDisabled: boolean;
  readonly onWatch: (callId: string, mode: WatchMode, agentId?: string) => void;
}

/** Running calls: who is with whom, how it stands for the citizen, and the ways in for a supervisor. */
export function CallList({ board, nowMs, typed, departmentId, isDisabled, onWatch }: CallListProps) {
  const t = useText();
  const { nameOf } = useDepartmentNames();
  const calls = callsInOrder(board.calls).filter(
    (call) =>
      (departmentId === null || departmentsIn(call).includes(departmentId)) &&
      matches([call.boothName, nameOf(call.departmentId), ...call.parties.map((party) => party.displayName)], typed),
  );
  return (
    <section className={column.column} aria-label={t('board.calls.heading')}>
      <h2>
        {t('board.calls.heading')}
        <span className={column.count}>{calls.length}</span>
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className={column.scroll} tabIndex={0} data-board="calls">
        {calls.length === 0 && (
          <p className={column.none}>{board.calls.length === 0 ? t('board.calls.empty') : t('board.none')}</p>
        )}
        <ul>
          {calls.map((call) => (
            <CallRow key={call.callId} {...{ call, nowMs, isDisabled, onWatch }} />
          ))}
        </ul>
      </div>
    </section>
  );
}

function departmentsIn({ departmentId, parties }: RunningCall): readonly (string | undefined)[] {
  return [departmentId, ...parties.map((party) => party.departmentId)];
}

type CallRowProps = Pick<CallListProps, 'nowMs' | 'isDisabled' | 'onWatch'> & { readonly call: RunningCall };

function CallRow({ call, nowMs, isDisabled, onWatch }: CallRowProps) {
  const t = useText();
  const { shortOf } = useDepartmentNames();
  const [asks, setAsks] = useState(false);
  const agents = whisperable(call);
  const named = (action: string) => t('board.calls.of', { action, booth: call.boothName });
  const whisper = () => {
    const [only] = agents;
    if (agents.length === 1 && only) onWatch(call.callId, 'whisper', only.partyId);
    else setAsks(!asks);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a row is chosen by keyboard, and its keys act on it
    <li className={styles.row} tabIndex={0} data-call={call.callId}>
      <span className={styles.booth}>{call.boothName}</span>
      <span className={styles.time}>{sinceText(call.since, nowMs)}</span>
      <ul className={styles.parties}>
        <li>
          <StateBadge state={STATES[call.state]}>{t(`board.calls.${call.state}`)}</StateBadge>
        </li>
        {agents.length === 0 && <li className={styles.soft}>{shortOf(call.departmentId)}</li>}
        {call.parties
          .filter((party) => party.kind !== 'citizen')
          .map((party) => {
            const place = SAID_PLACES.find((one) => one === party.place);
            return (
              <li key={party.partyId} className={classes(party.owner && styles.owner)}>
                {party.displayName}
                {place && <span className={styles.soft}>（{t(`board.calls.${place}`)}）</span>}
                {party.awaySince !== undefined && <span className={styles.away}>（{t('board.calls.away')}）</span>}
              </li>
            );
          })}
      </ul>
      <span className={styles.ways}>
        {/* Where nobody is with the citizen there is nothing to hear and nobody to whisper to. */}
        {agents.length > 0 && (
          <>
            <Button
              kind="quiet"
              isDisabled={isDisabled}
              aria-label={named(t('board.calls.monitor'))}
              data-way="monitor"
              onPress={() => onWatch(call.callId, 'monitor')}
            >
              {t('board.calls.monitor')}
            </Button>
            <Button
              kind="quiet"
              isDisabled={isDisabled}
              aria-label={named(t('board.calls.whisper'))}
              aria-expanded={agents.length > 1 ? asks : undefined}
              data-way="whisper"
              onPress={whisper}
            >
              {t('board.calls.whisper')}
            </Button>
          </>
        )}
        <Button
          kind="quiet"
          isDisabled={isDisabled}
          aria-label={named(t('board.calls.barge'))}
          data-way="barge"
          onPress={() => onWatch(call.callId, 'barge')}
        >
          {t('board.calls.barge')}
        </Button>
      </span>
      {asks && agents.length > 1 && (
        <span className={styles.whom}>
          {agents.map((party) => (
            <Button
              key={party.partyId}
              kind="secondary"
              isDisabled={isDisabled}
              onPress={() => onWatch(call.callId, 'whisper', party.partyId)}
            >
              {t('board.calls.whisperTo', { name: party.displayName })}
            </Button>
          ))}
        </span>
      )}
    </li>
  );
}
