import { z } from 'zod';
import { language } from '../../../contracts/domain/language.ts';
import { booth } from '../../../contracts/domain/people.ts';
import { booking } from '../../../contracts/domain/visit.ts';
import type { Memory } from '../state/events.ts';

const SESSION = 'xiaowu.session';
const BOOKING = 'xiaowu.booking';
const LANGUAGE = 'xiaowu.language';

const session = z.strictObject({ token: z.string().min(1), booth });

/** The two stores of a browser; either may refuse (private windows, full storage). */
export interface Stores {
  /** Gone with the tab: what belongs to the visit. */
  readonly tab: Storage;
  /** Stays on the citizen's own phone: their booking code and language. */
  readonly phone: Storage;
}

/** What outlives a reload. A store that refuses costs the memory, never the page; what does not fit its schema is dropped. */
export function createMemory(stores: Stores, onDefect: (text: string) => void) {
  function put(store: Storage, key: string, value: unknown): void {
    try {
      if (value === null) store.removeItem(key);
      else store.setItem(key, JSON.stringify(value));
    } catch (thrown) {
      onDefect(`${key} was not kept: ${String(thrown)}`);
    }
  }
  function get<T>(store: Storage, key: string, schema: z.ZodType<T>): T | null {
    try {
      const text = store.getItem(key);
      if (text === null) return null;
      const checked = schema.safeParse(JSON.parse(text));
      if (checked.success) return checked.data;
      store.removeItem(key);
    } catch (thrown) {
      onDefect(`${key} could not be read: ${String(thrown)}`);
    }
    return null;
  }
  return {
    read: (): Memory => ({
      session: get(stores.tab, SESSION, session),
      kept: get(stores.phone, BOOKING, booking),
      language: get(stores.phone, LANGUAGE, language),
    }),
    keepSession: (value: Memory['session']) => put(stores.tab, SESSION, value),
    keepBooking: (value: Memory['kept']) => put(stores.phone, BOOKING, value),
    keepLanguage: (value: Memory['language']) => put(stores.phone, LANGUAGE, value),
    /** All of the visit; what is the citizen's own stays. */
    forgetVisit: () => put(stores.tab, SESSION, null),
  };
}
export type PhoneMemory = ReturnType<typeof createMemory>;
