import type { FormKeep } from './replica.ts';

/** What was typed and is not at the hub yet outlives a reload of this tab, and no more. */
export function formKeep(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>, key: string): FormKeep {
  return {
    load: () => storage.getItem(key),
    save(kept) {
      if (kept === null) storage.removeItem(key);
      else storage.setItem(key, kept);
    },
  };
}
