import type { AskPurpose, WaitChoice } from '../../contracts/domain/call.ts';
import type { BreakReason, Presence } from '../../contracts/domain/people.ts';
import type { XiaowuError } from '../../contracts/errors.ts';
import type { Result } from '../../contracts/result.ts';
import type { AgentProfile } from '../routing/engine/types.ts';
import type { Call, CallEndReason, CallRequest } from './state.ts';

/**
 * The seam between the sockets and the calls. `dispatch` decides, and only the leading hub may; everything else reads a
 * replica that the changes keep up. Events, answers and changes are plain JSON, so another hub can forward the first and
 * apply the last.
 */
export interface CallCentre extends CallReads {
  /**
   * Decides, stores, and then answers. People are told after that, in the order of the decisions. An error is a refusal:
   * nothing has changed.
   */
  dispatch(event: CentreEvent): Promise<Result<Decided, XiaowuError>>;
  /** Hears every change once it is stored. Returns how to stop listening. */
  onChange(listener: (change: CentreChange) => void): () => void;
  /** All that a replica needs to begin with; the changes heard from now on follow on it. */
  snapshot(): CentreChange[];
  close(): Promise<void>;
}

/** Synchronous reads; what they say was stored before. */
export interface CallReads {
  call(callId: string): Call | undefined;
  callOfVisit(visitId: string): Call | undefined;
  /** The call in which this person is a party, supervisors included. */
  callOfAgent(agentId: string): Call | undefined;
  callOfBooth(boothId: string): Call | undefined;
  calls(): Iterable<Call>;
  presence(agentId: string): AgentPresence;
  /** People who were ever here since the start, with what they are now. */
  presences(): ReadonlyMap<string, AgentPresence>;
  /** Calls that wait for their first person, or for another after the last has gone; the longest first. */
  waiting(): readonly Call[];
  duty(): Duty;
}

/** The reads of whoever keeps the replica now: they may change hands, the reader need not know. */
export function readsOf(keeper: () => CallReads): CallReads {
  return {
    call: (callId) => keeper().call(callId),
    callOfVisit: (visitId) => keeper().callOfVisit(visitId),
    callOfAgent: (agentId) => keeper().callOfAgent(agentId),
    callOfBooth: (boothId) => keeper().callOfBooth(boothId),
    calls: () => keeper().calls(),
    presence: (agentId) => keeper().presence(agentId),
    presences: () => keeper().presences(),
    waiting: () => keeper().waiting(),
    duty: () => keeper().duty(),
  };
}

export interface AgentPresence {
  readonly presence: Presence;
  readonly sinceMs: number;
  /** Why they rest, or what made them rest: `missed-offers`. */
  readonly reason?: string;
  /** Until then the notes of the last call may be finished. */
  readonly wrapUpUntilMs?: number;
  readonly departmentId?: string;
}

/** Who could answer now. */
export interface Duty {
  readonly agentsOnDuty: number;
  readonly departmentsOnDuty: readonly string[];
  readonly waiting: number;
  readonly estimatedWaitSeconds: number;
}

/** What became of an event, beyond that it was not refused. */
export interface Decided {
  /** The call that was asked for, or that ran already. */
  readonly callId?: string;
  readonly askId?: string;
  /** Whether it rings at somebody already. */
  readonly ringing?: boolean;
  readonly followUp?: { readonly number: string; readonly dueAt: string };
}

export type CentreChange =
  /** Null: it is over. */
  | { readonly type: 'call'; readonly callId: string; readonly call: Call | null }
  | { readonly type: 'presence'; readonly agentId: string; readonly presence: AgentPresence }
  /** How long a call binds a person, as measured. */
  | { readonly type: 'service'; readonly meanMs: number };

/** Somebody who takes calls, with what they can and may do. */
export interface Person {
  readonly profile: AgentProfile;
  /** The department of their account. */
  readonly departmentId: string;
}

/** `lineId` names a connection: the end of one that was replaced meanwhile means nothing. */
export type CentreEvent =
  /** A desk has connected. `person` is null for who takes no calls, as a supervisor. */
  | {
      readonly type: 'agent.online';
      readonly agentId: string;
      readonly lineId: string;
      readonly person: Person | null;
    }
  | { readonly type: 'agent.offline'; readonly agentId: string; readonly lineId: string }
  | { readonly type: 'booth.online'; readonly boothId: string; readonly lineId: string }
  | { readonly type: 'booth.offline'; readonly boothId: string; readonly lineId: string }
  | {
      readonly type: 'presence.set';
      readonly agentId: string;
      readonly presence: 'available' | 'break' | 'at-counter' | 'offline';
      readonly reason?: BreakReason;
    }
  | { readonly type: 'wrapup.end'; readonly agentId: string }
  | { readonly type: 'offer.accept'; readonly agentId: string; readonly offerId: string }
  | { readonly type: 'offer.decline'; readonly agentId: string; readonly offerId: string }
  /** A visit that is in a call already stays in that one. */
  | ({ readonly type: 'call.request' } & CallRequest)
  | { readonly type: 'call.end'; readonly callId: string; readonly reason: CallEndReason }
  /** The citizen does not wait. An appointment is booked before. */
  | {
      readonly type: 'call.instead';
      readonly callId: string;
      readonly choice: WaitChoice;
      readonly phone?: string;
      readonly text?: string;
    }
  | {
      readonly type: 'call.ask';
      readonly callId: string;
      readonly agentId: string;
      readonly purpose: Exclude<AskPurpose, 'answer'>;
      readonly departmentId?: string;
      readonly serviceId?: string;
      /** A colleague by name. */
      readonly only?: Person;
      readonly interprets?: 'sign' | 'yue' | 'en';
      readonly note?: string;
    }
  | { readonly type: 'call.ask-cancel'; readonly callId: string; readonly agentId: string; readonly askId: string }
  | {
      readonly type: 'call.place';
      readonly callId: string;
      readonly agentId: string;
      readonly partyId: string;
      readonly place: 'table' | 'aside' | 'hold';
    }
  | { readonly type: 'call.remove'; readonly callId: string; readonly agentId: string; readonly partyId: string }
  | { readonly type: 'call.hand-over'; readonly callId: string; readonly agentId: string; readonly toAgentId: string }
  | { readonly type: 'call.leave'; readonly callId: string; readonly agentId: string }
  | {
      readonly type: 'call.watch';
      readonly callId: string;
      readonly supervisorId: string;
      readonly mode: 'monitor' | 'whisper' | 'barge';
      /** To whom is whispered; the owner when left out. */
      readonly earOf?: string;
    }
  /** The visit is over: nobody is preferred for it any more. */
  | { readonly type: 'visit.ended'; readonly visitId: string };
