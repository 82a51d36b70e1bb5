import { randomInt } from 'node:crypto';
import type { Work } from './work.ts';

/** All regions served live in one time zone; numbers and days on paper follow it. */
export const TIME_ZONE = 'Asia/Shanghai';

const dayFormat = new Intl.DateTimeFormat('en-CA', {
  timeZone: TIME_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

const timeFormat = new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, hour: '2-digit', minute: '2-digit' });

/** Local day of an instant, `YYYY-MM-DD`. */
export function localDay(instant: string | number): string {
  return dayFormat.format(new Date(instant));
}

/** Local time of an instant, `HH:MM`. */
export function localTime(instant: string | number): string {
  return timeFormat.format(new Date(instant));
}

const SERIES = { visit: 'V', case: 'C', parcel: 'P', receipt: 'R', followUp: 'F', notice: 'N' } as const;
const MIN_DIGITS = 4;

/** The next number of today's series, as printed: `V20260131-0007`. */
export async function nextNumber(work: Work, series: keyof typeof SERIES): Promise<string> {
  const day = localDay(work.now).replaceAll('-', '');
  const value = await work.count(`${series}:${day}`);
  return `${SERIES[series]}${day}-${String(value).padStart(MIN_DIGITS, '0')}`;
}

/** Digits and capitals without I and O, which people mistake for 1 and 0. */
const VERIFY_ALPHABET = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const VERIFY_LENGTH = 12;

/** A code with which anybody can verify an outcome document; 34^12 of them, so it cannot be guessed. */
export function newVerifyCode(): string {
  return Array.from({ length: VERIFY_LENGTH }, () => VERIFY_ALPHABET[randomInt(VERIFY_ALPHABET.length)]).join('');
}

/** A booking's code, `4821-7365`. */
export function newBookingCode(): string {
  const group = () => String(randomInt(10_000)).padStart(4, '0');
  return `${group()}-${group()}`;
}
