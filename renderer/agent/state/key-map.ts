import { err, ok, type Result } from '../../../contracts/result.ts';
import { chordOf, DEFAULT_KEYS, KEY_ACTIONS, type KeyAction, type KeyMap, type KeyPress } from './keys.ts';

/** Why a key was refused for an action. */
export type KeyRefusal =
  | { readonly code: 'taken'; readonly by: KeyAction }
  /** Keys that browsers, forms or the list of cases already use. */
  | { readonly code: 'reserved' };

/** Tab and the arrows walk, the space bar presses, digits choose a case, Backspace and the like belong to texts. */
const RESERVED = /^(Tab|Arrow.*|Page.*|Home|End|Backspace|Delete|Insert|F\d+|Dead|Process|Unidentified| |\d)$/;
/** Keys that stay where they are, since every dialogue of the world is answered by them. */
const FIXED: readonly KeyAction[] = ['accept', 'decline'];

export function isFixed(action: KeyAction): boolean {
  return FIXED.includes(action);
}

/** Whether a press is one of a modifier alone: half of a chord, not a choice. */
export function isHalf(key: string): boolean {
  return key === 'Shift' || key === 'Control' || key === 'Alt' || key === 'Meta' || key === 'CapsLock';
}

/** The map with another key for an action; a key that another action has is refused by its name. */
export function withKey(keys: KeyMap, action: KeyAction, press: KeyPress): Result<KeyMap, KeyRefusal> {
  const chord = chordOf(press);
  if (press.modified || isFixed(action) || RESERVED.test(press.key)) return err({ code: 'reserved' });
  const by = KEY_ACTIONS.find((one) => one !== action && keys[one] === chord);
  return by ? err({ code: 'taken', by }) : ok({ ...keys, [action]: chord });
}

/** What somebody changed, as it is kept; the rest follows the desk's own keys when these grow. */
export function changesOf(keys: KeyMap): Readonly<Partial<Record<KeyAction, string>>> {
  return Object.fromEntries(
    KEY_ACTIONS.filter((one) => keys[one] !== DEFAULT_KEYS[one]).map((one) => [one, keys[one]]),
  );
}

/** The map of kept changes. One that is no key of ours or would be the second on a key falls back to the desk's own. */
export function keyMapOf(changes: unknown): KeyMap {
  if (typeof changes !== 'object' || changes === null) return DEFAULT_KEYS;
  const given = new Map(Object.entries(changes));
  const wanted = (action: KeyAction): string => {
    const chord: unknown = given.get(action);
    return typeof chord === 'string' && chord.length > 0 && !isFixed(action) ? chord : DEFAULT_KEYS[action];
  };
  const keys: Record<string, string> = Object.fromEntries(KEY_ACTIONS.map((one) => [one, wanted(one)]));
  const isUnique = new Set(Object.values(keys)).size === KEY_ACTIONS.length;
  return isUnique ? (keys as KeyMap) : DEFAULT_KEYS;
}

interface Kept {
  readonly changes: unknown;
  readonly on: boolean;
}

const keyOf = (agentId: string) => `xiaowu.agent.keys.${agentId}`;

/** The personal keys of an agent on this computer. `on`: whether single keys do anything at all. */
export function loadKeys(storage: Storage, agentId: string): { readonly keys: KeyMap; readonly on: boolean } {
  let kept: Partial<Kept> | null = null;
  try {
    kept = JSON.parse(storage.getItem(keyOf(agentId)) ?? 'null') as Partial<Kept> | null;
  } catch {
    // Something else wrote there: as good as nothing kept.
  }
  return { keys: keyMapOf(kept?.changes), on: kept?.on !== false };
}

export function saveKeys(storage: Storage, agentId: string, keys: KeyMap, on: boolean): void {
  storage.setItem(keyOf(agentId), JSON.stringify({ changes: changesOf(keys), on } satisfies Kept));
}
