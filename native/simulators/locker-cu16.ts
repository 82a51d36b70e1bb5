import { withSum8 } from '../framing/checksum.ts';
import type { FrameRule } from '../framing/frame-parser.ts';
import {
  GET_STATUS,
  REQUEST_BYTES,
  request,
  STATUS,
  statusReply,
  targetOf,
  UNLOCK,
} from '../locker/kerong-cu16/protocol.ts';
import { packBits } from './bits.ts';
import { type BoardKind, createEars, readdressed } from './locker-board.ts';

const STX = 0x02;

const requestRule: FrameRule<{ target: number; command: number }> = {
  maxBytes: REQUEST_BYTES,
  read(buffer) {
    if (buffer[0] !== STX) return { kind: 'skip', length: 1 };
    if (buffer.length < REQUEST_BYTES) return { kind: 'more' };
    const frame = request.decode(buffer.subarray(0, REQUEST_BYTES));
    return frame ? { kind: 'frame', frame, length: REQUEST_BYTES } : { kind: 'skip', length: 1 };
  },
};

/** A KERONG CU16 board. It never says NAK: what is wrong meets silence. */
export const cu16Board: BoardKind<'kerong-cu16'> = {
  readdress: (bytes) => readdressed(bytes, 1, (target) => (target + 0x10) & 0xff, withSum8),
  start(options, world) {
    const { cabinet, reply, complain } = world;

    function encodeStatus(): Uint8Array {
      const setMeansOpen = options.hookBitSet === 'open';
      const hooks = packBits(
        cabinet.readDoors().map((open) => open === setMeansOpen),
        2,
      );
      const items = packBits(options.infrared ? cabinet.items() : [], 2);
      return statusReply.encode({
        target: targetOf(options.address),
        command: STATUS,
        hooksLow: hooks[0] ?? 0,
        hooksHigh: hooks[1] ?? 0,
        itemsLow: items[0] ?? 0,
        itemsHigh: items[1] ?? 0,
      });
    }

    return createEars(requestRule, world, ({ target, command }) => {
      if (target >> 4 !== options.address) return;
      if (command === GET_STATUS) {
        if (target !== targetOf(options.address)) complain('a status request names a lock');
        reply(encodeStatus());
      } else if (command === UNLOCK) {
        cabinet.pulse(target & 0x0f);
        if (options.unlockReply === 'status') reply(encodeStatus());
      } else complain(`unknown command ${command.toString(16)}`);
    });
  },
};
