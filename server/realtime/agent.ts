import { and, desc, eq, sql } from 'drizzle-orm';
import type { Handlers } from '../../contracts/channel.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import type { agentCalls } from '../../contracts/hub/agent.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { instantOf } from '../../contracts/time.ts';
import { type RoutedCall, ringingAgentOf } from '../routing/state.ts';
import { localDay, TIME_ZONE } from '../store/numbers.ts';
import * as schema from '../store/schema.ts';
import { loadTimeline } from '../visits/visit-store.ts';
import type { AgentContext } from './agent-context.ts';
import { agentVisitHandlers } from './agent-visit.ts';
import { takesCalls } from './directory.ts';
import type { HubParts } from './parts.ts';

/** Calls of the contract that this hub does not carry out. */
const NOT_CARRIED = fail('unknown_channel', 'not carried out by this hub');

export function agentHandlers(parts: HubParts): Handlers<typeof agentCalls, AgentContext> {
  const { store, catalogue, publisher, routing, directory, outbox } = parts;

  async function callView(call: RoutedCall) {
    const visit = await publisher.show(call.visitId);
    if (!visit) throw new Error('the visit of a call is not in the database');
    const booth = await directory.booth(call.boothId);
    const parties = await directory.parties(call);
    const timeline = await loadTimeline(store.db, call.visitId);
    return { callId: call.callId, rev: 0, visit, booth, parties, asks: [], timeline };
  }

  async function visitsOfToday(agentId: string) {
    const today = localDay(store.clock.nowMs());
    const rows = await store.db
      .select({
        visitId: schema.visits.id,
        visitNumber: schema.visits.number,
        boothName: schema.booths.name,
        startedAt: schema.visits.startedAt,
        state: schema.visits.state,
        caseCount: sql<number>`(select count(*)::int from cases where cases.visit_id = ${schema.visits.id})`,
      })
      .from(schema.visitAgents)
      .innerJoin(schema.visits, eq(schema.visits.id, schema.visitAgents.visitId))
      .innerJoin(schema.booths, eq(schema.booths.id, schema.visits.boothId))
      .where(
        and(
          eq(schema.visitAgents.agentId, agentId),
          sql`(${schema.visits.startedAt} at time zone ${TIME_ZONE})::date = ${today}::date`,
        ),
      )
      .orderBy(desc(schema.visits.startedAt));
    return rows;
  }

  const done = (refusal: XiaowuError | undefined): Result<null, XiaowuError> => (refusal ? err(refusal) : ok(null));

  return {
    ...agentVisitHandlers(parts),

    async hello(_input, { agent }) {
      const colleagues = await directory.agents();
      const call = routing.callOfAgent(agent.id);
      return ok({
        agent,
        presence: routing.presence(agent.id),
        catalogue: catalogue.data,
        colleagues: colleagues.map((one) => ({ agent: one, presence: routing.presence(one.id) })),
        iceServers: parts.relays.serversFor(agent.id),
        now: instantOf(store.clock),
        call: call ? await callView(call) : null,
        followUps: [],
        today: await visitsOfToday(agent.id),
      });
    },

    async 'presence.set'({ presence }, { agent }) {
      if (presence === 'at-counter') return err(fail('wrong_state', 'no counter'));
      if (!takesCalls(agent)) return err(fail('forbidden', `a ${agent.role} takes no calls`));
      const refusal = await routing.dispatch({ type: 'presence.set', agentId: agent.id, presence });
      return refusal ? err(refusal) : ok({ presence: routing.presence(agent.id) });
    },

    async 'offer.accept'({ offerId }, { agent }) {
      const refusal = await routing.dispatch({ type: 'offer.accept', offerId, agentId: agent.id });
      if (refusal) return err(refusal);
      const call = routing.callOfAgent(agent.id);
      if (!call) return err(fail('offer_expired', 'the call ended'));
      return ok(await callView(call));
    },

    async 'offer.decline'({ offerId }, { agent }) {
      return done(await routing.dispatch({ type: 'offer.decline', offerId, agentId: agent.id }));
    },

    async 'call.invite'({ callId, departmentId }, { agent }) {
      if (!catalogue.hasDepartment(departmentId)) return err(fail('not_found', 'department'));
      const asked = routing.dispatch({ type: 'call.invite', callId, agentId: agent.id, departmentId });
      // The decision is made already; what it causes may still be on its way.
      const offered = routing.state.calls[callId]?.invites.some((one) => one.departmentId === departmentId) ?? false;
      const refusal = await asked;
      return refusal ? err(refusal) : ok({ offered });
    },

    async 'call.leave'({ callId }, { agent }) {
      return done(await routing.dispatch({ type: 'call.leave', callId, agentId: agent.id }));
    },

    signal({ callId, toPartyId, signal }, { agent }) {
      const call = routing.state.calls[callId];
      const isRinging = ringingAgentOf(routing.state, callId) === agent.id;
      if (!call || !(isRinging || call.agentIds.includes(agent.id))) return err(fail('not_found', 'call'));
      const message = { callId, fromPartyId: agent.id, signal };
      if (toPartyId === call.visitId) outbox.toBooth(call.boothId, 'signal', message);
      else if (call.agentIds.includes(toPartyId)) outbox.toAgent(toPartyId, 'signal', message);
      else return err(fail('not_found', 'party'));
      return ok(null);
    },

    async 'call.first-frame'({ callId, fromPartyId, role }, { agent }) {
      const call = routing.state.calls[callId];
      if (!call?.agentIds.includes(agent.id)) return err(fail('not_found', 'call'));
      const { visitId } = call;
      const fact = { type: 'call.first-frame', partyId: agent.id, fromPartyId, role } as const;
      await store.write((work) => work.addFact({ visitId, source: 'agent', sourceId: agent.id, fact }));
      return ok(null);
    },

    'call.ask': () => err(NOT_CARRIED),
    'call.ask-cancel': () => err(NOT_CARRIED),
    'call.place': () => err(NOT_CARRIED),
    'call.remove': () => err(NOT_CARRIED),
    'call.hand-over': () => err(NOT_CARRIED),
    'call.watch': () => err(NOT_CARRIED),
    'wrapup.note': () => err(NOT_CARRIED),
    'followup.take': () => err(NOT_CARRIED),
    'followup.done': () => err(NOT_CARRIED),
    'board.get': () => err(NOT_CARRIED),
    'board.history': () => err(NOT_CARRIED),

    async 'wrapup.end'(_input, { agent }) {
      const refusal = await routing.dispatch({ type: 'wrapup.end', agentId: agent.id });
      if (refusal) return err(refusal);
      outbox.closeDesks(agent.id);
      return ok({ presence: routing.presence(agent.id) });
    },
  };
}
