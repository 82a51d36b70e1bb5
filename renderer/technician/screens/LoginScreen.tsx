import { useState } from 'react';
import { useText } from '../../bench/text.ts';
import { Button } from '../../ui/components/Button.tsx';
import { TextField } from '../../ui/components/Field.tsx';
import { Logo } from '../../ui/components/Logo.tsx';
import { Notice } from '../../ui/components/Notice.tsx';
import { useErrorText } from '../../ui/i18n.ts';
import type { TechnicianState } from '../state/model.ts';
import type { TechnicianEvent } from '../state/reducer.ts';
import styles from './login.module.css';

export interface LoginScreenProps {
  readonly state: TechnicianState;
  readonly dispatch: (event: TechnicianEvent) => void;
}

export function LoginScreen({ state, dispatch }: LoginScreenProps) {
  const t = useText();
  const errorText = useErrorText();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const ready = username.trim() !== '' && password !== '' && !state.busy;
  return (
    <main className={styles.page}>
      <form
        className={styles.card}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) dispatch({ type: 'log-in', username: username.trim(), password });
        }}
      >
        <Logo />
        <h1>{t('login.title')}</h1>
        <p className={styles.lead}>{t('login.lead')}</p>
        <TextField
          label={t('login.username')}
          name="username"
          autoComplete="username"
          value={username}
          onChange={setUsername}
        />
        <TextField
          label={t('login.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
        {state.expired && <Notice tone="info">{t('login.expired')}</Notice>}
        {state.wrongRole && <Notice tone="warning">{t('login.notTechnician')}</Notice>}
        {state.error !== null && <Notice tone="error">{errorText(state.error)}</Notice>}
        <Button kind="primary" wide type="submit" isDisabled={!ready}>
          {state.busy ? t('login.busy') : t('login.submit')}
        </Button>
      </form>
    </main>
  );
}
