import { withSum8 } from '../framing/checksum.ts';
import type { FrameRule } from '../framing/frame-parser.ts';
import type { MessageValue } from '../framing/message.ts';
import {
  COMMANDS,
  REQUEST_BYTES,
  request,
  statusReply,
  statusReply60,
  unlockReply60,
} from '../locker/kerong-cu48/protocol.ts';
import { packBits } from './bits.ts';
import { type BoardKind, createEars, readdressed } from './locker-board.ts';

const STX = 0x02;
const STATUS_BYTES = 6;

const requestRule: FrameRule<MessageValue<typeof request>> = {
  maxBytes: REQUEST_BYTES,
  read(buffer) {
    if (buffer[0] !== STX) return { kind: 'skip', length: 1 };
    if (buffer.length < REQUEST_BYTES) return { kind: 'more' };
    const frame = request.decode(buffer.subarray(0, REQUEST_BYTES));
    return frame ? { kind: 'frame', frame, length: REQUEST_BYTES } : { kind: 'skip', length: 1 };
  },
};

/** A KERONG CU48 board with the commands of its document, or with those of newer firmware. */
export const cu48Board: BoardKind<'kerong-cu48'> = {
  readdress: (bytes) => readdressed(bytes, 1, (address) => (address + 1) % 10, withSum8),
  start(options, world) {
    const { cabinet, reply, complain } = world;
    const { address } = options;
    const commands = COMMANDS[options.commandSet];

    function answerStatus(): void {
      const setMeansOpen = options.hookBitSet === 'open';
      const doors = cabinet.readDoors().map((open) => open === setMeansOpen);
      const locks = packBits(doors, STATUS_BYTES);
      if (options.commandSet === 'v2') reply(statusReply.encode({ address, lock: 0, command: 0x65, locks }));
      else reply(statusReply60.encode({ address, lock: 0, command: 0x75, locks }));
    }

    return createEars(requestRule, world, (frame) => {
      if (frame.address !== address) return;
      if (frame.command === commands.getStatus) answerStatus();
      else if (frame.command === commands.unlock) {
        cabinet.pulse(frame.lock);
        if (options.commandSet === 'cu-60') reply(unlockReply60.encode({ address, lock: frame.lock, command: 0x75 }));
      } else complain(`command ${frame.command.toString(16)} is not of the set ${options.commandSet}`);
    });
  },
};
