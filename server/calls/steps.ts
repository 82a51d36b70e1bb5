import type { WaitChoice } from '../../contracts/domain/call.ts';
import type { XiaowuError } from '../../contracts/errors.ts';
import type { MeasuresSnapshot } from '../routing/engine/measures.ts';
import type { WrapUp } from '../routing/engine/types.ts';
import type { AgentPresence, CentreChange, Decided } from './centre.ts';
import type { CallEffect } from './events.ts';
import type { Call, CallAsk } from './state.ts';

/** What a decision is made of, in order: each step is stored and told. `call` is the call as it was after the step. */
export type Step =
  | { readonly type: 'call'; readonly call: Call; readonly effect: CallEffect }
  /** It rings: at whom and why stands in the ask. */
  | { readonly type: 'offer'; readonly call: Call; readonly ask: CallAsk }
  | {
      readonly type: 'offer-gone';
      /** Absent when the call is over. */
      readonly call?: Call;
      readonly offer: Offered;
      readonly reason: 'accepted' | 'expired' | 'declined' | 'withdrawn';
    }
  | { readonly type: 'wait'; readonly call: Call; readonly ask: CallAsk }
  | {
      readonly type: 'instead';
      readonly call: Call;
      readonly choice: WaitChoice;
      readonly phone?: string;
      readonly text?: string;
      /** Until when an answer is owed. */
      readonly dueMs: number;
    }
  | { readonly type: 'presence'; readonly agentId: string; readonly presence: AgentPresence; readonly duty: DutyRow }
  /** What somebody said they are. */
  | { readonly type: 'wish'; readonly agentId: string; readonly wish: string; readonly reason?: string }
  | { readonly type: 'measured'; readonly data: MeasuresSnapshot };

export interface Offered {
  readonly offerId: string;
  readonly askId: string;
  readonly callId: string;
  readonly agentId: string;
  readonly expiresAtMs: number;
}

/** What is kept of a person's duty. */
export interface DutyRow {
  readonly wish: 'available' | 'break' | 'not-responding' | 'offline';
  readonly reason?: string;
  readonly sinceMs: number;
  readonly misses: number;
  readonly counter: boolean;
  readonly wrapUps: readonly WrapUp[];
}

export interface Decision {
  /** Why the event was refused; what time alone brought about is decided all the same. */
  readonly refusal?: XiaowuError;
  readonly value: Decided;
  readonly steps: readonly Step[];
  readonly changes: readonly CentreChange[];
}
