import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameParser } from '../framing/frame-parser.ts';
import { hexBytes } from '../framing/hex.ts';
import {
  encodeLine,
  formatIdentity,
  formatStatus,
  type MegatecStatus,
  megatecRule,
  parseIdentity,
  parseRating,
  parseStatus,
} from './protocol.ts';
import { learn, NOTHING_KNOWN, stateOf, steady, type UpsKnowledge } from './status.ts';

const tenths = (min: number, max: number) => fc.option(fc.integer({ min, max }).map((n) => n / 10));
const bit = fc.option(fc.boolean());
const status: fc.Arbitrary<MegatecStatus> = fc
  .record({
    inputVolts: tenths(0, 4_999),
    faultVolts: tenths(0, 4_999),
    outputVolts: tenths(0, 4_999),
    loadPercent: fc.option(fc.integer({ min: 0, max: 200 })),
    inputHz: tenths(0, 700),
    temperatureC: tenths(0, 990),
    mainsFailed: bit,
    batteryLow: bit,
    bypass: bit,
    failed: bit,
    isStandby: fc.boolean(),
    testing: bit,
    shuttingDown: bit,
    beeper: bit,
    battery: fc.option(fc.integer({ min: 0, max: 999 })),
  })
  .map(({ battery, ...rest }) => ({
    ...rest,
    batteryVolts: battery === null ? null : battery / (rest.isStandby ? 10 : 100),
  }));

const MAINS = '(220.3 000.0 220.3 012 50.0 27.3 25.0 00001001';
const ON_BATTERY = '(000.0 000.0 219.8 031 00.0 24.1 26.0 10001001';
const BATTERY_LOW = '(000.0 000.0 218.0 031 00.0 21.6 27.0 11001001';

function reading(line: string): MegatecStatus {
  const parsed = parseStatus(line);
  if (!parsed) throw new Error(`no status: ${line}`);
  return parsed;
}
const learnAll = (...lines: string[]): UpsKnowledge =>
  lines.reduce((known, line) => learn(known, reading(line)), NOTHING_KNOWN);

describe('Megatec lines', () => {
  it('are asked for in ASCII with CR', () => {
    expect(encodeLine('Q1')).toEqual(hexBytes('51 31 0D'));
    expect(encodeLine('S.3')).toEqual(hexBytes('53 2E 33 0D'));
  });

  it('are read as the public description of the protocol gives them', () => {
    expect(parseStatus('(208.4 140.0 208.4 034 59.9 2.05 35.0 00110000')).toEqual({
      inputVolts: 208.4,
      faultVolts: 140,
      outputVolts: 208.4,
      loadPercent: 34,
      inputHz: 59.9,
      batteryVolts: 2.05,
      temperatureC: 35,
      mainsFailed: false,
      batteryLow: false,
      bypass: true,
      failed: true,
      isStandby: false,
      testing: false,
      shuttingDown: false,
      beeper: false,
    });
    expect(reading(MAINS)).toMatchObject({ isStandby: true, beeper: true, mainsFailed: false, batteryVolts: 27.3 });
    expect(reading(ON_BATTERY)).toMatchObject({ mainsFailed: true, batteryLow: false });
    expect(reading(BATTERY_LOW)).toMatchObject({ mainsFailed: true, batteryLow: true, batteryVolts: 21.6 });
  });

  it('may leave out what the UPS has no sensor for', () => {
    expect(parseStatus('(221.0 @@@@@ 220.0 010 50.0 2.25 @@@@ 00000000')).toMatchObject({
      faultVolts: null,
      temperatureC: null,
      inputVolts: 221,
    });
    expect(parseStatus('(221.0 ---.- 220.0 010 50.0 2.25 --.- 00000000')).toMatchObject({
      faultVolts: null,
      temperatureC: null,
    });
  });

  it('tell rating and identity', () => {
    expect(parseRating('#220.0 003 024.0 50.0')).toEqual({ volts: 220, amperes: 3, batteryVolts: 24, hertz: 50 });
    const identity = { company: 'ACME', model: 'ST-1000', version: 'V3.2' };
    expect(parseIdentity(formatIdentity(identity))).toEqual(identity);
    expect(parseRating('Q1')).toBeUndefined();
    expect(parseIdentity('#220.0 003 024.0 50.0')).toBeUndefined();
  });

  it.each([
    'Q1',
    '(208.4 140.0 208.4 034 59.9 2.05 35.0 0011000',
    '(208.4 140.0 208.4 034 59.9 2.05 00110000',
    '(20..4 140.0 208.4 034 59.9 2.05 35.0 00110000',
  ])('are refused when they are no whole status: %s', (line) => expect(parseStatus(line)).toBeUndefined());

  it('come back from every status that was written', () => {
    fc.assert(
      fc.property(status, (one) => {
        expect(parseStatus(formatStatus(one))).toEqual(one);
      }),
    );
  });

  it('are found behind noise, however their bytes arrive', () => {
    const noise = fc.uint8Array({ maxLength: 30 }).map((bytes) => bytes.map((byte) => (byte === 0x0d ? 0 : byte)));
    fc.assert(
      fc.property(status, noise, fc.integer({ min: 1, max: 50 }), (one, rubbish, size) => {
        const stream = Uint8Array.from([...rubbish, ...encodeLine(formatStatus(one))]);
        const parser = createFrameParser(megatecRule);
        const lines: string[] = [];
        for (let at = 0; at < stream.length; at += size) {
          for (const event of parser.push(stream.subarray(at, at + size))) {
            if (event.kind === 'frame') lines.push(event.frame);
          }
        }
        expect(lines).toEqual([formatStatus(one)]);
      }),
    );
  });
});

describe('what is known of a UPS', () => {
  it('is a failure of the mains after two readings, its end after one', () => {
    expect(learnAll(MAINS, ON_BATTERY).status.mains).toBe('present');
    expect(learnAll(MAINS, ON_BATTERY, ON_BATTERY).status.mains).toBe('failed');
    expect(learnAll(MAINS, ON_BATTERY, MAINS, ON_BATTERY).status.mains).toBe('present');
    expect(learnAll(ON_BATTERY).status.mains).toBe('unknown');
    expect(learnAll(ON_BATTERY, ON_BATTERY, MAINS).status.mains).toBe('present');
  });

  it('is a low battery at once', () => {
    expect(learnAll(MAINS, BATTERY_LOW).status).toMatchObject({ mains: 'failed', battery: 'low' });
  });

  it('does not follow the ripple', () => {
    const shown = { step: 1, band: 3 };
    expect([219.2, 220.4, 222.9, 217.4].map((volts) => steady(220, volts, shown))).toEqual([220, 220, 220, 220]);
    expect(steady(220, 223.2, shown)).toBe(223);
    expect(steady(220, null, shown)).toBeNull();
    expect(steady(null, 27.32, { step: 0.5, band: 0.4 })).toBe(27.5);
    expect(learnAll(MAINS).status.batteryVolts).toBe(27.5);
    expect(learnAll('(221.0 @@@@@ 220.0 010 50.0 2.27 @@@@ 00000000').status.batteryVolts).toBe(2.25);
  });

  it('is a UPS online on battery, and in hardware error when it says so itself', () => {
    expect(stateOf(reading(BATTERY_LOW))).toEqual({ state: 'online', fault: null });
    expect(stateOf(reading('(208.4 140.0 208.4 034 59.9 2.05 35.0 00110000'))).toMatchObject({
      state: 'hardwareError',
    });
  });

  it('fits the contract whatever is read', () => {
    fc.assert(
      fc.property(fc.array(status, { minLength: 1, maxLength: 8 }), (all) => {
        const known = all.reduce(learn, NOTHING_KNOWN);
        expect(Number.isInteger(known.status.inputVolts ?? 0)).toBe(true);
        expect((known.status.loadPercent ?? 0) % 5).toBe(0);
        expect(known.status.temperatureC ?? 0).toBeLessThanOrEqual(120);
      }),
    );
  });
});
