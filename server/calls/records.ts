import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { VisitFact } from '../../contracts/domain/timeline.ts';
import { CALL, FOLLOW_UP } from '../keeping/places.ts';
import { nextNumber } from '../store/numbers.ts';
import * as schema from '../store/schema.ts';
import type { Actor, Work } from '../store/work.ts';
import { stepVisit } from '../visits/life.ts';
import type { Decided } from './centre.ts';
import type { CallEffect } from './events.ts';
import type { Call, CallAsk } from './state.ts';
import type { Decision, Step } from './steps.ts';

/** What of a decision is kept: the calls themselves, the timeline, the audit, the visit's state, the board's figures. */

const HUB: Actor = { kind: 'hub', id: 'hub' };

/** Whether anything of it must be stored. Estimates and rings are worth nothing after a restart. */
export function leavesRecord({ steps }: Decision): boolean {
  return steps.some(({ type }) => type !== 'wait');
}

/** Stores a decision; gives what only the store can say about it. */
export async function recordDecision(work: Work, { steps, changes }: Decision): Promise<Decided> {
  let decided: Decided = {};
  for (const step of steps) decided = { ...decided, ...(await recordStep(work, step)) };
  for (const change of changes) if (change.type === 'call' && change.call) await saveCall(work, change.call);
  return decided;
}

async function saveCall(work: Work, call: Call): Promise<void> {
  await work.tx
    .update(schema.calls)
    .set({ ...(await stateOf(work, call)), rev: call.rev, ownerAgentId: call.ownerId })
    .where(eq(schema.calls.id, call.callId));
}

/** What a call's row holds of its state. */
function stateOf(work: Work, call: Call) {
  return CALL.keep(work, call.visitId, call.callId, { state: call });
}

async function recordStep(work: Work, step: Step): Promise<Decided | undefined> {
  switch (step.type) {
    case 'call':
      await recordEffect(work, step.call, step.effect);
      return undefined;
    case 'offer-gone': {
      if (step.reason === 'accepted' || step.reason === 'withdrawn') return undefined;
      const actor: Actor = { kind: 'agent', id: step.offer.agentId };
      const visitId = step.call?.visitId;
      await work.audit({ action: 'call.missed', actor, visitId, disposition: 'failure', detail: step.reason });
      return undefined;
    }
    case 'instead':
      return recordInstead(work, step);
    case 'presence': {
      const { sinceMs, wrapUps, reason = null, ...duty } = step.duty;
      const row = { ...duty, reason, since: iso(sinceMs), wrapUps: [...wrapUps] };
      await work.tx
        .insert(schema.agentDuty)
        .values({ agentId: step.agentId, ...row })
        .onConflictDoUpdate({ target: schema.agentDuty.agentId, set: row });
      return undefined;
    }
    case 'wish': {
      const detail = step.reason === undefined ? step.wish : `${step.wish} ${step.reason}`;
      await work.audit({ action: 'presence.set', actor: { kind: 'agent', id: step.agentId }, detail });
      return undefined;
    }
    case 'measured': {
      const row = { data: step.data, updatedAt: work.now };
      await work.tx
        .insert(schema.routingMeasures)
        .values({ id: 'routing', ...row })
        .onConflictDoUpdate({ target: schema.routingMeasures.id, set: row });
      return undefined;
    }
    case 'offer':
    case 'wait':
      return undefined;
  }
}

async function recordInstead(work: Work, step: Extract<Step, { type: 'instead' }>): Promise<Decided | undefined> {
  const { call, choice, phone, text = '', dueMs } = step;
  await fact(work, call, { type: 'call.choice', choice });
  if (choice === 'appointment' || phone === undefined) return undefined;
  const number = await nextNumber(work, 'followUp');
  const dueAt = iso(dueMs);
  // Who named no department is called back by whoever would have received them.
  const departmentId = call.departmentId ?? 'any';
  const { visitId, callId, boothId } = call;
  const id = v7();
  const told = await FOLLOW_UP.keep(work, visitId, id, { phone, text });
  const row = { id, number, kind: choice, departmentId, visitId, callId, boothId, dueAt, ...told } as const;
  await work.tx.insert(schema.followUps).values({ ...row, createdAt: work.now, state: 'open' });
  await work.audit({ action: 'follow-up.made', actor: booth(call), visitId, subject: number, detail: choice });
  return { followUp: { number, dueAt } };
}

async function recordEffect(work: Work, call: Call, effect: CallEffect): Promise<void> {
  const { visitId } = call;
  switch (effect.type) {
    case 'asked':
      return recordAsk(work, call, effect.ask);
    case 'rings': {
      const { agentId } = effect;
      await fact(work, call, { type: 'call.offered', agentId });
      return work.audit({ action: 'call.offered', actor: HUB, visitId, subject: agentId });
    }
    case 'ask-over': {
      const { askId, askedAtMs } = effect.ask;
      await work.tx
        .update(schema.callAsks)
        .set({ abandonedAt: work.now, abandonReason: effect.reason, waitMs: sinceMs(work, askedAtMs) })
        .where(eq(schema.callAsks.id, askId));
      return;
    }
    case 'joined':
      return recordJoin(work, call, effect);
    case 'left':
      return recordLeft(work, call, effect);
    case 'placed': {
      const { partyId, place, byId } = effect;
      await fact(work, call, { type: 'call.placed', partyId, place }, byId);
      return work.audit({ action: 'call.placed', actor: actorOf(byId), visitId, subject: partyId, detail: place });
    }
    case 'owner': {
      const { partyId, byId } = effect;
      await fact(work, call, { type: 'call.owner', partyId }, byId);
      if (byId === undefined) return;
      return work.audit({ action: 'call.handed-over', actor: actorOf(byId), visitId, subject: partyId });
    }
    case 'away': {
      const { partyId } = effect;
      await fact(work, call, { type: 'call.away', partyId });
      return work.audit({ action: 'call.away', actor: HUB, visitId, subject: partyId });
    }
    case 'back':
      return fact(work, call, { type: 'call.back', partyId: effect.partyId });
    case 'watched': {
      const { partyId, mode } = effect;
      await fact(work, call, { type: 'call.watched', partyId, mode }, partyId);
      return work.audit({ action: 'call.watched', actor: actorOf(partyId), visitId, detail: mode });
    }
    case 'ended':
      return recordEnd(work, call, effect.reason);
    case 'widened':
      return;
  }
}

async function recordAsk(work: Work, call: Call, ask: CallAsk): Promise<void> {
  const { callId, visitId, boothId } = call;
  const { askId, purpose, departmentId, byAgentId } = ask;
  const askedAt = iso(ask.askedAtMs);
  const isFirst = call.answeredAtMs === null && purpose === 'answer' && call.askedAtMs === ask.askedAtMs;
  if (isFirst) {
    const row = { id: callId, visitId, boothId, departmentId, ...(await stateOf(work, call)), rev: call.rev, askedAt };
    await work.tx.insert(schema.calls).values(row);
    await stepVisit(work, visitId, 'call-requested');
    await fact(work, call, { type: 'call.requested', departmentId });
  } else await fact(work, call, { type: 'call.asked', purpose, departmentId, byAgentId }, byAgentId);
  await work.tx
    .insert(schema.callAsks)
    .values({ id: askId, callId, visitId, departmentId, purpose, byAgentId, askedAt });
  const actor = isFirst ? booth(call) : actorOf(byAgentId);
  const action = purpose === 'answer' ? 'call.requested' : 'call.invited';
  return work.audit({ action, actor, visitId, subject: departmentId });
}

async function recordJoin(work: Work, call: Call, effect: Extract<CallEffect, { type: 'joined' }>): Promise<void> {
  const { callId, visitId } = call;
  const { party, ask, first } = effect;
  const { partyId: agentId, departmentId } = party;
  await work.tx.insert(schema.visitAgents).values({ visitId, agentId, joinedAt: work.now }).onConflictDoNothing();
  const waitMs = sinceMs(work, ask.askedAtMs);
  await work.tx
    .update(schema.callAsks)
    .set({ agentId, answeredAt: work.now, waitMs, departmentId: ask.departmentId ?? departmentId })
    .where(eq(schema.callAsks.id, ask.askId));
  if (first) {
    await work.tx.update(schema.calls).set({ answeredAt: work.now, waitMs }).where(eq(schema.calls.id, callId));
  }
  if (party.kind === 'agent') work.touch(visitId);
  await stepVisit(work, visitId, 'call-joined', party.kind === 'agent' ? agentId : undefined);
  await fact(work, call, { type: 'call.joined', partyId: agentId, departmentId }, agentId);
  return work.audit({ action: 'call.accepted', actor: { kind: 'agent', id: agentId }, visitId });
}

async function recordLeft(work: Work, call: Call, effect: Extract<CallEffect, { type: 'left' }>): Promise<void> {
  const { visitId } = call;
  const { party, reason, byId } = effect;
  if (party.ask) await saveTalk(work, party.ask.askId, party.joinedAtMs);
  await fact(work, call, { type: 'call.left', partyId: party.partyId, reason });
  if (byId !== undefined) {
    return work.audit({ action: 'call.removed', actor: actorOf(byId), visitId, subject: party.partyId });
  }
  return work.audit({ action: 'call.left', actor: actorOf(party.partyId), visitId, detail: reason });
}

async function recordEnd(work: Work, call: Call, reason: string): Promise<void> {
  const { callId, visitId } = call;
  for (const { ask, joinedAtMs } of call.parties) if (ask) await saveTalk(work, ask.askId, joinedAtMs);
  const endReason = reason as typeof schema.calls.$inferInsert.endReason;
  const talkMs = call.answeredAtMs === null ? null : sinceMs(work, call.answeredAtMs);
  await work.tx
    .update(schema.calls)
    .set({ ...(await stateOf(work, call)), rev: call.rev, endedAt: work.now, endReason, talkMs })
    .where(eq(schema.calls.id, callId));
  await stepVisit(work, visitId, 'call-over');
  await fact(work, call, { type: 'call.left', partyId: visitId, reason });
  return work.audit({ action: 'call.left', actor: booth(call), visitId, detail: reason });
}

async function saveTalk(work: Work, askId: string, joinedAtMs: number): Promise<void> {
  await work.tx
    .update(schema.callAsks)
    .set({ talkMs: sinceMs(work, joinedAtMs) })
    .where(eq(schema.callAsks.id, askId));
}

/** Something that an agent did, or the hub. */
async function fact(work: Work, { visitId }: Call, said: VisitFact, byAgentId?: string): Promise<void> {
  const source = byAgentId === undefined ? 'hub' : 'agent';
  await work.addFact({ visitId, source, sourceId: byAgentId ?? 'hub', fact: said });
}

function booth({ boothId }: Call): Actor {
  return { kind: 'booth', id: boothId };
}

function actorOf(agentId: string | undefined): Actor {
  return agentId === undefined ? HUB : { kind: 'agent', id: agentId };
}

function sinceMs(work: Work, fromMs: number): number {
  return Math.max(0, Date.parse(work.now) - fromMs);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
