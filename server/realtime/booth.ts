import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Handlers } from '../../contracts/channel.ts';
import { fail } from '../../contracts/errors.ts';
import type { boothCalls } from '../../contracts/hub/booth.ts';
import { err, ok } from '../../contracts/result.ts';
import { instantOf } from '../../contracts/time.ts';
import { techniciansFor } from '../auth/technicians.ts';
import { isOnDuty, waitingCalls, waitOf } from '../routing/pick.ts';
import { ringingAgentOf } from '../routing/state.ts';
import * as schema from '../store/schema.ts';
import { ingestFacts, storedSeq } from '../visits/facts.ts';
import { admit, checkWish, endStaleVisit, endVisit } from '../visits/life.ts';
import { storeMailing, storeRating } from '../visits/papers.ts';
import { findStoredParcels } from '../visits/parcels.ts';
import { prepareReceipt } from '../visits/receipts.ts';
import { anonymousParcelOf, findActiveVisitRow, findVisitRow } from '../visits/visit-store.ts';
import { type BoothContext, boothCareHandlers } from './booth-care.ts';
import type { HubParts } from './parts.ts';

export function boothHandlers(parts: HubParts): Handlers<typeof boothCalls, BoothContext> {
  const { store, catalogue, publisher, routing, directory, outbox, metrics, logger } = parts;

  /** The visit, if it is one of this booth. */
  async function ownVisit(visitId: string, boothId: string) {
    const row = await findVisitRow(store.db, visitId);
    if (!row) return err(fail('not_found', 'visit'));
    return row.boothId === boothId ? ok(row) : err(fail('forbidden', 'visit of another booth'));
  }

  async function shown(visitId: string) {
    const visit = await publisher.show(visitId);
    return visit ? ok(visit) : err(fail('not_found', 'visit'));
  }

  async function endCallOf(visitId: string, reason: 'hangup' | 'cancelled' | 'completed') {
    const call = routing.callOfVisit(visitId);
    if (call) await routing.dispatch({ type: 'call.end', callId: call.callId, reason });
  }

  /** Batches of one booth are stored as they came: the database alone would not keep their order. */
  const turns = new Map<string, Promise<unknown>>();
  function inTurn<T>(boothId: string, job: () => Promise<T>): Promise<T> {
    const mine = (turns.get(boothId) ?? Promise.resolve()).then(job);
    // A failed batch fails for its sender only.
    const settled = mine.catch(() => undefined);
    turns.set(boothId, settled);
    return mine;
  }

  return {
    ...boothCareHandlers(parts),

    async hello({ version }, { boothId }) {
      await store.db
        .update(schema.booths)
        .set({ version, lastSeenAt: instantOf(store.clock) })
        .where(eq(schema.booths.id, boothId));
      const stored = await storedSeq(store.db, boothId);
      publisher.noteStored(boothId, stored);
      const active = await findActiveVisitRow(store.db, boothId);
      const call = active && routing.callOfVisit(active.id);
      if (call?.answeredAtMs) {
        const parties = await directory.parties(call);
        outbox.toBooth(boothId, 'call.parties', { callId: call.callId, rev: 0, parties, asks: [] });
      }
      const ringing = call && ringingAgentOf(routing.state, call.callId);
      if (call && ringing !== undefined) {
        const agent = await directory.agent(ringing);
        outbox.toBooth(boothId, 'call.ringing', { callId: call.callId, agent, first: true });
      }
      await parts.tellTechnicians(boothId);
      parts.watch.boothCame(boothId);
      const booth = await directory.booth(boothId);
      return ok({
        booth,
        catalogue: catalogue.data,
        publicUrl: parts.publicUrl(),
        iceServers: parts.relays.serversFor(boothId),
        now: instantOf(store.clock),
        storedSeq: stored,
        visit: (active && (await publisher.show(active.id))) ?? null,
        technicians: await techniciansFor(store.db, booth),
        parcels: (await findStoredParcels(store.db, boothId)).map(anonymousParcelOf),
      });
    },

    async facts({ facts }, { boothId }) {
      publisher.relay(boothId, facts);
      // The embedded database computes without a pause; what was said goes out first.
      await new Promise((resolve) => setImmediate(resolve));
      const result = await inTurn(boothId, () => store.write((work) => ingestFacts(work, boothId, facts)));
      if (!result.ok) return result;
      const { storedSeq: stored, fresh, lost, endedVisitIds, refused, incidentsChanged } = result.value;
      publisher.noteStored(boothId, stored);
      if (lost > 0) logger.warn({ boothId, lost }, 'facts of a booth never arrived');
      for (const { seq, error } of refused) logger.warn({ boothId, seq, error }, 'a fact of a booth was refused');
      const nowMs = store.clock.nowMs();
      for (const { at } of fresh) metrics.factDelaySeconds.observe(Math.max(0, nowMs - Date.parse(at)) / 1000);
      for (const visitId of endedVisitIds) {
        metrics.visits.inc({ end: (await findVisitRow(store.db, visitId))?.end ?? 'unknown' });
        await endCallOf(visitId, 'hangup');
      }
      if (incidentsChanged) await parts.tellTechnicians(boothId);
      return ok({ storedSeq: stored });
    },

    async 'visit.begin'({ visitId, entry, language, serviceId, bundleId }, { boothId }) {
      const wish = checkWish(catalogue, { serviceId, bundleId });
      if (!wish.ok) return wish;
      const known = await findVisitRow(store.db, visitId);
      if (known) return known.boothId === boothId ? shown(visitId) : err(fail('forbidden'));
      const actor = { kind: 'booth', id: boothId } as const;
      const stale = await findActiveVisitRow(store.db, boothId);
      await store.write(async (work) => {
        await endStaleVisit(work, boothId, actor);
        await admit(work, { visitId, boothId, entry, language, serviceId, bundleId, actor });
        const fact = { type: 'visit.admitted', entry, language } as const;
        await work.addFact({ visitId, source: 'hub', sourceId: 'hub', fact });
      });
      if (stale) await endCallOf(stale.id, 'hangup');
      await parts.tellTechnicians(boothId);
      return shown(visitId);
    },

    async 'visit.get'({ visitId }, { boothId }) {
      const row = await ownVisit(visitId, boothId);
      return row.ok ? shown(visitId) : row;
    },

    'duty.get'() {
      const { state } = routing;
      const onDuty = Object.values(state.agents).filter(isOnDuty);
      const waiting = waitingCalls(state).length;
      return ok({
        agentsOnDuty: onDuty.length,
        departmentsOnDuty: [...new Set(onDuty.map((agent) => agent.departmentId))].sort(),
        waiting,
        estimatedWaitSeconds: waitOf(state, undefined, waiting).estimatedWaitSeconds,
      });
    },

    async 'call.request'({ visitId, departmentId }, { boothId }) {
      const row = await ownVisit(visitId, boothId);
      if (!row.ok) return row;
      if (row.value.state === 'ended' || row.value.state === 'closing')
        return err(fail('wrong_state', row.value.state));
      if (departmentId && !catalogue.hasDepartment(departmentId)) return err(fail('not_found', 'department'));
      const running = routing.callOfVisit(visitId);
      if (running) return ok({ callId: running.callId });
      const wanted =
        departmentId ??
        catalogue.receivingDepartment({
          serviceId: row.value.serviceId ?? undefined,
          bundleId: row.value.bundleId ?? undefined,
        });
      const booth = await directory.booth(boothId);
      const callId = v7();
      const { language } = row.value;
      const call = { callId, visitId, boothId, regionId: booth.regionId, language, departmentId: wanted };
      // Not awaited: the booth learns the call's id before it hears where it stands.
      void routing.dispatch({ type: 'call.requested', call });
      return ok({ callId });
    },

    'call.instead': () => err(fail('wrong_state', 'no other way than waiting yet')),
    'slots.get': () => err(fail('wrong_state', 'appointments are made on the phone')),

    async 'call.cancel'({ callId }, { boothId }) {
      if (routing.state.calls[callId]?.boothId !== boothId) return err(fail('not_found', 'call'));
      const refusal = await routing.dispatch({ type: 'call.end', callId, reason: 'cancelled' });
      return refusal ? err(refusal) : ok(null);
    },

    async 'call.hangup'({ callId }, { boothId }) {
      if (routing.state.calls[callId]?.boothId !== boothId) return err(fail('not_found', 'call'));
      const refusal = await routing.dispatch({ type: 'call.end', callId, reason: 'hangup' });
      return refusal ? err(refusal) : ok(null);
    },

    signal({ callId, toPartyId, signal }, { boothId }) {
      const call = routing.state.calls[callId];
      if (call?.boothId !== boothId) return err(fail('not_found', 'party'));
      const isRinging = ringingAgentOf(routing.state, callId) === toPartyId;
      if (!isRinging && !call.agentIds.includes(toPartyId)) return err(fail('not_found', 'party'));
      outbox.toAgent(toPartyId, 'signal', { callId, fromPartyId: call.visitId, signal });
      return ok(null);
    },

    async 'mailing.give'({ visitId, mailing }, { boothId }) {
      const row = await ownVisit(visitId, boothId);
      if (!row.ok) return row;
      if (row.value.state === 'ended') return err(fail('wrong_state', 'ended'));
      await store.write(async (work) => {
        if (!(await storeMailing(work, visitId, mailing))) return;
        const fact = { type: 'mailing.given', mailing, by: 'booth' } as const;
        await work.addFact({ visitId, source: 'booth', sourceId: boothId, fact });
      });
      return ok(null);
    },

    async 'receipt.prepare'({ visitId }, { boothId }) {
      const row = await ownVisit(visitId, boothId);
      if (!row.ok) return row;
      if (row.value.state === 'ended') return err(fail('wrong_state', 'ended'));
      return store.write((work) => prepareReceipt(work, parts, visitId));
    },

    async 'rating.give'({ visitId, caseId, level }, { boothId }) {
      const row = await ownVisit(visitId, boothId);
      if (!row.ok) return row;
      const visit = await publisher.show(visitId);
      if (!visit?.cases.some((one) => one.id === caseId)) return err(fail('not_found', 'case'));
      await store.write(async (work) => {
        const actor = { kind: 'booth', id: boothId } as const;
        if (!(await storeRating(work, visitId, caseId, level, work.now, actor))) return;
        const fact = { type: 'rating.given', caseId, level } as const;
        await work.addFact({ visitId, source: 'booth', sourceId: boothId, fact });
      });
      return ok(null);
    },

    async 'visit.end'({ visitId, end }, { boothId }) {
      const row = await ownVisit(visitId, boothId);
      if (!row.ok) return row;
      const ended = await store.write(async (work) => {
        if (!(await endVisit(work, visitId, end, { kind: 'booth', id: boothId }))) return false;
        await work.addFact({ visitId, source: 'hub', sourceId: 'hub', fact: { type: 'visit.ended', end } });
        return true;
      });
      if (ended) metrics.visits.inc({ end });
      await endCallOf(visitId, 'hangup');
      await parts.tellTechnicians(boothId);
      return shown(visitId);
    },
  };
}
