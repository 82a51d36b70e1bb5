import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Handlers } from '../../contracts/channel.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import type { agentCalls, DeskCall } from '../../contracts/hub/agent.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { CentreEvent } from '../calls/centre.ts';
import type { Call } from '../calls/state.ts';
import { ringsAt, showCall, staffOf } from '../calls/view.ts';
import { loadTimeline } from '../visits/visit-store.ts';
import type { AgentContext } from './agent-context.ts';
import { takesCalls } from './directory.ts';
import type { HubParts } from './parts.ts';

type CallCalls = Pick<
  typeof agentCalls,
  | 'offer.accept'
  | 'offer.decline'
  | 'call.ask'
  | 'call.ask-cancel'
  | 'call.place'
  | 'call.remove'
  | 'call.hand-over'
  | 'call.leave'
  | 'call.watch'
  | 'signal'
  | 'call.first-frame'
>;

type Wish = Omit<Extract<CentreEvent, { type: 'call.ask' }>, 'type' | 'callId' | 'agentId' | 'only'>;

/**
 * All of a call that a desk has before it. News of any of it may go out while it is read: the record only grows and a desk puts
 * both together, so it is read first; visit and people are told whole, so they are read last.
 */
export async function deskCall(parts: HubParts, call: Call): Promise<DeskCall> {
  const booth = await parts.directory.booth(call.boothId);
  const timeline = await loadTimeline(parts.store, call.visitId);
  const visit = await parts.publisher.show(call.visitId);
  if (!visit) throw new Error('the visit of a call is not in the database');
  const asItIs = parts.calls.call(call.callId) ?? call;
  const shown = await showCall(asItIs, parts.directory.agent, parts.citizenName);
  return { ...shown, visit, booth, timeline };
}

/** What a desk does in a call, and with those who are asked into it. */
export function agentCallHandlers(parts: HubParts): Handlers<CallCalls, AgentContext> {
  const { store, catalogue, calls, directory, outbox } = parts;

  async function decide(event: CentreEvent): Promise<Result<null, XiaowuError>> {
    const decided = await calls.dispatch(event);
    return decided.ok ? ok(null) : decided;
  }

  /** Somebody whom a colleague asks by name. */
  async function colleague(agentId: string) {
    const found = await directory.find(agentId);
    return found && takesCalls(found) ? ok(await parts.person(found)) : err(fail('not_found', 'colleague'));
  }

  async function ask(callId: string, agentId: string, onlyAgentId: string | undefined, wish: Wish) {
    const { departmentId, serviceId, purpose } = wish;
    if (departmentId !== undefined && !catalogue.hasDepartment(departmentId))
      return err(fail('not_found', 'department'));
    if (serviceId !== undefined && !catalogue.service(serviceId)) return err(fail('not_found', 'service'));
    if (departmentId === undefined && onlyAgentId === undefined && purpose !== 'interpreter') {
      return err(fail('not_found', 'nobody named'));
    }
    const only = onlyAgentId === undefined ? undefined : await colleague(onlyAgentId);
    if (only && !only.ok) return only;
    return calls.dispatch({ type: 'call.ask', callId, agentId, only: only?.value, ...wish });
  }

  return {
    async 'offer.accept'({ offerId }, { agent }) {
      const decided = await calls.dispatch({ type: 'offer.accept', offerId, agentId: agent.id });
      if (!decided.ok) return decided;
      // Those in the call are told first: what is on its way to their sockets goes out between two turns of the event loop.
      await nextTurn();
      const call = calls.callOfAgent(agent.id);
      // The offer was taken back at the same moment.
      if (!call || call.callId !== decided.value.callId) return err(fail('offer_expired', 'the call ended'));
      return ok(await deskCall(parts, call));
    },

    'offer.decline': ({ offerId }, { agent }) => decide({ type: 'offer.decline', offerId, agentId: agent.id }),

    async 'call.ask'({ callId, agentId, ...wish }, { agent }) {
      const asked = await ask(callId, agent.id, agentId, wish);
      if (!asked.ok) return asked;
      const { askId } = asked.value;
      return askId === undefined ? err(fail('internal', 'an ask without an id')) : ok({ askId });
    },

    'call.ask-cancel': (wish, { agent }) => decide({ type: 'call.ask-cancel', agentId: agent.id, ...wish }),

    'call.place': (wish, { agent }) => decide({ type: 'call.place', agentId: agent.id, ...wish }),

    'call.remove': ({ callId, agentId }, { agent }) =>
      decide({ type: 'call.remove', callId, agentId: agent.id, partyId: agentId }),

    'call.hand-over': (wish, { agent }) => decide({ type: 'call.hand-over', agentId: agent.id, ...wish }),

    'call.leave': ({ callId }, { agent }) => decide({ type: 'call.leave', callId, agentId: agent.id }),

    async 'call.watch'({ callId, mode, agentId }, { agent }) {
      if (agent.role !== 'supervisor') return err(fail('forbidden', 'supervisors watch'));
      const event = { type: 'call.watch', callId, mode, supervisorId: agent.id, earOf: agentId } as const;
      const watched = await calls.dispatch(event);
      if (!watched.ok) return watched;
      const call = calls.call(callId);
      return call ? ok(await deskCall(parts, call)) : err(fail('not_found', 'call'));
    },

    signal({ callId, toPartyId, signal }, { agent }) {
      const call = calls.call(callId);
      const staff = call ? staffOf(call) : [];
      const isIn = staff.includes(agent.id);
      if (!call || !(isIn || ringsAt(call, agent.id))) return err(fail('not_found', 'call'));
      const message = { callId, fromPartyId: agent.id, signal };
      if (toPartyId === call.visitId) outbox.toBooth(call.boothId, 'signal', message);
      else if (staff.includes(toPartyId) || (isIn && ringsAt(call, toPartyId))) {
        outbox.toAgent(toPartyId, 'signal', message);
      } else return err(fail('not_found', 'party'));
      return ok(null);
    },

    async 'call.first-frame'({ callId, fromPartyId, role }, { agent }) {
      const call = calls.call(callId);
      if (!call || !staffOf(call).includes(agent.id)) return err(fail('not_found', 'call'));
      const { visitId } = call;
      const fact = { type: 'call.first-frame', partyId: agent.id, fromPartyId, role } as const;
      await store.write((work) => work.addFact({ visitId, source: 'agent', sourceId: agent.id, fact }));
      return ok(null);
    },
  };
}
