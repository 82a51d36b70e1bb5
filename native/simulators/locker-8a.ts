import { withXor8 } from '../framing/checksum.ts';
import type { FrameRule } from '../framing/frame-parser.ts';
import {
  ASK,
  allReply3,
  allReply4,
  CONTACT_CLOSED,
  CONTACT_OPEN,
  DO,
  inLockOrder,
  lockReply,
  REQUEST_BYTES,
  request,
  STATUS,
  TIMED_UNLOCK_BYTES,
  timedUnlock,
  UNLOCK,
} from '../locker/locker-8a/protocol.ts';
import { packBits } from './bits.ts';
import { type BoardKind, createEars, readdressed } from './locker-board.ts';

interface Request {
  readonly head: number;
  readonly board: number;
  readonly lock: number;
  readonly what: number;
  readonly seconds: number | null;
}

const requestRule: FrameRule<Request> = {
  maxBytes: TIMED_UNLOCK_BYTES,
  read(buffer) {
    const [head] = buffer;
    if (head !== UNLOCK && head !== STATUS) return { kind: 'skip', length: 1 };
    if (buffer.length < REQUEST_BYTES) return { kind: 'more' };
    const frame = request.decode(buffer.subarray(0, REQUEST_BYTES));
    if (frame) return { kind: 'frame', frame: { ...frame, seconds: null }, length: REQUEST_BYTES };
    if (head !== UNLOCK) return { kind: 'skip', length: 1 };
    if (buffer.length < TIMED_UNLOCK_BYTES) return { kind: 'more' };
    const timed = timedUnlock.decode(buffer.subarray(0, TIMED_UNLOCK_BYTES));
    if (!timed) return { kind: 'skip', length: 1 };
    return { kind: 'frame', frame: { ...timed, head: UNLOCK, what: DO }, length: TIMED_UNLOCK_BYTES };
  },
};

/** A board that speaks 8A/80 frames. What is wrong meets silence. */
export const board8a: BoardKind<'locker-8a'> = {
  readdress: (bytes) => readdressed(bytes, 1, (board) => (board % 32) + 1, withXor8),
  start(options, world) {
    const { cabinet, reply, complain } = world;
    const { board } = options;
    const closedMeansOpen = options.contactClosedWhen === 'open';
    const contacts = () => cabinet.readDoors().map((open) => open === closedMeansOpen);

    function answerOne(head: typeof UNLOCK | typeof STATUS, lock: number): void {
      const contact = contacts()[lock - 1] ? CONTACT_CLOSED : CONTACT_OPEN;
      reply(lockReply.encode({ head, board, lock, contact }));
    }

    function answerAll(): void {
      const count = options.statusBytes ?? 3;
      const bytes = inLockOrder(packBits(contacts(), count), options.locks1To8);
      reply((count === 3 ? allReply3 : allReply4).encode({ board, bytes }));
    }

    return createEars(requestRule, world, (frame) => {
      if (frame.board !== board) return;
      if (frame.lock > options.sizes.length) {
        complain(`lock ${frame.lock}, the board has ${options.sizes.length}`);
      } else if (frame.head === STATUS && frame.what === ASK) {
        if (frame.lock === 0) answerAll();
        else answerOne(STATUS, frame.lock);
      } else if (frame.head === UNLOCK && frame.what === DO && frame.lock > 0) {
        if (frame.seconds !== null && (frame.seconds < 1 || frame.seconds > 9)) {
          complain(`a pulse of ${frame.seconds} s`);
          return;
        }
        cabinet.pulse(frame.lock - 1);
        if (options.unlockReply === 'status') answerOne(UNLOCK, frame.lock);
      } else complain(`a request for ${frame.what.toString(16)} of lock ${frame.lock}`);
    });
  },
};
