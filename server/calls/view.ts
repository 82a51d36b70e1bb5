import type { CallAsk as ShownAsk } from '../../contracts/domain/call.ts';
import type { Agent } from '../../contracts/domain/people.ts';
import type { Party } from '../../contracts/domain/visit.ts';
import type { Call, CallAsk, CallParty } from './state.ts';

/** A call as those in it see it. */

/** Who people are. */
export type Who = (agentId: string) => Promise<Agent>;

export interface ShownCall {
  readonly callId: string;
  readonly rev: number;
  readonly parties: Party[];
  readonly asks: ShownAsk[];
}

export async function showCall(call: Call, who: Who, citizenName: string): Promise<ShownCall> {
  const { callId, rev } = call;
  const parties = await Promise.all(call.parties.map((party) => showParty(call, party, who, citizenName)));
  return { callId, rev, parties, asks: call.asks.map(showAsk) };
}

async function showParty(call: Call, party: CallParty, who: Who, citizenName: string): Promise<Party> {
  const { partyId, kind, place, earOf, awaySinceMs, departmentId } = party;
  const agent = kind === 'citizen' ? undefined : await who(partyId);
  return {
    partyId,
    kind,
    displayName: agent?.displayName ?? citizenName,
    departmentId: departmentId ?? agent?.departmentId,
    place,
    earOf,
    owner: call.ownerId === partyId,
    awaySince: awaySinceMs === null ? undefined : iso(awaySinceMs),
  };
}

function showAsk({ askId, purpose, departmentId, byAgentId, ringing, askedAtMs, wait }: CallAsk): ShownAsk {
  return {
    askId,
    purpose,
    departmentId,
    byAgentId,
    ringingAgentId: ringing?.agentId ?? null,
    since: iso(askedAtMs),
    place: wait?.place ?? null,
    estimatedWaitSeconds: wait?.estimatedWaitSeconds ?? null,
    range: wait?.range,
    why: wait?.why ?? null,
  };
}

/** People in the call, each with a desk. */
export function staffOf({ parties }: Call): string[] {
  return parties.filter((one) => one.kind !== 'citizen').map((one) => one.partyId);
}

/** Whether the call rings at them: the lines to those in it may be made ready, still without sound and picture. */
export function ringsAt({ asks }: Call, agentId: string): boolean {
  return asks.some(({ ringing }) => ringing?.agentId === agentId);
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
