import type { ParcelState } from '../../../contracts/domain/visit.ts';
import { type State, StateBadge } from '../../ui/components/StateBadge.tsx';
import { useLocalized } from '../../ui/i18n.ts';
import { Camera, Mail, Package, PenLine } from '../../ui/icons.ts';
import { Button } from '../parts/Button.tsx';
import { FileButton } from '../parts/FileButton.tsx';
import { FollowCard } from '../parts/FollowCard.tsx';
import { KeepList } from '../parts/KeepList.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { SpineStepItem } from '../parts/SpineStepItem.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { needsMailing, spineOf, type Todo, todosOf } from '../state/spine.ts';
import { useText } from '../text.ts';
import styles from './spine.module.css';

export interface SpineScreenProps extends ScreenProps {
  readonly onFile: (caseId: string, paperId: string, file: File) => void;
  readonly onPhoto: (caseId: string, paperId: string, file: File) => void;
}

const VISIT_STATES: Readonly<Record<string, State>> = {
  admitted: 'waiting',
  inside: 'active',
  waiting: 'active',
  'in-call': 'ok',
  closing: 'ok',
  ended: 'off',
};

const LOCKER_WAITS: readonly ParcelState[] = ['requested', 'open', 'item-seen', 'incident'];

/** The visit as a checklist that keeps itself up to date; what can be done now is at the thumb. */
export function SpineScreen({ state, dispatch, onFile, onPhoto }: SpineScreenProps) {
  const t = useText();
  const { visit } = state;
  if (visit === null) return null;
  const steps = spineOf(state);
  const [todo] = todosOf(visit, steps);
  // What waits for hands at the locker is told where the eyes are, whatever else is left to do.
  const waiting = visit.parcels.find((parcel) => LOCKER_WAITS.includes(parcel.state));
  const begun = visit.cases.length > 0;
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={
        <span className={styles.title}>
          {t('visit.title')}
          <StateBadge state={VISIT_STATES[visit.state] ?? 'active'}>{t(`visit.states.${visit.state}`)}</StateBadge>
        </span>
      }
      lead={t('visit.number', { number: visit.number })}
      actions={
        <section className={styles.next} aria-label={t('visit.next')}>
          {waiting !== undefined && (
            <p className={styles.locker} role="status">
              <Package aria-hidden />
              {t('visit.parcel', { compartment: waiting.compartment })} · {t(`visit.parcelState.${waiting.state}`)}
            </p>
          )}
          {todo === undefined ? (
            <p className={styles.nothing}>{t('visit.nothing')}</p>
          ) : (
            <Next todo={todo} dispatch={dispatch} onPhoto={onPhoto} />
          )}
        </section>
      }
    >
      {state.catalogue === null && <Waiting>{t('loading.catalogue')}</Waiting>}
      {state.catalogue !== null && !begun && steps.length === 0 && (
        <section className={styles.empty}>
          <h2>{t('visit.empty.title')}</h2>
          <p>{t('visit.empty.text')}</p>
        </section>
      )}
      <ol className={styles.spine}>
        {steps.map((step, index) => (
          <SpineStepItem
            key={step.kase?.id ?? step.service.id}
            step={step}
            number={index + 1}
            dispatch={dispatch}
            onFile={onFile}
            onPhoto={onPhoto}
          />
        ))}
        {needsMailing(visit, steps) && (
          <li className={styles.post} data-done={visit.mailing !== undefined}>
            <Mail aria-hidden />
            <div>
              <h2>{t('visit.mailing')}</h2>
              <p>
                {visit.mailing === undefined
                  ? t('visit.mailingNeed')
                  : t('visit.mailingDone', { recipient: visit.mailing.recipient })}
              </p>
              {visit.parcels.map((parcel) => (
                <p key={parcel.id} className={styles.parcel}>
                  <Package aria-hidden />
                  {t('visit.parcel', { compartment: parcel.compartment })} · {t(`visit.parcelState.${parcel.state}`)}
                </p>
              ))}
            </div>
            <Button
              small
              aria-label={visit.mailing === undefined ? t('visit.nextMailing') : t('visit.mailingEdit')}
              onClick={() => dispatch({ type: 'page', page: { name: 'mailing' } })}
            >
              {visit.mailing === undefined ? t('visit.formFill') : t('visit.formEdit')}
            </Button>
          </li>
        )}
      </ol>
      <KeepList documents={state.documents} visit={visit} />
      {begun && state.followUrl !== null && <FollowCard url={state.followUrl} />}
    </Page>
  );
}

/** The first thing to do, as the one button of the page. */
function Next({ todo, dispatch, onPhoto }: { todo: Todo } & Pick<SpineScreenProps, 'dispatch' | 'onPhoto'>) {
  const t = useText();
  const localized = useLocalized();
  switch (todo.kind) {
    case 'form':
      return (
        <Button
          kind="primary"
          wide
          icon={<PenLine aria-hidden />}
          onClick={() => dispatch({ type: 'page', page: { name: 'form', caseId: todo.caseId } })}
        >
          {t('visit.nextFormOf', { name: localized(todo.service.name) })}
        </Button>
      );
    case 'mailing':
      return (
        <Button
          kind="primary"
          wide
          icon={<Mail aria-hidden />}
          onClick={() => dispatch({ type: 'page', page: { name: 'mailing' } })}
        >
          {t('visit.nextMailing')}
        </Button>
      );
    case 'paper': {
      const { required } = todo.paper;
      const name = t('visit.nextPaperOf', { name: localized(required.name) });
      return (
        <FileButton
          source="camera"
          kind="primary"
          wide
          icon={<Camera aria-hidden />}
          label={`${t('visit.next')} ${name}`}
          onFile={(file) => onPhoto(todo.caseId, required.id, file)}
        >
          {name}
        </FileButton>
      );
    }
  }
}
