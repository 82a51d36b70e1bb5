import type { Place } from '../../contracts/domain/call.ts';
import type { XiaowuError } from '../../contracts/errors.ts';
import type { Call, CallAsk, CallEndReason, CallParty, Ring, Wait } from './state.ts';

/** What happens to one call, and what follows from it. The decisions are in `call.ts`. */

export type NewAsk = Omit<CallAsk, 'askId' | 'askedAtMs' | 'ringing' | 'wait' | 'widened'>;

export type CallEvent =
  /** Somebody in the call asks for another. A transfer sends the asker out at once. */
  | { readonly type: 'ask'; readonly byId: string; readonly ask: Omit<NewAsk, 'byAgentId' | 'priority'> }
  | { readonly type: 'ask-cancel'; readonly byId: string; readonly askId: string }
  /** Nobody will ever take it. */
  | { readonly type: 'ask-void'; readonly askId: string }
  | { readonly type: 'ring'; readonly askId: string; readonly ring: Ring }
  | { readonly type: 'ring-over'; readonly askId: string }
  | { readonly type: 'wait'; readonly askId: string; readonly wait: Wait }
  | { readonly type: 'accept'; readonly askId: string; readonly agentId: string; readonly departmentId: string }
  | {
      readonly type: 'place';
      readonly byId: string;
      readonly partyId: string;
      readonly place: 'table' | 'aside' | 'hold';
    }
  | { readonly type: 'remove'; readonly byId: string; readonly partyId: string }
  | { readonly type: 'hand-over'; readonly byId: string; readonly toAgentId: string }
  | { readonly type: 'leave'; readonly partyId: string }
  | {
      readonly type: 'watch';
      readonly supervisorId: string;
      readonly mode: 'monitor' | 'whisper' | 'barge';
      readonly earOf?: string;
    }
  /** The line to a party is lost, or there again. */
  | { readonly type: 'away'; readonly partyId: string }
  | { readonly type: 'back'; readonly partyId: string }
  | { readonly type: 'end'; readonly reason: CallEndReason }
  /** Nothing but time has passed. */
  | { readonly type: 'tick' };

export type LeaveReason = 'left' | 'lost' | 'removed' | 'transferred';

export type CallEffect =
  | { readonly type: 'asked'; readonly ask: CallAsk }
  /** Anybody may be asked from now on. */
  | { readonly type: 'widened'; readonly ask: CallAsk }
  | { readonly type: 'rings'; readonly ask: CallAsk; readonly agentId: string }
  | { readonly type: 'ask-over'; readonly ask: CallAsk; readonly reason: 'cancelled' | 'unwanted' | 'void' | 'ended' }
  | { readonly type: 'joined'; readonly party: CallParty; readonly ask: CallAsk; readonly first: boolean }
  | { readonly type: 'left'; readonly party: CallParty; readonly reason: LeaveReason; readonly byId?: string }
  | { readonly type: 'placed'; readonly partyId: string; readonly place: Place; readonly byId?: string }
  | { readonly type: 'owner'; readonly partyId: string; readonly byId?: string }
  | { readonly type: 'away'; readonly partyId: string }
  | { readonly type: 'back'; readonly partyId: string }
  | { readonly type: 'watched'; readonly partyId: string; readonly mode: 'monitor' | 'whisper' | 'barge' }
  | { readonly type: 'ended'; readonly reason: CallEndReason };

export type CallStep =
  /** `call` is null when it is over. The same object when nothing changed. */
  | { readonly ok: true; readonly call: Call | null; readonly effects: readonly CallEffect[] }
  | { readonly ok: false; readonly error: XiaowuError };
