import { and, desc, eq, sql } from 'drizzle-orm';
import type { Handlers } from '../../contracts/channel.ts';
import { fail } from '../../contracts/errors.ts';
import type { agentCalls } from '../../contracts/hub/agent.ts';
import { err, ok } from '../../contracts/result.ts';
import { instantOf } from '../../contracts/time.ts';
import { createOfferView, ringAt } from '../calls/offer-view.ts';
import { iso } from '../calls/view.ts';
import { localDay, TIME_ZONE } from '../store/numbers.ts';
import * as schema from '../store/schema.ts';
import { agentCallHandlers, deskCall } from './agent-call.ts';
import type { AgentContext } from './agent-context.ts';
import { agentVisitHandlers } from './agent-visit.ts';
import { colleagueHandlers, dutyOfDepartments } from './colleagues.ts';
import { takesCalls } from './directory.ts';
import { agentGuest, formHandlers } from './form-guests.ts';
import type { HubParts } from './parts.ts';

export function agentHandlers(parts: HubParts): Handlers<typeof agentCalls, AgentContext> {
  const { store, catalogue, calls, directory, outbox } = parts;

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

  const showOffer = createOfferView(parts);

  return {
    ...agentVisitHandlers(parts),
    ...formHandlers(parts.forms, (context: AgentContext) => agentGuest(store, context)),
    ...agentCallHandlers(parts),
    ...colleagueHandlers(parts),
    ...parts.board.handlers,

    async hello(_input, { agent, here }) {
      await here;
      const followUps = await parts.board.followUpsFor(agent);
      const today = await visitsOfToday(agent.id);
      const own = await directory.ofDepartment(agent.departmentId);
      const departments = await dutyOfDepartments(parts);
      const rings = ringAt(calls, agent.id);
      const offer = rings ? await showOffer(rings.call, rings.ask, rings.ring) : null;
      // Read last: news that goes out from now on comes after this answer, and what went out before is in it.
      const call = calls.callOfAgent(agent.id);
      const shownCall = call ? await deskCall(parts, call) : null;
      const isStillIn = calls.callOfAgent(agent.id)?.callId === call?.callId;
      const { presence, wrapUpUntilMs } = calls.presence(agent.id);
      return ok({
        agent,
        presence,
        catalogue: catalogue.data,
        colleagues: own.map((one) => ({ agent: one, presence: calls.presence(one.id).presence })),
        departments: [...departments.values()],
        iceServers: parts.relays.serversFor(agent.id),
        now: instantOf(store.clock),
        call: isStillIn ? shownCall : null,
        offer,
        wrapUpUntil: wrapUpUntilMs === undefined ? undefined : iso(wrapUpUntilMs),
        followUps,
        today,
      });
    },

    async 'presence.set'({ presence, reason }, { agent }) {
      if (!takesCalls(agent)) return err(fail('forbidden', `a ${agent.role} takes no calls`));
      const set = await calls.dispatch({ type: 'presence.set', agentId: agent.id, presence, reason });
      return set.ok ? ok({ presence: calls.presence(agent.id).presence }) : set;
    },

    async 'wrapup.end'(_input, { agent }) {
      const ended = await calls.dispatch({ type: 'wrapup.end', agentId: agent.id });
      if (!ended.ok) return ended;
      outbox.closeDesks(agent.id);
      return ok({ presence: calls.presence(agent.id).presence });
    },
  };
}
