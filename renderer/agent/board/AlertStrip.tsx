import { useState } from 'react';
import type { Board } from '../../../contracts/hub/agent.ts';
import { Button } from '../../ui/components/Button.tsx';
import { type State, StateBadge } from '../../ui/components/StateBadge.tsx';
import { useText } from '../text.ts';
import styles from './AlertStrip.module.css';
import { useDepartmentNames } from './names.ts';
import { sinceText } from './spans.ts';
import type { Alert } from './standing.ts';

/** How grave: red where a citizen waits for somebody, amber where a person should look. */
const STATES = {
  'nobody-on-duty': 'bad',
  'long-wait': 'bad',
  'citizen-held': 'warn',
  'not-responding': 'warn',
  'follow-up-overdue': 'warn',
} as const satisfies Record<Alert['code'], State>;

/** As many as fit into one line of the screen; the rest is a press away. */
const SHOWN = 4;

/** What a supervisor should look at now: above everything, and one quiet line when there is nothing. */
export function AlertStrip({ board, nowMs }: { board: Board; nowMs: number }) {
  const t = useText();
  const [all, setAll] = useState(false);
  const subjectOf = useSubject(board);
  const shown = all ? board.alerts : board.alerts.slice(0, SHOWN);
  const hidden = board.alerts.length - SHOWN;
  return (
    <section className={styles.strip} aria-label={t('board.alerts.heading')}>
      {board.alerts.length === 0 && <StateBadge state="ok">{t('board.alerts.none')}</StateBadge>}
      {/* Heard when one comes; the spans in it, which change each second, are not. */}
      <div role="log" aria-relevant="additions">
        <ul className={styles.list}>
          {shown.map((alert) => (
            <li key={`${alert.code} ${alert.subject}`}>
              <StateBadge state={STATES[alert.code]}>
                {t(`board.alerts.${alert.code}`, { subject: subjectOf(alert), time: sinceText(alert.since, nowMs) })}
              </StateBadge>
            </li>
          ))}
        </ul>
      </div>
      {hidden > 0 && (
        <Button kind="quiet" className={styles.more} aria-expanded={all} onPress={() => setAll(!all)}>
          {all ? t('board.alerts.less') : t('board.alerts.more', { count: hidden })}
        </Button>
      )}
    </section>
  );
}

/** The name of what an alert is about. */
function useSubject(board: Board): (alert: Alert) => string {
  const { nameOf } = useDepartmentNames();
  return ({ code, subject }) => {
    switch (code) {
      case 'nobody-on-duty':
      case 'long-wait':
        return nameOf(subject);
      case 'citizen-held':
        return board.calls.find((call) => call.callId === subject)?.boothName ?? subject;
      case 'not-responding':
        return board.agents.find(({ agent }) => agent.id === subject)?.agent.displayName ?? subject;
      case 'follow-up-overdue':
        return subject;
    }
  };
}
