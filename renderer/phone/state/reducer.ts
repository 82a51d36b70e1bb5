import type { Visit } from '../../../contracts/domain/visit.ts';
import { type ErrorCode, fail, type XiaowuError } from '../../../contracts/errors.ts';
import { MAX_FILE_BYTES } from '../../../contracts/hub/booth-http.ts';
import { assertNever } from '../../../contracts/result.ts';
import type { PhoneEffect, PhoneEvent } from './events.ts';
import { answersOf, answersToSend, isComplete } from './form-rules.ts';
import { EMPTY_BOOKING, EMPTY_MAILING, initialPhoneState, type PhoneState, type Stage, uploadKey } from './model.ts';
import { parentOf } from './navigation.ts';

export type Step = readonly [PhoneState, readonly PhoneEffect[]];

/** Errors after which the session's token is of no use any more. */
const FATAL: readonly ErrorCode[] = ['unauthenticated', 'token_expired', 'token_used', 'token_invalid'];
const FILE_TYPES: readonly string[] = ['image/jpeg', 'image/png', 'application/pdf'];

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
  const known = { ...state, kept: memory.kept, language: memory.language ?? state.language, drafts: memory.drafts };
  if (opening.kind === 'verify') {
    const stage: Stage = { at: 'verify', code: opening.code };
    if (opening.code === '') return [{ ...known, stage }, []];
    return [{ ...known, stage, busy: 'verify' }, [{ type: 'verify', code: opening.code }]];
  }
  if (opening.kind === 'code') {
    return [
      { ...known, stage: { at: 'arriving' }, session: null, drafts: {}, busy: 'checkin' },
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
  const next = { ...withVisit(state, visit), door: state.door ?? 'ordered', kept, busy: null, error: null } as const;
  return [next, used ? [{ type: 'keep-booking', booking: null }, { type: 'join' }] : [{ type: 'join' }]];
}

type PublicEvent = Extract<
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
      | 'verified';
  }
>;

function reducePublic(state: PhoneState, event: PublicEvent): Step {
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

type VisitEvent = Exclude<
  PhoneEvent,
  | PublicEvent
  | {
      type:
        | 'opened'
        | 'language'
        | 'back'
        | 'error-read'
        | 'catalogue-loaded'
        | 'booths-loaded'
        | 'checked-in'
        | 'want'
        | 'agree'
        | 'entered';
    }
>;

function reduceVisit(state: PhoneState, event: VisitEvent): Step {
  switch (event.type) {
    case 'visit-loaded': {
      if (event.answer.ok) return [{ ...withVisit(state, event.answer.value), error: null }, []];
      // Checked in, and not entered yet: the way goes on where it was left.
      const notEntered = event.answer.error.code === 'not_found' || event.answer.error.code === 'wrong_state';
      if (state.stage.at === 'arriving' && notEntered) return [{ ...state, stage: { at: 'choose' } }, []];
      return refusedOr(state, event.answer.error);
    }
    case 'visit-changed':
      if (state.session === null) return [state, []];
      return [withVisit(state, event.visit), []];
    case 'door-changed':
      return [{ ...state, door: event.state }, []];
    case 'page':
      if (state.stage.at !== 'visit') return [state, []];
      return [{ ...state, stage: { at: 'visit', page: event.page }, error: null }, []];
    case 'typed': {
      const draft = { ...state.drafts[event.caseId], [event.fieldId]: event.value };
      const drafts = { ...state.drafts, [event.caseId]: draft };
      return [{ ...state, drafts }, [{ type: 'keep-drafts', drafts }]];
    }
    case 'send-form': {
      const kase = state.visit?.cases.find((each) => each.id === event.caseId);
      const service = state.catalogue?.services.find((each) => each.id === kase?.serviceId);
      if (state.busy !== null || kase === undefined || service === undefined) return [state, []];
      const answers = answersOf(kase, state.drafts[event.caseId]);
      if (!isComplete(service, answers)) return [state, []];
      return [
        { ...state, busy: 'form', error: null },
        [{ type: 'send-form', caseId: event.caseId, form: answersToSend(service, answers) }],
      ];
    }
    case 'form-sent': {
      if (!event.answer.ok) return refusedOr(state, event.answer.error);
      const { [event.caseId]: _sent, ...drafts } = state.drafts;
      const changed = event.answer.value;
      const visit = state.visit && {
        ...state.visit,
        cases: state.visit.cases.map((each) => (each.id === changed.id ? changed : each)),
      };
      return [
        { ...state, visit, drafts, stage: { at: 'visit', page: { name: 'spine' } }, busy: null, error: null },
        [{ type: 'keep-drafts', drafts }],
      ];
    }
    case 'mailing-typed':
      return [{ ...state, mailingDraft: event.mailing }, []];
    case 'send-mailing':
      if (state.busy !== null) return [state, []];
      return [
        { ...state, busy: 'mailing', error: null },
        [{ type: 'send-mailing', mailing: trimmed(state.mailingDraft) }],
      ];
    case 'mailing-sent': {
      if (!event.answer.ok) return refusedOr(state, event.answer.error);
      const visit = state.visit && { ...state.visit, mailing: trimmed(state.mailingDraft) };
      return [{ ...state, visit, stage: { at: 'visit', page: { name: 'spine' } }, busy: null, error: null }, []];
    }
    case 'upload': {
      const key = uploadKey(event.caseId, event.paperId);
      const fileName = event.file.name;
      const wrong = wrongFile(event.file);
      if (wrong !== null) return [withUpload(state, key, { phase: 'failed', error: fail(wrong), fileName }), []];
      return [
        withUpload(state, key, { phase: 'sending', share: 0, fileName }),
        [{ type: 'send-file', caseId: event.caseId, paperId: event.paperId }],
      ];
    }
    case 'upload-again': {
      const key = uploadKey(event.caseId, event.paperId);
      const before = state.uploads[key];
      if (before?.phase !== 'failed') return [state, []];
      return [
        withUpload(state, key, { phase: 'sending', share: 0, fileName: before.fileName }),
        [{ type: 'send-file', caseId: event.caseId, paperId: event.paperId }],
      ];
    }
    case 'upload-progress': {
      const before = state.uploads[event.key];
      if (before?.phase !== 'sending') return [state, []];
      return [withUpload(state, event.key, { ...before, share: Math.max(before.share, event.share) }), []];
    }
    case 'uploaded': {
      const before = state.uploads[event.key];
      if (before === undefined) return [state, []];
      if (!event.answer.ok) {
        if (FATAL.includes(event.answer.error.code)) return dead(state, event.answer.error);
        const failedUpload = { phase: 'failed', error: event.answer.error, fileName: before.fileName } as const;
        return [withUpload(state, event.key, failedUpload), []];
      }
      const { [event.key]: _done, ...uploads } = state.uploads;
      // The socket may be away just now, and the paper's new state with it.
      return [{ ...state, uploads }, state.link === 'live' ? [] : [{ type: 'load-visit' }]];
    }
    case 'link':
      return linked(state, event.link);
    case 'refused':
      return refusedOr(state, event.error);
    case 'clear':
      return cleared(state);
    default:
      return assertNever(event);
  }
}

/** News that came while the line was away is fetched; papers that broke off with it are sent again. */
function linked(state: PhoneState, link: 'connecting' | 'live' | 'lost'): Step {
  const next = { ...state, link };
  if (link !== 'live') return [next, []];
  const effects: PhoneEffect[] = state.visit === null ? [] : [{ type: 'load-visit' }];
  let uploads = state.uploads;
  for (const [key, upload] of Object.entries(state.uploads)) {
    if (upload.phase !== 'failed' || upload.error.category !== 'network') continue;
    const [caseId = '', paperId = ''] = key.split('/');
    uploads = { ...uploads, [key]: { phase: 'sending', share: 0, fileName: upload.fileName } };
    effects.push({ type: 'send-file', caseId, paperId });
  }
  return [{ ...next, uploads }, effects];
}

function withVisit(state: PhoneState, visit: Visit): PhoneState {
  const stage: Stage = state.stage.at === 'visit' ? state.stage : { at: 'visit', page: { name: 'spine' } };
  const mailingDraft = state.mailingDraft === EMPTY_MAILING && visit.mailing ? visit.mailing : state.mailingDraft;
  return { ...state, visit, stage: visit.state === 'ended' ? afterEnd(stage) : stage, mailingDraft };
}

/** What can no longer be sent is left when the visit ends; certificates stay open. */
function afterEnd(stage: Stage): Stage {
  const keeps = stage.at === 'visit' && stage.page.name === 'certificate';
  return keeps ? stage : { at: 'visit', page: { name: 'spine' } };
}

function withUpload(state: PhoneState, key: string, upload: PhoneState['uploads'][string]): PhoneState {
  return { ...state, uploads: { ...state.uploads, [key]: upload } };
}

function wrongFile(file: { type: string; sizeBytes: number }): ErrorCode | null {
  if (!FILE_TYPES.includes(file.type)) return 'unsupported_type';
  return file.sizeBytes > MAX_FILE_BYTES ? 'too_large' : null;
}

function trimmed(mailing: PhoneState['mailingDraft']): PhoneState['mailingDraft'] {
  const { recipient, phone, address } = mailing;
  return { recipient: recipient.trim(), phone: phone.replace(/\s/g, ''), address: address.trim() };
}

function failed(state: PhoneState, error: XiaowuError): PhoneState {
  return { ...state, busy: null, error };
}

function refusedOr(state: PhoneState, error: XiaowuError): Step {
  return FATAL.includes(error.code) ? dead(state, error) : [failed(state, error), []];
}

/** After an ended visit a dead token is the planned end; before it, it has to be explained. */
function dead(state: PhoneState, error: XiaowuError): Step {
  if (state.visit?.state === 'ended') return cleared(state);
  return [{ ...forgotten(state), stage: { at: 'dead', error } }, [{ type: 'forget' }]];
}

function cleared(state: PhoneState): Step {
  return [{ ...forgotten(state), stage: { at: 'cleared' } }, [{ type: 'forget' }]];
}

/** Only what is not of a visit stays: language, catalogue, booths, and the citizen's own booking unless it was used. */
function forgotten(state: PhoneState): PhoneState {
  const { language, catalogue, booths, kept } = state;
  return { ...initialPhoneState, language, catalogue, booths, kept };
}

function page(name: Extract<Stage, { at: 'public' }>['page']): Stage {
  return { at: 'public', page: name };
}
