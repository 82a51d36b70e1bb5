import type { CallAsk } from '../../../contracts/domain/call.ts';
import type { TimelineEntry } from '../../../contracts/domain/timeline.ts';
import type { Party, Visit, VisitCase } from '../../../contracts/domain/visit.ts';
import type { DeskCall as HubCall } from '../../../contracts/hub/agent.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { AgentPush, CallEnd, DeskState } from './desk-types.ts';

/** What happens to the desk's call, its visit and its record: pure steps of `reduceDesk`. */

type PartiesNews = Extract<AgentPush, { name: 'call.parties' }>['payload'];

/** Begins the call, or takes the hub's word on the one that runs; what only this desk knows of it is kept. */
export function enterCall(state: DeskState, given: HubCall): DeskState {
  const same = state.call?.callId === given.callId ? state.call : null;
  // The answer to a request may be overtaken by news that were sent after it.
  if (same && same.rev > given.rev) return { ...state, offer: null };
  const asked = [state.offer, state.taken].find((one) => one?.callId === given.callId);
  const briefing = asked?.invitedBy ? { from: asked.invitedBy, note: asked.note } : (same?.briefing ?? null);
  const timeline = withThose(same?.timeline ?? [], given.timeline);
  const call = { ...given, timeline, lapsed: same?.lapsed ?? [], briefing };
  return {
    ...withToday(state, given.visit, given.booth),
    offer: null,
    taken: null,
    wrapUp: null,
    wrapUpUntil: null,
    call,
    caseId: caseOf(state, given.visit),
    fileId: same ? state.fileId : null,
  };
}

/** Who is in the call and who is being asked. Older news than those already seen change nothing. */
export function withParties(state: DeskState, { callId, rev, parties, asks }: PartiesNews): DeskState {
  if (state.call?.callId !== callId || rev < state.call.rev) return state;
  const ended = state.call.asks.filter((ask) => !asks.some((other) => other.askId === ask.askId));
  const came = parties.filter((party) => !state.call?.parties.some((other) => other.partyId === party.partyId));
  const unheard = ended.filter((ask) => !came.some((party) => answers(party, ask)));
  const lapsed = [...state.call.lapsed, ...unheard].filter((ask) => !asks.some((other) => asksSame(ask, other)));
  return { ...state, call: { ...state.call, rev, parties, asks, lapsed } };
}

/** Whether this party is who was asked for. */
function answers(party: Party, ask: CallAsk): boolean {
  if (ask.ringingAgentId !== null) return party.partyId === ask.ringingAgentId;
  if (ask.purpose === 'interpreter') return party.kind === 'interpreter';
  return ask.departmentId === undefined || party.departmentId === ask.departmentId;
}

function asksSame(a: CallAsk, b: CallAsk): boolean {
  return a.purpose === b.purpose && a.departmentId === b.departmentId && a.ringingAgentId === b.ringingAgentId;
}

export function withoutLapsed(state: DeskState, askId: Id): DeskState {
  if (!state.call) return state;
  return { ...state, call: { ...state.call, lapsed: state.call.lapsed.filter((ask) => ask.askId !== askId) } };
}

/** Whoever only watched has nothing to write up. */
export function endCall(state: DeskState, reason: CallEnd): DeskState {
  if (!state.call) return state;
  const { visit, booth, timeline } = state.call;
  if (state.home?.agent.role === 'supervisor') return { ...state, call: null, fileId: null, wrapUp: null };
  return { ...state, call: null, fileId: null, wrapUp: { visit, booth, timeline, reason } };
}

/** The chosen case while it is there; else one of the own department, which the agent most likely works on. */
function caseOf(state: DeskState, visit: Visit): Id | null {
  if (visit.cases.some((one) => one.id === state.caseId)) return state.caseId;
  const own = state.home?.agent.departmentId;
  return (visit.cases.find((one) => one.departmentId === own) ?? visit.cases[0])?.id ?? null;
}

export function withVisit(state: DeskState, visit: Visit): DeskState {
  if (state.call?.visit.id === visit.id) {
    const { booth } = state.call;
    return { ...withToday(state, visit, booth), call: { ...state.call, visit }, caseId: caseOf(state, visit) };
  }
  if (state.wrapUp?.visit.id === visit.id) {
    return { ...withToday(state, visit, state.wrapUp.booth), wrapUp: { ...state.wrapUp, visit } };
  }
  return state;
}

/** Today's list as it stands now, newest first: the hub tells it at first, the visits that follow tell the rest. */
function withToday(state: DeskState, visit: Visit, booth: HubCall['booth']): DeskState {
  if (!state.home) return state;
  const row = {
    visitId: visit.id,
    visitNumber: visit.number,
    boothName: booth.name,
    startedAt: visit.startedAt,
    caseCount: visit.cases.length,
    state: visit.state,
  };
  const known = state.home.today.some((one) => one.visitId === visit.id);
  const today = known
    ? state.home.today.map((one) => (one.visitId === visit.id ? row : one))
    : [row, ...state.home.today];
  return { ...state, home: { ...state.home, today } };
}

/** The answer to an action shows at once; the visit that follows as news says the same. */
export function withCase(state: DeskState, visitCase: VisitCase): DeskState {
  const visit = state.call?.visit ?? state.wrapUp?.visit;
  if (visit?.id !== visitCase.visitId) return state;
  const known = visit.cases.some((one) => one.id === visitCase.id);
  const cases = known
    ? visit.cases.map((one) => (one.id === visitCase.id ? visitCase : one))
    : [...visit.cases, visitCase];
  const next = withVisit(state, { ...visit, cases });
  return known ? next : { ...next, caseId: visitCase.id };
}

/** A fact heard again is news when its place in the order is another: the first one was foreseen. */
export function withEntry(state: DeskState, entry: TimelineEntry): DeskState {
  const place = state.call ?? state.wrapUp;
  if (place?.visit.id !== entry.visitId) return state;
  if (place.timeline.some(({ id, order }) => id === entry.id && order === entry.order)) return state;
  const timeline = withThose(place.timeline, [entry]);
  if (state.call) return { ...state, call: { ...state.call, timeline } };
  return state.wrapUp ? { ...state, wrapUp: { ...state.wrapUp, timeline } } : state;
}

/** A record only grows: what was heard while an answer was on its way stays, though the answer was read before it. */
function withThose(known: readonly TimelineEntry[], told: readonly TimelineEntry[]): TimelineEntry[] {
  const byId = new Map([...known, ...told].map((entry) => [entry.id, entry]));
  return [...byId.values()].toSorted((a, b) => a.order - b.order);
}
