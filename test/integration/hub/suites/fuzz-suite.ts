import fc from 'fast-check';
import type { Socket } from 'socket.io-client';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Calls } from '../../../../contracts/channel.ts';
import { resultSchema } from '../../../../contracts/errors.ts';
import { agentCalls } from '../../../../contracts/hub/agent.ts';
import { boothCalls } from '../../../../contracts/hub/booth.ts';
import { technicianHubCalls } from '../../../../contracts/hub/technician.ts';
import { technicianCalls } from '../../../../contracts/technician/calls.ts';
import { malformed } from '../malformed.ts';
import type { Rig } from '../rig.ts';

const MESSAGES_EACH = 3_600;
const AT_ONCE = 100;
const RELAYED = 1_000;
const TIMEOUT_MS = 180_000;
const SEED = 20_260_101;

const answer = resultSchema(z.unknown());

/** More than ten thousand messages that fit no contract: each is answered by a typed error, and the hub lives on. */
export function fuzzSuite(rig: () => Rig): void {
  const sockets: Record<string, { calls: Calls; open: () => Promise<Socket> }> = {
    booth: { calls: boothCalls, open: async () => (await rig().booth('fuzz-1')).socket },
    agent: { calls: agentCalls, open: async () => (await rig().agent('demo-social-1')).socket },
    technician: {
      calls: technicianHubCalls,
      open: async () => rig().socket('/technician', (await rig().login('demo-technician-1')).token),
    },
  };

  for (const [name, { calls, open }] of Object.entries(sockets)) {
    it(
      `answers ${MESSAGES_EACH} malformed messages of the ${name} namespace with typed errors`,
      async () => {
        const socket = await open();
        const codes = new Map<string, number>();
        for (let batch = 0; batch < MESSAGES_EACH / AT_ONCE; batch++) {
          // Made a batch at a time: making all at once would keep the process from answering pings.
          const messages = fc.sample(malformed(calls), { numRuns: AT_ONCE, seed: SEED + batch });
          const answers = await Promise.all(
            messages.map(({ event, args }) => socket.timeout(60_000).emitWithAck(event, ...args)),
          );
          for (const [index, given] of answers.entries()) {
            const result = answer.parse(given);
            const code = result.ok ? 'ok' : result.error.code;
            codes.set(code, (codes.get(code) ?? 0) + 1);
            const message = JSON.stringify(messages[index]).slice(0, 500);
            expect(['internal', 'invalid_output', 'ok'], message).not.toContain(code);
          }
        }
        expect(socket.connected).toBe(true);
        expect(codes.get('invalid_input')).toBeGreaterThan(MESSAGES_EACH / 2);
        expect(codes.get('unknown_channel')).toBeGreaterThan(0);
      },
      TIMEOUT_MS,
    );
  }

  it('passes nothing on to a booth that does not fit the calls of technicians', async () => {
    const booth = await rig().booth('fuzz-3');
    const technician = await rig().technician();
    for (let batch = 0; batch < RELAYED / AT_ONCE; batch++) {
      const messages = fc.sample(malformed(technicianCalls), { numRuns: AT_ONCE, seed: SEED + batch });
      for (const { event, args } of messages) {
        const given = { boothId: 'fuzz-3', name: event, input: args[0] };
        const result = answer.parse(await technician.ask('booth.call', given));
        expect(result, JSON.stringify(given).slice(0, 500)).toMatchObject({ error: { code: 'invalid_input' } });
      }
    }
    expect(booth.heard.filter(({ name }) => name === ('technician.call' as string))).toEqual([]);
  });

  it('survives bytes that are no packets at all', async () => {
    for (const bytes of [
      '4',
      '42',
      '42/booth',
      '42/booth,["',
      '450-["x"]',
      '9',
      '\u0000',
      '2["hello"]',
      '42/booth,[1]',
    ]) {
      const socket = (await rig().booth('fuzz-2')).socket;
      socket.io.engine.write(bytes);
      socket.disconnect();
    }
    const alive = await rig().booth('fuzz-2');
    expect((await alive.hello()).booth.id).toBe('fuzz-2');
  });
}
