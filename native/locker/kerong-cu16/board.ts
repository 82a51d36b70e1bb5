import type { ProfileOf } from '../../../contracts/device/profile.ts';
import { ok } from '../../../contracts/result.ts';
import { createCommandQueue } from '../../transport/command-queue.ts';
import { type BoardContext, COMMAND_GAP_MS, type LockerBoard, STATUS_ATTEMPTS, STATUS_TIMEOUT_MS } from '../board.ts';
import { compartmentsOf, inWords } from '../status.ts';
import { encodeGetStatus, encodeUnlock, STATUS, type StatusReply, statusReplyRule, targetOf } from './protocol.ts';

export function createKerongCu16(profile: ProfileOf<'kerong-cu16'>, context: BoardContext): LockerBoard {
  const { address } = profile;
  const queue = createCommandQueue<StatusReply>({
    ...context,
    deviceId: profile.id,
    line: { path: profile.line.port, baudRate: profile.line.baudRate },
    rule: statusReplyRule,
    gapMs: COMMAND_GAP_MS,
    inWords: (frame) =>
      frame.target === targetOf(address) ? inWords(read(frame)) : `status of board ${frame.target >> 4}`,
    onFrame: () => undefined,
  });

  const isOurs = (frame: StatusReply) =>
    frame.target === targetOf(address) && frame.command === STATUS ? frame : undefined;

  const read = (frame: StatusReply) =>
    compartmentsOf(profile.sizes.length, {
      bits: [frame.hooksLow, frame.hooksHigh],
      setMeans: profile.hookBitSet,
      items: profile.infrared ? [frame.itemsLow, frame.itemsHigh] : null,
    });

  return {
    model: 'KERONG CU16',
    itemSensor: profile.infrared,
    queue,
    async readStatus({ settleMs }) {
      const reply = await queue.run({
        name: 'get status',
        request: encodeGetStatus(address),
        reply: isOurs,
        timeoutMs: STATUS_TIMEOUT_MS,
        attempts: STATUS_ATTEMPTS,
        settleMs,
      });
      return reply.ok ? ok(read(reply.value)) : reply;
    },
    pulse: (compartment) =>
      queue.run<unknown>({
        name: `unlock ${compartment}`,
        request: encodeUnlock(address, compartment),
        reply: profile.unlockReply === 'status' ? isOurs : null,
        timeoutMs: STATUS_TIMEOUT_MS,
        attempts: 1,
      }),
  };
}
