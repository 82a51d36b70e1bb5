/** All regions served live in one time zone; the hub's days begin at its midnight, wherever this browser stands. */
const REGION_TIME_ZONE = 'Asia/Shanghai';

const DAY_MS = 86_400_000;

const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: REGION_TIME_ZONE, dateStyle: 'short' });
const hourFormat = new Intl.DateTimeFormat('en-GB', { timeZone: REGION_TIME_ZONE, hour: '2-digit', hour12: false });

/** The region's day of an instant, `YYYY-MM-DD`. */
export function dayOf(instant: string | number): string {
  return dayFormat.format(new Date(instant));
}

/** The region's hour of an instant, 0 to 23. */
export function hourOf(instant: string | number): number {
  return Number(hourFormat.format(new Date(instant))) % 24;
}

/** A day so many days later, or earlier. */
export function dayPlus(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** `08-31`, as it stands below a chart. */
export function shortDay(day: string): string {
  return day.slice(5);
}
