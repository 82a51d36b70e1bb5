import { useState } from 'react';
import type { CallAsk } from '../../../contracts/domain/call.ts';
import type { Connection, Remote } from '../../call/types.ts';
import { classes } from '../../ui/classes.ts';
import { Button } from '../../ui/components/Button.tsx';
import { Elapsed } from '../../ui/components/Elapsed.tsx';
import { X } from '../../ui/icons.ts';
import { agentOf } from '../state/acquaintance.ts';
import { cancelAsk, handOver, placeParty, removeAgent } from '../state/call-deeds.ts';
import { type CallPerson, type Deed, peopleOf } from '../state/call-people.ts';
import { useBusy, useCallSession, useDesk, useDeskState } from '../state/desk-context.ts';
import type { DeskCall } from '../state/desk-types.ts';
import { durationText } from '../state/local-time.ts';
import { useText } from '../text.ts';
import styles from './People.module.css';
import { useCatalogue } from './use-catalogue.ts';

/** Who is in the call: where they stand, how their line is, what may be done; and who is being asked. */
export function People({ call }: { call: DeskCall }) {
  const t = useText();
  const { home } = useDeskState();
  if (!home) return null;
  return (
    <section aria-label={t('people.heading')}>
      <h2>{t('people.heading')}</h2>
      <ul className={styles.list}>
        {peopleOf(call, home.agent.id).map((person) => (
          <Person key={person.party.partyId} person={person} call={call} />
        ))}
        {call.asks
          .filter(({ purpose }) => purpose !== 'answer')
          .map((ask) => (
            <Asked key={ask.askId} ask={ask} />
          ))}
        {call.lapsed.map((ask) => (
          <Lapsed key={ask.askId} ask={ask} />
        ))}
      </ul>
    </section>
  );
}

function Person({ person, call }: { person: CallPerson; call: DeskCall }) {
  const t = useText();
  const desk = useDesk();
  const { departmentShort } = useCatalogue();
  const { party, isSelf, deeds } = person;
  const [asking, setAsking] = useState(false);
  const name = party.kind === 'citizen' ? t('stage.citizen') : isSelf ? t('stage.you') : party.displayName;
  const act: Readonly<Record<Deed, () => void>> = {
    hold: () => void placeParty(desk, party.partyId, 'hold'),
    resume: () => void placeParty(desk, party.partyId, 'table'),
    'to-aside': () => void placeParty(desk, party.partyId, 'aside'),
    'to-table': () => void placeParty(desk, party.partyId, 'table'),
    'hand-over': () => void handOver(desk, party.partyId),
    remove: () => setAsking(true),
  };
  return (
    <li className={styles.person} data-party={party.kind} data-place={party.place}>
      <div className={styles.line}>
        <span className={styles.name}>{name}</span>
        {party.departmentId !== undefined && <span className={styles.soft}>{departmentShort(party.departmentId)}</span>}
        {party.owner && <span className={styles.owner}>{t('people.owner')}</span>}
      </div>
      <div className={styles.line}>
        <span className={classes(styles.place, styles[party.place])}>{t(`people.place.${party.place}`)}</span>
        {!isSelf && <LineWord partyId={party.partyId} isAway={party.awaySince !== undefined} />}
        {call.visit.id === party.partyId && <span className={styles.soft}>{call.booth.name}</span>}
      </div>
      {asking ? (
        <div className={styles.deeds} role="toolbar" aria-label={t('people.removeAsk', { name })}>
          <Button kind="danger" className={styles.deed} autoFocus onPress={() => void removeAgent(desk, party.partyId)}>
            {t('people.removeYes')}
          </Button>
          <Button kind="quiet" className={styles.deed} onPress={() => setAsking(false)}>
            {t('people.removeNo')}
          </Button>
        </div>
      ) : (
        deeds.length > 0 && (
          <div className={styles.deeds}>
            {deeds.map((deed) => (
              <Button
                key={deed}
                kind="quiet"
                className={styles.deed}
                aria-label={isSelf ? undefined : `${t(`people.deed.${deed}`)} ${name}`}
                data-deed={deed}
                onPress={act[deed]}
              >
                {t(isSelf ? `people.selfDeed.${deed === 'to-aside' ? 'to-aside' : 'to-table'}` : `people.deed.${deed}`)}
              </Button>
            ))}
          </div>
        )
      )}
    </li>
  );
}

/** The line to somebody, as a word. */
function LineWord({ partyId, isAway }: { partyId: string; isAway: boolean }) {
  const t = useText();
  const remote = useCallSession()?.state.remotes.find((one) => one.party.partyId === partyId);
  const line = isAway ? 'away' : remote ? lineOf(remote) : 'connecting';
  return <span className={classes(styles.lineWord, styles[line])}>{t(`people.line.${line}`)}</span>;
}

function lineOf({ connection, quality }: Remote): Exclude<Connection, 'connected'> | Remote['quality'] {
  return connection === 'connected' ? quality : connection;
}

function Asked({ ask }: { ask: CallAsk }) {
  const t = useText();
  const desk = useDesk();
  const state = useDeskState();
  const { home } = state;
  const whom = useAskName(ask);
  const ringing = agentOf(state, ask.ringingAgentId);
  const busy = useBusy(`call.ask-cancel/${ask.askId}`);
  const waits =
    ask.place === null || ask.estimatedWaitSeconds === null
      ? t(`people.why.${ask.why ?? 'all-busy'}`)
      : t('people.waits', { place: ask.place, time: durationText(ask.estimatedWaitSeconds) });
  return (
    <li className={classes(styles.person, styles.asked)} data-ask={ask.purpose}>
      <div className={styles.line}>
        <span className={styles.name} role="status">
          {ringing ? t('line.ringingAgent', { name: ringing.displayName }) : t('people.asking', { whom })}
        </span>
        <span className={styles.soft}>{t(`call.purpose.${ask.purpose}`)}</span>
        <Button
          kind="quiet"
          className={styles.cross}
          icon={<X />}
          isDisabled={busy}
          data-cancel-ask
          aria-label={t('people.cancelAsk', { whom })}
          onPress={() => void cancelAsk(desk, ask.askId)}
        />
      </div>
      <div className={styles.line}>
        <span className={styles.soft}>{ringing ? whom : waits}</span>
        <Elapsed className={styles.soft} since={new Date(ask.since).getTime() - (home?.aheadMs ?? 0)} />
      </div>
    </li>
  );
}

function Lapsed({ ask }: { ask: CallAsk }) {
  const t = useText();
  const desk = useDesk();
  const whom = useAskName(ask);
  return (
    <li className={classes(styles.person, styles.lapsed)} data-lapsed>
      <div className={styles.line}>
        <span className={styles.name} role="status">
          {t('people.lapsed', { whom })}
        </span>
        <Button
          kind="quiet"
          className={styles.cross}
          icon={<X />}
          aria-label={t('people.putAway', { whom })}
          onPress={() => desk.dismissLapsed(ask.askId)}
        />
      </div>
    </li>
  );
}

function useAskName(ask: CallAsk): string {
  const t = useText();
  const state = useDeskState();
  const { departmentName } = useCatalogue();
  if (ask.departmentId !== undefined) return departmentName(ask.departmentId);
  return (
    agentOf(state, ask.ringingAgentId)?.displayName ??
    t(ask.purpose === 'interpreter' ? 'people.anInterpreter' : 'people.aColleague')
  );
}
