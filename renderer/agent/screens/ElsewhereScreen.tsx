import { Button } from '../../ui/components/Button.tsx';
import { Logo } from '../../ui/components/Logo.tsx';
import { useDesk, useDeskState } from '../state/desk-context.ts';
import { useText } from '../text.ts';
import styles from './LoginScreen.module.css';

/** The desk was opened in another tab or on another computer: this one is still, until somebody says otherwise. */
export function ElsewhereScreen({ onLogout }: { onLogout: () => void }) {
  const t = useText();
  const desk = useDesk();
  const { call } = useDeskState();
  return (
    <main className={styles.screen}>
      <div className={styles.dawn} aria-hidden />
      <section className={styles.card} aria-label={t('elsewhere.heading')}>
        <Logo />
        <div role="alert">
          <h1>{t('elsewhere.heading')}</h1>
          <p className={styles.lead}>{t('elsewhere.lead')}</p>
          {call && <p className={styles.lead}>{t('elsewhere.call')}</p>}
        </div>
        <Button kind="primary" tall wide autoFocus onPress={() => desk.workHere()}>
          {t('elsewhere.here')}
        </Button>
        <Button kind="quiet" wide onPress={onLogout}>
          {t('bar.logout')}
        </Button>
      </section>
    </main>
  );
}
