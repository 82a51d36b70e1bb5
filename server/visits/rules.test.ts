import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseState, parcelState, visitState } from '../../contracts/domain/visit.ts';
import { confirmFields } from './papers.ts';
import {
  chooseCompartment,
  mayMoveCase,
  missingPrerequisites,
  needsPrerequisites,
  nextVisitState,
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
  const use = fc.record({
    compartment: fc.integer({ min: 1, max: 16 }),
    state: fc.constantFrom(...parcelState.options),
  });

  it('is never given to two parcels at once', () => {
    fc.assert(
      fc.property(fc.array(use, { maxLength: 30 }), (uses) => {
        const chosen = chooseCompartment(uses, []);
        if (chosen === undefined) expect(new Set(uses.map((one) => one.compartment)).size).toBe(16);
        else expect(uses.some((one) => one.compartment === chosen)).toBe(false);
      }),
    );
  });

  it('of a sealed parcel is free once the sensor says that it is empty behind a closed door', () => {
    const sealed = [{ compartment: 1, state: 'sealed' as const }];
    const sensor = (door: 'open' | 'closed' | 'unknown', item: 'present' | 'absent' | 'unknown') => [
      { compartment: 1, door, item },
    ];
    expect(chooseCompartment(sealed, sensor('closed', 'absent'))).toBe(1);
    for (const [door, item] of [
      ['open', 'absent'],
      ['closed', 'present'],
      ['closed', 'unknown'],
      ['unknown', 'absent'],
    ] as const) {
      expect(chooseCompartment(sealed, sensor(door, item))).toBeUndefined();
    }
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
