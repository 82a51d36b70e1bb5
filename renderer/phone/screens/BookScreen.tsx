import { useEffect, useState } from 'react';
import { useLocalized } from '../../ui/i18n.ts';
import { ChevronRight } from '../../ui/icons.ts';
import { Button } from '../parts/Button.tsx';
import { CopyButton } from '../parts/CopyButton.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { ServicePicker } from '../parts/ServicePicker.tsx';
import { Waiting } from '../parts/Waiting.tsx';
import { bookableDays, dayText, monthDayText, slotsAhead, weekdayText } from '../state/days.ts';
import type { PhoneState } from '../state/model.ts';
import { wantName } from '../state/want.ts';
import { useText } from '../text.ts';
import styles from './book.module.css';

type BookPage = 'book-booth' | 'book-what' | 'book-when' | 'book-check' | 'booked';

/** Booking ahead: booth, what for, when, is this right. */
export function BookScreen({ page, ...props }: ScreenProps & { page: BookPage }) {
  switch (page) {
    case 'book-booth':
      return <WhichBooth {...props} />;
    case 'book-what':
      return <WhatFor {...props} />;
    case 'book-when':
      return <When {...props} />;
    case 'book-check':
      return <IsThisRight {...props} />;
    case 'booked':
      return <Booked {...props} />;
  }
}

function WhichBooth({ state, dispatch }: ScreenProps) {
  const t = useText();
  return (
    <Page state={state} dispatch={dispatch} title={t('book.booth')}>
      {state.booths === null && state.error === null && <Waiting>{t('loading.booths')}</Waiting>}
      {state.booths?.length === 0 && <p className={styles.empty}>{t('booths.none')}</p>}
      <ul className={styles.list}>
        {state.booths?.map((booth) => (
          <li key={booth.id}>
            <button
              type="button"
              className={styles.pick}
              onClick={() => dispatch({ type: 'book-booth', boothId: booth.id })}
            >
              <span>
                <strong>{booth.name}</strong>
                <span>{booth.address}</span>
              </span>
              <ChevronRight aria-hidden />
            </button>
          </li>
        ))}
      </ul>
    </Page>
  );
}

function WhatFor({ state, dispatch }: ScreenProps) {
  const t = useText();
  return (
    <Page state={state} dispatch={dispatch} title={t('book.what')}>
      <ServicePicker catalogue={state.catalogue} onPick={(want) => dispatch({ type: 'book-want', want })} />
    </Page>
  );
}

function When({ state, dispatch }: ScreenProps) {
  const t = useText();
  const [days] = useState(() => bookableDays(Date.now()));
  const { booking, language } = state;
  const [first] = days;
  useEffect(() => {
    if (booking.day === null && first !== undefined) dispatch({ type: 'book-day', day: first });
  }, [booking.day, first, dispatch]);
  const slots = booking.slots && booking.day ? slotsAhead(booking.slots, booking.day, Date.now()) : null;
  const nearby = [t('book.today'), t('book.tomorrow')];
  return (
    <Page state={state} dispatch={dispatch} title={t('book.when')} errorPlace="slot">
      <fieldset className={styles.days}>
        <legend className={styles.hidden}>{t('book.when')}</legend>
        {days.map((day, index) => (
          <button
            key={day}
            type="button"
            className={styles.day}
            aria-pressed={day === booking.day}
            onClick={() => dispatch({ type: 'book-day', day })}
          >
            <strong>{nearby[index] ?? weekdayText(day, language)}</strong>
            <span>{monthDayText(day, language)}</span>
          </button>
        ))}
      </fieldset>
      {slots === null && state.error === null && <Waiting>{t('book.slotsLoading')}</Waiting>}
      {slots !== null && !slots.some((slot) => slot.free) && <p className={styles.empty}>{t('book.noSlots')}</p>}
      <ul className={styles.slots}>
        {slots?.map(({ time, free }) => (
          <li key={time}>
            <button
              type="button"
              className={styles.slot}
              disabled={!free}
              onClick={() => dispatch({ type: 'book-time', time })}
            >
              {time}
              {!free && <span>{t('book.full')}</span>}
            </button>
          </li>
        ))}
      </ul>
    </Page>
  );
}

function IsThisRight({ state, dispatch }: ScreenProps) {
  const t = useText();
  const localized = useLocalized();
  const { booking, busy } = state;
  const name = wantName(booking.want, state.catalogue);
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={t('book.check')}
      errorPlace="slot"
      actions={
        <Button kind="primary" wide disabled={busy === 'book'} onClick={() => dispatch({ type: 'book' })}>
          {busy === 'book' ? t('book.submitting') : t('book.submit')}
        </Button>
      }
    >
      <dl className={styles.rows}>
        <dt>{t('book.rows.booth')}</dt>
        <dd>
          {boothName(state, booking.boothId)}
          <Change state={state} dispatch={dispatch} page="book-booth" of={t('book.rows.booth')} />
        </dd>
        <dt>{t('book.rows.what')}</dt>
        <dd>
          {name === null ? '' : localized(name)}
          <Change state={state} dispatch={dispatch} page="book-what" of={t('book.rows.what')} />
        </dd>
        <dt>{t('book.rows.when')}</dt>
        <dd>
          {booking.day === null ? '' : dayText(booking.day, state.language)} {booking.time}
          <Change state={state} dispatch={dispatch} page="book-when" of={t('book.rows.when')} />
        </dd>
      </dl>
    </Page>
  );
}

function Change({ dispatch, page, of }: ScreenProps & { page: 'book-booth' | 'book-what' | 'book-when'; of: string }) {
  const t = useText();
  return (
    <button
      type="button"
      className={styles.change}
      aria-label={`${t('book.change')} ${of}`}
      onClick={() => dispatch({ type: 'public', page })}
    >
      {t('book.change')}
    </button>
  );
}

function Booked({ state, dispatch }: ScreenProps) {
  const t = useText();
  const localized = useLocalized();
  const { kept } = state;
  if (kept === null) return null;
  const want =
    kept.bundleId !== undefined
      ? ({ kind: 'bundle', bundleId: kept.bundleId } as const)
      : ({ kind: 'service', serviceId: kept.serviceId ?? '' } as const);
  const name = wantName(want, state.catalogue);
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={t('book.doneTitle')}
      lead={t('book.doneLead')}
      actions={
        <Button kind="primary" wide onClick={() => dispatch({ type: 'public', page: 'home' })}>
          {t('book.home')}
        </Button>
      }
    >
      <section className={styles.ticket} aria-label={t('book.code')}>
        <p className={styles.ticketLabel}>{t('book.code')}</p>
        <p className={styles.code} data-booking-code={kept.code}>
          {kept.code}
        </p>
        <p className={styles.ticketWhen}>
          {dayText(kept.day, state.language)} {kept.time}
        </p>
        <p>{boothName(state, kept.boothId)}</p>
        {name !== null && <p>{localized(name)}</p>}
      </section>
      <div className={styles.copy}>
        <CopyButton text={kept.code} label={t('book.copy')} done={t('book.copied')} />
        <p>{t('book.keep')}</p>
      </div>
    </Page>
  );
}

function boothName(state: PhoneState, boothId: string | null): string {
  return state.booths?.find((booth) => booth.id === boothId)?.name ?? '';
}
