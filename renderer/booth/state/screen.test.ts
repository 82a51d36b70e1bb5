import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waitChoice } from '../../../contracts/domain/call.ts';
import { type BoothState, boothState, boothStep } from '../../../contracts/ipc/booth-state.ts';
import { agents, idle, marketAgent, parcel, scenes, self, uuid } from '../testing/scenes.ts';
import { overlayOf, SCREENS, screenOf, unratedCases } from './screen.ts';

const call = fc.record({
  callId: fc.constant(uuid(10)),
  place: fc.constantFrom(null, 1, 7),
  estimatedWaitSeconds: fc.constantFrom(null, 0, 600),
  why: fc.constantFrom(null, 'all-busy' as const),
  revision: fc.constantFrom(null, 'slower' as const),
  choices: fc.subarray([...waitChoice.options]),
  ringing: fc.constantFrom(null, marketAgent),
  rev: fc.nat(),
  parties: fc.subarray([self, ...agents]),
  asks: fc.constant<NonNullable<BoothState['call']>['asks']>([]),
});
const anyState: fc.Arbitrary<BoothState> = fc.record({
  step: fc.constantFrom(...boothStep.options),
  language: fc.constantFrom('zh-CN' as const, 'en' as const),
  booth: fc.constantFrom(null, idle.booth),
  online: fc.boolean(),
  visit: fc.constantFrom(null, scenes.ready.visit, scenes.rating.visit),
  checkin: fc.constantFrom(null, idle.checkin),
  duty: fc.constantFrom(null, idle.duty),
  door: fc.constant(idle.door),
  call: fc.option(call, { nil: null }),
  instead: fc.constantFrom(null, scenes['agreed-call-back'].instead, scenes['instead-message'].instead),
  callEnd: fc.constantFrom(null, 'lost' as const, 'no-agent' as const),
  ask: fc.constantFrom(null, { kind: 'locker' as const, parcel, agent: marketAgent }),
  locker: fc.constantFrom(null, { parcel, phase: 'open' as const }),
  print: fc.constantFrom(null, { phase: 'printing' as const }),
  courier: fc.constant(null),
  lockerSizes: fc.constant([]),
  technician: fc.constant({ phase: 'inactive' as const }),
  withdrawn: fc.constant([]),
  timeoutAt: fc.constantFrom(null, '2026-01-31T01:30:00.000Z'),
  notice: fc.constant(null),
  setupRev: fc.nat(),
  wakes: fc.nat(),
});

describe('screen of a state', () => {
  it('is one of the screens for every state', () => {
    fc.assert(fc.property(anyState, (state) => SCREENS.includes(screenOf(state))));
  });

  it('depends on nothing but the state', () => {
    fc.assert(fc.property(anyState, (state) => screenOf(state) === screenOf(structuredClone(state))));
  });

  it('stays in a call whatever becomes of the others in it', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        if (state.step === 'in-call' && state.call) expect(screenOf(state)).toBe('in-call');
      }),
    );
  });

  it('never asks to rate what is not there', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        if (screenOf(state) === 'rating') expect(unratedCases(state).length).toBeGreaterThan(0);
      }),
    );
  });

  it('lets nobody begin while the hub is away', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        if (!state.online) expect(['welcome', 'consent']).not.toContain(screenOf(state));
      }),
    );
  });

  it('shows every screen in some state', () => {
    expect(new Set(Object.values(scenes).map(screenOf))).toEqual(new Set(SCREENS));
  });
});

describe('overlay', () => {
  it('puts the time that runs out before an ask, and an ask before the locker', () => {
    const all: BoothState = {
      ...scenes['in-call-ask'],
      ...{ locker: { parcel, phase: 'open' }, timeoutAt: scenes.timeout.timeoutAt },
    };
    expect(overlayOf(all)).toBe('timeout');
    expect(overlayOf({ ...all, timeoutAt: null })).toBe('ask');
    expect(overlayOf({ ...all, timeoutAt: null, ask: null })).toBe('locker');
    expect(overlayOf({ ...all, timeoutAt: null, ask: null, locker: null })).toBeNull();
  });
});

describe('demo scenes', () => {
  it.each(Object.entries(scenes))('%s is a state as main would push it', (_name, state) => {
    expect(boothState.safeParse(state).error).toBeUndefined();
  });
});
