import type { Language } from '../../contracts/domain/language.ts';
import type { Presence } from '../../contracts/domain/people.ts';
import type { XiaowuError } from '../../contracts/errors.ts';

/** Shapes of the routing of calls. The decisions are in `reducer.ts`, what they cause in `shell.ts`. */

/** How long an offer rings before it goes to the next agent: a citizen is promised a person within 15 s, so three fit. */
export const OFFER_TIMEOUT_MS = 5_000;
/** An agent that did not take a call is asked for it again after this, if nobody else could be. */
export const RETRY_AFTER_MS = 15_000;
/** A party whose line dropped keeps its place this long; a page reloads and a mobile line heals within it. */
export const PARTY_GRACE_MS = 20_000;
/** A desk that missed this many offers in a row is taken off duty: probably nobody sits there. */
export const MAX_MISSES = 2;
/** Citizen and three agents: a mesh of four is what the booth's uplink carries. */
export const MAX_PARTIES = 4;
/** Assumed length of a call until some have been measured; the promise for a case is 15 minutes, simple ones 5. */
export const ASSUMED_CALL_MS = 8 * 60_000;
/** The wait is estimated from this many calls. */
export const MEASURED_CALLS = 20;

export interface RoutingAgent {
  readonly id: string;
  readonly departmentId: string;
  readonly regionId: string;
  readonly languages: readonly Language[];
  readonly online: boolean;
  /** What the agent wants to be when nothing holds them. */
  readonly wish: 'available' | 'break' | 'offline';
  /** What holds the agent, before the wish counts. */
  readonly hold:
    | { readonly kind: 'none' }
    | { readonly kind: 'offered'; readonly offerId: string }
    | { readonly kind: 'call'; readonly callId: string }
    | { readonly kind: 'wrap-up' };
  readonly misses: number;
  /** Since when the agent is free: who has rested longest is asked first. */
  readonly freeSinceMs: number;
}

export interface Offer {
  readonly offerId: string;
  readonly callId: string;
  readonly agentId: string;
  readonly departmentId?: string;
  /** Set when a colleague invites into a running call. */
  readonly inviteId?: string;
  readonly expiresAtMs: number;
  readonly because: readonly ('department' | 'language' | 'region')[];
}

export interface Invite {
  readonly inviteId: string;
  readonly departmentId: string;
  readonly invitedBy: string;
}

export interface RoutedCall {
  readonly callId: string;
  readonly visitId: string;
  readonly boothId: string;
  readonly regionId: string;
  readonly language: Language;
  readonly departmentId?: string;
  readonly requestedAtMs: number;
  /** Null while the citizen waits. */
  readonly answeredAtMs: number | null;
  readonly agentIds: readonly string[];
  readonly invites: readonly Invite[];
  /** Agents that were asked and did not come, with the time; they are not asked again before `RETRY_AFTER_MS`. */
  readonly tried: Readonly<Record<string, number>>;
  /** The offer that rings for the citizen's own request. */
  readonly ringing?: string;
}

export interface RoutingState {
  readonly agents: Readonly<Record<string, RoutingAgent>>;
  readonly calls: Readonly<Record<string, RoutedCall>>;
  readonly offers: Readonly<Record<string, Offer>>;
  /** Lengths of the last calls, in milliseconds. */
  readonly callLengthsMs: readonly number[];
}

export const NO_ROUTING: RoutingState = { agents: {}, calls: {}, offers: {}, callLengthsMs: [] };

export type CallEndReason = 'hangup' | 'cancelled' | 'no-agent' | 'completed' | 'lost' | 'left';
export type OfferGone = 'expired' | 'accepted' | 'declined' | 'cancelled';

export type RoutingEvent =
  | { type: 'agent.online'; agent: Pick<RoutingAgent, 'id' | 'departmentId' | 'regionId' | 'languages'> }
  /** The socket is gone: nothing is offered any more, a call is kept for the grace. */
  | { type: 'agent.offline'; agentId: string }
  | { type: 'agent.grace-over'; agentId: string }
  | { type: 'presence.set'; agentId: string; presence: 'available' | 'break' | 'offline' }
  | { type: 'wrapup.end'; agentId: string }
  | {
      type: 'call.requested';
      call: Pick<RoutedCall, 'callId' | 'visitId' | 'boothId' | 'regionId' | 'language' | 'departmentId'>;
    }
  | { type: 'call.end'; callId: string; reason: CallEndReason }
  | { type: 'call.invite'; callId: string; agentId: string; departmentId: string }
  | { type: 'call.leave'; callId: string; agentId: string }
  | { type: 'offer.accept'; offerId: string; agentId: string }
  | { type: 'offer.decline'; offerId: string; agentId: string }
  | { type: 'offer.expire'; offerId: string }
  /** Agents that were tried may be asked again. */
  | { type: 'retry' };

/** What the shell does about a decision, in this order. */
export type RoutingEffect =
  | { type: 'requested'; callId: string }
  | { type: 'offer'; offer: Offer; first: boolean; invitedBy?: string }
  | { type: 'offer.gone'; offer: Offer; reason: OfferGone }
  | { type: 'presence'; agentId: string; presence: Presence }
  | { type: 'joined'; callId: string; visitId: string; agentId: string; departmentId: string; first: boolean }
  | { type: 'left'; callId: string; visitId: string; partyId: string; reason: 'left' | 'lost' }
  | { type: 'parties'; callId: string }
  | {
      type: 'inviting';
      callId: string;
      departmentId: string;
      agentId: string | null;
      state: 'ringing' | 'accepted' | 'missed' | 'nobody';
    }
  | { type: 'ended'; call: RoutedCall; reason: CallEndReason }
  | { type: 'queue' }
  | { type: 'timer'; key: string; delayMs: number; event: RoutingEvent };

export interface RoutingStep {
  readonly state: RoutingState;
  readonly effects: readonly RoutingEffect[];
  /** Why the request was refused; then nothing changed. */
  readonly refusal?: XiaowuError;
}

/** The agent at whom the citizen's own request rings now: the one with whom the booth may prepare the line. */
export function ringingAgentOf(state: RoutingState, callId: string): string | undefined {
  const offerId = state.calls[callId]?.ringing;
  return offerId === undefined ? undefined : state.offers[offerId]?.agentId;
}

/** What an agent is, as others see it. */
export function presenceOf(agent: RoutingAgent): Presence {
  if (agent.hold.kind === 'call') return 'on-call';
  if (!agent.online) return 'offline';
  if (agent.hold.kind === 'offered') return 'offered';
  return agent.hold.kind === 'wrap-up' ? 'wrap-up' : agent.wish;
}
