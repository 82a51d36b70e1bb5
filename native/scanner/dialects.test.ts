import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameParser, type FrameRule } from '../framing/frame-parser.ts';
import { hexBytes } from '../framing/hex.ts';
import { encodeMenuReply, menuCommand, menuReplyRule, TRIGGER_OFF, TRIGGER_ON } from './honeywell.ts';
import { gm65Reply, gm65ReplyRule, gm65Request, gm65RequestWithoutCrc, READ, SAVE, WRITE } from './newland-gm65.ts';
import { encodeUnified, encodeUnifiedReply, unifiedCommandRule, unifiedReplyRule } from './newland-unified.ts';

function framesIn<F>(rule: FrameRule<F>, stream: Uint8Array, size = stream.length): F[] {
  const parser = createFrameParser(rule);
  const frames: F[] = [];
  for (let at = 0; at < stream.length; at += Math.max(1, size)) {
    for (const event of parser.push(stream.subarray(at, at + Math.max(1, size)))) {
      if (event.kind === 'frame') frames.push(event.frame);
    }
  }
  return frames;
}

const outcome = fc.constantFrom('done' as const, 'unknown' as const, 'refused' as const);
const size = fc.integer({ min: 1, max: 40 });

describe('Honeywell', () => {
  it('is told by the bytes of its manual', () => {
    expect(TRIGGER_ON).toEqual(hexBytes('16 54 0D'));
    expect(TRIGGER_OFF).toEqual(hexBytes('16 55 0D'));
    expect(menuCommand('232BAD9', '.')).toEqual(hexBytes('16 4D 0D 32 33 32 42 41 44 39 2E'));
    expect(menuCommand('PAPHHF', '!')).toEqual(hexBytes('16 4D 0D 50 41 50 48 48 46 21'));
    expect(menuCommand('REVINF', '.')).toEqual(hexBytes('16 4D 0D 52 45 56 49 4E 46 2E'));
  });

  it('answers with the command and a status', () => {
    expect(framesIn(menuReplyRule, hexBytes('50 41 50 48 48 46 06 21'))).toEqual([
      { about: 'PAPHHF', outcome: 'done' },
    ]);
    expect(framesIn(menuReplyRule, hexBytes('50 41 50 48 48 46 05 21'))).toMatchObject([{ outcome: 'unknown' }]);
    expect(framesIn(menuReplyRule, hexBytes('50 41 50 48 48 46 15 2E'))).toMatchObject([{ outcome: 'refused' }]);
  });

  it('gives back every reply, however its bytes arrive', () => {
    const about = fc.stringMatching(/^[A-Z0-9]{1,12}$/);
    fc.assert(
      fc.property(about, outcome, fc.constantFrom('!' as const, '.' as const), size, (text, how, end, step) => {
        const reply = { about: text, outcome: how };
        expect(framesIn(menuReplyRule, encodeMenuReply(reply, end), step)).toEqual([reply]);
      }),
    );
  });
});

describe('Newland, unified commands', () => {
  it('is told by the bytes of its manual', () => {
    expect(encodeUnified({ storage: '@', text: 'SCNTRG1' })).toEqual(
      hexBytes('7E 01 30 30 30 30 40 53 43 4E 54 52 47 31 3B 03'),
    );
    expect(encodeUnified({ storage: '#', text: 'SCNTRG1' })).toEqual(
      hexBytes('7E 01 30 30 30 30 23 53 43 4E 54 52 47 31 3B 03'),
    );
    expect(encodeUnified({ storage: '@', text: 'DFMADD069990039999F141' })).toEqual(
      hexBytes('7E 01 30 30 30 30 40 44 46 4D 41 44 44 30 36 39 39 39 30 30 33 39 39 39 39 46 31 34 31 3B 03'),
    );
  });

  it('answers by the bytes of its manual', () => {
    const ack = hexBytes('02 01 30 30 30 30 23 53 43 4E 54 52 47 31 06 3B 03');
    expect(framesIn(unifiedReplyRule, ack)).toEqual([{ storage: '#', about: 'SCNTRG1', outcome: 'done' }]);
    const format = '02 01 30 30 30 30 40 44 46 4D 41 44 44 30 36 39 39 39 30 30 33 39 39 39 39 46 31 34 31 06 3B 03';
    expect(framesIn(unifiedReplyRule, hexBytes(format))).toMatchObject([{ about: 'DFMADD069990039999F141' }]);
  });

  it('gives back every command and reply, however its bytes arrive', () => {
    const text = fc.stringMatching(/^[A-Z0-9*]{1,24}$/);
    const storage = fc.constantFrom('#' as const, '@' as const);
    fc.assert(
      fc.property(text, storage, outcome, size, (about, kept, how, step) => {
        const command = { storage: kept, text: about };
        expect(framesIn(unifiedCommandRule, encodeUnified(command), step)).toEqual([command]);
        const reply = { storage: kept, about, outcome: how };
        expect(framesIn(unifiedReplyRule, encodeUnifiedReply(reply), step)).toEqual([reply]);
      }),
    );
  });
});

describe('GM65 modules', () => {
  const bytes = (...all: number[]) => Uint8Array.from(all);

  it('are told by the bytes of their manuals', () => {
    const trigger = { type: WRITE, at: { zone: 0x0002, data: bytes(1) } } as const;
    expect(gm65Request.encode(trigger)).toEqual(hexBytes('7E 00 08 01 00 02 01 02 DA'));
    expect(gm65RequestWithoutCrc.encode(trigger)).toEqual(hexBytes('7E 00 08 01 00 02 01 AB CD'));
    const stop = { type: WRITE, at: { zone: 0x0002, data: bytes(0) } } as const;
    expect(gm65RequestWithoutCrc.encode(stop)).toEqual(hexBytes('7E 00 08 01 00 02 00 AB CD'));
    expect(gm65Request.encode({ type: SAVE, at: { zone: 0, data: bytes(0) } })).toEqual(
      hexBytes('7E 00 09 01 00 00 00 DE C8'),
    );
    expect(gm65Request.encode({ type: WRITE, at: { zone: 0x2a, data: bytes(0x39, 0x01) } })).toEqual(
      hexBytes('7E 00 08 02 00 2A 39 01 A7 EA'),
    );
    expect(gm65Request.encode({ type: READ, at: { zone: 0x2a, data: bytes(2) } })).toEqual(
      hexBytes('7E 00 07 01 00 2A 02 D8 0F'),
    );
  });

  it('answer by the bytes of their manuals', () => {
    expect(gm65Reply.decode(hexBytes('02 00 00 01 00 33 31'))).toMatchObject({ type: 0, data: bytes(0) });
    expect(gm65Reply.decode(hexBytes('02 00 00 02 39 01 C1 4C'))).toMatchObject({ data: bytes(0x39, 0x01) });
    expect(framesIn(gm65ReplyRule, hexBytes('02 00 01 01 00 04 01'))).toMatchObject([{ outcome: 'garbled' }]);
    expect(framesIn(gm65ReplyRule, hexBytes('02 00 03 01 00 6A 61'))).toMatchObject([{ outcome: 'unknown' }]);
  });

  it('leave the code behind a reply alone', () => {
    const parser = createFrameParser(gm65ReplyRule);
    const [first, rest] = parser.push(hexBytes('02 00 00 01 00 33 31 36 39 32'));
    expect(first).toMatchObject({ kind: 'frame', frame: { outcome: 'done' } });
    expect(rest).toMatchObject({ kind: 'discarded', bytes: hexBytes('36 39 32') });
  });

  it('give back every request and reply, and take none with one bit turned over', () => {
    const request = fc.record({
      type: fc.constantFrom(READ, WRITE, SAVE),
      at: fc.record({ zone: fc.nat(0xffff), data: fc.uint8Array({ maxLength: 32 }) }),
    });
    fc.assert(
      fc.property(request, fc.nat(), (value, where) => {
        const frame = gm65Request.encode(value as never);
        expect(gm65Request.decode(frame)).toEqual(value);
        const bit = where % (frame.length * 8);
        frame[bit >> 3] = (frame[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(gm65Request.decode(frame)).toBeUndefined();
      }),
    );
    const reply = fc.record({
      type: fc.constantFrom(0 as const, 1 as const, 3 as const),
      data: fc.uint8Array({ maxLength: 32 }),
    });
    fc.assert(
      fc.property(reply, (value) => {
        expect(gm65Reply.decode(gm65Reply.encode(value))).toEqual(value);
      }),
    );
  });
});
