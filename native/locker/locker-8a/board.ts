import type { ProfileOf } from '../../../contracts/device/profile.ts';
import { ok } from '../../../contracts/result.ts';
import { createCommandQueue } from '../../transport/command-queue.ts';
import { type BoardContext, COMMAND_GAP_MS, type LockerBoard, STATUS_ATTEMPTS, STATUS_TIMEOUT_MS } from '../board.ts';
import { compartmentsOf, inWords } from '../status.ts';
import { ASK, DO, inLockOrder, type Reply8a, reply8aRule, request, STATUS, timedUnlock, UNLOCK } from './protocol.ts';

/** Ends a reply of unknown length; a USB adaptor delivers in batches up to 16 ms apart. */
const QUIET_MS = 25;
/** A board does not change the length of its replies: another length counts when it came so often in a row. */
const LENGTH_CHANGES_AFTER = 3;

export function createLocker8a(profile: ProfileOf<'locker-8a'>, context: BoardContext): LockerBoard {
  const { board } = profile;
  const length = createLengthMemory();
  const read = (bytes: Uint8Array) =>
    compartmentsOf(profile.sizes.length, {
      bits: inLockOrder(bytes, profile.locks1To8),
      setMeans: profile.contactClosedWhen === 'locked' ? 'closed' : 'open',
      items: null,
    });

  const queue = createCommandQueue<Reply8a>({
    ...context,
    deviceId: profile.id,
    line: { path: profile.line.port, baudRate: profile.line.baudRate },
    rule: reply8aRule(length.known),
    gapMs: COMMAND_GAP_MS,
    interByteMs: QUIET_MS,
    inWords(frame) {
      const whose = frame.board === board ? '' : ` of board ${frame.board}`;
      if (frame.kind === 'all') return `${inWords(read(frame.bytes))}${whose}`;
      return `lock ${frame.lock}: contact ${frame.contact === 0 ? 'open' : 'closed'}${whose}`;
    },
    onFrame: () => undefined,
  });

  return {
    model: 'lock board 8A/80',
    itemSensor: false,
    queue,
    async readStatus({ settleMs }) {
      const reply = await queue.run({
        name: 'get status',
        request: request.encode({ head: STATUS, board, lock: 0, what: ASK }),
        reply: (frame) =>
          frame.kind === 'all' && frame.board === board && length.accepts(frame.bytes.length) ? frame.bytes : undefined,
        timeoutMs: STATUS_TIMEOUT_MS,
        attempts: STATUS_ATTEMPTS,
        settleMs,
      });
      return reply.ok ? ok(read(reply.value)) : reply;
    },
    pulse: (compartment) =>
      queue.run<unknown>({
        name: `unlock ${compartment}`,
        request:
          profile.pulseSeconds > 0
            ? timedUnlock.encode({ board, lock: compartment, seconds: profile.pulseSeconds })
            : request.encode({ head: UNLOCK, board, lock: compartment, what: DO }),
        reply:
          profile.unlockReply === 'status'
            ? (frame) =>
                frame.kind === 'lock' && frame.head === UNLOCK && frame.board === board && frame.lock === compartment
                  ? frame
                  : undefined
            : null,
        timeoutMs: STATUS_TIMEOUT_MS,
        attempts: 1,
      }),
  };
}

/** How many status bytes this board sends: a stray byte inside a frame can make one of another length that also fits. */
function createLengthMemory() {
  let known: number | null = null;
  let others = 0;
  return {
    known: () => known,
    accepts(count: number): boolean {
      if (known === null || count === known || others >= LENGTH_CHANGES_AFTER - 1) {
        known = count;
        others = 0;
        return true;
      }
      others += 1;
      return false;
    },
  };
}
