import type { BoothState } from '../../../contracts/ipc/booth-state.ts';

/** What is typed for a call back or a message; kept while the citizen looks from one choice to the other. */
export interface Draft {
  readonly phone: string;
  readonly text: string;
}

export const PHONE_DIGITS = 11;
/** As `call.instead` takes it. */
export const MESSAGE_CHARS = 1000;
const MOBILE = /^1[3-9]\d{9}$/;
/** What any mobile number begins with, however much of it is typed. */
const MOBILE_BEGIN = /^(1([3-9]\d*)?)?$/;

export function isPhone(phone: string): boolean {
  return MOBILE.test(phone);
}

/** No further digit can make a number of it. */
export function isWrongPhone(phone: string): boolean {
  return !MOBILE_BEGIN.test(phone) || phone.length > PHONE_DIGITS;
}

export function clipPhone(text: string): string {
  return text.replace(/\D/g, '').slice(0, PHONE_DIGITS);
}

export function clipMessage(text: string): string {
  return [...text].slice(0, MESSAGE_CHARS).join('').slice(0, MESSAGE_CHARS);
}

export type Slot = NonNullable<NonNullable<BoothState['instead']>['slots']>[number];

/** Free hours by day, days and hours in their order. */
export function slotsByDay(
  slots: readonly Slot[],
): readonly { readonly day: string; readonly times: readonly string[] }[] {
  const days = new Map<string, Set<string>>();
  for (const { day, time } of slots) {
    const times = days.get(day) ?? new Set();
    days.set(day, times.add(time));
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, times]) => ({ day, times: [...times].sort() }));
}
