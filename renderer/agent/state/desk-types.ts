import type { z } from 'zod';
import type { CallOutput } from '../../../contracts/channel.ts';
import type { CallAsk } from '../../../contracts/domain/call.ts';
import type { Catalogue } from '../../../contracts/domain/catalogue.ts';
import type { Agent, Booth, Presence } from '../../../contracts/domain/people.ts';
import type { TimelineEntry } from '../../../contracts/domain/timeline.ts';
import type { Visit, VisitCase } from '../../../contracts/domain/visit.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type {
  agentCalls,
  agentPushes,
  Board,
  colleague,
  DepartmentDuty,
  FollowUp,
  DeskCall as HubCall,
  Offer,
} from '../../../contracts/hub/agent.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { Instant } from '../../../contracts/time.ts';
import type { LinkState, Push } from '../../ui/hub-socket.ts';

export type AgentPush = Push<typeof agentPushes>;
export type Hello = CallOutput<(typeof agentCalls)['hello']>;
export type Colleague = z.infer<typeof colleague>;
export type Waiting = z.infer<(typeof agentPushes)['queue.changed']>['waiting'];
export type CallEnd = z.infer<(typeof agentPushes)['call.ended']>['reason'];
export type PresenceNews = z.infer<(typeof agentPushes)['presence.changed']>;

/** The call that this agent is in, with the visit that it serves. */
export interface DeskCall extends HubCall {
  /** Requests of this call that ended without anybody coming, until they are asked again or put away. */
  readonly lapsed: readonly CallAsk[];
  /** What the colleague who asked this agent in wrote. */
  readonly briefing: { readonly from: Agent; readonly note: string | undefined } | null;
}

/** A call that is over and whose notes are being finished. Stays on the desk until it is put away or the next call comes. */
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
  /** Another tab or computer took this desk over: nothing is tried again before somebody says so here. */
  readonly elsewhere: boolean;
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
  /** Why on a break; null without a reason. */
  readonly presenceReason: string | null;
  /** When the hub ends the wrap-up by itself; null outside of one. */
  readonly wrapUpUntil: Instant | null;
  /** Everybody of the own department. */
  readonly colleagues: readonly Colleague[];
  /** How many of each department are there; one that is not listed has nobody. */
  readonly departments: readonly DepartmentDuty[];
  /** People of other departments whom a record names. */
  readonly named: readonly Agent[];
  readonly waiting: Waiting;
  readonly followUps: readonly FollowUp[];
  /** What the hub told a supervisor last of how things stand; null for everybody else. */
  readonly board: Board | null;
  readonly offer: Offer | null;
  /** The offer that was just taken: what it said is needed when its call comes, which the hub loads meanwhile. */
  readonly taken: Offer | null;
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
  | { readonly type: 'elsewhere'; readonly elsewhere: boolean }
  | { readonly type: 'hello'; readonly hello: Hello; readonly localNowMs: number }
  | { readonly type: 'push'; readonly push: AgentPush }
  | { readonly type: 'accepted'; readonly accepted: HubCall }
  | { readonly type: 'presence'; readonly presence: Presence; readonly reason?: string }
  | { readonly type: 'case'; readonly visitCase: VisitCase }
  | { readonly type: 'follow-up'; readonly followUp: FollowUp }
  | { readonly type: 'left' }
  | { readonly type: 'named'; readonly agents: readonly Agent[] }
  | { readonly type: 'lapsed.dismissed'; readonly askId: Id }
  | { readonly type: 'wrapup.put-away' }
  | { readonly type: 'started'; readonly action: string }
  | { readonly type: 'answered'; readonly action: string; readonly error: XiaowuError | null }
  | { readonly type: 'dismissed'; readonly noticeId: number }
  | { readonly type: 'case.chosen'; readonly caseId: Id | null }
  | { readonly type: 'file.chosen'; readonly fileId: Id | null };

export const initialDesk: DeskState = {
  link: { state: 'connecting' },
  elsewhere: false,
  home: null,
  presence: 'offline',
  presenceReason: null,
  wrapUpUntil: null,
  colleagues: [],
  departments: [],
  named: [],
  waiting: [],
  followUps: [],
  board: null,
  offer: null,
  taken: null,
  call: null,
  wrapUp: null,
  busy: [],
  notices: [],
  nextNoticeId: 1,
  caseId: null,
  fileId: null,
};
