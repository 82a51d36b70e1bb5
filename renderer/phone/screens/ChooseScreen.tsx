import { useId, useState } from 'react';
import { Notice } from '../../ui/components/Notice.tsx';
import { Button } from '../parts/Button.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { ServicePicker } from '../parts/ServicePicker.tsx';
import { tidyBookingCode } from '../state/opening.ts';
import { useText } from '../text.ts';
import styles from './choose.module.css';

/** At the door: a booking, a service, or "I will ask inside". */
export function ChooseScreen({ state, dispatch }: ScreenProps) {
  const t = useText();
  const keptHere = state.kept?.boothId === state.session?.booth.id ? state.kept : null;
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={t('choose.title')}
      actions={
        <Button wide onClick={() => dispatch({ type: 'want', want: { kind: 'ask' } })}>
          {t('choose.ask')}
        </Button>
      }
    >
      {state.boothBusy && (
        <Notice tone="warning" className={styles.busy}>
          {t('choose.busy')}
        </Notice>
      )}
      <BookingEntry
        kept={keptHere?.code ?? null}
        onCode={(code) => dispatch({ type: 'want', want: { kind: 'booking', code } })}
      />
      <ServicePicker catalogue={state.catalogue} onPick={(want) => dispatch({ type: 'want', want })} />
    </Page>
  );
}

function BookingEntry({ kept, onCode }: { kept: string | null; onCode: (code: string) => void }) {
  const t = useText();
  const [typed, setTyped] = useState(kept ?? '');
  const [bad, setBad] = useState(false);
  const inputId = useId();
  const errorId = useId();
  return (
    <details className={styles.booking} open={kept !== null}>
      <summary>
        <strong>{t('choose.booking')}</strong>
        <span>{kept === null ? t('choose.bookingHint') : t('choose.bookingKept', { code: kept })}</span>
      </summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const code = tidyBookingCode(typed);
          setBad(code === null);
          if (code !== null) onCode(code);
        }}
      >
        <label htmlFor={inputId} className={styles.hidden}>
          {t('choose.bookingLabel')}
        </label>
        <input
          id={inputId}
          className={styles.code}
          inputMode="numeric"
          autoComplete="off"
          placeholder="0000-0000"
          maxLength={12}
          value={typed}
          aria-invalid={bad}
          aria-describedby={bad ? errorId : undefined}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setBad(false);
          }}
        />
        {bad && (
          <p id={errorId} className={styles.problem} role="alert">
            {t('choose.bookingBad')}
          </p>
        )}
        <Button kind="primary" wide type="submit">
          {t('choose.bookingUse')}
        </Button>
      </form>
    </details>
  );
}
