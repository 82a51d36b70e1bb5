import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CompartmentSize, compartmentSize } from '../../contracts/device/device.ts';
import { caseState, parcelState, visitState } from '../../contracts/domain/visit.ts';
import { confirmFields } from './papers.ts';
import {
  chooseCompartment,
  mayBeTakenOut,
  mayMoveCase,
  mayMoveParcel,
  missingPrerequisites,
  needsPrerequisites,
  nextVisitState,
  UNKNOWN_LOCKER,
  type VisitStep,
} from './rules.ts';

const steps: VisitStep[] = ['entered', 'call-requested', 'call-joined', 'call-over', 'closing', 'ended'];

describe('the state of a visit', () => {
  it('stays ended, whatever comes', () => {
    fc.assert(fc.property(fc.constantFrom(...steps), (step) => nextVisitState('ended', step) === 'ended'));
  });

  it('comes from the states of the contract and ends by an end only', () => {
    fc.assert(
      fc.property(fc.constantFrom(...visitState.options), fc.constantFrom(...steps), (state, step) => {
        const next = nextVisitState(state, step);
        expect(visitState.options).toContain(next);
        if (state !== 'ended' && step !== 'ended') expect(next).not.toBe('ended');
      }),
    );
  });
});

describe('a case', () => {
  it('never leaves an end', () => {
    for (const end of ['completed', 'refused', 'withdrawn'] as const) {
      for (const state of caseState.options) expect(mayMoveCase(end, state)).toBe(false);
    }
  });

  it('needs the outcomes that it rests on, and only completed cases give one', () => {
    const service = { prerequisiteIds: ['tax-clearance', 'social-insurance-deregistration'] };
    expect(missingPrerequisites(service, [])).toEqual(service.prerequisiteIds);
    expect(missingPrerequisites(service, [{ serviceId: 'tax-clearance', state: 'accepted' }])).toHaveLength(2);
    expect(missingPrerequisites(service, [{ serviceId: 'tax-clearance', state: 'completed' }])).toEqual([
      'social-insurance-deregistration',
    ]);
    expect(caseState.options.filter(needsPrerequisites)).toEqual(['accepted', 'completed']);
  });
});

describe('a compartment', () => {
  const size = fc.constantFrom(...compartmentSize.options);
  const sensor = fc.record({
    door: fc.constantFrom('open' as const, 'closed' as const, 'unknown' as const),
    item: fc.constantFrom('present' as const, 'absent' as const, 'unknown' as const),
  });
  const locker = fc.array(fc.tuple(size, sensor), { minLength: 1, maxLength: 24 }).map((boxes) => ({
    sizes: boxes.map(([one]) => one),
    sensors: boxes.map(([, seen], index) => ({ compartment: index + 1, ...seen })),
  }));
  const rank = (one: CompartmentSize) => compartmentSize.options.indexOf(one);

  it('is the smallest that fits and that nobody owns, holds something in, or left open', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 24 })), locker, size, (owned, view, wish) => {
        const fitting = view.sizes.filter((one, index) => {
          const seen = view.sensors[index];
          const isFree = seen?.door !== 'open' && seen?.item !== 'present' && !owned.includes(index + 1);
          return isFree && rank(one) >= rank(wish);
        });
        const chosen = chooseCompartment(owned, view, wish);
        if (chosen === undefined) {
          expect(fitting).toEqual([]);
          return;
        }
        expect(owned).not.toContain(chosen);
        expect(view.sensors[chosen - 1]).not.toMatchObject({ door: 'open' });
        expect(view.sensors[chosen - 1]).not.toMatchObject({ item: 'present' });
        expect(rank(view.sizes[chosen - 1] ?? 'small')).toBe(Math.min(...fitting.map(rank)));
      }),
    );
  });

  it('of a board that has not reported is one of sixteen small ones', () => {
    expect(chooseCompartment([1, 2], UNKNOWN_LOCKER, 'small')).toBe(3);
    expect(chooseCompartment([], UNKNOWN_LOCKER, 'medium')).toBeUndefined();
    const all = Array.from({ length: 16 }, (_, index) => index + 1);
    expect(chooseCompartment(all, UNKNOWN_LOCKER, 'small')).toBeUndefined();
  });
});

describe('a parcel', () => {
  it('that has left the locker never comes back into it', () => {
    for (const from of parcelState.options) {
      for (const to of parcelState.options) {
        if (from === 'collected' || from === 'returned') expect(mayMoveParcel(from, to)).toBe(false);
        else expect(mayMoveParcel(from, to)).toBe(from !== to);
      }
    }
  });

  it('may be taken out only when something can be in there', () => {
    expect(parcelState.options.filter(mayBeTakenOut)).toEqual(['item-seen', 'closed', 'sealed', 'incident']);
  });
});

describe('confirmed fields', () => {
  it('keep what the engine read and compute the check digit of what a person typed', () => {
    const read = [{ id: 'name', value: '演示', confidence: 0.7, rule: 'none' as const, confirmed: false }];
    expect(
      confirmFields(read, [
        { id: 'name', value: '演示' },
        { id: 'credit-code', value: '91350100M000100Y43' },
        { id: 'id-number', value: '11010519491231002Y' },
      ]),
    ).toEqual([
      { id: 'name', value: '演示', confidence: 0.7, rule: 'none', confirmed: true },
      { id: 'credit-code', value: '91350100M000100Y43', confidence: 1, rule: 'passed', confirmed: true },
      { id: 'id-number', value: '11010519491231002Y', confidence: 1, rule: 'failed', confirmed: true },
    ]);
  });
});
