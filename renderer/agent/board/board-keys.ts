import { useEffect, useRef } from 'react';

/** What a key does on the board. One letter or sign, never while somebody types; in a chosen call the desk's own watch keys. */
export const BOARD_KEYS = {
  now: '1',
  history: '2',
  filter: '/',
  clear: 'Escape',
  departments: 'd',
  calls: 'c',
  people: 'p',
  down: 'ArrowDown',
  up: 'ArrowUp',
  monitor: 'L',
  whisper: 'E',
  barge: 'J',
  help: '?',
} as const;

export type BoardKey = keyof typeof BOARD_KEYS;

const KEY_NAMES = Object.keys(BOARD_KEYS) as readonly BoardKey[];
/** Also while a text has the focus: they belong to no text. */
const EVERYWHERE: readonly BoardKey[] = ['clear'];

export interface Press {
  readonly key: string;
  readonly isModified: boolean;
  readonly inText: boolean;
  /** A call has the focus, or something in it. */
  readonly inCall: boolean;
}

/** What a press means, or null when it is not for the board. */
export function boardKeyOf({ key, isModified, inText, inCall }: Press): BoardKey | null {
  if (isModified) return null;
  const found = KEY_NAMES.find((name) => BOARD_KEYS[name] === key) ?? null;
  if (found === null || (inText && !EVERYWHERE.includes(found))) return null;
  const needsCall =
    found === 'monitor' || found === 'whisper' || found === 'barge' || found === 'down' || found === 'up';
  return needsCall && !inCall ? null : found;
}

/** Calls back for each press that means something; true when it did, and the press then does nothing else. */
export function useBoardKeys(onKey: (key: BoardKey) => boolean): void {
  const latest = useRef(onKey);
  latest.current = onKey;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      const meaning = boardKeyOf({
        key: event.key,
        isModified: event.ctrlKey || event.altKey || event.metaKey,
        inText: target?.matches('input, textarea, select') ?? false,
        inCall: target?.closest('[data-call]') != null,
      });
      if (meaning && latest.current(meaning)) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

/** Puts the focus on a list of the board. */
export function focusList(name: 'departments' | 'calls' | 'people'): boolean {
  const list = document.querySelector<HTMLElement>(`[data-board="${name}"]`);
  // In calls the first row, on which the keys of a call act at once.
  const target = list?.querySelector<HTMLElement>('[data-call]') ?? list;
  target?.focus();
  return target !== null;
}

/** The call before or after the one that has the focus. */
export function focusCall(step: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-call]')];
  const now = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[now + step];
  next?.focus();
  return next !== undefined;
}

/** Presses a way into the call that has the focus, so that a key does exactly what a hand would. */
export function pressWay(mode: 'monitor' | 'whisper' | 'barge'): boolean {
  const row = document.activeElement?.closest('[data-call]');
  const button = row?.querySelector<HTMLElement>(`[data-way="${mode}"]`) ?? null;
  button?.click();
  return button !== null;
}
