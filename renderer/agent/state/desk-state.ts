import type { Presence } from '../../../contracts/domain/people.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { FollowUp } from '../../../contracts/hub/agent.ts';
import { assertNever } from '../../../contracts/result.ts';
import { endCall, enterCall, withCase, withEntry, withoutLapsed, withParties, withVisit } from './desk-call.ts';
import type { AgentPush, DeskEvent, DeskState, Hello, PresenceNews } from './desk-types.ts';

/** The next state of the desk. */
export function reduceDesk(state: DeskState, event: DeskEvent): DeskState {
  switch (event.type) {
    case 'link':
      // What rings is the hub's to say again once the line is back.
      return { ...state, link: event.link, offer: event.link.state === 'connected' ? state.offer : null };
    case 'elsewhere':
      return event.elsewhere ? { ...state, elsewhere: true, offer: null } : { ...state, elsewhere: false };
    case 'hello':
      return onHello(state, event.hello, event.localNowMs);
    case 'push':
      return onPush(state, event.push);
    case 'accepted':
      return { ...enterCall(state, event.accepted), presence: 'on-call' };
    case 'presence':
      return withPresence(state, { presence: event.presence, reason: event.reason });
    case 'case':
      return withCase(state, event.visitCase);
    case 'follow-up':
      return withFollowUp(state, event.followUp);
    case 'left':
      return endCall(state, 'left');
    case 'named':
      return { ...state, named: [...state.named, ...event.agents] };
    case 'lapsed.dismissed':
      return withoutLapsed(state, event.askId);
    case 'wrapup.put-away':
      return { ...state, wrapUp: null };
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
    wrapUpUntil: hello.wrapUpUntil ?? null,
    colleagues: hello.colleagues,
    departments: hello.departments,
    followUps: inDueOrder(hello.followUps),
    offer: hello.offer,
  };
  if (!hello.call) return state.call ? endCall(next, 'lost') : next;
  // A hub that was started anew counts from the beginning: its word at the greeting is the newest there is.
  const running = next.call ? { ...next, call: { ...next.call, rev: 0 } } : next;
  return { ...enterCall(running, hello.call), presence: hello.presence };
}

/** The hub tells of those who changed. */
function withColleagues(known: DeskState['colleagues'], changed: DeskState['colleagues']): DeskState['colleagues'] {
  const byId = new Map([...known, ...changed].map((one) => [one.agent.id, one]));
  return [...byId.values()];
}

function withDuties(known: DeskState['departments'], changed: DeskState['departments']): DeskState['departments'] {
  const byId = new Map([...known, ...changed].map((one) => [one.departmentId, one]));
  return [...byId.values()];
}

function onPush(state: DeskState, push: AgentPush): DeskState {
  switch (push.name) {
    case 'offer.new':
      return { ...state, offer: push.payload };
    case 'offer.gone':
      if (state.offer?.offerId !== push.payload.offerId) return state;
      return { ...state, offer: null, taken: push.payload.reason === 'accepted' ? state.offer : null };
    case 'presence.changed':
      return withPresence(state, push.payload);
    case 'colleagues':
      return { ...state, colleagues: withColleagues(state.colleagues, push.payload.colleagues) };
    case 'departments':
      return { ...state, departments: withDuties(state.departments, push.payload.departments) };
    case 'visit.changed':
      return withVisit(state, push.payload.visit);
    case 'timeline.added':
      return withEntry(state, push.payload);
    case 'call.parties':
      return withParties(state, push.payload);
    case 'call.ended':
      return state.call?.callId === push.payload.callId ? endCall(state, push.payload.reason) : state;
    case 'queue.changed':
      return { ...state, waiting: push.payload.waiting };
    case 'ice.servers':
      return state.home ? { ...state, home: { ...state.home, iceServers: push.payload.iceServers } } : state;
    case 'followup.changed':
      return withFollowUp(state, push.payload);
    case 'board.changed':
      return { ...state, board: push.payload };
    // These go to the call and to the forms.
    case 'signal':
    case 'form.changed':
    case 'form.presence':
      return state;
    default:
      return assertNever(push);
  }
}

/** The notes of the last call stay when its time ends: what is half written is finished, not lost. */
function withPresence(state: DeskState, news: PresenceNews & { presence: Presence }): DeskState {
  const { presence, reason, wrapUpUntil } = news;
  const until = presence === 'wrap-up' ? (wrapUpUntil ?? state.wrapUpUntil) : null;
  return { ...state, presence, presenceReason: reason ?? null, wrapUpUntil: until };
}

/** What is owed, the most urgent first; what is done is put away. */
function withFollowUp(state: DeskState, followUp: FollowUp): DeskState {
  const others = state.followUps.filter((one) => one.id !== followUp.id);
  return { ...state, followUps: inDueOrder(followUp.state === 'done' ? others : [...others, followUp]) };
}

function inDueOrder(followUps: readonly FollowUp[]): readonly FollowUp[] {
  return followUps.filter((one) => one.state !== 'done').toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
}

function onAnswer(state: DeskState, action: string, error: XiaowuError | null): DeskState {
  const busy = state.busy.filter((other) => other !== action);
  const notices = state.notices.filter((notice) => notice.action !== action);
  if (error === null) return { ...state, busy, notices };
  const notice = { id: state.nextNoticeId, error, action };
  return { ...state, busy, notices: [...notices, notice], nextNoticeId: state.nextNoticeId + 1 };
}
