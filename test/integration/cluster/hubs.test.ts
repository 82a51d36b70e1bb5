import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../../contracts/result.ts';
import type { RigHub } from '../../rig/hub.ts';
import { missingPostgresPrograms, missingRedis } from '../../rig/services.ts';
import { type Hubs, openHubs } from './hubs.ts';
import type { RoamingBooth, RoamingDesk } from './players.ts';

const missing = [await missingPostgresPrograms(), await missingRedis()].filter((one) => one !== undefined).join(', ');
const TIMEOUT_MS = 120_000;
/** Desks and booths are back within this after the hub they were connected to has died. */
const BACK_MS = 5_000;
/** Redis and PostgreSQL stand still for this long; the benchmark takes 30 s. */
const FROZEN_MS = 8_000;

describe.skipIf(missing !== '')(`several hubs${missing ? ` (pending: ${missing})` : ''}`, () => {
  let hubs: Hubs;
  let first: RigHub;
  let second: RigHub;
  let booth: RoamingBooth;
  let desk: RoamingDesk;

  beforeAll(async () => {
    hubs = await openHubs();
    first = await hubs.start();
    second = await hubs.start();
    booth = await hubs.booth([first, second]);
    desk = await hubs.desk('demo-tax-1', [second, first]);
    unwrap(await desk.ask('presence.set', { presence: 'available' }));
  }, TIMEOUT_MS);
  afterAll(() => hubs.close());

  /** The booth begins a visit and calls; the desk takes it. */
  async function talk(): Promise<{ visitId: string; callId: string }> {
    const visitId = await booth.begin();
    const { callId } = unwrap(await booth.ask('call.request', { visitId }));
    expect(await desk.accept()).toBe(callId);
    await booth.next('call.parties', ({ parties }) => (parties as unknown[]).length === 2);
    return { visitId, callId };
  }

  async function hangUp(visitId: string, callId: string): Promise<void> {
    unwrap(await booth.ask('call.hangup', { callId }));
    await desk.next('call.ended', (ended) => ended.callId === callId);
    unwrap(await desk.ask('wrapup.end', null));
    unwrap(await booth.ask('visit.end', { visitId, end: 'completed' }));
  }

  /** Every fact that the booth told stands there once, in its order, and the timeline has no gap. */
  async function expectWholeTimeline(visitId: string): Promise<void> {
    const rows = await hubs.facts(visitId);
    const told = booth.told.filter((fact) => fact.visitId === visitId);
    expect(rows.filter(({ seq }) => seq !== null).map(({ id }) => id)).toEqual(told.map(({ id }) => id));
    expect(rows.map(({ order }) => order)).toEqual(rows.map((_, index) => index + 1));
  }

  it(
    'find each other: a booth at one talks to a desk at the other',
    async () => {
      expect(await hubs.health(first)).toMatchObject({ status: 'ok', cluster: { leads: true, decides: true } });
      expect(await hubs.health(second)).toMatchObject({ status: 'ok', cluster: { leads: false, decides: true } });
      const { visitId, callId } = await talk();
      await booth.tell(visitId, { type: 'citizen.inside' });
      await desk.next('timeline.added', ({ fact }) => (fact as { type: string }).type === 'citizen.inside');
      const signal = { kind: 'candidate', candidate: null } as const;
      unwrap(await booth.ask('signal', { callId, toPartyId: String(await partyOf(desk)), signal } as never));
      await desk.next('signal');
      await hangUp(visitId, callId);
      await expectWholeTimeline(visitId);
    },
    TIMEOUT_MS,
  );

  it(
    'keep the call, and every fact once, when the leader is killed in the middle of it',
    async () => {
      const { visitId, callId } = await talk();
      for (let turn = 0; turn < 5; turn++) void booth.tell(visitId, { type: 'door.closed' });
      const welcomes = booth.welcomes;
      await hubs.kill(first);
      for (let turn = 0; turn < 5; turn++) void booth.tell(visitId, { type: 'citizen.inside' });
      await booth.until(() => booth.welcomes > welcomes);
      expect(booth.awayMs).toBeLessThan(BACK_MS);
      await booth.tell(visitId, { type: 'door.opened' });
      await hubs.untilHealth(second, ({ status, cluster }) => status === 'ok' && cluster.leads);
      await expectSameCall(callId);
      await hangUp(visitId, callId);
      await expectWholeTimeline(visitId);
    },
    TIMEOUT_MS,
  );

  it(
    'keep the call when the desk’s hub is killed, which only followed',
    async () => {
      const third = await hubs.start();
      const other = await hubs.desk('demo-tax-2', [third, second]);
      unwrap(await desk.ask('presence.set', { presence: 'break' }));
      unwrap(await other.ask('presence.set', { presence: 'available' }));
      const former = desk;
      desk = other;
      const { visitId, callId } = await talk();
      await hubs.kill(third);
      await other.until(() => other.welcomes > 1);
      expect(other.awayMs).toBeLessThan(BACK_MS);
      expect(other.callId).toBe(callId);
      await booth.tell(visitId, { type: 'door.closed' });
      await expectSameCall(callId);
      await hangUp(visitId, callId);
      await expectWholeTimeline(visitId);
      unwrap(await other.ask('presence.set', { presence: 'break' }));
      desk = former;
      unwrap(await desk.ask('presence.set', { presence: 'available' }));
    },
    TIMEOUT_MS,
  );

  it(
    'serve their own and say so while Redis stands still, and find each other again',
    async () => {
      first = await hubs.start();
      hubs.redis.freeze();
      const health = await hubs.untilHealth(second, ({ status }) => status === 'degraded');
      expect(health.cluster).toMatchObject({ leads: true, decides: true, redis: 'down' });
      expect(await hubs.untilHealth(first, ({ status }) => status === 'degraded')).toBeDefined();
      // Booth and desk are both at the second hub, which leads: a whole visit.
      const { visitId, callId } = await talk();
      await booth.tell(visitId, { type: 'door.closed' });
      await hangUp(visitId, callId);
      await new Promise((resolve) => setTimeout(resolve, FROZEN_MS));
      hubs.redis.thaw();
      await hubs.untilHealth(first, ({ status }) => status === 'ok');
      await hubs.untilHealth(second, ({ status }) => status === 'ok');
      await expectWholeTimeline(visitId);
      await expectTalkBetween();
    },
    TIMEOUT_MS,
  );

  it(
    'keep the call and the facts while PostgreSQL stands still, and while it is gone',
    async () => {
      const { visitId, callId } = await talk();
      hubs.postgres.freeze();
      await hubs.untilHealth(second, ({ status }) => status === 'down');
      const told = booth.tell(visitId, { type: 'door.closed' });
      await new Promise((resolve) => setTimeout(resolve, FROZEN_MS));
      hubs.postgres.thaw();
      await told;
      await hubs.untilHealth(second, ({ status }) => status === 'ok');
      await hubs.postgres.crash();
      await hubs.untilHealth(second, ({ status }) => status === 'down');
      const again = booth.tell(visitId, { type: 'citizen.inside' });
      await hubs.postgres.restart();
      await again;
      await hubs.untilHealth(second, ({ status }) => status === 'ok');
      await expectSameCall(callId);
      await hangUp(visitId, callId);
      await expectWholeTimeline(visitId);
    },
    TIMEOUT_MS,
  );

  it(
    'hand over at once when the leader is stopped on purpose',
    async () => {
      booth = await hubs.booth([second, first]);
      desk = await hubs.desk('demo-tax-1', [second, first]);
      // The time for notes of the call before, if there is one.
      await desk.ask('wrapup.end', null);
      unwrap(await desk.ask('presence.set', { presence: 'available' }));
      const { visitId, callId } = await talk();
      await second.process.stop('SIGTERM');
      expect(second.process.child.exitCode).toBe(0);
      await hubs.untilHealth(first, ({ status, cluster }) => status === 'ok' && cluster.leads);
      await Promise.all([booth, desk].map((player) => player.until(() => player.welcomes > 1)));
      expect(desk.callId).toBe(callId);
      await expectSameCall(callId);
      await hangUp(visitId, callId);
    },
    TIMEOUT_MS,
  );

  /** The call runs on, for both sides and in the rows: it was never ended. */
  async function expectSameCall(callId: string): Promise<void> {
    const [row] = await hubs.rows<{ ended: string | null }>('select ended_at as ended from calls where id = $1', [
      callId,
    ]);
    expect(row).toEqual({ ended: null });
    for (const { heard } of [booth, desk]) {
      expect(heard.filter(({ name, payload }) => name === 'call.ended' && payload.callId === callId)).toEqual([]);
    }
  }

  async function partyOf(one: RoamingDesk): Promise<unknown> {
    return unwrap(await one.ask('hello', undefined as never)).agent.id;
  }

  /** After Redis was away: a booth at the follower reaches the desk at the leader. */
  async function expectTalkBetween(): Promise<void> {
    const former = booth;
    booth = await hubs.booth([first, second]);
    const { visitId, callId } = await talk();
    await hangUp(visitId, callId);
    booth = former;
  }
});
