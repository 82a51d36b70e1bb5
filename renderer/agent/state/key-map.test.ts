import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesOf, keyMapOf, loadKeys, saveKeys, withKey } from './key-map.ts';
import { DEFAULT_KEYS, KEY_ACTIONS, KEY_GROUPS, type KeyMap, keyMeaning } from './keys.ts';

const press = (key: string, shift = false, modified = false) => ({ key, shift, modified, focus: 'none' }) as const;

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
    key: () => null,
    length: 0,
  };
}

describe('personal keys', () => {
  it('give every action of the desk a place in the list, once', () => {
    expect(Object.values(KEY_GROUPS).flat().toSorted()).toEqual([...KEY_ACTIONS].toSorted());
  });

  it('move an action to a free key, and free its old one', () => {
    const moved = withKey(DEFAULT_KEYS, 'mute', press(','));
    expect(moved).toMatchObject({ ok: true, value: { mute: ',' } });
    if (!moved.ok) return;
    expect(keyMeaning(press(','), moved.value)).toEqual({ kind: 'action', action: 'mute' });
    expect(keyMeaning(press('m'), moved.value)).toBeNull();
    expect(withKey(moved.value, 'hold', press('m')).ok).toBe(true);
  });

  it('refuse a key that another action has, by its name', () => {
    expect(withKey(DEFAULT_KEYS, 'mute', press('h'))).toEqual({ ok: false, error: { code: 'taken', by: 'hold' } });
    expect(withKey(DEFAULT_KEYS, 'mute', press('H', true))).toMatchObject({ error: { by: 'handOver' } });
    expect(withKey(DEFAULT_KEYS, 'mute', press('m')).ok).toBe(true);
  });

  it.each(['Tab', '3', 'ArrowUp', ' ', 'F5', 'Backspace'])('refuse %s, which means something already', (key) => {
    expect(withKey(DEFAULT_KEYS, 'mute', press(key))).toEqual({ ok: false, error: { code: 'reserved' } });
  });

  it('leave the keys that answer a call where they are, and chords to the browser', () => {
    expect(withKey(DEFAULT_KEYS, 'accept', press(',')).ok).toBe(false);
    expect(withKey(DEFAULT_KEYS, 'mute', press(',', false, true)).ok).toBe(false);
  });

  it('are kept for each agent, and come back', () => {
    const box = storage();
    const moved = withKey(DEFAULT_KEYS, 'mute', press(','));
    if (!moved.ok) throw new Error('refused');
    saveKeys(box, 'a', moved.value, false);
    expect(loadKeys(box, 'a')).toEqual({ keys: moved.value, on: false });
    expect(loadKeys(box, 'b')).toEqual({ keys: DEFAULT_KEYS, on: true });
    expect(changesOf(moved.value)).toEqual({ mute: ',' });
  });

  it('fall back to the desk’s own when what is kept is broken or would give a key twice', () => {
    expect(keyMapOf({ mute: 'h' })).toEqual(DEFAULT_KEYS);
    expect(keyMapOf({ mute: 7, unknown: 'l' })).toEqual(DEFAULT_KEYS);
    const box = storage();
    box.setItem('xiaowu.agent.keys.a', '{');
    expect(loadKeys(box, 'a').keys).toEqual(DEFAULT_KEYS);
  });

  it('never give two actions one key, whatever is pressed in the settings', () => {
    const keyArb = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz/?.,;', 'Tab', '1', 'Enter', 'Escape');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...KEY_ACTIONS), keyArb, fc.boolean())), (changes) => {
        let keys: KeyMap = DEFAULT_KEYS;
        for (const [action, key, shift] of changes) {
          const next = withKey(keys, action, press(key, shift));
          if (next.ok) keys = next.value;
        }
        expect(new Set(Object.values(keys)).size).toBe(KEY_ACTIONS.length);
        expect(keyMapOf(changesOf(keys))).toEqual(keys);
      }),
    );
  });
});
