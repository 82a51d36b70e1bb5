import { useState } from 'react';
import type { RequiredPaper, Service } from '../../../contracts/domain/catalogue.ts';
import type { Paper } from '../../../contracts/domain/paper.ts';
import type { NeededPaper } from '../../../contracts/domain/requirements.ts';
import type { Visit, VisitCase } from '../../../contracts/domain/visit.ts';
import { Button } from '../../ui/components/Button.tsx';
import { type State, StateBadge } from '../../ui/components/StateBadge.tsx';
import { useCommonText, useLocalized } from '../../ui/i18n.ts';
import { Check, FileText, X } from '../../ui/icons.ts';
import { useBusy, useDesk, useDeskState } from '../state/desk-context.ts';
import { useText } from '../text.ts';
import styles from './PaperList.module.css';
import { RefuseForm } from './RefuseForm.tsx';
import { useCatalogue } from './use-catalogue.ts';

export interface PaperListProps {
  readonly visit: Visit;
  readonly visitCase: VisitCase;
  readonly service: Service;
}

/** The checklist of a case: each paper with its state, accepted or sent back here. */
export function PaperList({ visit, visitCase, service }: PaperListProps) {
  const t = useText();
  // Cases of before there were rules have the list of the catalogue.
  const papers: readonly ListedPaper[] = visitCase.needs?.papers ?? service.papers;
  const required = papers.filter((paper) => !paper.optional);
  const stateOf = (paper: RequiredPaper) => visitCase.papers.find((one) => one.requiredPaperId === paper.id);
  const done = required.filter((paper) => stateOf(paper)?.state === 'accepted').length;
  return (
    <section aria-label={t('case.papers')}>
      <h3 className={styles.heading}>
        {t('case.papers')}
        <span>{t('case.progress', { done, total: required.length })}</span>
      </h3>
      <ul>
        {papers.map((paper) => (
          <PaperRow key={paper.id} visit={visit} visitCase={visitCase} required={paper} paper={stateOf(paper)} />
        ))}
      </ul>
    </section>
  );
}

const PAPER_STATES = {
  missing: 'waiting',
  shown: 'active',
  uploaded: 'active',
  accepted: 'ok',
  refused: 'bad',
} as const satisfies Record<string, State>;

type ListedPaper = RequiredPaper & Partial<Pick<NeededPaper, 'copies' | 'mayFollowDays'>>;

interface PaperRowProps {
  readonly visit: Visit;
  readonly visitCase: VisitCase;
  readonly required: ListedPaper;
  readonly paper: Paper | undefined;
}

function PaperRow({ visit, visitCase, required, paper }: PaperRowProps) {
  const t = useText();
  const common = useCommonText();
  const localized = useLocalized();
  const desk = useDesk();
  const { fileId } = useDeskState();
  const [refusing, setRefusing] = useState(false);
  const action = `case.paper/${visitCase.id}/${required.id}`;
  const busy = useBusy(action);
  const name = localized(required.name);
  const state = paper?.state ?? 'missing';
  // The still on the desk is what the agent is looking at while saying yes.
  const onDesk = visit.files.find((file) => file.id === fileId && file.source !== 'hub')?.id;
  const { catalogue } = useCatalogue();
  const set = async (next: 'accepted' | 'refused', reasonCode?: string, reason?: string) => {
    const attached = paper?.fileId ?? (next === 'accepted' ? onDesk : undefined);
    const input = {
      caseId: visitCase.id,
      requiredPaperId: required.id,
      state: next,
      fileId: attached,
      reasonCode,
      reason,
    };
    if (await desk.runCase('case.paper', input, action)) setRefusing(false);
  };
  const reason = catalogue.refusalReasons?.find((one) => one.code === paper?.reasonCode);
  const decidable = visitCase.state === 'open' || visitCase.state === 'accepted';
  return (
    <li className={styles.row}>
      <div className={styles.line}>
        <div className={styles.words}>
          <span className={styles.name}>{name}</span>
          <span className={styles.soft} title={localized(required.requirement)}>
            {t(`case.form.${required.form}`)}
            {(required.copies ?? 1) > 1 ? ` × ${required.copies}` : ''}
            {required.optional ? ` · ${t('case.optional')}` : ''}
            {required.mayFollowDays ? ` · ${t('papers.mayFollow', { days: required.mayFollowDays })}` : ''} ·{' '}
            {localized(required.requirement)}
          </span>
        </div>
        <StateBadge state={PAPER_STATES[state]}>{common(`paperState.${state}`)}</StateBadge>
        <div className={styles.buttons}>
          {paper?.fileId && (
            <Button
              kind="quiet"
              className={styles.small}
              icon={<FileText />}
              aria-label={t('case.viewPaper', { paper: name })}
              onPress={() => desk.chooseFile(paper.fileId ?? null)}
            />
          )}
          {decidable && state !== 'accepted' && (
            <Button
              kind="quiet"
              className={styles.small}
              icon={<Check />}
              isDisabled={busy}
              data-accept-paper
              aria-label={t('case.acceptPaper', { paper: name })}
              onPress={() => void set('accepted')}
            />
          )}
          {decidable && state !== 'refused' && (
            <Button
              kind="quiet"
              className={styles.small}
              icon={<X />}
              isDisabled={busy}
              data-refuse-paper
              aria-label={t('case.refusePaper', { paper: name })}
              onPress={() => setRefusing(true)}
            />
          )}
        </div>
      </div>
      {state === 'refused' && (reason || paper?.reason) && (
        <p className={styles.reason}>{[reason && localized(reason.label), paper?.reason].filter(Boolean).join('：')}</p>
      )}
      {refusing && (
        <RefuseForm
          title={t('case.refusePaper', { paper: name })}
          busy={busy}
          onSend={(code, words) => void set('refused', code, words)}
          onCancel={() => setRefusing(false)}
        />
      )}
    </li>
  );
}
