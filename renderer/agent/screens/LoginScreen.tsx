import { type FormEvent, useState } from 'react';
import type { XiaowuError } from '../../../contracts/errors.ts';
import { Button } from '../../ui/components/Button.tsx';
import { TextField } from '../../ui/components/Field.tsx';
import { Logo } from '../../ui/components/Logo.tsx';
import { Notice } from '../../ui/components/Notice.tsx';
import { useErrorText } from '../../ui/i18n.ts';
import { login, type Session } from '../state/session-store.ts';
import { useText } from '../text.ts';
import styles from './LoginScreen.module.css';

export interface LoginScreenProps {
  /** A session of before was ended by the hub. */
  readonly ended: boolean;
  readonly onLogin: (session: Session) => void;
}

export function LoginScreen({ ended, onLogin }: LoginScreenProps) {
  const t = useText();
  const errorText = useErrorText();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<XiaowuError | 'both' | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (username.trim() === '' || password === '') {
      setError('both');
      return;
    }
    setBusy(true);
    setError(null);
    const answer = await login(username.trim(), password);
    setBusy(false);
    if (answer.ok) onLogin(answer.value);
    else setError(answer.error);
  };

  return (
    <main className={styles.screen}>
      <div className={styles.dawn} aria-hidden />
      <form className={styles.card} onSubmit={(event) => void submit(event)} noValidate>
        <Logo />
        <div>
          <h1>{t('login.heading')}</h1>
          <p className={styles.lead}>{t('login.lead')}</p>
        </div>
        {ended && error === null && <Notice tone="info">{t('login.ended')}</Notice>}
        <TextField
          label={t('login.username')}
          value={username}
          onChange={setUsername}
          autoComplete="username"
          spellCheck="false"
          autoFocus
        />
        <TextField
          label={t('login.password')}
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
        {error !== null && <Notice tone="error">{error === 'both' ? t('login.both') : errorText(error)}</Notice>}
        <Button type="submit" kind="primary" wide isDisabled={busy}>
          {busy ? t('login.busy') : t('login.submit')}
        </Button>
      </form>
    </main>
  );
}
