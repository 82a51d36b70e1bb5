import type { WorkCalendar } from '../../contracts/domain/requirements.ts';

/** Days of the calendar, `YYYY-MM-DD`, counted without a time zone: whoever asks has turned an instant into a local day. */

const MS_PER_DAY = 86_400_000;
const SATURDAY = 6;

/** The day so many calendar days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * MS_PER_DAY).toISOString().slice(0, 10);
}

export function isWorkingDay(day: string, calendar: WorkCalendar): boolean {
  if (calendar.open.includes(day)) return true;
  if (calendar.closed.includes(day) || calendar.everyYear.includes(day.slice(5))) return false;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== SATURDAY;
}

/** The last of so many working days; the day itself is not counted (行政许可法 art. 82: periods are in working days). */
export function addWorkingDays(day: string, count: number, calendar: WorkCalendar): string {
  let last = day;
  for (let left = count; left > 0; ) {
    last = addDays(last, 1);
    if (isWorkingDay(last, calendar)) left--;
  }
  return last;
}
