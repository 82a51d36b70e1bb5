import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askPurpose, type CallAsk, carries, place } from '../../../contracts/domain/call.ts';
import type { Party } from '../../../contracts/domain/visit.ts';
import en from '../../../resources/locales/en/booth.json' with { type: 'json' };
import zh from '../../../resources/locales/zh-CN/booth.json' with { type: 'json' };
import type { Connection } from '../../call/types.ts';
import { agents, marketAgent, scenes, self } from '../testing/scenes.ts';
import { type CallView, callAsides, callNotice } from './call-notice.ts';

const AT = '2026-01-31T01:30:00.000Z';
const { call } = scenes['calling-ringing'];
const CONNECTIONS: readonly Connection[] = ['connecting', 'connected', 'interrupted', 'failed'];

const someone = (index: number): fc.Arbitrary<Party> =>
  fc
    .record({
      kind: fc.constantFrom('agent' as const, 'agent' as const, 'interpreter' as const, 'supervisor' as const),
      place: fc.constantFrom(...place.options),
      isAway: fc.boolean(),
    })
    .map(({ kind, place: where, isAway }) => ({
      partyId: agents[index]?.partyId ?? '',
      kind,
      displayName: `x${index}`,
      place: where,
      owner: index === 0,
      ...(isAway ? { awaySince: AT } : {}),
    }));
const ask: fc.Arbitrary<CallAsk> = fc.record({
  askId: fc.constant(marketAgent.id),
  purpose: fc.constantFrom(...askPurpose.options),
  departmentId: fc.constantFrom(undefined, 'tax'),
  ringingAgentId: fc.constantFrom(null, marketAgent.id),
  since: fc.constant(AT),
  place: fc.constantFrom(null, 2),
  estimatedWaitSeconds: fc.constantFrom(null, 90),
  why: fc.constant(null),
});
const anyView: fc.Arbitrary<CallView> = fc
  .record({
    online: fc.boolean(),
    selfPlace: fc.constantFrom('table' as const, 'table' as const, 'hold' as const),
    others: fc.tuple(someone(0), someone(1), someone(2)).chain((three) => fc.subarray(three)),
    asks: fc.array(ask, { maxLength: 2 }),
    ringing: fc.constantFrom(null, marketAgent),
    connections: fc.array(fc.constantFrom(undefined, ...CONNECTIONS), { minLength: 3, maxLength: 3 }),
  })
  .map(({ online, selfPlace, others, asks, ringing, connections }) => ({
    online,
    call: { ...call, parties: [{ ...self, place: selfPlace }, ...others], asks, ringing },
    lines: new Map(
      others.flatMap(({ partyId }, index) => {
        const connection = connections[index];
        return connection ? [[partyId, connection] as const] : [];
      }),
    ),
  }));

const viewOf = (parties: readonly Party[], change: Partial<CallView> = {}): CallView => ({
  online: true,
  call: { ...call, parties: [self, ...parties] },
  lines: new Map(parties.map(({ partyId }) => [partyId, 'connected'])),
  ...change,
});
const [market, tax] = agents as readonly [Party, Party, Party];

describe('notice of a call', () => {
  it('leaves nobody alone without a word', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        const { parties } = view.call;
        const hasLive = parties.some(
          ({ kind, place: where, awaySince, partyId }) =>
            kind === 'agent' && where === 'table' && !awaySince && view.lines.get(partyId) === 'connected',
        );
        const isHeld = parties.some((party) => party.kind === 'citizen' && party.place === 'hold');
        if (!hasLive || isHeld) expect(callNotice(view)).not.toBeNull();
        else expect(callNotice(view)).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });

  it('has words for all it says, in both languages', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        for (const { key } of [callNotice(view), ...callAsides(view)].filter((each) => each !== null)) {
          expect(zh.callNotice[key]).toBeTruthy();
          expect(en.callNotice[key]).toBeTruthy();
        }
      }),
    );
  });

  it('tells of everybody who listens', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        const me = { ...self, place: 'table' as const };
        const hearers = view.call.parties.filter(
          (party) => party.kind === 'supervisor' && carries(me, party, 'voice') && party.place !== 'aside',
        );
        const told = callAsides(view).flatMap(({ key, values }) =>
          key === 'listening' || key === 'supervisor' ? values.names : [],
        );
        expect([...told].sort()).toEqual(hearers.map(({ displayName }) => displayName).sort());
      }),
    );
  });

  it('says who asks something while the citizen waits on hold', () => {
    const view = viewOf([market]);
    const held = { ...view.call, parties: [{ ...self, place: 'hold' as const }, market] };
    expect(callNotice({ ...view, call: held })).toMatchObject({ key: 'hold', values: { names: [market.displayName] } });
  });

  it('says that agents talk aside', () => {
    const aside = [market, tax].map((party) => ({ ...party, place: 'aside' as const }));
    expect(callNotice(viewOf(aside))?.key).toBe('aside');
    expect(callNotice(viewOf([market, ...aside.slice(1)]))).toBeNull();
    expect(callAsides(viewOf([market, ...aside.slice(1)])).map(({ key }) => key)).toEqual(['someAside']);
  });

  it('counts how long the place of one who was lost is kept', () => {
    const lost = { ...market, awaySince: AT };
    const view = viewOf([lost], { lines: new Map([[lost.partyId, 'failed']]) });
    expect(callNotice(view)).toMatchObject({ key: 'lost', tone: 'warning', values: { awaySince: AT, keptMs: 90_000 } });
  });

  it('says that the next person is being found, with place and estimate', () => {
    const next: CallAsk = {
      askId: marketAgent.id,
      purpose: 'answer',
      departmentId: 'tax',
      ringingAgentId: null,
      since: AT,
      place: 2,
      estimatedWaitSeconds: 90,
      why: 'all-busy',
    };
    const view = viewOf([]);
    expect(callNotice({ ...view, call: { ...view.call, asks: [next] } })).toMatchObject({
      key: 'next',
      values: { departmentId: 'tax', place: 2, estimatedWaitSeconds: 90 },
    });
  });

  it('stays quiet while the hub is away and the voice still comes', () => {
    expect(callNotice(viewOf([market], { online: false }))).toBeNull();
    expect(callNotice(viewOf([market], { online: false, lines: new Map() }))?.key).toBe('offline');
  });
});
