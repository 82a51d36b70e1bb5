import { describe, expect, it } from 'vitest';
import { PARTY_HELD_MS } from '../../contracts/domain/call.ts';
import { DEFAULT_SETTINGS } from '../routing/engine/types.ts';
import type { CentreEvent, Person } from './centre.ts';
import { Floor, type FloorRecords } from './floor.ts';
import type { Call } from './state.ts';
import type { Decision, DutyRow } from './steps.ts';

const CALL = '0199f000-0000-7000-8000-000000000001';
const VISIT = '0199f000-0000-7000-8000-000000000002';

const person: Person = {
  departmentId: 'market',
  profile: {
    id: 'a',
    homeRegionId: 'here',
    regionIds: ['here'],
    skills: [{ departmentId: 'market', level: 2 }],
    languages: ['zh-CN'],
    authorities: [],
    channels: ['booth'],
    capacity: 1,
  },
};

/** A floor that is played by the test, and what a database would have kept of it. */
class Played {
  floor: Floor;
  nowMs = 1_000_000;
  #boothLine = '';
  readonly calls = new Map<string, Call>();
  readonly duty = new Map<string, DutyRow>();
  readonly presence = new Map<string, string>();

  constructor() {
    this.floor = this.#open();
  }

  #open(): Floor {
    const settings = { ...DEFAULT_SETTINGS, regions: [{ id: 'here', districtId: 'district', partnerIds: [] }] };
    return new Floor({ settings, authorityOf: () => undefined, personOf: () => person });
  }

  do(event: CentreEvent): Decision {
    this.nowMs += 100;
    return this.#keep(this.floor.decide(event, this.nowMs));
  }

  /** Another process takes up what was kept. */
  takeOver(): void {
    const records: FloorRecords = { calls: [...this.calls.values()], duty: new Map(this.duty), owners: new Map() };
    this.floor = this.#open();
    this.nowMs += 100;
    this.#keep(this.floor.restore(records, this.nowMs));
  }

  #keep(decision: Decision): Decision {
    for (const change of decision.changes) {
      if (change.type === 'call') {
        if (change.call) this.calls.set(change.callId, change.call);
        else this.calls.delete(change.callId);
      } else if (change.type === 'presence') this.presence.set(change.agentId, change.presence.presence);
    }
    for (const step of decision.steps) if (step.type === 'presence') this.duty.set(step.agentId, step.duty);
    return decision;
  }

  come(): void {
    this.do({ type: 'agent.online', agentId: 'a', lineId: `line-${this.nowMs}`, person });
    this.#boothLine = `line-${this.nowMs}`;
    this.do({ type: 'booth.online', boothId: 'booth', lineId: this.#boothLine });
  }

  /** The booth's line breaks, for longer than its place is kept. */
  leave(): void {
    const line = this.#boothLine;
    this.do({ type: 'booth.offline', boothId: 'booth', lineId: line });
    this.nowMs += PARTY_HELD_MS;
    this.tick();
  }

  tick(): void {
    this.#keep(this.floor.decide({ type: 'tick' }, this.nowMs));
  }

  /** A call that the agent has taken. */
  talk(): void {
    this.come();
    this.do({ type: 'presence.set', agentId: 'a', presence: 'available' });
    this.do({
      type: 'call.request',
      callId: CALL,
      visitId: VISIT,
      boothId: 'booth',
      regionId: 'here',
      language: 'zh-CN',
      departmentId: 'market',
      priority: 'normal',
    });
    const offerId = this.calls.get(CALL)?.asks[0]?.ringing?.offerId ?? '';
    expect(this.do({ type: 'offer.accept', agentId: 'a', offerId }).refusal).toBeUndefined();
    expect(this.presence.get('a')).toBe('on-call');
  }
}

describe('a call that another process has taken up', () => {
  it.each([1, 2, 3])('ends in a wrap-up, after %i changes of the leader', (changes) => {
    const played = new Played();
    played.talk();
    for (let i = 0; i < changes; i++) {
      played.takeOver();
      played.come();
      expect(played.presence.get('a')).toBe('on-call');
    }
    played.do({ type: 'call.end', callId: CALL, reason: 'completed' });
    expect(played.presence.get('a')).toBe('wrap-up');
    expect(played.do({ type: 'wrapup.end', agentId: 'a' }).refusal).toBeUndefined();
    expect(played.presence.get('a')).toBe('available');
  });

  it('ends in a wrap-up also when the desk comes after the end', () => {
    const played = new Played();
    played.talk();
    played.takeOver();
    played.do({ type: 'booth.online', boothId: 'booth', lineId: 'line' });
    played.do({ type: 'call.end', callId: CALL, reason: 'hangup' });
    played.do({ type: 'agent.online', agentId: 'a', lineId: 'late', person });
    expect(['wrap-up', 'available']).toContain(played.presence.get('a'));
  });

  it('keeps the wrap-up over a change of the leader', () => {
    const played = new Played();
    played.talk();
    played.do({ type: 'call.end', callId: CALL, reason: 'completed' });
    played.takeOver();
    played.come();
    expect(played.presence.get('a')).toBe('wrap-up');
  });
});

describe('a call that was lost with its booth', () => {
  function again(played: Played): Call | undefined {
    const callId = '0199f000-0000-7000-8000-000000000003';
    const request = { callId, visitId: VISIT, boothId: 'booth', regionId: 'here', language: 'zh-CN' } as const;
    played.do({ type: 'call.request', ...request, departmentId: 'market', priority: 'second-call' });
    return played.calls.get(callId);
  }

  it('is offered to the same agent first when the booth is back, who need not have written up', () => {
    const played = new Played();
    played.talk();
    played.leave();
    expect(played.calls.size, 'given up').toBe(0);
    expect(played.presence.get('a')).toBe('wrap-up');
    played.do({ type: 'booth.online', boothId: 'booth', lineId: 'again' });
    expect(again(played)?.asks[0]?.ringing?.agentId).toBe('a');
  });

  it('is offered to them also when others wait', () => {
    const played = new Played();
    played.talk();
    played.leave();
    const other = '0199f000-0000-7000-8000-000000000004';
    const request = { callId: other, visitId: other, boothId: 'other', regionId: 'here', language: 'zh-CN' } as const;
    played.do({ type: 'call.request', ...request, departmentId: 'market', priority: 'normal' });
    expect(played.calls.get(other)?.asks[0]?.ringing).toBeNull();
    expect(again(played)?.asks[0]?.ringing?.agentId).toBe('a');
    expect(played.calls.get(other)?.asks[0]?.ringing).toBeNull();
  });

  it('leaves an agent their time to write up when the citizen hung up', () => {
    const played = new Played();
    played.talk();
    played.do({ type: 'call.end', callId: CALL, reason: 'hangup' });
    expect(again(played)?.asks[0]?.ringing).toBeNull();
    expect(played.presence.get('a')).toBe('wrap-up');
  });
});
