import type { ProfileOf } from '../../../contracts/device/profile.ts';
import { ok } from '../../../contracts/result.ts';
import { createCommandQueue } from '../../transport/command-queue.ts';
import { type BoardContext, COMMAND_GAP_MS, type LockerBoard, STATUS_ATTEMPTS, STATUS_TIMEOUT_MS } from '../board.ts';
import { compartmentsOf, inWords } from '../status.ts';
import { COMMANDS, type Cu48Reply, cu48ReplyRule, request } from './protocol.ts';

export function createKerongCu48(profile: ProfileOf<'kerong-cu48'>, context: BoardContext): LockerBoard {
  const { address } = profile;
  const commands = COMMANDS[profile.commandSet];
  const read = (locks: Uint8Array) =>
    compartmentsOf(profile.sizes.length, { bits: locks, setMeans: profile.hookBitSet, items: null });

  const queue = createCommandQueue<Cu48Reply>({
    ...context,
    deviceId: profile.id,
    line: { path: profile.line.port, baudRate: profile.line.baudRate },
    rule: cu48ReplyRule,
    gapMs: COMMAND_GAP_MS,
    inWords(frame) {
      const whose = frame.address === address ? '' : ` of board ${frame.address}`;
      return frame.kind === 'status' ? `${inWords(read(frame.locks))}${whose}` : `unlocked ${frame.lock + 1}${whose}`;
    },
    onFrame: () => undefined,
  });

  return {
    model: 'KERONG CU48',
    itemSensor: false,
    queue,
    async readStatus({ settleMs }) {
      const reply = await queue.run({
        name: 'get status',
        request: request.encode({ address, lock: 0, command: commands.getStatus }),
        reply: (frame) => (frame.kind === 'status' && frame.address === address ? frame.locks : undefined),
        timeoutMs: STATUS_TIMEOUT_MS,
        attempts: STATUS_ATTEMPTS,
        settleMs,
      });
      return reply.ok ? ok(read(reply.value)) : reply;
    },
    pulse: (compartment) =>
      // The vendor's text knows no reply to an unlock; the newer set has one, which proves nothing and is not waited for.
      queue.run<unknown>({
        name: `unlock ${compartment}`,
        request: request.encode({ address, lock: compartment - 1, command: commands.unlock }),
        reply: null,
        timeoutMs: 0,
        attempts: 1,
      }),
  };
}
