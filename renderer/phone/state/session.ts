import type { Visit } from '../../../contracts/domain/visit.ts';
import type { ErrorCode, XiaowuError } from '../../../contracts/errors.ts';
import type { PhoneEffect } from './events.ts';
import { EMPTY_MAILING, initialPhoneState, type PhoneState, type Stage } from './model.ts';

export type Step = readonly [PhoneState, readonly PhoneEffect[]];

/** Errors after which the session's token is of no use any more. */
export const FATAL: readonly ErrorCode[] = ['unauthenticated', 'token_expired', 'token_used', 'token_invalid'];
/** Those of them that a token gets when its visit has ended. */
const ENDS_VISIT: readonly ErrorCode[] = ['unauthenticated', 'token_expired'];

/**
 * A visit as the hub has it now. Its end is also the end of the session: token and unsent letters are forgotten at once, and the
 * outcomes stay in sight until the citizen clears them or closes the page.
 */
export function received(state: PhoneState, visit: Visit): Step {
  const stage: Stage = state.stage.at === 'visit' ? state.stage : { at: 'visit', page: { name: 'spine' } };
  if (visit.state === 'ended') {
    const { language, catalogue, booths, kept, documents, followUrl } = state;
    return [
      { ...initialPhoneState, language, catalogue, booths, kept, documents, followUrl, visit, stage: afterEnd(stage) },
      // Without the catalogue the outcomes have no names.
      catalogue === null
        ? [{ type: 'forget', keepsDocuments: true }, { type: 'load-catalogue' }]
        : [{ type: 'forget', keepsDocuments: true }],
    ];
  }
  const mailingDraft = state.mailingDraft === EMPTY_MAILING && visit.mailing ? visit.mailing : state.mailingDraft;
  const effects: PhoneEffect[] = [];
  if (state.followUrl === null) effects.push({ type: 'load-follow-link' });
  if (outcomeCount(visit) > outcomeCount(state.visit)) effects.push({ type: 'load-documents' });
  return [{ ...state, visit, stage, mailingDraft }, effects];
}

function outcomeCount(visit: Visit | null): number {
  return visit?.cases.filter(({ outcome }) => outcome !== undefined).length ?? 0;
}

/** What can no longer be sent is left when the visit ends; certificates stay open. */
function afterEnd(stage: Stage): Stage {
  const keeps = stage.at === 'visit' && stage.page.name === 'certificate';
  return keeps ? stage : { at: 'visit', page: { name: 'spine' } };
}

export function failed(state: PhoneState, error: XiaowuError): PhoneState {
  return { ...state, busy: null, error };
}

export function refusedOr(state: PhoneState, error: XiaowuError): Step {
  return FATAL.includes(error.code) ? dead(state, error) : [failed(state, error), []];
}

/**
 * The token of a visit dies with the visit, so a phone that missed the end learns of it here and keeps what it last saw in
 * sight. Any other dead token has to be explained.
 */
export function dead(state: PhoneState, error: XiaowuError): Step {
  if (state.visit !== null && ENDS_VISIT.includes(error.code))
    return received(state, { ...state.visit, state: 'ended' });
  return [{ ...forgotten(state), stage: { at: 'dead', error } }, [{ type: 'forget' }]];
}

export function cleared(state: PhoneState): Step {
  return [{ ...forgotten(state), stage: { at: 'cleared' } }, [{ type: 'forget' }]];
}

/** Only what is not of a visit stays: language, catalogue, booths, and the citizen's own booking unless it was used. */
function forgotten(state: PhoneState): PhoneState {
  const { language, catalogue, booths, kept } = state;
  return { ...initialPhoneState, language, catalogue, booths, kept };
}
