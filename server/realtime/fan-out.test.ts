import { beforeEach, expect, it } from 'vitest';
import type { Agent, Presence } from '../../contracts/domain/people.ts';
import { VirtualClock } from '../../contracts/time.ts';
import type { CentreChange } from '../calls/centre.ts';
import { CallReplica } from '../calls/replica.ts';
import { FAN_OUT_MS, startFanOut } from './fan-out.ts';

type Parts = Parameters<typeof startFanOut>[0];
/** Somebody of the department that begins their id. */
const agentOf = (id: string) => ({ id, role: 'agent', departmentId: id.split('-')[0] }) as Agent;

/** Both departments have desks here. */
const toAll = (words: string) => ['tax', 'social'].map((id) => `departments to ${id}: ${words}`);

let clock: VirtualClock;
let sent: string[];
let change: (agentId: string, presence: Presence) => void;

beforeEach(() => {
  clock = new VirtualClock();
  sent = [];
  const replica = new CallReplica();
  const listeners: ((change: CentreChange) => void)[] = [];
  const toOwnDesks = (name: string, payload: unknown, to = 'all') => {
    const { colleagues = [], departments = [] } = payload as {
      colleagues?: { agent: Agent; presence: Presence }[];
      departments?: { departmentId: string; onDuty: number; available: number }[];
    };
    const words = [
      ...colleagues.map(({ agent, presence }) => `${agent.id} ${presence}`),
      ...departments.map(({ departmentId, onDuty, available }) => `${departmentId} ${available}/${onDuty}`),
    ];
    sent.push(`${name} to ${to}: ${words.join(', ')}`);
  };
  const parts = {
    store: { clock },
    catalogue: { data: { departments: [] } },
    calls: Object.assign(replica, { onChange: (listener: (change: CentreChange) => void) => listeners.push(listener) }),
    directory: { agent: (id: string) => Promise.resolve(agentOf(id)) },
    outbox: { toOwnDesks, ownDepartments: () => ['tax', 'social'] },
    metrics: { waitingCalls: { set: () => undefined } },
    quietly: async (work: Promise<unknown>) => void (await work),
  } as unknown as Parts;
  startFanOut(parts);
  change = (agentId, presence) => {
    const one: CentreChange = { type: 'presence', agentId, presence: { presence, sinceMs: clock.nowMs() } };
    replica.apply(one);
    for (const listener of listeners) listener(one);
  };
});

it('tells desks of colleagues at once, and what follows within a second together', async () => {
  change('tax-a', 'available');
  await clock.advance(0);
  expect(sent.splice(0)).toEqual(['colleagues to tax: tax-a available', ...toAll('tax 1/1')]);
  change('tax-a', 'break');
  change('tax-b', 'available');
  change('tax-a', 'available');
  await clock.advance(FAN_OUT_MS - 1);
  expect(sent).toEqual([]);
  await clock.advance(1);
  expect(sent.splice(0)).toEqual(['colleagues to tax: tax-a available, tax-b available', ...toAll('tax 2/2')]);
  await clock.advance(FAN_OUT_MS);
  expect(sent).toEqual([]);
  expect(clock.pending).toBe(0);
});

it('tells people only to their department, and everybody how many there are', async () => {
  change('tax-a', 'on-call');
  change('social-a', 'available');
  change('social-b', 'break');
  await clock.advance(0);
  expect(sent.splice(0)).toEqual([
    'colleagues to tax: tax-a on-call',
    'colleagues to social: social-a available, social-b break',
    ...toAll('tax 0/1, social 1/1'),
  ]);
  change('social-a', 'offline');
  await clock.advance(FAN_OUT_MS);
  expect(sent).toEqual(['colleagues to social: social-a offline', ...toAll('social 0/0')]);
});

it('lets others have their turn between departments', async () => {
  change('tax-a', 'available');
  change('social-a', 'available');
  const turns: number[] = [];
  const look = () => {
    turns.push(sent.length);
    if (sent.length < 4) clock.after(0, look);
  };
  clock.after(0, look);
  await clock.advance(0);
  expect(turns).toEqual([1, 2, 3, 4]);
});
