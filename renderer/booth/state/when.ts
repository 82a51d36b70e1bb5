import { useMemo } from 'react';
import { useLanguage } from '../../ui/i18n.ts';

/** A day of the calendar; its noon, so that no zone moves it. */
const noonOf = (day: string) => new Date(`${day}T12:00:00`);

export interface WhenTexts {
  /** An instant as the booth's clock shows it: `2月1日 周日 12:00`. */
  readonly instant: (at: string) => string;
  /** A day and an hour of the booth. */
  readonly slot: (day: string, time: string) => string;
  /** A day in the words of the calendar: `2月1日 周日`. */
  readonly day: (day: string) => string;
  readonly dayOfMonth: (day: string) => string;
  readonly weekday: (day: string) => string;
}

/** Days and hours in words of the screen's language. */
export function useWhen(): WhenTexts {
  const language = useLanguage();
  return useMemo(() => {
    const date = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' });
    const week = new Intl.DateTimeFormat(language, { weekday: 'short' });
    const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hour12: false });
    const dayText = (at: Date) => `${date.format(at)} ${week.format(at)}`;
    return {
      instant: (at) => `${dayText(new Date(at))} ${clock.format(new Date(at))}`,
      slot: (day, time) => `${dayText(noonOf(day))} ${time}`,
      day: (day) => dayText(noonOf(day)),
      dayOfMonth: (day) => date.format(noonOf(day)),
      weekday: (day) => week.format(noonOf(day)),
    };
  }, [language]);
}
