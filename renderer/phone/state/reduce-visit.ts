import { type ErrorCode, fail } from '../../../contracts/errors.ts';
import { MAX_UPLOAD_BYTES } from '../../../contracts/hub/upload.ts';
import { assertNever } from '../../../contracts/result.ts';
import type { PhoneEffect, PhoneEvent } from './events.ts';
import { type PhoneState, uploadKey } from './model.ts';
import type { PublicEvent } from './reduce-public.ts';
import { cleared, dead, FATAL, received, refusedOr, type Step } from './session.ts';

const FILE_TYPES: readonly string[] = ['image/jpeg', 'image/png', 'application/pdf'];

export type VisitEvent = Exclude<
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

/** What happens in a visit: news of the hub, forms, papers. */
export function reduceVisit(state: PhoneState, event: VisitEvent): Step {
  switch (event.type) {
    case 'visit-loaded': {
      if (event.answer.ok) return received({ ...state, error: null }, event.answer.value);
      // Checked in, and not entered yet: the way goes on where it was left.
      const notEntered = event.answer.error.code === 'not_found' || event.answer.error.code === 'wrong_state';
      if (state.stage.at === 'arriving' && notEntered) return [{ ...state, stage: { at: 'choose' } }, []];
      return refusedOr(state, event.answer.error);
    }
    case 'visit-changed':
      if (state.session === null) return [state, []];
      return received(state, event.visit);
    case 'door-changed':
      return [{ ...state, door: event.state }, []];
    case 'page':
      if (state.stage.at !== 'visit') return [state, []];
      return [{ ...state, stage: { at: 'visit', page: event.page }, error: null }, []];
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
    case 'follow-link':
      // Without it the slip still has the code; it is asked for again with the next news.
      return [event.answer.ok ? { ...state, followUrl: event.answer.value.url } : state, []];
    case 'documents':
      return [{ ...state, documents: event.documents }, []];
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
  const effects: PhoneEffect[] = state.visit === null ? [] : [{ type: 'load-visit' }, { type: 'load-documents' }];
  let uploads = state.uploads;
  for (const [key, upload] of Object.entries(state.uploads)) {
    if (upload.phase !== 'failed' || upload.error.category !== 'network') continue;
    const [caseId = '', paperId = ''] = key.split('/');
    uploads = { ...uploads, [key]: { phase: 'sending', share: 0, fileName: upload.fileName } };
    effects.push({ type: 'send-file', caseId, paperId });
  }
  return [{ ...next, uploads }, effects];
}

function withUpload(state: PhoneState, key: string, upload: PhoneState['uploads'][string]): PhoneState {
  return { ...state, uploads: { ...state.uploads, [key]: upload } };
}

function wrongFile(file: { type: string; sizeBytes: number }): ErrorCode | null {
  if (!FILE_TYPES.includes(file.type)) return 'unsupported_type';
  return file.sizeBytes > MAX_UPLOAD_BYTES ? 'too_large' : null;
}

function trimmed(mailing: PhoneState['mailingDraft']): PhoneState['mailingDraft'] {
  const { recipient, phone, address } = mailing;
  return { recipient: recipient.trim(), phone: phone.replace(/\s/g, ''), address: address.trim() };
}
