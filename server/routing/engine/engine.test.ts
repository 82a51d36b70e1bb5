import { describe, expect, it } from 'vitest';
import { RoutingEngine } from './engine.ts';
import { type MeasuresSnapshot, measuresSnapshot } from './measures.ts';
import type { Work } from './types.ts';
import { type AgentProfile, DEFAULT_SETTINGS, type RoutingEffect, type RoutingEvent, type Settings } from './types.ts';

const NOON_MS = Date.UTC(2026, 0, 5, 4);
const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  regions: [
    { id: 'here', districtId: 'd1', partnerIds: ['far'] },
    { id: 'near', districtId: 'd1', partnerIds: [] },
    { id: 'far', districtId: 'd2', partnerIds: ['here'] },
  ],
  holdForNearer: 0,
};

type Of<T extends RoutingEffect['type']> = Extract<RoutingEffect, { type: T }>;

function workOf(id: string, change: Partial<Work> = {}): Work {
  const need = { departmentId: 'tax', regionId: 'here', language: 'zh-CN', channel: 'booth', level: 1 } as const;
  return { id, visitId: `visit of ${id}`, priority: 'normal', ...need, ...change };
}

function profileOf(id: string, change: Partial<AgentProfile> = {}): AgentProfile {
  return {
    id,
    homeRegionId: 'here',
    regionIds: ['here', 'near', 'far'],
    skills: [{ departmentId: 'tax', level: 2 }],
    languages: ['zh-CN'],
    authorities: [],
    channels: ['booth'],
    capacity: 1,
    ...change,
  };
}

class Bench {
  readonly effects: RoutingEffect[] = [];
  readonly engine: RoutingEngine;
  nowMs: number;

  constructor(settings: Partial<Settings> = {}, nowMs = NOON_MS, measured?: MeasuresSnapshot) {
    this.engine = new RoutingEngine({ ...SETTINGS, ...settings }, measured);
    this.nowMs = nowMs;
  }

  do(event: RoutingEvent): RoutingEffect[] {
    const effects = this.engine.handle(event, this.nowMs);
    this.effects.push(...effects);
    return effects;
  }

  after(ms: number): RoutingEffect[] {
    this.nowMs += ms;
    return this.do({ type: 'tick' });
  }

  free(id: string, change: Partial<AgentProfile> = {}): void {
    this.do({ type: 'agent.signed-in', agent: profileOf(id, change) });
    this.do({ type: 'agent.ready', agentId: id });
  }

  ask(id: string, change: Partial<Work> = {}): RoutingEffect[] {
    return this.do({ type: 'work.asked', work: workOf(id, change) });
  }

  all<T extends RoutingEffect['type']>(type: T): Of<T>[] {
    return this.effects.filter((one): one is Of<T> => one.type === type);
  }

  /** The offer that was made last. */
  get offer(): Of<'offer'> {
    const last = this.all('offer').at(-1);
    if (!last) throw new Error('no offer');
    return last;
  }

  accept(): void {
    this.do({ type: 'offer.accepted', offerId: this.offer.offer.offerId, agentId: this.offer.offer.agentId });
  }
}

describe('who is asked', () => {
  it('asks who has been free longest, and says why', () => {
    const bench = new Bench();
    bench.free('a');
    bench.after(1_000);
    bench.free('b');
    bench.after(1_000);
    bench.ask('w');
    expect(bench.offer.offer.agentId).toBe('a');
    expect(bench.offer.why).toMatchObject({
      ring: 'own-town',
      freeForMs: 2_000,
      owner: false,
      level: 2,
      wantedLevel: 1,
    });
  });

  it('never asks somebody without the licence, the language, the channel or the region', () => {
    const bench = new Bench();
    bench.free('a', { regionIds: ['near'] });
    bench.ask('region');
    bench.ask('licence', { authority: 'licence', regionId: 'near' });
    bench.ask('language', { language: 'en', regionId: 'near' });
    bench.ask('channel', { channel: 'phone', regionId: 'near' });
    bench.ask('skill', { departmentId: 'health', regionId: 'near' });
    bench.ask('level', { level: 4, regionId: 'near' });
    bench.after(3_600_000);
    expect(bench.all('offer')).toEqual([]);
    expect(bench.all('waiting').map((one) => one.why)).toEqual(new Array(6).fill('nobody-on-duty'));
  });

  it('opens the rings by waiting time: own town, district, partner region, less skill', () => {
    const bench = new Bench();
    bench.free('busy');
    bench.ask('other');
    bench.accept();
    bench.free('far', { homeRegionId: 'far' });
    bench.free('near', { homeRegionId: 'near' });
    expect(bench.ask('w').map((one) => one.type)).toEqual(['waiting']);
    expect(bench.all('waiting').at(-1)?.why).toBe('nearer-first');
    bench.after(3_999);
    expect(bench.all('offer')).toHaveLength(1);
    bench.after(1);
    expect(bench.offer).toMatchObject({ offer: { agentId: 'near' }, why: { ring: 'district', waitedMs: 4_000 } });
    bench.ask('second');
    bench.after(8_000);
    expect(bench.all('offer').filter((one) => one.why.ring === 'partner-region')).toHaveLength(1);
  });

  it('asks for less skill last', () => {
    const bench = new Bench();
    bench.free('good', { skills: [{ departmentId: 'tax', level: 3 }] });
    bench.ask('other');
    bench.accept();
    bench.free('newcomer', { skills: [{ departmentId: 'tax', level: 1 }] });
    bench.ask('w', { level: 2 });
    bench.after(11_999);
    expect(bench.all('offer')).toHaveLength(1);
    bench.after(1);
    expect(bench.offer).toMatchObject({ offer: { agentId: 'newcomer' }, why: { ring: 'lower-level' } });
  });

  it('does not wait for a ring in which nobody is on duty, or hardly anybody will be free', () => {
    const empty = new Bench();
    empty.free('far', { homeRegionId: 'far' });
    empty.ask('w');
    expect(empty.offer.offer.agentId).toBe('far');
    const thin = new Bench({ holdForNearer: 0.25 });
    thin.free('busy');
    thin.ask('other');
    thin.accept();
    thin.free('far', { homeRegionId: 'far' });
    thin.ask('w');
    expect(thin.offer.offer).toMatchObject({ agentId: 'far', workId: 'w' });
  });

  it('prefers through the visit whoever was asked first', () => {
    const bench = new Bench();
    bench.free('longest free', { homeRegionId: 'near' });
    bench.free('owner');
    bench.ask('first', { visitId: 'v' });
    expect(bench.offer.offer.agentId).toBe('owner');
    bench.accept();
    bench.free('third');
    bench.after(60_000);
    bench.do({ type: 'work.ended', workId: 'first' });
    bench.do({ type: 'wrap-up.ended', agentId: 'owner' });
    bench.ask('second', { visitId: 'v', priority: 'second-call' });
    expect(bench.offer).toMatchObject({ offer: { agentId: 'owner' }, why: { owner: true } });
  });

  it('lets urgent works ahead, but nobody starves', () => {
    const bench = new Bench();
    bench.ask('normal');
    bench.after(1_000);
    bench.ask('senior', { priority: 'senior' });
    bench.ask('help', { priority: 'help' });
    bench.after(4 * 60_000);
    bench.ask('later senior', { priority: 'senior' });
    for (const id of ['a', 'b', 'c', 'd']) bench.free(id);
    expect(bench.all('offer').map((one) => one.offer.workId)).toEqual(['help', 'senior', 'normal', 'later senior']);
  });

  it('counts a citizen at the counter as a place of capacity', () => {
    const bench = new Bench();
    bench.free('a', { capacity: 2 });
    bench.do({ type: 'agent.counter', agentId: 'a', busy: true });
    bench.ask('one');
    bench.accept();
    bench.ask('two');
    expect(bench.all('offer')).toHaveLength(1);
    bench.do({ type: 'agent.counter', agentId: 'a', busy: false });
    expect(bench.offer.offer.workId).toBe('two');
  });
});

describe('offers', () => {
  it('goes to the next after 5 s; two misses in a row are told', () => {
    const bench = new Bench();
    bench.free('a');
    bench.free('b');
    bench.ask('w');
    bench.after(5_000);
    expect(bench.all('offer.gone')[0]).toMatchObject({ reason: 'expired', atMs: NOON_MS + 5_000 });
    expect(bench.offer).toMatchObject({ atMs: NOON_MS + 5_000, offer: { agentId: 'b' } });
    bench.accept();
    bench.ask('x');
    bench.after(5_000);
    expect(bench.all('agent').at(-1)).toMatchObject({ agentId: 'a', state: 'not-responding', reason: 'missed-offers' });
    bench.after(60_000);
    expect(bench.all('offer')).toHaveLength(3);
    bench.do({ type: 'agent.ready', agentId: 'a' });
    expect(bench.offer.offer).toMatchObject({ agentId: 'a', workId: 'x' });
  });

  it('decides at the due time even when it is woken late', () => {
    const bench = new Bench();
    bench.free('a');
    bench.free('b');
    bench.ask('w');
    bench.after(60_000);
    expect(bench.all('offer').map((one) => one.atMs - NOON_MS)).toEqual([0, 5_000, 20_000, 25_000]);
  });

  it('ignores an answer that comes too late, or from somebody else', () => {
    const bench = new Bench();
    bench.free('a');
    bench.ask('w');
    const { offerId } = bench.offer.offer;
    expect(bench.do({ type: 'offer.accepted', offerId, agentId: 'b' })).toMatchObject([{ type: 'ignored' }]);
    bench.after(5_000);
    expect(bench.do({ type: 'offer.accepted', offerId, agentId: 'a' })).toMatchObject([{ type: 'ignored' }]);
    expect(bench.all('assigned')).toEqual([]);
  });
});

describe('what the citizen is told', () => {
  /** A department of two whose last ten calls took 4 minutes each. */
  function measured(nowMs = NOON_MS): Bench {
    const bench = new Bench({ wrapUpMs: 0 }, nowMs);
    bench.free('a');
    for (let i = 0; i < 10; i++) {
      bench.ask(`old ${i}`);
      bench.accept();
      bench.after(240_000);
      bench.do({ type: 'work.ended', workId: `old ${i}` });
    }
    return bench;
  }

  it('estimates from measured calls and from how long they have lasted', () => {
    const bench = measured();
    bench.ask('running');
    bench.accept();
    bench.after(180_000);
    bench.ask('w');
    const { estimate, why } = bench.all('waiting').at(-1) as Of<'waiting'>;
    expect(why).toBe('all-busy');
    expect(estimate).toMatchObject({ place: 1, onDuty: 1 });
    expect(estimate.waitMs).toBeGreaterThan(20_000);
    expect(estimate.waitMs).toBeLessThan(70_000);
    bench.ask('next');
    const next = bench.all('waiting').at(-1)?.estimate;
    expect(next?.place).toBe(2);
    expect(next?.waitMs).toBeGreaterThan(180_000);
  });

  it('comes to an end when all calls measured were over at once', () => {
    const snapshot = measuresSnapshot.parse({ version: 1, servicesMs: { tax: new Array(20).fill(0) }, answersMs: [] });
    const bench = new Bench({}, NOON_MS, snapshot);
    bench.free('a', { skills: ['tax', 'health'].map((departmentId) => ({ departmentId, level: 2 })) });
    // The one who is waited for is bound by a call of another department, of which nothing was measured.
    bench.ask('running', { departmentId: 'health' });
    bench.accept();
    bench.ask('w');
    bench.ask('next');
    const { estimate } = bench.all('waiting').at(-1) as Of<'waiting'>;
    expect(estimate.place).toBe(2);
    expect(estimate.waitMs).toBeGreaterThan(0);
  });

  it('puts the estimate right with a reason', () => {
    const bench = measured();
    bench.ask('running');
    bench.accept();
    bench.ask('w');
    bench.free('b', { homeRegionId: 'far' });
    bench.do({ type: 'agent.break', agentId: 'b', reason: 'lunch' });
    bench.ask('help', { priority: 'help' });
    bench.ask('help 2', { priority: 'help' });
    bench.after(30_000);
    expect(bench.all('revised').map((one) => one.because)).toContain('urgent-ahead');
    bench.do({ type: 'agent.signed-out', agentId: 'a' });
    bench.after(120_000);
    expect(bench.all('revised').at(-1)).toMatchObject({ because: 'fewer-agents', estimate: { waitMs: null } });
  });

  it('offers other ways when the estimate passes 5 minutes, and a message at night', () => {
    const day = measured();
    day.ask('running');
    day.accept();
    day.ask('w');
    expect(day.all('alternatives')).toEqual([]);
    day.ask('next');
    expect(day.all('alternatives')).toMatchObject([{ workId: 'next', choices: ['call-back', 'appointment'] }]);

    const night = new Bench({}, Date.UTC(2026, 0, 5, 15));
    night.ask('w');
    expect(night.all('alternatives')[0]?.choices).toEqual(['message', 'call-back', 'appointment']);
    night.do({ type: 'work.alternative', workId: 'w', choice: 'message' });
    // 23:00 in the booth; the morning begins at 8, and an answer is owed two hours later.
    expect(night.all('follow-up')).toMatchObject([{ departmentId: 'tax', dueMs: night.nowMs + 11 * 3_600_000 }]);
    night.free('a');
    expect(night.all('offer')).toEqual([]);
  });

  it('keeps the place of who is called back', () => {
    const bench = new Bench();
    bench.ask('first');
    bench.ask('second');
    bench.do({ type: 'work.alternative', workId: 'first', choice: 'call-back' });
    bench.after(60_000);
    bench.free('a');
    expect(bench.offer).toMatchObject({ offer: { workId: 'first' }, why: { callBack: true } });
  });

  it('has a line with an end, but never throws back who was in it', () => {
    const bench = new Bench({ maxWaitingDepartment: 1 });
    bench.free('a');
    bench.ask('offered');
    bench.ask('waits');
    expect(bench.ask('too many')).toMatchObject([{ type: 'refused', choices: ['appointment'] }]);
    bench.after(5_000);
    bench.after(5_000);
    bench.after(60_000);
    bench.free('b');
    bench.free('c');
    expect(new Set(bench.all('offer').map((one) => one.offer.workId))).toEqual(new Set(['offered', 'waits']));
  });
});

describe('works for certain people', () => {
  it('asks a colleague chosen by name and nobody else, whatever the town', () => {
    const bench = new Bench();
    bench.free('near me');
    bench.free('chosen', { homeRegionId: 'far' });
    bench.ask('w', { onlyAgentId: 'chosen' });
    expect(bench.offer.offer.agentId).toBe('chosen');
    bench.after(60_000);
    expect(new Set(bench.all('offer').map((one) => one.offer.agentId))).toEqual(new Set(['chosen']));
  });

  it('waits for the chosen one, who is busy, and asks before all others when they come free', () => {
    const bench = new Bench();
    bench.free('chosen');
    bench.ask('running');
    bench.accept();
    bench.ask('earlier');
    bench.after(1_000);
    bench.ask('named', { onlyAgentId: 'chosen' });
    expect(bench.all('waiting').at(-1)).toMatchObject({ why: 'all-busy', estimate: { place: 1, onDuty: 1 } });
    bench.do({ type: 'work.ended', workId: 'running' });
    bench.do({ type: 'wrap-up.ended', agentId: 'chosen' });
    expect(bench.offer.offer).toMatchObject({ workId: 'named', agentId: 'chosen' });
  });

  it('says that the chosen one is away, or lacks what the work needs', () => {
    const bench = new Bench();
    bench.free('other');
    bench.ask('w', { onlyAgentId: 'away' });
    expect(bench.all('waiting').at(-1)).toMatchObject({ why: 'nobody-on-duty', estimate: { waitMs: null } });
    bench.free('unlicensed');
    bench.ask('x', { onlyAgentId: 'unlicensed', authority: 'licence' });
    expect(bench.all('waiting').at(-1)?.why).toBe('not-qualified');
    bench.after(60_000);
    expect(bench.all('offer')).toEqual([]);
    bench.free('away');
    expect(bench.offer.offer).toMatchObject({ workId: 'w', agentId: 'away' });
  });

  it('is not refused by a full line, in which it does not stand', () => {
    const bench = new Bench({ maxWaitingDepartment: 1 });
    bench.ask('first');
    bench.ask('named', { onlyAgentId: 'a' });
    expect(bench.all('refused')).toEqual([]);
    expect(bench.ask('second')).toMatchObject([{ type: 'refused' }]);
  });

  it('never asks those who are in the call, nor counts on them', () => {
    const bench = new Bench();
    bench.free('in the call', { capacity: 2 });
    bench.ask('w', { notAgentIds: ['in the call'] });
    bench.after(60_000);
    expect(bench.all('offer')).toEqual([]);
    expect(bench.all('waiting')).toMatchObject([{ why: 'nobody-on-duty', estimate: { waitMs: null, onDuty: 0 } }]);
    bench.free('other');
    expect(bench.offer.offer.agentId).toBe('other');
  });
});

describe('after another process', () => {
  it('goes on waiting since the earlier time, and is never refused', () => {
    const bench = new Bench({ maxWaitingDepartment: 1, holdForNearer: 0 });
    bench.free('busy');
    bench.ask('running');
    bench.accept();
    bench.ask('later');
    bench.do({ type: 'work.asked', work: workOf('earlier'), askedAtMs: NOON_MS - 60_000 });
    expect(bench.all('refused')).toEqual([]);
    bench.free('far', { homeRegionId: 'far' });
    // Its partner region has been open for long; that of the later one has not.
    expect(bench.offer).toMatchObject({ offer: { workId: 'earlier' }, why: { waitedMs: 60_000 } });
  });

  it('leaves works in the hands of whoever has them, also of those who come back later', () => {
    const bench = new Bench();
    bench.do({ type: 'work.restored', work: workOf('w'), agentId: 'a', assignedAtMs: NOON_MS - 60_000 });
    expect(bench.all('assigned')).toEqual([]);
    expect(bench.engine.agentState('a')).toMatchObject({ state: 'on-call', workIds: ['w'] });
    bench.free('a');
    bench.ask('next', { visitId: 'visit of w' });
    expect(bench.all('offer')).toEqual([]);
    bench.do({ type: 'work.ended', workId: 'w' });
    bench.do({ type: 'wrap-up.ended', agentId: 'a' });
    expect(bench.all('finished')).toMatchObject([{ workId: 'w', agentId: 'a', lengthMs: 60_000 }]);
    expect(bench.offer).toMatchObject({ offer: { workId: 'next', agentId: 'a' }, why: { owner: true } });
  });

  it('knows who rests, who finishes notes and who missed an offer', () => {
    const bench = new Bench();
    const wrapUp = { workId: 'old', departmentId: 'tax', assignedAtMs: NOON_MS - 300_000, endsAtMs: NOON_MS + 20_000 };
    const profile = profileOf('a');
    bench.do({
      type: 'agent.signed-in',
      agent: profile,
      standing: { wish: 'available', misses: 1, wrapUps: [wrapUp] },
    });
    bench.do({ type: 'agent.signed-in', agent: { ...profile, id: 'b' }, standing: { wish: 'break', reason: 'lunch' } });
    expect(bench.engine.agentState('a')).toMatchObject({ state: 'wrap-up', misses: 1, wrapUps: [wrapUp] });
    expect(bench.engine.agentState('b')).toMatchObject({ state: 'break', reason: 'lunch' });
    bench.ask('w');
    bench.after(20_000);
    expect(bench.all('finished')).toMatchObject([{ workId: 'old', lengthMs: 320_000 }]);
    bench.after(5_000);
    expect(bench.all('agent').at(-1)).toMatchObject({ agentId: 'a', state: 'not-responding' });
  });

  it('estimates from what was measured before', () => {
    const measured = {
      version: 1,
      servicesMs: { tax: new Array<number>(20).fill(120_000) },
      answersMs: [2_000],
    } as const;
    const snapshot = measuresSnapshot.parse(JSON.parse(JSON.stringify(measured)));
    const bench = new Bench({}, NOON_MS, snapshot);
    expect(bench.engine.measured).toMatchObject(snapshot);
    expect(measuresSnapshot.parse(bench.engine.measured)).toEqual(bench.engine.measured);
    bench.free('a');
    bench.ask('running');
    bench.accept();
    expect(bench.engine.summary(NOON_MS).departments[0]).toMatchObject({ serviceMs: 120_000, measured: 20 });
    expect(() => measuresSnapshot.parse({ ...measured, version: 2 })).toThrow();
  });
});

describe('what can be asked', () => {
  it('says why a work waits and how long still, and nothing of one that does not', () => {
    const bench = new Bench();
    bench.free('a');
    bench.ask('running');
    expect(bench.engine.waitingOf('running', bench.nowMs)).toBeNull();
    bench.accept();
    bench.ask('w');
    expect(bench.engine.waitingOf('w', bench.nowMs)).toMatchObject({ why: 'all-busy', estimate: { place: 1 } });
    expect(bench.engine.waitingOf('nothing', bench.nowMs)).toBeNull();
  });

  it('sums up the departments for a board', () => {
    const bench = new Bench();
    bench.free('a');
    bench.free('b', { skills: [{ departmentId: 'health', level: 1 }] });
    bench.ask('running');
    bench.accept();
    bench.ask('w');
    bench.do({ type: 'agent.break', agentId: 'b', reason: 'rest' });
    const { waiting, agents, departments } = bench.engine.summary(bench.nowMs + 30_000);
    expect(waiting).toBe(1);
    expect(agents).toMatchObject({ 'on-call': 1, break: 1, available: 0 });
    expect(departments).toMatchObject([
      { departmentId: 'health', waiting: 0, longestWaitedMs: null, agents: { break: 1 }, measured: 0 },
      { departmentId: 'tax', waiting: 1, longestWaitedMs: 30_000, agents: { 'on-call': 1 }, serviceMs: 480_000 },
    ]);
  });
});
