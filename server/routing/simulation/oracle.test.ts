import { describe, expect, it } from 'vitest';
import { type AgentProfile, DEFAULT_SETTINGS, type Offer, type Work } from '../engine/types.ts';
import { Oracle } from './oracle.ts';

/** A judge that never finds anything proves nothing: each broken promise is shown to it once. */

const agent: AgentProfile = {
  id: 'a',
  homeRegionId: 'here',
  regionIds: ['here'],
  skills: [{ departmentId: 'tax', serviceId: 'vat', level: 1 }],
  languages: ['zh-CN'],
  authorities: ['licence'],
  channels: ['booth'],
  capacity: 1,
};
const work: Work = {
  id: 'w',
  visitId: 'v',
  departmentId: 'tax',
  serviceId: 'vat',
  regionId: 'here',
  language: 'zh-CN',
  authority: 'licence',
  channel: 'booth',
  level: 2,
  priority: 'normal',
};
const offer: Offer = { offerId: 'o', workId: 'w', agentId: 'a', expiresAtMs: 5_000 };
const why = {
  ring: 'own-town',
  owner: false,
  level: 1,
  wantedLevel: 1,
  freeForMs: 0,
  waitedMs: 0,
  priority: 'normal',
  callBack: false,
} as const;
const estimate = { place: 1, waitMs: 0, fromMs: 0, toMs: 0, onDuty: 1 };

function watching(change: Partial<Work> = {}): Oracle {
  const oracle = new Oracle({ ...DEFAULT_SETTINGS, regions: [{ id: 'here', districtId: 'd', partnerIds: [] }] });
  oracle.saw({ type: 'agent.signed-in', agent }, [], 0);
  oracle.saw({ type: 'agent.ready', agentId: 'a' }, [], 0);
  oracle.saw({ type: 'work.asked', work: { ...work, ...change } }, [], 0);
  return oracle;
}

function offered(oracle: Oracle, change: Partial<Offer> = {}, atMs = 0): Oracle {
  oracle.saw({ type: 'tick' }, [{ type: 'offer', offer: { ...offer, ...change }, why, estimate, atMs }], atMs);
  return oracle;
}

describe('the oracle', () => {
  it('is content with a good offer', () => {
    expect(offered(watching()).examples).toEqual([]);
  });

  it.each<Partial<Work>>([
    { departmentId: 'health' },
    { serviceId: 'invoice' },
    { level: 3 },
    { regionId: 'far' },
    { language: 'en' },
    { authority: 'judge' },
    { channel: 'phone' },
  ])('sees an offer outside %o', (change) => {
    expect(offered(watching(change)).violations.outside).toBe(1);
  });

  it('sees somebody idle while a work waits, from the ring of its waiting time on', () => {
    const same = watching({ level: 1 });
    same.saw({ type: 'tick' }, [], 1);
    expect(same.violations.idleWhileWaiting).toBe(1);
    const lower = watching();
    lower.saw({ type: 'tick' }, [], 12_000);
    expect(lower.violations.idleWhileWaiting).toBe(0);
    lower.saw({ type: 'tick' }, [], 12_001);
    expect(lower.violations.idleWhileWaiting).toBe(1);
  });

  it('sees a second offer, one to somebody away, and one that never ends', () => {
    const twice = offered(offered(watching()), { offerId: 'p' });
    expect(twice.violations).toMatchObject({ doubleOffers: 1 });
    const away = watching();
    away.saw({ type: 'agent.break', agentId: 'a', reason: 'rest' }, [], 0);
    expect(offered(away).violations.offeredAway).toBe(1);
    const late = offered(watching());
    late.saw({ type: 'tick' }, [], 5_001);
    expect(late.violations.lateOffers).toBe(0);
    late.saw({ type: 'tick' }, [], 5_002);
    expect(late.violations.lateOffers).toBe(1);
  });

  it('sees more works than places', () => {
    const oracle = watching();
    oracle.saw({ type: 'agent.counter', agentId: 'a', busy: true }, [], 0);
    expect(offered(oracle).violations.overCapacity).toBe(1);
  });
});
