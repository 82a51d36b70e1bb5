import { useState } from 'react';
import type { CaseState, Visit, VisitCase } from '../../../contracts/domain/visit.ts';
import { Button } from '../../ui/components/Button.tsx';
import { Notice } from '../../ui/components/Notice.tsx';
import { useCommonText, useErrorText, useLocalized } from '../../ui/i18n.ts';
import { missingPrerequisites } from '../state/bundle-graph.ts';
import { useBusy, useDesk, useDeskState } from '../state/desk-context.ts';
import { useText } from '../text.ts';
import styles from './CaseDetail.module.css';
import { CaseForm } from './CaseForm.tsx';
import { CaseNote } from './CaseNote.tsx';
import { CaseQuestions } from './CaseQuestions.tsx';
import { NoticePanel } from './NoticePanel.tsx';
import { PaperList } from './PaperList.tsx';
import { ReasonForm } from './ReasonForm.tsx';
import { useCatalogue } from './use-catalogue.ts';

/** The chosen case: what it needs, what is decided. */
export function CaseDetail({ visit }: { visit: Visit }) {
  const t = useText();
  const { caseId } = useDeskState();
  const { service } = useCatalogue();
  const visitCase = visit.cases.find((one) => one.id === caseId);
  if (!visitCase) {
    return <p className={styles.soft}>{visit.cases.length === 0 ? t('case.none') : t('case.choose')}</p>;
  }
  const itsService = service(visitCase.serviceId);
  return (
    <article className={styles.detail} key={visitCase.id}>
      <Decide visit={visit} visitCase={visitCase} />
      <CaseQuestions visitCase={visitCase} />
      {itsService && <PaperList visit={visit} visitCase={visitCase} service={itsService} />}
      <NoticePanel visitCase={visitCase} />
      {itsService && <CaseForm visit={visit} visitCase={visitCase} service={itsService} />}
      <CaseNote visitCase={visitCase} />
    </article>
  );
}

type Decision = Exclude<CaseState, 'open'>;

/** What may be decided next, the usual one first. */
const NEXT: Readonly<Record<CaseState, readonly Decision[]>> = {
  open: ['accepted', 'completed', 'refused', 'withdrawn'],
  accepted: ['completed', 'refused', 'withdrawn'],
  completed: [],
  refused: [],
  withdrawn: [],
};

function Decide({ visit, visitCase }: { visit: Visit; visitCase: VisitCase }) {
  const t = useText();
  const common = useCommonText();
  const errorText = useErrorText();
  const localized = useLocalized();
  const desk = useDesk();
  const { home, notices } = useDeskState();
  const { catalogue, service, serviceName, departmentName, departmentShort } = useCatalogue();
  const action = `case.set/${visitCase.id}`;
  const busy = useBusy(action);
  const [asking, setAsking] = useState<'refused' | 'withdrawn' | null>(null);
  const own = visitCase.departmentId === home?.agent.departmentId;
  const missing = missingPrerequisites(catalogue, visit, visitCase.serviceId);
  const failure = notices.find((notice) => notice.action === action)?.error;
  // What is missing stands below the same words; two notices would say one thing twice.
  const isBlocked = failure?.code === 'prerequisite_missing';
  const blocked = isBlocked && missing.length > 0 ? failure : null;
  const outcome = service(visitCase.serviceId)?.outcome;
  const choices = own ? NEXT[visitCase.state] : [];
  const set = async (state: Decision, reason?: string) => {
    if (await desk.runCase('case.set', { caseId: visitCase.id, state, reason }, action)) setAsking(null);
  };
  return (
    <section className={styles.decide}>
      <div className={styles.title}>
        <h3>{serviceName(visitCase.serviceId)}</h3>
        <span className={styles.soft}>
          {visitCase.number} · {common(`caseState.${visitCase.state}`)}
        </span>
      </div>
      {visitCase.outcome ? (
        <Notice tone="success">
          {t('case.outcome', { title: visitCase.outcome.title, code: visitCase.outcome.verifyCode })}
        </Notice>
      ) : (
        outcome &&
        choices.length > 0 && <p className={styles.soft}>{t('case.noOutcome', { title: localized(outcome) })}</p>
      )}
      {!own && visitCase.state !== 'completed' && (
        <p className={styles.soft}>
          {t('case.otherDepartment', { department: departmentName(visitCase.departmentId) })}
        </p>
      )}
      {missing.length > 0 && NEXT[visitCase.state].length > 0 && (
        <Notice tone={blocked ? 'error' : 'warning'}>
          {blocked ? errorText(blocked) : t('case.missingLead', { service: serviceName(visitCase.serviceId) })}
          <ul className={styles.missing}>
            {missing.map((one) => (
              <li key={one.id}>
                {t('case.missingItem', {
                  outcome: localized(one.outcome),
                  department: departmentShort(one.departmentId),
                })}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {failure && !isBlocked && <Notice tone="error">{errorText(failure)}</Notice>}
      {asking === null ? (
        <div className={styles.buttons} data-decide>
          {choices.map((state) => (
            <Button
              key={state}
              kind={state === 'refused' || state === 'withdrawn' ? 'quiet' : 'secondary'}
              isDisabled={busy}
              onPress={() => {
                if (state === 'refused' || state === 'withdrawn') setAsking(state);
                else void set(state);
              }}
            >
              {t(`case.set.${state}`)}
            </Button>
          ))}
        </div>
      ) : (
        <ReasonForm
          key={asking}
          title={t(`case.set.${asking}`)}
          hint={t('case.reasonHint')}
          send={t('case.reasonSend')}
          busy={busy}
          onSend={(reason) => void set(asking, reason)}
          onCancel={() => setAsking(null)}
        />
      )}
    </section>
  );
}
