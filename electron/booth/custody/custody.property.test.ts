import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VisitFact } from '../../../contracts/domain/timeline.ts';
import { fail } from '../../../contracts/errors.ts';
import { err, ok } from '../../../contracts/result.ts';
import { reduceCustody } from './custody.ts';
import type { CustodyEffect, CustodyEvent, ParcelInLocker } from './messages.ts';
import { type CustodyState, compartmentOf, compartmentOfParcel, EMPTY_CUSTODY, emptyCompartment } from './state.ts';

const COMPARTMENTS = [1, 2, 3];
const uuid = (last: number) => `01890000-0000-7000-8000-${String(last).padStart(12, '0')}`;
const PARCELS = [1, 2, 3, 4].map((index) => ({
  id: uuid(index),
  number: `P20260131-000${index}`,
  visitId: uuid(900 + Math.ceil(index / 2)),
}));

/** What happens: people, machines and power, in any order. */
type Act =
  | {
      readonly kind: 'order';
      readonly type: 'reserve' | 'deposit' | 'collect' | 'return';
      readonly parcel: number;
      readonly at: number;
    }
  | { readonly kind: 'push' | 'shut' | 'put' | 'take'; readonly at: number }
  | { readonly kind: 'stick'; readonly at: number; readonly stuck: 'lock' | 'sensor' | 'none' }
  | { readonly kind: 'answers' | 'restart' | 'lost' | 'look' | 'list' }
  | { readonly kind: 'attended'; readonly on: boolean }
  | { readonly kind: 'over'; readonly parcel: number }
  | { readonly kind: 'declined'; readonly parcel: number }
  | { readonly kind: 'wait'; readonly ms: number };

const at = fc.constantFrom(...COMPARTMENTS);
const parcelIndex = fc.nat({ max: PARCELS.length - 1 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      type: fc.constantFrom(
        'reserve' as const,
        'deposit' as const,
        'deposit' as const,
        'collect' as const,
        'return' as const,
      ),
      parcel: parcelIndex,
      at,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('push' as const, 'shut' as const, 'put' as const, 'take' as const),
      at,
    }),
  },
  fc.record({
    kind: fc.constant('stick' as const),
    at,
    stuck: fc.constantFrom('lock' as const, 'sensor' as const, 'none' as const, 'none' as const),
  }),
  { weight: 4, arbitrary: fc.constantFrom<Act>({ kind: 'answers' }, { kind: 'look' }) },
  { weight: 2, arbitrary: fc.constantFrom<Act>({ kind: 'restart' }, { kind: 'lost' }, { kind: 'list' }) },
  fc.boolean().map((on): Act => ({ kind: 'attended', on })),
  parcelIndex.map((parcel): Act => ({ kind: 'over', parcel })),
  parcelIndex.map((parcel): Act => ({ kind: 'declined', parcel })),
  fc.constantFrom(1_000, 20_000, 130_000).map((ms): Act => ({ kind: 'wait', ms })),
);

interface Box {
  open: boolean;
  /** Which parcel lies inside; `other` for a thing that is none. */
  inside: number | 'other' | null;
  stuck: 'lock' | 'sensor' | 'none';
  sensedOpen: boolean;
}

/** The locker as it is, the booth that has custody of it, and what it has told. */
class World {
  state: CustodyState = EMPTY_CUSTODY;
  nowMs = 1_000_000;
  readonly facts: VisitFact[] = [];
  readonly #boxes = new Map<number, Box>(
    COMPARTMENTS.map((one) => [one, { open: false, inside: null, stuck: 'none', sensedOpen: false }]),
  );
  readonly #infrared: boolean;
  #unanswered: { compartment: number; pulsedAtMs: number }[] = [];
  readonly #timers = new Map<number, number>();
  pulses = 0;
  /** Orders by people that may pulse. */
  allowed = 0;

  constructor(infrared: boolean) {
    this.#infrared = infrared;
  }

  box(compartment: number): Box {
    return this.#boxes.get(compartment) as Box;
  }

  do(one: Act): void {
    switch (one.kind) {
      case 'order': {
        const parcel: ParcelInLocker = { ...(PARCELS[one.parcel] as (typeof PARCELS)[number]), compartment: one.at };
        if (one.type !== 'reserve') this.allowed++;
        // The hub gives codes for parcels that it knows to lie there.
        if (one.type === 'collect' || one.type === 'return') {
          const lies = compartmentOf(this.state, one.at).owner?.parcelId === parcel.id;
          if (lies) this.send({ type: 'take-out', parcel, purpose: one.type });
        } else this.send({ type: one.type, parcel });
        return;
      }
      case 'push':
        this.#setOpen(one.at, true);
        return;
      case 'shut':
        this.#setOpen(one.at, false);
        return;
      case 'put':
        this.#put(one.at);
        return;
      case 'take':
        if (this.box(one.at).open) this.box(one.at).inside = null;
        this.look(one.at);
        return;
      case 'stick': {
        const box = this.box(one.at);
        box.stuck = one.stuck;
        if (one.stuck !== 'sensor') box.sensedOpen = box.open;
        this.look(one.at);
        return;
      }
      case 'answers':
        this.answer();
        return;
      case 'look':
        this.lookAll();
        return;
      case 'restart':
        this.#unanswered = [];
        this.#timers.clear();
        this.send({ type: 'started', saved: onDisk(this.state) });
        return;
      case 'lost':
        this.send({ type: 'lost' });
        return;
      case 'list':
        this.send({ type: 'listed', parcels: this.#listed() });
        return;
      case 'attended':
        this.send({ type: 'attended', attended: one.on });
        return;
      case 'over':
        this.send({ type: 'visit-over', visitId: PARCELS[one.parcel]?.visitId ?? '' });
        return;
      case 'declined':
        this.send({ type: 'declined', parcelId: PARCELS[one.parcel]?.id ?? '' });
        return;
      case 'wait':
        this.#wait(one.ms);
        return;
    }
  }

  send(event: CustodyEvent): void {
    const before = this.state;
    const [state, effects] = reduceCustody(before, event, { nowMs: this.nowMs });
    this.state = state;
    let recorded: string[] = [];
    for (const effect of effects) {
      if (effect.type === 'fact') {
        this.facts.push(effect.fact);
        if (effect.fact.type === 'parcel.moved') recorded = [...recorded, effect.fact.state];
      }
      if (effect.type === 'timer.set') this.#timers.set(effect.compartment, this.nowMs + effect.delayMs);
      if (effect.type === 'timer.cancel') this.#timers.delete(effect.compartment);
      if (effect.type === 'pulse') {
        expect(['deposit', 'take-out']).toContain(event.type);
        expect(recorded.at(-1)).toBe('pulse-sent');
        this.pulses++;
        this.#unanswered.push({ compartment: effect.compartment, pulsedAtMs: effect.pulsedAtMs });
        if (this.box(effect.compartment).stuck !== 'lock') this.#setOpen(effect.compartment, true, false);
      }
    }
    this.#checkStates(event, recorded);
    this.#checkOwners(before, event, effects);
    this.#checkInvariants();
  }

  answer(): void {
    const waiting = this.#unanswered;
    this.#unanswered = [];
    for (const { compartment, pulsedAtMs } of waiting) {
      const result = this.box(compartment).sensedOpen ? ok({}) : err(fail('not_opened'));
      this.send({ type: 'answered', compartment, pulsedAtMs, result });
    }
  }

  look(compartment: number): void {
    const { sensedOpen, inside } = this.box(compartment);
    const item = this.#infrared ? (inside === null ? 'absent' : 'present') : 'unknown';
    this.send({ type: 'seen', seen: { compartment, door: sensedOpen ? 'open' : 'closed', item } });
  }

  lookAll(): void {
    for (const one of COMPARTMENTS) this.look(one);
  }

  #setOpen(compartment: number, open: boolean, seen = true): void {
    const box = this.box(compartment);
    box.open = open;
    if (box.stuck !== 'sensor') box.sensedOpen = open;
    if (seen) this.look(compartment);
  }

  /** Whoever stands before an open compartment puts in what belongs there, and a stranger anything. */
  #put(compartment: number): void {
    const box = this.box(compartment);
    if (!box.open || box.inside !== null) return;
    const { owner } = compartmentOf(this.state, compartment);
    const index = PARCELS.findIndex(({ id }) => id === owner?.parcelId);
    box.inside = index === -1 ? 'other' : index;
    this.look(compartment);
  }

  #wait(ms: number): void {
    this.nowMs += ms;
    for (const [compartment, dueMs] of [...this.#timers]) {
      if (dueMs > this.nowMs) continue;
      this.#timers.delete(compartment);
      this.send({ type: 'timer', compartment });
    }
  }

  /** What the hub knows from the facts. */
  #listed() {
    const known = new Map<string, ParcelInLocker & { state: 'sealed' }>();
    for (const fact of this.facts) {
      if (fact.type !== 'parcel.moved') continue;
      const parcel = PARCELS.find(({ id }) => id === fact.parcelId) as (typeof PARCELS)[number];
      if (fact.state === 'collected' || fact.state === 'returned') known.delete(fact.parcelId);
      else known.set(fact.parcelId, { ...parcel, compartment: fact.compartment, state: 'sealed' });
    }
    return [...known.values()];
  }

  /** Every step but the citizen's word and the pulse is a sensor's. */
  #checkStates(event: CustodyEvent, recorded: readonly string[]): void {
    const byOrder = new Set(['agreed', 'pulse-sent']);
    for (const state of recorded.filter((one) => !byOrder.has(one))) {
      if (state === 'returned')
        expect(['seen', 'answered', 'visit-over', 'declined', 'listed', 'reserve', 'deposit']).toContain(event.type);
      else expect(['seen', 'answered', 'listed']).toContain(event.type);
    }
  }

  /** An owner leaves a compartment by a fact, or before anything was pulsed for it; nobody is pushed out. */
  #checkOwners(before: CustodyState, event: CustodyEvent, effects: readonly CustodyEffect[]): void {
    if (event.type === 'started') return;
    for (const { compartment, owner, step } of before.compartments) {
      const now = compartmentOf(this.state, compartment).owner;
      if (!owner || now?.parcelId === owner.parcelId) continue;
      expect(now).toBeNull();
      const left = effects.some(
        (effect) =>
          effect.type === 'fact' &&
          effect.fact.type === 'parcel.moved' &&
          effect.fact.parcelId === owner.parcelId &&
          (effect.fact.state === 'collected' || effect.fact.state === 'returned'),
      );
      const wasUntouched = step === 'requested' || step === 'agreed';
      const movedOn = compartmentOfParcel(this.state, owner.parcelId) !== undefined;
      expect(left || wasUntouched || movedOn, `${step} in ${compartment} by ${event.type}`).toBe(true);
    }
  }

  #checkInvariants(): void {
    const owners = this.state.compartments.flatMap(({ owner }) => (owner ? [owner.parcelId] : []));
    expect(new Set(owners).size).toBe(owners.length);
    for (const one of this.state.compartments) {
      expect(one.owner === null).toBe(one.step === null);
      if (one.move) expect(one.owner).not.toBeNull();
      expect(new Set(one.incidents).size).toBe(one.incidents.length);
    }
    const open = new Set<string>();
    for (const fact of this.facts) {
      if (fact.type === 'incident.raised') {
        const name = `${fact.subject} ${fact.code}`;
        expect(open).not.toContain(name);
        open.add(name);
      }
      if (fact.type === 'incident.cleared') expect(open.delete(`${fact.subject} ${fact.code}`)).toBe(true);
    }
    const told = this.state.compartments.flatMap((one) =>
      one.incidents.map((code) => `compartment ${one.compartment} ${code}`),
    );
    expect([...open].sort()).toEqual([...told].sort());
  }
}

/** As the store keeps it: sensors are not remembered. */
function onDisk(state: CustodyState): CustodyState {
  const kept = state.compartments.map(({ door: _d, item: _i, ...rest }) => ({
    ...emptyCompartment(rest.compartment),
    ...rest,
  }));
  return JSON.parse(JSON.stringify({ ...state, compartments: kept }));
}

const acts = fc.array(act, { maxLength: 60, size: 'max' });

test('one owner for each compartment, each incident once, no pulse without a person, in any order of events', () => {
  fc.assert(
    fc.property(fc.boolean(), acts, (infrared, list) => {
      const world = new World(infrared);
      for (const one of list) world.do(one);
      expect(world.pulses).toBeLessThanOrEqual(world.allowed);
    }),
    { numRuns: 1_500 },
  );
});

test('no parcel is lost: when all is quiet each is sealed, gone, free with nothing inside, or an incident', () => {
  fc.assert(
    fc.property(fc.boolean(), acts, (infrared, list) => {
      const world = new World(infrared);
      world.lookAll();
      for (const one of list) world.do(one);
      // People repair what is stuck, shut the doors and go.
      for (const at of COMPARTMENTS) world.do({ kind: 'stick', at, stuck: 'none' });
      world.answer();
      for (const at of COMPARTMENTS) world.do({ kind: 'shut', at });
      world.do({ kind: 'restart' });
      world.lookAll();
      world.do({ kind: 'over', parcel: 0 });
      world.do({ kind: 'over', parcel: 2 });
      for (const one of world.state.compartments) {
        expect(one.move === null || one.move.phase === 'failed').toBe(true);
        if (!one.owner) continue;
        const isQuiet = one.step === 'sealed' || one.incidents.length > 0;
        expect(isQuiet, JSON.stringify(one)).toBe(true);
      }
      if (!infrared) return;
      // What a parcel's owner put in is never called free or gone while it lies there.
      for (const at of COMPARTMENTS) {
        const { inside } = world.box(at);
        if (typeof inside !== 'number') continue;
        const { owner, incidents } = compartmentOf(world.state, at);
        const isKnown = owner?.parcelId === PARCELS[inside]?.id;
        const wasOpened = world.facts.some(
          (fact) => fact.type === 'parcel.moved' && fact.compartment === at && fact.state === 'open',
        );
        if (!isKnown && owner === null && wasOpened && incidents.length === 0) {
          // Only somebody who put it back by force, after it had left, can have brought this about.
          const left = world.state.gone.includes(PARCELS[inside]?.id ?? '');
          expect(left || world.facts.some((fact) => fact.type === 'incident.raised')).toBe(true);
        }
      }
    }),
    { numRuns: 1_500 },
  );
});

test('a parcel that is told sealed was seen shut, and is still what the booth answers for', () => {
  fc.assert(
    fc.property(acts, (list) => {
      const world = new World(true);
      for (const one of list) {
        const told = world.facts.length;
        world.do(one);
        for (const fact of world.facts.slice(told)) {
          if (fact.type !== 'parcel.moved' || fact.state !== 'sealed') continue;
          expect(world.box(fact.compartment).sensedOpen).toBe(false);
          expect(world.box(fact.compartment).inside).not.toBeNull();
        }
      }
    }),
    { numRuns: 1_000 },
  );
});
