import { countWord } from '../../ui/i18n.ts';
import { Button } from '../parts/Button.tsx';
import { Certificate } from '../parts/Certificate.tsx';
import { DoorPicture } from '../parts/DoorPicture.tsx';
import { FollowCard } from '../parts/FollowCard.tsx';
import { KeepList } from '../parts/KeepList.tsx';
import { NoticeCard } from '../parts/NoticeCard.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { outcomesOf, spineOf } from '../state/spine.ts';
import { useText } from '../text.ts';
import styles from './ended.module.css';

/** After the visit: what was done, as documents; stays until it is cleared or the hub lets the session die. */
export function EndedScreen({ state, dispatch }: ScreenProps) {
  const t = useText();
  const { visit } = state;
  if (visit === null) return null;
  if (visit.end === 'not-entered') return <NotEntered state={state} dispatch={dispatch} />;
  const outcomes = outcomesOf(spineOf(state));
  const total = visit.cases.length;
  const done = visit.cases.filter((kase) => kase.state === 'completed').length;
  const title =
    total === 0
      ? t('visit.ended.titleNone')
      : done === total
        ? t('visit.ended.title', { things: countWord(done, state.language) })
        : t('visit.ended.titlePart', { done, total });
  const { receipt } = visit;
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={title}
      lead={t('visit.ended.text')}
      actions={
        <Button kind="primary" wide onClick={() => dispatch({ type: 'clear' })}>
          {t('visit.ended.clear')}
        </Button>
      }
    >
      <dl className={styles.numbers}>
        <dt>{t('visit.ended.visit')}</dt>
        <dd>{visit.number}</dd>
        {receipt !== undefined && (
          <>
            <dt>{t('visit.ended.receipt')}</dt>
            <dd>{receipt.number}</dd>
          </>
        )}
        {visit.parcels.map((parcel) => (
          <div key={parcel.id} className={styles.row}>
            <dt>{t('visit.ended.post')}</dt>
            <dd>{parcel.number}</dd>
          </div>
        ))}
      </dl>
      <KeepList documents={state.documents} visit={visit} />
      {state.followUrl !== null && <FollowCard url={state.followUrl} />}
      {visit.cases
        .filter((kase) => kase.state !== 'completed')
        .flatMap((kase) => kase.notices?.slice(-1) ?? [])
        .map((notice) => (
          <NoticeCard key={notice.id} notice={notice} open />
        ))}
      <div className={styles.certificates}>
        {outcomes.map(({ kase, service, departmentName }) =>
          kase?.outcome === undefined ? null : (
            <Certificate
              key={kase.id}
              kase={kase}
              outcome={kase.outcome}
              service={service}
              departmentName={departmentName}
            />
          ),
        )}
      </div>
    </Page>
  );
}

/** The door was not passed: nothing was begun, so there is nothing to show but the way to try again. */
function NotEntered({ state, dispatch }: ScreenProps) {
  const t = useText();
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={t('visit.notEntered.title')}
      lead={t('visit.notEntered.text')}
      picture={<DoorPicture door="closed" label={t('door.picture', { state: t('visit.notEntered.title') })} />}
      actions={
        <Button kind="primary" wide onClick={() => dispatch({ type: 'clear' })}>
          {t('dead.home')}
        </Button>
      }
    />
  );
}
