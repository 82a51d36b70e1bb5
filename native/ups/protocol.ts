/**
 * Megatec / Q1 lines: `docs/devices/megatec-ups.md`. ASCII, each ended by CR; the UPS answers with a line, does what it
 * was told without a word, or sends an unknown command back as it came.
 */
import type { FrameRule } from '../framing/frame-parser.ts';

const CR = 0x0d;
/** A status line has 47 bytes, a rating 22, an identity 39. */
const MAX_LINE_BYTES = 64;

export const QUERY_STATUS = 'Q1';
export const QUERY_RATING = 'F';
export const QUERY_IDENTITY = 'I';
/** Ten seconds on battery. */
export const START_TEST = 'T';

export function encodeLine(text: string): Uint8Array {
  return Uint8Array.from([...Buffer.from(text, 'ascii'), CR]);
}

const isPrintable = (byte: number) => byte >= 0x20 && byte <= 0x7e;
const isReplyStart = (byte: number) => byte === 0x28 || byte === 0x23;

/** A line without its CR. Noise in front of a reply is cut off at the reply's own first character, `(` or `#`. */
export const megatecRule: FrameRule<string> = {
  maxBytes: MAX_LINE_BYTES,
  read(buffer) {
    for (const [index, byte] of buffer.entries()) {
      if (byte === CR) {
        if (index === 0) return { kind: 'skip', length: 1 };
        return { kind: 'frame', frame: Buffer.from(buffer.subarray(0, index)).toString('ascii'), length: index + 1 };
      }
      if (!isPrintable(byte)) return { kind: 'skip', length: index + 1 };
      if (index > 0 && isReplyStart(byte)) return { kind: 'skip', length: index };
      if (index >= MAX_LINE_BYTES - 1) return { kind: 'skip', length: 1 };
    }
    return { kind: 'more' };
  },
};

/** What a UPS measures and feels; null where it has no such sensor. */
export interface MegatecStatus {
  readonly inputVolts: number | null;
  /** The last glitch of the mains, kept until asked. */
  readonly faultVolts: number | null;
  readonly outputVolts: number | null;
  readonly loadPercent: number | null;
  readonly inputHz: number | null;
  /** Of one cell on on-line models, of the whole battery on standby models: `isStandby` tells. */
  readonly batteryVolts: number | null;
  readonly temperatureC: number | null;
  readonly mainsFailed: boolean | null;
  readonly batteryLow: boolean | null;
  readonly bypass: boolean | null;
  readonly failed: boolean | null;
  readonly isStandby: boolean | null;
  readonly testing: boolean | null;
  readonly shuttingDown: boolean | null;
  readonly beeper: boolean | null;
}

const STATUS_LINE =
  /^\(([\d.@-]{5}) ([\d.@-]{5}) ([\d.@-]{5}) ([\d@-]{3}) ([\d.@-]{4}) ([\d.@-]{4}) ([\d.@-]{4}) ([01@-]{8})$/;
const RATING_LINE = /^#([\d.@-]{5}) ([\d@-]{3}) ([\d.@-]{5}) ([\d.@-]{4})$/;
const IDENTITY_LINE = /^#(.{15}) (.{10}) (.{10})$/;

/** The value of a field; null when the UPS fills it with `@` or `-`; undefined when it is neither. */
function field(text: string): number | null | undefined {
  if (/^[@-][@.-]*$/.test(text)) return null;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

const flag = (char: string | undefined): boolean | null => (char === '1' ? true : char === '0' ? false : null);

/** Undefined unless the line is a whole answer to `Q1`. */
export function parseStatus(line: string): MegatecStatus | undefined {
  const match = STATUS_LINE.exec(line);
  if (!match) return undefined;
  const numbers = match.slice(1, 8).map(field);
  if (numbers.includes(undefined)) return undefined;
  const [inputVolts, faultVolts, outputVolts, loadPercent, inputHz, batteryVolts, temperatureC] = numbers;
  const bits = match[8] ?? '';
  return {
    inputVolts: inputVolts ?? null,
    faultVolts: faultVolts ?? null,
    outputVolts: outputVolts ?? null,
    loadPercent: loadPercent ?? null,
    inputHz: inputHz ?? null,
    batteryVolts: batteryVolts ?? null,
    temperatureC: temperatureC ?? null,
    mainsFailed: flag(bits[0]),
    batteryLow: flag(bits[1]),
    bypass: flag(bits[2]),
    failed: flag(bits[3]),
    isStandby: flag(bits[4]),
    testing: flag(bits[5]),
    shuttingDown: flag(bits[6]),
    beeper: flag(bits[7]),
  };
}

/** `220.3`, or `@@@@@` where there is no sensor. */
function written(value: number | null, chars: number, decimals: number): string {
  return value === null ? '@'.repeat(chars) : value.toFixed(decimals).padStart(chars, '0');
}

/** The answer to `Q1`, for simulators and tests. */
export function formatStatus(status: MegatecStatus): string {
  const flags = [
    status.mainsFailed,
    status.batteryLow,
    status.bypass,
    status.failed,
    status.isStandby,
    status.testing,
    status.shuttingDown,
    status.beeper,
  ];
  const bits = flags.map((one) => (one === null ? '@' : one ? '1' : '0')).join('');
  const fields = [
    written(status.inputVolts, 5, 1),
    written(status.faultVolts, 5, 1),
    written(status.outputVolts, 5, 1),
    written(status.loadPercent, 3, 0),
    written(status.inputHz, 4, 1),
    written(status.batteryVolts, 4, status.isStandby ? 1 : 2),
    written(status.temperatureC, 4, 1),
    bits,
  ];
  return `(${fields.join(' ')}`;
}

export interface MegatecRating {
  readonly volts: number | null;
  readonly amperes: number | null;
  readonly batteryVolts: number | null;
  readonly hertz: number | null;
}

/** Undefined unless the line is a whole answer to `F`. */
export function parseRating(line: string): MegatecRating | undefined {
  const match = RATING_LINE.exec(line);
  if (!match) return undefined;
  const [volts, amperes, batteryVolts, hertz] = match.slice(1).map(field);
  if (volts === undefined || amperes === undefined || batteryVolts === undefined || hertz === undefined) {
    return undefined;
  }
  return { volts, amperes, batteryVolts, hertz };
}

export interface MegatecIdentity {
  readonly company: string;
  readonly model: string;
  readonly version: string;
}

/** Undefined unless the line is a whole answer to `I`. */
export function parseIdentity(line: string): MegatecIdentity | undefined {
  const match = IDENTITY_LINE.exec(line);
  if (!match) return undefined;
  const [company = '', model = '', version = ''] = match.slice(1).map((text) => text.trim());
  return { company, model, version };
}

export function formatIdentity({ company, model, version }: MegatecIdentity): string {
  return `#${company.padEnd(15)} ${model.padEnd(10)} ${version.padEnd(10)}`;
}
