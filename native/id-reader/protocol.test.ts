import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameParser } from '../framing/frame-parser.ts';
import { hexBytes, toHex } from '../framing/hex.ts';
import {
  type CommandName,
  cardData,
  decodeReply,
  decodeRequest,
  encodeReply,
  encodeRequest,
  samReplyRule,
  textOf,
} from './protocol.ts';
import { KNOWN_SW3, outcomeOf } from './status.ts';
import { joinRecord } from './text-record.ts';

const REQUESTS: [CommandName, string][] = [
  ['SAM status', 'AA AA AA 96 69 00 03 11 FF ED'],
  ['SAM id', 'AA AA AA 96 69 00 03 12 FF EE'],
  ['find card', 'AA AA AA 96 69 00 03 20 01 22'],
  ['select card', 'AA AA AA 96 69 00 03 20 02 21'],
  ['read card', 'AA AA AA 96 69 00 03 30 01 32'],
];

const REPLIES: [string, string, number, number][] = [
  ['status good', 'AA AA AA 96 69 00 04 00 00 90 94', 0x90, 0],
  ['found', 'AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97', 0x9f, 4],
  ['no card', 'AA AA AA 96 69 00 04 00 00 80 84', 0x80, 0],
  ['selected', 'AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C', 0x90, 8],
  ['select failed', 'AA AA AA 96 69 00 04 00 00 81 85', 0x81, 0],
  ['read failed', 'AA AA AA 96 69 00 04 00 00 41 45', 0x41, 0],
  ['no newer address', 'AA AA AA 96 69 00 04 00 00 91 95', 0x91, 0],
  ['checksum of the host wrong', 'AA AA AA 96 69 00 04 00 00 10 14', 0x10, 0],
  ['SAM id', 'AA AA AA 96 69 00 14 00 00 90 05 00 01 00 15 DB 32 01 87 D6 12 00 B1 68 DE 3A 03', 0x90, 16],
];

/** The whole record that the documents of the protocol give as an example. */
const SAMPLE_RECORD = joinRecord('resident', {
  name: '测试样本',
  sex: '2',
  nation: '01',
  birth: '19491231',
  address: '北京市朝阳区测试路1号',
  number: '11010519491231002X',
  authority: '测试签发机关',
  validFrom: '20200101',
  validTo: '长期',
});

const reply = fc.record({
  sw1: fc.nat(255),
  sw2: fc.nat(255),
  sw3: fc.nat(255),
  data: fc.uint8Array({ maxLength: 400 }),
});

describe('frames of an ID card reader', () => {
  it.each(REQUESTS)('asks for %s', (name, hex) => {
    expect(encodeRequest(name)).toEqual(hexBytes(hex));
    expect(decodeRequest(hexBytes(hex))).toBeDefined();
  });

  it.each(REPLIES)('hears %s', (_, hex, sw3, dataBytes) => {
    const decoded = decodeReply(hexBytes(hex));
    expect(decoded).toMatchObject({ sw1: 0, sw2: 0, sw3 });
    expect(decoded?.data).toHaveLength(dataBytes);
    expect(decoded && encodeReply(decoded)).toEqual(hexBytes(hex));
  });

  it('hears the 1,295 bytes of a whole card', () => {
    expect(toHex(SAMPLE_RECORD)).toMatch(/^4b 6d d5 8b 37 68 2c 67 20 00/);
    const frame = encodeReply({ sw1: 0, sw2: 0, sw3: 0x90, data: cardData(SAMPLE_RECORD, new Uint8Array(1024)) });
    expect(frame).toHaveLength(1295);
    expect(frame.at(-1)).toBe(0x78);
    expect(toHex(frame.subarray(0, 14))).toBe('aa aa aa 96 69 05 08 00 00 90 01 00 04 00');
    const decoded = decodeReply(frame);
    expect(decoded && textOf(decoded.data)).toEqual(SAMPLE_RECORD);
  });

  it('hears a SAM id with a stray byte behind it, as one published frame has', () => {
    const frame = 'AA AA AA 96 69 00 14 00 00 90 05 00 01 00 15 DB 32 01 87 D6 12 00 B1 68 DE 3A 03';
    const parser = createFrameParser(samReplyRule);
    expect(parser.push(hexBytes(`${frame} 16`))).toMatchObject([
      { kind: 'frame', frame: decodeReply(hexBytes(frame)) },
      { kind: 'discarded', bytes: hexBytes('16') },
    ]);
  });

  it('gives back every reply, however its bytes arrive, behind noise', () => {
    const noise = fc.uint8Array({ maxLength: 30 }).map((bytes) => bytes.map((byte) => (byte === 0xaa ? 0xab : byte)));
    fc.assert(
      fc.property(reply, noise, fc.integer({ min: 1, max: 60 }), (value, rubbish, size) => {
        const stream = Uint8Array.from([...rubbish, ...encodeReply(value)]);
        const parser = createFrameParser(samReplyRule);
        const frames: unknown[] = [];
        for (let at = 0; at < stream.length; at += size) {
          for (const event of parser.push(stream.subarray(at, at + size))) {
            if (event.kind === 'frame') frames.push(event.frame);
          }
        }
        expect(frames).toEqual([value]);
      }),
    );
  });

  it('takes no reply with one bit turned over', () => {
    fc.assert(
      fc.property(reply, fc.nat(), (value, where) => {
        const bytes = encodeReply(value);
        const bit = where % (bytes.length * 8);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(decodeReply(bytes)).toBeUndefined();
      }),
    );
  });

  it('refuses a card whose lengths do not fit', () => {
    expect(textOf(cardData(SAMPLE_RECORD.subarray(2), new Uint8Array(1024)))).toBeUndefined();
    expect(textOf(cardData(SAMPLE_RECORD, new Uint8Array(1025)))).toBeUndefined();
    expect(textOf(Uint8Array.of(1, 0))).toBeUndefined();
  });
});

describe('the status of a reply', () => {
  it('is known for every code of the lists', () => {
    expect(KNOWN_SW3).toHaveLength(18);
    const kinds = (...codes: number[]) => codes.map((sw3) => outcomeOf({ sw1: 0, sw2: 0, sw3 }).kind);
    expect(kinds(0x90, 0x9f)).toEqual(['done', 'done']);
    expect(kinds(0x80, 0x81, 0x41)).toEqual(['no-card', 'unread', 'unread']);
    expect(kinds(0x60, 0x66, 0x21, 0x23)).toEqual(['fault', 'fault', 'fault', 'fault']);
    expect(outcomeOf({ sw1: 0, sw2: 0, sw3: 0x31 })).toMatchObject({ code: 'card_refused' });
    expect(outcomeOf({ sw1: 0, sw2: 0, sw3: 0x32 })).toMatchObject({ code: 'card_refused' });
    expect(outcomeOf({ sw1: 0, sw2: 0, sw3: 0x40 })).toMatchObject({ code: 'card_unsupported' });
  });

  it('tells what the card itself said, and takes an unknown code for one that may pass', () => {
    expect(outcomeOf({ sw1: 0x69, sw2: 0x82, sw3: 0x41 }).meaning).toContain('card status 69 82');
    expect(outcomeOf({ sw1: 0, sw2: 0, sw3: 0x77 })).toMatchObject({ kind: 'unread' });
  });
});
