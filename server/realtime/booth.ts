import { eq } from 'drizzle-orm';
import type { Handlers } from '../../contracts/channel.ts';
import { fail } from '../../contracts/errors.ts';
import type { boothCalls } from '../../contracts/hub/booth.ts';
import { err, ok } from '../../contracts/result.ts';
import { instantOf } from '../../contracts/time.ts';
import { techniciansFor } from '../auth/technicians.ts';
import type { Call } from '../calls/state.ts';
import { ringsAt, showCall, staffOf } from '../calls/view.ts';
import * as schema from '../store/schema.ts';
import { ingestFacts, storedSeq } from '../visits/facts.ts';
import { admit, checkWish, endStaleVisit, endVisit } from '../visits/life.ts';
import { storeMailing, storeRating } from '../visits/papers.ts';
import { findStoredParcels } from '../visits/parcels.ts';
import { prepareReceipt } from '../visits/receipts.ts';
import { anonymousParcelOf, findActiveVisitRow, findVisitRow } from '../visits/visit-store.ts';
import { boothCallHandlers, findOwnVisit, lostCall } from './booth-call.ts';
import { type BoothContext, boothCareHandlers } from './booth-care.ts';
import { boothGuest, formHandlers } from './form-guests.ts';
import type { HubParts } from './parts.ts';

export function boothHandlers(parts: HubParts): Handlers<typeof boothCalls, BoothContext> {
  const { store, catalogue, publisher, calls, directory, outbox, metrics, logger } = parts;

  const ownVisit = (visitId: string, boothId: string) => findOwnVisit(store.db, visitId, boothId);

  async function shown(visitId: string) {
    const visit = await publisher.show(visitId);
    return visit ? ok(visit) : err(fail('not_found', 'visit'));
  }

  /** At whom it rings, for a booth that has come back. */
  async function sayRinging({ callId, boothId, asks, answeredAtMs }: Call) {
    for (const { ringing } of asks) {
      if (!ringing) continue;
      const agent = await directory.agent(ringing.agentId);
      outbox.toBooth(boothId, 'call.ringing', { callId, agent, first: answeredAtMs === null });
    }
  }

  async function leaveVisit(visitId: string) {
    const call = calls.callOfVisit(visitId);
    if (call) await calls.dispatch({ type: 'call.end', callId: call.callId, reason: 'hangup' });
    await calls.dispatch({ type: 'visit.ended', visitId });
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
    ...formHandlers(parts.forms, (context: BoothContext) => boothGuest(store, context)),
    'form.sign': (input, context) => parts.forms.sign(boothGuest(store, context), input),

    async hello({ version }, { boothId }) {
      await store.db
        .update(schema.booths)
        .set({ version, lastSeenAt: instantOf(store.clock) })
        .where(eq(schema.booths.id, boothId));
      const stored = await storedSeq(store.db, boothId);
      publisher.noteStored(boothId, stored);
      const active = await findActiveVisitRow(store.db, boothId);
      const call = active && calls.callOfVisit(active.id);
      if (call) {
        outbox.toBooth(boothId, 'call.parties', await showCall(call, directory.agent, parts.citizenName));
        await sayRinging(call);
      } else if (active) {
        const callId = await lostCall(store.db, active.id);
        if (callId !== undefined) outbox.toBooth(boothId, 'call.ended', { callId, reason: 'lost' });
      }
      await parts.tellTechnicians(boothId);
      parts.watch.boothCame(boothId);
      // What it is told of itself is what the record says now.
      directory.forgetBooth(boothId);
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
        await leaveVisit(visitId);
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
      if (stale) await leaveVisit(stale.id);
      await parts.tellTechnicians(boothId);
      return shown(visitId);
    },

    async 'visit.get'({ visitId }, { boothId }) {
      const row = await ownVisit(visitId, boothId);
      return row.ok ? shown(visitId) : row;
    },

    'duty.get'() {
      const duty = calls.duty();
      return ok({ ...duty, departmentsOnDuty: [...duty.departmentsOnDuty] });
    },

    ...boothCallHandlers(parts),

    signal({ callId, toPartyId, signal }, { boothId }) {
      const call = calls.call(callId);
      if (call?.boothId !== boothId) return err(fail('not_found', 'party'));
      if (!ringsAt(call, toPartyId) && !staffOf(call).includes(toPartyId)) return err(fail('not_found', 'party'));
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
      await leaveVisit(visitId);
      await parts.tellTechnicians(boothId);
      return shown(visitId);
    },
  };
}
