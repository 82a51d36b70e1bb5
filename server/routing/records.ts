import { and, eq, isNull } from 'drizzle-orm';
import * as schema from '../store/schema.ts';
import type { Work } from '../store/work.ts';
import { stepVisit } from '../visits/life.ts';
import type { RoutedCall, RoutingEffect } from './state.ts';

/** What of a routing decision is kept: timeline, audit, the state of the visit and who was party to it. */

const HUB = { kind: 'hub', id: 'hub' } as const;

/** Whether an effect leaves a record at all. */
export function leavesRecord(effect: RoutingEffect): boolean {
  return effect.type !== 'presence' && effect.type !== 'queue' && effect.type !== 'timer' && effect.type !== 'parties';
}

export async function recordEffect(
  work: Work,
  effect: RoutingEffect,
  callOf: (callId: string) => RoutedCall | undefined,
): Promise<void> {
  switch (effect.type) {
    case 'requested': {
      const call = callOf(effect.callId);
      if (!call) return;
      const { visitId, boothId, departmentId } = call;
      await stepVisit(work, visitId, 'call-requested');
      const fact = { type: 'call.requested', departmentId } as const;
      await work.addFact({ visitId, source: 'hub', sourceId: 'hub', fact });
      return work.audit({
        action: 'call.requested',
        actor: { kind: 'booth', id: boothId },
        visitId,
        subject: departmentId,
      });
    }
    case 'offer': {
      const visitId = callOf(effect.offer.callId)?.visitId;
      if (!visitId) return;
      const { agentId } = effect.offer;
      await work.addFact({ visitId, source: 'hub', sourceId: 'hub', fact: { type: 'call.offered', agentId } });
      return work.audit({ action: 'call.offered', actor: HUB, visitId, subject: agentId });
    }
    case 'offer.gone': {
      if (effect.reason === 'accepted' || effect.reason === 'cancelled') return;
      const actor = { kind: 'agent', id: effect.offer.agentId } as const;
      const visitId = callOf(effect.offer.callId)?.visitId;
      return work.audit({ action: 'call.missed', actor, visitId, disposition: 'failure', detail: effect.reason });
    }
    case 'joined': {
      const { visitId, agentId, departmentId } = effect;
      await work.tx.insert(schema.visitAgents).values({ visitId, agentId, joinedAt: work.now }).onConflictDoNothing();
      await work.tx
        .update(schema.visits)
        .set({ firstAgentId: agentId })
        .where(and(eq(schema.visits.id, visitId), isNull(schema.visits.firstAgentId)));
      work.touch(visitId);
      await stepVisit(work, visitId, 'call-joined');
      const fact = { type: 'call.joined', partyId: agentId, departmentId } as const;
      await work.addFact({ visitId, source: 'agent', sourceId: agentId, fact });
      return work.audit({ action: 'call.accepted', actor: { kind: 'agent', id: agentId }, visitId });
    }
    case 'left': {
      const { visitId, partyId, reason } = effect;
      const fact = { type: 'call.left', partyId, reason } as const;
      await work.addFact({ visitId, source: 'hub', sourceId: 'hub', fact });
      return work.audit({ action: 'call.left', actor: { kind: 'agent', id: partyId }, visitId, detail: reason });
    }
    case 'inviting': {
      const visitId = callOf(effect.callId)?.visitId;
      if (effect.state !== 'ringing') return;
      return work.audit({ action: 'call.invited', actor: HUB, visitId, subject: effect.departmentId });
    }
    case 'ended': {
      const { visitId, boothId } = effect.call;
      await stepVisit(work, visitId, 'call-over');
      const fact = { type: 'call.left', partyId: visitId, reason: effect.reason } as const;
      await work.addFact({ visitId, source: 'hub', sourceId: 'hub', fact });
      return work.audit({ action: 'call.left', actor: { kind: 'booth', id: boothId }, visitId, detail: effect.reason });
    }
    default:
      return;
  }
}
