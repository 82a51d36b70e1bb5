import { describe, expect, it } from 'vitest';
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
    this.do({ type: 'booth.online', boothId: 'booth', lineId: `line-${this.nowMs}` });
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
