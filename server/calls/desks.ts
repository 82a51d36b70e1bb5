import { PARTY_HELD_MS } from '../../contracts/domain/call.ts';
import type { AgentView, RoutingEvent, Standing } from '../routing/engine/types.ts';
import type { AgentPresence, CentreEvent, Person } from './centre.ts';
import type { DutyRow } from './steps.ts';

/** People at their desks: who is connected, and what they want to be when nothing holds them. */

interface Desk {
  readonly agentId: string;
  /** Null for who takes no calls. */
  person: Person | null;
  /** The connection that counts. */
  lineId: string | null;
  /** When the last connection was lost; what they were is kept for a while. */
  goneAtMs: number | null;
  /** They go, or have gone: the routing knows them no more once nothing holds them. */
  offDuty: boolean;
  /** What they were when their line was lost. */
  standing: Standing | null;
  sinceMs: number;
}

/** Why somebody rests who is about to go. */
const OFF_DUTY = 'off-duty';

export interface DeskTools {
  /** Lets the routing know, at once. */
  readonly drive: (event: RoutingEvent) => void;
  readonly view: (agentId: string) => AgentView | null;
}

export class Desks {
  readonly #desks = new Map<string, Desk>();
  readonly #tools: DeskTools;

  constructor(tools: DeskTools) {
    this.#tools = tools;
  }

  person(agentId: string): Person | null {
    return this.#desks.get(agentId)?.person ?? null;
  }

  isConnected(agentId: string): boolean {
    return (this.#desks.get(agentId)?.lineId ?? null) !== null;
  }

  /** When the next who has gone is given up. */
  get dueMs(): number | null {
    let due: number | null = null;
    for (const { goneAtMs } of this.#desks.values()) {
      if (goneAtMs !== null && (due === null || goneAtMs + PARTY_HELD_MS < due)) due = goneAtMs + PARTY_HELD_MS;
    }
    return due;
  }

  online({ agentId, lineId, person }: Extract<CentreEvent, { type: 'agent.online' }>, nowMs: number): void {
    const desk = this.#desks.get(agentId) ?? this.#add(agentId, nowMs);
    desk.person = person;
    desk.lineId = lineId;
    desk.goneAtMs = null;
    if (!desk.offDuty) this.#signIn(desk);
  }

  /** False when another connection has taken its place. */
  offline({ agentId, lineId }: { agentId: string; lineId: string }, nowMs: number): boolean {
    const desk = this.#desks.get(agentId);
    if (desk?.lineId !== lineId) return false;
    desk.lineId = null;
    desk.goneAtMs = nowMs;
    if (desk.offDuty) return true;
    const view = this.#tools.view(agentId);
    desk.standing = view && standingOf(view);
    this.#tools.drive({ type: 'agent.signed-out', agentId });
    return true;
  }

  /** Those who did not come back are off duty now. */
  giveUp(nowMs: number): string[] {
    const gone = [...this.#desks.values()].filter(
      ({ goneAtMs }) => goneAtMs !== null && nowMs - goneAtMs >= PARTY_HELD_MS,
    );
    for (const desk of gone) {
      desk.goneAtMs = null;
      desk.offDuty = true;
      desk.standing = null;
    }
    return gone.filter(({ person }) => person !== null).map(({ agentId }) => agentId);
  }

  /** False for somebody who is not there or takes no calls. */
  wish({ agentId, presence, reason = 'other' }: Extract<CentreEvent, { type: 'presence.set' }>): boolean {
    const desk = this.#desks.get(agentId);
    if (!desk?.person || desk.lineId === null) return false;
    const { drive, view } = this.#tools;
    if (presence === 'offline') {
      if (!desk.offDuty) drive({ type: 'agent.break', agentId, reason: OFF_DUTY });
      desk.offDuty = true;
      this.settle(agentId);
      return true;
    }
    const isKnown = view(agentId) !== null && !desk.offDuty;
    desk.offDuty = false;
    if (!isKnown) {
      const wish = presence === 'break' ? 'break' : 'available';
      desk.standing = { wish, reason: presence === 'break' ? reason : undefined, counter: presence === 'at-counter' };
      this.#signIn(desk);
    }
    if (presence === 'break') drive({ type: 'agent.break', agentId, reason });
    else {
      drive({ type: 'agent.counter', agentId, busy: presence === 'at-counter' });
      drive({ type: 'agent.ready', agentId });
    }
    return true;
  }

  /** Who wanted to go goes once nothing holds them. */
  settle(agentId: string): void {
    const desk = this.#desks.get(agentId);
    const view = this.#tools.view(agentId);
    if (desk?.offDuty && view?.state === 'break' && view.reason === OFF_DUTY) {
      this.#tools.drive({ type: 'agent.signed-out', agentId });
    }
  }

  /** What somebody is now, for others and for the record. */
  show(agentId: string, nowMs: number): { presence: AgentPresence; duty: DutyRow } {
    const desk = this.#desks.get(agentId) ?? this.#add(agentId, nowMs);
    const view = this.#tools.view(agentId);
    desk.sinceMs = nowMs;
    const state = view?.state ?? 'offline';
    const untilMs = Math.max(0, ...(view?.wrapUps ?? []).map(({ endsAtMs }) => endsAtMs));
    const presence: AgentPresence = {
      presence: state,
      sinceMs: nowMs,
      reason: state === 'break' || state === 'not-responding' ? view?.reason : undefined,
      wrapUpUntilMs: state === 'wrap-up' && untilMs > 0 ? untilMs : undefined,
      departmentId: desk.person?.departmentId,
    };
    const standing = desk.standing ?? (view && standingOf(view));
    const duty: DutyRow = {
      wish: desk.offDuty ? 'offline' : (standing?.wish ?? 'offline'),
      reason: desk.offDuty ? undefined : standing?.reason,
      sinceMs: nowMs,
      misses: standing?.misses ?? 0,
      counter: standing?.counter ?? false,
      wrapUps: standing?.wrapUps ?? [],
    };
    return { presence, duty };
  }

  /** As another process left them: they have the usual time to come back. */
  restore(agentId: string, { wish, reason, misses, counter, wrapUps, sinceMs }: DutyRow, nowMs: number): void {
    const desk = this.#add(agentId, nowMs);
    desk.sinceMs = sinceMs;
    desk.offDuty = wish === 'offline';
    if (wish === 'offline') return;
    desk.goneAtMs = nowMs;
    desk.standing = { wish, reason, misses, counter, wrapUps };
  }

  #add(agentId: string, nowMs: number): Desk {
    const desk: Desk = {
      agentId,
      person: null,
      lineId: null,
      goneAtMs: null,
      offDuty: true,
      standing: null,
      sinceMs: nowMs,
    };
    this.#desks.set(agentId, desk);
    return desk;
  }

  #signIn(desk: Desk): void {
    if (!desk.person) return;
    const standing = desk.standing ?? undefined;
    desk.standing = null;
    this.#tools.drive({ type: 'agent.signed-in', agent: desk.person.profile, standing });
  }
}

function standingOf({ wish, reason, misses, counter, wrapUps }: AgentView): Standing {
  return { wish, reason, misses, counter, wrapUps };
}
