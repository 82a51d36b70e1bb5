import type { z } from 'zod';
import type { CallOutput } from '../../../contracts/channel.ts';
import type { Catalogue } from '../../../contracts/domain/catalogue.ts';
import type { Agent, Booth, Presence } from '../../../contracts/domain/people.ts';
import type { TimelineEntry } from '../../../contracts/domain/timeline.ts';
import type { Party, Visit, VisitCase } from '../../../contracts/domain/visit.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { agentCalls, agentPushes, colleague, Offer } from '../../../contracts/hub/agent.ts';
import type { Id } from '../../../contracts/ids.ts';
import { assertNever } from '../../../contracts/result.ts';
import type { LinkState, Push } from '../../ui/hub-socket.ts';

export type AgentPush = Push<typeof agentPushes>;
export type Hello = CallOutput<(typeof agentCalls)['hello']>;
export type Accepted = CallOutput<(typeof agentCalls)['offer.accept']>;
export type Colleague = z.infer<typeof colleague>;
export type Invitation = z.infer<(typeof agentPushes)['call.inviting']>;
export type Waiting = z.infer<(typeof agentPushes)['queue.changed']>['waiting'];
export type CallEnd = z.infer<(typeof agentPushes)['call.ended']>['reason'];

/** The call that this agent is in, with the visit that it serves. */
export interface DeskCall {
  readonly callId: Id;
  readonly visit: Visit;
  readonly booth: Booth;
  readonly parties: readonly Party[];
  readonly timeline: readonly TimelineEntry[];
  /** The last word on each department that was invited. */
  readonly invitations: Readonly<Record<string, Invitation>>;
}

/** A call that is over and whose notes are being finished. */
export interface WrapUp {
  readonly visit: Visit;
  readonly booth: Booth;
  readonly timeline: readonly TimelineEntry[];
  readonly reason: CallEnd;
}

export interface Notice {
  readonly id: number;
  readonly error: XiaowuError;
  /** Which action it answers; several failures of one action are one notice. */
  readonly action: string;
}

export interface DeskState {
  readonly link: LinkState;
  /** What the hub said at first; null until then. */
  readonly home: {
    readonly agent: Agent;
    readonly catalogue: Catalogue;
    readonly iceServers: Hello['iceServers'];
    readonly today: Hello['today'];
    /** How far the hub's clock is ahead of this browser's, in milliseconds. */
    readonly aheadMs: number;
  } | null;
  readonly presence: Presence;
  readonly colleagues: readonly Colleague[];
  readonly waiting: Waiting;
  readonly offer: Offer | null;
  readonly call: DeskCall | null;
  readonly wrapUp: WrapUp | null;
  /** Actions that wait for their answer. */
  readonly busy: readonly string[];
  readonly notices: readonly Notice[];
  readonly nextNoticeId: number;
  readonly caseId: Id | null;
  /** The still on the desk; null shows the live paper. */
  readonly fileId: Id | null;
}

export type DeskEvent =
  | { readonly type: 'link'; readonly link: LinkState }
  | { readonly type: 'hello'; readonly hello: Hello; readonly localNowMs: number }
  | { readonly type: 'push'; readonly push: AgentPush }
  | { readonly type: 'accepted'; readonly accepted: Accepted }
  | { readonly type: 'presence'; readonly presence: Presence }
  | { readonly type: 'case'; readonly visitCase: VisitCase }
  | { readonly type: 'left' }
  | { readonly type: 'started'; readonly action: string }
  | { readonly type: 'answered'; readonly action: string; readonly error: XiaowuError | null }
  | { readonly type: 'dismissed'; readonly noticeId: number }
  | { readonly type: 'case.chosen'; readonly caseId: Id | null }
  | { readonly type: 'file.chosen'; readonly fileId: Id | null };

export const initialDesk: DeskState = {
  link: { state: 'connecting' },
  home: null,
  presence: 'offline',
  colleagues: [],
  waiting: [],
  offer: null,
  call: null,
  wrapUp: null,
  busy: [],
  notices: [],
  nextNoticeId: 1,
  caseId: null,
  fileId: null,
};

/** The next state of the desk. */
export function reduceDesk(state: DeskState, event: DeskEvent): DeskState {
  switch (event.type) {
    case 'link':
      return { ...state, link: event.link };
    case 'hello':
      return onHello(state, event.hello, event.localNowMs);
    case 'push':
      return onPush(state, event.push);
    case 'accepted':
      return enterCall(state, event.accepted);
    case 'presence':
      return { ...state, presence: event.presence, wrapUp: event.presence === 'wrap-up' ? state.wrapUp : null };
    case 'case':
      return withCase(state, event.visitCase);
    case 'left':
      return endCall(state, 'left');
    case 'started':
      return {
        ...state,
        busy: [...state.busy.filter((action) => action !== event.action), event.action],
        notices: state.notices.filter((notice) => notice.action !== event.action),
      };
    case 'answered':
      return onAnswer(state, event.action, event.error);
    case 'dismissed':
      return { ...state, notices: state.notices.filter((notice) => notice.id !== event.noticeId) };
    case 'case.chosen':
      return { ...state, caseId: event.caseId };
    case 'file.chosen':
      return { ...state, fileId: event.fileId };
    default:
      return assertNever(event);
  }
}

function onHello(state: DeskState, hello: Hello, localNowMs: number): DeskState {
  const { agent, catalogue, iceServers, today } = hello;
  const aheadMs = new Date(hello.now).getTime() - localNowMs;
  const next: DeskState = {
    ...state,
    home: { agent, catalogue, iceServers, today, aheadMs },
    presence: hello.presence,
    colleagues: hello.colleagues,
    // An offer from before the line broke is the hub's to send again.
    offer: null,
  };
  if (hello.call) {
    const { invitations } = state.call?.callId === hello.call.callId ? state.call : { invitations: {} };
    return { ...enterCall(next, hello.call), call: { ...hello.call, invitations } };
  }
  return state.call ? endCall(next, 'lost') : next;
}

function onPush(state: DeskState, push: AgentPush): DeskState {
  switch (push.name) {
    case 'offer.new':
      return { ...state, offer: push.payload };
    case 'offer.gone':
      return state.offer?.offerId === push.payload.offerId ? { ...state, offer: null } : state;
    case 'presence.changed': {
      const { presence } = push.payload;
      return { ...state, presence, wrapUp: presence === 'wrap-up' ? state.wrapUp : null };
    }
    case 'colleagues':
      return { ...state, colleagues: push.payload.colleagues };
    case 'visit.changed':
      return withVisit(state, push.payload.visit);
    case 'timeline.added':
      return withEntry(state, push.payload);
    case 'call.parties':
      return onParties(state, push.payload.callId, push.payload.parties);
    case 'call.inviting':
      return onInviting(state, push.payload);
    case 'call.ended':
      return state.call?.callId === push.payload.callId ? endCall(state, push.payload.reason) : state;
    case 'queue.changed':
      return { ...state, waiting: push.payload.waiting };
    case 'ice.servers':
      return state.home ? { ...state, home: { ...state.home, iceServers: push.payload.iceServers } } : state;
    case 'signal':
    case 'followup.changed':
    case 'board.changed':
      return state;
    default:
      return assertNever(push);
  }
}

function onParties(state: DeskState, callId: Id, parties: readonly Party[]): DeskState {
  if (state.call?.callId !== callId) return state;
  // An invitation has done its work once somebody of that department is in the call.
  const present = new Set(parties.map((party) => party.departmentId));
  const invitations = Object.fromEntries(
    Object.entries(state.call.invitations).filter(([departmentId]) => !present.has(departmentId)),
  );
  return { ...state, call: { ...state.call, parties, invitations } };
}

function onInviting(state: DeskState, invitation: Invitation): DeskState {
  if (state.call?.callId !== invitation.callId) return state;
  const invitations = { ...state.call.invitations, [invitation.departmentId]: invitation };
  return { ...state, call: { ...state.call, invitations } };
}

function enterCall(state: DeskState, accepted: Accepted): DeskState {
  const same = state.call?.callId === accepted.callId;
  return {
    ...withToday(state, accepted.visit, accepted.booth),
    offer: null,
    wrapUp: null,
    presence: 'on-call',
    call: { ...accepted, timeline: inOrder(accepted.timeline), invitations: {} },
    caseId: caseOf(state, accepted.visit),
    fileId: same ? state.fileId : null,
  };
}

function endCall(state: DeskState, reason: CallEnd): DeskState {
  if (!state.call) return state;
  const { visit, booth, timeline } = state.call;
  return { ...state, call: null, fileId: null, wrapUp: { visit, booth, timeline, reason } };
}

/** The chosen case while it is there; else one of the own department, which the agent most likely works on. */
function caseOf(state: DeskState, visit: Visit): Id | null {
  if (visit.cases.some((one) => one.id === state.caseId)) return state.caseId;
  const own = state.home?.agent.departmentId;
  return (visit.cases.find((one) => one.departmentId === own) ?? visit.cases[0])?.id ?? null;
}

function withVisit(state: DeskState, visit: Visit): DeskState {
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
function withToday(state: DeskState, visit: Visit, booth: Booth): DeskState {
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
function withCase(state: DeskState, visitCase: VisitCase): DeskState {
  const visit = state.call?.visit ?? state.wrapUp?.visit;
  if (visit?.id !== visitCase.visitId) return state;
  const known = visit.cases.some((one) => one.id === visitCase.id);
  const cases = known
    ? visit.cases.map((one) => (one.id === visitCase.id ? visitCase : one))
    : [...visit.cases, visitCase];
  const next = withVisit(state, { ...visit, cases });
  return known ? next : { ...next, caseId: visitCase.id };
}

function withEntry(state: DeskState, entry: TimelineEntry): DeskState {
  const place = state.call ?? state.wrapUp;
  if (place?.visit.id !== entry.visitId || place.timeline.some((known) => known.id === entry.id)) return state;
  const timeline = inOrder([...place.timeline, entry]);
  if (state.call) return { ...state, call: { ...state.call, timeline } };
  return state.wrapUp ? { ...state, wrapUp: { ...state.wrapUp, timeline } } : state;
}

function inOrder(timeline: readonly TimelineEntry[]): readonly TimelineEntry[] {
  return timeline.toSorted((a, b) => a.order - b.order);
}

function onAnswer(state: DeskState, action: string, error: XiaowuError | null): DeskState {
  const busy = state.busy.filter((other) => other !== action);
  const notices = state.notices.filter((notice) => notice.action !== action);
  if (error === null) return { ...state, busy, notices };
  const notice = { id: state.nextNoticeId, error, action };
  return { ...state, busy, notices: [...notices, notice], nextNoticeId: state.nextNoticeId + 1 };
}
