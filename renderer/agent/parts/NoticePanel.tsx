import { useState } from 'react';
import type { Notice as GivenNotice } from '../../../contracts/domain/notice.ts';
import type { NeededPaper } from '../../../contracts/domain/requirements.ts';
import type { VisitCase } from '../../../contracts/domain/visit.ts';
import { Button } from '../../ui/components/Button.tsx';
import { Notice } from '../../ui/components/Notice.tsx';
import { useErrorText, useLocalized } from '../../ui/i18n.ts';
import { Check, Printer, Smartphone } from '../../ui/icons.ts';
import { useBusy, useDesk, useDeskState } from '../state/desk-context.ts';
import { openQuestions, paperGaps } from '../state/paper-gaps.ts';
import { useText } from '../text.ts';
import styles from './NoticePanel.module.css';
import { NoticeView } from './NoticeView.tsx';

type Draft = { readonly withGaps: boolean; readonly notice: GivenNotice };

/** What is missing, told once: looked at, given, printed in the booth; or the case accepted with what may follow. */
export function NoticePanel({ visitCase }: { visitCase: VisitCase }) {
  const t = useText();
  const localized = useLocalized();
  const errorText = useErrorText();
  const desk = useDesk();
  const { home, notices } = useDeskState();
  const action = `notice/${visitCase.id}`;
  const busy = useBusy(action);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const { needs } = visitCase;
  if (!needs || (visitCase.state !== 'open' && visitCase.state !== 'accepted')) return null;

  const gaps = paperGaps(visitCase);
  const mayFollow = gaps.filter((gap) => gap.mayFollowDays !== undefined);
  const own = visitCase.departmentId === home?.agent.departmentId;
  const isReady = openQuestions(visitCase).length === 0;
  const canAcceptWithGaps =
    own && isReady && visitCase.state === 'open' && gaps.length > 0 && mayFollow.length === gaps.length;
  const failure = notices.find((notice) => notice.action === action)?.error;
  const given = visitCase.notices ?? [];
  const caseId = visitCase.id;

  const close = () => {
    setDraft(null);
    setChosen(null);
  };
  const look = async (follows: readonly string[]) => {
    const answer = await desk.run('notice.draft', { caseId, follows: [...follows] }, action);
    if (answer.ok) setDraft({ withGaps: follows.length > 0, notice: answer.value });
  };
  const print = (noticeId: string) => desk.run('notice.print', { noticeId }, action);
  const give = async (onPaper: boolean) => {
    const follows = draft?.withGaps ? [...(chosen ?? [])] : [];
    const answer = await desk.run('notice.give', { caseId, follows }, action);
    if (!answer.ok) return;
    close();
    if (onPaper) await print(answer.value.id);
  };

  return (
    <section className={styles.panel} aria-label={t('papers.notice')} data-notice-panel>
      <div className={styles.heading}>
        <h3>{t('papers.notice')}</h3>
        <span>{gaps.length === 0 ? t('papers.complete') : t('papers.gaps', { count: gaps.length })}</span>
      </div>
      {failure && <Notice tone="error">{errorText(failure)}</Notice>}
      {!isReady && <p className={styles.soft}>{t('papers.answerFirst')}</p>}
      {draft === null && chosen === null && (
        <div className={styles.buttons}>
          <Button kind="secondary" isDisabled={busy || !isReady} onPress={() => void look([])}>
            {t('papers.look')}
          </Button>
          {canAcceptWithGaps && (
            <Button kind="secondary" isDisabled={busy} onPress={() => setChosen(mayFollow.map(({ id }) => id))}>
              {t('papers.acceptWithGaps')}
            </Button>
          )}
        </div>
      )}
      {draft === null && chosen !== null && (
        <Follows gaps={mayFollow} busy={busy} onLook={() => void look(chosen)} onCancel={close} />
      )}
      {draft !== null && (
        <div className={styles.draft}>
          <NoticeView notice={draft.notice} />
          <div className={styles.buttons}>
            <Button kind="secondary" icon={<Printer />} isDisabled={busy} onPress={() => void give(true)}>
              {t(draft.withGaps ? 'papers.acceptAndPrint' : 'papers.giveAndPrint')}
            </Button>
            <Button kind="quiet" icon={<Smartphone />} isDisabled={busy} onPress={() => void give(false)}>
              {t('papers.giveOnly')}
            </Button>
            <Button kind="quiet" onPress={close}>
              {t('case.closeReason')}
            </Button>
          </div>
        </div>
      )}
      <ul className={styles.given}>
        {given.map((notice) => (
          <li key={notice.id}>
            <Check aria-hidden />
            <span>
              <strong>{t(`papers.kind.${notice.kind}`)}</strong> {notice.number}
              <span className={styles.soft}>
                {t('papers.count', { count: notice.items.length })} ·{' '}
                {notice.printedAt ? t('papers.printed') : t('papers.onPhoneOnly')}
              </span>
            </span>
            <Button
              kind="quiet"
              className={styles.small}
              icon={<Printer />}
              isDisabled={busy}
              aria-label={t('papers.printOne', { number: notice.number })}
              onPress={() => void print(notice.id)}
            />
          </li>
        ))}
      </ul>
      {needs.follows.length > 0 && (
        <p className={styles.soft}>
          {t('papers.following', {
            papers: needs.follows
              .map(({ paperId, dueOn }) => {
                const paper = needs.papers.find(({ id }) => id === paperId);
                return `${paper ? localized(paper.name) : paperId} ${dueOn}`;
              })
              .join('、'),
          })}
        </p>
      )}
    </section>
  );
}

interface FollowsProps {
  readonly gaps: readonly NeededPaper[];
  readonly busy: boolean;
  readonly onLook: () => void;
  readonly onCancel: () => void;
}

/** Which papers follow, and within how many working days each: what the agent says aloud before it counts. */
function Follows({ gaps, busy, onLook, onCancel }: FollowsProps) {
  const t = useText();
  const localized = useLocalized();
  return (
    <div className={styles.draft}>
      <p>{t('papers.followsLead')}</p>
      <ul className={styles.follows}>
        {gaps.map((gap) => (
          <li key={gap.id}>
            {localized(gap.name)}
            <span className={styles.soft}>{t('papers.followDays', { days: gap.mayFollowDays ?? 0 })}</span>
          </li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <Button kind="secondary" isDisabled={busy} onPress={onLook}>
          {t('papers.lookWithGaps')}
        </Button>
        <Button kind="quiet" onPress={onCancel}>
          {t('case.closeReason')}
        </Button>
      </div>
    </div>
  );
}
