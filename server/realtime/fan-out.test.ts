import { expect, it } from 'vitest';
import { VirtualClock } from '../../contracts/time.ts';
import type { CentreChange } from '../calls/centre.ts';
import { CallReplica } from '../calls/replica.ts';
import { FAN_OUT_MS, startFanOut } from './fan-out.ts';

it('tells desks of colleagues at once, and what follows within a second together', async () => {
  const clock = new VirtualClock();
  const replica = new CallReplica();
  const listeners: ((change: CentreChange) => void)[] = [];
  const sent: string[][] = [];
  const parts = {
    store: { clock },
    catalogue: { data: { departments: [] } },
    calls: Object.assign(replica, { onChange: (listener: (change: CentreChange) => void) => listeners.push(listener) }),
    directory: { agent: (id: string) => Promise.resolve({ id }) },
    outbox: {
      toOwnDesks: (_name: string, { colleagues }: { colleagues: { agent: { id: string }; presence: string }[] }) =>
        sent.push(colleagues.map(({ agent, presence }) => `${agent.id} ${presence}`)),
    },
    metrics: { waitingCalls: { set: () => undefined } },
    quietly: async (work: Promise<unknown>) => void (await work),
  } as unknown as Parameters<typeof startFanOut>[0];
  startFanOut(parts);
  const change = (agentId: string, presence: 'available' | 'break') => {
    const one: CentreChange = { type: 'presence', agentId, presence: { presence, sinceMs: clock.nowMs() } };
    replica.apply(one);
    for (const listener of listeners) listener(one);
  };
  change('a', 'available');
  await clock.advance(0);
  expect(sent).toEqual([['a available']]);
  change('a', 'break');
  change('b', 'available');
  change('a', 'available');
  await clock.advance(FAN_OUT_MS - 1);
  expect(sent).toHaveLength(1);
  await clock.advance(1);
  expect(sent.slice(1)).toEqual([['a available', 'b available']]);
  await clock.advance(FAN_OUT_MS);
  expect(sent).toHaveLength(2);
  expect(clock.pending).toBe(0);
});
