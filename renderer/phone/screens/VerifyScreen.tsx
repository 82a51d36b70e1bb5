import { useId, useState } from 'react';
import { useLanguage } from '../../ui/i18n.ts';
import { OctagonX, ShieldCheck } from '../../ui/icons.ts';
import { Button } from '../parts/Button.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { instantText } from '../state/days.ts';
import type { Verification } from '../state/model.ts';
import { groupVerifyCode, isVerifyCode, tidyVerifyCode } from '../state/opening.ts';
import { useText } from '../text.ts';
import styles from './verify.module.css';

/** Public: is this outcome document genuine? */
export function VerifyScreen({ state, dispatch }: ScreenProps) {
  const t = useText();
  const code = state.stage.at === 'verify' ? state.stage.code : '';
  const [typed, setTyped] = useState(groupVerifyCode(code));
  const [bad, setBad] = useState(false);
  const inputId = useId();
  const errorId = useId();
  const check = () => {
    const tidy = tidyVerifyCode(typed);
    setBad(!isVerifyCode(tidy));
    if (isVerifyCode(tidy)) dispatch({ type: 'verify', code: tidy });
  };
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={t('verify.title')}
      lead={t('verify.lead')}
      actions={
        <Button kind="primary" wide disabled={state.busy === 'verify'} onClick={check}>
          {state.busy === 'verify' ? t('verify.checking') : t('verify.check')}
        </Button>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          check();
        }}
      >
        <label htmlFor={inputId}>{t('verify.label')}</label>
        <input
          id={inputId}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={20}
          value={typed}
          aria-invalid={bad}
          aria-describedby={bad ? errorId : undefined}
          onChange={(event) => {
            setTyped(event.currentTarget.value.toUpperCase());
            setBad(false);
          }}
        />
        {bad && (
          <p id={errorId} className={styles.bad} role="alert">
            {t('verify.bad')}
          </p>
        )}
      </form>
      {state.busy === 'verify' && <Waiting>{t('verify.checking')}</Waiting>}
      {state.verification !== null && state.busy === null && <Answer found={state.verification} code={code} />}
    </Page>
  );
}

function Answer({ found, code }: { found: Verification; code: string }) {
  const t = useText();
  const language = useLanguage();
  if (!found.genuine) {
    return (
      <section className={styles.answer} data-genuine="false" role="status">
        <OctagonX aria-hidden />
        <h2>{t('verify.fake')}</h2>
        <p>{t('verify.fakeText')}</p>
      </section>
    );
  }
  return (
    <section className={styles.answer} data-genuine="true" role="status">
      <ShieldCheck aria-hidden />
      <h2>{t('verify.genuine')}</h2>
      <p>{t('verify.genuineText')}</p>
      <dl>
        <dt>{t('verify.rows.title')}</dt>
        <dd>{found.title}</dd>
        <dt>{t('verify.rows.department')}</dt>
        <dd>{found.departmentName}</dd>
        <dt>{t('verify.rows.issued')}</dt>
        <dd>{found.issuedAt === undefined ? '' : instantText(found.issuedAt, language)}</dd>
        <dt>{t('verify.label')}</dt>
        <dd>{groupVerifyCode(code)}</dd>
      </dl>
    </section>
  );
}
