import type { VisitCase } from '../../../contracts/domain/visit.ts';
import { useLocalized } from '../../ui/i18n.ts';
import { useBusy, useDesk } from '../state/desk-context.ts';
import { useText } from '../text.ts';
import styles from './CaseQuestions.module.css';
import { Pills } from './Pills.tsx';
import { useCatalogue } from './use-catalogue.ts';

/** What is asked before it is known which papers are needed; the list below follows each answer. */
export function CaseQuestions({ visitCase }: { visitCase: VisitCase }) {
  const t = useText();
  const localized = useLocalized();
  const desk = useDesk();
  const { catalogue, regionName } = useCatalogue();
  const action = `case.answers/${visitCase.id}`;
  const busy = useBusy(action);
  const { needs } = visitCase;
  if (!needs) return null;
  const decided = visitCase.state !== 'open';
  const questions = needs.questionIds.flatMap((id) => catalogue.questions?.find((one) => one.id === id) ?? []);
  const open = questions.filter(({ id }) => needs.answers[id] === undefined).length;
  const answer = (answers: Record<string, string>, regionId?: string) =>
    void desk.runCase('case.answers', { caseId: visitCase.id, answers, ...(regionId && { regionId }) }, action);
  return (
    <section className={styles.questions} aria-label={t('papers.questions')} data-questions-open={open}>
      <div className={styles.heading}>
        <h3>{t('papers.questions')}</h3>
        {open > 0 && <span className={styles.open}>{t('papers.questionsOpen', { count: open })}</span>}
      </div>
      {questions.map((question) => (
        <Pills
          key={question.id}
          label={localized(question.text)}
          value={needs.answers[question.id] ?? null}
          isDisabled={decided || busy}
          choices={question.choices.map(({ id, label }) => ({ value: id, label: localized(label) }))}
          onChange={(choice) => answer({ ...needs.answers, [question.id]: choice })}
        />
      ))}
      <label className={styles.region}>
        <span>{t('papers.region')}</span>
        <select
          value={needs.regionId}
          disabled={decided || busy}
          onChange={(event) => answer(needs.answers, event.target.value)}
        >
          {catalogue.regions.map(({ id }) => (
            <option key={id} value={id}>
              {regionName(id)}
            </option>
          ))}
        </select>
        <span className={styles.version}>{t('papers.version', { version: needs.version })}</span>
      </label>
    </section>
  );
}
