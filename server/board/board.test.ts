import { describe, expect, it } from 'vitest';
import { ANY_DEPARTMENT, agentCalls } from '../../contracts/hub/agent.ts';
import { boardOf } from './board.ts';
import { aCall, anAsk, aParty, aPerson, aReading, NOW_MS } from './testing.ts';
import { CITIZEN_HELD_SECONDS, LONG_WAIT_SECONDS } from './thresholds.ts';

const rowOf = (reading: Parameters<typeof boardOf>[0], departmentId: string) =>
  boardOf(reading).departments.find((one) => one.departmentId === departmentId);
const alertsOf = (reading: Parameters<typeof boardOf>[0]) =>
  boardOf(reading).alerts.map(({ code, subject }) => `${code} ${subject}`);

describe('boardOf', () => {
  it('fits its contract when there is nothing and when there is something', () => {
    const full = aReading({
      people: [aPerson('tax', 'break', { reason: 'meal' }), aPerson('tax', 'offline')],
      calls: [aCall({ asks: [anAsk('tax', 3)] })],
      today: [{ departmentId: 'tax', answered: 1, abandoned: 1, serviceLevel: 0.5, judged: 2, meanWaitSeconds: 4.25 }],
    });
    for (const reading of [aReading(), full]) {
      expect(agentCalls['board.get'].output.safeParse(boardOf(reading)).error).toBeUndefined();
    }
  });

  it('shows every department of the catalogue, with its line and its people', () => {
    const reading = aReading({
      people: [
        aPerson('tax', 'available'),
        aPerson('tax', 'on-call'),
        aPerson('tax', 'break'),
        aPerson('tax', 'wrap-up'),
      ],
      calls: [
        aCall({ asks: [anAsk('tax', 12.9)] }),
        aCall({ asks: [anAsk('tax', 40, { purpose: 'add' }), anAsk('tax', 90, { purpose: 'consult' })] }),
      ],
      today: [{ departmentId: 'tax', answered: 5, abandoned: 2, serviceLevel: 0.8, judged: 6, meanWaitSeconds: 7 }],
    });
    expect(rowOf(reading, 'tax')).toEqual({
      departmentId: 'tax',
      waiting: 2,
      longestWaitSeconds: 40,
      onDuty: 3,
      available: 1,
      onCall: 1,
      answeredToday: 5,
      abandonedToday: 2,
      serviceLevelToday: 0.8,
      judgedToday: 6,
      meanWaitSecondsToday: 7,
    });
    expect(rowOf(reading, 'market')).toMatchObject({ waiting: 0, longestWaitSeconds: 0, serviceLevelToday: null });
  });

  it('gives those who named no department a line of their own, which everybody serves', () => {
    const reading = aReading({
      people: [aPerson('tax', 'available')],
      calls: [aCall({ asks: [anAsk(undefined, 5)] })],
    });
    expect(rowOf(reading, ANY_DEPARTMENT)).toMatchObject({ waiting: 1, onDuty: 1 });
    expect(boardOf(aReading()).departments).toHaveLength(2);
  });

  it('counts a person in each department that they serve', () => {
    const reading = aReading({ people: [aPerson('tax', 'available', { departmentIds: ['tax', 'market'] })] });
    expect(boardOf(reading).departments.map((one) => one.available)).toEqual([1, 1]);
  });

  it('says how a call stands for the citizen', () => {
    const states = [
      [aParty('citizen')],
      [aParty('citizen'), aParty('supervisor', 'gallery')],
      [aParty('citizen'), aParty('agent')],
      [aParty('citizen', 'hold'), aParty('agent')],
      [aParty('citizen'), aParty('agent', 'aside'), aParty('agent', 'aside')],
    ].map((parties) => boardOf(aReading({ calls: [aCall({ parties })] })).calls[0]?.state);
    expect(states).toEqual(['waiting', 'waiting', 'talking', 'held', 'held']);
  });

  it('puts a call under the department of who answers for it now', () => {
    const owner = aParty('agent', 'table', { departmentId: 'market', owner: true });
    const calls = [
      aCall({ departmentId: 'tax', parties: [aParty('citizen'), owner] }),
      aCall({ departmentId: 'tax' }),
      aCall(),
    ];
    expect(boardOf(aReading({ calls })).calls.map((one) => one.departmentId)).toEqual(['market', 'tax', undefined]);
  });
});

describe('alerts', () => {
  const tax = aPerson('tax', 'on-call');
  const waits = (seconds: number) => [aCall({ asks: [anAsk('tax', seconds)] })];

  it('tell of a wait only when it is longer than the limit, and of one line once', () => {
    expect(alertsOf(aReading({ people: [tax], calls: waits(LONG_WAIT_SECONDS) }))).toEqual([]);
    const both = [...waits(LONG_WAIT_SECONDS + 1), ...waits(LONG_WAIT_SECONDS + 30)];
    const { alerts } = boardOf(aReading({ people: [tax], calls: both }));
    expect(alerts).toEqual([
      {
        code: 'long-wait',
        subject: 'tax',
        since: new Date(NOW_MS - (LONG_WAIT_SECONDS + 30) * 1000).toISOString(),
      },
    ]);
  });

  it('tell at once when somebody waits and nobody can come, in place of the long wait that follows from it', () => {
    for (const presence of ['break', 'offline', 'not-responding'] as const) {
      const people = [aPerson('tax', presence), aPerson('market', 'available')];
      const alerts = alertsOf(aReading({ people, calls: waits(LONG_WAIT_SECONDS + 1) }));
      expect(alerts.filter((one) => !one.startsWith('not-responding'))).toEqual(['nobody-on-duty tax']);
    }
    expect(alertsOf(aReading({ people: [aPerson('tax', 'break')] }))).toEqual([]);
  });

  it('tell of a citizen who is kept waiting too long in the call', () => {
    const held = (seconds: number) =>
      aCall({ parties: [aParty('citizen', 'hold'), aParty('agent')], placedAtMs: NOW_MS - seconds * 1000 });
    const long = held(CITIZEN_HELD_SECONDS + 1);
    expect(alertsOf(aReading({ calls: [held(CITIZEN_HELD_SECONDS), long] }))).toEqual([`citizen-held ${long.callId}`]);
    const talking = { ...long, parties: [aParty('citizen'), aParty('agent')] };
    expect(alertsOf(aReading({ calls: [talking] }))).toEqual([]);
  });

  it('tell of people who do not answer and of what is overdue, the most urgent first', () => {
    const silent = aPerson('market', 'not-responding');
    const reading = aReading({
      people: [silent],
      calls: waits(5),
      followUps: [
        { number: 'F2', dueAtMs: NOW_MS - 1 },
        { number: 'F3', dueAtMs: NOW_MS },
      ],
    });
    expect(alertsOf(reading)).toEqual([
      'nobody-on-duty tax',
      `not-responding ${silent.agent.id}`,
      'follow-up-overdue F2',
    ]);
  });
});
