import { describe, expect, it } from 'vitest';
import type { VisitFact } from '../../../contracts/domain/timeline.ts';
import { fail } from '../../../contracts/errors.ts';
import { err, ok } from '../../../contracts/result.ts';
import { reduceCustody } from './custody.ts';
import type { CustodyEffect, CustodyEvent, ParcelInLocker } from './messages.ts';
import { AUTHORISED_MS, LEFT_OPEN_MS } from './messages.ts';
import { whyNotReserve } from './owners.ts';
import { type CustodyNews, type CustodyState, compartmentOf, EMPTY_CUSTODY } from './state.ts';

const uuid = (last: number) => `01890000-0000-7000-8000-${String(last).padStart(12, '0')}`;
const parcelOf = (index: number, compartment: number): ParcelInLocker => ({
  id: uuid(index),
  number: `P20260131-${String(index).padStart(4, '0')}`,
  visitId: uuid(900 + index),
  compartment,
});
const parcel = parcelOf(1, 3);

/** The reducer with what it has done so far. */
class Locker {
  state: CustodyState = EMPTY_CUSTODY;
  nowMs = 1_000_000;
  readonly effects: CustodyEffect[] = [];

  send(...events: readonly CustodyEvent[]): this {
    for (const event of events) {
      const [state, effects] = reduceCustody(this.state, event, { nowMs: this.nowMs });
      this.state = state;
      this.effects.push(...effects);
    }
    return this;
  }

  see(door: 'open' | 'closed' | 'unknown', item: 'present' | 'absent' | 'unknown' = 'absent', compartment = 3): this {
    return this.send({ type: 'seen', seen: { compartment, door, item } });
  }

  restart(): this {
    return this.send({ type: 'started', saved: this.state });
  }

  answer(result: Extract<CustodyEvent, { type: 'answered' }>['result'], compartment = 3): this {
    const pulsedAtMs = compartmentOf(this.state, compartment).move?.pulsedAtMs ?? 0;
    return this.send({ type: 'answered', compartment, pulsedAtMs, result });
  }

  get pulses(): number[] {
    return this.effects.flatMap((effect) => (effect.type === 'pulse' ? [effect.compartment] : []));
  }

  get facts(): VisitFact[] {
    return this.effects.flatMap((effect) => (effect.type === 'fact' ? [effect.fact] : []));
  }

  /** `state` of parcels and `+code`, `-code` of incidents, in order. */
  get trail(): string[] {
    return this.facts.flatMap((fact) => {
      if (fact.type === 'parcel.moved') return [fact.state];
      if (fact.type === 'incident.raised') return [`+${fact.code}`];
      return fact.type === 'incident.cleared' ? [`-${fact.code}`] : [];
    });
  }

  get news(): CustodyNews[] {
    return this.effects.flatMap((effect) => (effect.type === 'news' ? [effect.news] : []));
  }

  at(compartment = 3) {
    return compartmentOf(this.state, compartment);
  }
}

const deposit: CustodyEvent = { type: 'deposit', parcel };
const reserved = () => new Locker().see('closed').send({ type: 'reserve', parcel });
const pulsed = () => reserved().send(deposit);
const opened = () => pulsed().see('open');
const sealed = () => opened().see('open', 'present').see('closed', 'present');
const collecting = () => sealed().send({ type: 'take-out', parcel, purpose: 'collect' });
const NOT_OPENED = err(fail('not_opened', 'stayed closed'));

describe('a parcel going in', () => {
  it('moves only by what the sensors say', () => {
    const locker = reserved();
    expect(locker.trail).toEqual([]);
    locker.send(deposit);
    expect(locker.trail).toEqual(['agreed', 'pulse-sent']);
    expect(locker.pulses).toEqual([3]);
    locker.see('open');
    locker.answer(ok({}));
    locker.see('open', 'present').see('closed', 'present');
    expect(locker.trail).toEqual(['agreed', 'pulse-sent', 'open', 'item-seen', 'closed', 'sealed']);
    expect(locker.at()).toMatchObject({ step: 'sealed', move: null, incidents: [] });
    expect(locker.news.map((one) => one.phase)).toEqual(['opening', 'open', 'closed']);
  });

  it('records the pulse before it is given', () => {
    const { effects } = pulsed();
    const recorded = effects.findIndex(
      (one) => one.type === 'fact' && one.fact.type === 'parcel.moved' && one.fact.state === 'pulse-sent',
    );
    expect(recorded).toBeLessThan(effects.findIndex((one) => one.type === 'pulse'));
    expect(recorded).not.toBe(-1);
  });

  it('needs no infrared', () => {
    const locker = new Locker().see('closed', 'unknown').send(deposit).see('open', 'unknown').see('closed', 'unknown');
    expect(locker.trail).toEqual(['agreed', 'pulse-sent', 'open', 'closed', 'sealed']);
  });

  it('is not sealed when it was closed empty, and may be tried again', () => {
    const locker = opened().see('closed', 'absent');
    expect(locker.trail.slice(2)).toEqual(['open', 'closed', '+item_missing', 'incident']);
    expect(locker.news.at(-1)).toMatchObject({ phase: 'closed', error: { code: 'item_missing' } });
    locker.nowMs += 60_000;
    locker.send(deposit).see('open').see('open', 'present').see('closed', 'present');
    expect(locker.trail.slice(6)).toEqual([
      'agreed',
      'pulse-sent',
      'open',
      'item-seen',
      'closed',
      'sealed',
      '-item_missing',
    ]);
    expect(locker.pulses).toEqual([3, 3]);
  });

  it('goes back to open when it is taken out before the door is shut', () => {
    const locker = opened().see('open', 'present').see('open', 'absent');
    expect(locker.trail.slice(2)).toEqual(['open', 'item-seen', 'open']);
  });
});

describe('incidents', () => {
  it('not_opened: once, with the case recoverable', () => {
    const locker = pulsed().answer(NOT_OPENED);
    expect(locker.trail.slice(2)).toEqual(['incident', '+not_opened']);
    locker.send(deposit).answer(NOT_OPENED);
    expect(locker.trail.filter((one) => one === '+not_opened')).toHaveLength(1);
    locker.send(deposit).see('open');
    expect(locker.trail.slice(-2)).toEqual(['open', '-not_opened']);
  });

  it('compartment_jammed: after three pulses without effect', () => {
    const locker = pulsed().answer(NOT_OPENED).send(deposit).answer(NOT_OPENED).send(deposit).answer(NOT_OPENED);
    expect(locker.trail.filter((one) => one.startsWith('+'))).toEqual(['+not_opened', '+compartment_jammed']);
    expect(whyNotReserve(locker.state, parcel)).toBeNull();
  });

  it('a latch pulled late is still opened by its order, later it is not', () => {
    const soon = pulsed().answer(NOT_OPENED);
    soon.nowMs += AUTHORISED_MS;
    expect(soon.see('open').trail.slice(-2)).toEqual(['open', '-not_opened']);
    const late = pulsed().answer(NOT_OPENED);
    late.nowMs += AUTHORISED_MS + 1;
    expect(late.see('open').trail.at(-1)).toBe('+opened_without_order');
  });

  it('left_open: once, with reminders, and jammed when it never closes; over when it closes', () => {
    const locker = opened();
    for (let count = 0; count < 4; count++) {
      locker.nowMs += LEFT_OPEN_MS;
      locker.send({ type: 'timer', compartment: 3 });
    }
    expect(locker.trail.slice(3)).toEqual(['+left_open', '+compartment_jammed']);
    expect(locker.news.filter((one) => one.phase === 'left-open')).toHaveLength(4);
    locker.see('closed', 'present');
    expect(locker.trail.slice(5)).toEqual(['-left_open', '-compartment_jammed', 'closed', 'sealed']);
  });

  it('opened_without_order and item_missing: once each, and over when the sensors say so', () => {
    const locker = sealed();
    locker.nowMs += 60_000;
    const before = locker.trail.length;
    locker.see('open', 'present').see('open', 'absent').see('closed', 'absent').see('closed', 'present');
    expect(locker.trail.slice(before)).toEqual([
      '+opened_without_order',
      '-opened_without_order',
      '+item_missing',
      'incident',
      'sealed',
      '-item_missing',
    ]);
  });

  it('without infrared an opening without order waits for somebody who looks', () => {
    const locker = new Locker().see('closed', 'unknown').send(deposit).see('open', 'unknown').see('closed', 'unknown');
    locker.nowMs += 60_000;
    locker.see('open', 'unknown').see('closed', 'unknown').see('open', 'unknown').see('closed', 'unknown');
    expect(locker.trail.filter((one) => one.endsWith('opened_without_order'))).toEqual(['+opened_without_order']);
    locker.send({ type: 'take-out', parcel, purpose: 'collect' }).see('open', 'unknown');
    expect(locker.trail.at(-1)).toBe('-opened_without_order');
  });

  it('compartment_full: what lies in a free compartment keeps it from being given', () => {
    const locker = new Locker().see('closed', 'present');
    expect(whyNotReserve(locker.state, parcel)?.code).toBe('compartment_full');
    locker.send({ type: 'reserve', parcel }, { type: 'reserve', parcel }, deposit);
    expect(locker.trail).toEqual(['+compartment_full']);
    expect(locker.pulses).toEqual([]);
    expect(locker.see('closed', 'absent').trail).toEqual(['+compartment_full', '-compartment_full']);
    expect(whyNotReserve(locker.state, parcel)).toBeNull();
  });

  it('a technician opens without an order; what stays open afterwards is one', () => {
    const locker = new Locker().see('closed').send({ type: 'attended', attended: true }).see('open');
    expect(locker.trail).toEqual([]);
    locker.send({ type: 'attended', attended: false });
    expect(locker.trail).toEqual(['+left_open']);
    expect(locker.see('closed').trail).toEqual(['+left_open', '-left_open']);
  });
});

describe('a sensor that is stuck', () => {
  it('at open never keeps anybody from an opening that is allowed', () => {
    const locker = new Locker().see('open');
    expect(locker.trail).toEqual(['+opened_without_order']);
    expect(whyNotReserve(locker.state, parcel)).toBeNull();
    locker.send(deposit);
    expect(locker.pulses).toEqual([3]);
    locker.answer(ok({}));
    expect(locker.at().step).toBe('open');
  });

  it('at closed: the infrared alone proves that the parcel went in', () => {
    const locker = pulsed().answer(NOT_OPENED).see('closed', 'present');
    expect(locker.trail.slice(-4)).toEqual(['item-seen', '-not_opened', 'closed', 'sealed']);
  });
});

describe('owners', () => {
  it('are one for each compartment', () => {
    const locker = reserved().send({ type: 'reserve', parcel: parcelOf(2, 3) });
    expect(locker.at().owner?.parcelId).toBe(parcel.id);
    expect(whyNotReserve(locker.state, parcelOf(2, 3))?.code).toBe('compartment_taken');
    locker.send({ type: 'deposit', parcel: parcelOf(2, 3) });
    expect(locker.pulses).toEqual([]);
    expect(locker.news.at(-1)?.error?.code).toBe('compartment_taken');
  });

  it('are gone after a no, and after a visit in which nothing was put in', () => {
    expect(reserved().send({ type: 'declined', parcelId: parcel.id }).at().owner).toBeNull();
    const tried = pulsed().answer(NOT_OPENED).send({ type: 'visit-over', visitId: parcel.visitId });
    expect(tried.trail.at(-1)).toBe('returned');
    expect(tried.at().owner).toBeNull();
    const empty = opened().see('closed', 'absent').send({ type: 'visit-over', visitId: parcel.visitId });
    expect(empty.trail.slice(-2)).toEqual(['returned', '-item_missing']);
    expect(sealed().send({ type: 'visit-over', visitId: parcel.visitId }).at().owner).not.toBeNull();
  });

  it('of a visit that ends while its door stands open are decided by the door', () => {
    const left = () => opened().send({ type: 'visit-over', visitId: parcel.visitId });
    expect(left().see('closed', 'absent').trail.slice(-2)).toEqual(['closed', 'returned']);
    expect(left().see('closed', 'present').trail.slice(-2)).toEqual(['closed', 'sealed']);
  });
});

describe('a parcel going out', () => {
  it('is collected when the open compartment was seen empty and shut', () => {
    const locker = collecting().see('open', 'present').see('open', 'absent').see('closed', 'absent');
    expect(locker.trail.slice(6)).toEqual(['pulse-sent', 'open', 'collected']);
    expect(locker.at()).toMatchObject({ owner: null, step: null, move: null });
    expect(locker.news.at(-1)).toMatchObject({ phase: 'closed', error: null, purpose: 'collect' });
  });

  it('stays sealed when it still lies inside', () => {
    const locker = collecting().see('open', 'present').see('closed', 'present');
    expect(locker.trail.slice(-2)).toEqual(['closed', 'sealed']);
    expect(locker.news.at(-1)?.error?.code).toBe('compartment_full');
    expect(locker.at().owner?.parcelId).toBe(parcel.id);
  });

  it('may be tried again when the door stayed shut', () => {
    const locker = collecting().answer(NOT_OPENED);
    expect(locker.trail.slice(-2)).toEqual(['incident', '+not_opened']);
    locker.send({ type: 'take-out', parcel, purpose: 'return' }).see('open', 'absent').see('closed', 'absent');
    expect(locker.trail.at(-1)).toBe('returned');
  });

  it('that was missing before is not called collected', () => {
    const locker = sealed().see('closed', 'absent').send({ type: 'take-out', parcel, purpose: 'collect' });
    locker.see('open', 'absent').see('closed', 'absent');
    expect(locker.trail).not.toContain('collected');
    expect(locker.at()).toMatchObject({ step: 'sealed', incidents: ['item_missing'] });
  });

  it('cannot go out twice, nor come back by an old list of the hub', () => {
    const locker = collecting().see('open', 'absent').see('closed', 'absent');
    locker.send({ type: 'take-out', parcel, purpose: 'collect' });
    locker.send({ type: 'listed', parcels: [{ ...parcel, state: 'sealed' }] });
    expect(locker.news.at(-1)?.error?.code).toBe('token_used');
    expect(locker.at().owner).toBeNull();
    expect(locker.pulses).toHaveLength(2);
  });
});

describe('a restart', () => {
  it('never pulses again, in any state', () => {
    for (const make of [reserved, pulsed, opened, sealed, collecting]) {
      const locker = make();
      const { length } = locker.pulses;
      locker.restart().see('closed', 'absent').restart().see('open', 'absent');
      expect(locker.pulses).toHaveLength(length);
    }
  });

  it('after the pulse: the door says what became of it', () => {
    expect(pulsed().restart().see('open').trail.at(-1)).toBe('open');
    expect(pulsed().restart().see('closed', 'absent').trail.slice(-2)).toEqual(['incident', '+not_opened']);
    expect(pulsed().restart().see('closed', 'present').trail.slice(-3)).toEqual(['item-seen', 'closed', 'sealed']);
  });

  it('with the door open: it goes on, or has been shut meanwhile', () => {
    const still = opened().restart().see('open');
    expect(still.trail).toEqual(['agreed', 'pulse-sent', 'open']);
    expect(still.news.at(-1)?.phase).toBe('open');
    expect(opened().restart().see('closed', 'present').trail.slice(-2)).toEqual(['closed', 'sealed']);
    expect(opened().restart().see('closed', 'absent').trail.slice(-2)).toEqual(['+item_missing', 'incident']);
  });

  it('while a courier takes it out: the sensors decide', () => {
    expect(collecting().restart().see('closed', 'absent').trail.at(-1)).toBe('collected');
    expect(collecting().restart().see('closed', 'present').trail.slice(-2)).toEqual(['incident', '+not_opened']);
    expect(collecting().see('open').restart().see('closed', 'absent').trail.at(-1)).toBe('collected');
  });

  it('raises nothing twice', () => {
    const locker = sealed();
    locker.nowMs += 60_000;
    locker.see('open', 'present').restart().see('open', 'present');
    expect(locker.trail.filter((one) => one === '+opened_without_order')).toHaveLength(1);
  });
});

describe('a board that fell silent', () => {
  it('leaves the pulse unclear until it speaks', () => {
    const locker = pulsed()
      .send({ type: 'lost' })
      .answer(err(fail('device_offline')));
    expect(locker.news.at(-1)).toMatchObject({ phase: 'failed', error: { code: 'device_offline' } });
    expect(locker.trail).toEqual(['agreed', 'pulse-sent']);
    expect(locker.see('open').trail.at(-1)).toBe('open');
  });
});

describe("the hub's list", () => {
  const list = (state: 'sealed' | 'requested' | 'open', index = 1): CustodyEvent => ({
    type: 'listed',
    parcels: [{ ...parcelOf(index, 3), state }],
  });

  it('brings back what this booth has forgotten, against its sensors', () => {
    const locker = new Locker().see('closed', 'present').send(list('sealed'));
    expect(locker.at()).toMatchObject({ step: 'sealed', owner: { parcelId: parcel.id } });
    expect(new Locker().see('closed', 'absent').send(list('sealed')).trail).toEqual(['+item_missing', 'incident']);
    expect(new Locker().see('closed', 'present').send(list('open')).trail).toEqual(['closed', 'sealed']);
  });

  it('keeps nothing of a visit that this booth has forgotten, until its agent asks again', () => {
    const locker = new Locker().see('closed').send(list('requested'));
    expect(locker.at()).toMatchObject({ step: 'requested', owner: { visitId: null } });
    expect(locker.send(deposit).at().owner?.visitId).toBe(parcel.visitId);
  });

  it('frees what holds nothing and is not on it, and nothing else', () => {
    const empty: CustodyEvent = { type: 'listed', parcels: [] };
    expect(reserved().send(empty).at().owner).toBeNull();
    expect(sealed().send(empty).at().owner).not.toBeNull();
    expect(sealed().see('closed', 'absent').send(empty).at()).toMatchObject({ owner: null, incidents: [] });
    expect(opened().send(empty).at().owner).not.toBeNull();
  });

  it('never gives a compartment a second owner', () => {
    const locker = sealed().send(list('sealed', 2), list('sealed', 2));
    expect(locker.at().owner?.parcelId).toBe(parcel.id);
    expect(locker.trail.filter((one) => one === '+compartment_taken')).toHaveLength(1);
    expect(locker.send(list('sealed', 1)).trail.at(-1)).toBe('-compartment_taken');
  });
});
