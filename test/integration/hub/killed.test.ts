import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { expect, it } from 'vitest';
import { unwrap } from '../../../contracts/result.ts';
import { castBooths } from '../../../scripts/load/cast.ts';
import { type RigHub, startRigHub } from '../../rig/hub.ts';
import { TestAgent, TestBooth } from './rig.ts';

/** Two starts of a real hub, on a machine that may have other work. */
const TIMEOUT_MS = 180_000;

async function connect(hub: RigHub, namespace: string, token: string): Promise<Socket> {
  const socket = io(`${hub.url}${namespace}`, {
    transports: ['websocket'],
    auth: { token },
    forceNew: true,
    reconnection: false,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

async function desk(hub: RigHub, username: string): Promise<TestAgent> {
  const { token, id } = await hub.login(username);
  return new TestAgent(await connect(hub, '/agent', token), id, token);
}

type News = {
  callId: string;
  parties: { partyId: string; owner: boolean; awaySince?: string }[];
  asks: { askId: string; purpose: string; since: string }[];
};

it(
  'goes on with the call that ran, the asks that waited and who was on duty, when its process is killed',
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'xiaowu-hub-killed-'));
    const [cast, waitingCast] = await castBooths(dataDir, 2);
    if (!cast || !waitingCast) throw new Error('no booths');
    let hub = await startRigHub(dataDir);
    const sockets: Socket[] = [];
    const booth = async ({ id, token }: typeof cast) => {
      const socket = await connect(hub, '/booth', await token());
      sockets.push(socket);
      return new TestBooth(socket, id);
    };
    const come = async (username: string) => {
      const agent = await desk(hub, username);
      sockets.push(agent.socket);
      return agent;
    };
    try {
      const before = await booth(cast);
      await before.hello();
      const tax = await come('demo-tax-1');
      unwrap(await tax.available());
      const rested = await come('demo-fund-1');
      unwrap(await rested.call('presence.set', { presence: 'break', reason: 'meal' }));
      const visit = await before.begin({ serviceId: 'tax-clearance' });
      const { callId } = unwrap(await before.call('call.request', { visitId: visit.id }));
      await tax.accept();
      await before.tell(visit.id, { type: 'citizen.inside' });
      // A colleague who is not there is asked for, and a second booth waits.
      unwrap(await tax.call('call.ask', { callId, purpose: 'add', departmentId: 'social-insurance' }));
      const asked = await before.next<News>('call.parties', (one) => one.asks[0]?.purpose === 'add');
      const waiting = await booth(waitingCast);
      await waiting.hello();
      const other = await waiting.begin();
      const second = unwrap(
        await waiting.call('call.request', { visitId: other.id, departmentId: 'social-insurance' }),
      );
      await waiting.next('call.waiting');

      await hub.process.stop('SIGKILL');
      hub = await startRigHub(dataDir);

      const back = await booth(cast);
      expect(await back.hello(visit.id)).toMatchObject({ visit: { id: visit.id, state: 'in-call' }, storedSeq: 1 });
      const again = await come('demo-tax-1');
      const hello = unwrap(await again.call('hello'));
      expect(hello).toMatchObject({ presence: 'on-call', call: { callId } });
      const together = await back.next<News>('call.parties', ({ parties }) => parties.every((one) => !one.awaySince));
      expect(together).toMatchObject({ callId, asks: [{ askId: asked.asks[0]?.askId, since: asked.asks[0]?.since }] });
      expect(together.parties.map(({ partyId, owner }) => [partyId, owner])).toEqual([
        [visit.id, false],
        [tax.id, true],
      ]);
      const stillWaiting = await booth(waitingCast);
      await stillWaiting.hello(other.id);
      await stillWaiting.next<News>('call.parties', (one) => one.callId === second.callId && one.asks.length === 1);

      // Who comes is asked for both, the longer wait first.
      const social = await come('demo-social-1');
      unwrap(await social.available());
      expect((await social.accept()).callId).toBe(callId);
      const fund = await come('demo-fund-1');
      expect(unwrap(await fund.call('hello')).presence).toBe('break');

      const { call } = unwrap(await again.call('hello'));
      const facts = call?.timeline.map(({ fact }) => fact) ?? [];
      expect(new Set(call?.timeline.map(({ id }) => id)).size).toBe(facts.length);
      expect(call?.timeline.map(({ order }) => order)).toEqual(facts.map((_, index) => index + 1));
      const count = (type: string, partyId: string) =>
        facts.filter((fact) => fact.type === type && 'partyId' in fact && fact.partyId === partyId).length;
      for (const partyId of [visit.id, tax.id]) {
        expect([count('call.away', partyId), count('call.back', partyId)], partyId).toEqual([1, 1]);
      }
      expect(count('call.joined', tax.id)).toBe(1);
      expect(facts.filter(({ type }) => type === 'citizen.inside')).toHaveLength(1);
      unwrap(await back.call('call.hangup', { callId }));
      expect(await again.next('call.ended')).toEqual({ callId, reason: 'hangup' });
    } finally {
      for (const socket of sockets) socket.disconnect();
      await hub.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  },
  TIMEOUT_MS,
);
