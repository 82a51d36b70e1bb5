import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Visit } from '../../../contracts/domain/visit.ts';
import type { Board, BoardHour, FollowUp } from '../../../contracts/hub/agent.ts';
import { unwrap } from '../../../contracts/result.ts';
import { BOARD_EVERY_MS } from '../../../server/board/board-watch.ts';
import { CITIZEN_HELD_SECONDS, LONG_WAIT_SECONDS } from '../../../server/board/thresholds.ts';
import { DEFAULT_SETTINGS } from '../../../server/routing/engine/types.ts';
import { localDay } from '../../../server/store/numbers.ts';
import { type Rig, startRig, type TestAgent, type TestBooth } from '../hub/rig.ts';

/** The real hub, people and booths over real sockets, a clock that the test moves: figures must be exact. */

let rig: Rig;
let boss: TestAgent;

beforeAll(async () => {
  rig = await startRig({ database: { kind: 'embedded', folder: 'memory' } });
  // From the start of an hour, so that a minute more or less does not fall into the next one.
  const hourMs = 3_600_000;
  await rig.clock.advance(hourMs - (rig.clock.nowMs() % hourMs));
});
afterAll(() => rig?.close());

const second = (count: number) => rig.clock.advance(count * 1000);
const look = async () => unwrap(await boss.call('board.get'));
const row = (board: Board, departmentId: string) =>
  board.departments.find((one) => one.departmentId === departmentId) ?? expect.fail(`no row of ${departmentId}`);
const alertsOf = (board: Board) => board.alerts.map(({ code, subject }) => `${code} ${subject}`);

/** Moves time on until the board that a supervisor was told last fits. */
async function told(test: (board: Board) => boolean): Promise<Board> {
  for (;;) {
    await rig.clock.advance(BOARD_EVERY_MS);
    // A way to the hub and back: the board that was being read meanwhile can be there.
    unwrap(await boss.call('hello'));
    const last = boss.heard.findLast(({ name }) => name === 'board.changed')?.payload as Board | undefined;
    if (last && test(last)) return last;
  }
}

async function ask(booth: TestBooth, serviceId = 'tax-clearance'): Promise<{ visit: Visit; callId: string }> {
  const visit = await booth.begin({ serviceId });
  const { callId } = unwrap(await booth.call('call.request', { visitId: visit.id }));
  return { visit, callId };
}

async function endVisit(booth: TestBooth, visitId: string): Promise<void> {
  await booth.tell(visitId, { type: 'visit.ended', end: 'completed' });
}

async function wrapUp(agent: TestAgent): Promise<void> {
  await agent.next<{ presence: string }>('presence.changed', ({ presence }) => presence === 'wrap-up');
  unwrap(await agent.call('wrapup.end'));
}

/** Goes off duty: who only disconnects is on duty again when they are back, and rung before they can listen. */
async function goHome(agent: TestAgent): Promise<void> {
  // Refused where there are no notes to finish; notes would keep the next one from being asked.
  await agent.call('wrapup.end');
  unwrap(await agent.call('presence.set', { presence: 'offline' }));
  agent.socket.disconnect();
}

describe('the board of a day', () => {
  it('is not for agents, and lists every department before anything happened', async () => {
    const agent = await rig.agent('demo-market-1');
    for (const refused of [
      await agent.call('board.get'),
      await agent.call('board.history', { day: '2026-01-01', days: 1 }),
    ]) {
      expect(refused).toMatchObject({ error: { code: 'forbidden' } });
    }
    agent.socket.disconnect();
    boss = await rig.agent('demo-supervisor-1');
    const board = await look();
    expect(board.departments).toHaveLength(10);
    expect(board).toMatchObject({ calls: [], alerts: [] });
    expect(row(board, 'tax')).toMatchObject({ waiting: 0, onDuty: 0, answeredToday: 0, serviceLevelToday: null });
  });

  it('gives exactly the figures of the calls that were played, and the same in history', async () => {
    const tax = await rig.agent('demo-tax-1');
    const [one, two, three] = [await rig.booth('board-1'), await rig.booth('board-2'), await rig.booth('board-3')];
    await tax.available();

    // Answered after 4 s, talked for 100 s.
    const first = await ask(one);
    await second(4);
    await tax.accept();
    // Waits 24 s until the first talk is over and the notes are done; talked for 60 s.
    await second(76);
    const late = await ask(two);
    // Gives up after 20 s; another one after 3 s, which the promise does not judge.
    const lost = await ask(three);
    await second(3);
    unwrap(await three.call('call.cancel', { callId: lost.callId }));
    await endVisit(three, lost.visit.id);
    const again = await ask(three);
    await second(20);
    unwrap(await three.call('call.cancel', { callId: again.callId }));
    await second(1);
    unwrap(await one.call('call.hangup', { callId: first.callId }));
    await wrapUp(tax);
    expect((await tax.accept()).visit.id).toBe(late.visit.id);
    await second(60);
    const during = await look();
    expect(during.calls).toMatchObject([{ callId: late.callId, state: 'talking', departmentId: 'tax' }]);
    expect(during.calls[0]?.parties.map((party) => party.kind)).toEqual(['citizen', 'agent']);
    unwrap(await two.call('call.hangup', { callId: late.callId }));
    await wrapUp(tax);

    const figures = { asked: 4, answered: 2, abandoned: 2, judged: 3, talked: 2 };
    const expected = { ...figures, meanWaitSeconds: 14, serviceLevel: 1 / 3, meanTalkSeconds: 80 };
    const board = await look();
    expect(row(board, 'tax')).toEqual({
      departmentId: 'tax',
      waiting: 0,
      longestWaitSeconds: 0,
      onDuty: 1,
      available: 1,
      onCall: 0,
      answeredToday: expected.answered,
      abandonedToday: expected.abandoned,
      serviceLevelToday: expected.serviceLevel,
      judgedToday: expected.judged,
      meanWaitSecondsToday: expected.meanWaitSeconds,
    });
    expect(board.departments.filter((other) => other.answeredToday + other.abandonedToday > 0)).toHaveLength(1);
    const day = localDay(rig.clock.nowMs());
    const { hours } = unwrap(await boss.call('board.history', { day, days: 1 }));
    const hour: BoardHour | undefined = hours[0];
    expect(hours).toHaveLength(1);
    expect(hour).toMatchObject({ departmentId: 'tax', ...expected });
    expect(Date.parse(hour?.hour ?? '') % 3_600_000).toBe(0);
    const { hours: before } = unwrap(await boss.call('board.history', { day: '2026-01-01', days: 31 }));
    expect(before).toEqual([]);

    for (const [booth, visit] of [
      [one, first.visit],
      [two, late.visit],
      [three, again.visit],
    ] as const) {
      await endVisit(booth, visit.id);
      booth.socket.disconnect();
    }
    await goHome(tax);
  });

  it('shows a break with its reason, and since when', async () => {
    const fund = await rig.agent('demo-fund-1');
    await look();
    unwrap(await fund.call('presence.set', { presence: 'available' }));
    const since = rig.clock.nowMs();
    unwrap(await fund.call('presence.set', { presence: 'break', reason: 'meal' }));
    const board = await told(({ agents }) => agents.some(({ presence }) => presence === 'break'));
    const person = board.agents.find(({ agent }) => agent.id === fund.id);
    expect(person).toMatchObject({ presence: 'break', reason: 'meal', since: new Date(since).toISOString() });
    expect(row(board, 'housing-fund')).toMatchObject({ onDuty: 0, available: 0 });
    await goHome(fund);
  });
});

describe('alerts', () => {
  it('come when nobody is there, become a long wait, and go when somebody answers', async () => {
    const booth = await rig.booth('board-4');
    await look();
    const { callId, visit } = await ask(booth);
    const alone = await told(({ alerts }) => alerts.length > 0);
    expect(alertsOf(alone)).toEqual(['nobody-on-duty tax']);
    expect(row(alone, 'tax')).toMatchObject({ waiting: 1, onDuty: 0 });

    // Somebody is there but busy with another citizen.
    const tax = await rig.agent('demo-tax-1');
    const other = await rig.booth('board-5');
    await tax.available();
    await tax.accept();
    const waiting = await ask(other);
    await second(LONG_WAIT_SECONDS);
    expect(alertsOf(await look())).toEqual([]);
    const long = await told(({ alerts }) => alerts.length > 0);
    expect(long.alerts).toMatchObject([{ code: 'long-wait', subject: 'tax' }]);
    unwrap(await booth.call('call.hangup', { callId }));
    await wrapUp(tax);
    await tax.accept();
    expect(alertsOf(await told(({ alerts }) => alerts.length === 0))).toEqual([]);
    unwrap(await other.call('call.hangup', { callId: waiting.callId }));
    await endVisit(booth, visit.id);
    await endVisit(other, waiting.visit.id);
    await goHome(tax);
    for (const { socket } of [booth, other]) socket.disconnect();
  });

  it('tell of a citizen who is held too long, from when they were put there', async () => {
    const booth = await rig.booth('board-6');
    const tax = await rig.agent('demo-tax-1');
    await tax.available();
    const { visit, callId } = await ask(booth);
    await tax.accept();
    await look();
    await second(30);
    const heldAtMs = rig.clock.nowMs();
    unwrap(await tax.call('call.place', { callId, partyId: visit.id, place: 'hold' }));
    await second(CITIZEN_HELD_SECONDS);
    const now = await look();
    expect(now.calls).toMatchObject([{ callId, state: 'held' }]);
    expect(now.alerts).toEqual([]);
    const { alerts } = await told((board) => board.alerts.length > 0);
    expect(alerts).toEqual([{ code: 'citizen-held', subject: callId, since: new Date(heldAtMs).toISOString() }]);
    unwrap(await tax.call('call.place', { callId, partyId: visit.id, place: 'table' }));
    expect(alertsOf(await told((board) => board.alerts.length === 0))).toEqual([]);
    unwrap(await booth.call('call.hangup', { callId }));
    await endVisit(booth, visit.id);
    await goHome(tax);
    booth.socket.disconnect();
  });

  it('tell of who does not answer, until they say that they are there', async () => {
    const booth = await rig.booth('board-7');
    const tax = await rig.agent('demo-tax-1');
    await tax.available();
    await look();
    const { visit, callId } = await ask(booth);
    for (let missed = 0; missed < DEFAULT_SETTINGS.maxMisses; missed++) {
      await tax.next('offer.new');
      await rig.clock.advance(DEFAULT_SETTINGS.offerMs);
      await tax.next('offer.gone');
      await rig.clock.advance(DEFAULT_SETTINGS.retryMs);
    }
    const { alerts } = await look();
    expect(alerts.map((one) => one.code)).toEqual(['nobody-on-duty', 'not-responding']);
    expect(alerts[1]?.subject).toBe(tax.id);
    unwrap(await booth.call('call.cancel', { callId }));
    await tax.available();
    expect(alertsOf(await told((board) => board.alerts.length === 0))).toEqual([]);
    await endVisit(booth, visit.id);
    await goHome(tax);
    booth.socket.disconnect();
  });
});

it('tells nothing to a supervisor who has gone', async () => {
  await look();
  boss.socket.disconnect();
  const back = await rig.agent('demo-supervisor-1');
  const tax = await rig.agent('demo-tax-1');
  await tax.available();
  for (let turn = 0; turn < 3; turn++) await rig.clock.advance(BOARD_EVERY_MS);
  unwrap(await back.call('board.get'));
  expect(back.heard.filter(({ name }) => name === 'board.changed')).toEqual([]);
  boss = back;
  await goHome(tax);
});

it('lets one person at a time do what a citizen is owed, and says when it is overdue', async () => {
  const booth = await rig.booth('board-8');
  const [one, two] = [await rig.agent('demo-tax-1'), await rig.agent('demo-tax-2')];
  const { callId, visit } = await ask(booth);
  const wish = { choice: 'call-back', callId, phone: '13800000000' } as const;
  const { followUp } = unwrap(await booth.call('call.instead', wish));
  const { id } = await one.next<FollowUp>('followup.changed', ({ state }) => state === 'open');
  expect(unwrap(await one.call('followup.take', { id }))).toMatchObject({ state: 'taken', agentId: one.id });
  await two.next<FollowUp>('followup.changed', ({ state }) => state === 'taken');
  expect(await two.call('followup.take', { id })).toMatchObject({ error: { code: 'wrong_state' } });
  expect(unwrap(await two.call('hello')).followUps).toMatchObject([{ id, state: 'taken', agentId: one.id }]);

  await endVisit(booth, visit.id);
  for (const { socket } of [one, two]) socket.disconnect();
  await rig.clock.advance(Date.parse(followUp?.dueAt ?? '') - rig.clock.nowMs());
  // Sessions have ended meanwhile.
  boss = await rig.agent('demo-supervisor-1');
  expect(alertsOf(await look())).toEqual([]);
  await rig.clock.advance(1);
  expect(alertsOf(await look())).toEqual([`follow-up-overdue ${followUp?.number}`]);
  const later = await rig.agent('demo-tax-1');
  unwrap(await later.call('followup.done', { id, outcome: 'reached' }));
  expect(alertsOf(await look())).toEqual([]);
  expect(unwrap(await later.call('hello')).followUps).toEqual([]);
  await goHome(later);
});

it('keeps what an agent noted with the visit, where the next colleague reads it', async () => {
  const booth = await rig.booth('board-9');
  const tax = await rig.agent('demo-tax-1');
  const market = await rig.agent('demo-market-1');
  await tax.available();
  await market.available();
  const { visit, callId } = await ask(booth);
  await tax.accept();
  const note = { visitId: visit.id, outcome: 'passed-on', note: '请市监看住所证明' } as const;
  expect(await market.call('wrapup.note', note)).toMatchObject({ error: { code: 'forbidden' } });
  unwrap(await tax.call('wrapup.note', note));
  const asked = { callId, purpose: 'add', departmentId: 'market-regulation' } as const;
  unwrap(await tax.call('call.ask', asked));
  const { timeline } = await market.accept();
  const { visitId: _visitId, ...said } = note;
  expect(timeline.map((entry) => entry.fact)).toContainEqual({ type: 'call.noted', agentId: tax.id, ...said });
});
