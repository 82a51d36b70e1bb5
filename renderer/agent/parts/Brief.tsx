import type { Visit } from '../../../contracts/domain/visit.ts';
import { agentOf } from '../state/acquaintance.ts';
import { useDeskState } from '../state/desk-context.ts';
import { clockText } from '../state/local-time.ts';
import { saidSoFar } from '../state/said-so-far.ts';
import { useText } from '../text.ts';
import styles from './Brief.module.css';
import { useCatalogue } from './use-catalogue.ts';

/** What colleagues said and wrote before, for who comes in later: nobody asks the citizen twice. */
export function Brief({ visit }: { visit: Visit }) {
  const t = useText();
  const state = useDeskState();
  const { call, wrapUp, home } = state;
  const { serviceName } = useCatalogue();
  const place = call ?? wrapUp;
  if (!place || !home) return null;
  const nameOf = (agentId: string) =>
    agentId === home.agent.id ? t('stage.you') : (agentOf(state, agentId)?.displayName ?? t('people.aColleague'));
  const { notes, caseNotes, ...record } = saidSoFar(visit, place.timeline, home.agent.id);
  // Who is in the call can be asked; who is gone is worth knowing.
  const before = record.before.filter((id) => call && !call.parties.some((party) => party.partyId === id));
  const briefing = call?.briefing;
  if (!briefing?.note && notes.length === 0 && caseNotes.length === 0 && before.length === 0) return null;
  return (
    <section className={styles.brief} aria-label={t('brief.heading')} data-brief tabIndex={-1}>
      <h3>{t('brief.heading')}</h3>
      {briefing?.note && (
        <p className={styles.asked}>
          <strong>{briefing.from.displayName}</strong> {briefing.note}
        </p>
      )}
      {before.length > 0 && (
        <p className={styles.soft}>{t('brief.before', { names: before.map(nameOf).join(t('line.comma')) })}</p>
      )}
      <ul>
        {notes.map((one) => (
          <li key={one.agentId}>
            <span className={styles.soft}>
              {clockText(one.at)} {nameOf(one.agentId)}
              {one.outcome !== null && ` · ${t(`wrapUp.code.${one.outcome}`)}`}
            </span>{' '}
            {one.note}
          </li>
        ))}
        {caseNotes.map((one) => (
          <li key={one.id}>
            <span className={styles.soft}>{serviceName(one.serviceId)}</span> {one.note}
          </li>
        ))}
      </ul>
    </section>
  );
}
