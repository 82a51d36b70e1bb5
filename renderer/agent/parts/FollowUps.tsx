import { useState } from 'react';
import type { FollowUp } from '../../../contracts/hub/agent.ts';
import { classes } from '../../ui/classes.ts';
import { Button } from '../../ui/components/Button.tsx';
import { TextField } from '../../ui/components/Field.tsx';
import { FileText, Mail, Phone } from '../../ui/icons.ts';
import { agentOf } from '../state/acquaintance.ts';
import { useBusy, useDesk, useDeskState } from '../state/desk-context.ts';
import { dueIn } from '../state/due.ts';
import { clockText } from '../state/local-time.ts';
import { useNowMs } from '../state/use-now.ts';
import { useText } from '../text.ts';
import styles from './FollowUps.module.css';
import { useCatalogue } from './use-catalogue.ts';

/** What is owed to citizens: whom to call back or answer, whose papers are to follow, and by when. */
export function FollowUps() {
  const t = useText();
  const { followUps } = useDeskState();
  return (
    <section className={styles.list} aria-label={t('followUp.heading')}>
      <h2>
        {t('followUp.heading')}
        <span className={styles.count}>{followUps.length}</span>
      </h2>
      {followUps.length === 0 && <p className={styles.soft}>{t('followUp.none')}</p>}
      <ul>
        {followUps.map((one) => (
          <Item key={one.id} followUp={one} />
        ))}
      </ul>
    </section>
  );
}

const ICONS: Readonly<Record<FollowUp['kind'], React.ReactNode>> = {
  'call-back': <Phone aria-hidden />,
  message: <Mail aria-hidden />,
  papers: <FileText aria-hidden />,
};

function Item({ followUp }: { followUp: FollowUp }) {
  const t = useText();
  const desk = useDesk();
  const state = useDeskState();
  const { home } = state;
  const { departmentShort } = useCatalogue();
  const nowMs = useNowMs();
  const taking = useBusy(`followup.take/${followUp.id}`);
  const ending = useBusy(`followup.done/${followUp.id}`);
  const [outcome, setOutcome] = useState('');
  const due = dueIn(followUp.dueAt, nowMs + (home?.aheadMs ?? 0));
  const isMine = followUp.agentId === home?.agent.id;
  const taker = agentOf(state, followUp.agentId)?.displayName;
  return (
    <li className={styles.item} data-follow-up={followUp.state}>
      <div className={styles.line}>
        {ICONS[followUp.kind]}
        <strong>{t(`followUp.kind.${followUp.kind}`)}</strong>
        <span className={styles.soft}>{departmentShort(followUp.departmentId)}</span>
        <span className={classes(styles.due, styles[due.state])}>
          {due.state === 'over'
            ? t('followUp.over', { time: due.text })
            : t('followUp.due', { time: due.text, at: clockText(followUp.dueAt) })}
        </span>
      </div>
      <div className={styles.line}>
        {followUp.phone !== '' && <a href={`tel:${followUp.phone}`}>{followUp.phone}</a>}
        <span className={styles.soft}>{t('followUp.number', { number: followUp.number })}</span>
      </div>
      {followUp.text !== '' && <p className={styles.text}>{followUp.text}</p>}
      {followUp.state === 'open' && (
        <Button
          kind="secondary"
          isDisabled={taking}
          data-take-follow-up
          aria-label={t('followUp.takeOne', { number: followUp.number })}
          onPress={() => void desk.followUp('followup.take', { id: followUp.id })}
        >
          {t('followUp.take')}
        </Button>
      )}
      {followUp.state === 'taken' && !isMine && (
        <p className={styles.soft}>{t('followUp.takenBy', { name: taker ?? t('people.aColleague') })}</p>
      )}
      {followUp.state === 'taken' && isMine && (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            const text = outcome.trim();
            if (text !== '') void desk.followUp('followup.done', { id: followUp.id, outcome: text });
          }}
        >
          <TextField
            label={t('followUp.outcome')}
            hint={t('followUp.outcomeHint')}
            value={outcome}
            onChange={setOutcome}
            maxLength={500}
            lines={2}
          />
          <Button type="submit" kind="secondary" isDisabled={ending || outcome.trim() === ''}>
            {t('followUp.done')}
          </Button>
        </form>
      )}
    </li>
  );
}
