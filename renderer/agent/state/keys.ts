/** What a key does on the desk. One letter, no modifier, never while somebody types. */
export const KEYS = {
  help: '?',
  presence: 'b',
  accept: 'Enter',
  decline: 'Escape',
  mute: 'm',
  still: 'p',
  live: 'v',
  confirm: 'y',
  invite: 'i',
  cases: 'c',
  post: 'x',
  timeline: 't',
  note: 'n',
  locker: 'g',
  leave: 'q',
  finish: 'f',
} as const;

export type KeyAction = keyof typeof KEYS;

const ACTION_OF_KEY: ReadonlyMap<string, KeyAction> = new Map(
  Object.entries(KEYS).map(([action, key]) => [key, action as KeyAction]),
);

export type KeyMeaning =
  | { readonly kind: 'action'; readonly action: KeyAction }
  | { readonly kind: 'case'; readonly index: number };

export interface KeyPress {
  readonly key: string;
  readonly modified: boolean;
  /** Where the focus is: in a text, on something that Enter or Escape already mean something to, or elsewhere. */
  readonly focus: 'text' | 'control' | 'none';
}

/** What a press means, or null when it is not for the desk. */
export function keyMeaning({ key, modified, focus }: KeyPress): KeyMeaning | null {
  if (modified || focus === 'text') return null;
  if (focus === 'control' && (key === 'Enter' || key === ' ')) return null;
  if (/^[1-9]$/.test(key)) return { kind: 'case', index: Number(key) - 1 };
  const action = ACTION_OF_KEY.get(key.length === 1 ? key.toLowerCase() : key);
  return action ? { kind: 'action', action } : null;
}

/** Reads a press from the browser's event. */
export function keyPressOf(event: KeyboardEvent): KeyPress {
  const target = event.target instanceof HTMLElement ? event.target : null;
  const isText = target?.closest('input, textarea, select, [contenteditable]') !== null && target !== null;
  const isControl = target !== null && target.closest('button, a, [role=tab], [role=separator]') !== null;
  return {
    key: event.key,
    modified: event.ctrlKey || event.altKey || event.metaKey,
    focus: isText ? 'text' : isControl ? 'control' : 'none',
  };
}
