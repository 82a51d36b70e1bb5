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

const regionTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: REGION_TIME_ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

/** The slots of a day that still lie ahead: a time gone by is no choice, and no news either. */
export function slotsAhead<S extends { readonly time: string }>(
  slots: readonly S[],
  day: string,
  nowMs: number,
): readonly S[] {
  if (day !== regionDay.format(nowMs)) return slots;
  const now = regionTime.format(nowMs);
  return slots.filter((slot) => slot.time > now);
}

/** `2026-11-22` → 周日 / Sun. */
export function weekdayText(value: string, language: string): string {
  return new Intl.DateTimeFormat(language, { timeZone: 'UTC', weekday: 'short' }).format(
    new Date(`${value}T12:00:00Z`),
  );
}

/** `2026-11-22` → 11月22日 / 22 Nov. */
export function monthDayText(value: string, language: string): string {
  const at = new Date(`${value}T12:00:00Z`);
  return new Intl.DateTimeFormat(language, { timeZone: 'UTC', month: 'short', day: 'numeric' }).format(at);
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
