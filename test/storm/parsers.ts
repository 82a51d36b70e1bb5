import type { FrameRule } from '../../native/framing/frame-parser.ts';
import { hexBytes } from '../../native/framing/hex.ts';
import { encodeReply, samReplyRule } from '../../native/id-reader/protocol.ts';
import { statusReplyRule } from '../../native/locker/kerong-cu16/protocol.ts';
import { cu48ReplyRule } from '../../native/locker/kerong-cu48/protocol.ts';
import { reply8aRule } from '../../native/locker/locker-8a/protocol.ts';
import { replyRule } from '../../native/modbus/protocol.ts';
import { createPrinterFrameRule, printerFrameRule } from '../../native/printer/protocol.ts';
import { encodeMenuReply, menuReplyRule } from '../../native/scanner/honeywell.ts';
import { gm65ReplyRule } from '../../native/scanner/newland-gm65.ts';
import { encodeUnifiedReply, unifiedCommandRule, unifiedReplyRule } from '../../native/scanner/newland-unified.ts';
import { modbusRequestRule } from '../../native/simulators/modbus-board.ts';
import { encodeLine, megatecRule } from '../../native/ups/protocol.ts';

/** A parser of this code base, and whole frames that it must find. */
export interface ParserUnderTest {
  readonly name: string;
  readonly rule: FrameRule<unknown>;
  readonly frames: readonly Uint8Array[];
}

/** Every rule by which frames are found. A new protocol gets a line here. */
export const PARSERS: readonly ParserUnderTest[] = [
  {
    name: 'KERONG CU16',
    rule: statusReplyRule,
    frames: ['02 00 35 03 80 01 00 03 BE', '02 10 36 00 00 00 00 03 4B'].map(hexBytes),
  },
  {
    name: 'KERONG CU48',
    rule: cu48ReplyRule,
    frames: ['02 00 00 65 07 00 00 00 00 C0 03 31', '02 00 00 75 06 07 00 00 00 00 C0 44', '02 00 04 75 00 7B'].map(
      hexBytes,
    ),
  },
  {
    name: '8A/80 of unknown length',
    rule: reply8aRule(() => null),
    frames: ['80 01 00 00 02 33 B0', '80 01 80 00 00 01 33 33', '8A 01 01 00 8A'].map(hexBytes),
  },
  {
    name: '8A/80 with three status bytes',
    rule: reply8aRule(() => 3),
    frames: ['80 01 00 00 02 33 B0', '8A 01 01 11 9B'].map(hexBytes),
  },
  {
    name: 'Modbus-RTU',
    rule: replyRule,
    frames: ['01 02 01 05 61 8B', '01 05 00 00 FF 00 8C 3A', '01 0F 00 00 00 08 54 0D', '01 81 02 C1 91'].map(hexBytes),
  },
  { name: 'Modbus-RTU requests', rule: modbusRequestRule, frames: ['01 02 00 00 00 08 79 CC'].map(hexBytes) },
  { name: 'ESC/POS', rule: printerFrameRule, frames: ['12', '37 22 30 30 30 31 00', '37 25 00'].map(hexBytes) },
  {
    name: 'ESC/POS with ejector',
    rule: createPrinterFrameRule(() => true),
    frames: ['37 22 30 30 30 31 00'].map(hexBytes),
  },
  { name: 'Honeywell', rule: menuReplyRule, frames: [encodeMenuReply({ about: 'PAPHHF', outcome: 'done' }, '!')] },
  {
    name: 'Newland unified',
    rule: unifiedReplyRule,
    frames: [encodeUnifiedReply({ storage: '#', about: 'SCNMOD0', outcome: 'done' })],
  },
  {
    name: 'Newland unified requests',
    rule: unifiedCommandRule,
    frames: ['7E 01 30 30 30 30 23 53 43 4E 4D 4F 44 30 3B 03'].map(hexBytes),
  },
  { name: 'GM65', rule: gm65ReplyRule, frames: ['02 00 00 01 00 33 31'].map(hexBytes) },
  {
    name: 'resident ID card reader',
    rule: samReplyRule,
    frames: [
      encodeReply({ sw1: 0, sw2: 0, sw3: 0x90, data: new Uint8Array(0) }),
      encodeReply({ sw1: 0, sw2: 0, sw3: 0x90, data: new Uint8Array(1_288).fill(0x41) }),
    ],
  },
  { name: 'Megatec', rule: megatecRule, frames: [encodeLine('(220.3 000.0 220.3 012 50.0 27.3 25.0 00001001')] },
];
