import type { Presence } from '../../../contracts/domain/people.ts';
import type { Board } from '../../../contracts/hub/agent.ts';
import { type State, StateBadge } from '../../ui/components/StateBadge.tsx';
import { useText } from '../text.ts';
import column from './Columns.module.css';
import { useDepartmentNames, useReasonText } from './names.ts';
import { matches } from './order.ts';
import styles from './PeopleList.module.css';
import { sinceText } from './spans.ts';
import { groupsOf } from './standing.ts';

const PRESENCE_STATES = {
  'not-responding': 'warn',
  available: 'ok',
  offered: 'active',
  'on-call': 'active',
  'wrap-up': 'waiting',
  'at-counter': 'waiting',
  break: 'waiting',
  offline: 'off',
} as const satisfies Record<Presence, State>;

export interface PeopleListProps {
  readonly board: Board;
  readonly nowMs: number;
  readonly typed: string;
  readonly departmentId: string | null;
}

/** Everybody who was here today, by what they do now and how long they have. */
export function PeopleList({ board, nowMs, typed, departmentId }: PeopleListProps) {
  const t = useText();
  const { nameOf, shortOf } = useDepartmentNames();
  const reasonText = useReasonText();
  const found = board.agents.filter(
    ({ agent }) =>
      (departmentId === null || agent.departmentId === departmentId) &&
      matches([agent.displayName, agent.username, nameOf(agent.departmentId)], typed),
  );
  return (
    <section className={column.column} aria-label={t('board.people.heading')}>
      <h2>
        {t('board.people.heading')}
        <span className={column.count}>{found.length}</span>
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className={column.scroll} tabIndex={0} data-board="people">
        {found.length === 0 && (
          <p className={column.none}>{board.agents.length === 0 ? t('board.people.empty') : t('board.none')}</p>
        )}
        {groupsOf(found).map(({ presence, people }) => (
          <section key={presence} className={styles.group} aria-label={t(`board.presence.${presence}`)}>
            <h3>
              <StateBadge state={PRESENCE_STATES[presence]}>{t(`board.presence.${presence}`)}</StateBadge>
              <span className={column.count}>{people.length}</span>
            </h3>
            <ul>
              {people.map(({ agent, since, reason }) => (
                <li key={agent.id} className={styles.person}>
                  <span className={styles.name}>{agent.displayName}</span>
                  <span className={styles.soft}>{reason === undefined ? '' : reasonText(reason)}</span>
                  <span className={styles.department}>{shortOf(agent.departmentId)}</span>
                  <span className={styles.time}>{presence === 'offline' ? '' : sinceText(since, nowMs)}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}
