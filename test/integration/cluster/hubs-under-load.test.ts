import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unwrap } from '../../../contracts/result.ts';
import { DEPARTMENTS } from '../../../scripts/load/cast.ts';
import type { RigHub } from '../../rig/hub.ts';
import { missingPostgresPrograms, missingRedis } from '../../rig/services.ts';
import { type Hubs, openHubs } from './hubs.ts';
import type { RoamingBooth, RoamingDesk } from './players.ts';

const missing = [await missingPostgresPrograms(), await missingRedis()].filter((one) => one !== undefined).join(', ');
const TIMEOUT_MS = 180_000;
const PAIRS = 12;
const FACTS_EACH = 30;
/** Desks and booths are back within this after the hub they were connected to has died. */
const BACK_MS = 5_000;

interface Talk {
  readonly booth: RoamingBooth;
  readonly visitId: string;
  readonly callId: string;
}

describe.skipIf(missing !== '')(`hubs under load${missing ? ` (pending: ${missing})` : ''}`, () => {
  let hubs: Hubs;
  let first: RigHub;
  let second: RigHub;
  const booths: RoamingBooth[] = [];
  const desks: RoamingDesk[] = [];

  beforeAll(async () => {
    hubs = await openHubs({ booths: PAIRS, agents: PAIRS });
    first = await hubs.start();
    second = await hubs.start();
    for (let index = 0; index < PAIRS; index++) {
      // Half of them at each hub, so that most calls reach over both.
      const order = index % 2 === 0 ? [first, second] : [second, first];
      booths.push(await hubs.booth(order));
      const desk = await hubs.castDesk([...order].reverse());
      desk.socket.on('offer.new', ({ offerId }: { offerId: string }) => void desk.ask('offer.accept', { offerId }));
      unwrap(await desk.ask('presence.set', { presence: 'available' }));
      desks.push(desk);
    }
  }, TIMEOUT_MS);
  afterAll(() => hubs.close());

  async function talk(booth: RoamingBooth, index: number): Promise<Talk> {
    const visitId = await booth.begin();
    const departmentId = DEPARTMENTS[index % DEPARTMENTS.length];
    const { callId } = unwrap(await booth.ask('call.request', { visitId, departmentId }));
    await booth.next('call.parties', ({ parties }) => (parties as unknown[]).length === 2);
    return { booth, visitId, callId };
  }

  it(
    'lose no call, and lose or double no fact, when one is killed while everybody talks',
    async () => {
      const talks = await Promise.all(booths.map(talk));
      const told = talks.flatMap(({ booth, visitId }) =>
        Array.from({ length: FACTS_EACH }, (_, turn) =>
          booth.tell(visitId, { type: turn % 2 === 0 ? 'door.opened' : 'door.closed' }),
        ),
      );
      await Promise.all(told.slice(0, PAIRS));
      const lost = [...booths, ...desks].filter((_, index) => (index % PAIRS) % 2 === (index < PAIRS ? 0 : 1));
      await hubs.kill(first);
      await Promise.all(lost.map((player) => player.until(() => player.welcomes > 1)));
      for (const player of lost) expect(player.awayMs).toBeLessThan(BACK_MS);
      await Promise.all(told);
      await hubs.untilHealth(second, ({ status, cluster }) => status === 'ok' && cluster.leads);

      const running = await hubs.rows<{ id: string }>('select id from calls where ended_at is null');
      expect(new Set(running.map(({ id }) => id))).toEqual(new Set(talks.map(({ callId }) => callId)));
      for (const { booth, visitId } of talks) {
        const rows = await hubs.facts(visitId);
        expect(rows.filter(({ seq }) => seq !== null).map(({ id }) => id)).toEqual(booth.told.map(({ id }) => id));
        expect(rows.map(({ order }) => order)).toEqual(rows.map((_, index) => index + 1));
      }
      console.log(
        `away at most ${Math.round(Math.max(...lost.map(({ awayMs }) => awayMs)))} ms, ${lost.length} players`,
      );

      for (const { booth, callId } of talks) unwrap(await booth.ask('call.hangup', { callId }));
      expect(await hubs.rows('select id from calls where ended_at is null')).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
