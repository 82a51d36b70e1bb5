import type { Place } from '../../contracts/domain/call.ts';
import type { CallEffect, LeaveReason, NewAsk } from './events.ts';
import type { Call, CallAsk, CallEndReason, CallParty } from './state.ts';

/** One step of a call under way: the call as it is by now, and what it causes. */
export class CallDraft {
  readonly nowMs: number;
  readonly effects: CallEffect[] = [];
  readonly #newId: () => string;
  #call: Call;
  #over = false;

  constructor(call: Call, nowMs: number, newId: () => string) {
    this.#call = call;
    this.nowMs = nowMs;
    this.#newId = newId;
  }

  get call(): Call {
    return this.#call;
  }

  get over(): boolean {
    return this.#over;
  }

  get agents(): CallParty[] {
    return this.#call.parties.filter((one) => one.kind === 'agent');
  }

  party(partyId: string): CallParty | undefined {
    return this.#call.parties.find((one) => one.partyId === partyId);
  }

  ask(askId: string): CallAsk | undefined {
    return this.#call.asks.find((one) => one.askId === askId);
  }

  set(change: Partial<Call>): void {
    this.#call = { ...this.#call, ...change };
  }

  setParty(partyId: string, change: Partial<CallParty>): void {
    this.set({ parties: this.#call.parties.map((one) => (one.partyId === partyId ? { ...one, ...change } : one)) });
  }

  setAsk(askId: string, change: Partial<CallAsk>): void {
    this.set({ asks: this.#call.asks.map((one) => (one.askId === askId ? { ...one, ...change } : one)) });
  }

  emit(effect: CallEffect): void {
    this.effects.push(effect);
  }

  addAsk(ask: NewAsk): void {
    const full: CallAsk = { ...ask, askId: this.#newId(), askedAtMs: this.nowMs, ringing: null, wait: null };
    this.set({ asks: [...this.#call.asks, full] });
    this.emit({ type: 'asked', ask: full });
  }

  dropAsk(ask: CallAsk, reason: Extract<CallEffect, { type: 'ask-over' }>['reason']): void {
    this.takeAsk(ask);
    this.emit({ type: 'ask-over', ask, reason });
  }

  /** Somebody has come by it. */
  takeAsk({ askId }: CallAsk): void {
    this.set({ asks: this.#call.asks.filter((one) => one.askId !== askId) });
  }

  place(partyId: string, place: Place, byId?: string): void {
    if (this.party(partyId)?.place === place) return;
    this.setParty(partyId, { place, earOf: undefined });
    this.emit({ type: 'placed', partyId, place, byId });
  }

  own(partyId: string | null, byId?: string): void {
    if (this.#call.ownerId === partyId) return;
    this.set({ ownerId: partyId });
    if (partyId !== null) this.emit({ type: 'owner', partyId, byId });
  }

  /** Somebody goes, and the others are put so that nobody is left talking to nobody. */
  leave(party: CallParty, reason: LeaveReason, byId?: string): void {
    const { partyId } = party;
    this.set({ parties: this.#call.parties.filter((one) => one.partyId !== partyId) });
    this.emit({ type: 'left', party, reason, byId });
    // Who whispered to them listens on.
    for (const one of this.#call.parties) if (one.earOf === partyId) this.place(one.partyId, 'gallery');
    if (this.#call.ownerId === partyId) this.own(this.agents[0]?.partyId ?? null);
    for (const ask of this.#call.asks) if (this.#isUnwanted(ask, partyId)) this.dropAsk(ask, 'unwanted');
    this.#fillTable();
  }

  /** A talk aside ends with who wanted it; a colleague at the table is wanted by all who are there. */
  #isUnwanted({ purpose, byAgentId }: CallAsk, leaverId: string): boolean {
    if (purpose === 'answer' || purpose === 'transfer') return false;
    return this.agents.length === 0 || (purpose === 'consult' && byAgentId === leaverId);
  }

  #fillTable(): void {
    const staff = this.#call.parties.filter((one) => one.kind === 'agent' || one.kind === 'interpreter');
    const [only] = staff;
    if (only && staff.length === 1) this.place(only.partyId, 'table');
    if (this.agents.length > 0) return;
    this.place(this.#call.visitId, 'table');
    const isFound = this.#call.asks.some(({ purpose }) => purpose === 'answer' || purpose === 'transfer');
    const { departmentId, serviceId } = this.#call;
    if (!isFound) this.addAsk({ purpose: 'answer', departmentId, serviceId, priority: 'second-call' });
  }

  end(reason: CallEndReason): void {
    for (const ask of this.#call.asks) this.dropAsk(ask, 'ended');
    this.emit({ type: 'ended', reason });
    this.#over = true;
  }
}
