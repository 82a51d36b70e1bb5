import type { Followed } from '../../../contracts/hub/phone-keep.ts';
import { Notice } from '../../ui/components/Notice.tsx';
import { type State, StateBadge } from '../../ui/components/StateBadge.tsx';
import { useLanguage, useLocalized } from '../../ui/i18n.ts';
import { Check, Package } from '../../ui/icons.ts';
import { Button } from '../parts/Button.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { instantText } from '../state/days.ts';
import { useText } from '../text.ts';
import styles from './follow.module.css';

const CASE_STATES: Readonly<Record<Followed['cases'][number]['state'], State>> = {
  open: 'active',
  accepted: 'ok',
  completed: 'ok',
  refused: 'bad',
  withdrawn: 'off',
};

/** By the link of a slip or of the phone: how the cases of a visit stand, and what is missing by when. */
export function FollowScreen({ state, dispatch }: ScreenProps) {
  const t = useText();
  const language = useLanguage();
  const token = state.stage.at === 'follow' ? state.stage.token : '';
  const { followed, busy } = state;
  const again = (
    <Button wide disabled={busy === 'follow'} onClick={() => dispatch({ type: 'follow', token })}>
      {busy === 'follow' ? t('follow.loading') : t('follow.again')}
    </Button>
  );
  if (followed === null) {
    const code = state.error?.code;
    const over = code === 'token_expired' || code === 'token_invalid';
    return (
      <Page
        state={over ? { ...state, error: null } : state}
        dispatch={dispatch}
        title={t('follow.title')}
        actions={
          over ? (
            <Button kind="primary" wide onClick={() => dispatch({ type: 'public', page: 'home' })}>
              {t('dead.home')}
            </Button>
          ) : (
            again
          )
        }
      >
        {busy === 'follow' && <Waiting>{t('follow.loading')}</Waiting>}
        {over && (
          <Notice tone="warning" className={styles.notice}>
            {t(`follow.${code}`)}
          </Notice>
        )}
      </Page>
    );
  }
  const { visitNumber, boothName, startedAt, until, cases, parcels } = followed;
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={t('follow.title')}
      lead={`${visitNumber} · ${boothName} · ${instantText(startedAt, language)}`}
      actions={again}
    >
      {cases.length === 0 && <p className={styles.none}>{t('follow.none')}</p>}
      {cases.map((one) => (
        <Case key={one.number} one={one} />
      ))}
      {parcels.map(({ number, state: at }) => (
        <p key={number} className={styles.parcel}>
          <Package aria-hidden />
          {number} · {t(`follow.parcel.${at}`)}
        </p>
      ))}
      <p className={styles.until}>
        {until === undefined ? t('follow.now') : t('follow.until', { at: instantText(until, language) })}
      </p>
    </Page>
  );
}

function Case({ one }: { readonly one: Followed['cases'][number] }) {
  const t = useText();
  const localized = useLocalized();
  const language = useLanguage();
  const { number, service, department, state, outcome, wanted, there, needed, promisedWorkingDays } = one;
  return (
    <section className={styles.case} aria-label={localized(service)} data-case={number}>
      <header>
        <h2>{localized(service)}</h2>
        <StateBadge state={CASE_STATES[state]}>{t(`visit.stepState.${state}`)}</StateBadge>
      </header>
      <p className={styles.soft}>
        {localized(department)} · {number}
      </p>
      {outcome && (
        <p className={styles.outcome}>
          <Check aria-hidden />
          {t('follow.outcome', { title: outcome.title, at: instantText(outcome.issuedAt, language) })}
        </p>
      )}
      {state === 'accepted' && promisedWorkingDays > 0 && <p>{t('follow.promised', { count: promisedWorkingDays })}</p>}
      {needed > 0 && (state === 'open' || state === 'accepted') && (
        <p className={styles.soft}>{t('follow.papers', { there, needed })}</p>
      )}
      {wanted.length > 0 && (
        <ul>
          {wanted.map((paper) => (
            <li key={localized(paper.name)} data-wanted={paper.state}>
              <strong>
                {t(`follow.wanted.${paper.state}`)}：{localized(paper.name)}
              </strong>
              <span className={styles.soft}>{localized(paper.cure ?? paper.requirement)}</span>
              {paper.dueOn !== undefined && <span className={styles.due}>{t('follow.due', { day: paper.dueOn })}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
