import { describe, expect, it } from 'vitest';
import { createFrameParser, type FrameEvent } from '../../native/framing/frame-parser.ts';
import { toHex } from '../../native/framing/hex.ts';
import { readCard } from '../../native/id-reader/card.ts';
import { createScanParser, decodeScan, MAX_CODE_BYTES } from '../../native/scanner/protocol.ts';
import { createRandom, type Random } from '../../native/simulators/random.ts';
import { parseIdentity, parseRating, parseStatus } from '../../native/ups/protocol.ts';
import { PARSERS, type ParserUnderTest } from './parsers.ts';

/** Bytes of rubbish into each parser. */
const BYTES = 1_000_000;
const SEED = 7;

const pick = <T>(random: Random, all: readonly T[]): T => all[random(all.length)] as T;

/** Pure noise, or a good frame with something done to it. */
function rubbish(random: Random, frames: readonly Uint8Array[]): Uint8Array {
  if (random(2) === 0) return Uint8Array.from({ length: 1 + random(60) }, () => random(256));
  const bytes = [...pick(random, frames)];
  const at = random(bytes.length);
  switch (random(4)) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
      break;
    case 1:
      bytes.splice(at, 1);
      break;
    case 2:
      bytes.splice(at, 0, random(256));
      break;
    default:
      bytes.length = at;
  }
  return Uint8Array.from(bytes);
}

function storm({ rule, frames }: ParserUnderTest): void {
  const random = createRandom(SEED);
  const parser = createFrameParser<unknown>(rule);
  let fed = 0;
  let accounted = 0;
  const take = (events: FrameEvent<unknown>[]) => {
    for (const event of events) accounted += event.bytes.length;
    return events;
  };
  const feed = (bytes: Uint8Array) => {
    fed += bytes.length;
    const events = take(parser.push(bytes));
    if (parser.pending > rule.maxBytes) throw new Error(`${parser.pending} bytes wait after ${fed}`);
    return events;
  };
  const isIn = (events: FrameEvent<unknown>[], wanted: Uint8Array) =>
    events.some((event) => event.kind === 'frame' && toHex(event.bytes) === toHex(wanted));

  for (let round = 0; fed < BYTES; round++) {
    for (let burst = random(8); burst >= 0; burst--) feed(rubbish(random, frames));
    const good = pick(random, frames);
    // Behind a silence the very next frame is found; without one, the first may be taken for the end of the rubbish.
    if (round % 2 === 0) take(parser.flush());
    else feed(good);
    const found = [...feed(good), ...take(parser.flush())];
    if (!isIn(found, good)) throw new Error(`${toHex(good)} was not found after ${fed} bytes`);
  }
  expect(parser.pending).toBe(0);
  expect(accounted).toBe(fed);
}

describe('every parser, fed with a million bytes of rubbish', () => {
  it.each(PARSERS.map((parser) => [parser.name, parser] as const))(
    '%s loses no byte, hoards none, and finds the next good frame',
    { timeout: 120_000 },
    (_, parser) => storm(parser),
  );

  it.each(['cr', 'lf', 'crlf', 'none'] as const)('codes ended by %s never grow beyond what a code holds', (suffix) => {
    const random = createRandom(SEED);
    const parser = createScanParser({ suffix });
    for (let fed = 0; fed < BYTES; ) {
      const bytes = Uint8Array.from({ length: 1 + random(5_000) }, () => random(256));
      fed += bytes.length;
      for (const event of parser.push(bytes)) {
        if (event.kind === 'code') expect(event.bytes.length).toBeLessThanOrEqual(MAX_CODE_BYTES + 2);
      }
      expect(parser.pending).toBeLessThanOrEqual(MAX_CODE_BYTES + 2);
      if (random(20) === 0) parser.flush();
    }
  });
});

describe('what reads the inside of a frame', () => {
  const random = createRandom(SEED);
  const noise = (length: number) => Uint8Array.from({ length }, () => random(256));
  const line = () => Buffer.from(noise(random(60))).toString('latin1');

  it('gives an answer or none for any bytes, and never throws', () => {
    for (let round = 0; round < 20_000; round++) {
      const text = line();
      for (const read of [parseStatus, parseRating, parseIdentity]) read(text);
      readCard(noise(round % 2 === 0 ? 256 : random(400)));
      for (const encoding of ['utf8', 'gb18030'] as const) decodeScan(noise(random(100)), encoding);
    }
  });
});
