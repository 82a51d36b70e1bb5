import { useState } from 'react';
import type { Mailing } from '../../../contracts/domain/visit.ts';
import { Button } from '../parts/Button.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { TextField } from '../parts/TextField.tsx';
import { mailingProblems } from '../state/form-rules.ts';
import { useText } from '../text.ts';
import styles from './form.module.css';

/** Where the originals go by post. */
export function MailingScreen({ state, dispatch }: ScreenProps) {
  const t = useText();
  const [left, setLeft] = useState<ReadonlySet<keyof Mailing>>(new Set());
  const [tried, setTried] = useState(false);
  const mailing = state.mailingDraft;
  const problems = mailingProblems(mailing);
  const blocking = Object.keys(problems).length;
  const field = (name: keyof Mailing) => {
    const problem = problems[name];
    const shown = problem !== undefined && (tried || (left.has(name) && problem !== 'empty'));
    return {
      label: t(`mailing.${name}`),
      value: mailing[name],
      problem: shown ? t(`form.problem.${problem}`) : undefined,
      onChange: (value: string) => dispatch({ type: 'mailing-typed', mailing: { ...mailing, [name]: value } }),
      onBlur: () => setLeft((before) => new Set(before).add(name)),
    };
  };
  const send = () => {
    setTried(true);
    if (blocking === 0) dispatch({ type: 'send-mailing' });
  };
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={t('mailing.title')}
      lead={t('mailing.lead')}
      actions={
        <Button kind="primary" wide disabled={state.busy === 'mailing'} onClick={send}>
          {state.busy === 'mailing' ? t('mailing.sending') : t('mailing.send')}
        </Button>
      }
    >
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <TextField {...field('recipient')} autoComplete="name" maxLength={60} />
        <TextField {...field('phone')} type="tel" autoComplete="tel" maxLength={16} />
        <TextField
          {...field('address')}
          lines={3}
          autoComplete="street-address"
          placeholder={t('mailing.addressHint')}
          maxLength={200}
        />
        <button type="submit" hidden />
      </form>
    </Page>
  );
}
