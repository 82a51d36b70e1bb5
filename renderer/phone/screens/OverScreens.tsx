import { Button } from '../parts/Button.tsx';
import { DawnStreet } from '../parts/DawnStreet.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { type PhoneText, useText } from '../text.ts';
import styles from './door.module.css';

const EXPLAINED = [
  'token_expired',
  'token_used',
  'token_invalid',
  'unauthenticated',
  'booth_offline',
  'rate_limited',
] as const;

/** The hub no longer knows this phone: why, what is safe, what to do. */
export function DeadScreen({ state, dispatch }: ScreenProps) {
  const t = useText();
  if (state.stage.at !== 'dead') return null;
  const { error } = state.stage;
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={t('dead.title')}
      lead={deadText(t, error.code)}
      picture={<DawnStreet />}
      actions={
        <Button kind="primary" wide onClick={() => dispatch({ type: 'public', page: 'home' })}>
          {t('dead.home')}
        </Button>
      }
    >
      <p className={styles.number}>
        {t('dead.safe')} {t('support', { number: error.support })}
      </p>
    </Page>
  );
}

function deadText(t: PhoneText, code: string): string {
  const own = EXPLAINED.find((each) => each === code);
  return own === undefined ? t('dead.other') : t(`dead.${own}`);
}

/** The visit is over and forgotten here. */
export function ClearedScreen({ state, dispatch }: ScreenProps) {
  const t = useText();
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={t('cleared.title')}
      lead={t('cleared.text')}
      picture={<DawnStreet />}
      actions={
        <>
          <Button kind="primary" wide onClick={() => dispatch({ type: 'public', page: 'home' })}>
            {t('cleared.home')}
          </Button>
          <Button kind="quiet" wide onClick={() => location.assign('/phone/verify')}>
            {t('cleared.verify')}
          </Button>
        </>
      }
    />
  );
}
