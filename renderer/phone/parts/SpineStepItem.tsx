import { MAX_PDF_PAGES, MAX_UPLOAD_BYTES } from '../../../contracts/hub/upload.ts';
import { type State, StateBadge } from '../../ui/components/StateBadge.tsx';
import { useLanguage, useLocalized } from '../../ui/i18n.ts';
import { Check, ChevronRight, ShieldCheck } from '../../ui/icons.ts';
import type { PhoneEvent } from '../state/events.ts';
import { type SpineStep, takesPapers } from '../state/spine.ts';
import { useText } from '../text.ts';
import { NoticeCard } from './NoticeCard.tsx';
import { PaperItem } from './PaperItem.tsx';
import { SpineForm } from './SpineForm.tsx';
import styles from './spine-step.module.css';

/** What the hub takes, in the words of people. */
const UPLOAD_LIMITS = { megabytes: MAX_UPLOAD_BYTES / 1024 ** 2, pages: MAX_PDF_PAGES };

export interface SpineStepItemProps {
  readonly step: SpineStep;
  readonly number: number;
  readonly dispatch: (event: PhoneEvent) => void;
  readonly onFile: (caseId: string, paperId: string, file: File) => void;
  readonly onPhoto: (caseId: string, paperId: string, file: File) => void;
}

const STEP_STATES: Readonly<Record<SpineStep['state'], State>> = {
  later: 'waiting',
  open: 'active',
  accepted: 'ok',
  completed: 'ok',
  refused: 'bad',
  withdrawn: 'off',
};

/** One service of the visit: its form, its papers, its outcome. What is under way stands open. */
export function SpineStepItem({ step, number, dispatch, onFile, onPhoto }: SpineStepItemProps) {
  const t = useText();
  const localized = useLocalized();
  const language = useLanguage();
  const { service, kase, state, after, departmentName, papers, form } = step;
  const name = localized(service.name);
  const notices = kase?.notices ?? [];
  const isTaking = kase !== null && takesPapers(kase);
  const needed = papers.filter((paper) => !paper.required.optional || paper.state !== 'missing');
  const checked = needed.filter((paper) => paper.state === 'accepted').length;
  return (
    <li className={styles.step} data-state={state}>
      <span className={styles.node} aria-hidden="true">
        {state === 'completed' ? <Check /> : number}
      </span>
      <section aria-label={name} className={styles.body}>
        <header className={styles.head}>
          <h2>{name}</h2>
          <StateBadge state={STEP_STATES[state]}>{t(`visit.stepState.${state}`)}</StateBadge>
        </header>
        <p className={styles.department}>
          {departmentName !== null && localized(departmentName)}
          {kase !== null && <span>{t('visit.caseNumber', { number: kase.number })}</span>}
        </p>
        {after.length > 0 && state !== 'completed' && (
          <p className={styles.after}>
            {t('visit.after', {
              names: new Intl.ListFormat(language, { type: 'conjunction' }).format(
                after.map((each) => localized(each.name)),
              ),
            })}
          </p>
        )}
        {kase?.outcome !== undefined && (
          <button
            type="button"
            className={styles.outcome}
            aria-label={t('visit.seeCertificateOf', { name: kase.outcome.title })}
            onClick={() => dispatch({ type: 'page', page: { name: 'certificate', caseId: kase.id } })}
          >
            <ShieldCheck aria-hidden />
            <span>
              <strong>{kase.outcome.title}</strong>
              {t('visit.seeCertificate')}
            </span>
            <ChevronRight aria-hidden />
          </button>
        )}
        {kase !== null && form !== null && state !== 'completed' && (
          <SpineForm form={form} caseId={kase.id} service={service} open={state === 'open'} dispatch={dispatch} />
        )}
        {notices.map((notice, index) => (
          <NoticeCard key={notice.id} notice={notice} open={index === notices.length - 1 && state !== 'completed'} />
        ))}
        {papers.length > 0 && (
          <details className={styles.papers} open={isTaking}>
            <summary>
              <span>{t('visit.papers')}</span>
              <span className={styles.count}>{t('visit.paperCount', { done: checked, total: needed.length })}</span>
              <ChevronRight aria-hidden />
            </summary>
            {isTaking && papers.some(({ way }) => way !== 'shared') && (
              <p className={styles.limits}>{t('visit.limits', UPLOAD_LIMITS)}</p>
            )}
            <ul>
              {papers.map((paper) => (
                <PaperItem
                  key={paper.required.id}
                  paper={paper}
                  caseId={isTaking ? (kase?.id ?? null) : null}
                  dispatch={dispatch}
                  onFile={onFile}
                  onPhoto={onPhoto}
                />
              ))}
            </ul>
          </details>
        )}
      </section>
    </li>
  );
}
