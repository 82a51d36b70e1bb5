/** Slots that can be booked ahead. The booth never closes; agents of all departments sit from 08:00 to 20:00. */

const FIRST_HOUR = 8;
const LAST_HOUR = 20;
export const BOOKING_DAYS_AHEAD = 14;
const DAY_MS = 24 * 60 * 60_000;

/** Local starts, half an hour apart: a bundle of three departments fits into one. */
export const SLOTS: readonly string[] = Array.from({ length: (LAST_HOUR - FIRST_HOUR) * 2 }, (_, index) => {
  const hour = String(FIRST_HOUR + Math.floor(index / 2)).padStart(2, '0');
  return `${hour}:${index % 2 === 0 ? '00' : '30'}`;
});

export function isSlot(time: string): boolean {
  return SLOTS.includes(time);
}

/** Whether a day can be booked today; both are local days. */
export function isBookableDay(day: string, today: string): boolean {
  const aheadMs = Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`);
  return aheadMs >= 0 && aheadMs <= BOOKING_DAYS_AHEAD * DAY_MS;
}
