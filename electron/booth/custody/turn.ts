import type { ParcelState } from '../../../contracts/domain/visit.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { CustodyEffect, CustodyMoment } from './messages.ts';
import {
  type Compartment,
  type CustodyNews,
  type CustodyState,
  compartmentOf,
  GONE_KEPT,
  type IncidentCode,
  type Move,
} from './state.ts';

/**
 * One event's work on one compartment after the other: the state as it becomes and the effects in their order. It lives
 * for one event only, so the reducer is pure to everybody outside.
 */
export class CustodyTurn {
  state: CustodyState;
  readonly moment: CustodyMoment;
  readonly effects: CustodyEffect[] = [];

  constructor(state: CustodyState, moment: CustodyMoment) {
    this.state = state;
    this.moment = moment;
  }

  at(compartment: number): Compartment {
    return compartmentOf(this.state, compartment);
  }

  patch(compartment: number, change: Partial<Compartment>): Compartment {
    const next = { ...this.at(compartment), ...change };
    const others = this.state.compartments.filter((one) => one.compartment !== compartment);
    const compartments = [...others, next].sort((a, b) => a.compartment - b.compartment);
    this.state = { ...this.state, compartments };
    return next;
  }

  patchMove(compartment: number, change: Partial<Move>): void {
    const { move } = this.at(compartment);
    if (move) this.patch(compartment, { move: { ...move, ...change } });
  }

  /** A fact of the owner's parcel. */
  moved(compartment: number, state: ParcelState): void {
    const { owner } = this.at(compartment);
    if (!owner) return;
    const { visitId, parcelId } = owner;
    this.effects.push({ type: 'fact', visitId, fact: { type: 'parcel.moved', parcelId, state, compartment } });
  }

  /** True when it is new: an incident that is open is not raised again. */
  raise(compartment: number, code: IncidentCode, detail: string): boolean {
    const { incidents, owner } = this.at(compartment);
    if (incidents.includes(code)) return false;
    this.patch(compartment, { incidents: [...incidents, code] });
    const fact = { type: 'incident.raised', subject: subjectOf(compartment), code, detail } as const;
    this.effects.push({ type: 'fact', visitId: owner?.visitId ?? null, fact });
    return true;
  }

  clear(compartment: number, ...codes: readonly IncidentCode[]): void {
    const { incidents, owner } = this.at(compartment);
    const over = incidents.filter((one) => codes.includes(one));
    if (over.length === 0) return;
    for (const code of over) {
      const fact = { type: 'incident.cleared', subject: subjectOf(compartment), code } as const;
      this.effects.push({ type: 'fact', visitId: owner?.visitId ?? null, fact });
    }
    this.patch(compartment, { incidents: incidents.filter((one) => !codes.includes(one)) });
  }

  /** Nobody's any more; a parcel that has left cannot come back. */
  free(compartment: number, left: boolean): void {
    const { owner } = this.at(compartment);
    if (owner && left) this.state = { ...this.state, gone: [...this.state.gone, owner.parcelId].slice(-GONE_KEPT) };
    this.patch(compartment, { owner: null, step: null, move: null, over: false });
    this.effects.push({ type: 'timer.cancel', compartment });
  }

  news(compartment: number, phase: CustodyNews['phase'], error: XiaowuError | null = null): void {
    const { owner, move } = this.at(compartment);
    if (!owner || !move) return;
    this.effects.push({ type: 'news', news: { owner, compartment, purpose: move.purpose, phase, error } });
  }
}

/** How incidents name a compartment; the hub uses the same words. */
export function subjectOf(compartment: number): string {
  return `compartment ${compartment}`;
}
