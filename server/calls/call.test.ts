import { describe, expect, it } from 'vitest';
import { PARTY_HELD_MS } from '../../contracts/domain/call.ts';
import { dueMs, openCall, seatsOf, stepCall, TRANSFER_NARROW_MS } from './call.ts';
import type { CallEffect, CallEvent } from './events.ts';
import type { Call } from './state.ts';
import { ringAtTest } from './testing.ts';

/** A call that is played by the test. */
class Played {
  call: Call | null;
  nowMs = 1_000_000;
  effects: readonly CallEffect[] = [];
  #ids = 0;

  constructor() {
    const request = { callId: 'call', visitId: 'visit', boothId: 'booth', regionId: 'region', departmentId: 'market' };
    const opened = openCall({ ...request, language: 'zh-CN', priority: 'normal' }, this.nowMs, this.newId);
    this.call = opened.call;
    this.effects = opened.effects;
  }

  readonly newId = () => `ask-${++this.#ids}`;

  /** Gives the code of a refusal. */
  do(event: CallEvent): string | undefined {
    if (!this.call) throw new Error('the call is over');
    const step = stepCall(this.call, event, this.nowMs, this.newId);
    if (!step.ok) return step.error.code;
    this.call = step.call;
    this.effects = step.effects;
    return undefined;
  }

  /** The last ask is taken. */
  take(agentId: string, departmentId = 'market'): void {
    const ask = this.call?.asks.at(-1);
    expect(this.do({ type: 'accept', askId: ask?.askId ?? '', agentId, departmentId })).toBeUndefined();
  }

  ask(byId: string, purpose: 'add' | 'consult' | 'transfer' | 'interpreter', departmentId = 'tax'): string | undefined {
    return this.do({ type: 'ask', byId, ask: { purpose, departmentId } });
  }

  get places(): Record<string, string> {
    return Object.fromEntries(this.call?.parties.map((one) => [one.partyId, one.place]) ?? []);
  }

  get wanted(): string[] {
    return this.call?.asks.map(({ purpose, priority }) => `${purpose} ${priority}`) ?? [];
  }
}

/** A call with `a` as its owner. */
function talking(): Played {
  const played = new Played();
  played.take('a');
  return played;
}

/** The same with `b` of another department at the table. */
function three(): Played {
  const played = talking();
  played.ask('a', 'add');
  played.take('b', 'tax');
  return played;
}

describe('a call', () => {
  it('begins with the citizen and the wish for one person, who then owns it', () => {
    const played = new Played();
    expect(played.wanted).toEqual(['answer normal']);
    played.take('a');
    expect(played.call).toMatchObject({ ownerId: 'a', answeredAtMs: played.nowMs, asks: [] });
    expect(played.effects.map(({ type }) => type)).toEqual(['joined', 'owner']);
  });

  it('finds the next person first when the last one goes', () => {
    const played = talking();
    played.do({ type: 'leave', partyId: 'a' });
    expect(played.call).toMatchObject({ ownerId: null });
    expect(played.wanted).toEqual(['answer second-call']);
  });

  it('keeps a lost agent for a time, and then finds another', () => {
    const played = talking();
    played.do({ type: 'away', partyId: 'a' });
    expect(played.call && dueMs(played.call)).toBe(played.nowMs + PARTY_HELD_MS);
    played.nowMs += PARTY_HELD_MS - 1;
    played.do({ type: 'tick' });
    expect(played.places).toEqual({ visit: 'table', a: 'table' });
    played.nowMs += 1;
    played.do({ type: 'tick' });
    expect(played.places).toEqual({ visit: 'table' });
    expect(played.wanted).toEqual(['answer second-call']);
  });

  it('ends when the citizen is lost for good, and not when they come back', () => {
    const played = talking();
    played.do({ type: 'away', partyId: 'visit' });
    played.do({ type: 'back', partyId: 'visit' });
    played.nowMs += PARTY_HELD_MS;
    played.do({ type: 'tick' });
    expect(played.call).not.toBeNull();
    played.do({ type: 'away', partyId: 'visit' });
    played.nowMs += PARTY_HELD_MS;
    played.do({ type: 'tick' });
    expect(played.call).toBeNull();
    expect(played.effects).toContainEqual({ type: 'ended', reason: 'lost' });
  });

  it('puts who consults and who is consulted aside, and brings who is left back to the citizen', () => {
    const played = talking();
    played.ask('a', 'consult');
    expect(played.places).toEqual({ visit: 'table', a: 'table' });
    played.take('b', 'tax');
    expect(played.places).toEqual({ visit: 'table', a: 'aside', b: 'aside' });
    played.do({ type: 'place', byId: 'a', partyId: 'b', place: 'table' });
    expect(played.places).toEqual({ visit: 'table', a: 'aside', b: 'table' });
    played.do({ type: 'place', byId: 'b', partyId: 'b', place: 'aside' });
    played.do({ type: 'hand-over', byId: 'a', toAgentId: 'b' });
    played.do({ type: 'leave', partyId: 'a' });
    expect(played.places).toEqual({ visit: 'table', b: 'table' });
    expect(played.call?.ownerId).toBe('b');
  });

  it('lets who hands on go at once, and gives the call to who takes it', () => {
    const played = talking();
    played.ask('a', 'transfer');
    expect(played.places).toEqual({ visit: 'table' });
    expect(played.wanted).toEqual(['transfer second-call']);
    played.take('b', 'tax');
    expect(played.call).toMatchObject({ ownerId: 'b', asks: [] });
  });

  it('opens a transfer that nobody takes to everybody, but not while it rings', () => {
    const played = talking();
    played.do({ type: 'ask', byId: 'a', ask: { purpose: 'transfer', departmentId: 'tax', onlyAgentId: 'b' } });
    const askId = played.call?.asks[0]?.askId ?? '';
    played.nowMs += TRANSFER_NARROW_MS - 1;
    played.do({ type: 'ring', askId, ring: ringAtTest('b', 'o') });
    played.nowMs += 1;
    played.do({ type: 'tick' });
    expect(played.call?.asks[0]).toMatchObject({ onlyAgentId: 'b' });
    played.do({ type: 'ring-over', askId });
    expect(played.call?.asks[0]).toMatchObject({ widened: true, onlyAgentId: undefined });
    expect(played.effects.map(({ type }) => type)).toEqual(['widened']);
  });

  it('gives the call to who has been in it longest when the owner goes', () => {
    const played = three();
    played.ask('a', 'interpreter', 'social');
    played.take('i', 'social');
    expect(played.call?.parties.at(-1)).toMatchObject({ kind: 'interpreter' });
    played.do({ type: 'leave', partyId: 'a' });
    expect(played.call?.ownerId).toBe('b');
    played.do({ type: 'leave', partyId: 'b' });
    expect(played.call?.ownerId).toBeNull();
    expect(played.wanted).toEqual(['answer second-call']);
  });

  it('ends what was asked with who wanted it', () => {
    const played = talking();
    played.ask('a', 'add');
    played.do({ type: 'leave', partyId: 'a' });
    expect(played.wanted).toEqual(['answer second-call']);
    const other = three();
    other.ask('b', 'consult', 'fund');
    other.do({ type: 'leave', partyId: 'b' });
    expect(other.wanted).toEqual([]);
    const wanted = three();
    wanted.ask('b', 'add', 'fund');
    wanted.do({ type: 'leave', partyId: 'b' });
    expect(wanted.wanted).toEqual(['add second-call']);
  });

  it('takes the citizen from hold when nobody is left who put them there', () => {
    const played = talking();
    played.do({ type: 'place', byId: 'a', partyId: 'visit', place: 'hold' });
    expect(played.places.visit).toBe('hold');
    played.do({ type: 'leave', partyId: 'a' });
    expect(played.places.visit).toBe('table');
  });

  it('has four seats; one supervisor who listens takes none', () => {
    const played = three();
    played.ask('a', 'add', 'fund');
    expect(played.ask('a', 'add', 'social')).toBe('call_full');
    expect(played.do({ type: 'watch', supervisorId: 's', mode: 'monitor' })).toBeUndefined();
    expect(played.do({ type: 'watch', supervisorId: 't', mode: 'monitor' })).toBe('call_full');
    expect(played.do({ type: 'watch', supervisorId: 's', mode: 'barge' })).toBe('call_full');
    expect(played.call && seatsOf(played.call)).toBe(4);
  });

  it('lets a supervisor whisper to one agent, and listen on when that one goes', () => {
    const played = three();
    expect(played.do({ type: 'watch', supervisorId: 's', mode: 'whisper', earOf: 'b' })).toBeUndefined();
    expect(played.call?.parties.at(-1)).toMatchObject({ place: 'ear', earOf: 'b' });
    played.do({ type: 'leave', partyId: 'b' });
    expect(played.places).toEqual({ visit: 'table', a: 'table', s: 'gallery' });
    expect(played.call?.parties.at(-1)?.earOf).toBeUndefined();
  });

  it('refuses by name what a party may not do', () => {
    const played = three();
    const place = (byId: string, partyId: string, to: 'table' | 'aside' | 'hold') =>
      played.do({ type: 'place', byId, partyId, place: to });
    expect(place('b', 'visit', 'hold')).toBe('forbidden');
    expect(place('a', 'visit', 'aside')).toBe('wrong_state');
    expect(place('a', 'a', 'hold')).toBe('wrong_state');
    expect(place('b', 'a', 'aside')).toBe('forbidden');
    expect(place('x', 'a', 'aside')).toBe('not_found');
    expect(played.do({ type: 'remove', byId: 'b', partyId: 'a' })).toBe('forbidden');
    expect(played.do({ type: 'remove', byId: 'a', partyId: 'visit' })).toBe('forbidden');
    expect(played.do({ type: 'remove', byId: 'a', partyId: 'a' })).toBe('wrong_state');
    expect(played.do({ type: 'hand-over', byId: 'b', toAgentId: 'a' })).toBe('forbidden');
    expect(played.do({ type: 'hand-over', byId: 'a', toAgentId: 'visit' })).toBe('not_found');
    expect(played.ask('b', 'transfer')).toBe('forbidden');
    expect(played.do({ type: 'leave', partyId: 'visit' })).toBe('not_found');
    expect(played.do({ type: 'remove', byId: 'a', partyId: 'b' })).toBeUndefined();
    expect(played.effects).toMatchObject([{ type: 'left', reason: 'removed', byId: 'a' }]);
  });
});
