import type { z } from 'zod';
import type {
  AskPurpose,
  Place,
  Priority,
  WaitChoice,
  WaitRange,
  waitRevision,
  whyWaiting,
} from '../../contracts/domain/call.ts';
import type { Language } from '../../contracts/domain/language.ts';
import type { WhyAgent } from '../routing/engine/types.ts';

/** Shapes of one call as the hub keeps it, in memory and in its row: plain JSON, times in milliseconds. */

export type CallEndReason = 'hangup' | 'cancelled' | 'no-agent' | 'completed' | 'lost' | 'left';

/** The citizen, under the id of the visit, or a person in a browser. */
export interface CallParty {
  readonly partyId: string;
  readonly kind: 'citizen' | 'agent' | 'interpreter' | 'supervisor';
  readonly place: Place;
  /** The one agent to whom a supervisor whispers. */
  readonly earOf?: string;
  readonly joinedAtMs: number;
  /** The line to them was lost then. */
  readonly awaySinceMs: number | null;
  /** The ask by which they came; that work ends when they go. Absent for the citizen and for supervisors. */
  readonly ask?: CallAsk;
  readonly departmentId?: string;
}

/** How long it will take, as the citizen was told last. */
export interface Wait {
  readonly place: number;
  /** Null when nobody who could answer is on duty. */
  readonly estimatedWaitSeconds: number | null;
  /** Four in five are answered within it. */
  readonly range?: WaitRange;
  /** Null while somebody is being asked. */
  readonly why: z.infer<typeof whyWaiting> | null;
  readonly revision?: z.infer<typeof waitRevision>;
  readonly choices: readonly WaitChoice[];
}

/** An offer that rings. */
export interface Ring {
  readonly agentId: string;
  readonly offerId: string;
  readonly expiresAtMs: number;
  /** Why this person. */
  readonly why: WhyAgent;
}

/** Somebody who is being asked into the call; one work of the routing. */
export interface CallAsk {
  readonly askId: string;
  readonly purpose: AskPurpose;
  /** Absent when the citizen has named none: whoever is free takes it. */
  readonly departmentId?: string;
  readonly serviceId?: string;
  /** Whom by name. */
  readonly onlyAgentId?: string;
  readonly interprets?: 'sign' | 'yue' | 'en';
  readonly byAgentId?: string;
  readonly note?: string;
  readonly priority: Priority;
  readonly askedAtMs: number;
  /** Of a transfer: nobody took it for a while, so anybody may be asked, who asked included. */
  readonly widened?: true;
  /** At whom it rings now. */
  readonly ringing: Ring | null;
  /** Null until it has stood in the line. */
  readonly wait: Wait | null;
}

/** What a citizen asks for. */
export interface CallRequest {
  readonly callId: string;
  readonly visitId: string;
  readonly boothId: string;
  readonly regionId: string;
  readonly language: Language;
  readonly departmentId?: string;
  readonly serviceId?: string;
  readonly priority: Priority;
}

export interface Call extends Omit<CallRequest, 'priority'> {
  /** Grows with every change that anybody is told of. */
  readonly rev: number;
  readonly askedAtMs: number;
  /** When the first agent came; null before. */
  readonly answeredAtMs: number | null;
  /** The agent who answers for the call; null while there is none in it. */
  readonly ownerId: string | null;
  /** The citizen first, then the others as they came. */
  readonly parties: readonly CallParty[];
  readonly asks: readonly CallAsk[];
}
