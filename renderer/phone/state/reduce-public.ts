import { assertNever } from '../../../contracts/result.ts';
import type { PhoneEffect, PhoneEvent } from './events.ts';
import { EMPTY_BOOKING, type PhoneState, type Stage } from './model.ts';
import { failed, type Step } from './session.ts';

export type PublicEvent = Extract<
  PhoneEvent,
  {
    type:
      | 'public'
      | 'book-booth'
      | 'book-want'
      | 'book-day'
      | 'book-time'
      | 'book'
      | 'slots-loaded'
      | 'booked'
      | 'verify'
      | 'verified'
      | 'follow'
      | 'followed';
  }
>;

/** Booking ahead and checking a document: what needs no session. */
export function reducePublic(state: PhoneState, event: PublicEvent): Step {
  const { booking } = state;
  switch (event.type) {
    case 'public': {
      const fresh = event.page === 'book-booth' ? EMPTY_BOOKING : booking;
      const missing: PhoneEffect[] = [];
      if (state.booths === null) missing.push({ type: 'load-booths' });
      if (state.catalogue === null) missing.push({ type: 'load-catalogue' });
      return [{ ...state, stage: { at: 'public', page: event.page }, booking: fresh, error: null }, missing];
    }
    case 'book-booth':
      return [
        {
          ...state,
          booking: { ...booking, boothId: event.boothId, slots: null },
          stage: page('book-what'),
          error: null,
        },
        [],
      ];
    case 'book-want':
      return [{ ...state, booking: { ...booking, want: event.want }, stage: page('book-when'), error: null }, []];
    case 'book-day': {
      if (booking.boothId === null) return [state, []];
      return [
        { ...state, booking: { ...booking, day: event.day, time: null, slots: null }, error: null },
        [{ type: 'load-slots', boothId: booking.boothId, day: event.day }],
      ];
    }
    case 'slots-loaded':
      // An answer for a day that was left meanwhile would show the wrong times.
      if (event.day !== booking.day) return [state, []];
      if (!event.answer.ok) return [failed(state, event.answer.error), []];
      return [{ ...state, booking: { ...booking, slots: event.answer.value.slots } }, []];
    case 'book-time':
      return [{ ...state, booking: { ...booking, time: event.time }, stage: page('book-check'), error: null }, []];
    case 'book': {
      const { boothId, want, day, time } = booking;
      if (state.busy !== null || boothId === null || want === null || day === null || time === null) return [state, []];
      const what = want.kind === 'bundle' ? { bundleId: want.bundleId } : { serviceId: want.serviceId };
      return [{ ...state, busy: 'book', error: null }, [{ type: 'book', booking: { boothId, day, time, ...what } }]];
    }
    case 'booked':
      if (!event.answer.ok) return [failed(state, event.answer.error), []];
      return [
        { ...state, kept: event.answer.value, booking: EMPTY_BOOKING, stage: page('booked'), busy: null, error: null },
        [{ type: 'keep-booking', booking: event.answer.value }],
      ];
    case 'follow':
      return [
        { ...state, stage: { at: 'follow', token: event.token }, busy: 'follow', error: null },
        [{ type: 'follow', token: event.token }],
      ];
    case 'followed':
      if (!event.answer.ok) return [failed(state, event.answer.error), []];
      return [{ ...state, followed: event.answer.value, busy: null, error: null }, []];
    case 'verify':
      return [
        { ...state, stage: { at: 'verify', code: event.code }, verification: null, busy: 'verify', error: null },
        [{ type: 'verify', code: event.code }],
      ];
    case 'verified':
      if (!event.answer.ok) return [failed(state, event.answer.error), []];
      return [{ ...state, verification: event.answer.value, busy: null, error: null }, []];
    default:
      return assertNever(event);
  }
}

function page(name: Extract<Stage, { at: 'public' }>['page']): Stage {
  return { at: 'public', page: name };
}
