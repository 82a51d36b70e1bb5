import { z } from 'zod';
import { instant } from '../../../contracts/time.ts';
import type { TechnicianSession } from '../state/model.ts';

const KEY = 'xiaowu.technician';
const session = z.strictObject({ token: z.string().min(1), expiresAt: instant, displayName: z.string() });

/** The session of the tab, so that a reload does not log out. */
export function createMemory(tab: Storage) {
  return {
    read(): TechnicianSession | null {
      try {
        const text = tab.getItem(KEY);
        const checked = text === null ? null : session.safeParse(JSON.parse(text));
        return checked?.success ? checked.data : null;
      } catch (thrown) {
        console.error('session could not be read', thrown);
        return null;
      }
    },
    keep: (value: TechnicianSession) => tab.setItem(KEY, JSON.stringify(value)),
    forget: () => tab.removeItem(KEY),
  };
}
export type TechnicianMemory = ReturnType<typeof createMemory>;
