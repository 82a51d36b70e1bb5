import { day } from '../../../contracts/time.ts';

/** All regions served have Chinese standard time, whatever the phone is set to. */
export const REGION_TIME_ZONE = 'Asia/Shanghai';
/** Days ahead that can be booked, today included. */
export const BOOKABLE_DAYS = 7;

const DAY_MS = 24 * 60 * 60 * 1000;
const regionDay = new Intl.DateTimeFormat('en-CA', { timeZone: REGION_TIME_ZONE, dateStyle: 'short' });

/** The days that can be booked, as `YYYY-MM-DD` in the region. */
export function bookableDays(nowMs: number): readonly string[] {
  return Array.from({ length: BOOKABLE_DAYS }, (_, ahead) => day.parse(regionDay.format(nowMs + ahead * DAY_MS)));
}

/** `2026-11-22` → 11月22日 周日 / Sun 22 Nov. */
export function dayText(value: string, language: string): string {
  const at = new Date(`${value}T12:00:00Z`);
  return new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    month: 'short',
    day: 'numeric',
    weekday: 'short',
  }).format(at);
}

/** An instant in the region's time, to the minute. */
export function instantText(value: string, language: string): string {
  return new Intl.DateTimeFormat(language, {
    timeZone: REGION_TIME_ZONE,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(new Date(value));
}
