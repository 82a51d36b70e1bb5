import type { Agent } from '../../../contracts/domain/people.ts';
import type { ErrorCode, XiaowuError } from '../../../contracts/errors.ts';
import type { BoothStatus } from '../../../contracts/hub/technician.ts';
import { assertNever, type Result } from '../../../contracts/result.ts';
import { type BoothChange, changesBetween } from './changes.ts';
import { initialTechnicianState, type TechnicianSession, type TechnicianState } from './model.ts';

/** Older changes have been seen; a page that stays open for weeks must not grow. */
export const KEPT_CHANGES = 200;

interface Login {
  readonly token: string;
  readonly expiresAt: string;
  readonly agent: Agent;
}

export type TechnicianEvent =
  | { readonly type: 'opened'; readonly session: TechnicianSession | null }
  | { readonly type: 'log-in'; readonly username: string; readonly password: string }
  | { readonly type: 'logged-in'; readonly answer: Result<Login, XiaowuError> }
  | { readonly type: 'renewed'; readonly answer: Result<Login, XiaowuError> }
  | { readonly type: 'log-out' }
  | { readonly type: 'link'; readonly link: 'connecting' | 'live' | 'lost' }
  | { readonly type: 'refused'; readonly error: XiaowuError }
  | {
      readonly type: 'greeted';
      readonly answer: Result<{ booths: readonly BoothStatus[] }, XiaowuError>;
      readonly atMs: number;
    }
  | { readonly type: 'booth-changed'; readonly status: BoothStatus; readonly atMs: number }
  | { readonly type: 'booth'; readonly boothId: string };

export type TechnicianEffect =
  | { readonly type: 'log-in'; readonly username: string; readonly password: string }
  | { readonly type: 'join'; readonly token: string }
  | { readonly type: 'hello' }
  /** From now on this booth tells of itself; again after each reconnection, and when it comes back. */
  | { readonly type: 'watch'; readonly boothId: string }
  | { readonly type: 'keep-session'; readonly session: TechnicianSession }
  /** Renews in good time; an earlier plan is dropped. */
  | { readonly type: 'plan-renewal'; readonly session: TechnicianSession }
  | { readonly type: 'forget' };

export type Step = readonly [TechnicianState, readonly TechnicianEffect[]];

const SESSION_OVER: readonly ErrorCode[] = ['unauthenticated', 'token_expired', 'token_invalid', 'forbidden'];

/** The technician's page as a pure machine. */
export function reduceTechnician(state: TechnicianState, event: TechnicianEvent): Step {
  switch (event.type) {
    case 'opened':
      return event.session === null ? [state, []] : withSession(state, event.session);
    case 'log-in':
      if (state.busy) return [state, []];
      return [
        { ...state, busy: true, error: null, wrongRole: false, expired: false },
        [{ type: 'log-in', username: event.username, password: event.password }],
      ];
    case 'logged-in': {
      if (!event.answer.ok) return [{ ...state, busy: false, error: event.answer.error }, []];
      if (event.answer.value.agent.role !== 'technician') return [{ ...state, busy: false, wrongRole: true }, []];
      return withSession(state, sessionOf(event.answer.value));
    }
    case 'renewed': {
      if (state.session === null) return [state, []];
      // A line that is down now may be up for the next try; the hub's own no ends the session when it comes.
      if (!event.answer.ok) return SESSION_OVER.includes(event.answer.error.code) ? over(true) : [state, []];
      const session = sessionOf(event.answer.value);
      return [
        { ...state, session },
        [
          { type: 'keep-session', session },
          { type: 'plan-renewal', session },
        ],
      ];
    }
    case 'log-out':
      return over(false);
    case 'link':
      if (state.session === null) return [state, []];
      return [{ ...state, link: event.link }, event.link === 'live' ? [{ type: 'hello' }] : []];
    case 'refused':
      if (state.session === null) return [state, []];
      return SESSION_OVER.includes(event.error.code)
        ? over(true)
        : [{ ...state, link: 'lost', error: event.error }, []];
    case 'greeted': {
      if (state.session === null) return [state, []];
      if (!event.answer.ok) return [{ ...state, error: event.answer.error }, []];
      const booths = inOrder(event.answer.value.booths);
      const next = booths.reduce((all, status) => noted(all, status, event.atMs), state);
      const boothId = booths.some((each) => each.booth.id === state.boothId)
        ? state.boothId
        : (booths[0]?.booth.id ?? null);
      return [{ ...next, booths, boothId, loaded: true, error: null }, watching(boothId)];
    }
    case 'booth-changed': {
      if (state.session === null) return [state, []];
      const others = state.booths.filter((each) => each.booth.id !== event.status.booth.id);
      const next = noted(state, event.status, event.atMs);
      const boothId = state.boothId ?? event.status.booth.id;
      const before = state.booths.find((each) => each.booth.id === boothId);
      const cameBack = event.status.booth.id === boothId && event.status.online && !before?.online;
      return [
        { ...next, booths: inOrder([...others, event.status]), boothId, loaded: true },
        cameBack ? watching(boothId) : [],
      ];
    }
    case 'booth':
      return [{ ...state, boothId: event.boothId }, watching(event.boothId)];
    default:
      return assertNever(event);
  }
}

function watching(boothId: string | null): readonly TechnicianEffect[] {
  return boothId === null ? [] : [{ type: 'watch', boothId }];
}

function sessionOf({ token, expiresAt, agent }: Login): TechnicianSession {
  return { token, expiresAt, displayName: agent.displayName };
}

function withSession(state: TechnicianState, session: TechnicianSession): Step {
  return [
    { ...state, session, busy: false, error: null, wrongRole: false, expired: false },
    [
      { type: 'keep-session', session },
      { type: 'plan-renewal', session },
      { type: 'join', token: session.token },
    ],
  ];
}

function over(expired: boolean): Step {
  return [{ ...initialTechnicianState, expired }, [{ type: 'forget' }]];
}

/** Writes down what a report changes; the first report of a booth changes nothing. */
function noted(state: TechnicianState, status: BoothStatus, atMs: number): TechnicianState {
  const before = state.booths.find((each) => each.booth.id === status.booth.id);
  if (before === undefined) return state;
  const first = (state.changes[0]?.order ?? 0) + 1;
  const added = changesBetween(before, status).map(
    (change, index): BoothChange => ({ order: first + index, boothId: status.booth.id, atMs, change }),
  );
  return { ...state, changes: [...added.reverse(), ...state.changes].slice(0, KEPT_CHANGES) };
}

function inOrder(booths: readonly BoothStatus[]): readonly BoothStatus[] {
  return [...booths].sort((a, b) => a.booth.id.localeCompare(b.booth.id));
}
