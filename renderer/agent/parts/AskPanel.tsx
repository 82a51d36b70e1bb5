import { useState } from 'react';
import { classes } from '../../ui/classes.ts';
import { Button } from '../../ui/components/Button.tsx';
import { TextField } from '../../ui/components/Field.tsx';
import { UserRoundPlus } from '../../ui/icons.ts';
import {
  type AgentAskPurpose,
  ASK_PURPOSES,
  askTargets,
  canAsk,
  type DepartmentTarget,
  INTERPRETS,
} from '../state/ask-targets.ts';
import { bundleGraph } from '../state/bundle-graph.ts';
import { type AskWhom, askAction, askIn } from '../state/call-deeds.ts';
import { selfOf } from '../state/call-people.ts';
import { useBusy, useDesk, useDeskState } from '../state/desk-context.ts';
import type { DeskCall } from '../state/desk-types.ts';
import { useText } from '../text.ts';
import styles from './AskPanel.module.css';
import { useCatalogue } from './use-catalogue.ts';
import { useFoundColleagues } from './use-found-colleagues.ts';

export interface AskPanelProps {
  readonly call: DeskCall;
  readonly purpose: AgentAskPurpose;
  readonly onPurpose: (purpose: AgentAskPurpose) => void;
}

/** Asks somebody into the call: a department, a colleague by name, an interpreter; to the table, aside, or to take over. */
export function AskPanel({ call, purpose: wanted, onPurpose }: AskPanelProps) {
  const t = useText();
  const { departments, home } = useDeskState();
  const { catalogue, departmentName, departmentShort } = useCatalogue();
  const [query, setQuery] = useState('');
  const [note, setNote] = useState('');
  const colleagues = useFoundColleagues(query);
  if (!home) return null;
  // Only the owner hands the call on.
  const owns = selfOf(call, home.agent.id)?.owner === true;
  const purposes = ASK_PURPOSES.filter((one) => one !== 'transfer' || owns);
  const purpose = purposes.includes(wanted) ? wanted : 'add';
  const targets = askTargets({ catalogue, colleagues, duties: departments, call, self: home.agent, query, purpose });
  // A department that the visit needs is shown even when nobody is there: that is worth knowing early.
  const needed = new Set(bundleGraph(catalogue, call.visit).nodes.map((node) => node.service.departmentId));
  const shown = targets.departments.filter(
    ({ state, department }) => query !== '' || state !== 'none' || needed.has(department.id),
  );
  const absent = targets.departments.filter((one) => !shown.includes(one));
  return (
    <section aria-label={t('line.colleagues')}>
      <h2>{t('line.colleagues')}</h2>
      <div className={styles.purposes} role="toolbar" aria-label={t('people.purposes')}>
        {purposes.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === purpose}
            className={classes(styles.purpose, one === purpose && styles.chosen)}
            data-purpose={one}
            onClick={() => onPurpose(one)}
          >
            {t(`call.purpose.${one}`)}
          </button>
        ))}
      </div>
      <p className={styles.soft}>{t(`people.purposeMore.${purpose}`)}</p>
      <div className={styles.fields} data-ask-fields>
        {purpose !== 'interpreter' && <TextField label={t('people.search')} value={query} onChange={setQuery} />}
        <TextField label={t('people.note')} value={note} onChange={setNote} maxLength={500} />
      </div>
      <ul className={styles.list}>
        {purpose === 'interpreter'
          ? INTERPRETS.map((one) => (
              <Target
                key={one}
                whom={{ purpose, interprets: one, note }}
                name={t(`people.interprets.${one}`)}
                state="free"
                detail={t('people.interpreterMore')}
                onAsked={() => setNote('')}
              />
            ))
          : shown.map(({ department, state, freeCount }) => (
              <Target
                key={`${purpose}/${department.id}`}
                whom={{ purpose, departmentId: department.id, note }}
                name={departmentName(department.id)}
                state={state}
                detail={t(`people.target.${state}`, { count: freeCount })}
                onAsked={() => setNote('')}
              />
            ))}
        {purpose !== 'interpreter' &&
          targets.colleagues.map(({ agent, state, presence }) => (
            <Target
              key={`${purpose}/${agent.id}`}
              whom={{ purpose, agentId: agent.id, note }}
              name={agent.displayName}
              state={state}
              detail={`${departmentShort(agent.departmentId)} · ${t(`presence.${presence}`)}`}
              onAsked={() => setNote('')}
            />
          ))}
      </ul>
      {absent.length > 0 && purpose !== 'interpreter' && (
        <p className={styles.soft}>
          {t('line.absent', { list: absent.map((one) => departmentShort(one.department.id)).join(t('line.comma')) })}
        </p>
      )}
    </section>
  );
}

interface TargetProps {
  readonly whom: AskWhom;
  readonly name: string;
  readonly state: DepartmentTarget['state'];
  readonly detail: string;
  readonly onAsked: () => void;
}

function Target({ whom, name, state, detail, onAsked }: TargetProps) {
  const t = useText();
  const desk = useDesk();
  const busy = useBusy(askAction(whom));
  const [isSure, setSure] = useState(true);
  const ask = () => void askIn(desk, whom).then((isAsked) => isAsked && onAsked());
  return (
    <li className={classes(styles.target, styles[state])} data-target={state}>
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        <span className={styles.detail}>{isSure ? detail : t('people.transferAsk')}</span>
      </span>
      {canAsk(state) && isSure && (
        <Button
          kind="quiet"
          className={styles.button}
          icon={<UserRoundPlus />}
          aria-label={t(`people.ask.${whom.purpose}`, { whom: name })}
          isDisabled={busy}
          data-ask-target
          onPress={() => (whom.purpose === 'transfer' ? setSure(false) : ask())}
        />
      )}
      {!isSure && (
        <span className={styles.sure}>
          <Button kind="danger" autoFocus isDisabled={busy} onPress={ask}>
            {t('people.transferYes')}
          </Button>
          <Button kind="quiet" onPress={() => setSure(true)}>
            {t('people.removeNo')}
          </Button>
        </span>
      )}
    </li>
  );
}
