import type { Visit } from '../../../contracts/domain/visit.ts';
import type { PhoneEvent } from './events.ts';
import type { PhoneState, Stage } from './model.ts';
import { parentOf } from './navigation.ts';
import { reducePublic } from './reduce-public.ts';
import { reduceVisit } from './reduce-visit.ts';
import { dead, failed, received, refusedOr, type Step } from './session.ts';

/** The phone page as a pure machine: what is shown follows from the state alone, what is to be done comes as effects. */
export function reducePhone(state: PhoneState, event: PhoneEvent): Step {
  switch (event.type) {
    case 'opened':
      return opened(state, event);
    case 'language':
      return [{ ...state, language: event.language }, [{ type: 'keep-language', language: event.language }]];
    case 'back': {
      const parent = parentOf(state.stage);
      return parent === null ? [state, []] : [{ ...state, stage: parent, error: null }, []];
    }
    case 'error-read':
      return [{ ...state, error: null }, []];
    case 'public':
    case 'book-booth':
    case 'book-want':
    case 'book-day':
    case 'book-time':
    case 'book':
    case 'slots-loaded':
    case 'booked':
    case 'verify':
    case 'verified':
    case 'follow':
    case 'followed':
      return reducePublic(state, event);
    case 'catalogue-loaded':
      return event.answer.ok
        ? [{ ...state, catalogue: event.answer.value }, []]
        : [failed(state, event.answer.error), []];
    case 'booths-loaded':
      return event.answer.ok ? [{ ...state, booths: event.answer.value }, []] : [failed(state, event.answer.error), []];
    case 'checked-in': {
      if (!event.answer.ok) return dead(state, event.answer.error);
      const { token, booth, doorState } = event.answer.value;
      const session = { token, booth };
      return [
        { ...state, session, boothBusy: doorState === 'busy', stage: { at: 'choose' }, busy: null, error: null },
        [{ type: 'keep-session', session }, { type: 'load-catalogue' }, { type: 'join' }],
      ];
    }
    case 'want':
      return [{ ...state, want: event.want, stage: { at: 'consent' }, error: null }, []];
    case 'agree': {
      if (state.busy !== null || state.want === null) return [state, []];
      const { want, language } = state;
      return [{ ...state, busy: 'enter', error: null }, [{ type: 'enter', want, language }]];
    }
    case 'entered':
      if (!event.answer.ok) return refusedOr(state, event.answer.error);
      return entered(state, event.answer.value);
    default:
      return reduceVisit(state, event);
  }
}

function opened(state: PhoneState, event: Extract<PhoneEvent, { type: 'opened' }>): Step {
  const { opening, memory } = event;
  const known = { ...state, kept: memory.kept, language: memory.language ?? state.language };
  if (opening.kind === 'verify') {
    const stage: Stage = { at: 'verify', code: opening.code };
    if (opening.code === '') return [{ ...known, stage }, []];
    return [{ ...known, stage, busy: 'verify' }, [{ type: 'verify', code: opening.code }]];
  }
  if (opening.kind === 'follow') return reducePublic(known, { type: 'follow', token: opening.token });
  if (opening.kind === 'code') {
    return [
      { ...known, stage: { at: 'arriving' }, session: null, busy: 'checkin' },
      [{ type: 'forget' }, { type: 'check-in', code: opening.code }],
    ];
  }
  if (memory.session !== null) {
    return [
      { ...known, stage: { at: 'arriving' }, session: memory.session },
      [{ type: 'load-catalogue' }, { type: 'load-visit' }, { type: 'join' }],
    ];
  }
  return [known, [{ type: 'load-booths' }, { type: 'load-catalogue' }]];
}

/** A booking that opened the door is used up, so the phone need not keep it. */
function entered(state: PhoneState, visit: Visit): Step {
  const used = state.want?.kind === 'booking' && state.kept?.code === state.want.code;
  const kept = used ? null : state.kept;
  let [next, effects] = received({ ...state, door: state.door ?? 'ordered', kept, busy: null, error: null }, visit);
  // The socket joined at check-in; joined anew, it hears of the visit from its beginning.
  if (visit.state !== 'ended') effects = [...effects, { type: 'join' }];
  return [next, used ? [{ type: 'keep-booking', booking: null }, ...effects] : effects];
}
